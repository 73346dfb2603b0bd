#include "catalog/read.h"

#include "catalog_sql.h"
#include "engine/kinds/publication.h"

static bool
take(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Publication *publication = object_make(reader->arena, KIND_PUBLICATION, NULL, NULL, row_text(row, "name"));

    (void) err;
    publication->all_tables = row_bool(row, "all_tables");
    publication->via_root = row_bool(row, "via_root");
    publication->generated_columns = row_copy(row, reader->arena, "generated_columns");
    row_array(row, reader->arena, "publish", &publication->publish);
    reader_add(reader, &publication->object, "pg_publication", row);
    return true;
}

bool
read_publication(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_publication, NULL, take, reader, err);
}
