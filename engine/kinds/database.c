#include "engine/kinds/database.h"

#include "engine/base/text.h"
#include "engine/model/emit.h"

static const Field fields[] = {
    FIELD_NAMED(Database, connection_limit, "connection limit", LOOSE, ALTER),
    {0}
};

static void
set_limit(Emit *emit, const Object *new, const char *old_limit)
{
    const char *start = arena_printf(emit->arena, "ALTER DATABASE %s CONNECTION LIMIT", sql_ident(emit->arena, new->name));
    const char *limit = ((const Database *) new)->connection_limit;
    Step *step;

    if (!limit)
        return;
    step = emit_step(emit, COST(0), "%s %s", start, limit);
    emit_undo(emit, step, false, "%s %s", start, old_limit ? old_limit : "-1");
}

/* Only between two blueprints: a live database is there. */
static void
create(Emit *emit, const Object *new)
{
    set_limit(emit, new, NULL);
}

static void
alter(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    if (changed)
        set_limit(emit, new, ((const Database *) old)->connection_limit);
}

static void
drop(Emit *emit, const Object *old)
{
    (void) emit, (void) old;
}

static bool
claimed(const Object *live, const Model *blueprint, unsigned manage)
{
    (void) live, (void) blueprint, (void) manage;
    return false;
}

const KindOps kind_database = {
    .noun = "DATABASE",
    .word = "database",
    .acl_privileges = "CREATE,TEMPORARY,CONNECT",
    .has_owner = true,
    .claimed = claimed,
    .last = true,
    .size = sizeof(Database),
    .fields = fields,
    .create = create,
    .alter = alter,
    .drop = drop,
};
