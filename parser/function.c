#include "parser/creation.h"
#include "parser/settings.h"

/* ---- arguments and result ---- */

static const char *
mode_word(FunctionParameterMode mode)
{
    switch (mode)
    {
        case FUNC_PARAM_OUT:
            return "OUT";
        case FUNC_PARAM_INOUT:
            return "INOUT";
        case FUNC_PARAM_VARIADIC:
            return "VARIADIC";
        case FUNC_PARAM_TABLE:
            return "TABLE";
        case FUNC_PARAM_IN:
        case FUNC_PARAM_DEFAULT:
            break;
    }
    return "IN";
}

static bool
types_ready(Parse *parse, const Statement *statement, const CreateFunctionStmt *create)
{
    ListCell *cell;

    foreach(cell, create->parameters)
        if (!type_ready(parse, statement, lfirst_node(FunctionParameter, cell)->argType))
            return false;
    return !create->returnType || type_ready(parse, statement, create->returnType);
}

static void
take_arguments(Parse *parse, const Statement *statement, const CreateFunctionStmt *create, Function *function)
{
    ListCell *cell;

    foreach(cell, create->parameters)
    {
        const FunctionParameter *parameter = lfirst_node(FunctionParameter, cell);
        Argument *argument = arena_make(parse->arena, Argument);

        argument->mode = mode_word(parameter->mode);
        argument->name = parameter->name && *parameter->name ? arena_copy(parse->arena, parameter->name) : NULL;
        argument->type = type_text_bare(parse, statement, parameter->argType, &function->object);
        vec_add(parse->arena, &function->arguments, argument);
    }
}

static void
take_defaults(Parse *parse, const Statement *statement, const CreateFunctionStmt *create, Function *function)
{
    for (int i = 0; i < list_length(create->parameters); i++)
    {
        const FunctionParameter *parameter = list_nth_node(FunctionParameter, create->parameters, i);
        Argument *argument = vec_at(&function->arguments, (size_t) i);

        if (parameter->defexpr)
            parse_expression(parse, statement, parameter->defexpr, &function->object, &argument->value)->target_type = argument->type;
    }
}

/* What the arguments alone make the result: one output's type, or a record of several. */
static const char *
result_of_outputs(const Function *function)
{
    const char *type = NULL;

    VEC_EACH(const Argument *, argument, &function->arguments)
        if (strcmp(argument->mode, "IN") != 0 && strcmp(argument->mode, "VARIADIC") != 0)
            type = type ? "record" : argument->type;
    return type;
}

static bool
take_result(Parse *parse, const Statement *statement, const CreateFunctionStmt *create, Function *function)
{
    if (function->procedure)
        return true;
    if (create->returnType)
    {
        function->returns_set = create->returnType->setof;
        function->returns = type_text_bare(parse, statement, create->returnType, &function->object);
        return true;
    }
    function->returns = result_of_outputs(function);
    if (!function->returns)
        parse_error(parse, statement, -1, "add RETURNS void where nothing is meant to come back", "the result type is missing");
    return function->returns;
}

/* ---- options ---- */

static void
take_body(Parse *parse, Function *function, const List *as)
{
    function->body = str_node(parse, linitial(as));
    if (str_eq(function->language, "c"))
    {
        function->library = function->body;
        function->body = list_length(as) > 1 ? str_node(parse, lsecond(as)) : function->object.base;
    }
    else if (str_eq(function->language, "internal") && !*function->body)
        function->body = function->object.base;
}

static Outcome
take_option(Parse *parse, const Statement *statement, Function *function, DefElem *def)
{
    const char *name = def->defname;

    if (strcmp(name, "language") == 0 || strcmp(name, "as") == 0)
        return OUTCOME_DONE;                       /* taken before and after all others */
    if (strcmp(name, "window") == 0)
        function->window = def_bool(def);
    else if (strcmp(name, "strict") == 0)
        function->strict = def_bool(def);
    else if (strcmp(name, "security") == 0)
        function->security_definer = def_bool(def);
    else if (strcmp(name, "leakproof") == 0)
        function->leakproof = def_bool(def);
    else if (strcmp(name, "volatility") == 0 || strcmp(name, "parallel") == 0)
    {
        char *word = arena_copy_own(parse->arena, def_text(parse, def));

        for (char *c = word; *c; c++)
            *c = *c >= 'a' && *c <= 'z' ? (char) (*c - ('a' - 'A')) : *c;
        *(*name == 'v' ? &function->volatility : &function->parallel) = word;
    }
    else if (strcmp(name, "cost") == 0)
        function->cost = function_number(parse->arena, def_text(parse, def));
    else if (strcmp(name, "rows") == 0)
        function->rows = function_number(parse->arena, def_text(parse, def));
    else if (strcmp(name, "support") == 0)
        function->support = mentioned_routine(parse, statement, def_names(def), &function->object);
    else if (strcmp(name, "set") == 0)
        return setting_take(parse, statement, &function->config, castNode(VariableSetStmt, def->arg), def->location);
    else if (strcmp(name, "transform") == 0)
    {
        ListCell *cell;

        foreach(cell, (List *) def->arg)
            vec_add(parse->arena, &function->transforms,
                    type_text_bare(parse, statement, lfirst_node(TypeName, cell), &function->object));
    }
    else
        return parse_error(parse, statement, def->location, NULL, "a function has no option \"%s\"", name);
    return OUTCOME_DONE;
}

static const DefElem *
find_option(const List *options, const char *name)
{
    ListCell *cell;

    foreach(cell, options)
        if (strcmp(lfirst_node(DefElem, cell)->defname, name) == 0)
            return lfirst_node(DefElem, cell);
    return NULL;
}

/* ---- a SQL-standard body: its text is what deparsing gives of a function that has nothing else ---- */

static void
take_sql_body(Parse *parse, const Statement *statement, const CreateFunctionStmt *create, Function *function)
{
    static const char start[] = "CREATE FUNCTION f() ";
    static __thread String name_node;
    static __thread ListCell name_cell;
    static __thread List name_list;
    CreateFunctionStmt bare = {.type = T_CreateFunctionStmt, .funcname = &name_list, .sql_body = create->sql_body};
    const char *sql;

    name_node = (String) {.type = T_String, .sval = (char *) "f"};
    name_cell.ptr_value = &name_node;
    name_list = (List) {.type = T_List, .length = 1, .max_length = 1, .elements = &name_cell};
    sql = query_sql(parse, (Node *) &bare);
    if (strncmp(sql, start, sizeof start - 1) != 0)
        BUG("a function body deparsed as \"%s\"", sql);
    parse_pending_text(parse, statement, PENDING_BODY, arena_copy(parse->arena, sql + sizeof start - 1), &function->object,
                       &function->sql_body);
}

/* ---- the statements ---- */

static Outcome
take_options(Parse *parse, const Statement *statement, const CreateFunctionStmt *create, Function *function)
{
    const DefElem *language = find_option(create->options, "language"), *as = find_option(create->options, "as");
    ListCell *cell;

    if (!language && !create->sql_body)
        return parse_error(parse, statement, -1, NULL, "the language is missing");
    if (!as && !create->sql_body)
        return parse_error(parse, statement, -1, NULL, "the body is missing");
    function->language = language ? def_text(parse, language) : "sql";
    function->volatility = "VOLATILE";
    function->parallel = "UNSAFE";
    function->cost = function_default_cost(function->language);
    function->rows = function->returns_set ? "1000" : "0";
    foreach(cell, create->options)
        take_option(parse, statement, function, lfirst_node(DefElem, cell));
    if (as && !create->sql_body)
        take_body(parse, function, castNode(List, as->arg));
    /* Procedural languages but plpgsql come with an extension of their name. */
    object_need(parse->arena, &function->object, (Ref) {.space = SPACE_EXTENSION, .name = function->language});
    object_need(parse->arena, &function->object, (Ref) {.space = SPACE_LANGUAGE, .name = function->language});
    return OUTCOME_DONE;
}

Outcome
function_create(Parse *parse, const Statement *statement, Node *node)
{
    const CreateFunctionStmt *create = castNode(CreateFunctionStmt, node);
    Function *function = object_make(parse->arena, KIND_FUNCTION, NULL, NULL, NULL);

    if (!types_ready(parse, statement, create))
        return OUTCOME_DEFER;
    function->procedure = create->is_procedure;
    creation_name(parse, statement, create->funcname, &function->object.schema, &function->object.base);
    take_arguments(parse, statement, create, function);
    if (!take_result(parse, statement, create, function))
        return OUTCOME_DONE;
    function->object.name = function_identity(parse->arena, function->object.base, &function->arguments);
    take_options(parse, statement, create, function);
    function->body_path = statement_path(parse->reading, statement);
    if (!function->language || (!function->body && !create->sql_body))
        return OUTCOME_DONE;
    take_defaults(parse, statement, create, function);
    if (create->sql_body)
        take_sql_body(parse, statement, create, function);
    parse_add(parse, statement, -1, &function->object);
    return OUTCOME_DONE;
}

Outcome
function_alter(Parse *parse, const Statement *statement, Node *node)
{
    const AlterFunctionStmt *alter = castNode(AlterFunctionStmt, node);
    bool ambiguous = false;
    Function *function = (Function *) find_routine(parse, statement, alter->func, &ambiguous);
    const char *schema, *name;
    ListCell *cell;

    if (ambiguous)
        return parse_error(parse, statement, -1, "add the types of its arguments", "there is more than one function of this name");
    if (!function)
    {
        qualified_name(parse, statement, SPACE_ROUTINE, alter->func->objname, &schema, &name);
        return parse_missing(parse, statement, -1, "function", schema, name);
    }
    foreach(cell, alter->actions)
        take_option(parse, statement, function, lfirst_node(DefElem, cell));
    return OUTCOME_DONE;
}
