#include "engine/plan/renames.h"

static const Object *
parent_in(const Model *model, const Object *object)
{
    return object->parent ? model_parent(model, object) : NULL;
}

/* What goes or comes with its parent says nothing of its own. */
static bool
stands_alone(const Diff *diff, const Model *model, const Object *object, Action action)
{
    const Object *parent = parent_in(model, object);

    return object_ops(object)->renames && (!parent || diff_change_of(diff, parent)->action != action);
}

static size_t
columns_of(const Object *object)
{
    size_t count = 0;

    VEC_EACH(const Object *, child, &object->children)
        count += kind_space[child->kind] == SPACE_COLUMN;
    return count;
}

static bool
has_same_columns(const Diff *diff, const Object *old, const Object *new)
{
    if (columns_of(old) != columns_of(new))
        return false;
    VEC_EACH(const Object *, column, &old->children)
    {
        const Object *other = kind_space[column->kind] == SPACE_COLUMN
                                  ? model_find_kind(diff->new, column->kind, new->schema, new->name, column->name) : column;

        if (!other || fields_compare(object_ops(column)->fields, column, other, column, other, NULL))
            return false;
    }
    return true;
}

static bool
is_alike(const Diff *diff, const Object *old, const Object *new)
{
    return old->kind == new->kind && str_eq(old->schema, new->schema) && str_eq(old->parent, new->parent) &&
           !fields_compare(object_ops(new)->fields, old, new, old, new, NULL) && has_same_columns(diff, old, new);
}

/* The longest stretch that both names have. */
static size_t
likeness(const char *a, const char *b)
{
    size_t most = 0;

    for (const char *x = a; *x; x++)
        for (const char *y = b; *y; y++)
        {
            size_t same = 0;

            while (x[same] && x[same] == y[same])
                same++;
            most = same > most ? same : most;
        }
    return most;
}

/* Of what goes and is alike, what is named most like it; NULL: nothing is. */
static const Object *
likely_origin(const Diff *diff, const Vec *gone, const Map *used, const Object *new)
{
    const Object *best = NULL;

    VEC_EACH(const Object *, old, gone)
        if (!map_has(used, old->key) && is_alike(diff, old, new) && (!best || likeness(old->name, new->name) > likeness(best->name, new->name)))
            best = old;
    return best;
}

void
renames_likely(Arena *arena, const Diff *diff, Vec *pairs)
{
    Vec gone = {0};
    Map used;

    map_init(&used, arena);
    VEC_EACH(const Change *, change, &diff->changes)
        if (change->action == ACTION_DROP && stands_alone(diff, diff->old, change->old, ACTION_DROP))
            vec_add(arena, &gone, change->old);
    if (!gone.count)
        return;
    VEC_EACH(const Change *, change, &diff->changes)
    {
        const Object *old;
        LikelyRename *pair;

        if (change->action != ACTION_CREATE || !stands_alone(diff, diff->new, change->new, ACTION_CREATE) ||
            !(old = likely_origin(diff, &gone, &used, change->new)))
            continue;
        map_put(&used, old->key, old);
        pair = arena_make(arena, LikelyRename);
        *pair = (LikelyRename) {old, change->new};
        vec_add(arena, pairs, pair);
    }
}
