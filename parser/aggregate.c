/*
 * CREATE AGGREGATE: https://www.postgresql.org/docs/current/sql-createaggregate.html
 */
#include "parser/definition.h"

#include "engine/kinds/function.h"

static const OptionRule aggregate_rules[] = {
    {"sfunc", "SFUNC", VALUE_ROUTINE, NULL},           {"sfunc1", "SFUNC", VALUE_ROUTINE, NULL},
    {"stype", "STYPE", VALUE_TYPE, NULL},              {"stype1", "STYPE", VALUE_TYPE, NULL},
    {"sspace", "SSPACE", VALUE_NUMBER, "0"},           {"finalfunc", "FINALFUNC", VALUE_ROUTINE, NULL},
    {"finalfunc_extra", "FINALFUNC_EXTRA", VALUE_FLAG, NULL}, {"finalfunc_modify", "FINALFUNC_MODIFY", VALUE_WORD, NULL},
    {"combinefunc", "COMBINEFUNC", VALUE_ROUTINE, NULL}, {"serialfunc", "SERIALFUNC", VALUE_ROUTINE, NULL},
    {"deserialfunc", "DESERIALFUNC", VALUE_ROUTINE, NULL}, {"initcond", "INITCOND", VALUE_LITERAL, NULL},
    {"initcond1", "INITCOND", VALUE_LITERAL, NULL},    {"msfunc", "MSFUNC", VALUE_ROUTINE, NULL},
    {"minvfunc", "MINVFUNC", VALUE_ROUTINE, NULL},     {"mstype", "MSTYPE", VALUE_TYPE, NULL},
    {"msspace", "MSSPACE", VALUE_NUMBER, "0"},         {"mfinalfunc", "MFINALFUNC", VALUE_ROUTINE, NULL},
    {"mfinalfunc_extra", "MFINALFUNC_EXTRA", VALUE_FLAG, NULL}, {"minitcond", "MINITCOND", VALUE_LITERAL, NULL},
    {"sortop", "SORTOP", VALUE_OPERATOR, NULL},        {"hypothetical", "HYPOTHETICAL", VALUE_FLAG, NULL},
    {"parallel", "PARALLEL", VALUE_WORD, "unsafe"},    {"basetype", "", VALUE_IGNORED, NULL},
    {"mfinalfunc_modify", "MFINALFUNC_MODIFY", VALUE_WORD, NULL}, {0},
};

static void
aggregate_arguments(Parse *parse, const Statement *statement, const DefineStmt *define, Object *object, Vec *types, Vec *texts)
{
    ListCell *cell;
    int direct = define->oldstyle ? -1 : intVal(lsecond(define->args)), at = 0;

    if (define->oldstyle)
    {
        foreach(cell, define->definition)
        {
            const DefElem *def = lfirst_node(DefElem, cell);

            if (strcmp(def->defname, "basetype") == 0 && IsA(def->arg, TypeName) &&
                pg_strcasecmp(strVal(llast(((TypeName *) def->arg)->names)), "any") != 0)
                vec_add(parse->arena, types, type_text_bare(parse, statement, (TypeName *) def->arg, object));
        }
        vec_add_all(parse->arena, texts, types);
        return;
    }
    foreach(cell, linitial_node(List, define->args))
    {
        const FunctionParameter *parameter = lfirst_node(FunctionParameter, cell);
        const char *type = type_text_bare(parse, statement, parameter->argType, object);
        const char *text = arena_printf(parse->arena, "%s%s%s%s", parameter->mode == FUNC_PARAM_VARIADIC ? "VARIADIC " : "",
                                        parameter->name ? sql_ident(parse->arena, parameter->name) : "", parameter->name ? " " : "", type);

        vec_add(parse->arena, types, type);
        if (at == direct && texts->count)
            text = arena_printf(parse->arena, "%s ORDER BY %s", (const char *) texts->items[--texts->count], text);
        else if (at == direct)
            text = arena_printf(parse->arena, "ORDER BY %s", text);
        vec_add(parse->arena, texts, text);
        at++;
    }
}

/* Only the plain aggregate's final function leaves the state as it is by default: AggregateCreate(). */
static void
leave_out_modify(Parse *parse, Definition *aggregate, bool ordered_set, const char *function, const char *option)
{
    const char *modify = definition_option(aggregate, option);

    if (!definition_option(aggregate, function) || str_eq(modify, ordered_set ? "read_write" : "read_only"))
        definition_set_option(parse, aggregate, option, NULL);
}

Outcome
aggregate_create(Parse *parse, const Statement *statement, const DefineStmt *define)
{
    Arena *arena = parse->arena;
    Definition *aggregate = definition_make(parse, statement, KIND_AGGREGATE, define->defnames);
    const char *base = aggregate->object.name;
    Vec types = {0}, texts = {0};

    aggregate_arguments(parse, statement, define, &aggregate->object, &types, &texts);
    aggregate->object.base = base;
    aggregate->object.name = function_signature(arena, base, &types);
    aggregate->rest = arena_printf(arena, "(%s)", texts.count ? vec_join(arena, &texts, ", ") : "*");
    if (!definition_options(parse, statement, define->definition, aggregate_rules, &types, aggregate))
        return OUTCOME_DONE;
    leave_out_modify(parse, aggregate, !define->oldstyle && intVal(lsecond(define->args)) >= 0, "FINALFUNC", "FINALFUNC_MODIFY");
    leave_out_modify(parse, aggregate, false, "MFINALFUNC", "MFINALFUNC_MODIFY");
    parse_add(parse, statement, -1, &aggregate->object);
    return OUTCOME_DONE;
}
