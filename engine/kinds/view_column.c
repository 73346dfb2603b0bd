#include "engine/kinds/view_column.h"

#include "engine/kinds/options.h"
#include "engine/model/emit.h"

static const Field fields[] = {
    FIELD(ViewColumn, statistics, INT, ALTER),
    FIELD(ViewColumn, storage, TEXT, ALTER),
    FIELD(ViewColumn, compression, TEXT, ALTER),
    FIELD(ViewColumn, options, SET, ALTER),
    {0}
};

static const char *
sql_name(Arena *arena, const Object *object)
{
    return arena_printf(arena, "%s.%s", object_relation(arena, object), sql_ident(arena, object->name));
}

__attribute__((format(printf, 4, 5)))
static void
emit_setting(Emit *emit, const Object *column, Lock lock, const char *format, ...)
{
    const char *view = object_relation(emit->arena, column), *setting;
    va_list args;

    va_start(args, format);
    setting = arena_vprintf(emit->arena, format, args);
    va_end(args);
    emit_step(emit, COST(.on = view, .lock = lock), "ALTER MATERIALIZED VIEW %s ALTER COLUMN %s %s", view,
              sql_ident(emit->arena, column->name), setting);
}

/* SET STORAGE DEFAULT came with PostgreSQL 16; what a live column goes back to is known. From blueprint to blueprint it is not. */
static void
set_storage(Emit *emit, const ViewColumn *old, const ViewColumn *new)
{
    const char *before = old->type_storage ? old->type_storage : "DEFAULT";

    emit_setting(emit, &new->object, LOCK_ACCESS_EXCLUSIVE, "SET STORAGE %s", new->storage ? new->storage : before);
}

static void
set_options(Emit *emit, const ViewColumn *old, const ViewColumn *new)
{
    const char *set = options_to_set(emit->arena, &old->options, &new->options);
    const char *reset = options_to_reset(emit->arena, &old->options, &new->options);

    if (set)
        emit_setting(emit, &new->object, LOCK_SHARE_UPDATE_EXCLUSIVE, "SET (%s)", set);
    if (reset)
        emit_setting(emit, &new->object, LOCK_SHARE_UPDATE_EXCLUSIVE, "RESET (%s)", reset);
}

static void
alter(Emit *emit, const Object *old_object, const Object *new_object, uint64_t changed)
{
    const ViewColumn *old = (const ViewColumn *) old_object, *new = (const ViewColumn *) new_object;

    if (changed & field_bit(fields, "statistics"))
        emit_setting(emit, new_object, LOCK_SHARE_UPDATE_EXCLUSIVE, "SET STATISTICS %" PRId64, new->statistics);
    if (changed & field_bit(fields, "storage"))
        set_storage(emit, old, new);
    if (changed & field_bit(fields, "compression"))
        emit_setting(emit, new_object, LOCK_ACCESS_EXCLUSIVE, "SET COMPRESSION %s", new->compression ? new->compression : "default");
    if (changed & field_bit(fields, "options"))
        set_options(emit, old, new);
}

static const ViewColumn nothing_said = {.statistics = -1};

static void
create(Emit *emit, const Object *new)
{
    alter(emit, &nothing_said.object, new, fields_compare(fields, &nothing_said, new, &nothing_said.object, new, NULL));
}

static void
drop_acl(Emit *emit, const Object *old)
{
    VEC_EACH(const AclItem *, item, &old->acl)
    {
        Step *step = emit_step(emit, COST(0), "REVOKE %s (%s) ON TABLE %s FROM %s", item->privilege, sql_ident(emit->arena, old->name),
                               object_relation(emit->arena, old), item->grantee ? sql_ident(emit->arena, item->grantee) : "PUBLIC");

        emit_hazard(emit, step, HAZARD_CHANGES_PRIVILEGES, NULL);
    }
}

/* Only when the view stays as it is: else its DROP takes this along. */
static void
drop(Emit *emit, const Object *old)
{
    ViewColumn none = nothing_said;

    none.object.kind = old->kind;
    none.object.schema = old->schema;
    none.object.parent = old->parent;
    none.object.name = old->name;
    alter(emit, old, &none.object, fields_compare(fields, old, &none, old, &none.object, NULL));
    drop_acl(emit, old);
    if (old->comment)
        emit_step(emit, COST(.on = object_relation(emit->arena, old), .lock = LOCK_SHARE_UPDATE_EXCLUSIVE), "COMMENT ON COLUMN %s IS NULL",
                  sql_name(emit->arena, old));
}

const KindOps kind_view_column = {
    .noun = "COLUMN",
    .word = "view column",
    .acl_privileges = "SELECT,INSERT,UPDATE,REFERENCES",
    .renames = "COLUMN",
    .size = sizeof(ViewColumn),
    .fields = fields,
    .sql_name = sql_name,
    .create = create,
    .alter = alter,
    .drop = drop,
};
