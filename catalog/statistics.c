#include "catalog/read.h"

#include "catalog_sql.h"
#include "engine/kinds/statistics.h"

static void
add_expressions(Reader *reader, StatisticsDef *statistics, const Row *row)
{
    Vec texts = {0};

    row_array(row, reader->arena, "expressions", &texts);
    VEC_EACH(const char *, text, &texts)
    {
        StatisticsElement *element = arena_make(reader->arena, StatisticsElement);
        Pending *pending = reader_expression(reader, PENDING_EXPRESSION, text, &statistics->object, &element->expression);

        pending->relation_schema = statistics->table_schema;
        pending->relation = statistics->table;
        vec_add(reader->arena, &statistics->expressions, element);
    }
}

static bool
take(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Arena *arena = reader->arena;
    StatisticsDef *statistics = object_make(arena, KIND_STATISTICS, row_text(row, "schema"), NULL, row_text(row, "name"));

    (void) err;
    statistics->table_schema = row_copy(row, arena, "table_schema");
    statistics->table = row_copy(row, arena, "table");
    statistics->target = row_int(row, "target");
    row_array(row, arena, "kinds", &statistics->kinds);
    row_array(row, arena, "columns", &statistics->columns);
    vec_sort_str(&statistics->columns);
    add_expressions(reader, statistics, row);
    reader_add(reader, &statistics->object, "pg_statistic_ext", row);
    return true;
}

bool
read_statistics(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_statistics, NULL, take, reader, err);
}
