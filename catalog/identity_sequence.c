#include "catalog/read.h"

#include "catalog_sql.h"
#include "engine/kinds/column.h"
#include "engine/kinds/identity_sequence.h"

/* Its options are the column's. */
static void
add(Reader *reader, const Object *column, const Row *row)
{
    IdentitySequence *sequence = object_make(reader->arena, KIND_IDENTITY_SEQUENCE, column->schema, column->parent, column->name);

    sequence->sequence = sequence->called = row_copy(row, reader->arena, "name");
    object_need(reader->arena, &sequence->object, (Ref) {.space = SPACE_COLUMN, .schema = column->schema, .parent = column->parent, .name = column->name});
    reader_add(reader, &sequence->object, "pg_class", row);
}

static bool
take(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Object *object = reader_find(reader, "pg_class", row_oid(row, "relation"), (int) row_int(row, "number"));
    Column *column = (Column *) object;

    (void) err;
    if (!object || object->kind != KIND_COLUMN || !column->identity)
        return true;
    column->identity_sequence = row_copy(row, reader->arena, "sequence");
    column->identity_options = (SequenceOptions) {
        .start = row_int(row, "start"), .increment = row_int(row, "increment"), .min = row_int(row, "min"), .max = row_int(row, "max"),
        .cache = row_int(row, "cache"), .cycle = row_bool(row, "cycle")};
    add(reader, object, row);
    return true;
}

bool
read_identity_sequence(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_identity_sequence, NULL, take, reader, err);
}
