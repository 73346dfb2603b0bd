#include "engine/kinds/user_mapping.h"

#include "catalog/read.h"
#include "catalog_sql.h"

static bool
take(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    UserMapping *mapping = user_mapping_make(reader->arena, row_text(row, "role"), row_text(row, "server"));

    (void) err;
    if (row_bool(row, "known"))
    {
        mapping->options = arena_make(reader->arena, Vec);
        row_array(row, reader->arena, "options", mapping->options);
        vec_sort_str(mapping->options);
    }
    reader_add(reader, &mapping->object, "pg_user_mapping", row);
    return true;
}

bool
read_user_mapping(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_user_mapping, NULL, take, reader, err);
}
