#include "engine/kinds/server.h"

#include "catalog/read.h"
#include "catalog_sql.h"

static bool
take(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Server *server = object_make(reader->arena, KIND_SERVER, NULL, NULL, row_text(row, "name"));

    (void) err;
    server->wrapper = row_copy(row, reader->arena, "wrapper");
    server->type = row_copy(row, reader->arena, "type");
    server->version = row_copy(row, reader->arena, "version");
    row_array(row, reader->arena, "options", &server->options);
    vec_sort_str(&server->options);
    reader_add(reader, &server->object, "pg_foreign_server", row);
    return true;
}

bool
read_server(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_server, NULL, take, reader, err);
}
