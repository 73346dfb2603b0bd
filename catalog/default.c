#include "engine/kinds/default.h"

#include "catalog/read.h"
#include "catalog_sql.h"
#include "engine/kinds/column.h"

static bool
read_expression(Reader *reader, const Row *row, Object *owner, const Object *column, Expression **slot, Error *err)
{
    Pending *pending = reader_expression(reader, PENDING_EXPRESSION, row_text(row, "value"), owner, slot);

    if (!pending)
        return error_set(err, reader->arena, ERR_TORN, "the default of %s.%s.%s can't be read", column->schema, column->parent, column->name);
    pending->relation_schema = column->schema;
    pending->relation = column->parent;
    pending->target_type = column->kind == KIND_COLUMN ? ((const Column *) column)->type : NULL;
    return true;
}

static bool
take(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Object *object = reader_find(reader, "pg_class", row_oid(row, "relation"), (int) row_int(row, "number"));
    Column *column = (Column *) object;
    ColumnDefault *made;

    if (!object || object->kind != KIND_COLUMN)
        return true;
    if (column->is_generated)
    {
        reader_register(reader, object, "pg_attrdef", row_oid(row, "oid"), 0);
        return read_expression(reader, row, object, object, &column->generated, err);
    }
    made = object_make(reader->arena, KIND_DEFAULT, object->schema, object->parent, object->name);
    TRY(read_expression(reader, row, &made->object, object, &made->value, err));
    reader_add(reader, &made->object, "pg_attrdef", row);
    return true;
}

static bool
take_of_view(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    ColumnDefault *made = object_make(reader->arena, KIND_DEFAULT, row_text(row, "schema"), row_text(row, "parent"), row_text(row, "name"));

    TRY(read_expression(reader, row, &made->object, &made->object, &made->value, err));
    reader_add(reader, &made->object, "pg_attrdef", row);
    return true;
}

bool
read_default(Reader *reader, Error *err)
{
    TRY(conn_each(reader->conn, sql_default, NULL, take, reader, err));
    return conn_each(reader->conn, sql_default_of_view, NULL, take_of_view, reader, err);
}
