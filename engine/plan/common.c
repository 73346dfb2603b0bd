#include "engine/plan/common.h"

#include "engine/kinds/default_privilege.h"

static const char *
locked_relation(const Emit *emit, const Object *object)
{
    if (kind_space[object->kind] == SPACE_RELATION)
        return object_sql_name(emit->arena, object);
    return object->parent ? object_relation(emit->arena, object) : NULL;
}

void
common_drop(Emit *emit, const Object *old)
{
    emit_step(emit, COST(.on = locked_relation(emit, old), .lock = LOCK_ACCESS_EXCLUSIVE), "DROP %s %s", object_noun(old),
              object_sql_name(emit->arena, old));
}

static void
emit_comment(Emit *emit, const Object *old, const Object *new)
{
    const char *start = arena_printf(emit->arena, "COMMENT ON %s %s IS", object_noun(new), object_sql_name(emit->arena, new));
    Step *step = emit_step(emit, COST(.on = locked_relation(emit, new), .lock = LOCK_SHARE_UPDATE_EXCLUSIVE), "%s %s", start,
                           sql_literal(emit->arena, new->comment));

    emit_undo(emit, step, false, "%s %s", start, sql_literal(emit->arena, old ? old->comment : NULL));
}

static void
emit_owner(Emit *emit, const Object *old, const Object *new)
{
    const char *start = arena_printf(emit->arena, "ALTER %s %s OWNER TO", object_noun(new), object_sql_name(emit->arena, new));
    Step *step = emit_step(emit, COST(.on = locked_relation(emit, new), .lock = LOCK_ACCESS_EXCLUSIVE), "%s %s", start,
                           sql_ident(emit->arena, new->owner));

    if (old)
    {
        emit_hazard(emit, step, HAZARD_CHANGES_PRIVILEGES, "owner %s -> %s", old->owner ? old->owner : "unknown", new->owner);
        if (old->owner)
            emit_undo(emit, step, false, "%s %s", start, sql_ident(emit->arena, old->owner));
    }
}

/* ---- privileges ---- */

typedef struct AclTarget
{
    const char *columns, *on;                      /* " (a)" after each privilege; "TABLE app.t" */
} AclTarget;

static AclTarget
acl_target(Arena *arena, const Object *object)
{
    const KindOps *ops = object_ops(object);
    const char *noun = ops->acl_noun ? ops->acl_noun : object_noun(object);

    if (kind_space[object->kind] == SPACE_COLUMN)
        return (AclTarget) {arena_printf(arena, " (%s)", sql_ident(arena, object->name)),
                            arena_printf(arena, "TABLE %s", object_relation(arena, object))};
    return (AclTarget) {"", arena_printf(arena, "%s %s", noun, object_sql_name(arena, object))};
}

static bool
acl_has(const Vec *acl, const AclItem *wanted, bool with_option)
{
    VEC_EACH(const AclItem *, item, acl)
        if (str_eq(item->grantee, wanted->grantee) && strcmp(item->privilege, wanted->privilege) == 0 &&
            item->missing == wanted->missing && (!with_option || item->grantable || !wanted->grantable))
            return true;
    return false;
}

/* Items of `from` that `to` lacks, one statement for each grantee and sort. */
static void
emit_acl_lost(Emit *emit, const AclTarget *target, const Vec *from, const Vec *to, bool hazardous)
{
    Vec done = {0};

    VEC_EACH(const AclItem *, first, from)
    {
        Vec privileges = {0};
        const char *grantee = first->grantee ? sql_ident(emit->arena, first->grantee) : "PUBLIC";
        const char *mark = arena_printf(emit->arena, "%s/%d", grantee, first->missing);
        Step *step;

        if (!vec_add_str_once(emit->arena, &done, mark))
            continue;
        VEC_EACH(const AclItem *, item, from)
            if (str_eq(item->grantee, first->grantee) && item->missing == first->missing && !acl_has(to, item, false))
                vec_add(emit->arena, &privileges, arena_printf(emit->arena, "%s%s", item->privilege, target->columns));
        if (!privileges.count)
            continue;
        step = emit_step(emit, COST(0), first->missing ? "GRANT %s ON %s TO %s" : "REVOKE %s ON %s FROM %s",
                         vec_join(emit->arena, &privileges, ", "), target->on, grantee);
        if (hazardous)
            emit_hazard(emit, step, HAZARD_CHANGES_PRIVILEGES, NULL);
        emit_undo(emit, step, false, first->missing ? "REVOKE %s ON %s FROM %s" : "GRANT %s ON %s TO %s",
                  vec_join(emit->arena, &privileges, ", "), target->on, grantee);
    }
}

static void
emit_option_lost(Emit *emit, const AclTarget *target, const Vec *from, const Vec *to)
{
    VEC_EACH(const AclItem *, item, from)
        VEC_EACH(const AclItem *, kept, to)
            if (item->grantable && !kept->grantable && str_eq(item->grantee, kept->grantee) && !item->missing && !kept->missing &&
                strcmp(item->privilege, kept->privilege) == 0)
            {
                const char *grantee = item->grantee ? sql_ident(emit->arena, item->grantee) : "PUBLIC";
                Step *step = emit_step(emit, COST(0), "REVOKE GRANT OPTION FOR %s%s ON %s FROM %s", item->privilege, target->columns,
                                       target->on, grantee);

                emit_hazard(emit, step, HAZARD_CHANGES_PRIVILEGES, NULL);
            }
}

static void
emit_acl_won(Emit *emit, const AclTarget *target, const Vec *from, const Vec *to, bool hazardous)
{
    Vec done = {0};

    VEC_EACH(const AclItem *, first, to)
    {
        Vec privileges = {0};
        const char *grantee = first->grantee ? sql_ident(emit->arena, first->grantee) : "PUBLIC";
        const char *mark = arena_printf(emit->arena, "%s/%d/%d", grantee, first->missing, first->grantable);
        Step *step;

        if (!vec_add_str_once(emit->arena, &done, mark))
            continue;
        VEC_EACH(const AclItem *, item, to)
            if (str_eq(item->grantee, first->grantee) && item->missing == first->missing && item->grantable == first->grantable &&
                !acl_has(from, item, true))
                vec_add(emit->arena, &privileges, arena_printf(emit->arena, "%s%s", item->privilege, target->columns));
        if (!privileges.count)
            continue;
        step = emit_step(emit, COST(0), first->missing ? "REVOKE %s ON %s FROM %s%s" : "GRANT %s ON %s TO %s%s",
                         vec_join(emit->arena, &privileges, ", "), target->on, grantee, first->grantable ? " WITH GRANT OPTION" : "");
        if (hazardous)
            emit_hazard(emit, step, HAZARD_CHANGES_PRIVILEGES, NULL);
        emit_undo(emit, step, false, first->missing ? "GRANT %s ON %s TO %s" : "REVOKE %s ON %s FROM %s",
                  vec_join(emit->arena, &privileges, ", "), target->on, grantee);
    }
}

/* Whether a REVOKE took the privilege, or its grant option. */
static bool
was_revoked(const Vec *from, const Vec *to, const AclItem *wanted)
{
    VEC_EACH(const AclItem *, item, from)
        if (!item->missing && str_eq(item->grantee, wanted->grantee) && strcmp(item->privilege, wanted->privilege) == 0 &&
            !acl_has(to, item, wanted->grantable))
            return true;
    return false;
}

/* REVOKE on a relation takes the privileges on its columns too (ExecGrant_Relation() of catalog/aclchk.c). */
static void
emit_columns_again(Emit *emit, const Object *relation, const Vec *from, const Vec *to)
{
    VEC_EACH(const Object *, column, &relation->children)
    {
        const Object *old = kind_space[column->kind] == SPACE_COLUMN ? diff_change_of(emit->diff, column)->old : NULL;

        if (old)
            VEC_EACH(const AclItem *, item, &column->acl)
                if (!item->missing && acl_has(&old->acl, item, true) && was_revoked(from, to, item))
                    emit_step(emit, COST(0), "GRANT %s (%s) ON TABLE %s TO %s%s", item->privilege, sql_ident(emit->arena, column->name),
                              object_sql_name(emit->arena, relation), item->grantee ? sql_ident(emit->arena, item->grantee) : "PUBLIC",
                              item->grantable ? " WITH GRANT OPTION" : "");
    }
}

static bool
acl_grants(const Vec *acl, const char *grantee, const char *privilege)
{
    VEC_EACH(const AclItem *, item, acl)
        if (!item->missing && str_eq(item->grantee, grantee) && strcmp(item->privilege, privilege) == 0)
            return true;
    return false;
}

/* What ALTER ... OWNER TO makes of privileges: the old owner's are the new one's, and what that one was granted is among
 * them (aclnewowner() of utils/adt/acl.c). */
static void
acl_change_owner(Arena *arena, Vec *acl, const char *owner)
{
    Vec changed = {0};

    VEC_EACH(const AclItem *, item, acl)
        if (item->missing && !acl_grants(acl, owner, item->privilege))
            acl_add(arena, &changed, owner, item->privilege, false, true);
        else if (!item->missing && !str_eq(item->grantee, owner))
            vec_add(arena, &changed, item);
    *acl = changed;
}

/* The owner may pass on all that is his; what he was once granted WITH GRANT OPTION is written down all the same. */
static void
emit_owners_options(Emit *emit, const AclTarget *target, const Vec *acl, const char *owner)
{
    Vec privileges = {0};

    VEC_EACH(const AclItem *, item, acl)
        if (!item->missing && item->grantable && str_eq(item->grantee, owner))
            vec_add(emit->arena, &privileges, arena_printf(emit->arena, "%s%s", item->privilege, target->columns));
    if (privileges.count)
        emit_step(emit, COST(0), "REVOKE GRANT OPTION FOR %s ON %s FROM %s", vec_join(emit->arena, &privileges, ", "), target->on,
                  sql_ident(emit->arena, owner));
}

/* Whose owner counts: a column's privileges are its relation's owner's. */
static const Change *
owned_change(const Emit *emit, const Object *object)
{
    const Object *parent = object_ops(object)->has_owner ? NULL : emit_new_parent(emit, object);

    return diff_change_of(emit->diff, parent ? parent : object);
}

static void
emit_acl(Emit *emit, const Object *old, const Object *new)
{
    AclTarget target = acl_target(emit->arena, new);
    const Change *owned = owned_change(emit, new);
    Vec acl = {0};
    const Vec *from = &acl;

    if (old)
        vec_add_all(emit->arena, &acl, &old->acl);
    else                                           /* what it was given when it was made */
        default_privilege_apply(emit->arena, emit->diff->old, emit->diff->old->role, new, &acl);
    if (owned->new->owner && (!old || owned->common & CHANGED_OWNER))
    {
        emit_owners_options(emit, &target, &acl, owned->new->owner);
        acl_change_owner(emit->arena, &acl, owned->new->owner);
    }
    emit_option_lost(emit, &target, from, &new->acl);
    emit_acl_lost(emit, &target, from, &new->acl, old != NULL);
    emit_acl_won(emit, &target, from, &new->acl, old != NULL);
    if (old && kind_space[new->kind] == SPACE_RELATION)
        emit_columns_again(emit, new, from, &new->acl);
}

static bool
must_say_owner(const Emit *emit, const Object *old, const Object *new)
{
    const KindOps *ops = object_ops(new);

    if (!new->owner || !ops->has_owner)
        return false;
    return old ? !(ops->owner_follows && ops->owner_follows(emit->diff, old, new)) : !str_eq(new->owner, emit->diff->old->role);
}

/* ---- security labels ---- */

static void
emit_label(Emit *emit, const Object *new, const char *provider, const char *from, const char *to)
{
    const char *start = arena_printf(emit->arena, "SECURITY LABEL FOR %s ON %s %s IS", sql_ident(emit->arena, provider), object_noun(new),
                                     object_sql_name(emit->arena, new));
    Step *step;

    if (str_eq(from, to))
        return;
    step = emit_step(emit, COST(.on = locked_relation(emit, new), .lock = LOCK_SHARE_UPDATE_EXCLUSIVE), "%s %s", start, sql_literal(emit->arena, to));
    if (from)
        emit_hazard(emit, step, HAZARD_CHANGES_PRIVILEGES, "security label %s: %s -> %s", provider, from, to ? to : "none");
    emit_undo(emit, step, false, "%s %s", start, sql_literal(emit->arena, from));
}

static void
emit_labels(Emit *emit, const Object *old, const Object *new)
{
    if (old)
        VEC_EACH(const SecurityLabel *, label, &object_rare(old)->labels)
            if (!object_label(new, label->provider))
                emit_label(emit, new, label->provider, label->label, NULL);
    VEC_EACH(const SecurityLabel *, label, &object_rare(new)->labels)
        emit_label(emit, new, label->provider, old ? object_label(old, label->provider) : NULL, label->label);
}

void
common_emit(Emit *emit, const Object *old, const Object *new, unsigned changed)
{
    if (changed & CHANGED_OWNER && must_say_owner(emit, old, new))
        emit_owner(emit, old, new);
    if (changed & CHANGED_ACL && object_ops(new)->acl_privileges)
        emit_acl(emit, old, new);
    if (changed & CHANGED_COMMENT && (old || new->comment))
        emit_comment(emit, old, new);
    if (changed & CHANGED_LABELS)
        emit_labels(emit, old, new);
}
