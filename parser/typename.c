#include "parser/parse.h"

#include "engine/base/text.h"
#include "parser/pgq.h"
#include "utils/datetime.h"
#include "utils/timestamp.h"

/* What format_type() calls the types whose SQL name is not that of pg_type; `suffix` comes behind the modifier. */
static const struct { const char *internal, *name, *suffix; } sql_names[] = {
    {"bool", "boolean", ""},
    {"int2", "smallint", ""},
    {"int4", "integer", ""},
    {"int8", "bigint", ""},
    {"float4", "real", ""},
    {"float8", "double precision", ""},
    {"varchar", "character varying", ""},
    {"varbit", "bit varying", ""},
    {"timestamp", "timestamp", " without time zone"},
    {"timestamptz", "timestamp", " with time zone"},
    {"time", "time", " without time zone"},
    {"timetz", "time", " with time zone"},
    {"numeric", "numeric", ""},
    {"interval", "interval", ""},
    {"json", "json", ""},                          /* a keyword since 17, and printed without quotes all the same */
};

static const char *
integer_text(Arena *arena, const Node *node)
{
    if (IsA(node, A_Const) && IsA(&((const A_Const *) node)->val, Integer))
        return arena_printf(arena, "%d", intVal(&((const A_Const *) node)->val));
    return NULL;
}

/* intervaltypmodout(): " day to second(3)". */
static const char *
interval_modifier(Parse *parse, const TypeName *type)
{
    static const struct { int mask; const char *words; } fields[] = {
        {INTERVAL_MASK(YEAR), " year"},
        {INTERVAL_MASK(MONTH), " month"},
        {INTERVAL_MASK(DAY), " day"},
        {INTERVAL_MASK(HOUR), " hour"},
        {INTERVAL_MASK(MINUTE), " minute"},
        {INTERVAL_MASK(SECOND), " second"},
        {INTERVAL_MASK(YEAR) | INTERVAL_MASK(MONTH), " year to month"},
        {INTERVAL_MASK(DAY) | INTERVAL_MASK(HOUR), " day to hour"},
        {INTERVAL_MASK(DAY) | INTERVAL_MASK(HOUR) | INTERVAL_MASK(MINUTE), " day to minute"},
        {INTERVAL_MASK(DAY) | INTERVAL_MASK(HOUR) | INTERVAL_MASK(MINUTE) | INTERVAL_MASK(SECOND), " day to second"},
        {INTERVAL_MASK(HOUR) | INTERVAL_MASK(MINUTE), " hour to minute"},
        {INTERVAL_MASK(HOUR) | INTERVAL_MASK(MINUTE) | INTERVAL_MASK(SECOND), " hour to second"},
        {INTERVAL_MASK(MINUTE) | INTERVAL_MASK(SECOND), " minute to second"},
        {INTERVAL_FULL_RANGE, ""},
    };
    const char *mask = integer_text(parse->arena, linitial(type->typmods)), *words = "", *precision = NULL;

    for (size_t i = 0; mask && i < COUNT_OF(fields); i++)
        if (str_eq(mask, arena_printf(parse->arena, "%d", fields[i].mask)))
            words = fields[i].words;
    if (list_length(type->typmods) > 1)
        precision = integer_text(parse->arena, lsecond(type->typmods));
    return precision ? arena_printf(parse->arena, "%s(%s)", words, precision) : words;
}

static const char *
join(Arena *arena, const char *a, const char *b, const char *c)
{
    Text text;

    text_init(&text, arena);
    text_add(&text, a);
    text_add(&text, b);
    text_add(&text, c);
    return text_str(&text);
}

/* "(10,2)"; what is no number (geometry(Point,4326)) as it is written. */
static const char *
modifier(Parse *parse, const TypeName *type)
{
    const ListCell *cell;
    Vec values = {0};

    foreach(cell, type->typmods)
    {
        const Node *node = lfirst(cell);
        const char *text = integer_text(parse->arena, node);

        if (!text && IsA(node, ColumnRef) && list_length(((const ColumnRef *) node)->fields) == 1 &&
            IsA(linitial(((const ColumnRef *) node)->fields), String))
            text = str_node(parse, linitial(((const ColumnRef *) node)->fields));
        else if (!text && IsA(node, A_Const) && IsA(&((const A_Const *) node)->val, String))
            text = str_node(parse, (Node *) &((const A_Const *) node)->val);
        vec_add(parse->arena, &values, text ? text : node_sql(parse, (Node *) node));
    }
    return join(parse->arena, "(", vec_join(parse->arena, &values, ","), ")");
}

/* A type of pg_catalog as format_type() has it. */
static const char *
builtin_text(Parse *parse, const TypeName *type, const char *name, bool bare)
{
    bool modified = type->typmods && !bare;

    if (strcmp(name, "bpchar") == 0)
        return modified ? arena_printf(parse->arena, "character%s", modifier(parse, type)) : bare ? "character" : "bpchar";
    if (strcmp(name, "bit") == 0)
        return modified ? arena_printf(parse->arena, "bit%s", modifier(parse, type)) : bare ? "bit" : "\"bit\"";
    if (strcmp(name, "interval") == 0)
        return modified ? arena_printf(parse->arena, "interval%s", interval_modifier(parse, type)) : "interval";
    if (strcmp(name, "numeric") == 0 && modified && list_length(type->typmods) == 1 && integer_text(parse->arena, linitial(type->typmods)))
        return arena_printf(parse->arena, "numeric(%s,0)", integer_text(parse->arena, linitial(type->typmods)));
    for (size_t i = 0; i < COUNT_OF(sql_names); i++)
        if (strcmp(name, sql_names[i].internal) == 0)
            return modified || *sql_names[i].suffix ? join(parse->arena, sql_names[i].name, modified ? modifier(parse, type) : "", sql_names[i].suffix)
                                                    : sql_names[i].name;
    return modified ? join(parse->arena, sql_ident(parse->arena, name), modifier(parse, type), "") : sql_ident(parse->arena, name);
}

/* ---- table.column%TYPE ---- */

static const Column *
copied_column(Parse *parse, const Statement *statement, const TypeName *type)
{
    int length = list_length(type->names);
    const char *relation, *column, *schema;
    bool known;

    if (length < 2)
        return NULL;
    column = strVal(list_nth(type->names, length - 1));
    relation = strVal(list_nth(type->names, length - 2));
    schema = length > 2 ? strVal(list_nth(type->names, length - 3))
                        : names_schema_of(&parse->names, &statement->search_path, SPACE_RELATION, relation, &known);
    return (const Column *) model_find_kind(parse->model, KIND_COLUMN, schema, relation, column);
}

bool
type_ready(Parse *parse, const Statement *statement, const TypeName *type)
{
    return !type->pct_type || parse->last_call || copied_column(parse, statement, type);
}

static const char *
copied_text(Parse *parse, const Statement *statement, const TypeName *type, Object *object, bool bare)
{
    const Column *column = copied_column(parse, statement, type);
    const char *text, *open, *close;

    if (!column)
    {
        parse_error(parse, statement, type->location, NULL, "the column of a %%TYPE does not exist in the blueprint");
        return "text";
    }
    if (object)
        VEC_EACH(const Ref *, need, &column->object.needs)
            if (need->space == SPACE_TYPE)
                object_need(parse->arena, object, *need);
    text = column->type;
    open = bare ? strchr(text, '(') : NULL;
    close = open ? strchr(open, ')') : NULL;
    if (open && close && *text != '"' && !strchr(text, '"'))
        return arena_printf(parse->arena, "%.*s%s", (int) (open - text), text, close + 1);
    return text;
}

/* ---- all types ---- */

static void
unknown_type(Parse *parse, const Statement *statement, const TypeName *type, const char *schema, const char *name)
{
    const char *extension = names_known_extension(SPACE_TYPE, name);

    parse_error(parse, statement, type->location,
                extension ? arena_printf(parse->arena, "declare the extension that brings it: CREATE EXTENSION %s", sql_ident(parse->arena, extension))
                          : "declare it (CREATE TYPE, CREATE DOMAIN), or the extension that brings it",
                "type %s does not exist", sql_qname(parse->arena, schema, name));
}

/* "_int4" is how pg_type calls the array of int4. */
static bool
is_array_name(const char *name)
{
    return *name == '_' && !names_is_builtin(SPACE_TYPE, name) && names_is_builtin(SPACE_TYPE, name + 1);
}

static const char *
named_text(Parse *parse, const Statement *statement, const TypeName *type, Object *object, bool bare)
{
    const char *given = list_length(type->names) > 1 ? str_node(parse, list_nth(type->names, list_length(type->names) - 2)) : NULL;
    const char *name = str_node(parse, llast(type->names)), *schema = given, *extension;
    bool known = true;

    if (!given)
        schema = names_schema_of(&parse->names, &statement->search_path, SPACE_TYPE, name, &known);
    else
        known = strcmp(given, "pg_catalog") == 0 ? names_is_builtin(SPACE_TYPE, name) : names_has(&parse->names, SPACE_TYPE, given, name);
    if (!known && is_array_name(name) && (!given || strcmp(given, "pg_catalog") == 0))
        return arena_printf(parse->arena, "%s[]", builtin_text(parse, type, name + 1, bare));
    if (!known && !parse->names.open)
        unknown_type(parse, statement, type, given, name);
    if (strcmp(schema, "pg_catalog") == 0)
        return builtin_text(parse, type, name, bare);
    extension = names_extension_of(&parse->names, SPACE_TYPE, schema, name);
    if (object && extension)
        object_need(parse->arena, object, (Ref) {.space = SPACE_EXTENSION, .name = extension});
    else if (object)
        object_need(parse->arena, object, (Ref) {.space = SPACE_TYPE, .schema = schema, .name = name, .shallow = true});
    return arena_printf(parse->arena, "%s%s", sql_qname(parse->arena, schema, name), type->typmods && !bare ? modifier(parse, type) : "");
}

static const char *
text_of(Parse *parse, const Statement *statement, const TypeName *type, Object *object, bool bare)
{
    const char *text = type->pct_type ? copied_text(parse, statement, type, object, bare) : named_text(parse, statement, type, object, bare);

    return type->arrayBounds ? arena_printf(parse->arena, "%s[]", text) : text;
}

const char *
type_text(Parse *parse, const Statement *statement, const TypeName *type, Object *object)
{
    return text_of(parse, statement, type, object, false);
}

const char *
type_text_bare(Parse *parse, const Statement *statement, const TypeName *type, Object *object)
{
    return text_of(parse, statement, type, object, true);
}

const char *
serial_type(const TypeName *type)
{
    static const struct { const char *name, *type; } serials[] = {
        {"serial", "integer"}, {"serial4", "integer"}, {"bigserial", "bigint"},
        {"serial8", "bigint"}, {"smallserial", "smallint"}, {"serial2", "smallint"},
    };

    if (list_length(type->names) == 1 && !type->pct_type)
        for (size_t i = 0; i < COUNT_OF(serials); i++)
            if (strcmp(strVal(linitial(type->names)), serials[i].name) == 0)
                return serials[i].type;
    return NULL;
}

const char *
collation_text(Parse *parse, const Statement *statement, const CollateClause *clause)
{
    const char *schema = NULL, *name;

    name = str_node(parse, llast(clause->collname));
    if (list_length(clause->collname) > 1)
        schema = str_node(parse, list_nth(clause->collname, list_length(clause->collname) - 2));
    if (strcmp(name, "default") == 0 && (!schema || strcmp(schema, "pg_catalog") == 0))
        return NULL;
    if (!schema)
        schema = names_declared_schema(&parse->names, &statement->search_path, SPACE_COLLATION, name);
    return sql_qname(parse->arena, !schema || strcmp(schema, "pg_catalog") == 0 ? NULL : schema, name);
}
