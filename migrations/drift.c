#include "migrations/drift.h"

const char *
drift_state_word(DriftState state)
{
    static const char *const words[] = {"missing", "extra", "different"};

    return words[state];
}

const char *
drift_state_text(DriftState state)
{
    static const char *const texts[] = {"is not in the database", "is not in the blueprint", "differs"};

    return texts[state];
}

static bool
parent_says_it(const Diff *diff, const Change *change)
{
    const Object *parent = change->new ? model_parent(diff->new, change->new) : model_parent(diff->old, change->old);

    return parent && diff_change_of(diff, parent)->action == change->action;
}

static Drift *
drift_of(Arena *arena, const Change *change)
{
    Drift *drift = arena_make(arena, Drift);
    const Object *object = change->new ? change->new : change->old;

    drift->state = !change->old ? DRIFT_MISSING : !change->new ? DRIFT_EXTRA : DRIFT_DIFFERENT;
    drift->kind = object->kind;
    drift->object = object_title(arena, object);
    drift->unproved = change->unproved;
    drift->origin = change->new ? change->new->origin : (Origin) {0};
    if (drift->state == DRIFT_DIFFERENT)
        change_sentences(arena, change, &drift->details);
    return drift;
}

void
drift_make(Arena *arena, const Diff *diff, DriftList *list)
{
    *list = (DriftList) {0};
    VEC_EACH(const Change *, change, &diff->changes)
    {
        Drift *drift;

        if (change->old && change->old->ignored)
            continue;
        list->of_kind[(change->new ? change->new : change->old)->kind]++;
        if (change->action == ACTION_KEEP)
            continue;
        if ((change->action == ACTION_CREATE || change->action == ACTION_DROP) && parent_says_it(diff, change))
            continue;
        drift = drift_of(arena, change);
        list->counts[drift->state]++;
        vec_add(arena, &list->items, drift);
    }
}

const char *
drift_line(Arena *arena, const Drift *drift)
{
    const char *what = drift->details.count ? arena_printf(arena, ": %s", vec_join(arena, &drift->details, "; "))
                                            : arena_printf(arena, " %s", drift_state_text(drift->state));

    return arena_printf(arena, "%s%s%s%s%s", drift->object, what, drift->unproved ? " (unproved: " : "", drift->unproved ? drift->unproved : "",
                        drift->unproved ? ")" : "");
}
