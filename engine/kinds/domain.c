#include "engine/kinds/domain.h"

#include "engine/kinds/constraint.h"
#include "engine/kinds/usertype.h"
#include "engine/model/moves.h"

static const Field fields[] = {
    FIELD(Domain, type, TEXT, RECREATE),
    FIELD(Domain, collation, TEXT, RECREATE),
    FIELD_NAMED(Domain, not_null, "not null", BOOL, ALTER),
    FIELD_NAMED(Domain, value, "default", EXPR, ALTER),
    {0}
};

static void
domain_create(Emit *emit, const Object *new)
{
    const Domain *domain = (const Domain *) new;
    const char *name = object_sql_name(emit->arena, new);
    Text sql;

    text_init(&sql, emit->arena);
    text_addf(&sql, "CREATE DOMAIN %s AS %s", name, domain->type);
    if (domain->collation)
        text_addf(&sql, " COLLATE %s", domain->collation);
    if (domain->value)
        text_addf(&sql, "\n    DEFAULT %s", expression_tight(emit->arena, domain->value));
    if (domain->not_null)
        text_add(&sql, "\n    NOT NULL");
    EMIT_FOLDED(emit, change)
        if (change->new->kind == KIND_CONSTRAINT)
            text_addf(&sql, "\n    CONSTRAINT %s %s", sql_ident(emit->arena, change->new->name),
                      constraint_definition(emit->arena, (const ConstraintDef *) change->new));
    emit_undo(emit, emit_step(emit, COST(0), "%s", text_str(&sql)), false, "DROP DOMAIN %s", name);
}

static void
alter_default(Emit *emit, const Domain *old, const Domain *new)
{
    const char *name = object_sql_name(emit->arena, &new->object);
    Step *step;

    if (new->value)
        step = emit_step(emit, COST(0), "ALTER DOMAIN %s SET DEFAULT %s", name, new->value->sql);
    else
        step = emit_step(emit, COST(0), "ALTER DOMAIN %s DROP DEFAULT", name);
    if (old->value)
        emit_undo(emit, step, false, "ALTER DOMAIN %s SET DEFAULT %s", name, old->value->sql);
    else
        emit_undo(emit, step, false, "ALTER DOMAIN %s DROP DEFAULT", name);
}

/* SET NOT NULL reads every table that has a column of the domain, each under SHARE. */
static void
alter_not_null(Emit *emit, const Domain *old, const Domain *new)
{
    const char *name = object_sql_name(emit->arena, &new->object);
    Vec relations = {0};
    Step *step;

    if (!new->not_null)
    {
        step = emit_step(emit, COST(0), "ALTER DOMAIN %s DROP NOT NULL", name);
        emit_undo(emit, step, false, "ALTER DOMAIN %s SET NOT NULL", name);
        return;
    }
    usertype_relations(emit, &old->object, &relations);
    if (!relations.count)
        step = emit_step(emit, COST(0), "ALTER DOMAIN %s SET NOT NULL", name);
    else
    {
        step = emit_step(emit, COST(.on = vec_at(&relations, 0), .lock = LOCK_SHARE, .scans = true), "ALTER DOMAIN %s SET NOT NULL", name);
        emit_hazard(emit, step, HAZARD_MAY_FAIL, "nulls in columns of %s", vec_join(emit->arena, &relations, ", "));
    }
    emit_undo(emit, step, false, "ALTER DOMAIN %s DROP NOT NULL", name);
}

static void
domain_alter(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    if (changed & field_bit(fields, "default"))
        alter_default(emit, (const Domain *) old, (const Domain *) new);
    if (changed & field_bit(fields, "not null"))
        alter_not_null(emit, (const Domain *) old, (const Domain *) new);
}

static void
follow(Object *object, const Moves *moves)
{
    Domain *domain = (Domain *) object;

    domain->type = moves_text(moves, SPACE_TYPE, domain->type);
    domain->collation = moves_text(moves, SPACE_COLLATION, domain->collation);
}

const KindOps kind_domain = {
    .noun = "DOMAIN",
    .word = "domain",
    .acl_privileges = "USAGE",
    .has_owner = true,
    .renames = "",
    .size = sizeof(Domain),
    .can_run = true,
    .runs_code = true,
    .fields = fields,
    .follow = follow,
    .create = domain_create,
    .alter = domain_alter,
    .drop = usertype_drop,
};
