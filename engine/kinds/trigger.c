/*
 * https://www.postgresql.org/docs/current/sql-createtrigger.html
 *
 * CREATE OR REPLACE TRIGGER (PostgreSQL 14) does any change in place, but not for constraint triggers, and it leaves the
 * trigger enabled, whatever it was.
 */
#include "engine/kinds/trigger.h"

#include "engine/model/emit.h"
#include "engine/model/moves.h"

static const Field fields[] = {
    FIELD(Trigger, timing, TEXT, ALTER),
    FIELD(Trigger, events, NAMES, ALTER),
    FIELD_NAMED(Trigger, update_columns, "update of", NAMES, ALTER),
    FIELD_NAMED(Trigger, for_each_row, "for each row", BOOL, ALTER),
    FIELD(Trigger, when, EXPR, ALTER),
    FIELD(Trigger, function, TEXT, ALTER),
    FIELD(Trigger, arguments, NAMES, ALTER),
    FIELD_NAMED(Trigger, old_table, "old table", TEXT, ALTER),
    FIELD_NAMED(Trigger, new_table, "new table", TEXT, ALTER),
    FIELD(Trigger, constraint, BOOL, RECREATE),
    FIELD(Trigger, deferrable, BOOL, RECREATE),
    FIELD_NAMED(Trigger, initially_deferred, "initially deferred", BOOL, RECREATE),
    FIELD_NAMED(Trigger, from_table, "from", TEXT, RECREATE),
    FIELD(Trigger, enabled, TEXT, ALTER),
    {0}
};

static bool
can_alter(const Object *old, const Object *new, uint64_t changed)
{
    bool constraint = ((const Trigger *) old)->constraint || ((const Trigger *) new)->constraint;

    return !constraint || changed == field_bit(fields, "enabled");
}

static void
add_names(Text *sql, const Vec *names)
{
    VEC_EACH(const char *, name, names)
        text_addf(sql, "%s%s", name_at ? ", " : " ", sql_ident(sql->arena, name));
}

static void
add_events(Text *sql, const Trigger *trigger)
{
    VEC_EACH(const char *, event, &trigger->events)
    {
        text_addf(sql, "%s%s", event_at ? " OR " : " ", event);
        if (trigger->update_columns.count && strcmp(event, "UPDATE") == 0)
        {
            text_add(sql, " OF");
            add_names(sql, &trigger->update_columns);
        }
    }
}

static void
add_call(Text *sql, const Trigger *trigger)
{
    text_addf(sql, "EXECUTE FUNCTION %s(", trigger->function);
    VEC_EACH(const char *, argument, &trigger->arguments)
        text_addf(sql, "%s%s", argument_at ? ", " : "", sql_literal(sql->arena, argument));
    text_add_char(sql, ')');
}

static const char *
create_sql(Arena *arena, const Trigger *trigger, bool replace)
{
    Text sql;

    text_init(&sql, arena);
    text_addf(&sql, "CREATE %s%sTRIGGER %s %s", replace ? "OR REPLACE " : "", trigger->constraint ? "CONSTRAINT " : "",
              sql_ident(arena, trigger->object.name), trigger->timing);
    add_events(&sql, trigger);
    text_addf(&sql, " ON %s", object_relation(arena, &trigger->object));
    if (trigger->from_table)
        text_addf(&sql, " FROM %s", trigger->from_table);
    if (trigger->deferrable)
        text_addf(&sql, " DEFERRABLE%s", trigger->initially_deferred ? " INITIALLY DEFERRED" : "");
    if (trigger->old_table || trigger->new_table)
        text_add(&sql, " REFERENCING");
    if (trigger->old_table)
        text_addf(&sql, " OLD TABLE AS %s", sql_ident(arena, trigger->old_table));
    if (trigger->new_table)
        text_addf(&sql, " NEW TABLE AS %s", sql_ident(arena, trigger->new_table));
    text_addf(&sql, " FOR EACH %s ", trigger->for_each_row ? "ROW" : "STATEMENT");
    if (trigger->when)
        text_addf(&sql, "WHEN (%s) ", trigger->when->sql);
    add_call(&sql, trigger);
    return text_str(&sql);
}

static const char *
enable_sql(Arena *arena, const Trigger *trigger, const char *state)
{
    return arena_printf(arena, "ALTER TABLE %s %s TRIGGER %s", object_relation(arena, &trigger->object), state,
                        sql_ident(arena, trigger->object.name));
}

/* `was`: the state that the trigger is in now. */
static void
enable(Emit *emit, const Trigger *trigger, const char *was)
{
    Step *step;

    if (str_eq(trigger->enabled, was))
        return;
    step = emit_step(emit, COST(.on = object_relation(emit->arena, &trigger->object), .lock = LOCK_SHARE_ROW_EXCLUSIVE), "%s",
                     enable_sql(emit->arena, trigger, trigger->enabled));
    emit_undo(emit, step, false, "%s", enable_sql(emit->arena, trigger, was));
}

static void
create(Emit *emit, const Object *new)
{
    const Trigger *trigger = (const Trigger *) new;
    Step *step = emit_step(emit, COST(.on = object_relation(emit->arena, new), .lock = LOCK_SHARE_ROW_EXCLUSIVE), "%s",
                           create_sql(emit->arena, trigger, false));

    emit_undo(emit, step, false, "DROP TRIGGER %s", object_sql_name(emit->arena, new));
    enable(emit, trigger, "ENABLE");
}

static void
alter(Emit *emit, const Object *old_object, const Object *new_object, uint64_t changed)
{
    const Trigger *old = (const Trigger *) old_object, *new = (const Trigger *) new_object;
    Step *step;

    if (changed == field_bit(fields, "enabled"))
    {
        enable(emit, new, old->enabled);
        return;
    }
    step = emit_step(emit, COST(.on = object_relation(emit->arena, new_object), .lock = LOCK_SHARE_ROW_EXCLUSIVE), "%s",
                     create_sql(emit->arena, new, true));
    emit_undo(emit, step, false, "%s", create_sql(emit->arena, old, true));
    enable(emit, new, "ENABLE");
}

static void
drop(Emit *emit, const Object *old)
{
    Step *step = emit_step(emit, COST(.on = object_relation(emit->arena, old), .lock = LOCK_ACCESS_EXCLUSIVE), "DROP TRIGGER %s",
                           object_sql_name(emit->arena, old));

    emit_undo(emit, step, false, "%s", create_sql(emit->arena, (const Trigger *) old, false));
}

static void
follow(Object *object, const Moves *moves)
{
    Trigger *trigger = (Trigger *) object;

    trigger->function = moves_text(moves, SPACE_ROUTINE, trigger->function);
    trigger->from_table = moves_text(moves, SPACE_RELATION, trigger->from_table);
    moves_columns(moves, object->schema, object->parent, &trigger->update_columns);
}

const KindOps kind_trigger = {
    .noun = "TRIGGER",
    .word = "trigger",
    .renames = "",
    .size = sizeof(Trigger),
    .fields = fields,
    .can_alter = can_alter,
    .follow = follow,
    .create = create,
    .alter = alter,
    .drop = drop,
};
