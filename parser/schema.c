#include "parser/parse.h"

#include "engine/kinds/schema.h"
#include "engine/model/field.h"
#include "parser/pgq.h"
#include "parser/session.h"

Outcome
schema_create(Parse *parse, const Statement *statement, Node *node)
{
    const CreateSchemaStmt *create = (const CreateSchemaStmt *) node;
    const char *owner = create->authrole ? role_name(parse, statement, create->authrole) : NULL;
    const char *name = create->schemaname ? create->schemaname : owner;
    Object *schema, *have;

    if (!name || !*name)
        return parse_error(parse, statement, -1, NULL, "a schema without a name");
    if (strncmp(name, "pg_", 3) == 0)
        return parse_error(parse, statement, -1, "names that begin with pg_ are PostgreSQL's own", "schema %s can't be made", name);
    schema = object_make(parse->arena, KIND_SCHEMA, NULL, NULL, name);
    if (owner)
    {
        schema->owner = owner;
        parse->model->claims |= CLAIM_OWNERS;
    }
    if (parse_add(parse, statement, -1, schema))
        return OUTCOME_DONE;
    have = model_find(parse->model, SPACE_SCHEMA, NULL, NULL, name);
    have->any &= ~(unsigned) (ANY_PRESENCE | (owner ? CHANGED_OWNER : 0));
    if (owner)
        have->owner = owner;
    return OUTCOME_DONE;
}

/* The relation that an element makes or is about; NULL: none. */
static RangeVar *
element_relation(Node *node)
{
    switch (nodeTag(node))
    {
        case T_CreateStmt:
            return ((CreateStmt *) node)->relation;
        case T_IndexStmt:
            return ((IndexStmt *) node)->relation;
        case T_ViewStmt:
            return ((ViewStmt *) node)->view;
        case T_CreateSeqStmt:
            return ((CreateSeqStmt *) node)->sequence;
        case T_CreateTrigStmt:
            return ((CreateTrigStmt *) node)->relation;
        default:
            return NULL;
    }
}

/* CREATE SCHEMA s CREATE TABLE t ...: the schema comes first in the search path of its elements. */
void
schema_elements(Parse *parse, const Statement *statement, CreateSchemaStmt *node, Vec *inner)
{
    const char *name = node->schemaname ? node->schemaname : node->authrole && node->authrole->rolename ? node->authrole->rolename : NULL;
    const ListCell *cell;

    if (!name)
        return;
    foreach(cell, node->schemaElts)
    {
        Statement *part = arena_make(parse->source, Statement);
        RangeVar *relation = element_relation(lfirst(cell));

        *part = (Statement) {.file = statement->file, .session = statement->session, .inner = true};
        part->sql = pgq_deparse(parse->source, lfirst(cell));
        part->line = statement_origin(statement, relation ? relation->location : -1).line;
        part->column = statement_origin(statement, relation ? relation->location : -1).column;
        vec_add(parse->arena, &part->search_path, arena_copy(parse->arena, name));
        vec_add_all(parse->arena, &part->search_path, &statement->search_path);
        part->search_path_text = search_path_text(parse->arena, &part->search_path);
        vec_add(parse->source, inner, part);
    }
}
