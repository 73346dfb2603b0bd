#include "catalog/read.h"

#include "catalog_sql.h"
#include "engine/kinds/range.h"

static bool
take_range(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    RangeType *type = object_make(reader->arena, KIND_RANGE, row_text(row, "schema"), NULL, row_text(row, "name"));

    (void) err;
    type->subtype = row_type(row, reader->arena, "subtype");
    type->opclass = row_copy(row, reader->arena, "opclass");
    type->collation = row_copy(row, reader->arena, "collation");
    type->canonical = row_copy(row, reader->arena, "canonical");
    type->subtype_diff = row_copy(row, reader->arena, "subtype_diff");
    type->multirange_schema = row_copy(row, reader->arena, "multirange_schema");
    type->multirange = row_copy(row, reader->arena, "multirange");
    reader_add(reader, &type->object, "pg_type", row);
    return true;
}

bool
read_range(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_range, NULL, take_range, reader, err);
}
