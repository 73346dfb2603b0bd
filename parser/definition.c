/*
 * Kinds that are a name and a list of options (engine/kinds/definition.h): what their statements have in common.
 */
#include "parser/definition.h"

#include "engine/base/text.h"
#include "engine/kinds/function.h"

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
is_comparison(const char *name)
{
    static const char *const comparisons[] = {"<", "<=", "<>", "=", ">", ">=", "~", "~~"};

    for (size_t i = 0; i < COUNT_OF(comparisons); i++)
        if (strcmp(comparisons[i], name) == 0)
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
    const char *name = strVal(llast(names)), *signature, *declared;

    if (list_length(names) > 1)
        return str_node(parse, list_nth(names, list_length(names) - 2));
    signature = operator_signature(parse->arena, name, left, right);
    VEC_EACH(const char *, schema, &statement->search_path)
        if (model_find(parse->model, SPACE_OPERATOR, schema, NULL, signature))
            return schema;
    if (!is_user_type(left) && !is_user_type(right) &&
        (may_be_made ? is_comparison(name) : names_is_builtin(SPACE_OPERATOR, name)))
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
const char *
definition_type(Parse *parse, const Statement *statement, List *defs, const char *option)
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
operator_option(Parse *parse, const Statement *statement, List *defs, const DefElem *def, const Vec *inputs)
{
    const char *left = definition_type(parse, statement, defs, "leftarg"), *right = definition_type(parse, statement, defs, "rightarg");

    if (strcmp(def->defname, "sortop") == 0 && inputs && inputs->count)
        left = right = vec_at(inputs, 0);
    if (strcmp(def->defname, "commutator") == 0)
        return operator_text(parse, statement, def_names(def), right, left);
    return operator_text(parse, statement, def_names(def), left, right);
}

static bool
takes(const Object *routine, const Vec *types)
{
    size_t at = 0;

    if (routine->kind != KIND_FUNCTION)
        return false;
    VEC_EACH(const Argument *, argument, &((const Function *) routine)->arguments)
        if (argument_is_input(argument) &&
            (at >= types->count || (strcmp(argument->type, vec_at(types, at++)) != 0 && strncmp(argument->type, "any", strlen("any")) != 0)))
            return false;
    return at == types->count;
}

/* What the function is called with, as far as that is told: the state and the inputs of an aggregate, the operands. */
static void
called_with(Parse *parse, const Statement *statement, List *defs, const DefElem *def, const Vec *inputs, Vec *types)
{
    const char *state = definition_type(parse, statement, defs, "stype"), *moving = definition_type(parse, statement, defs, "mstype");
    const char *left = definition_type(parse, statement, defs, "leftarg"), *right = definition_type(parse, statement, defs, "rightarg");

    if (strcmp(def->defname, "msfunc") == 0 || strcmp(def->defname, "minvfunc") == 0 || strcmp(def->defname, "mfinalfunc") == 0)
        state = moving;
    if (state)
        vec_add(parse->arena, types, state);
    if (inputs && (strstr(def->defname, "sfunc") || strcmp(def->defname, "minvfunc") == 0))
        vec_add_all(parse->arena, types, inputs);
    if (left)
        vec_add(parse->arena, types, left);
    if (right)
        vec_add(parse->arena, types, right);
}

/* A function of the blueprint that has the name of a built-in one: the types tell which is meant. */
static const char *
routine_option(Parse *parse, const Statement *statement, List *defs, const DefElem *def, const Vec *inputs, Definition *definition)
{
    List *names = def_names(def);
    Vec types = {0};

    if (!names)
        return NULL;
    if (list_length(names) == 1 && names_is_builtin(SPACE_ROUTINE, strVal(linitial(names))))
    {
        called_with(parse, statement, defs, def, inputs, &types);
        VEC_EACH(const char *, schema, &statement->search_path)
        {
            const Vec *overloads = map_get(&parse->model->routines, sql_qname(parse->arena, schema, strVal(linitial(names))));

            if (overloads)
                VEC_EACH(const Object *, routine, overloads)
                    if (takes(routine, &types))
                        return mentioned_routine(parse, statement, list_make2(makeString(pstrdup(schema)), linitial(names)), &definition->object);
        }
    }
    return mentioned_routine(parse, statement, names, &definition->object);
}

static const char *
value_text(Parse *parse, const Statement *statement, List *defs, const DefElem *def, Value value, const Vec *inputs, Definition *definition)
{
    switch (value)
    {
        case VALUE_ROUTINE:
            return routine_option(parse, statement, defs, def, inputs, definition);
        case VALUE_TYPE:
            return def->arg && IsA(def->arg, TypeName) ? type_text_bare(parse, statement, (TypeName *) def->arg, &definition->object) : NULL;
        case VALUE_OPERATOR:
            return def_names(def) ? operator_option(parse, statement, defs, def, inputs) : NULL;
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
definition_options(Parse *parse, const Statement *statement, List *defs, const OptionRule *rules, const Vec *inputs, Definition *definition)
{
    ListCell *cell;

    foreach(cell, defs)
    {
        const DefElem *def = lfirst_node(DefElem, cell);
        const OptionRule *rule = rules;
        const char *value;

        while (rule->option && pg_strcasecmp(rule->option, def->defname) != 0)
            rule++;
        if (!rule->option || !(value = value_text(parse, statement, defs, def, rule->value, inputs, definition)))
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

/* ---- CREATE of all these kinds ---- */

Outcome
define_read(Parse *parse, const Statement *statement, Node *node)
{
    const DefineStmt *define = castNode(DefineStmt, node);

    switch (define->kind)
    {
        case OBJECT_AGGREGATE:
            return aggregate_create(parse, statement, define);
        case OBJECT_OPERATOR:
            return operator_create(parse, statement, define);
        case OBJECT_COLLATION:
            return collation_create(parse, statement, define);
        case OBJECT_TSPARSER:
        case OBJECT_TSTEMPLATE:
        case OBJECT_TSDICTIONARY:
        case OBJECT_TSCONFIGURATION:
            return text_search_create(parse, statement, define);
        default:
            return parse_error(parse, statement, -1, NULL, "base types are not supported yet");
    }
}
