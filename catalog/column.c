#include "engine/kinds/column.h"

#include "catalog/read.h"
#include "catalog_sql.h"
#include "engine/base/text.h"
#include "engine/kinds/table.h"

#include <stdlib.h>

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

/* The items of "rare", in their order there. */
typedef enum Rare
{
    RARE_COLLATION, RARE_NOT_NULL_NAME, RARE_IDENTITY, RARE_GENERATED, RARE_STORAGE, RARE_COMPRESSION, RARE_STATISTICS, RARE_OPTIONS,
    RARE_FOREIGN_OPTIONS, RARE_INHERITED, RARE_OF_PARTITION, RARE_COUNT
} Rare;

/* Since version 15.20 (and its like) the server keeps a stamp of its own among the options; pg_dump leaves it out too. */
static void
read_options(Arena *arena, const char *options, const char *foreign_options, Column *column)
{
    static const char stamp[] = "pg_attver=";
    Vec all = {0};

    array_items(arena, options, &all);
    VEC_EACH(const char *, option, &all)
        if (strncmp(option, stamp, strlen(stamp)) != 0)
            vec_add(arena, &column->options, option);
    array_items(arena, foreign_options, &column->foreign_options);
    vec_sort_str(&column->foreign_options);
}

/* A type as people write it is asked for once for all columns that have it. */
typedef struct ColumnType
{
    uint32_t oid;
    int64_t modifier;
    const char *text;
} ColumnType;

typedef struct Columns
{
    Reader *reader;
    OidMap by_type;                                /* ColumnType *, "pg_type", the modifier */
    Vec types;                                     /* ColumnType * */
    Vec columns, column_types;                     /* Column *, and the ColumnType * of each */
} Columns;

static ColumnType *
type_of(Columns *columns, const Row *row)
{
    Arena *arena = columns->reader->arena;
    uint32_t oid = row_oid(row, "atttypid");
    int64_t modifier = row_int(row, "atttypmod");
    ColumnType *type = oid_map_get(&columns->by_type, "pg_type", oid, (int) modifier);

    if (type)
        return type;
    type = arena_make(arena, ColumnType);
    *type = (ColumnType) {.oid = oid, .modifier = modifier};
    oid_map_put(&columns->by_type, "pg_type", oid, (int) modifier, type);
    vec_add(arena, &columns->types, type);
    return type;
}

/* Since version 17 a partition's identity is that of its table, and not told here. */
static const char *
identity_word(const Reader *reader, const char *kind, bool of_partition)
{
    if (!*kind || (reader->server_version >= 170000 && of_partition))
        return NULL;
    return *kind == 'a' ? "ALWAYS" : "BY DEFAULT";
}

static const ColumnFacts *
add_attribute(Reader *reader, const Row *row, uint32_t relation, int number)
{
    ColumnFacts *attribute = arena_make(reader->arena, ColumnFacts);

    *attribute = (ColumnFacts) {row_copy(row, reader->arena, "name"), row_oid(row, "atttypid"), row_oid(row, "attcollation")};
    oid_map_put(&reader->attributes, "pg_attribute", relation, number, attribute);
    return attribute;
}

static void
read_rare(const Reader *reader, const Row *row, Column *column)
{
    Vec rare = {0};

    row_array(row, reader->arena, "rare", &rare);
    if (rare.count != RARE_COUNT)
        return;
    column->collation = vec_at(&rare, RARE_COLLATION);
    column->not_null_name = vec_at(&rare, RARE_NOT_NULL_NAME);
    column->identity = identity_word(reader, vec_at(&rare, RARE_IDENTITY), vec_at(&rare, RARE_OF_PARTITION) != NULL);
    column->is_generated = *(const char *) vec_at(&rare, RARE_GENERATED);
    column->generated_virtual = *(const char *) vec_at(&rare, RARE_GENERATED) == 'v';
    column->storage = storage_word(vec_at(&rare, RARE_STORAGE));
    column->compression = compression_word(vec_at(&rare, RARE_COMPRESSION));
    if (vec_at(&rare, RARE_STATISTICS))
        column->statistics = strtoll(vec_at(&rare, RARE_STATISTICS), NULL, 10);
    read_options(reader->arena, vec_at(&rare, RARE_OPTIONS), vec_at(&rare, RARE_FOREIGN_OPTIONS), column);
    column->inherited = vec_at(&rare, RARE_INHERITED) != NULL;
}

static bool
take(void *context, const Row *row, Error *err)
{
    Columns *columns = context;
    Reader *reader = columns->reader;
    Arena *arena = reader->arena;
    uint32_t relation = row_oid(row, "attrelid");
    int number = (int) row_int(row, "attnum");
    const ColumnFacts *attribute = add_attribute(reader, row, relation, number);
    const Object *table = reader_find(reader, "pg_class", relation, 0);
    Column *column;

    (void) err;
    if (!table || table->kind != KIND_TABLE)
        return true;
    column = object_make(arena, KIND_COLUMN, table->schema, table->name, attribute->name);
    vec_add(arena, &columns->columns, column);
    vec_add(arena, &columns->column_types, type_of(columns, row));
    column->not_null = row_bool(row, "not_null");
    column->can_set_expression = reader->server_version >= 170000;
    column->statistics = -1;
    column->position = number;
    read_rare(reader, row, column);
    reader_register(reader, &column->object, "pg_class", relation, number);
    reader_add(reader, &column->object, "pg_class", row);
    return true;
}

static bool
take_type(void *context, const Row *row, Error *err)
{
    Columns *columns = context;
    ColumnType *type = oid_map_get(&columns->by_type, "pg_type", row_oid(row, "oid"), (int) row_int(row, "modifier"));

    (void) err;
    type->text = row_type(row, columns->reader->arena, "type");
    return true;
}

static bool
read_types(Columns *columns, Error *err)
{
    Reader *reader = columns->reader;
    Text oids, modifiers;
    Vec params = {0};

    text_init(&oids, reader->arena);
    text_init(&modifiers, reader->arena);
    for (size_t i = 0; i < columns->types.count; i++)
    {
        const ColumnType *type = vec_at(&columns->types, i);

        text_addf(&oids, "%s%" PRIu32, i ? "," : "{", type->oid);
        text_addf(&modifiers, "%s%" PRId64, i ? "," : "{", type->modifier);
    }
    if (!columns->types.count)
        return true;
    text_add_char(&oids, '}');
    text_add_char(&modifiers, '}');
    vec_add(reader->arena, &params, oids.data);
    vec_add(reader->arena, &params, modifiers.data);
    TRY(conn_each(reader->conn, sql_column_type, &params, take_type, columns, err));
    for (size_t i = 0; i < columns->columns.count; i++)
    {
        Column *column = vec_at(&columns->columns, i);

        column->type = ((const ColumnType *) vec_at(&columns->column_types, i))->text;
        if (!column->type)
            return reader_torn(reader, &column->object, err);
    }
    return true;
}

static bool
take_partition_key(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Object *table = reader_find(reader, "pg_class", row_oid(row, "relation"), 0);
    const char *numbers = row_text(row, "columns");
    int64_t number;

    (void) err;
    while (table && table->kind == KIND_TABLE && list_next(&numbers, &number))
    {
        const ColumnFacts *attribute = reader_attribute(reader, row_oid(row, "relation"), (int) number);

        if (attribute)
            vec_add(reader->arena, &((Table *) table)->partition_columns, attribute->name);
    }
    return true;
}

bool
read_column(Reader *reader, Error *err)
{
    Columns columns = {.reader = reader};

    oid_map_init(&columns.by_type, reader->arena);
    TRY(conn_each(reader->conn, sql_column, NULL, take, &columns, err));
    TRY(read_types(&columns, err));
    return conn_each(reader->conn, sql_partition_key, NULL, take_partition_key, reader, err);
}
