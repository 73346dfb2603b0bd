#include "engine/kinds/statistics.h"

#include "engine/model/emit.h"
#include "engine/model/moves.h"

static const Field element_fields[] = {
    FIELD(StatisticsElement, expression, EXPR, RECREATE),
    {0}
};

static const Field fields[] = {
    FIELD_NAMED(StatisticsDef, table_schema, "schema of the table", TEXT, RECREATE),
    FIELD(StatisticsDef, table, TEXT, RECREATE),
    FIELD(StatisticsDef, kinds, SET, RECREATE),
    FIELD(StatisticsDef, columns, SET, RECREATE),
    FIELD_ITEMS(StatisticsDef, expressions, "expressions", element_fields, RECREATE),
    FIELD(StatisticsDef, target, INT, ALTER),
    {0}
};

static const Object *
dropped_with(const Object *object, const Model *model)
{
    const StatisticsDef *statistics = (const StatisticsDef *) object;

    return model_find(model, SPACE_RELATION, statistics->table_schema, NULL, statistics->table);
}

static const char *
table_sql(Arena *arena, const StatisticsDef *statistics)
{
    return sql_qname(arena, statistics->table_schema, statistics->table);
}

static const char *
create_sql(Arena *arena, const StatisticsDef *statistics)
{
    Text sql;
    const char *before = " ON ";

    text_init(&sql, arena);
    text_addf(&sql, "CREATE STATISTICS %s", object_sql_name(arena, &statistics->object));
    if (statistics->kinds.count)
        text_addf(&sql, " (%s)", vec_join(arena, &statistics->kinds, ", "));
    VEC_EACH(const char *, column, &statistics->columns)
    {
        text_addf(&sql, "%s%s", before, sql_ident(arena, column));
        before = ", ";
    }
    VEC_EACH(const StatisticsElement *, element, &statistics->expressions)
    {
        text_addf(&sql, "%s(%s)", before, element->expression->sql);
        before = ", ";
    }
    text_addf(&sql, " FROM %s", table_sql(arena, statistics));
    return text_str(&sql);
}

static StepCost
cost_on(Emit *emit, const StatisticsDef *statistics)
{
    return COST(.on = table_sql(emit->arena, statistics), .lock = LOCK_SHARE_UPDATE_EXCLUSIVE);
}

static void
set_target(Emit *emit, const StatisticsDef *statistics)
{
    emit_step(emit, COST(0), "ALTER STATISTICS %s SET STATISTICS %" PRId64, object_sql_name(emit->arena, &statistics->object),
              statistics->target);
}

static void
create(Emit *emit, const Object *new)
{
    const StatisticsDef *statistics = (const StatisticsDef *) new;
    Step *step = emit_step(emit, cost_on(emit, statistics), "%s", create_sql(emit->arena, statistics));

    emit_undo(emit, step, false, "DROP STATISTICS %s", object_sql_name(emit->arena, new));
    if (statistics->target != -1)
        set_target(emit, statistics);
}

static void
alter(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    (void) old;
    if (changed & field_bit(fields, "target"))
        set_target(emit, (const StatisticsDef *) new);
}

static void
drop(Emit *emit, const Object *old)
{
    const StatisticsDef *statistics = (const StatisticsDef *) old;
    Step *step = emit_step(emit, cost_on(emit, statistics), "DROP STATISTICS %s", object_sql_name(emit->arena, old));

    emit_undo(emit, step, true, "%s", create_sql(emit->arena, statistics));
}

static void
follow(Object *object, const Moves *moves)
{
    StatisticsDef *statistics = (StatisticsDef *) object;

    moves_columns(moves, statistics->table_schema, statistics->table, &statistics->columns);
    vec_sort_str(&statistics->columns);
    moves_relation(moves, &statistics->table_schema, &statistics->table);
}

const KindOps kind_statistics = {
    .noun = "STATISTICS",
    .word = "statistics",
    .has_owner = true,
    .renames = "",
    .size = sizeof(StatisticsDef),
    .fields = fields,
    .dropped_with = dropped_with,
    .follow = follow,
    .create = create,
    .alter = alter,
    .drop = drop,
};
