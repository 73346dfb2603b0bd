#include "engine/kinds/column.h"

#include "catalog/read.h"
#include "catalog_sql.h"
#include "engine/kinds/table.h"

static const char *
storage_word(const char *letter)
{
    switch (letter ? *letter : 0)
    {
        case 'p':
            return "PLAIN";
        case 'e':
            return "EXTERNAL";
        case 'm':
            return "MAIN";
        case 'x':
            return "EXTENDED";
        default:
            return NULL;
    }
}

static const char *
compression_word(const char *letter)
{
    return letter && *letter == 'p' ? "pglz" : letter && *letter == 'l' ? "lz4" : NULL;
}

/* Since version 15.20 (and its like) the server keeps a stamp of its own among the options; pg_dump leaves it out too. */
static void
read_options(Arena *arena, const Row *row, Column *column)
{
    static const char stamp[] = "pg_attver=";
    Vec all = {0};

    row_array(row, arena, "options", &all);
    VEC_EACH(const char *, option, &all)
        if (strncmp(option, stamp, strlen(stamp)) != 0)
            vec_add(arena, &column->options, option);
    vec_sort_str(&column->options);
}

static void
read_identity(Arena *arena, const Row *row, Column *column)
{
    const char *kind = row_text(row, "identity");

    if (!kind || !*kind)
        return;
    column->identity = *kind == 'a' ? "ALWAYS" : "BY DEFAULT";
    column->identity_sequence = row_copy(row, arena, "sequence");
    column->identity_options = (SequenceOptions) {
        .start = row_int(row, "start"), .increment = row_int(row, "increment"), .min = row_int(row, "min"), .max = row_int(row, "max"),
        .cache = row_int(row, "cache"), .cycle = row_bool(row, "cycle")};
}

static bool
read_generated(Reader *reader, const Row *row, Column *column, Error *err)
{
    const char *kind = row_text(row, "generated_kind");
    Pending *pending;

    column->can_set_expression = reader->server_version >= 170000;
    if (!*kind)
        return true;
    column->generated_virtual = *kind == 'v';
    reader_register(reader, &column->object, "pg_attrdef", row_oid(row, "attrdef"), 0);
    pending = reader_expression(reader, PENDING_EXPRESSION, row_text(row, "generated"), &column->object, &column->generated);
    if (!pending)
        return error_set(err, reader->arena, ERR_TORN, "the expression of column %s.%s.%s can't be read", column->object.schema,
                         column->object.parent, column->object.name);
    pending->relation_schema = column->object.schema;
    pending->relation = column->object.parent;
    pending->target_type = column->type;
    return true;
}

static bool
take(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Arena *arena = reader->arena;
    uint32_t relation = row_oid(row, "attrelid");
    Table *table = (Table *) reader_find(reader, "pg_class", relation, 0);
    Column *column;

    if (!table)
        return error_set(err, arena, ERR_TORN, "table %s.%s appeared meanwhile", row_text(row, "schema"), row_text(row, "parent"));
    column = object_make(arena, KIND_COLUMN, row_text(row, "schema"), row_text(row, "parent"), row_text(row, "name"));
    column->type = row_type(row, arena, "type");
    column->collation = row_copy(row, arena, "collation");
    column->not_null = row_bool(row, "not_null");
    read_identity(arena, row, column);
    TRY(read_generated(reader, row, column, err));
    column->storage = storage_word(row_text(row, "storage"));
    column->compression = compression_word(row_text(row, "compression"));
    column->statistics = row_int(row, "statistics");
    read_options(arena, row, column);
    column->inherited = row_bool(row, "inherited");
    column->position = row_int(row, "attnum");
    if (row_bool(row, "in_partition_key"))
        vec_add(arena, &table->partition_columns, column->object.name);
    reader_register(reader, &column->object, "pg_class", relation, (int) column->position);
    reader_add(reader, &column->object, "pg_class", row);
    return true;
}

bool
read_column(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_column, NULL, take, reader, err);
}
