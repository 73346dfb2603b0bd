/*
 * CREATE and ALTER OPERATOR: https://www.postgresql.org/docs/current/sql-createoperator.html
 */
#include "parser/definition.h"

#include "parser/target.h"

static const OptionRule operator_rules[] = {
    {"function", "FUNCTION", VALUE_ROUTINE, NULL},     {"procedure", "FUNCTION", VALUE_ROUTINE, NULL},
    {"leftarg", "LEFTARG", VALUE_TYPE, NULL},          {"rightarg", "RIGHTARG", VALUE_TYPE, NULL},
    {"commutator", "COMMUTATOR", VALUE_OPERATOR, NULL}, {"negator", "NEGATOR", VALUE_OPERATOR, NULL},
    {"restrict", "RESTRICT", VALUE_ROUTINE, NULL},     {"join", "JOIN", VALUE_ROUTINE, NULL},
    {"hashes", "HASHES", VALUE_FLAG, NULL},            {"merges", "MERGES", VALUE_FLAG, NULL},
    {"sort1", "MERGES", VALUE_TRUE, NULL},             {"sort2", "MERGES", VALUE_TRUE, NULL},
    {"ltcmp", "MERGES", VALUE_TRUE, NULL},             {"gtcmp", "MERGES", VALUE_TRUE, NULL},
    {0},
};

Outcome
operator_create(Parse *parse, const Statement *statement, const DefineStmt *define)
{
    Definition *operator = definition_make(parse, statement, KIND_OPERATOR, define->defnames);

    operator->bare = operator->object.name;
    operator->object.name = operator_signature(parse->arena, operator->bare, definition_type(parse, statement, define->definition, "leftarg"),
                                               definition_type(parse, statement, define->definition, "rightarg"));
    operator->rest = operator->object.name + strlen(operator->bare);
    if (definition_options(parse, statement, define->definition, operator_rules, NULL, operator))
        parse_add(parse, statement, -1, &operator->object);
    return OUTCOME_DONE;
}

Outcome
operator_alter(Parse *parse, const Statement *statement, Node *node)
{
    const AlterOperatorStmt *alter = castNode(AlterOperatorStmt, node);
    Target target = target_find(parse, statement, OBJECT_OPERATOR, (Node *) alter->opername);
    Outcome outcome;
    ListCell *cell;

    if (!target_ready(parse, statement, &target, "ALTER", &outcome))
        return outcome;
    foreach(cell, alter->options)
    {
        DefElem *def = lfirst_node(DefElem, cell);

        if (def->arg)
            definition_options(parse, statement, list_make1(def), operator_rules, NULL, (Definition *) target.object);
        else                                       /* RESTRICT = NONE */
            for (const OptionRule *rule = operator_rules; rule->option; rule++)
                if (strcmp(rule->option, def->defname) == 0)
                    definition_set_option(parse, (Definition *) target.object, rule->name, rule->value == VALUE_FLAG ? "true" : NULL);
    }
    return OUTCOME_DONE;
}

static bool
is_named(Parse *parse, const Definition *operator, const char *link, const Definition *other)
{
    return str_eq(definition_option(operator, link), arena_printf(parse->arena, "OPERATOR(%s)", definition_called(parse->arena, &other->object)));
}

static void
link_operators(Parse *parse, const Definition *operator, Definition *other)
{
    const char *left = definition_option(operator, "LEFTARG"), *right = definition_option(operator, "RIGHTARG");
    const char *other_left = definition_option(other, "LEFTARG"), *other_right = definition_option(other, "RIGHTARG");
    const char *own = arena_printf(parse->arena, "OPERATOR(%s)", definition_called(parse->arena, &operator->object));

    if (str_eq(left, other_right) && str_eq(right, other_left) && is_named(parse, operator, "COMMUTATOR", other) &&
        !definition_option(other, "COMMUTATOR"))
        definition_set_option(parse, other, "COMMUTATOR", own);
    if (str_eq(left, other_left) && str_eq(right, other_right) && is_named(parse, operator, "NEGATOR", other) &&
        !definition_option(other, "NEGATOR"))
        definition_set_option(parse, other, "NEGATOR", own);
}

/* OperatorUpd() in catalog/pg_operator.c. */
void
operator_finish(Parse *parse)
{
    VEC_EACH(const Object *, object, &parse->model->objects)
        if (object->kind == KIND_OPERATOR)
            VEC_EACH(Object *, other, &parse->model->objects)
                if (other->kind == KIND_OPERATOR)
                    link_operators(parse, (const Definition *) object, (Definition *) other);
}
