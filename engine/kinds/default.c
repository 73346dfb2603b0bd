#include "engine/kinds/default.h"

#include "engine/base/text.h"
#include "engine/kinds/column.h"
#include "engine/kinds/function.h"
#include "engine/model/moves.h"

static const Field fields[] = {
    FIELD_NAMED(ColumnDefault, value, "value", EXPR, ALTER),
    {0}
};

const ColumnDefault *
default_of(const Model *model, const Object *column)
{
    return (const ColumnDefault *) model_find(model, SPACE_DEFAULT, column->schema, column->parent, column->name);
}

bool
default_is_constant(const Model *model, const ColumnDefault *value)
{
    Arena *scratch = arena_new();
    bool constant = value->constant;

    VEC_EACH(const Ref *, ref, &value->calls)
    {
        Vec found = {0};

        model_find_ref(model, ref, scratch, &found);
        constant &= found.count > 0;
        VEC_EACH(const Function *, function, &found)
            constant &= strcmp(function->volatility, "VOLATILE") != 0;
    }
    arena_free(scratch);
    return constant;
}

static const Object *
column_of(const Model *model, const Object *object)
{
    return model_find_kind(model, KIND_COLUMN, object->schema, object->parent, object->name);
}

static const char *
sql_name(Arena *arena, const Object *object)
{
    return arena_printf(arena, "of %s.%s", object_relation(arena, object), sql_ident(arena, object->name));
}

/* One child never gets its own value from the parent's statement, so that each is written by itself: ONLY. */
static Step *
set(Emit *emit, const ColumnDefault *value, const ColumnDefault *before)
{
    const Object *object = &value->object;
    const char *relation = object_relation(emit->arena, object);
    const char *start = arena_printf(emit->arena, "ALTER TABLE ONLY %s ALTER COLUMN %s", relation, sql_ident(emit->arena, object->name));
    Step *step = emit_step(emit, COST(.on = relation, .lock = LOCK_ACCESS_EXCLUSIVE), "%s SET DEFAULT %s", start, value->value->sql);

    if (before)
        emit_undo(emit, step, false, "%s SET DEFAULT %s", start, before->value->sql);
    else
        emit_undo(emit, step, false, "%s DROP DEFAULT", start);
    return step;
}

/* A column that a parent's ADD COLUMN just made has the parent's default already. */
static void
create(Emit *emit, const Object *new)
{
    const Object *column = column_of(emit->diff->new, new);
    const ColumnDefault *value = (const ColumnDefault *) new, *above;
    const Column *reached = column ? column_reached_from(emit, column, ACTION_CREATE, 0) : NULL;

    if (reached && (above = default_of(emit->diff->new, &reached->object)) && strcmp(above->value->canon, value->value->canon) == 0)
        return;
    set(emit, value, NULL);
}

static void
alter(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    (void) changed;
    set(emit, (const ColumnDefault *) new, (const ColumnDefault *) old);
}

static void
drop(Emit *emit, const Object *old)
{
    const char *relation = object_relation(emit->arena, old);
    const char *start = arena_printf(emit->arena, "ALTER TABLE ONLY %s ALTER COLUMN %s", relation, sql_ident(emit->arena, old->name));
    const Column *column = (const Column *) column_of(emit->diff->old, old);
    Step *step;

    if (column && column_reached_from(emit, &column->object, ACTION_DROP, 0))
        return;
    step = emit_step(emit, COST(.on = relation, .lock = LOCK_ACCESS_EXCLUSIVE), "%s DROP DEFAULT", start);
    emit_undo(emit, step, false, "%s SET DEFAULT %s", start, ((const ColumnDefault *) old)->value->sql);
}

static const Object *
folds_into(const Object *object, const Model *model)
{
    return column_of(model, object);
}

/* A view has defaults too, though its columns are no objects. */
static const Object *
dropped_with(const Object *object, const Model *model)
{
    const Object *column = column_of(model, object);

    return column ? column : model_parent(model, object);
}

static void
follow(Object *object, const Moves *moves)
{
    VEC_EACH(Ref *, call, &((ColumnDefault *) object)->calls)
        moves_routine(moves, &call->schema, &call->name);
    object->name = moves_child(moves, SPACE_COLUMN, object->schema, object->parent, object->name);
}

const KindOps kind_default = {
    .noun = "DEFAULT",
    .word = "default",
    .size = sizeof(ColumnDefault),
    .runs_code = true,
    .fields = fields,
    .sql_name = sql_name,
    .folds_into = folds_into,
    .dropped_with = dropped_with,
    .follow = follow,
    .create = create,
    .alter = alter,
    .drop = drop,
};
