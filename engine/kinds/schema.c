#include "engine/kinds/schema.h"

#include "engine/model/emit.h"

static const Field fields[] = {
    {0}
};

static void
schema_create(Emit *emit, const Object *new)
{
    const char *name = object_sql_name(emit->arena, new);
    Step *step = emit_step(emit, COST(0), "CREATE SCHEMA %s", name);

    emit_undo(emit, step, false, "DROP SCHEMA %s", name);
}

/* Without CASCADE: what is in it and is not managed makes the step fail, and that is right. */
static void
schema_drop(Emit *emit, const Object *old)
{
    const char *name = object_sql_name(emit->arena, old);
    Step *step = emit_step(emit, COST(0), "DROP SCHEMA %s", name);

    emit_hazard(emit, step, HAZARD_DROPS_OBJECT, NULL);
    emit_undo(emit, step, false, "CREATE SCHEMA %s", name);
}

const KindOps kind_schema = {
    .noun = "SCHEMA",
    .word = "schema",
    .acl_privileges = "USAGE,CREATE",
    .has_owner = true,
    .renames = "",
    .size = sizeof(Schema),
    .fields = fields,
    .create = schema_create,
    .drop = schema_drop,
};
