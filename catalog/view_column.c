#include "catalog/read.h"

#include "catalog_sql.h"
#include "engine/kinds/view_column.h"

static bool
take(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Arena *arena = reader->arena;
    ViewColumn *column = object_make(arena, KIND_VIEW_COLUMN, row_text(row, "schema"), row_text(row, "parent"), row_text(row, "name"));

    (void) err;
    column->statistics = row_int(row, "statistics");
    column->storage = row_copy(row, arena, "storage");
    column->type_storage = row_copy(row, arena, "type_storage");
    column->compression = row_copy(row, arena, "compression");
    reader_options(reader, row, &column->options);
    object_need(arena, &column->object, (Ref) {.space = SPACE_RELATION, .schema = column->object.schema,
                                               .name = column->object.parent, .shallow = true});
    reader_add(reader, &column->object, "pg_attribute", row);
    return true;
}

bool
read_view_column(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_view_column, NULL, take, reader, err);
}
