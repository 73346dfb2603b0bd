#include "engine/kinds/role.h"

#include "engine/base/text.h"
#include "engine/model/emit.h"

static const Field fields[] = {
    FIELD(Role, superuser, BOOL, ALTER),
    FIELD(Role, inherit, BOOL, ALTER),
    FIELD_NAMED(Role, create_role, "create role", BOOL, ALTER),
    FIELD_NAMED(Role, create_database, "create database", BOOL, ALTER),
    FIELD(Role, login, BOOL, ALTER),
    FIELD(Role, replication, BOOL, ALTER),
    FIELD_NAMED(Role, bypass_row_security, "bypass row security", BOOL, ALTER),
    FIELD_NAMED(Role, connection_limit, "connection limit", INT, ALTER),
    FIELD_NAMED(Role, valid_until, "valid until", TEXT, ALTER),
    {0}
};

Role *
role_make(Arena *arena, const char *name)
{
    Role *role = object_make(arena, KIND_ROLE, NULL, NULL, name);

    role->inherit = true;
    role->connection_limit = -1;
    return role;
}

static const struct { size_t offset; const char *word; } attributes[] = {
    {offsetof(Role, superuser), "SUPERUSER"}, {offsetof(Role, inherit), "INHERIT"}, {offsetof(Role, create_role), "CREATEROLE"},
    {offsetof(Role, create_database), "CREATEDB"}, {offsetof(Role, login), "LOGIN"}, {offsetof(Role, replication), "REPLICATION"},
    {offsetof(Role, bypass_row_security), "BYPASSRLS"},
};

static bool
attribute(const Role *role, size_t i)
{
    return *(const bool *) ((const char *) role + attributes[i].offset);
}

/* " LOGIN CONNECTION LIMIT 5": what leads from one to the other. */
static const char *
options_between(Arena *arena, const Role *old, const Role *new)
{
    Text text;

    text_init(&text, arena);
    for (size_t i = 0; i < COUNT_OF(attributes); i++)
        if (attribute(old, i) != attribute(new, i))
            text_addf(&text, " %s%s", attribute(new, i) ? "" : "NO", attributes[i].word);
    if (old->connection_limit != new->connection_limit)
        text_addf(&text, " CONNECTION LIMIT %" PRId64, new->connection_limit);
    if (!str_eq(old->valid_until, new->valid_until))
        text_addf(&text, " VALID UNTIL %s", sql_literal(arena, new->valid_until ? new->valid_until : "infinity"));
    return text_str(&text);
}

static const char *
create_sql(Arena *arena, const Role *role)
{
    return arena_printf(arena, "CREATE ROLE %s%s", sql_ident(arena, role->object.name), options_between(arena, role_make(arena, ""), role));
}

static void
create(Emit *emit, const Object *new)
{
    Step *step = emit_step(emit, COST(0), "%s", create_sql(emit->arena, (const Role *) new));

    emit_undo(emit, step, false, "DROP ROLE %s", sql_ident(emit->arena, new->name));
}

static void
alter(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    const Role *before = (const Role *) old, *after = (const Role *) new;
    const char *name = sql_ident(emit->arena, new->name);
    Step *step;

    if (!changed)
        return;
    step = emit_step(emit, COST(0), "ALTER ROLE %s%s", name, options_between(emit->arena, before, after));
    emit_hazard(emit, step, HAZARD_CHANGES_PRIVILEGES, NULL);
    emit_undo(emit, step, false, "ALTER ROLE %s%s", name, options_between(emit->arena, after, before));
}

static void
drop(Emit *emit, const Object *old)
{
    Step *step = emit_step(emit, COST(0), "DROP ROLE %s", sql_ident(emit->arena, old->name));

    emit_hazard(emit, step, HAZARD_DROPS_ROLE, NULL);
    emit_undo(emit, step, true, "%s", create_sql(emit->arena, (const Role *) old));
}

static bool
claimed(const Object *live, const Model *blueprint, unsigned manage)
{
    (void) manage;
    return vec_has_str(&blueprint->absent, live->key);
}

const KindOps kind_role = {
    .noun = "ROLE",
    .word = "role",
    .claimed = claimed,
    .size = sizeof(Role),
    .fields = fields,
    .create = create,
    .alter = alter,
    .drop = drop,
};
