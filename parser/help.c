#include "parser/parse.h"

#include "engine/base/text.h"
#include "parser/annotation.h"
#include "parser/pgq.h"

/* ---- places and findings ---- */

/* Nodes come in the order of the text mostly, so counting goes on from the last place that was asked for. */
Origin
statement_origin(const Statement *statement, int location)
{
    Statement *own = (Statement *) statement;
    const char *sql = statement->sql;

    if (location < 0 || !sql)
        return (Origin) {statement->file, statement->line, statement->column};
    if (!own->counted.line || location < own->counted.location)
        own->counted.location = 0, own->counted.line = statement->line, own->counted.column = statement->column;
    for (; own->counted.location < location && sql[own->counted.location]; own->counted.location++)
        if (sql[own->counted.location] == '\n')
            own->counted.line++, own->counted.column = 1;
        else
            own->counted.column += (sql[own->counted.location + 1] & 0xC0) != 0x80;
    return (Origin) {statement->file, own->counted.line, own->counted.column};
}

static void
find(Parse *parse, const Statement *statement, Severity severity, int location, const char *hint, const char *format, va_list args)
{
    findings_add(parse->findings, severity, statement_origin(statement, location), hint, "%s",
                 arena_vprintf(parse->arena, format, args));
}

Outcome
parse_error(Parse *parse, const Statement *statement, int location, const char *hint, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    find(parse, statement, SEVERITY_ERROR, location, hint, format, args);
    va_end(args);
    return OUTCOME_DONE;
}

Outcome
parse_warning(Parse *parse, const Statement *statement, int location, const char *hint, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    find(parse, statement, SEVERITY_WARNING, location, hint, format, args);
    va_end(args);
    return OUTCOME_DONE;
}

/* Once something else is wrong, that which should have made `what` may be what failed: no need to say it twice. */
Outcome
parse_missing(Parse *parse, const Statement *statement, int location, const char *what, const char *schema, const char *name)
{
    if (!parse->last_call)
        return OUTCOME_DEFER;
    if (parse->findings->errors && schema &&
        (names_has(&parse->names, SPACE_RELATION, schema, name) || names_has(&parse->names, SPACE_TYPE, schema, name) ||
         names_has(&parse->names, SPACE_ROUTINE, schema, name)))
        return OUTCOME_DONE;
    return parse_error(parse, statement, location, "a blueprint declares everything that it refers to",
                       "%s %s does not exist in the blueprint", what, schema ? sql_qname(parse->arena, schema, name) : sql_ident(parse->arena, name));
}

bool
parse_add(Parse *parse, const Statement *statement, int location, Object *object)
{
    Statement *own = (Statement *) statement;
    Object *have;
    Repeat *repeat;

    object->origin = statement_origin(statement, location);
    if (!object->acl.count)
        default_privilege_start(parse, statement, object);
    if (!object->search_path)
        object->search_path = statement->search_path_text;
    have = model_add(parse->model, object);
    if (!have)
    {
        if (!own->made.count)
            own->made_key = object->key;
        vec_add(parse->source, &own->made, object);
        annotation_take(parse, statement, location, object);
        return true;
    }
    repeat = arena_make(parse->reading, Repeat);
    *repeat = (Repeat) {have, object};
    vec_add(parse->reading, &parse->repeats, repeat);
    return false;
}

/* ---- names ---- */

const char *
creation_schema(const Statement *statement, const char *schema)
{
    if (schema)
        return schema;
    return statement->search_path.count ? vec_at(&statement->search_path, 0) : "public";
}

static const char *
schema_of(Parse *parse, const Statement *statement, Space space, const char *name)
{
    bool known;

    return names_schema_of(&parse->names, &statement->search_path, space, name, &known);
}

const char *
relation_schema(Parse *parse, const Statement *statement, const RangeVar *range)
{
    return range->schemaname ? arena_copy(parse->arena, range->schemaname) : schema_of(parse, statement, SPACE_RELATION, range->relname);
}

/* A name of three parts begins with the database. */
void
qualified_name(Parse *parse, const Statement *statement, Space space, List *names, const char **schema, const char **name)
{
    int length = list_length(names);

    *name = arena_copy(parse->arena, strVal(list_nth(names, length - 1)));
    if (length > 1)
        *schema = arena_copy(parse->arena, strVal(list_nth(names, length - 2)));
    else
        *schema = schema_of(parse, statement, space, *name);
}

Object *
find_relation(Parse *parse, const Statement *statement, const RangeVar *range)
{
    return model_find(parse->model, SPACE_RELATION, relation_schema(parse, statement, range), NULL, range->relname);
}

Object *
find_object(Parse *parse, const Statement *statement, Space space, const char *parent, List *names)
{
    const char *schema, *name;

    qualified_name(parse, statement, space, names, &schema, &name);
    return model_find(parse->model, space, schema, parent, name);
}

/* Overloads of a name, in every schema of the search path when it is unqualified. */
static const Vec *
overloads_of(Parse *parse, const Statement *statement, List *names, const char **schema, const char **base)
{
    qualified_name(parse, statement, SPACE_ROUTINE, names, schema, base);
    return map_get(&parse->model->routines, sql_qname(parse->arena, *schema, *base));
}

/*
 * With an argument list: what pg_proc.proargtypes would be. OUT arguments may be listed or not: those of a procedure are
 * part of its call, not of its identity.
 */
Object *
find_routine(Parse *parse, const Statement *statement, const ObjectWithArgs *name, bool *ambiguous)
{
    const char *schema, *base;
    const Vec *overloads = overloads_of(parse, statement, name->objname, &schema, &base);
    Vec types = {0};
    const ListCell *cell;

    *ambiguous = false;
    if (!overloads || !overloads->count)
        return NULL;
    if (name->args_unspecified)
    {
        *ambiguous = overloads->count > 1;
        return *ambiguous ? NULL : vec_at(overloads, 0);
    }
    if (name->objfuncargs)
        foreach(cell, name->objfuncargs)
        {
            const FunctionParameter *parameter = lfirst_node(FunctionParameter, cell);

            if (parameter->mode != FUNC_PARAM_OUT && parameter->mode != FUNC_PARAM_TABLE)
                vec_add(parse->arena, &types, type_text_bare(parse, statement, parameter->argType, NULL));
        }
    else
        foreach(cell, name->objargs)
            vec_add(parse->arena, &types, type_text_bare(parse, statement, lfirst_node(TypeName, cell), NULL));
    return model_find(parse->model, SPACE_ROUTINE, schema, NULL, function_signature(parse->arena, base, &types));
}

/* ---- expressions ---- */

static const char *
deparsed(const char *sql)
{
    return sql ? sql : "";
}

const char *
node_sql(Parse *parse, Node *expression)
{
    return deparsed(pgq_deparse_expression(parse->arena, expression));
}

const char *
query_sql(Parse *parse, Node *query)
{
    return deparsed(pgq_deparse(parse->arena, query));
}

const Vec *
statement_path(Arena *arena, const Statement *statement)
{
    Vec *path = arena_make(arena, Vec);

    *path = statement->search_path;
    return path;
}

Pending *
parse_pending_text(Parse *parse, const Statement *statement, PendingKind kind, const char *sql, Object *object, Expression **slot)
{
    Pending *pending = arena_make(parse->reading, Pending);

    pending->kind = kind;
    pending->expression = arena_make(parse->arena, Expression);
    pending->expression->sql = arena_copy(parse->arena, sql);
    pending->object = object;
    pending->search_path = statement_path(parse->reading, statement);
    pending->origin = statement_origin(statement, -1);
    *slot = pending->expression;
    vec_add(parse->reading, &parse->pending, pending);
    return pending;
}

static Pending *
pending_node(Parse *parse, const Statement *statement, PendingKind kind, const char *sql, Node *node, Object *object, Expression **slot)
{
    Pending *pending = parse_pending_text(parse, statement, kind, sql, object, slot);

    pending->origin = statement_origin(statement, exprLocation(node));
    if (!*sql)
        parse_error(parse, statement, exprLocation(node), "simplify it", "an expression that can't be written back as SQL");
    return pending;
}

Pending *
parse_expression(Parse *parse, const Statement *statement, Node *node, Object *object, Expression **slot)
{
    return pending_node(parse, statement, PENDING_EXPRESSION, deparsed(pgq_deparse_expression(parse->reading, node)), node, object, slot);
}

Pending *
parse_query(Parse *parse, const Statement *statement, Node *query, Object *object, Expression **slot)
{
    return pending_node(parse, statement, PENDING_QUERY, deparsed(pgq_deparse(parse->reading, query)), query, object, slot);
}

void
pending_forget(Parse *parse, const Expression *expression)
{
    for (size_t i = 0; i < parse->pending.count; i++)
        if (((const Pending *) vec_at(&parse->pending, i))->expression == expression)
        {
            vec_remove_at(&parse->pending, i);
            return;
        }
}

/* ---- options ---- */

const char *
str_node(Parse *parse, Node *node)
{
    return arena_copy(parse->arena, strVal(node));
}

void
str_list(Parse *parse, List *list, Vec *out)
{
    const ListCell *cell;

    foreach(cell, list)
        vec_add(parse->arena, out, str_node(parse, lfirst(cell)));
}

/* defGetString() of commands/define.c. */
const char *
def_text(Parse *parse, const DefElem *def)
{
    Vec names = {0};

    if (!def->arg)
        return "true";
    switch (nodeTag(def->arg))
    {
        case T_Integer:
            return arena_printf(parse->arena, "%d", intVal(def->arg));
        case T_Float:
            return arena_copy(parse->arena, castNode(Float, def->arg)->fval);
        case T_Boolean:
            return boolVal(def->arg) ? "true" : "false";
        case T_String:
            return str_node(parse, def->arg);
        case T_TypeName:
            str_list(parse, castNode(TypeName, def->arg)->names, &names);
            return vec_join(parse->arena, &names, ".");
        case T_List:
            str_list(parse, castNode(List, def->arg), &names);
            return vec_join(parse->arena, &names, ".");
        case T_A_Star:
            return "*";
        default:
            return "";
    }
}

/* defGetBoolean(); what is no boolean counts as false. */
bool
def_bool(const DefElem *def)
{
    const char *text;

    if (!def->arg)
        return true;
    if (IsA(def->arg, Integer))
        return intVal(def->arg) == 1;
    if (IsA(def->arg, Boolean))
        return boolVal(def->arg);
    if (IsA(def->arg, String))
        text = strVal(def->arg);
    else if (IsA(def->arg, TypeName))
        text = strVal(llast(castNode(TypeName, def->arg)->names));
    else
        return false;
    return pg_strcasecmp(text, "true") == 0 || pg_strcasecmp(text, "on") == 0;
}

static const char *
option_name(Parse *parse, const DefElem *def)
{
    return def->defnamespace ? arena_printf(parse->arena, "%s.%s", def->defnamespace, def->defname) : arena_copy(parse->arena, def->defname);
}

static void
option_remove(Vec *options, const char *name)
{
    size_t length = strlen(name);

    for (size_t i = 0; i < options->count; i++)
        if (strncmp(vec_at(options, i), name, length) == 0 && ((const char *) vec_at(options, i))[length] == '=')
            vec_remove_at(options, i--);
}

void
reloptions_set(Parse *parse, Vec *options, List *defs)
{
    const ListCell *cell;

    foreach(cell, defs)
    {
        const DefElem *def = lfirst_node(DefElem, cell);
        const char *name = option_name(parse, def);

        option_remove(options, name);
        vec_add(parse->arena, options, arena_printf(parse->arena, "%s=%s", name, def_text(parse, def)));
    }
}

void
reloptions_reset(Parse *parse, Vec *options, List *defs)
{
    const ListCell *cell;

    foreach(cell, defs)
        option_remove(options, option_name(parse, lfirst_node(DefElem, cell)));
}

const char *
role_name(Parse *parse, const Statement *statement, const RoleSpec *role)
{
    if (role->roletype == ROLESPEC_CSTRING)
        return arena_copy(parse->arena, role->rolename);
    if (role->roletype == ROLESPEC_PUBLIC)
        return NULL;
    if (!parse->options || !parse->options->role)
    {
        parse_error(parse, statement, role->location, "name the role, or read the blueprint with a connection",
                    "who the current user will be is not known");
        return "";
    }
    return arena_copy(parse->arena, parse->options->role);
}
