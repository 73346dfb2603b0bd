#include "engine/plan/ignored.h"

static bool
refuse(const Diff *diff, const Object *object, const char *why, Error *err)
{
    error_set(err, diff->arena, ERR_FAILED, "%s would have to change with %s, but the rule \"%s\" ignores it", object_title(diff->arena, object), why,
              object->ignored);
    return error_hint(err, diff->arena, "take the rule away, or do by hand what the change needs");
}

static bool
needs_stay(const Diff *diff, const Links *links, const Object *object, Error *err)
{
    VEC_EACH(const Object *, need, links_needs(links, object))
    {
        const Change *change = diff_change_of(diff, need);

        if (change->action == ACTION_DROP || change->action == ACTION_RECREATE)
            return refuse(diff, object, arena_printf(diff->arena, "%s, which is %s", object_title(diff->arena, need),
                                                     change->action == ACTION_DROP ? "dropped" : "made anew"), err);
    }
    return true;
}

bool
ignored_stay(const Diff *diff, const Links *old_links, Error *err)
{
    VEC_EACH(const Change *, change, &diff->changes)
    {
        if (!change->old || !change->old->ignored)
            continue;
        TRY(needs_stay(diff, old_links, change->old, err));
        if (change->action != ACTION_KEEP)
            return refuse(diff, change->old, change->because ? change->because : "what it needs", err);
    }
    return true;
}
