#include "engine/model/emit.h"

#include "engine/kinds/matview.h"
#include "engine/kinds/table.h"
#include "engine/plan/common.h"

static void
add_hazard(Emit *emit, Step *step, HazardCode code, const char *detail)
{
    Hazard *hazard;

    if (step_has_hazard(step, code))
        return;
    hazard = arena_make(emit->arena, Hazard);
    *hazard = (Hazard) {.code = code, .detail = detail};
    vec_add(emit->arena, &step->hazards, hazard);
}

/* Rows and bytes of the live relation that a step locks; 0 when it is new in this plan. */
static void
weigh(Emit *emit, Step *step, const char *relation)
{
    const Object *object = relation ? map_get(emit->relations, relation) : NULL;

    step->rows = step->bytes = 0;
    if (!object || diff_change_of(emit->diff, object)->action == ACTION_RECREATE)
        return;
    if (table_is_foreign(object))                  /* it has no storage: ATRewriteTables() passes over it */
        step->rewrites = step->scans = false;
    step->rows = object->kind == KIND_TABLE ? ((const Table *) object)->rows : ((const MatView *) object)->rows;
    step->bytes = object->kind == KIND_TABLE ? ((const Table *) object)->bytes : ((const MatView *) object)->bytes;
}

static void
add_lock_hazards(Emit *emit, Step *step)
{
    if (!step->rows)
        return;
    if (step->rewrites)
        add_hazard(emit, step, HAZARD_REWRITES_TABLE, NULL);
    if (step->scans)
        add_hazard(emit, step, HAZARD_SCANS_TABLE, NULL);
    if (step->lock == LOCK_ACCESS_EXCLUSIVE)
        add_hazard(emit, step, HAZARD_ACCESS_EXCLUSIVE, NULL);
    else if (step->lock >= LOCK_SHARE && (step->scans || step->rewrites))
        add_hazard(emit, step, HAZARD_BLOCKS_WRITES, NULL);
}

Step *
emit_step(Emit *emit, StepCost cost, const char *format, ...)
{
    Step *step = arena_make(emit->arena, Step);
    const Change *change = emit->change;
    const Object *about = change->new ? change->new : change->old;
    va_list args;

    va_start(args, format);
    step->sql = arena_vprintf(emit->arena, format, args);
    va_end(args);
    step->operation = emit->operation;
    step->old = change->old;
    step->new = change->new;
    if (emit->operation == OPERATION_DROP)
        about = change->old;
    step->search_path = about->search_path;
    step->object = object_title(emit->arena, about);
    step->key = about->key;
    step->origin = about->origin;
    step->relation = cost.on;
    step->lock = cost.on ? cost.lock : LOCK_NONE;
    step->rewrites = cost.rewrites;
    step->scans = cost.scans;
    step->alone = cost.alone;
    step->commit_before = cost.commit_before;
    step->commit_after = cost.commit_after;
    step->unproved = change->unproved;
    weigh(emit, step, cost.on);
    add_lock_hazards(emit, step);
    vec_add(emit->arena, emit->steps, step);
    return step;
}

void
emit_hazard(Emit *emit, Step *step, HazardCode code, const char *detail_format, ...)
{
    const char *detail = NULL;
    va_list args;

    if (detail_format)
    {
        va_start(args, detail_format);
        detail = arena_vprintf(emit->arena, detail_format, args);
        va_end(args);
    }
    add_hazard(emit, step, code, detail);
}

void
emit_shown(Emit *emit, Step *step, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    step->shown = arena_vprintf(emit->arena, format, args);
    va_end(args);
}

void
emit_undo(Emit *emit, Step *step, bool lossy, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    step->undo = arena_vprintf(emit->arena, format, args);
    va_end(args);
    step->undo_lossy = lossy;
}

void
emit_refuse(Emit *emit, const char *format, ...)
{
    va_list args;

    if (emit->refused)
        return;
    va_start(args, format);
    emit->refused = arena_vprintf(emit->arena, format, args);
    va_end(args);
}

const Object *
emit_new_parent(const Emit *emit, const Object *object)
{
    return model_parent(emit->diff->new, object);
}

const Object *
emit_old_parent(const Emit *emit, const Object *object)
{
    return model_parent(emit->diff->old, object);
}

bool
emit_relation_is_new(const Emit *emit, const Object *object)
{
    const Object *relation = object->parent ? emit_new_parent(emit, object) : object;
    Action action;

    if (!relation)
        return false;
    action = diff_change_of(emit->diff, relation)->action;
    return action == ACTION_CREATE || action == ACTION_RECREATE;
}
