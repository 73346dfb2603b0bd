/* https://www.postgresql.org/docs/current/sql-createserver.html */
#include "engine/kinds/server.h"

#include "engine/base/text.h"
#include "engine/kinds/generic_options.h"
#include "engine/model/moves.h"

static const Field fields[] = {
    FIELD_NAMED(Server, wrapper, "foreign-data wrapper", TEXT, RECREATE),
    FIELD(Server, type, TEXT, RECREATE),
    FIELD(Server, version, TEXT, ALTER),
    FIELD(Server, options, OPTIONS, ALTER),
    {0}
};

static void
create(Emit *emit, const Object *new)
{
    const Server *server = (const Server *) new;
    Arena *arena = emit->arena;
    const char *name = object_sql_name(arena, new);
    Text start;

    text_init(&start, arena);
    text_addf(&start, "CREATE SERVER %s", name);
    if (server->type)
        text_addf(&start, " TYPE %s", sql_literal(arena, server->type));
    if (server->version)
        text_addf(&start, " VERSION %s", sql_literal(arena, server->version));
    text_addf(&start, " FOREIGN DATA WRAPPER %s", sql_ident(arena, server->wrapper));
    emit_undo(emit, generic_options_step(emit, COST(0), text_str(&start), &server->options), false, "DROP SERVER %s", name);
}

/* sql_literal() of no version is NULL, which ALTER SERVER takes. */
static const char *
start_of(Arena *arena, const Object *object, const Server *to, uint64_t changed)
{
    const char *start = arena_printf(arena, "ALTER SERVER %s", object_sql_name(arena, object));

    return changed & field_bit(fields, "version") ? arena_printf(arena, "%s VERSION %s", start, sql_literal(arena, to->version)) : start;
}

static void
alter(Emit *emit, const Object *old_object, const Object *new_object, uint64_t changed)
{
    const Server *old = (const Server *) old_object, *new = (const Server *) new_object;

    generic_options_alter(emit, COST(0), start_of(emit->arena, new_object, new, changed), start_of(emit->arena, new_object, old, changed),
                          &old->options, &new->options);
}

static void
drop(Emit *emit, const Object *old)
{
    Step *step = emit_step(emit, COST(0), "DROP SERVER %s", object_sql_name(emit->arena, old));

    if (emit->change->action == ACTION_DROP)
        emit_hazard(emit, step, HAZARD_DROPS_OBJECT, NULL);
}

static void
follow(Object *object, const Moves *moves)
{
    ((Server *) object)->wrapper = moves_child(moves, SPACE_WRAPPER, NULL, NULL, ((Server *) object)->wrapper);
}

const KindOps kind_server = {
    .noun = "SERVER",
    .word = "server",
    .acl_privileges = "USAGE",
    .acl_noun = "FOREIGN SERVER",
    .has_owner = true,
    .renames = "",
    .size = sizeof(Server),
    .fields = fields,
    .follow = follow,
    .create = create,
    .alter = alter,
    .drop = drop,
};
