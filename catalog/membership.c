#include "engine/kinds/membership.h"

#include "catalog/read.h"
#include "catalog_sql.h"

static const char *
yes_or_no(const Row *row, const char *column)
{
    return row_text(row, column) ? row_bool(row, column) ? "yes" : "no" : NULL;
}

static bool
take(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Membership *membership = membership_make(reader->arena, row_text(row, "role"), row_text(row, "member"));

    (void) err;
    membership->admin = row_bool(row, "admin");
    membership->inherit = yes_or_no(row, "inherit");
    membership->set = yes_or_no(row, "set");
    if (row_text(row, "grantors"))
        row_array(row, reader->arena, "grantors", &membership->grantors);
    reader_add(reader, &membership->object, "pg_auth_members", row);
    return true;
}

bool
read_membership(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_membership, NULL, take, reader, err);
}
