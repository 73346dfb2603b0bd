#include "catalog/read.h"

#include "catalog_sql.h"
#include "engine/kinds/enum.h"

static bool
take_enum(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    EnumType *type = object_make(reader->arena, KIND_ENUM, row_text(row, "schema"), NULL, row_text(row, "name"));

    (void) err;
    row_array(row, reader->arena, "labels", &type->labels);
    reader_add(reader, &type->object, "pg_type", row);
    return true;
}

bool
read_enum(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_enum, NULL, take_enum, reader, err);
}
