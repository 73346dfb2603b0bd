/*
 * Kinds that are a name and a list of options (engine/kinds/definition.h): CREATE AGGREGATE, OPERATOR, COLLATION, CAST.
 */
#include "parser/parse.h"

#include "engine/base/text.h"
#include "engine/kinds/definition.h"
#include "engine/kinds/function.h"

/* A function's name as regproc prints it with an empty search_path; the definition needs the function. */
static const char *
routine_text(Parse *parse, const Statement *statement, List *names, Object *user)
{
    const char *schema, *name;

    qualified_name(parse, statement, SPACE_ROUTINE, names, &schema, &name);
    if (strcmp(schema, "pg_catalog") == 0)
        return sql_ident(parse->arena, name);
    object_need(parse->arena, user, (Ref) {.space = SPACE_ROUTINE, .schema = schema, .name = name, .any_signature = true});
    return sql_qname(parse->arena, schema, name);
}

static List *
names_of(const DefElem *def)
{
    if (IsA(def->arg, TypeName))
        return ((TypeName *) def->arg)->names;
    return IsA(def->arg, List) ? (List *) def->arg : NIL;
}

typedef enum Value { VALUE_ROUTINE, VALUE_TYPE, VALUE_OPERATOR, VALUE_LITERAL, VALUE_WORD, VALUE_NUMBER, VALUE_FLAG } Value;

typedef struct OptionRule
{
    const char *option, *name;                     /* as written, and as it is stored; both lower case */
    Value value;
    const char *silent;                            /* the default, which is left out; NULL: none */
} OptionRule;

static const OptionRule aggregate_rules[] = {
    {"sfunc", "SFUNC", VALUE_ROUTINE, NULL},           {"sfunc1", "SFUNC", VALUE_ROUTINE, NULL},
    {"stype", "STYPE", VALUE_TYPE, NULL},              {"stype1", "STYPE", VALUE_TYPE, NULL},
    {"sspace", "SSPACE", VALUE_NUMBER, "0"},           {"finalfunc", "FINALFUNC", VALUE_ROUTINE, NULL},
    {"finalfunc_extra", "FINALFUNC_EXTRA", VALUE_FLAG, NULL}, {"finalfunc_modify", "FINALFUNC_MODIFY", VALUE_WORD, "read_only"},
    {"combinefunc", "COMBINEFUNC", VALUE_ROUTINE, NULL}, {"serialfunc", "SERIALFUNC", VALUE_ROUTINE, NULL},
    {"deserialfunc", "DESERIALFUNC", VALUE_ROUTINE, NULL}, {"initcond", "INITCOND", VALUE_LITERAL, NULL},
    {"initcond1", "INITCOND", VALUE_LITERAL, NULL},    {"msfunc", "MSFUNC", VALUE_ROUTINE, NULL},
    {"minvfunc", "MINVFUNC", VALUE_ROUTINE, NULL},     {"mstype", "MSTYPE", VALUE_TYPE, NULL},
    {"msspace", "MSSPACE", VALUE_NUMBER, "0"},         {"mfinalfunc", "MFINALFUNC", VALUE_ROUTINE, NULL},
    {"mfinalfunc_extra", "MFINALFUNC_EXTRA", VALUE_FLAG, NULL}, {"minitcond", "MINITCOND", VALUE_LITERAL, NULL},
    {"sortop", "SORTOP", VALUE_OPERATOR, NULL},        {"hypothetical", "HYPOTHETICAL", VALUE_FLAG, NULL},
    {"parallel", "PARALLEL", VALUE_WORD, "unsafe"},    {0},
};

static const OptionRule operator_rules[] = {
    {"function", "FUNCTION", VALUE_ROUTINE, NULL},     {"procedure", "FUNCTION", VALUE_ROUTINE, NULL},
    {"leftarg", "LEFTARG", VALUE_TYPE, NULL},          {"rightarg", "RIGHTARG", VALUE_TYPE, NULL},
    {"commutator", "COMMUTATOR", VALUE_OPERATOR, NULL}, {"negator", "NEGATOR", VALUE_OPERATOR, NULL},
    {"restrict", "RESTRICT", VALUE_ROUTINE, NULL},     {"join", "JOIN", VALUE_ROUTINE, NULL},
    {"hashes", "HASHES", VALUE_FLAG, NULL},            {"merges", "MERGES", VALUE_FLAG, NULL},
    {0},
};

/* An operator of no schema is where it is declared, else in pg_catalog; operators are not in Names. */
static const char *
operator_text(Parse *parse, const Statement *statement, List *names)
{
    const char *name = strVal(llast(names)), *schema = list_length(names) > 1 ? strVal(linitial(names)) : NULL;

    for (size_t i = 0; !schema && i < statement->search_path.count; i++)
        VEC_EACH(const Object *, object, &parse->model->objects)
            if (object->kind == KIND_OPERATOR && strncmp(object->name, name, strlen(name)) == 0 && object->name[strlen(name)] == ' ' &&
                strcmp(object->schema, vec_at(&statement->search_path, i)) == 0)
                schema = object->schema;
    if (!schema)
        schema = creation_schema(statement, NULL);
    return arena_printf(parse->arena, "OPERATOR(%s.%s)", sql_ident(parse->arena, schema), name);
}

static const char *
value_text(Parse *parse, const Statement *statement, const DefElem *def, Value value, Object *object)
{
    switch (value)
    {
        case VALUE_ROUTINE:
            return names_of(def) ? routine_text(parse, statement, names_of(def), object) : NULL;
        case VALUE_TYPE:
            return def->arg && IsA(def->arg, TypeName) ? type_text_bare(parse, statement, (TypeName *) def->arg, object) : NULL;
        case VALUE_OPERATOR:
            return names_of(def) ? operator_text(parse, statement, names_of(def)) : NULL;
        case VALUE_LITERAL:
            return sql_literal(parse->arena, def_text(parse, def));
        case VALUE_FLAG:
            return def_bool(def) ? "true" : "";
        case VALUE_WORD:
        case VALUE_NUMBER:
            return def_text(parse, def);
    }
    return NULL;
}

static bool
add_options(Parse *parse, const Statement *statement, List *defs, const OptionRule *rules, Definition *definition)
{
    ListCell *cell;

    foreach(cell, defs)
    {
        const DefElem *def = lfirst_node(DefElem, cell);
        const OptionRule *rule = rules;
        const char *value;

        if (rules == aggregate_rules && strcmp(def->defname, "basetype") == 0)
            continue;
        while (rule->option && strcmp(rule->option, def->defname) != 0)
            rule++;
        if (!rule->option || !(value = value_text(parse, statement, def, rule->value, &definition->object)))
        {
            parse_error(parse, statement, def->location, NULL, "option \"%s\" can't be read here", def->defname);
            return false;
        }
        if (*value && !str_eq(rule->silent, value))
            vec_add(parse->arena, &definition->options, arena_printf(parse->arena, "%s = %s", rule->name, value));
    }
    vec_sort_str(&definition->options);
    return true;
}

/* ---- CREATE AGGREGATE ---- */

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

static Outcome
create_aggregate(Parse *parse, const Statement *statement, const DefineStmt *define)
{
    Arena *arena = parse->arena;
    const char *base = strVal(llast(define->defnames));
    const char *schema = creation_schema(statement, list_length(define->defnames) > 1 ? strVal(linitial(define->defnames)) : NULL);
    Definition *aggregate = object_make(arena, KIND_AGGREGATE, schema, NULL, base);
    Vec types = {0}, texts = {0};

    aggregate_arguments(parse, statement, define, &aggregate->object, &types, &texts);
    aggregate->object.base = arena_copy(arena, base);
    aggregate->object.name = function_signature(arena, base, &types);
    aggregate->called = aggregate->named =
        arena_printf(arena, "%s(%s)", sql_qname(arena, schema, base), texts.count ? vec_join(arena, &texts, ", ") : "*");
    if (!add_options(parse, statement, define->definition, aggregate_rules, aggregate))
        return OUTCOME_DONE;
    acl_builtin(arena, KIND_AGGREGATE, &aggregate->object.acl);
    parse_add(parse, statement, -1, &aggregate->object);
    return OUTCOME_DONE;
}

/* ---- CREATE OPERATOR ---- */

static Outcome
create_operator(Parse *parse, const Statement *statement, const DefineStmt *define)
{
    Arena *arena = parse->arena;
    const char *base = strVal(llast(define->defnames)), *left = NULL, *right = NULL;
    const char *schema = creation_schema(statement, list_length(define->defnames) > 1 ? strVal(linitial(define->defnames)) : NULL);
    Definition *definition = object_make(arena, KIND_OPERATOR, schema, NULL, base);
    ListCell *cell;

    foreach(cell, define->definition)
    {
        const DefElem *def = lfirst_node(DefElem, cell);

        if (strcmp(def->defname, "leftarg") == 0 && IsA(def->arg, TypeName))
            left = type_text_bare(parse, statement, (TypeName *) def->arg, &definition->object);
        if (strcmp(def->defname, "rightarg") == 0 && IsA(def->arg, TypeName))
            right = type_text_bare(parse, statement, (TypeName *) def->arg, &definition->object);
    }
    definition->object.name = operator_signature(arena, base, left, right);
    definition->called = arena_printf(arena, "%s.%s", sql_ident(arena, schema), base);
    definition->named = arena_printf(arena, "%s.%s", sql_ident(arena, schema), definition->object.name);
    if (add_options(parse, statement, define->definition, operator_rules, definition))
        parse_add(parse, statement, -1, &definition->object);
    return OUTCOME_DONE;
}

/* ---- CREATE COLLATION ---- */

static const char *
collation_option(Parse *parse, const DefineStmt *define, const char *name)
{
    ListCell *cell;

    foreach(cell, define->definition)
        if (strcmp(lfirst_node(DefElem, cell)->defname, name) == 0)
            return def_text(parse, lfirst_node(DefElem, cell));
    return NULL;
}

static Outcome
create_collation(Parse *parse, const Statement *statement, const DefineStmt *define)
{
    Arena *arena = parse->arena;
    const char *schema = creation_schema(statement, list_length(define->defnames) > 1 ? strVal(linitial(define->defnames)) : NULL);
    const char *provider = collation_option(parse, define, "provider"), *locale = collation_option(parse, define, "locale");
    const char *collate = collation_option(parse, define, "lc_collate"), *ctype = collation_option(parse, define, "lc_ctype");
    const char *deterministic = collation_option(parse, define, "deterministic"), *rules = collation_option(parse, define, "rules");
    Definition *collation = object_make(arena, KIND_COLLATION, schema, NULL, strVal(llast(define->defnames)));

    if (collation_option(parse, define, "from"))
        return parse_error(parse, statement, -1, "write its provider and locale", "a collation can't be copied from another in a blueprint");
    collation->called = collation->named = sql_qname(arena, schema, collation->object.name);
    vec_add(arena, &collation->options, arena_printf(arena, "PROVIDER = %s", provider ? provider : "libc"));
    if (!locale && collate && str_eq(collate, ctype))
        locale = collate;
    if (locale)
        vec_add(arena, &collation->options, arena_printf(arena, "LOCALE = %s", sql_literal(arena, locale)));
    else
    {
        vec_add(arena, &collation->options, arena_printf(arena, "LC_COLLATE = %s", sql_literal(arena, collate)));
        vec_add(arena, &collation->options, arena_printf(arena, "LC_CTYPE = %s", sql_literal(arena, ctype)));
    }
    if (deterministic && (*deterministic == 'f' || *deterministic == '0' || *deterministic == 'n'))
        vec_add(arena, &collation->options, "DETERMINISTIC = false");
    if (rules)
        vec_add(arena, &collation->options, arena_printf(arena, "RULES = %s", sql_literal(arena, rules)));
    vec_sort_str(&collation->options);
    parse_add(parse, statement, -1, &collation->object);
    return OUTCOME_DONE;
}

Outcome
definition_create(Parse *parse, const Statement *statement, Node *node)
{
    const DefineStmt *define = castNode(DefineStmt, node);

    switch (define->kind)
    {
        case OBJECT_AGGREGATE:
            return create_aggregate(parse, statement, define);
        case OBJECT_OPERATOR:
            return create_operator(parse, statement, define);
        case OBJECT_COLLATION:
            return create_collation(parse, statement, define);
        default:
            return parse_error(parse, statement, -1, NULL, "CREATE of this kind of object is not supported yet");
    }
}

/* ---- CREATE CAST ---- */

static const char *
cast_method(Parse *parse, const Statement *statement, const CreateCastStmt *create, Object *object)
{
    Vec types = {0};
    ListCell *cell;

    if (create->inout)
        return "WITH INOUT";
    if (!create->func)
        return "WITHOUT FUNCTION";
    foreach(cell, create->func->objargs)
        vec_add(parse->arena, &types, type_text_bare(parse, statement, lfirst_node(TypeName, cell), object));
    return arena_printf(parse->arena, "WITH FUNCTION %s(%s)", routine_text(parse, statement, create->func->objname, object),
                        vec_join(parse->arena, &types, ","));
}

Outcome
cast_create(Parse *parse, const Statement *statement, Node *node)
{
    const CreateCastStmt *create = castNode(CreateCastStmt, node);
    Arena *arena = parse->arena;
    Definition *cast = object_make(arena, KIND_CAST, NULL, NULL, "");

    cast->called = cast->named = cast->object.name =
        arena_printf(arena, "(%s AS %s)", type_text_bare(parse, statement, create->sourcetype, &cast->object),
                     type_text_bare(parse, statement, create->targettype, &cast->object));
    vec_add(arena, &cast->options, arena_printf(arena, "METHOD = %s", cast_method(parse, statement, create, &cast->object)));
    vec_add(arena, &cast->options, create->context == COERCION_ASSIGNMENT ? "WHEN = AS ASSIGNMENT"
                                   : create->context == COERCION_IMPLICIT ? "WHEN = AS IMPLICIT" : "WHEN = ");
    vec_sort_str(&cast->options);
    parse_add(parse, statement, -1, &cast->object);
    return OUTCOME_DONE;
}
