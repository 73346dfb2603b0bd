#include "catalog/read.h"

#include "catalog_sql.h"
#include "engine/kinds/extension.h"

static bool
take_extension(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Extension *extension = object_make(reader->arena, KIND_EXTENSION, NULL, NULL, row_text(row, "name"));

    (void) err;
    extension->in_schema = row_copy(row, reader->arena, "in_schema");
    extension->version = row_copy(row, reader->arena, "version");
    reader_add(reader, &extension->object, "pg_extension", row);
    return true;
}

bool
read_extension(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_extension, NULL, take_extension, reader, err);
}
