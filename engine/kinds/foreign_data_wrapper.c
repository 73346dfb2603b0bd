/* https://www.postgresql.org/docs/current/sql-alterforeigndatawrapper.html */
#include "engine/kinds/foreign_data_wrapper.h"

#include "engine/base/text.h"
#include "engine/kinds/generic_options.h"
#include "engine/model/moves.h"

static const Field fields[] = {
    FIELD(ForeignDataWrapper, handler, TEXT, ALTER),
    FIELD(ForeignDataWrapper, validator, TEXT, ALTER),
    FIELD(ForeignDataWrapper, options, OPTIONS, ALTER),
    {0}
};

static void
create(Emit *emit, const Object *new)
{
    const ForeignDataWrapper *wrapper = (const ForeignDataWrapper *) new;
    const char *name = object_sql_name(emit->arena, new);
    Text start;

    text_init(&start, emit->arena);
    text_addf(&start, "CREATE FOREIGN DATA WRAPPER %s", name);
    if (wrapper->handler)
        text_addf(&start, " HANDLER %s", wrapper->handler);
    if (wrapper->validator)
        text_addf(&start, " VALIDATOR %s", wrapper->validator);
    emit_undo(emit, generic_options_step(emit, COST(0), text_str(&start), &wrapper->options), false, "DROP FOREIGN DATA WRAPPER %s", name);
}

static const char *
start_of(Arena *arena, const Object *object, const ForeignDataWrapper *to, uint64_t changed)
{
    Text sql;

    text_init(&sql, arena);
    text_addf(&sql, "ALTER FOREIGN DATA WRAPPER %s", object_sql_name(arena, object));
    if (changed & field_bit(fields, "handler"))
        text_addf(&sql, to->handler ? " HANDLER %s" : " NO HANDLER", to->handler);
    if (changed & field_bit(fields, "validator"))
        text_addf(&sql, to->validator ? " VALIDATOR %s" : " NO VALIDATOR", to->validator);
    return text_str(&sql);
}

/* One statement, since the new validator looks at the new options. */
static void
alter(Emit *emit, const Object *old_object, const Object *new_object, uint64_t changed)
{
    const ForeignDataWrapper *old = (const ForeignDataWrapper *) old_object, *new = (const ForeignDataWrapper *) new_object;

    generic_options_alter(emit, COST(0), start_of(emit->arena, new_object, new, changed), start_of(emit->arena, new_object, old, changed),
                          &old->options, &new->options);
}

static void
drop(Emit *emit, const Object *old)
{
    Step *step = emit_step(emit, COST(0), "DROP FOREIGN DATA WRAPPER %s", object_sql_name(emit->arena, old));

    if (emit->change->action == ACTION_DROP)
        emit_hazard(emit, step, HAZARD_DROPS_OBJECT, NULL);
}

static void
follow(Object *object, const Moves *moves)
{
    ForeignDataWrapper *wrapper = (ForeignDataWrapper *) object;

    wrapper->handler = moves_text(moves, SPACE_ROUTINE, wrapper->handler);
    wrapper->validator = moves_text(moves, SPACE_ROUTINE, wrapper->validator);
}

const KindOps kind_foreign_data_wrapper = {
    .noun = "FOREIGN DATA WRAPPER",
    .word = "foreign-data wrapper",
    .acl_privileges = "USAGE",
    .has_owner = true,
    .renames = "",
    .size = sizeof(ForeignDataWrapper),
    .fields = fields,
    .follow = follow,
    .create = create,
    .alter = alter,
    .drop = drop,
};
