#include "engine/kinds/default.h"

#include "catalog/read.h"
#include "catalog_sql.h"
#include "engine/kinds/column.h"

static bool
take(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    ColumnDefault *made = object_make(reader->arena, KIND_DEFAULT, row_text(row, "schema"), row_text(row, "parent"), row_text(row, "name"));
    const Column *column = (const Column *) model_find_kind(reader->model, KIND_COLUMN, made->object.schema, made->object.parent, made->object.name);
    Pending *pending = reader_expression(reader, PENDING_EXPRESSION, row_text(row, "value"), &made->object, &made->value);

    if (!pending)
        return error_set(err, reader->arena, ERR_TORN, "the default of %s.%s.%s can't be read", made->object.schema, made->object.parent,
                         made->object.name);
    pending->relation_schema = made->object.schema;
    pending->relation = made->object.parent;
    pending->target_type = column ? column->type : NULL;
    reader_add(reader, &made->object, "pg_attrdef", row);
    return true;
}

bool
read_default(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_default, NULL, take, reader, err);
}
