#include "catalog/read.h"

#include "catalog_sql.h"
#include "engine/kinds/default_privilege.h"

static const char *
objects_word(char letter)
{
    switch (letter)
    {
        case 'r':
            return "TABLES";
        case 'S':
            return "SEQUENCES";
        case 'f':
            return "FUNCTIONS";
        case 'T':
            return "TYPES";
        case 'n':
            return "SCHEMAS";
        default:
            return NULL;
    }
}

static bool
take(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    const char *objects = objects_word(*row_text(row, "objects"));
    DefaultPrivilege *privilege;
    Vec items = {0};

    (void) err;
    if (!objects)
        return true;
    privilege = default_privilege_make(reader->arena, row_text(row, "role"), row_text(row, "schema"), objects);
    row_array(row, reader->arena, "items", &items);
    acl_read_items(reader->arena, &items, row_text(row, "schema") ? NULL : row_text(row, "role"), default_privilege_all(objects),
                   &privilege->items);
    if (default_privilege_finish(reader->arena, privilege))
        reader_add(reader, &privilege->object, "pg_default_acl", row);
    return true;
}

bool
read_default_privilege(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_default_privilege, NULL, take, reader, err);
}
