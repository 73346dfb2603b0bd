#include "engine/kinds/membership.h"

#include "engine/base/text.h"
#include "engine/model/emit.h"

static const Field fields[] = {
    FIELD_NAMED(Membership, admin, "with admin option", BOOL, ALTER),
    FIELD_NAMED(Membership, inherit, "with inherit option", LOOSE, ALTER),
    FIELD_NAMED(Membership, set, "with set option", LOOSE, ALTER),
    {0}
};

Membership *
membership_make(Arena *arena, const char *role, const char *member)
{
    Membership *membership = object_make(arena, KIND_MEMBERSHIP, NULL, NULL, arena_printf(arena, "%s TO %s", role, member));

    membership->role = arena_copy(arena, role);
    membership->member = arena_copy(arena, member);
    object_need(arena, &membership->object, (Ref) {.space = SPACE_ROLE, .name = role});
    object_need(arena, &membership->object, (Ref) {.space = SPACE_ROLE, .name = member});
    return membership;
}

static const char *
sql_name(Arena *arena, const Object *object)
{
    const Membership *membership = (const Membership *) object;

    return arena_printf(arena, "of %s in %s", sql_ident(arena, membership->member), sql_ident(arena, membership->role));
}

static const char *
role_and_member(Arena *arena, const char *start, const char *between, const Membership *membership)
{
    return arena_printf(arena, "%s%s %s %s", start, sql_ident(arena, membership->role), between, sql_ident(arena, membership->member));
}

/* What differs from a plain GRANT; before PostgreSQL 16 there is only WITH ADMIN OPTION. */
static const char *
with(Arena *arena, const Membership *membership, int version)
{
    Vec options = {0};

    if (version && version < 160000)
        return membership->admin ? " WITH ADMIN OPTION" : "";
    if (membership->admin)
        vec_add(arena, &options, "ADMIN TRUE");
    if (membership->inherit)
        vec_add(arena, &options, strcmp(membership->inherit, "yes") == 0 ? "INHERIT TRUE" : "INHERIT FALSE");
    if (membership->set && strcmp(membership->set, "no") == 0)
        vec_add(arena, &options, "SET FALSE");
    return options.count ? arena_printf(arena, " WITH %s", vec_join(arena, &options, ", ")) : "";
}

static bool
is_new(const Emit *emit, const char *role)
{
    const Object *object = model_find(emit->diff->new, SPACE_ROLE, NULL, NULL, role);

    return object && diff_change_of(emit->diff, object)->action == ACTION_CREATE;
}

static void
create(Emit *emit, const Object *new)
{
    const Membership *membership = (const Membership *) new;
    Step *step = emit_step(emit, COST(0), "%s%s", role_and_member(emit->arena, "GRANT ", "TO", membership),
                           with(emit->arena, membership, emit->options->server_version));

    if (!is_new(emit, membership->role) && !is_new(emit, membership->member))
        emit_hazard(emit, step, HAZARD_CHANGES_PRIVILEGES, NULL);
    emit_undo(emit, step, false, "%s", role_and_member(emit->arena, "REVOKE ", "FROM", membership));
}

static Step *
option_step(Emit *emit, const Membership *membership, const char *option, bool on)
{
    Step *step = emit_step(emit, COST(0), "%s WITH %s %s", role_and_member(emit->arena, "GRANT ", "TO", membership), option, on ? "TRUE" : "FALSE");

    emit_hazard(emit, step, HAZARD_CHANGES_PRIVILEGES, NULL);
    emit_undo(emit, step, false, "%s WITH %s %s", role_and_member(emit->arena, "GRANT ", "TO", membership), option, on ? "FALSE" : "TRUE");
    return step;
}

static void
alter(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    const Membership *membership = (const Membership *) new;

    (void) old;
    if (changed & field_bit(fields, "with admin option"))
    {
        Step *step = membership->admin ? emit_step(emit, COST(0), "%s WITH ADMIN OPTION", role_and_member(emit->arena, "GRANT ", "TO", membership))
                                       : emit_step(emit, COST(0), "%s", role_and_member(emit->arena, "REVOKE ADMIN OPTION FOR ", "FROM", membership));

        emit_hazard(emit, step, HAZARD_CHANGES_PRIVILEGES, NULL);
        if (membership->admin)
            emit_undo(emit, step, false, "%s", role_and_member(emit->arena, "REVOKE ADMIN OPTION FOR ", "FROM", membership));
        else
            emit_undo(emit, step, false, "%s WITH ADMIN OPTION", role_and_member(emit->arena, "GRANT ", "TO", membership));
    }
    if (changed & field_bit(fields, "with inherit option"))
        option_step(emit, membership, "INHERIT", strcmp(membership->inherit, "yes") == 0);
    if (changed & field_bit(fields, "with set option"))
        option_step(emit, membership, "SET", strcmp(membership->set, "yes") == 0);
}

static void
revoke(Emit *emit, const Membership *membership, const char *granted_by)
{
    Step *step = emit_step(emit, COST(0), "%s%s", role_and_member(emit->arena, "REVOKE ", "FROM", membership), granted_by);

    emit_hazard(emit, step, HAZARD_CHANGES_PRIVILEGES, NULL);
    emit_undo(emit, step, false, "%s%s%s", role_and_member(emit->arena, "GRANT ", "TO", membership),
              with(emit->arena, membership, emit->options->server_version), granted_by);
}

/* From PostgreSQL 16 on each grantor's grant is one of its own, and REVOKE takes only that of the grantor it names. */
static void
drop(Emit *emit, const Object *old)
{
    const Membership *membership = (const Membership *) old;

    if (!membership->grantors.count)
        revoke(emit, membership, "");
    VEC_EACH(const char *, grantor, &membership->grantors)
        revoke(emit, membership, arena_printf(emit->arena, " GRANTED BY %s", sql_ident(emit->arena, grantor)));
}

static bool
gone(const Model *blueprint, const char *role)
{
    return vec_has_str(&blueprint->absent, object_key(blueprint->arena, SPACE_ROLE, NULL, NULL, role));
}

/* A membership of a role that is dropped goes with it. */
static bool
claimed(const Object *live, const Model *blueprint, unsigned manage)
{
    const Membership *membership = (const Membership *) live;
    bool role = model_find(blueprint, SPACE_ROLE, NULL, NULL, membership->role) != NULL;
    bool member = model_find(blueprint, SPACE_ROLE, NULL, NULL, membership->member) != NULL;

    return (role && member) || ((role || member) && manage & CLAIM_ROLES) || gone(blueprint, membership->role) ||
           gone(blueprint, membership->member);
}

const KindOps kind_membership = {
    .noun = "MEMBERSHIP",
    .word = "membership",
    .claimed = claimed,
    .size = sizeof(Membership),
    .fields = fields,
    .sql_name = sql_name,
    .create = create,
    .alter = alter,
    .drop = drop,
};
