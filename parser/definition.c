/*
 * Kinds that are a name and a list of options (engine/kinds/definition.h); aggregates and operators.
 */
#include "parser/definition.h"

#include "engine/base/text.h"
#include "engine/kinds/function.h"
#include "parser/target.h"

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

/* ---- what is mentioned ---- */

const char *
definition_mentioned(Parse *parse, const Statement *statement, Space space, List *names, Object *user)
{
    const char *schema, *name;

    qualified_name(parse, statement, space, names, &schema, &name);
    if (strcmp(schema, "pg_catalog") == 0)
        return sql_ident(parse->arena, name);
    object_need(parse->arena, user, (Ref) {.space = space, .schema = schema, .name = name});
    return sql_qname(parse->arena, schema, name);
}

static bool
is_user_type(const char *type)
{
    return type && strchr(type, '.');
}

static bool
is_listed(const char *const *list, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i], name) == 0)
            return true;
    return false;
}

/*
 * An operator of no schema is where one for these types is declared; else, with built-in types, it may be PostgreSQL's own. A
 * link to what is not there yet makes a shell in the schema of the statement, OperatorCreate(): there the comparisons alone count.
 */
const char *
operator_schema(Parse *parse, const Statement *statement, List *names, const char *left, const char *right, bool may_be_made)
{
    static const char *const comparisons[] = {"<", "<=", "<>", "=", ">", ">=", "~", "~~"};
    static const char *const all[] = {
        "!!", "!~", "!~*", "!~~", "!~~*", "#", "##", "#-", "#>", "#>>", "%", "&", "&&", "&<", "&<|", "&>", "*", "*<", "*<=", "*<>", "*=",
        "*>", "*>=", "+", "-", "->", "->>", "-|-", "/", "<", "<->", "<<", "<<=", "<<|", "<=", "<>", "<@", "<^", "=", ">", ">=", ">>",
        ">>=", ">^", "?", "?#", "?&", "?-", "?-|", "?|", "?||", "@", "@-@", "@>", "@?", "@@", "@@@", "^", "^@", "|", "|&>", "|/", "|>>",
        "||", "||/", "~", "~*", "~<=~", "~<~", "~=", "~>=~", "~>~", "~~", "~~*",
    };
    const char *name = strVal(llast(names)), *signature, *declared;

    if (list_length(names) > 1)
        return str_node(parse, list_nth(names, list_length(names) - 2));
    signature = operator_signature(parse->arena, name, left, right);
    VEC_EACH(const char *, schema, &statement->search_path)
        if (model_find(parse->model, SPACE_OPERATOR, schema, NULL, signature))
            return schema;
    if (!is_user_type(left) && !is_user_type(right) &&
        (may_be_made ? is_listed(comparisons, COUNT_OF(comparisons), name) : is_listed(all, COUNT_OF(all), name)))
        return "pg_catalog";
    declared = names_declared_schema(&parse->names, &statement->search_path, SPACE_OPERATOR, name);
    return declared ? declared : creation_schema(statement, NULL);
}

static const char *
operator_text(Parse *parse, const Statement *statement, List *names, const char *left, const char *right)
{
    return arena_printf(parse->arena, "OPERATOR(%s.%s)", sql_ident(parse->arena, operator_schema(parse, statement, names, left, right, true)),
                        strVal(llast(names)));
}

static void
input_types(Parse *parse, const Object *routine, Vec *types)
{
    if (routine->kind == KIND_FUNCTION)
        VEC_EACH(const Argument *, argument, &((const Function *) routine)->arguments)
            if (argument_is_input(argument))
                vec_add(parse->arena, types, argument->type);
}

const char *
mentioned_procedure(Parse *parse, const Statement *statement, const ObjectWithArgs *name, Object *user, Vec *types)
{
    bool ambiguous;
    ListCell *cell;

    if (name->args_unspecified)
    {
        const Object *routine = find_routine(parse, statement, name, &ambiguous);

        if (!routine)
            return NULL;
        input_types(parse, routine, types);
    }
    foreach(cell, name->objargs)
        vec_add(parse->arena, types, type_text_bare(parse, statement, lfirst_node(TypeName, cell), user));
    return arena_printf(parse->arena, "%s(%s)", mentioned_routine(parse, statement, name->objname, user), vec_join(parse->arena, types, ","));
}

/* ---- options ---- */

/* What stands in another option of the same list: the types that an operator of the list takes. */
static const char *
type_of(Parse *parse, const Statement *statement, List *defs, const char *option)
{
    ListCell *cell;

    foreach(cell, defs)
    {
        const DefElem *def = lfirst_node(DefElem, cell);

        if (strcmp(def->defname, option) == 0 && def->arg && IsA(def->arg, TypeName))
            return type_text_bare(parse, statement, (TypeName *) def->arg, NULL);
    }
    return NULL;
}

/* A commutator takes the types the other way round, a negator the same ones; SORTOP compares two of the aggregate's input. */
static const char *
operator_option(Parse *parse, const Statement *statement, List *defs, const DefElem *def, const Definition *definition)
{
    const char *left = type_of(parse, statement, defs, "leftarg"), *right = type_of(parse, statement, defs, "rightarg");

    if (strcmp(def->defname, "sortop") == 0)
    {
        const char *input = definition->object.name + strlen(sql_ident(parse->arena, definition->object.base)) + 1;

        left = right = arena_copy_len(parse->arena, input, strcspn(input, ",)"));
    }
    if (strcmp(def->defname, "commutator") == 0)
        return operator_text(parse, statement, def_names(def), right, left);
    return operator_text(parse, statement, def_names(def), left, right);
}

static const char *
value_text(Parse *parse, const Statement *statement, List *defs, const DefElem *def, Value value, Definition *definition)
{
    switch (value)
    {
        case VALUE_ROUTINE:
            return def_names(def) ? mentioned_routine(parse, statement, def_names(def), &definition->object) : NULL;
        case VALUE_TYPE:
            return def->arg && IsA(def->arg, TypeName) ? type_text_bare(parse, statement, (TypeName *) def->arg, &definition->object) : NULL;
        case VALUE_OPERATOR:
            return def_names(def) ? operator_option(parse, statement, defs, def, definition) : NULL;
        case VALUE_LITERAL:
            return sql_literal(parse->arena, def_text(parse, def));
        case VALUE_FLAG:
            return def_bool(def) ? "true" : "";
        case VALUE_WORD:
        case VALUE_NUMBER:
            return def_text(parse, def);
        case VALUE_TRUE:
            return "true";
        case VALUE_IGNORED:
            return "";
    }
    return NULL;
}

void
definition_set_option(Parse *parse, Definition *definition, const char *name, const char *value)
{
    const char *start = arena_printf(parse->arena, "%s = ", name);

    for (size_t i = definition->options.count; i-- > 0;)
        if (strncmp(vec_at(&definition->options, i), start, strlen(start)) == 0)
            vec_remove_at(&definition->options, i);
    if (value)
        vec_add(parse->arena, &definition->options, arena_printf(parse->arena, "%s%s", start, value));
    vec_sort_str(&definition->options);
}

bool
definition_options(Parse *parse, const Statement *statement, List *defs, const OptionRule *rules, Definition *definition)
{
    ListCell *cell;

    foreach(cell, defs)
    {
        const DefElem *def = lfirst_node(DefElem, cell);
        const OptionRule *rule = rules;
        const char *value;

        while (rule->option && pg_strcasecmp(rule->option, def->defname) != 0)
            rule++;
        if (!rule->option || !(value = value_text(parse, statement, defs, def, rule->value, definition)))
        {
            parse_error(parse, statement, def->location, NULL, "option \"%s\" can't be read here", def->defname);
            return false;
        }
        if (*value && !str_eq(rule->silent, value))
            definition_set_option(parse, definition, rule->name, value);
    }
    return true;
}

Definition *
definition_make(Parse *parse, const Statement *statement, Kind kind, List *names)
{
    const char *schema, *name;

    creation_name(parse, statement, names, &schema, &name);
    return object_make(parse->arena, kind, schema, NULL, name);
}

Definition *
definition_make_using(Parse *parse, const Statement *statement, Kind kind, List *names, const char *method)
{
    const char *schema, *name;
    Definition *definition;

    creation_name(parse, statement, names, &schema, &name);
    definition = object_make(parse->arena, kind, schema, NULL, definition_using(parse->arena, name, method));
    definition->bare = name;
    definition->rest = arena_printf(parse->arena, " USING %s", sql_ident(parse->arena, method));
    return definition;
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

/* Only the plain aggregate's final function leaves the state as it is by default: AggregateCreate(). */
static void
leave_out_modify(Parse *parse, Definition *aggregate, bool ordered_set, const char *function, const char *option)
{
    const char *modify = definition_option(aggregate, option);

    if (!definition_option(aggregate, function) || str_eq(modify, ordered_set ? "read_write" : "read_only"))
        definition_set_option(parse, aggregate, option, NULL);
}

static Outcome
create_aggregate(Parse *parse, const Statement *statement, const DefineStmt *define)
{
    Arena *arena = parse->arena;
    Definition *aggregate = definition_make(parse, statement, KIND_AGGREGATE, define->defnames);
    const char *base = aggregate->object.name;
    Vec types = {0}, texts = {0};

    aggregate_arguments(parse, statement, define, &aggregate->object, &types, &texts);
    aggregate->object.base = base;
    aggregate->object.name = function_signature(arena, base, &types);
    aggregate->rest = arena_printf(arena, "(%s)", texts.count ? vec_join(arena, &texts, ", ") : "*");
    if (!definition_options(parse, statement, define->definition, aggregate_rules, aggregate))
        return OUTCOME_DONE;
    leave_out_modify(parse, aggregate, !define->oldstyle && intVal(lsecond(define->args)) >= 0, "FINALFUNC", "FINALFUNC_MODIFY");
    leave_out_modify(parse, aggregate, false, "MFINALFUNC", "MFINALFUNC_MODIFY");
    parse_add(parse, statement, -1, &aggregate->object);
    return OUTCOME_DONE;
}

/* ---- CREATE OPERATOR ---- */

static Outcome
create_operator(Parse *parse, const Statement *statement, const DefineStmt *define)
{
    Definition *operator = definition_make(parse, statement, KIND_OPERATOR, define->defnames);

    operator->bare = operator->object.name;
    operator->object.name = operator_signature(parse->arena, operator->bare, type_of(parse, statement, define->definition, "leftarg"),
                                               type_of(parse, statement, define->definition, "rightarg"));
    operator->rest = operator->object.name + strlen(operator->bare);
    if (definition_options(parse, statement, define->definition, operator_rules, operator))
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
            definition_options(parse, statement, list_make1(def), operator_rules, (Definition *) target.object);
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

/* ---- CREATE of all these kinds ---- */

Outcome
define_read(Parse *parse, const Statement *statement, Node *node)
{
    const DefineStmt *define = castNode(DefineStmt, node);

    switch (define->kind)
    {
        case OBJECT_AGGREGATE:
            return create_aggregate(parse, statement, define);
        case OBJECT_OPERATOR:
            return create_operator(parse, statement, define);
        case OBJECT_COLLATION:
            return collation_create(parse, statement, define);
        case OBJECT_TSPARSER:
        case OBJECT_TSTEMPLATE:
        case OBJECT_TSDICTIONARY:
        case OBJECT_TSCONFIGURATION:
            return text_search_create(parse, statement, define);
        default:
            return parse_error(parse, statement, -1, NULL, "CREATE of this kind of object is not supported yet");
    }
}
