#include "engine/kinds/once.h"

#include "engine/model/emit.h"

static const Field fields[] = {
    FIELD(Once, sql, TEXT, IGNORE),
    FIELD(Once, position, INT, IGNORE),
    {0}
};

static int64_t
position(const Object *object)
{
    return ((const Once *) object)->position;
}

static void
create(Emit *emit, const Object *new)
{
    Step *step = emit_step(emit, COST(.commit_before = true, .commit_after = true), "%s", ((const Once *) new)->sql);

    emit_hazard(emit, step, HAZARD_RUNS_CODE, NULL);
}

static void
drop(Emit *emit, const Object *old)
{
    (void) emit, (void) old;
}

const KindOps kind_once = {
    .noun = "RUN-ONCE",
    .word = "run-once",
    .last = true,
    .size = sizeof(Once),
    .fields = fields,
    .position = position,
    .create = create,
    .drop = drop,
};
