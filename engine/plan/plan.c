#include "engine/plan/plan.h"

#include "engine/plan/common.h"
#include "engine/plan/graph.h"
#include "engine/plan/ignored.h"
#include "engine/plan/owners.h"
#include "engine/plan/renames.h"

/* A name for a type that steps aside: short enough for 63 bytes whatever the type's own is. */
static const char *
aside_name(Arena *arena, const char *name)
{
    return arena_printf(arena, "hcmigrate_old_%.16s", hash_hex(arena, name, strlen(name)));
}

static void
emit_aside(Emit *emit, const Object *old)
{
    emit_step(emit, COST(0), "ALTER %s %s RENAME TO %s", object_ops(old)->noun, object_sql_name(emit->arena, old),
              aside_name(emit->arena, old->name));
    if (object_ops(old)->step_aside)
        object_ops(old)->step_aside(emit, old, aside_name(emit->arena, old->name), aside_name);
}

static void
emit_drop(Emit *emit, const Object *old)
{
    if (emit->change->aside)
        emit_step(emit, COST(0), "DROP %s %s", object_ops(old)->noun,
                  sql_qname(emit->arena, old->schema, aside_name(emit->arena, old->name)));
    else if (object_ops(old)->drop)
        object_ops(old)->drop(emit, old);
    else
        common_drop(emit, old);
}

static void
emit_make(Emit *emit, const Change *change)
{
    const KindOps *ops = object_ops(change->new);
    unsigned late = change->owner_late ? CHANGED_OWNER | CHANGED_ACL : 0;

    if (change->action == ACTION_ALTER)
    {
        emit->operation = OPERATION_ALTER;
        if (change->changed)
            ops->alter(emit, change->old, change->new, change->changed);
        common_emit(emit, change->old, change->new, change->common & ~late);
        return;
    }
    emit->operation = OPERATION_CREATE;
    ops->create(emit, change->new);
    common_emit(emit, NULL, change->new, CHANGED_WHEN_MADE & ~late);
    VEC_EACH(const Change *, folded, emit->folded)
    {
        emit->change = folded;
        common_emit(emit, NULL, folded->new, CHANGED_WHEN_MADE);
    }
}

static void
emit_owner_late(Emit *emit, const Change *change)
{
    bool alter = change->action == ACTION_ALTER;

    emit->operation = OPERATION_ALTER;
    common_emit(emit, alter ? change->old : NULL, change->new, (alter ? change->common : ~0U) & (CHANGED_OWNER | CHANGED_ACL));
}

static void
emit_finish(Emit *emit, const Change *change)
{
    bool alter = change->action == ACTION_ALTER;

    emit->operation = OPERATION_ALTER;
    object_ops(change->new)->finish(emit, alter ? change->old : NULL, change->new, alter ? change->changed : ~UINT64_C(0));
}

static void
emit_vertex(Emit *emit, const Graph *graph, size_t number)
{
    const Vertex *vertex = &graph->vertices[number];
    Vec folded = {0};

    emit->change = vertex->change;
    emit->folded = &folded;
    graph_folded(graph, number, &folded);
    switch (vertex->part)
    {
        case PART_ASIDE:
            emit->operation = OPERATION_ALTER;
            emit_aside(emit, vertex->change->old);
            break;
        case PART_DROP:
            emit->operation = OPERATION_DROP;
            emit_drop(emit, vertex->change->old);
            break;
        case PART_MAKE:
            emit_make(emit, vertex->change);
            break;
        case PART_OWNER:
            emit_owner_late(emit, vertex->change);
            break;
        case PART_FINISH:
            emit_finish(emit, vertex->change);
            break;
        case PART_COUNT:
            break;
    }
}

/* A new schema that something moves to. */
static bool
comes_before_renames(const Diff *diff, const Vertex *vertex)
{
    const Object *schema = vertex->change->new;

    if (!diff->old->moves.count || vertex->change->action != ACTION_CREATE || vertex->part != PART_MAKE || kind_space[schema->kind] != SPACE_SCHEMA)
        return false;
    VEC_EACH(const Move *, move, &diff->old->moves)
        if (str_eq(move->new_schema, schema->name))
            return true;
    return false;
}

/* Nobody else takes part: what it needs stays as it is or goes, and nothing hangs on it. */
static bool
stands_by_itself(const Diff *diff, const Links *links, const Change *change)
{
    if (change->because || links_users(links, change->old)->count)
        return false;
    VEC_EACH(const Object *, need, links_needs(links, change->old))
    {
        const Change *other = diff_change_of(diff, need);
        const KindOps *ops = object_ops(need);

        if (other->action == ACTION_RECREATE || (other->action == ACTION_ALTER && ops->alter_disturbs &&
                                                 ops->alter_disturbs(other->old, other->new, other->changed, change->old)))
            return false;
    }
    return true;
}

/* What can be built beside the old one is altered, as far as the graph goes. */
static void
replace_in_place(const Emit *emit, Diff *diff, const Links *links)
{
    VEC_EACH(Change *, change, &diff->changes)
    {
        const KindOps *ops = change->new ? object_ops(change->new) : NULL;

        if (change->action != ACTION_RECREATE || change->aside || !ops->can_replace || !stands_by_itself(diff, links, change) ||
            !ops->can_replace(emit, change->old, change->new))
            continue;
        change->action = ACTION_ALTER;
        change->common = change->new->comment ? CHANGED_COMMENT : 0;
    }
}

/* A recreated object passes through absence: its drop leaves nothing, its make starts from nothing. */
static void
add_hashes(Arena *arena, Step *step)
{
    bool recreated = step->old && step->new && step->operation != OPERATION_ALTER;

    if (step->old && !(recreated && step->operation == OPERATION_CREATE))
        step->hash_before = object_hash(arena, object_rare(step->old)->was ? object_rare(step->old)->was : step->old);
    if (step->new && !(recreated && step->operation == OPERATION_DROP))
        step->hash_after = object_hash(arena, step->new);
}

static void
map_relations(Emit *emit, const Model *old)
{
    VEC_EACH(const Object *, object, &old->objects)
        if (object->kind == KIND_TABLE || object->kind == KIND_MATVIEW)
            map_put(emit->relations, sql_qname(emit->arena, object->schema, object->name), object);
}

static void
add_consent(const Diff *diff, Step *step)
{
    const Object *object = step->old ? step->old : step->new;

    if (object && diff->new->allows.count)
        VEC_EACH(Hazard *, hazard, &step->hazards)
            hazard->allowed = model_allows(diff->new, step->old ? diff->old : diff->new, object, hazard_word(hazard->code));
}

bool
plan_make(Arena *arena, Diff *diff, const PlanOptions *options, Plan **result, Error *err)
{
    Plan *plan = arena_make(arena, Plan);
    Map relations;
    Emit emit = {.arena = arena, .diff = diff, .options = options, .steps = &plan->steps, .relations = &relations};
    const Links *links;
    Graph *graph;
    size_t *sorted, count;

    plan->diff = diff;
    *result = plan;
    if (diff_is_empty(diff))
        return true;
    map_init(&relations, arena);
    map_relations(&emit, diff->old);
    links = links_make(arena, diff->old);
    closure_apply(diff, links);
    TRY(ignored_stay(diff, links, err));
    replace_in_place(&emit, diff, links);
    owners_delay(diff);
    graph = graph_make(arena, diff, links);
    TRY(graph_sort(graph, &sorted, &count, err));
    for (size_t i = 0; i < count && !emit.refused; i++)
        if (comes_before_renames(diff, &graph->vertices[sorted[i]]))
            emit_vertex(&emit, graph, sorted[i]);
    renames_emit(&emit);
    for (size_t i = 0; i < count && !emit.refused; i++)
        if (!comes_before_renames(diff, &graph->vertices[sorted[i]]))
            emit_vertex(&emit, graph, sorted[i]);
    if (emit.refused)
        return error_set(err, arena, ERR_FAILED, "%s", emit.refused);
    for (size_t i = 0; i < plan->steps.count; i++)
    {
        Step *step = vec_at(&plan->steps, i);

        step->number = (int) i + 1;
        add_hashes(arena, step);
        add_consent(diff, step);
    }
    VEC_EACH(const Change *, change, &diff->changes)
        plan->changes += change->action != ACTION_KEEP;
    return true;
}
