#include "engine/kinds/table.h"

#include "catalog/read.h"
#include "catalog_sql.h"
#include "engine/base/text.h"

/* An index that is gone leaves the letter behind; the server then does as with NOTHING. */
static void
read_replica_identity(Arena *arena, const Row *row, Table *table)
{
    switch (*row_text(row, "replica_identity"))
    {
        case 'd':
            table->replica_identity = "DEFAULT";
            return;
        case 'f':
            table->replica_identity = "FULL";
            return;
        case 'i':
            table->replica_index = row_copy(row, arena, "replica_index");
            break;
        default:
            break;
    }
    table->replica_identity = table->replica_index ? arena_printf(arena, "USING INDEX %s", sql_ident(arena, table->replica_index)) : "NOTHING";
}

static bool
torn(Reader *reader, const Row *row, const char *what, Error *err)
{
    return error_set(err, reader->arena, ERR_TORN, "%s of table %s.%s can't be read", what, row_text(row, "schema"), row_text(row, "name"));
}

static bool
take(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Table *table = object_make(reader->arena, KIND_TABLE, row_text(row, "schema"), NULL, row_text(row, "name"));

    table->unlogged = row_bool(row, "unlogged");
    reader_options(reader, row, &table->options);
    table->of_type = row_type(row, reader->arena, "of_type");
    table->access_method = row_copy(row, reader->arena, "access_method");
    table->tablespace = row_copy(row, reader->arena, "tablespace");
    table->server = row_copy(row, reader->arena, "server");
    row_array(row, reader->arena, "foreign_options", &table->foreign_options);
    vec_sort_str(&table->foreign_options);
    table->row_security = row_bool(row, "row_security");
    table->force_row_security = row_bool(row, "force_row_security");
    read_replica_identity(reader->arena, row, table);
    table->cluster_on = row_copy(row, reader->arena, "cluster_on");
    table_need_indexes(reader->arena, table);
    table->rows = table->server ? 0 : row_int(row, "rows");         /* those of a foreign table are elsewhere */
    table->bytes = table->rows <= 0 ? table->rows : row_int(row, "bytes");
    if (row_bool(row, "partitioned"))
    {
        Pending *key = reader_expression(reader, PENDING_PARTITION_KEY, row_text(row, "partition_key"), &table->object, &table->partition_key);

        if (!key)
            return torn(reader, row, "the partition key", err);
        key->relation_schema = table->object.schema;
        key->relation = table->object.name;
    }
    reader_add(reader, &table->object, "pg_class", row);
    return true;
}

bool
read_table(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_table, NULL, take, reader, err);
}
