#include "catalog/read.h"

#include "catalog_sql.h"
#include "engine/kinds/composite.h"

static bool
take_composite(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    CompositeType *type = object_make(reader->arena, KIND_COMPOSITE, row_text(row, "schema"), NULL, row_text(row, "name"));
    Vec names = {0}, types = {0}, collations = {0}, comments = {0};

    (void) err;
    row_array(row, reader->arena, "names", &names);
    row_types(row, reader->arena, "types", &types);
    row_array(row, reader->arena, "collations", &collations);
    row_array(row, reader->arena, "comments", &comments);
    for (size_t i = 0; i < names.count; i++)
    {
        Attribute *attribute = arena_make(reader->arena, Attribute);

        *attribute = (Attribute) {vec_at(&names, i), vec_at(&types, i), vec_at(&collations, i), vec_at(&comments, i)};
        vec_add(reader->arena, &type->attributes, attribute);
    }
    reader_add(reader, &type->object, "pg_type", row);
    /* What its attributes depend on is told of its pg_class row. */
    reader_register(reader, &type->object, "pg_class", row_oid(row, "typrelid"), 0);
    return true;
}

bool
read_composite(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_composite, NULL, take_composite, reader, err);
}
