#include "parser/target.h"

#include "engine/base/text.h"
#include "parser/database.h"
#include "parser/definition.h"

/* What the statements can be about. kind: the only one that fits; KIND_COUNT: several, or none that is modelled. */
static const struct { ObjectType type; const char *word; bool supported; Kind kind; } words[] = {
    {OBJECT_ACCESS_METHOD, "access method", true, KIND_ACCESS_METHOD},
    {OBJECT_AGGREGATE, "aggregate", true, KIND_AGGREGATE},
    {OBJECT_ATTRIBUTE, "attribute", false, KIND_COUNT},
    {OBJECT_CAST, "cast", true, KIND_CAST},
    {OBJECT_COLLATION, "collation", true, KIND_COLLATION},
    {OBJECT_COLUMN, "column", true, KIND_COLUMN},
    {OBJECT_CONVERSION, "conversion", true, KIND_CONVERSION},
    {OBJECT_DATABASE, "database", true, KIND_DATABASE},
    {OBJECT_DOMAIN, "domain", true, KIND_DOMAIN},
    {OBJECT_DOMCONSTRAINT, "constraint", true, KIND_CONSTRAINT},
    {OBJECT_EVENT_TRIGGER, "event trigger", true, KIND_EVENT_TRIGGER},
    {OBJECT_EXTENSION, "extension", true, KIND_EXTENSION},
    {OBJECT_FDW, "foreign-data wrapper", true, KIND_FOREIGN_DATA_WRAPPER},
    {OBJECT_FOREIGN_SERVER, "server", true, KIND_SERVER},
    {OBJECT_FOREIGN_TABLE, "foreign table", true, KIND_TABLE},
    {OBJECT_FUNCTION, "function", true, KIND_FUNCTION},
    {OBJECT_INDEX, "index", true, KIND_INDEX},
    {OBJECT_LANGUAGE, "language", true, KIND_LANGUAGE},
    {OBJECT_LARGEOBJECT, "large object", false, KIND_COUNT},
    {OBJECT_MATVIEW, "materialized view", true, KIND_MATVIEW},
    {OBJECT_OPCLASS, "operator class", true, KIND_OPERATOR_CLASS},
    {OBJECT_OPERATOR, "operator", true, KIND_OPERATOR},
    {OBJECT_OPFAMILY, "operator family", true, KIND_OPERATOR_FAMILY},
    {OBJECT_PARAMETER_ACL, "parameter", false, KIND_COUNT},
    {OBJECT_POLICY, "policy", true, KIND_POLICY},
    {OBJECT_PROCEDURE, "procedure", true, KIND_FUNCTION},
    {OBJECT_PUBLICATION, "publication", true, KIND_PUBLICATION},
    {OBJECT_ROLE, "role", true, KIND_ROLE},
    {OBJECT_ROUTINE, "routine", true, KIND_FUNCTION},
    {OBJECT_RULE, "rule", true, KIND_RULE},
    {OBJECT_SCHEMA, "schema", true, KIND_SCHEMA},
    {OBJECT_SEQUENCE, "sequence", true, KIND_SEQUENCE},
    {OBJECT_STATISTIC_EXT, "statistics object", true, KIND_STATISTICS},
    {OBJECT_SUBSCRIPTION, "subscription", true, KIND_SUBSCRIPTION},
    {OBJECT_TABCONSTRAINT, "constraint", true, KIND_CONSTRAINT},
    {OBJECT_TABLE, "table", true, KIND_TABLE},
    {OBJECT_TABLESPACE, "tablespace", false, KIND_COUNT},
    {OBJECT_TRANSFORM, "transform", true, KIND_TRANSFORM},
    {OBJECT_TRIGGER, "trigger", true, KIND_TRIGGER},
    {OBJECT_TSCONFIGURATION, "text search configuration", true, KIND_TS_CONFIGURATION},
    {OBJECT_TSDICTIONARY, "text search dictionary", true, KIND_TS_DICTIONARY},
    {OBJECT_TSPARSER, "text search parser", true, KIND_TS_PARSER},
    {OBJECT_TSTEMPLATE, "text search template", true, KIND_TS_TEMPLATE},
    {OBJECT_TYPE, "type", true, KIND_COUNT},
    {OBJECT_USER_MAPPING, "user mapping", false, KIND_COUNT},
    {OBJECT_VIEW, "view", true, KIND_VIEW},
};

const char *
target_word(ObjectType type)
{
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (words[i].type == type)
            return words[i].word;
    return "object";
}

static Target
target_of_type(ObjectType type, Kind *kind)
{
    *kind = KIND_COUNT;
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (words[i].type == type)
        {
            *kind = words[i].kind;
            return (Target) {.what = words[i].word, .supported = words[i].supported};
        }
    return (Target) {.what = "object"};
}

static const char *
part(Parse *parse, const List *names, int from_end)
{
    int at = list_length(names) - 1 - from_end;

    return at >= 0 ? arena_copy(parse->arena, strVal(list_nth(names, at))) : NULL;
}

/* schema.relation.child; an unqualified relation is looked up. */
static void
find_child(Parse *parse, const Statement *statement, Target *target, Space space, const List *names)
{
    bool known;

    target->parent = part(parse, names, 1);
    target->schema = part(parse, names, 2);
    if (!target->schema && target->parent)
        target->schema = names_schema_of(&parse->names, &statement->search_path, SPACE_RELATION, target->parent, &known);
    target->name = part(parse, names, 0);
    if (target->parent)
        target->object = model_find(parse->model, space, target->schema, target->parent, target->name);
}

static void
find_domain_constraint(Parse *parse, const Statement *statement, Target *target, const List *names)
{
    List *domain = castNode(TypeName, linitial(names))->names;

    qualified_name(parse, statement, SPACE_TYPE, domain, &target->schema, &target->parent);
    target->name = str_node(parse, lsecond(names));
    target->object = model_find(parse->model, SPACE_CONSTRAINT, target->schema, target->parent, target->name);
}

static void
find_routine_target(Parse *parse, const Statement *statement, Target *target, ObjectType type, const ObjectWithArgs *node)
{
    const Object *found;

    qualified_name(parse, statement, SPACE_ROUTINE, node->objname, &target->schema, &target->name);
    found = target->object = find_routine(parse, statement, node, &target->ambiguous);
    if (found && type != OBJECT_ROUTINE)
        target->wrong_kind = found->kind != KIND_FUNCTION || ((const Function *) found)->procedure != (type == OBJECT_PROCEDURE);
}

/* The access method, and then the name. */
static void
find_using(Parse *parse, const Statement *statement, Target *target, Space space, List *parts)
{
    List *names = list_copy_tail(parts, 1);
    const char *name;

    qualified_name(parse, statement, space, names, &target->schema, &name);
    target->name = definition_using(parse->arena, name, strVal(linitial(parts)));
    target->object = model_find(parse->model, space, target->schema, NULL, target->name);
}

Target
target_find(Parse *parse, const Statement *statement, ObjectType type, Node *node)
{
    Kind kind;
    Target target = target_of_type(type, &kind);

    if (!target.supported)
        return target;
    switch (type)
    {
        case OBJECT_COLUMN:
        case OBJECT_TABCONSTRAINT:
        case OBJECT_TRIGGER:
        case OBJECT_POLICY:
        case OBJECT_RULE:
            find_child(parse, statement, &target, kind_space[kind], castNode(List, node));
            break;
        case OBJECT_DOMCONSTRAINT:
            find_domain_constraint(parse, statement, &target, castNode(List, node));
            break;
        case OBJECT_AGGREGATE:
            qualified_name(parse, statement, SPACE_ROUTINE, castNode(ObjectWithArgs, node)->objname, &target.schema, &target.name);
            target.object = find_routine(parse, statement, castNode(ObjectWithArgs, node), &target.ambiguous);
            break;
        case OBJECT_OPERATOR:
        {
            const ObjectWithArgs *operator = castNode(ObjectWithArgs, node);
            const TypeName *left = linitial(operator->objargs), *right = lsecond(operator->objargs);

            const char *left_type = left ? type_text_bare(parse, statement, left, NULL) : NULL;
            const char *right_type = right ? type_text_bare(parse, statement, right, NULL) : NULL;

            target.schema = operator_schema(parse, statement, operator->objname, left_type, right_type, false);
            target.name = operator_signature(parse->arena, part(parse, operator->objname, 0), left_type, right_type);
            target.object = model_find(parse->model, SPACE_OPERATOR, target.schema, NULL, target.name);
            break;
        }
        case OBJECT_COLLATION:
        case OBJECT_CONVERSION:
        case OBJECT_TSPARSER:
        case OBJECT_TSTEMPLATE:
        case OBJECT_TSDICTIONARY:
        case OBJECT_TSCONFIGURATION:
            qualified_name(parse, statement, kind_space[kind], castNode(List, node), &target.schema, &target.name);
            target.object = model_find(parse->model, kind_space[kind], target.schema, NULL, target.name);
            break;
        case OBJECT_OPCLASS:
        case OBJECT_OPFAMILY:
            find_using(parse, statement, &target, kind_space[kind], castNode(List, node));
            break;
        case OBJECT_TRANSFORM:
        {
            const List *parts = castNode(List, node);

            target.name = arena_printf(parse->arena, "FOR %s LANGUAGE %s", type_text_bare(parse, statement, linitial_node(TypeName, parts), NULL),
                                       sql_ident(parse->arena, strVal(lsecond(parts))));
            target.object = model_find(parse->model, SPACE_TRANSFORM, NULL, NULL, target.name);
            break;
        }
        case OBJECT_CAST:
        {
            const List *types = castNode(List, node);

            target.name = arena_printf(parse->arena, "(%s AS %s)", type_text_bare(parse, statement, linitial_node(TypeName, types), NULL),
                                       type_text_bare(parse, statement, lsecond_node(TypeName, types), NULL));
            target.object = model_find(parse->model, SPACE_CAST, NULL, NULL, target.name);
            break;
        }
        case OBJECT_FUNCTION:
        case OBJECT_PROCEDURE:
        case OBJECT_ROUTINE:
            find_routine_target(parse, statement, &target, type, castNode(ObjectWithArgs, node));
            return target;
        case OBJECT_DATABASE:
            target.name = str_node(parse, node);
            target.object = database_mention(parse, statement, target.name);
            break;
        case OBJECT_ROLE:
        case OBJECT_SCHEMA:
        case OBJECT_EXTENSION:
        case OBJECT_FDW:
        case OBJECT_FOREIGN_SERVER:
        case OBJECT_EVENT_TRIGGER:
        case OBJECT_PUBLICATION:
        case OBJECT_SUBSCRIPTION:
        case OBJECT_LANGUAGE:
        case OBJECT_ACCESS_METHOD:
            target.name = str_node(parse, node);
            target.object = model_find(parse->model, kind_space[kind], NULL, NULL, target.name);
            break;
        case OBJECT_STATISTIC_EXT:
            target.schema = creation_schema(statement, part(parse, castNode(List, node), 1));
            target.name = part(parse, castNode(List, node), 0);
            target.object = statistics_find(parse, statement, castNode(List, node));
            break;
        case OBJECT_TYPE:
        case OBJECT_DOMAIN:
        {
            List *names = IsA(node, TypeName) ? ((TypeName *) node)->names : castNode(List, node);

            qualified_name(parse, statement, SPACE_TYPE, names, &target.schema, &target.name);
            target.object = model_find(parse->model, SPACE_TYPE, target.schema, NULL, target.name);
            break;
        }
        default:
            qualified_name(parse, statement, SPACE_RELATION, castNode(List, node), &target.schema, &target.name);
            if (type == OBJECT_INDEX && list_length(castNode(List, node)) == 1)
                target.schema = index_schema(parse, statement, target.name);
            target.object = model_find(parse->model, SPACE_RELATION, target.schema, NULL, target.name);
            break;
    }
    /* A column of a view is a kind of its own. */
    target.wrong_kind = target.object && kind != KIND_COUNT && target.object->kind != kind && type != OBJECT_COLUMN;
    if (type == OBJECT_TABLE || type == OBJECT_FOREIGN_TABLE)
        target.wrong_kind |= target.object && table_is_foreign(target.object) != (type == OBJECT_FOREIGN_TABLE);
    return target;
}

Target
target_relation(Parse *parse, const Statement *statement, ObjectType type, const RangeVar *relation)
{
    Kind kind;
    Target target = target_of_type(type, &kind);

    if (!target.supported)
        return target;
    target.schema = relation_schema(parse, statement, relation);
    target.name = arena_copy(parse->arena, relation->relname);
    if (type == OBJECT_INDEX && !relation->schemaname)
        target.schema = index_schema(parse, statement, target.name);
    target.object = model_find(parse->model, SPACE_RELATION, target.schema, NULL, target.name);
    target.wrong_kind = target.object && kind != KIND_COUNT && target.object->kind != kind;
    if (type == OBJECT_FOREIGN_TABLE)              /* ALTER TABLE does for foreign tables, too */
        target.wrong_kind |= target.object && !table_is_foreign(target.object);
    return target;
}

/* Nothing is said of the children of what is not there because something else went wrong. */
static Outcome
missing_child(Parse *parse, const Statement *statement, const Target *target)
{
    const char *relation = sql_qname(parse->arena, target->schema, target->parent);

    if (!parse->last_call)
        return OUTCOME_DEFER;
    if (parse->findings->errors && !model_find(parse->model, SPACE_RELATION, target->schema, NULL, target->parent))
        return OUTCOME_DONE;
    return parse_error(parse, statement, -1, "a blueprint declares everything that it refers to", "%s %s of %s does not exist in the blueprint",
                       target->what, sql_ident(parse->arena, target->name), relation);
}

bool
target_ready(Parse *parse, const Statement *statement, const Target *target, const char *verb, Outcome *outcome)
{
    if (!target->supported)
        *outcome = parse_error(parse, statement, -1, arena_printf(parse->arena, "objects of the kind \"%s\" are not supported yet", target->what),
                               "%s a %s can't be read", verb, target->what);
    else if (target->ambiguous)
        *outcome = parse_error(parse, statement, -1, "write its argument types", "%s %s is not unique", target->what,
                               sql_qname(parse->arena, target->schema, target->name));
    else if (!target->object && target->name && strcmp(target->what, "language") == 0 && vec_has_str(&parse->names.extensions, target->name))
        *outcome = parse_warning(parse, statement, -1, NULL, "language %s is its extension's own affair: %s it is not read",
                                 sql_ident(parse->arena, target->name), verb);
    else if (!target->object)
        *outcome = target->parent ? missing_child(parse, statement, target)
                                  : parse_missing(parse, statement, -1, target->what, target->schema, target->name);
    else if (target->wrong_kind)
        *outcome = parse_error(parse, statement, -1, NULL, "%s is not a %s", object_title(parse->arena, target->object), target->what);
    else
        return true;
    return false;
}
