/* https://www.postgresql.org/docs/current/sql-createusermapping.html */
#include "engine/kinds/user_mapping.h"

#include "engine/base/text.h"
#include "engine/kinds/generic_options.h"
#include "engine/model/secret.h"
#include "engine/model/moves.h"

static const Field fields[] = {
    FIELD(UserMapping, options, LOOSE_OPTIONS, ALTER),
    {0}
};

static const char *
sql_name(Arena *arena, const Object *object)
{
    const UserMapping *mapping = (const UserMapping *) object;

    return arena_printf(arena, "FOR %s SERVER %s", mapping->role ? sql_ident(arena, mapping->role) : "PUBLIC", sql_ident(arena, mapping->server));
}

UserMapping *
user_mapping_make(Arena *arena, const char *role, const char *server)
{
    /* No role can be called "public". */
    const char *name = arena_printf(arena, "%s SERVER %s", role ? role : "public", server);
    UserMapping *mapping = object_make(arena, KIND_USER_MAPPING, NULL, NULL, name);

    mapping->role = arena_copy(arena, role);
    mapping->server = arena_copy(arena, server);
    object_need(arena, &mapping->object, (Ref) {.space = SPACE_SERVER, .name = server});
    return mapping;
}

static void
create(Emit *emit, const Object *new)
{
    const UserMapping *mapping = (const UserMapping *) new;
    const char *name = sql_name(emit->arena, new);

    if (!mapping->options)
    {
        emit_refuse(emit, "user mapping %s must be made anew, and its options can't be read by this role: plan as a superuser, or declare it in the "
                    "blueprint", name);
        return;
    }
    emit_undo(emit, generic_options_step(emit, COST(0), arena_printf(emit->arena, "CREATE USER MAPPING %s", name), mapping->options), false,
              "DROP USER MAPPING %s", name);
}

static void
alter(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    const char *start = arena_printf(emit->arena, "ALTER USER MAPPING %s", sql_name(emit->arena, new));

    (void) changed;
    generic_options_alter(emit, COST(0), start, start, ((const UserMapping *) old)->options, ((const UserMapping *) new)->options);
}

static void
drop(Emit *emit, const Object *old)
{
    const Vec *options = ((const UserMapping *) old)->options;
    const char *name = sql_name(emit->arena, old);
    Step *step = emit_step(emit, COST(0), "DROP USER MAPPING %s", name);

    if (emit->change->action == ACTION_DROP)
        emit_hazard(emit, step, HAZARD_DROPS_OBJECT, NULL);
    emit_undo(emit, step, !options || secret_in(options), "CREATE USER MAPPING %s%s", name,
              options ? generic_options_sql(emit->arena, options, SECRETS_LEFT_OUT) : "");
}

static void
follow(Object *object, const Moves *moves)
{
    UserMapping *mapping = (UserMapping *) object;

    mapping->server = moves_child(moves, SPACE_SERVER, NULL, NULL, mapping->server);
    object->name = user_mapping_make(moves->arena, mapping->role, mapping->server)->object.name;
}

const KindOps kind_user_mapping = {
    .noun = "USER MAPPING",
    .word = "user mapping",
    .claim = CLAIM_USER_MAPPINGS,
    .size = sizeof(UserMapping),
    .fields = fields,
    .sql_name = sql_name,
    .follow = follow,
    .create = create,
    .alter = alter,
    .drop = drop,
};
