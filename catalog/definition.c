/*
 * Reading the kinds that are a name, options and items (engine/kinds/definition.h). Their queries write options and items.
 */
#include "catalog/read.h"

#include "catalog_sql.h"
#include "engine/base/text.h"
#include "engine/kinds/definition.h"
#include "engine/kinds/function.h"
#include "parser/scan.h"

/* regproc qualifies what it finds twice, in pg_catalog too. */
static const char *
without_pg_catalog(Arena *arena, const char *option)
{
    static const char start[] = " = ", schema[] = "pg_catalog.";
    const char *value = strstr(option, start);

    if (!value || strncmp(value + strlen(start), schema, strlen(schema)) != 0)
        return option;
    return arena_printf(arena, "%.*s%s%s", (int) (value - option), option, start, value + strlen(start) + strlen(schema));
}

static void
take_items(Reader *reader, Definition *definition, const Row *row)
{
    Vec keys = {0}, values = {0};

    row_array(row, reader->arena, "item_keys", &keys);
    row_array(row, reader->arena, "item_values", &values);
    for (size_t i = 0; i < keys.count; i++)
        definition_add_item(reader->arena, &definition->items, vec_at(&keys, i), vec_at(&values, i));
    definition_sort_items(&definition->items);
}

static void
take_rest(Reader *reader, Definition *definition, const char *class_name, const Row *row)
{
    if (row_has(row, "options"))
        row_array(row, reader->arena, "options", &definition->options);
    for (size_t i = 0; i < definition->options.count; i++)
        definition->options.items[i] = (void *) (uintptr_t) without_pg_catalog(reader->arena, definition->options.items[i]);
    vec_sort_str(&definition->options);
    if (row_has(row, "item_keys"))
        take_items(reader, definition, row);
    reader_add(reader, &definition->object, class_name, row);
}

/* ---- kinds whose identity is a name alone ---- */

typedef struct Reading
{
    Reader *reader;
    Kind kind;
    const char *class_name;
} Reading;

static bool
take_named(void *context, const Row *row, Error *err)
{
    const Reading *reading = context;
    const char *schema = row_has(row, "schema") ? row_text(row, "schema") : NULL;

    (void) err;
    take_rest(reading->reader, object_make(reading->reader->arena, reading->kind, schema, NULL, row_text(row, "base")), reading->class_name, row);
    return true;
}

#define NAMED(kind, KIND, class_name)                                                        \
    bool read_##kind(Reader *reader, Error *err)                                             \
    {                                                                                        \
        Reading reading = {reader, KIND_##KIND, class_name};                                 \
                                                                                             \
        return conn_each(reader->conn, sql_##kind, NULL, take_named, &reading, err);         \
    }

NAMED(collation, COLLATION, "pg_collation")
NAMED(conversion, CONVERSION, "pg_conversion")
NAMED(language, LANGUAGE, "pg_language")
NAMED(access_method, ACCESS_METHOD, "pg_am")
NAMED(ts_parser, TS_PARSER, "pg_ts_parser")
NAMED(ts_template, TS_TEMPLATE, "pg_ts_template")
NAMED(ts_configuration, TS_CONFIGURATION, "pg_ts_config")

/* ---- operator classes and families ---- */

static bool
take_using(void *context, const Row *row, Error *err)
{
    const Reading *reading = context;
    Arena *arena = reading->reader->arena;
    const char *base = row_copy(row, arena, "base"), *method = row_copy(row, arena, "method");
    Definition *definition = object_make(arena, reading->kind, row_text(row, "schema"), NULL, definition_using(arena, base, method));

    (void) err;
    definition->bare = base;
    definition->rest = arena_printf(arena, " USING %s", sql_ident(arena, method));
    take_rest(reading->reader, definition, reading->class_name, row);
    return true;
}

bool
read_operator_family(Reader *reader, Error *err)
{
    Reading reading = {reader, KIND_OPERATOR_FAMILY, "pg_opfamily"};

    return conn_each(reader->conn, sql_operator_family, NULL, take_using, &reading, err);
}

bool
read_operator_class(Reader *reader, Error *err)
{
    Reading reading = {reader, KIND_OPERATOR_CLASS, "pg_opclass"};

    return conn_each(reader->conn, sql_operator_class, NULL, take_using, &reading, err);
}

/* ---- text search dictionaries ---- */

/* "stopwords = 'english', maxlen = 5" as serialize_deflist() in commands/tsearchcmds.c writes it. */
static void
take_settings(Arena *arena, const char *text, Vec *written)
{
    Scanner scanner;
    Token token;

    scan_init(&scanner, text, strlen(text));
    while ((token = scan_next(&scanner)).kind != TOKEN_END)
    {
        const char *key = arena_copy_len(arena, token.text, token.length), *start = NULL, *end = NULL;

        scan_next(&scanner);
        while ((token = scan_next(&scanner)).kind != TOKEN_END && !token_is_mark(&token, ','))
        {
            start = start ? start : token.text;
            end = token.text + token.length;
        }
        if (start)
            definition_add_item(arena, written, key, arena_copy_len(arena, start, (size_t) (end - start)));
    }
}

static bool
take_ts_dictionary(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Definition *dictionary = object_make(reader->arena, KIND_TS_DICTIONARY, row_text(row, "schema"), NULL, row_text(row, "base"));

    (void) err;
    if (row_text(row, "settings"))
        take_settings(reader->arena, row_text(row, "settings"), &dictionary->written);
    vec_add_all(reader->arena, &dictionary->items, &dictionary->written);
    definition_sort_items(&dictionary->items);
    take_rest(reader, dictionary, "pg_ts_dict", row);
    return true;
}

bool
read_ts_dictionary(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_ts_dictionary, NULL, take_ts_dictionary, reader, err);
}

/* ---- aggregates ---- */

static bool
take_aggregate(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Arena *arena = reader->arena;
    Definition *aggregate;
    Vec types = {0};

    (void) err;
    row_types(row, arena, "types", &types);
    aggregate = object_make(arena, KIND_AGGREGATE, row_text(row, "schema"), NULL, function_signature(arena, row_text(row, "base"), &types));
    aggregate->object.base = row_copy(row, arena, "base");
    aggregate->rest = arena_printf(arena, "(%s)", types.count ? row_text(row, "arguments") : "*");
    take_rest(reader, aggregate, "pg_proc", row);
    return true;
}

bool
read_aggregate(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_aggregate, NULL, take_aggregate, reader, err);
}

/* ---- operators ---- */

static bool
take_operator(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Arena *arena = reader->arena;
    const char *base = row_copy(row, arena, "base");
    const char *name = operator_signature(arena, base, row_type(row, arena, "left_type"), row_type(row, arena, "right_type"));
    Definition *operator = object_make(arena, KIND_OPERATOR, row_text(row, "schema"), NULL, name);

    (void) err;
    operator->bare = base;
    operator->rest = arena_copy(arena, name + strlen(base));
    take_rest(reader, operator, "pg_operator", row);
    return true;
}

bool
read_operator(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_operator, NULL, take_operator, reader, err);
}

/* ---- casts and transforms ---- */

static bool
take_cast(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    const char *name = arena_printf(reader->arena, "(%s AS %s)", row_type(row, reader->arena, "source"), row_type(row, reader->arena, "target"));

    (void) err;
    take_rest(reader, object_make(reader->arena, KIND_CAST, NULL, NULL, name), "pg_cast", row);
    return true;
}

bool
read_cast(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_cast, NULL, take_cast, reader, err);
}

static bool
take_transform(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    const char *name = arena_printf(reader->arena, "FOR %s LANGUAGE %s", row_type(row, reader->arena, "type"),
                                    sql_ident(reader->arena, row_text(row, "language")));

    (void) err;
    take_rest(reader, object_make(reader->arena, KIND_TRANSFORM, NULL, NULL, name), "pg_transform", row);
    return true;
}

bool
read_transform(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_transform, NULL, take_transform, reader, err);
}
