#include "engine/kinds/role.h"

#include "catalog/read.h"
#include "catalog_sql.h"

static bool
take(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Role *role = role_make(reader->arena, row_text(row, "name"));

    (void) err;
    role->superuser = row_bool(row, "superuser");
    role->inherit = row_bool(row, "inherit");
    role->create_role = row_bool(row, "create_role");
    role->create_database = row_bool(row, "create_database");
    role->login = row_bool(row, "login");
    role->replication = row_bool(row, "replication");
    role->bypass_row_security = row_bool(row, "bypass_row_security");
    role->connection_limit = row_int(row, "connection_limit");
    role->valid_until = row_copy(row, reader->arena, "valid_until");
    reader_add(reader, &role->object, "pg_authid", row);
    return true;
}

bool
read_role(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_role, NULL, take, reader, err);
}
