#include "engine/kinds/inheritance.h"

#include "catalog/read.h"
#include "catalog_sql.h"

static bool
take(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Table *child = (Table *) model_find_kind(reader->model, KIND_TABLE, row_text(row, "schema"), NULL, row_text(row, "parent"));
    Inheritance *made;
    Pending *pending;

    if (!child)
        return error_set(err, reader->arena, ERR_TORN, "table %s.%s appeared meanwhile", row_text(row, "schema"), row_text(row, "parent"));
    made = inheritance_make(reader->arena, &child->object, row_text(row, "from_schema"), row_text(row, "from_table"));
    made->position = row_int(row, "position");
    made->detach_pending = row_bool(row, "detach_pending");
    if (row_bool(row, "partition"))
    {
        pending = reader_expression(reader, PENDING_BOUND, row_text(row, "bound"), &made->object, &made->bound);
        if (!pending)
            return error_set(err, reader->arena, ERR_TORN, "the bound of partition %s.%s can't be read", made->object.schema, made->object.parent);
        pending->relation_schema = made->from_schema;
        pending->relation = made->from_table;
        child->bound = made->bound;
    }
    vec_add(reader->arena, &child->inherits, made->object.name);
    reader_add(reader, &made->object, "pg_inherits", row);
    return true;
}

bool
read_inheritance(Reader *reader, Error *err)
{
    TRY(conn_each(reader->conn, sql_inheritance, NULL, take, reader, err));
    inheritance_link(reader->model);
    return true;
}
