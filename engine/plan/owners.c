#include "engine/plan/owners.h"

static bool
is_made_anew(const Change *change)
{
    return change->action == ACTION_CREATE || change->action == ACTION_RECREATE;
}

/* Whether it is the connected role's at first, and somebody else's in the end. */
static bool
is_given_away(const Diff *diff, const Change *change)
{
    const char *role = diff->old->role;

    if (!change->new->owner || str_eq(change->new->owner, role))
        return false;
    if (is_made_anew(change))
        return true;
    return change->action == ACTION_ALTER && change->common & CHANGED_OWNER && str_eq(change->old->owner, role);
}

/* Every view under a query, views of views too. */
static void
views_under(const Model *model, const Object *object, Arena *arena, Vec *views)
{
    Vec found = {0};

    links_resolve(model, object, arena, &found);
    VEC_EACH(const Object *, need, &found)
    {
        bool known = false;

        VEC_EACH(const Object *, view, views)
            known |= view == need;
        if (need->kind != KIND_VIEW || known)
            continue;
        vec_add(arena, views, need);
        views_under(model, need, arena, views);
    }
}

void
owners_delay(Diff *diff)
{
    VEC_EACH(const Change *, change, &diff->changes)
    {
        Vec views = {0};

        if (!change->new || change->new->kind != KIND_MATVIEW || !is_made_anew(change))
            continue;
        views_under(diff->new, change->new, diff->arena, &views);
        VEC_EACH(const Object *, view, &views)
        {
            Change *under = diff_change_of(diff, view);

            under->owner_late |= is_given_away(diff, under);
        }
    }
}

void
owners_delayed_under(const Diff *diff, const Object *object, Arena *arena, Vec *views)
{
    Vec all = {0};

    if (object->kind != KIND_MATVIEW)
        return;
    views_under(diff->new, object, arena, &all);
    VEC_EACH(const Object *, view, &all)
        if (diff_change_of(diff, view)->owner_late)
            vec_add(arena, views, view);
}
