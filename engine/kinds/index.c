#include "engine/kinds/index.h"

#include "engine/kinds/online.h"
#include "engine/kinds/options.h"
#include "engine/kinds/table.h"
#include "engine/model/moves.h"

const Field index_element_fields[] = {
    FIELD(IndexElement, column, TEXT, RECREATE),
    FIELD(IndexElement, expression, EXPR, RECREATE),
    FIELD(IndexElement, collation, TEXT, RECREATE),
    FIELD_NAMED(IndexElement, opclass, "operator class", TEXT, RECREATE),
    FIELD_NAMED(IndexElement, opclass_options, "operator class options", SET, RECREATE),
    FIELD_NAMED(IndexElement, descending, "DESC", BOOL, RECREATE),
    FIELD_NAMED(IndexElement, nulls_first, "NULLS FIRST", BOOL, RECREATE),
    FIELD_NAMED(IndexElement, with_operator, "WITH", TEXT, RECREATE),
    {0}
};

static const Field fields[] = {
    FIELD(IndexDef, unique, BOOL, RECREATE),
    FIELD(IndexDef, method, TEXT, RECREATE),
    FIELD_ITEMS(IndexDef, elements, "keys", index_element_fields, RECREATE),
    FIELD(IndexDef, include, NAMES, RECREATE),
    FIELD_NAMED(IndexDef, nulls_not_distinct, "nulls not distinct", BOOL, RECREATE),
    FIELD(IndexDef, where, EXPR, RECREATE),
    FIELD(IndexDef, options, SET, ALTER),
    FIELD(IndexDef, tablespace, TEXT, ALTER),
    FIELD(IndexDef, statistics, SET, ALTER),
    FIELD(IndexDef, invalid, BOOL, RECREATE),
    {0}
};

/* ---- pieces that EXCLUDE constraints share ---- */

const char *
index_columns_sql(Arena *arena, const Vec *columns)
{
    Vec parts = {0};

    VEC_EACH(const char *, column, columns)
        vec_add(arena, &parts, sql_ident(arena, column));
    return vec_join(arena, &parts, ", ");
}

const char *
index_include_sql(Arena *arena, const Vec *columns)
{
    return columns->count ? arena_printf(arena, " INCLUDE (%s)", index_columns_sql(arena, columns)) : "";
}

static const char *
element_sql(Arena *arena, const IndexElement *element)
{
    Text sql;

    text_init(&sql, arena);
    if (element->column)
        text_add(&sql, sql_ident(arena, element->column));
    else
        text_addf(&sql, "(%s)", element->expression->sql);
    if (element->collation)
        text_addf(&sql, " COLLATE %s", element->collation);
    if (element->opclass)
        text_addf(&sql, " %s", element->opclass);
    if (element->opclass_options.count)
        text_addf(&sql, " (%s)", options_sql(arena, &element->opclass_options));
    if (element->descending)
        text_add(&sql, " DESC");
    if (element->nulls_first != element->descending)
        text_add(&sql, element->nulls_first ? " NULLS FIRST" : " NULLS LAST");
    if (element->with_operator)
        text_addf(&sql, " WITH %s", element->with_operator);
    return text_str(&sql);
}

const char *
index_elements_sql(Arena *arena, const Vec *elements)
{
    Vec parts = {0};

    VEC_EACH(const IndexElement *, element, elements)
        vec_add(arena, &parts, element_sql(arena, element));
    return arena_printf(arena, "(%s)", vec_join(arena, &parts, ", "));
}

/* ---- what a constraint's index is told in the same way ---- */

void
index_alter_options(Emit *emit, const Object *index, const Vec *old, const Vec *new)
{
    const char *name = sql_qname(emit->arena, index->schema, index->name);
    StepCost cost = COST(.on = name, .lock = LOCK_SHARE_UPDATE_EXCLUSIVE);
    const char *set = options_to_set(emit->arena, old, new), *reset = options_to_reset(emit->arena, old, new);

    if (set)
        emit_step(emit, cost, "ALTER INDEX %s SET (%s)", name, set);
    if (reset)
        emit_step(emit, cost, "ALTER INDEX %s RESET (%s)", name, reset);
}

void
index_alter_tablespace(Emit *emit, const Object *index, const char *old, const char *new)
{
    const char *name = sql_qname(emit->arena, index->schema, index->name);
    Step *step = emit_step(emit, COST(.on = name, .lock = LOCK_ACCESS_EXCLUSIVE, .rewrites = true),
                           "ALTER INDEX %s SET TABLESPACE %s", name, sql_ident(emit->arena, new ? new : "pg_default"));

    emit_undo(emit, step, false, "ALTER INDEX %s SET TABLESPACE %s", name, sql_ident(emit->arena, old ? old : "pg_default"));
}

/* ---- statements ---- */

static const char *
create_sql(Arena *arena, const IndexDef *index, const char *concurrently, const char *name)
{
    Text sql;

    text_init(&sql, arena);
    text_addf(&sql, "CREATE %sINDEX %s%s ON %s USING %s %s%s", index->unique ? "UNIQUE " : "", concurrently, sql_ident(arena, name),
              object_relation(arena, &index->object), sql_ident(arena, index->method),
              index_elements_sql(arena, &index->elements), index_include_sql(arena, &index->include));
    if (index->nulls_not_distinct)
        text_add(&sql, " NULLS NOT DISTINCT");
    text_add(&sql, options_with(arena, &index->options));
    if (index->tablespace)
        text_addf(&sql, " TABLESPACE %s", sql_ident(arena, index->tablespace));
    if (index->where)
        text_addf(&sql, " WHERE %s", index->where->sql);
    return text_str(&sql);
}

static void
emit_statistics(Emit *emit, const Object *index, const Vec *old, const Vec *new)
{
    const char *name = object_sql_name(emit->arena, index);
    Vec numbers = {0};
    const Vec *both[] = {old, new};

    for (size_t i = 0; i < COUNT_OF(both); i++)
        VEC_EACH(const char *, target, both[i])
            vec_add_str_once(emit->arena, &numbers, arena_copy_len(emit->arena, target, strcspn(target, "=")));
    vec_sort_str(&numbers);
    VEC_EACH(const char *, number, &numbers)
    {
        const char *before = options_get(emit->arena, old, number), *after = options_get(emit->arena, new, number);

        if (!str_eq(before, after))
            emit_undo(emit,
                      emit_step(emit, COST(.on = name, .lock = LOCK_SHARE_UPDATE_EXCLUSIVE),
                                "ALTER INDEX %s ALTER COLUMN %s SET STATISTICS %s", name, number, after ? after : "-1"),
                      false, "ALTER INDEX %s ALTER COLUMN %s SET STATISTICS %s", name, number, before ? before : "-1");
    }
}

static const Vec no_statistics;

/* One that is dropped and made again for another's sake is away in the meantime, and a unique one shall not be for long. */
static bool
is_built_online(const Emit *emit, const Object *new)
{
    return emit->change->action == ACTION_CREATE && online_is_busy(emit, object_relation(emit->arena, new)) && !table_is_partitioned(emit_new_parent(emit, new));
}

static void
create(Emit *emit, const Object *new)
{
    const IndexDef *index = (const IndexDef *) new;
    const char *relation = object_relation(emit->arena, new);
    bool used = !emit_relation_is_new(emit, new);
    Step *step;

    if (is_built_online(emit, new))
        step = online_build(emit, relation, object_sql_name(emit->arena, new), create_sql(emit->arena, index, "CONCURRENTLY ", new->name));
    else
    {
        step = emit_step(emit, COST(.on = relation, .lock = LOCK_SHARE, .scans = used), "%s", create_sql(emit->arena, index, "", new->name));
        emit_undo(emit, step, false, "DROP INDEX %s", object_sql_name(emit->arena, new));
    }
    if (used && index->unique)
        emit_hazard(emit, step, HAZARD_MAY_FAIL, "rows with equal keys");
    emit_statistics(emit, new, &no_statistics, &index->statistics);
    table_mark_index(emit, new);
}

/* The new one is built beside the old one, takes its name, and only then the old one goes. */
static void
replace(Emit *emit, const Object *old, const Object *new)
{
    const IndexDef *index = (const IndexDef *) new;
    const char *relation = object_relation(emit->arena, new), *name = object_sql_name(emit->arena, new);
    const char *beside = online_new_name(emit->arena, new->name), *away = online_old_name(emit->arena, new->name);
    StepCost rename = COST(.on = name, .lock = LOCK_SHARE_UPDATE_EXCLUSIVE);
    Step *step = online_build(emit, relation, sql_qname(emit->arena, new->schema, beside), create_sql(emit->arena, index, "CONCURRENTLY ", beside));

    if (index->unique)
        emit_hazard(emit, step, HAZARD_MAY_FAIL, "rows with equal keys");
    emit_step(emit, rename, "ALTER INDEX %s RENAME TO %s", name, away);
    emit_step(emit, rename, "ALTER INDEX %s RENAME TO %s", sql_qname(emit->arena, new->schema, beside), sql_ident(emit->arena, new->name));
    emit_statistics(emit, new, &no_statistics, &index->statistics);
    table_mark_index(emit, new);
    step = online_drop_index(emit, relation, sql_qname(emit->arena, old->schema, away));
    emit_hazard(emit, step, HAZARD_DROPS_INDEX, NULL);
    emit_undo(emit, step, false, "%s", create_sql(emit->arena, (const IndexDef *) old, "CONCURRENTLY ", away));
}

static bool
can_alter(const Object *old, const Object *new, uint64_t changed)
{
    (void) new;
    for (size_t i = 0; fields[i].name; i++)
        if (fields[i].change == CHANGE_RECREATE && changed & UINT64_C(1) << i)
            return false;
    return !(((const IndexDef *) old)->partitioned && changed & field_bit(fields, "options"));
}

static void
alter(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    const IndexDef *before = (const IndexDef *) old, *after = (const IndexDef *) new;

    if (!can_alter(old, new, changed))
    {
        replace(emit, old, new);
        return;
    }
    if (changed & field_bit(fields, "options"))
        index_alter_options(emit, new, &before->options, &after->options);
    if (changed & field_bit(fields, "tablespace"))
        index_alter_tablespace(emit, new, before->tablespace, after->tablespace);
    if (changed & field_bit(fields, "statistics"))
        emit_statistics(emit, new, &before->statistics, &after->statistics);
}

static bool
can_replace(const Emit *emit, const Object *old, const Object *new)
{
    const IndexDef *index = (const IndexDef *) old;

    return str_eq(old->parent, new->parent) && !index->partitioned && !index->invalid && !table_is_partitioned(emit_new_parent(emit, new)) &&
           online_is_busy(emit, object_relation(emit->arena, old));
}

static void
drop(Emit *emit, const Object *old)
{
    const IndexDef *index = (const IndexDef *) old;
    const char *relation = object_relation(emit->arena, old), *name = object_sql_name(emit->arena, old);
    Step *step;

    if (emit->change->action == ACTION_DROP && !index->partitioned && !index->has_keys && online_is_busy(emit, relation))
        step = online_drop_index(emit, relation, name);
    else                                           /* The keys go with it, as nothing else lets them go; what needs those was dropped before. */
        step = emit_step(emit, COST(.on = relation, .lock = LOCK_ACCESS_EXCLUSIVE), "DROP INDEX %s%s", name, index->has_keys ? " CASCADE" : "");
    if (!index->invalid && !online_is_left_over(old->name))
        emit_hazard(emit, step, HAZARD_DROPS_INDEX, NULL);
    emit_undo(emit, step, false, "%s", create_sql(emit->arena, index, step->alone ? "CONCURRENTLY " : "", old->name));
}

void
index_elements_adopt(const Vec *wanted, const Vec *live)
{
    if (wanted->count == live->count)
        VEC_EACH(IndexElement *, element, wanted)
        {
            const IndexElement *there = vec_at(live, element_at);

            if (element->collation && !there->collation && str_eq(element->collation, there->own_collation) && element->expression &&
                there->expression && strcmp(element->expression->canon, there->expression->canon) == 0)
                element->collation = NULL;
        }
}

static void
adopt(Object *wanted, const Object *live)
{
    index_elements_adopt(&((IndexDef *) wanted)->elements, &((const IndexDef *) live)->elements);
}

void
index_elements_follow(const Moves *moves, const Object *object, Vec *elements)
{
    VEC_EACH(IndexElement *, element, elements)
    {
        element->column = moves_child(moves, SPACE_COLUMN, object->schema, object->parent, element->column);
        element->collation = moves_text(moves, SPACE_COLLATION, element->collation);
    }
}

static void
follow(Object *object, const Moves *moves)
{
    IndexDef *index = (IndexDef *) object;

    index_elements_follow(moves, object, &index->elements);
    moves_columns(moves, object->schema, object->parent, &index->include);
}

static const Object *
named_after(const Object *object, const Model *model)
{
    return model_parent(model, object);
}

const KindOps kind_index = {
    .noun = "INDEX",
    .word = "index",
    .renames = "",
    .size = sizeof(IndexDef),
    .runs_code = true,
    .fields = fields,
    .can_alter = can_alter,
    .adopt = adopt,
    .can_replace = can_replace,
    .follow = follow,
    .named_after = named_after,
    .create = create,
    .alter = alter,
    .drop = drop,
};
