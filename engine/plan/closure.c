#include "engine/plan/closure.h"

static const Vec nothing;

static void
link_add(Arena *arena, Map *map, const Object *from, const Object *to)
{
    Vec *vec = map_get(map, from->key);

    if (!vec)
        map_put(map, from->key, vec = arena_make(arena, Vec));
    vec_add(arena, vec, to);
}

static void
resolve(const Model *model, const Object *object, bool order_only, Arena *arena, Vec *found)
{
    const Object *parent = model_parent(model, object);
    const Object *schema = object->schema ? model_find(model, SPACE_SCHEMA, NULL, NULL, object->schema) : NULL;

    if (parent)
        vec_add(arena, found, parent);
    if (schema)
        vec_add(arena, found, schema);
    VEC_EACH(const Ref *, ref, &object->needs)
        if (order_only || !ref->order_only)
            model_find_ref(model, ref, arena, found);
}

void
links_resolve(const Model *model, const Object *object, Arena *arena, Vec *found)
{
    resolve(model, object, true, arena, found);
}

Links *
links_make(Arena *arena, const Model *model)
{
    Links *links = arena_make(arena, Links);
    Vec found = {0};

    links->arena = arena;
    map_init(&links->needs, arena);
    map_init(&links->users, arena);
    VEC_EACH(const Object *, object, &model->objects)
    {
        found.count = 0;
        resolve(model, object, false, arena, &found);
        VEC_EACH(const Object *, need, &found)
        {
            if (need == object)
                continue;
            link_add(arena, &links->needs, object, need);
            link_add(arena, &links->users, need, object);
        }
    }
    return links;
}

const Vec *
links_needs(const Links *links, const Object *object)
{
    const Vec *found = map_get(&links->needs, object->key);

    return found ? found : &nothing;
}

const Vec *
links_users(const Links *links, const Object *object)
{
    const Vec *found = map_get(&links->users, object->key);

    return found ? found : &nothing;
}

static bool
holds_data(const Object *object)
{
    const KindOps *ops = object_ops(object);

    return ops->holds_data && ops->holds_data(object);
}

static bool
still_needs(const Diff *diff, const Object *user, const Object *need)
{
    Arena *scratch = arena_new();
    Vec found = {0};
    bool needs = false;

    VEC_EACH(const Ref *, ref, &user->needs)
        model_find_ref(diff->new, ref, scratch, &found);
    VEC_EACH(const Object *, object, &found)
        needs |= strcmp(object->key, need->key) == 0;
    arena_free(scratch);
    return needs;
}

static bool
is_gone(const Diff *diff, const Object *old)
{
    const Change *change = old ? diff_change_of(diff, old) : NULL;

    return change && (change->action == ACTION_DROP || change->action == ACTION_RECREATE);
}

/* Whether the user must be made anew because what it needs is dropped (and perhaps made again). */
static bool
must_go(const Diff *diff, const Change *need, const Change *user)
{
    const KindOps *ops = object_ops(need->old);

    /* What is part of two goes with either, and the other one stays. */
    if (ops->dropped_with && ops->dropped_with(need->old, diff->old) == user->old && is_gone(diff, model_parent(diff->old, need->old)))
        return false;
    /* A table that is made anew takes all that hangs on it along, however that changes. */
    if (need->action == ACTION_RECREATE && model_parent(diff->old, user->old) == need->old)
        return true;
    /* A dependent that changes in place lets go of what is dropped for good; the graph has it altered first. */
    if (user->action == ACTION_ALTER && need->action == ACTION_DROP)
        return false;
    /* What is dropped for good and not needed any more by a dependent that stays as it is: the catalog's need was of
     * another sort (a partition of its parent, an owned sequence of its column). */
    if (user->action == ACTION_KEEP && need->action == ACTION_DROP && holds_data(user->old))
        return false;
    if (user->action == ACTION_ALTER && need->action == ACTION_RECREATE && kind_space[user->old->kind] == SPACE_COLUMN &&
        kind_space[need->old->kind] != SPACE_TYPE)
        return still_needs(diff, user->new, need->old);
    return true;
}

/* A column keeps its rows while its type or collation is built anew: the old one steps aside until the column has moved. */
static bool
retype(Change *need, Change *user)
{
    Space space = kind_space[need->old->kind];

    if ((space != SPACE_TYPE && space != SPACE_COLLATION) || kind_space[user->old->kind] != SPACE_COLUMN || !need->new)
        return false;
    need->aside = true;
    user->retype |= space == SPACE_TYPE;
    if (user->action == ACTION_KEEP)
        user->action = ACTION_ALTER;
    user->changed |= field_bit(object_ops(user->new)->fields, space == SPACE_TYPE ? "type" : "collation");
    return true;
}

static void
visit_users(Diff *diff, const Links *links, Change *change, Vec *work)
{
    bool gone = change->action == ACTION_DROP || change->action == ACTION_RECREATE;
    const KindOps *ops = object_ops(change->old);

    VEC_EACH(const Object *, user_object, links_users(links, change->old))
    {
        Change *user = diff_change_of(diff, user_object);
        bool go;

        if (user->action != ACTION_KEEP && user->action != ACTION_ALTER)
            continue;
        if (gone)
            go = must_go(diff, change, user);
        else
            go = change->action == ACTION_ALTER && (change->changed || change->retype) && ops->alter_disturbs &&
                 ops->alter_disturbs(change->old, change->new, change->changed, user_object);
        if (!go)
            continue;
        /* The columns of a table that goes go with it, whatever they hold. */
        if (holds_data(user_object) && !(gone && model_parent(diff->old, user_object) == change->old))
        {
            if (gone && !user->retype && retype(change, user))
                vec_add(diff->arena, work, user);
            continue;
        }
        user->action = ACTION_RECREATE;
        user->because = object_title(diff->arena, change->old);
        vec_add(diff->arena, work, user);
    }
}

/* A type that steps aside holds on to the types that it is made of: they step aside too. */
static void
spread_aside(Diff *diff, const Links *links)
{
    Vec work = {0};

    VEC_EACH(Change *, change, &diff->changes)
        if (change->aside)
            vec_add(diff->arena, &work, change);
    for (size_t i = 0; i < work.count; i++)
        VEC_EACH(const Object *, need, links_needs(links, ((const Change *) vec_at(&work, i))->old))
        {
            Change *change = diff_change_of(diff, need);

            if (kind_space[need->kind] != SPACE_TYPE || change->action != ACTION_RECREATE || change->aside)
                continue;
            change->aside = true;
            vec_add(diff->arena, &work, change);
        }
}

void
closure_apply(Diff *diff, const Links *old_links)
{
    Vec work = {0};

    VEC_EACH(Change *, change, &diff->changes)
        if (change->old && change->action != ACTION_KEEP)
            vec_add(diff->arena, &work, change);
    for (size_t i = 0; i < work.count; i++)
        visit_users(diff, old_links, vec_at(&work, i), &work);
    spread_aside(diff, old_links);
}
