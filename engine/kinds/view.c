/*
 * What CREATE OR REPLACE VIEW may do: https://www.postgresql.org/docs/current/sql-createview.html
 */
#include "engine/kinds/view.h"

#include "engine/kinds/options.h"
#include "engine/model/emit.h"
#include "engine/model/moves.h"

static const Field fields[] = {
    FIELD(View, query, QUERY, ALTER),
    FIELD(View, options, SET, ALTER),
    {0}
};

/* The server refuses a replacement that drops, renames or retypes a column. */
static bool
can_alter(const Object *old_object, const Object *new_object, uint64_t changed)
{
    const View *old = (const View *) old_object, *new = (const View *) new_object;

    if (!(changed & field_bit(fields, "query")))
        return true;
    if (!old->column_types.count || old->column_types.count > new->column_types.count)
        return false;
    for (size_t i = 0; i < old->column_types.count; i++)
    {
        const char *type = vec_at(&old->column_types, i);

        if (!type || !str_eq(type, vec_at(&new->column_types, i)) || !str_eq(vec_at(&old->column_names, i), vec_at(&new->column_names, i)))
            return false;
    }
    return true;
}

static const char *
create_sql(Arena *arena, const View *view, const char *create)
{
    return arena_printf(arena, "%s %s%s AS\n%s", create, object_sql_name(arena, &view->object), options_with(arena, &view->options),
                        view->query->sql);
}

static void
create(Emit *emit, const Object *new)
{
    /* It reads nothing, but what it names may not be dropped meanwhile. */
    Step *step = emit_step(emit, COST(.lock = LOCK_ACCESS_SHARE), "%s", create_sql(emit->arena, (const View *) new, "CREATE VIEW"));

    emit_undo(emit, step, false, "DROP VIEW %s", object_sql_name(emit->arena, new));
}

/* Who may see what is at stake when these change. */
static void
tell_of_security(Emit *emit, Step *step, const View *old, const View *new)
{
    static const char *const names[] = {"security_invoker", "security_barrier"};

    for (size_t i = 0; i < COUNT_OF(names); i++)
    {
        const char *before = options_get(emit->arena, &old->options, names[i]);
        const char *after = options_get(emit->arena, &new->options, names[i]);

        if (!str_eq(before, after))
            emit_hazard(emit, step, HAZARD_CHANGES_PRIVILEGES, "%s was %s, will be %s", names[i], before ? before : "off",
                        after ? after : "off");
    }
}

static void
alter_options(Emit *emit, const View *old, const View *new)
{
    Arena *arena = emit->arena;
    const char *name = object_sql_name(arena, &new->object);
    const char *set = options_to_set(arena, &old->options, &new->options);
    const char *reset = options_to_reset(arena, &old->options, &new->options);
    Step *step = NULL;

    if (set)
        step = emit_step(emit, COST(.on = name, .lock = LOCK_ACCESS_EXCLUSIVE), "ALTER VIEW %s SET (%s)", name, set);
    if (reset)
        step = emit_step(emit, COST(.on = name, .lock = LOCK_ACCESS_EXCLUSIVE), "ALTER VIEW %s RESET (%s)", name, reset);
    if (step)
        tell_of_security(emit, step, old, new);
}

static void
alter(Emit *emit, const Object *old_object, const Object *new_object, uint64_t changed)
{
    const View *old = (const View *) old_object, *new = (const View *) new_object;
    Step *step;

    if (!(changed & field_bit(fields, "query")))
    {
        alter_options(emit, old, new);
        return;
    }
    /* A replacement sets all options too. */
    step = emit_step(emit, COST(.on = object_sql_name(emit->arena, new_object), .lock = LOCK_ACCESS_EXCLUSIVE), "%s",
                     create_sql(emit->arena, new, "CREATE OR REPLACE VIEW"));
    if (changed & field_bit(fields, "options"))
        tell_of_security(emit, step, old, new);
    if (old->column_names.count == new->column_names.count)
        emit_undo(emit, step, false, "%s", create_sql(emit->arena, old, "CREATE OR REPLACE VIEW"));
}

static void
drop(Emit *emit, const Object *old)
{
    const char *name = object_sql_name(emit->arena, old);
    Step *step = emit_step(emit, COST(.on = name, .lock = LOCK_ACCESS_EXCLUSIVE), "DROP VIEW %s", name);

    if (emit->change->action == ACTION_DROP)
        emit_hazard(emit, step, HAZARD_DROPS_OBJECT, NULL);
    emit_undo(emit, step, old->acl.count || old->comment, "%s", create_sql(emit->arena, (const View *) old, "CREATE VIEW"));
}

static void
follow(Object *object, const Moves *moves)
{
    moves_columns(moves, object->schema, object->name, &((View *) object)->column_names);
}

static bool
has_part(const Object *object, const char *part)
{
    return vec_has_str(&((const View *) object)->column_names, part);
}

const KindOps kind_view = {
    .noun = "VIEW",
    .word = "view",
    .acl_privileges = "SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER",
    .acl_noun = "TABLE",
    .has_owner = true,
    .renames = "",
    .part_renames = "COLUMN",
    .size = sizeof(View),
    .can_run = true,
    .fields = fields,
    .can_alter = can_alter,
    .follow = follow,
    .has_part = has_part,
    .create = create,
    .alter = alter,
    .drop = drop,
};
