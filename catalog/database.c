#include "engine/kinds/database.h"

#include "catalog/read.h"
#include "catalog_sql.h"

static bool
take(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Database *database = object_make(reader->arena, KIND_DATABASE, NULL, NULL, row_text(row, "name"));

    (void) err;
    database->connection_limit = row_copy(row, reader->arena, "connection_limit");
    reader_add(reader, &database->object, "pg_database", row);
    return true;
}

bool
read_database(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_database, NULL, take, reader, err);
}
