/*
 * An event trigger fires on the statements of the plan, too: it is dropped before them and made after them. Making,
 * altering and dropping one fires none.
 */
#include "engine/kinds/event_trigger.h"

#include "engine/model/emit.h"
#include "engine/model/moves.h"

static const Field fields[] = {
    FIELD(EventTrigger, event, TEXT, RECREATE),
    FIELD(EventTrigger, tags, NAMES, RECREATE),
    FIELD(EventTrigger, function, TEXT, RECREATE),
    FIELD(EventTrigger, enabled, TEXT, ALTER),
    {0}
};

static const char *
create_sql(Arena *arena, const EventTrigger *trigger)
{
    Text sql;

    text_init(&sql, arena);
    text_addf(&sql, "CREATE EVENT TRIGGER %s ON %s", object_sql_name(arena, &trigger->object), sql_ident(arena, trigger->event));
    VEC_EACH(const char *, tag, &trigger->tags)
        text_addf(&sql, "%s%s", tag_at ? ", " : " WHEN TAG IN (", sql_literal(arena, tag));
    text_addf(&sql, "%s EXECUTE FUNCTION %s()", trigger->tags.count ? ")" : "", trigger->function);
    return text_str(&sql);
}

static void
enable(Emit *emit, const EventTrigger *trigger, const char *was)
{
    const char *name = object_sql_name(emit->arena, &trigger->object);
    Step *step;

    if (str_eq(trigger->enabled, was))
        return;
    step = emit_step(emit, COST(0), "ALTER EVENT TRIGGER %s %s", name, trigger->enabled);
    emit_undo(emit, step, false, "ALTER EVENT TRIGGER %s %s", name, was);
}

static void
create(Emit *emit, const Object *new)
{
    const EventTrigger *trigger = (const EventTrigger *) new;
    Step *step = emit_step(emit, COST(0), "%s", create_sql(emit->arena, trigger));

    emit_undo(emit, step, false, "DROP EVENT TRIGGER %s", object_sql_name(emit->arena, new));
    enable(emit, trigger, "ENABLE");
}

static void
alter(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    (void) changed;
    enable(emit, (const EventTrigger *) new, ((const EventTrigger *) old)->enabled);
}

static void
drop(Emit *emit, const Object *old)
{
    Step *step = emit_step(emit, COST(0), "DROP EVENT TRIGGER %s", object_sql_name(emit->arena, old));

    if (emit->change->action == ACTION_DROP)
        emit_hazard(emit, step, HAZARD_DROPS_OBJECT, "nothing sees to it any more");
    emit_undo(emit, step, true, "%s", create_sql(emit->arena, (const EventTrigger *) old));
}

static void
follow(Object *object, const Moves *moves)
{
    ((EventTrigger *) object)->function = moves_text(moves, SPACE_ROUTINE, ((EventTrigger *) object)->function);
}

const KindOps kind_event_trigger = {
    .noun = "EVENT TRIGGER",
    .word = "event trigger",
    .has_owner = true,
    .claim = CLAIM_EVENT_TRIGGERS,
    .guards = true,
    .renames = "",
    .size = sizeof(EventTrigger),
    .fields = fields,
    .follow = follow,
    .create = create,
    .alter = alter,
    .drop = drop,
};
