#include "engine/kinds/settings.h"

#include <ctype.h>

#include "catalog/read.h"
#include "catalog_sql.h"

void
read_setting_names(Vec *settings)
{
    VEC_EACH(char *, setting, settings)
        for (char *c = setting; *c && *c != '='; c++)
            *c = (char) tolower((unsigned char) *c);
}

static bool
take(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Settings *settings = settings_make(reader->arena, row_text(row, "role"), row_text(row, "database"));

    (void) err;
    row_array(row, reader->arena, "values", &settings->values);
    read_setting_names(&settings->values);
    vec_sort_str(&settings->values);
    reader_add(reader, &settings->object, "pg_db_role_setting", row);
    return true;
}

bool
read_settings(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_settings, NULL, take, reader, err);
}
