#include "catalog/read.h"

#include "catalog_sql.h"
#include "engine/kinds/sequence.h"

static bool
take_sequence(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Sequence *sequence = object_make(reader->arena, KIND_SEQUENCE, row_text(row, "schema"), NULL, row_text(row, "name"));

    (void) err;
    sequence->type = row_copy(row, reader->arena, "type");
    sequence->options = (SequenceOptions) {
        .start = row_int(row, "seqstart"), .increment = row_int(row, "seqincrement"), .min = row_int(row, "seqmin"),
        .max = row_int(row, "seqmax"), .cache = row_int(row, "seqcache"), .cycle = row_bool(row, "seqcycle"),
    };
    sequence->unlogged = row_bool(row, "unlogged");
    sequence->owned_schema = row_copy(row, reader->arena, "owned_schema");
    sequence->owned_table = row_copy(row, reader->arena, "owned_table");
    sequence->owned_column = row_copy(row, reader->arena, "owned_column");
    if (sequence->owned_column)
        object_need_late(reader->arena, &sequence->object,
                         (Ref) {.space = SPACE_COLUMN, .schema = sequence->owned_schema, .parent = sequence->owned_table,
                                .name = sequence->owned_column});
    reader_add(reader, &sequence->object, "pg_class", row);
    return true;
}

bool
read_sequence(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_sequence, NULL, take_sequence, reader, err);
}
