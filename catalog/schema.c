#include "catalog/read.h"

#include "catalog_sql.h"
#include "engine/kinds/schema.h"

static bool
take_schema(void *context, const Row *row, Error *err)
{
    Reader *reader = context;

    (void) err;
    reader_add(reader, object_make(reader->arena, KIND_SCHEMA, NULL, NULL, row_text(row, "name")), "pg_namespace", row);
    return true;
}

bool
read_schema(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_schema, NULL, take_schema, reader, err);
}
