#include "catalog/read.h"

#include "catalog_sql.h"
#include "engine/kinds/view.h"

static bool
take(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    View *view = object_make(reader->arena, KIND_VIEW, row_text(row, "schema"), NULL, row_text(row, "name"));
    Pending *pending = reader_query(reader, row_text(row, "definition"), &view->object, &view->query);

    if (!pending)
        return reader_torn(reader, &view->object, err);
    pending->column_names = &view->column_names;
    pending->column_types = &view->column_types;
    reader_options(reader, row, &view->options);
    reader_add(reader, &view->object, "pg_class", row);
    return true;
}

bool
read_view(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_view, NULL, take, reader, err);
}
