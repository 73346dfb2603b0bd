#include "engine/kinds/matview.h"

#include "engine/kinds/options.h"
#include "engine/model/emit.h"
#include "engine/model/moves.h"

static const Field fields[] = {
    FIELD(MatView, query, QUERY, RECREATE),
    FIELD(MatView, options, SET, ALTER),
    FIELD_NAMED(MatView, access_method, "access method", TEXT, RECREATE),
    FIELD(MatView, tablespace, TEXT, ALTER),
    FIELD(MatView, populated, LOOSE, ALTER),
    FIELD_NAMED(MatView, cluster_on, "cluster on", TEXT, ALTER),
    FIELD(MatView, rows, INT, IGNORE),
    FIELD(MatView, bytes, INT, IGNORE),
    {0}
};

/* One that is filled comes back filled, whatever the blueprint says of a new one. */
static bool
wants_data(const Emit *emit, const MatView *view)
{
    const MatView *before = (const MatView *) emit->change->old;

    return str_eq(view->populated, "yes") || (before && before->object.kind == KIND_MATVIEW && str_eq(before->populated, "yes"));
}

static const char *
create_sql(Arena *arena, const MatView *view, bool with_data)
{
    Text sql;

    text_init(&sql, arena);
    text_addf(&sql, "CREATE MATERIALIZED VIEW %s", object_sql_name(arena, &view->object));
    if (view->access_method)
        text_addf(&sql, " USING %s", sql_ident(arena, view->access_method));
    text_add(&sql, options_with(arena, &view->options));
    if (view->tablespace)
        text_addf(&sql, " TABLESPACE %s", sql_ident(arena, view->tablespace));
    text_addf(&sql, " AS\n%s%s", view->query->sql, with_data ? "" : "\nWITH NO DATA");
    return text_str(&sql);
}

static void
create(Emit *emit, const Object *new)
{
    const MatView *view = (const MatView *) new;
    bool filled = wants_data(emit, view);
    Step *step = emit_step(emit, COST(.lock = LOCK_ACCESS_SHARE, .scans = filled), "%s", create_sql(emit->arena, view, filled));

    emit_undo(emit, step, false, "DROP MATERIALIZED VIEW %s", object_sql_name(emit->arena, new));
}

static void
alter_options(Emit *emit, const MatView *old, const MatView *new, const char *name)
{
    const char *set = options_to_set(emit->arena, &old->options, &new->options);
    const char *reset = options_to_reset(emit->arena, &old->options, &new->options);

    if (set)
        emit_step(emit, COST(.on = name, .lock = LOCK_SHARE_UPDATE_EXCLUSIVE), "ALTER MATERIALIZED VIEW %s SET (%s)", name, set);
    if (reset)
        emit_step(emit, COST(.on = name, .lock = LOCK_SHARE_UPDATE_EXCLUSIVE), "ALTER MATERIALIZED VIEW %s RESET (%s)", name, reset);
}

static void
alter(Emit *emit, const Object *old_object, const Object *new_object, uint64_t changed)
{
    const MatView *old = (const MatView *) old_object, *new = (const MatView *) new_object;
    const char *name = object_sql_name(emit->arena, new_object);
    Step *step;

    if (changed & field_bit(fields, "options"))
        alter_options(emit, old, new, name);
    if (changed & field_bit(fields, "tablespace"))
    {
        step = emit_step(emit, COST(.on = name, .lock = LOCK_ACCESS_EXCLUSIVE, .rewrites = true),
                         "ALTER MATERIALIZED VIEW %s SET TABLESPACE %s", name,
                         sql_ident(emit->arena, new->tablespace ? new->tablespace : "pg_default"));
        emit_undo(emit, step, false, "ALTER MATERIALIZED VIEW %s SET TABLESPACE %s", name,
                  sql_ident(emit->arena, old->tablespace ? old->tablespace : "pg_default"));
    }
    if (changed & field_bit(fields, "populated"))
    {
        step = emit_step(emit, COST(.on = name, .lock = LOCK_ACCESS_EXCLUSIVE, .rewrites = true), "REFRESH MATERIALIZED VIEW %s", name);
        emit_undo(emit, step, false, "REFRESH MATERIALIZED VIEW %s WITH NO DATA", name);
    }
}

/* The index must be there first. */
static void
finish(Emit *emit, const Object *old, const Object *new_object, uint64_t changed)
{
    const MatView *new = (const MatView *) new_object;
    const char *name = object_sql_name(emit->arena, new_object);
    StepCost cost = COST(.on = name, .lock = LOCK_SHARE_UPDATE_EXCLUSIVE);

    if (!(changed & field_bit(fields, "cluster on")))
        return;
    if (new->cluster_on)
        emit_step(emit, cost, "ALTER MATERIALIZED VIEW %s CLUSTER ON %s", name, sql_ident(emit->arena, new->cluster_on));
    else if (old)
        emit_step(emit, cost, "ALTER MATERIALIZED VIEW %s SET WITHOUT CLUSTER", name);
}

static void
drop(Emit *emit, const Object *old)
{
    const MatView *view = (const MatView *) old;
    const char *name = object_sql_name(emit->arena, old);
    Step *step = emit_step(emit, COST(.on = name, .lock = LOCK_ACCESS_EXCLUSIVE), "DROP MATERIALIZED VIEW %s", name);

    if (emit->change->action == ACTION_DROP)
        emit_hazard(emit, step, HAZARD_DROPS_OBJECT, NULL);
    else if (view->rows != 0 && str_eq(view->populated, "yes"))
        emit_hazard(emit, step, HAZARD_ACCESS_EXCLUSIVE, "nobody can read it until it is filled again");
    emit_undo(emit, step, true, "%s", create_sql(emit->arena, view, str_eq(view->populated, "yes")));
}

static void
follow(Object *object, const Moves *moves)
{
    MatView *view = (MatView *) object;

    moves_columns(moves, object->schema, object->name, &view->column_names);
    view->cluster_on = moves_child(moves, SPACE_RELATION, object->schema, NULL, view->cluster_on);
}

static bool
has_part(const Object *object, const char *part)
{
    return vec_has_str(&((const MatView *) object)->column_names, part);
}

const KindOps kind_matview = {
    .noun = "MATERIALIZED VIEW",
    .word = "materialized view",
    .acl_privileges = "SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER",
    .acl_noun = "TABLE",
    .has_owner = true,
    .renames = "",
    .part_renames = "COLUMN",
    .size = sizeof(MatView),
    .runs_code = true,
    .fields = fields,
    .follow = follow,
    .has_part = has_part,
    .create = create,
    .alter = alter,
    .drop = drop,
    .finish = finish,
};
