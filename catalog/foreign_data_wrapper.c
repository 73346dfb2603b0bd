#include "engine/kinds/foreign_data_wrapper.h"

#include "catalog/read.h"
#include "catalog_sql.h"
#include "engine/base/text.h"

/* The server quotes a name the way its own version does. */
static const char *
function(Reader *reader, const Row *row, const char *column)
{
    return sql_requote(reader->arena, row_text(row, column));
}

static bool
take(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    ForeignDataWrapper *wrapper = object_make(reader->arena, KIND_FOREIGN_DATA_WRAPPER, NULL, NULL, row_text(row, "name"));

    (void) err;
    wrapper->handler = function(reader, row, "handler");
    wrapper->validator = function(reader, row, "validator");
    row_array(row, reader->arena, "options", &wrapper->options);
    vec_sort_str(&wrapper->options);
    reader_add(reader, &wrapper->object, "pg_foreign_data_wrapper", row);
    return true;
}

bool
read_foreign_data_wrapper(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_foreign_data_wrapper, NULL, take, reader, err);
}
