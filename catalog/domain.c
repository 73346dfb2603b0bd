#include "catalog/read.h"

#include "catalog_sql.h"
#include "engine/kinds/domain.h"

static bool
take_domain(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Domain *domain = object_make(reader->arena, KIND_DOMAIN, row_text(row, "schema"), NULL, row_text(row, "name"));
    Pending *pending;

    if (row_bool(row, "has_value") && !row_text(row, "value"))
        return error_set(err, reader->arena, ERR_TORN, "domain \"%s\" changed while it was read", domain->object.name);
    domain->type = row_type(row, reader->arena, "type");
    domain->collation = row_copy(row, reader->arena, "collation");
    domain->not_null = row_bool(row, "not_null");
    pending = reader_expression(reader, PENDING_EXPRESSION, row_text(row, "value"), &domain->object, &domain->value);
    if (pending)
        pending->target_type = domain->type;
    reader_add(reader, &domain->object, "pg_type", row);
    return true;
}

bool
read_domain(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_domain, NULL, take_domain, reader, err);
}
