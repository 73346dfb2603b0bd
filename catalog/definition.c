/*
 * Reading the kinds that are a name and a list of options (engine/kinds/definition.h). Their queries write the options.
 */
#include "catalog/read.h"

#include "catalog_sql.h"
#include "engine/base/text.h"
#include "engine/kinds/definition.h"
#include "engine/kinds/function.h"

static void
take_options(Reader *reader, Definition *definition, const char *class_name, const Row *row)
{
    row_array(row, reader->arena, "options", &definition->options);
    vec_sort_str(&definition->options);
    reader_add(reader, &definition->object, class_name, row);
}

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
    aggregate->called = aggregate->named =
        arena_printf(arena, "%s(%s)", sql_qname(arena, aggregate->object.schema, aggregate->object.base),
                     types.count ? row_text(row, "arguments") : "*");
    take_options(reader, aggregate, "pg_proc", row);
    return true;
}

bool
read_aggregate(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_aggregate, NULL, take_aggregate, reader, err);
}

static bool
take_operator(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Arena *arena = reader->arena;
    const char *schema = row_copy(row, arena, "schema"), *base = row_copy(row, arena, "base");
    const char *name = operator_signature(arena, base, row_type(row, arena, "left_type"), row_type(row, arena, "right_type"));
    Definition *definition = object_make(arena, KIND_OPERATOR, schema, NULL, name);

    (void) err;
    definition->called = arena_printf(arena, "%s.%s", sql_ident(arena, schema), base);
    definition->named = arena_printf(arena, "%s.%s", sql_ident(arena, schema), name);
    take_options(reader, definition, "pg_operator", row);
    return true;
}

bool
read_operator(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_operator, NULL, take_operator, reader, err);
}

static bool
take_collation(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Definition *collation = object_make(reader->arena, KIND_COLLATION, row_text(row, "schema"), NULL, row_text(row, "base"));

    (void) err;
    collation->called = collation->named = sql_qname(reader->arena, collation->object.schema, collation->object.name);
    take_options(reader, collation, "pg_collation", row);
    return true;
}

bool
read_collation(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_collation, NULL, take_collation, reader, err);
}

static bool
take_cast(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    const char *name = arena_printf(reader->arena, "(%s AS %s)", row_type(row, reader->arena, "source"), row_type(row, reader->arena, "target"));
    Definition *cast = object_make(reader->arena, KIND_CAST, NULL, NULL, name);

    (void) err;
    cast->called = cast->named = name;
    take_options(reader, cast, "pg_cast", row);
    return true;
}

bool
read_cast(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_cast, NULL, take_cast, reader, err);
}
