/* https://www.postgresql.org/docs/current/sql-alterdefaultprivileges.html */
#include "engine/kinds/default_privilege.h"

#include "engine/model/emit.h"
#include "engine/model/moves.h"

static const Field fields[] = {
    FIELD(DefaultPrivilege, role, TEXT, RECREATE),
    FIELD_NAMED(DefaultPrivilege, in_schema, "in schema", TEXT, RECREATE),
    FIELD(DefaultPrivilege, objects, TEXT, RECREATE),
    FIELD(DefaultPrivilege, grants, SET, ALTER),
    {0}
};

static const struct { const char *objects, *all; Kind like; } sorts[] = {
    {"TABLES", "SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER", KIND_TABLE},
    {"SEQUENCES", "SELECT,UPDATE,USAGE", KIND_SEQUENCE},
    {"FUNCTIONS", "EXECUTE", KIND_FUNCTION},
    {"TYPES", "USAGE", KIND_ENUM},
    {"SCHEMAS", "USAGE,CREATE", KIND_SCHEMA},
};

const char *
default_privilege_all(const char *objects)
{
    for (size_t i = 0; i < COUNT_OF(sorts); i++)
        if (strcmp(sorts[i].objects, objects) == 0)
            return sorts[i].all;
    BUG("no sort of objects \"%s\"", objects);
}

/* Views and materialized views are TABLES here; types of every sort are TYPES. */
static const char *
objects_of(Kind kind)
{
    if (kind_space[kind] == SPACE_TYPE)
        return "TYPES";
    if (kind_space[kind] == SPACE_ROUTINE)
        return "FUNCTIONS";
    if (kind == KIND_SEQUENCE || kind == KIND_IDENTITY_SEQUENCE)
        return "SEQUENCES";
    if (kind == KIND_SCHEMA)
        return "SCHEMAS";
    return kind_space[kind] == SPACE_RELATION && kind != KIND_INDEX ? "TABLES" : NULL;
}

DefaultPrivilege *
default_privilege_make(Arena *arena, const char *role, const char *schema, const char *objects)
{
    const char *name = arena_printf(arena, schema ? "%s %s IN %s" : "%s %s", role, objects, schema ? schema : "");
    DefaultPrivilege *privilege = object_make(arena, KIND_DEFAULT_PRIVILEGE, NULL, NULL, name);

    privilege->role = arena_copy(arena, role);
    privilege->in_schema = arena_copy(arena, schema);
    privilege->objects = arena_copy(arena, objects);
    if (schema)
        object_need(arena, &privilege->object, (Ref) {.space = SPACE_SCHEMA, .name = schema});
    return privilege;
}

void
default_privilege_builtin(Arena *arena, const char *schema, const char *objects, Vec *items)
{
    if (schema)
        return;
    for (size_t i = 0; i < COUNT_OF(sorts); i++)
        if (strcmp(sorts[i].objects, objects) == 0)
            acl_builtin(arena, sorts[i].like, items);
}

static const char *
grant_text(Arena *arena, const AclItem *item)
{
    return arena_printf(arena, "%s%s %s%s", item->missing ? "no " : "", item->privilege,
                        item->grantee ? arena_printf(arena, "to %s", sql_ident(arena, item->grantee)) : "to PUBLIC",
                        item->grantable ? " with grant option" : "");
}

static void
grants_of(Arena *arena, Vec *items, Vec *grants)
{
    *grants = (Vec) {0};
    acl_sort(items);
    VEC_EACH(const AclItem *, item, items)
        vec_add(arena, grants, grant_text(arena, item));
    vec_sort_str(grants);
}

bool
default_privilege_finish(Arena *arena, DefaultPrivilege *privilege)
{
    Vec builtin = {0}, builtin_grants;

    default_privilege_builtin(arena, privilege->in_schema, privilege->objects, &builtin);
    grants_of(arena, &builtin, &builtin_grants);
    grants_of(arena, &privilege->items, &privilege->grants);
    return !vec_eq_str(&builtin_grants, &privilege->grants);
}

void
default_privilege_apply(Arena *arena, const Model *live, const char *role, const Object *object, Vec *acl)
{
    const char *objects = objects_of(object->kind);
    const DefaultPrivilege *everywhere, *here;

    everywhere = role && objects ? (const DefaultPrivilege *) model_find(live, SPACE_DEFAULT_PRIVILEGE, NULL, NULL,
                                                                          arena_printf(arena, "%s %s", role, objects)) : NULL;
    here = role && objects && object->schema
               ? (const DefaultPrivilege *) model_find(live, SPACE_DEFAULT_PRIVILEGE, NULL, NULL,
                                                       arena_printf(arena, "%s %s IN %s", role, objects, object->schema)) : NULL;
    if (everywhere)
        vec_add_all(arena, acl, &everywhere->items);
    else
        acl_builtin(arena, object->kind, acl);
    if (here)
        VEC_EACH(const AclItem *, item, &here->items)
            acl_add(arena, acl, item->grantee, item->privilege, item->grantable, item->missing);
}

/* ---- SQL ---- */

static void
emit_items(Emit *emit, const DefaultPrivilege *privilege, const Vec *from, const Vec *to, bool grant)
{
    const char *start = arena_printf(emit->arena, "ALTER DEFAULT PRIVILEGES FOR ROLE %s%s%s", sql_ident(emit->arena, privilege->role),
                                     privilege->in_schema ? " IN SCHEMA " : "",
                                     privilege->in_schema ? sql_ident(emit->arena, privilege->in_schema) : "");
    Vec have = {0};

    VEC_EACH(const AclItem *, item, from)
        vec_add(emit->arena, &have, grant_text(emit->arena, item));
    VEC_EACH(const AclItem *, item, to)
    {
        const char *grantee = item->grantee ? sql_ident(emit->arena, item->grantee) : "PUBLIC";
        bool gives = grant != item->missing;
        Step *step;

        if (vec_has_str(&have, grant_text(emit->arena, item)))
            continue;
        step = emit_step(emit, COST(0), gives ? "%s GRANT %s ON %s TO %s%s" : "%s REVOKE %s ON %s FROM %s%s", start, item->privilege,
                         privilege->objects, grantee, gives && item->grantable ? " WITH GRANT OPTION" : "");
        emit_hazard(emit, step, HAZARD_CHANGES_PRIVILEGES, "of objects made from now on");
    }
}

static void
change(Emit *emit, const DefaultPrivilege *about, const Vec *from, const Vec *to)
{
    emit_items(emit, about, to, from, false);
    emit_items(emit, about, from, to, true);
}

static void
create(Emit *emit, const Object *new)
{
    const DefaultPrivilege *privilege = (const DefaultPrivilege *) new;
    Vec builtin = {0};

    default_privilege_builtin(emit->arena, privilege->in_schema, privilege->objects, &builtin);
    change(emit, privilege, &builtin, &privilege->items);
}

static void
alter(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    (void) changed;
    change(emit, (const DefaultPrivilege *) new, &((const DefaultPrivilege *) old)->items, &((const DefaultPrivilege *) new)->items);
}

static void
drop(Emit *emit, const Object *old)
{
    const DefaultPrivilege *privilege = (const DefaultPrivilege *) old;
    Vec builtin = {0};

    default_privilege_builtin(emit->arena, privilege->in_schema, privilege->objects, &builtin);
    change(emit, privilege, &privilege->items, &builtin);
}

static const char *
sql_name(Arena *arena, const Object *object)
{
    const DefaultPrivilege *privilege = (const DefaultPrivilege *) object;

    return arena_printf(arena, "of role %s on %s%s%s", sql_ident(arena, privilege->role), privilege->objects,
                        privilege->in_schema ? " in schema " : "", privilege->in_schema ? sql_ident(arena, privilege->in_schema) : "");
}

static void
follow(Object *object, const Moves *moves)
{
    DefaultPrivilege *privilege = (DefaultPrivilege *) object;

    moves_schema(moves, &privilege->in_schema);
    object->name = default_privilege_make(moves->arena, privilege->role, privilege->in_schema, privilege->objects)->object.name;
}

const KindOps kind_default_privilege = {
    .noun = "DEFAULT PRIVILEGES",
    .word = "default privileges",
    .claim = CLAIM_DEFAULT_PRIVILEGES,
    .last = true,
    .size = sizeof(DefaultPrivilege),
    .fields = fields,
    .sql_name = sql_name,
    .follow = follow,
    .create = create,
    .alter = alter,
    .drop = drop,
};
