#include "catalog/read.h"

#include "catalog_sql.h"
#include "engine/kinds/matview.h"

static bool
take(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    MatView *view = object_make(reader->arena, KIND_MATVIEW, row_text(row, "schema"), NULL, row_text(row, "name"));
    Pending *pending = reader_query(reader, row_text(row, "definition"), &view->object, &view->query);

    if (!pending)
        return reader_torn(reader, &view->object, err);
    pending->column_names = &view->column_names;
    reader_options(reader, row, &view->options);
    view->access_method = row_copy(row, reader->arena, "access_method");
    view->tablespace = row_copy(row, reader->arena, "tablespace");
    view->populated = row_bool(row, "populated") ? "yes" : "no";
    view->cluster_on = row_copy(row, reader->arena, "cluster_on");
    view->rows = row_int(row, "rows");
    view->bytes = row_int(row, "bytes");
    reader_add(reader, &view->object, "pg_class", row);
    return true;
}

bool
read_matview(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_matview, NULL, take, reader, err);
}
