/* https://www.postgresql.org/docs/current/sql-createtable.html, GENERATED ... AS IDENTITY */
#include "engine/kinds/identity_sequence.h"

#include "engine/base/text.h"
#include "engine/model/emit.h"
#include "engine/model/moves.h"

static const Field fields[] = {
    FIELD_NAMED(IdentitySequence, called, "name", LOOSE, ALTER),
    {0}
};

static const char *
sql_name(Arena *arena, const Object *object)
{
    return sql_qname(arena, object->schema, ((const IdentitySequence *) object)->sequence);
}

static const Object *
column_of(const Object *object, const Model *model)
{
    return model_find(model, SPACE_COLUMN, object->schema, object->parent, object->name);
}

/* The column's own statements make it and drop it. */
static void
create(Emit *emit, const Object *new)
{
    (void) emit;
    (void) new;
}

static void
drop(Emit *emit, const Object *old)
{
    (void) emit;
    (void) old;
}

static void
alter(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    const char *from = ((const IdentitySequence *) old)->sequence, *to = ((const IdentitySequence *) new)->sequence;
    Step *step = emit_step(emit, COST(.on = sql_name(emit->arena, old), .lock = LOCK_ACCESS_EXCLUSIVE), "ALTER SEQUENCE %s RENAME TO %s",
                           sql_name(emit->arena, old), sql_ident(emit->arena, to));

    (void) changed;
    emit_undo(emit, step, false, "ALTER SEQUENCE %s RENAME TO %s", sql_name(emit->arena, new), sql_ident(emit->arena, from));
}

static void
adopt(Object *wanted, const Object *live)
{
    IdentitySequence *own = (IdentitySequence *) wanted;

    if (!own->called)
        own->sequence = ((const IdentitySequence *) live)->sequence;
}

static void
follow(Object *object, const Moves *moves)
{
    object->name = moves_child(moves, SPACE_COLUMN, object->schema, object->parent, object->name);
}

const KindOps kind_identity_sequence = {
    .noun = "SEQUENCE",
    .word = "identity sequence",
    .acl_privileges = "SELECT,UPDATE,USAGE",
    .size = sizeof(IdentitySequence),
    .fields = fields,
    .sql_name = sql_name,
    .folds_into = column_of,
    .dropped_with = column_of,
    .adopt = adopt,
    .follow = follow,
    .create = create,
    .alter = alter,
    .drop = drop,
};
