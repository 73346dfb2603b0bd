/* https://www.postgresql.org/docs/current/sql-createpolicy.html */
#include "engine/kinds/policy.h"

#include "engine/kinds/table.h"
#include "engine/model/emit.h"

static const Field fields[] = {
    FIELD(Policy, permissive, BOOL, RECREATE),
    FIELD(Policy, command, TEXT, RECREATE),
    FIELD(Policy, roles, SET, ALTER),
    FIELD_NAMED(Policy, using_expr, "using", EXPR, ALTER),
    FIELD_NAMED(Policy, check_expr, "with check", EXPR, ALTER),
    {0}
};

/* ALTER POLICY can set USING and WITH CHECK, but not take them away. */
static bool
can_alter(const Object *old_object, const Object *new_object, uint64_t changed)
{
    const Policy *old = (const Policy *) old_object, *new = (const Policy *) new_object;

    return !(changed & (field_bit(fields, "permissive") | field_bit(fields, "command"))) &&
           (new->using_expr || !old->using_expr) && (new->check_expr || !old->check_expr);
}

static void
add_expressions(Text *sql, const Expression *using_expr, const Expression *check_expr)
{
    if (using_expr)
        text_addf(sql, " USING (%s)", using_expr->sql);
    if (check_expr)
        text_addf(sql, " WITH CHECK (%s)", check_expr->sql);
}

static const char *
create_sql(Arena *arena, const Policy *policy)
{
    Text sql;

    text_init(&sql, arena);
    text_addf(&sql, "CREATE POLICY %s AS %s FOR %s TO %s", object_sql_name(arena, &policy->object),
              policy->permissive ? "PERMISSIVE" : "RESTRICTIVE", policy->command, vec_join(arena, &policy->roles, ", "));
    add_expressions(&sql, policy->using_expr, policy->check_expr);
    return text_str(&sql);
}

static const char *
alter_sql(Arena *arena, const Policy *policy, uint64_t changed)
{
    Text sql;

    text_init(&sql, arena);
    text_addf(&sql, "ALTER POLICY %s", object_sql_name(arena, &policy->object));
    if (changed & field_bit(fields, "roles"))
        text_addf(&sql, " TO %s", vec_join(arena, &policy->roles, ", "));
    add_expressions(&sql, changed & field_bit(fields, "using") ? policy->using_expr : NULL,
                    changed & field_bit(fields, "with check") ? policy->check_expr : NULL);
    return text_str(&sql);
}

/* Policies mean something only where row security is on, and one that is not on yet has hidden nothing so far. */
static bool
is_in_force(const Emit *emit, const Object *policy)
{
    const Object *old_table = emit_old_parent(emit, policy), *new_table = emit_new_parent(emit, policy);

    return old_table && new_table && old_table->kind == KIND_TABLE && ((const Table *) old_table)->row_security;
}

static bool
has_all(const Vec *names, const Vec *wanted)
{
    VEC_EACH(const char *, name, wanted)
        if (!vec_has_str(names, name))
            return false;
    return true;
}

/* Fewer roles let in, or more held back, only narrows; of expressions nobody knows. */
static bool
only_narrows(const Policy *old, const Policy *new, uint64_t changed)
{
    if (changed != field_bit(fields, "roles"))
        return false;
    return new->permissive ? has_all(&old->roles, &new->roles) || vec_has_str(&old->roles, "PUBLIC")
                           : has_all(&new->roles, &old->roles) || vec_has_str(&new->roles, "PUBLIC");
}

static StepCost
cost_on(Emit *emit, const Object *policy)
{
    return COST(.on = object_relation(emit->arena, policy), .lock = LOCK_ACCESS_EXCLUSIVE);
}

static void
create(Emit *emit, const Object *new)
{
    const Policy *policy = (const Policy *) new;
    Step *step = emit_step(emit, cost_on(emit, new), "%s", create_sql(emit->arena, policy));

    if (policy->permissive && is_in_force(emit, new))
        emit_hazard(emit, step, HAZARD_CHANGES_PRIVILEGES, "rows that were hidden may be seen or written");
    emit_undo(emit, step, false, "DROP POLICY %s", object_sql_name(emit->arena, new));
}

static void
alter(Emit *emit, const Object *old_object, const Object *new_object, uint64_t changed)
{
    const Policy *old = (const Policy *) old_object, *new = (const Policy *) new_object;
    Step *step = emit_step(emit, cost_on(emit, new_object), "%s", alter_sql(emit->arena, new, changed));

    if (is_in_force(emit, new_object) && !only_narrows(old, new, changed))
        emit_hazard(emit, step, HAZARD_CHANGES_PRIVILEGES, "other rows than before may be seen or written");
    if (can_alter(new_object, old_object, changed))
        emit_undo(emit, step, false, "%s", alter_sql(emit->arena, old, changed));
}

static void
drop(Emit *emit, const Object *old)
{
    const Policy *policy = (const Policy *) old;
    Step *step = emit_step(emit, cost_on(emit, old), "DROP POLICY %s", object_sql_name(emit->arena, old));

    if (is_in_force(emit, old))
        emit_hazard(emit, step, HAZARD_CHANGES_PRIVILEGES, policy->permissive ? "rows that were seen may be hidden"
                                                                              : "rows that were hidden may be seen or written");
    emit_undo(emit, step, false, "%s", create_sql(emit->arena, policy));
}

const KindOps kind_policy = {
    .noun = "POLICY",
    .word = "policy",
    .renames = "",
    .size = sizeof(Policy),
    .fields = fields,
    .can_alter = can_alter,
    .create = create,
    .alter = alter,
    .drop = drop,
};
