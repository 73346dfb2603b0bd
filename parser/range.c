#include "parser/creation.h"

#include "engine/kinds/definition.h"
#include "engine/kinds/range.h"

/* The operator classes of btree in pg_catalog that are not their type's default: pg_opclass.dat. */
static const char *const special_opclasses[] = {
    "bpchar_pattern_ops", "cidr_ops", "record_image_ops", "text_pattern_ops", "varchar_ops", "varchar_pattern_ops",
};

/* An unqualified one that nobody declares is PostgreSQL's. Whether a declared one is the default is known at the end. */
static const char *
opclass_text(Parse *parse, const Statement *statement, List *names, Object *range)
{
    const char *name = str_node(parse, llast(names)), *schema;

    if (list_length(names) > 1)
        schema = str_node(parse, linitial(names));
    else
        schema = names_declared_schema(&parse->names, &statement->search_path, SPACE_OPERATOR_CLASS, name);
    if (schema && strcmp(schema, "pg_catalog") != 0)
    {
        object_need(parse->arena, range,
                    (Ref) {.space = SPACE_OPERATOR_CLASS, .schema = schema, .name = definition_using(parse->arena, name, "btree")});
        return sql_qname(parse->arena, schema, name);
    }
    for (size_t i = 0; i < COUNT_OF(special_opclasses); i++)
        if (strcmp(special_opclasses[i], name) == 0)
            return name;
    return NULL;
}

static bool
range_option(Parse *parse, const Statement *statement, RangeType *type, DefElem *def)
{
    List *names = def_names(def);

    if (strcmp(def->defname, "subtype") == 0 && def->arg && IsA(def->arg, TypeName))
        type->subtype = type_text_bare(parse, statement, (TypeName *) def->arg, &type->object);
    else if (names == NIL)
        return false;
    else if (strcmp(def->defname, "subtype_opclass") == 0)
        type->opclass = opclass_text(parse, statement, names, &type->object);
    else if (strcmp(def->defname, "collation") == 0)
        type->collation = collation_text(parse, statement, &(CollateClause) {.type = T_CollateClause, .collname = names, .location = def->location});
    else if (strcmp(def->defname, "canonical") == 0)
        type->canonical = mentioned_routine(parse, statement, names, &type->object);
    else if (strcmp(def->defname, "subtype_diff") == 0)
        type->subtype_diff = mentioned_routine(parse, statement, names, &type->object);
    else if (strcmp(def->defname, "multirange_type_name") == 0)
        creation_name(parse, statement, names, &type->multirange_schema, &type->multirange);
    else
        return false;
    return true;
}

Outcome
range_create(Parse *parse, const Statement *statement, Node *node)
{
    const CreateRangeStmt *create = castNode(CreateRangeStmt, node);
    const char *schema, *name;
    RangeType *type;
    ListCell *cell;

    creation_name(parse, statement, create->typeName, &schema, &name);
    type = object_make(parse->arena, KIND_RANGE, schema, NULL, name);
    foreach(cell, create->params)
    {
        DefElem *def = lfirst_node(DefElem, cell);

        if (!range_option(parse, statement, type, def))
            return parse_error(parse, statement, def->location, NULL, "a range type has no option \"%s\" like this", def->defname);
    }
    if (!type->subtype)
        return parse_error(parse, statement, -1, NULL, "a range type needs a subtype");
    if (!type->multirange)
    {
        type->multirange_schema = schema;
        type->multirange = range_multirange_name(parse->arena, name);
    }
    parse_add(parse, statement, -1, &type->object);
    return OUTCOME_DONE;
}
