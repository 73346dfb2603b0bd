#include "parser/parse.h"

#include "engine/kinds/extension.h"

static const char *
option(const CreateExtensionStmt *node, const char *name)
{
    const ListCell *cell;

    foreach(cell, node->options)
    {
        const DefElem *def = lfirst_node(DefElem, cell);

        if (strcmp(def->defname, name) == 0 && def->arg && IsA(def->arg, String))
            return strVal(def->arg);
    }
    return NULL;
}

const char *
extension_schema(const Statement *statement, const CreateExtensionStmt *node)
{
    return creation_schema(statement, option(node, "schema"));
}

Outcome
extension_create(Parse *parse, const Statement *statement, Node *node)
{
    const CreateExtensionStmt *create = (const CreateExtensionStmt *) node;
    Extension *extension;

    if (strcmp(create->extname, "plpgsql") == 0)   /* every database has it, and no model */
        return OUTCOME_DONE;
    extension = object_make(parse->arena, KIND_EXTENSION, NULL, NULL, create->extname);
    extension->object.any = CHANGED_COMMENT;       /* its control file brings one */
    extension->in_schema = arena_copy(parse->arena, option(create, "schema"));
    extension->version = arena_copy(parse->arena, option(create, "new_version"));
    if (extension->in_schema)
        object_need(parse->arena, &extension->object, (Ref) {.space = SPACE_SCHEMA, .name = extension->in_schema});
    parse_add(parse, statement, -1, &extension->object);
    return OUTCOME_DONE;
}
