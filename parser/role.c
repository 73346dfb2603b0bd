#include "engine/kinds/role.h"

#include "engine/base/text.h"
#include "engine/kinds/membership.h"
#include "engine/kinds/settings.h"
#include "parser/database.h"
#include "parser/instant.h"

/* ---- memberships ---- */

static Membership *
membership_find(Parse *parse, const char *role, const char *member)
{
    return (Membership *) model_find(parse->model, SPACE_MEMBERSHIP, NULL, NULL, membership_make(parse->arena, role, member)->object.name);
}

static Membership *
membership_add(Parse *parse, const Statement *statement, const char *role, const char *member)
{
    Membership *membership = membership_find(parse, role, member);

    if (membership)
        return membership;
    membership = membership_make(parse->arena, role, member);
    membership->set = "yes";
    parse_add(parse, statement, -1, &membership->object);
    return membership;
}

static void
membership_remove(Parse *parse, const char *role, const char *member)
{
    Membership *membership = membership_find(parse, role, member);

    if (membership)
        model_remove(parse->model, &membership->object);
}

/* IN ROLE a (this one is the member), ROLE b, ADMIN b (this one is the role). */
static void
take_members(Parse *parse, const Statement *statement, const char *name, const DefElem *def, bool remove)
{
    bool into = strcmp(def->defname, "addroleto") == 0;
    ListCell *cell;

    foreach(cell, castNode(List, def->arg))
    {
        const char *other = role_name(parse, statement, lfirst_node(RoleSpec, cell));

        if (!other || !*other)
            continue;
        if (remove)
            membership_remove(parse, name, other);
        else if (into)
            membership_add(parse, statement, other, name);
        else
            membership_add(parse, statement, name, other)->admin |= strcmp(def->defname, "adminmembers") == 0;
    }
}

/* ---- attributes ---- */

static void
take_valid_until(Parse *parse, const Statement *statement, Role *role, const DefElem *def)
{
    const char *text = strVal(def->arg);

    if (strcasecmp(text, "infinity") == 0)
        role->valid_until = NULL;
    else if (!(role->valid_until = instant_in_utc(parse->arena, text)))
        parse_error(parse, statement, def->location, "write it as '2030-01-31 12:00:00+00', with its offset from UTC",
                    "which instant \"%s\" is depends on the session that runs the statement", text);
}

static void
take_option(Parse *parse, const Statement *statement, Role *role, const DefElem *def, int action)
{
    static const struct { const char *name; size_t offset; } flags[] = {
        {"superuser", offsetof(Role, superuser)}, {"inherit", offsetof(Role, inherit)}, {"createrole", offsetof(Role, create_role)},
        {"createdb", offsetof(Role, create_database)}, {"canlogin", offsetof(Role, login)}, {"isreplication", offsetof(Role, replication)},
        {"bypassrls", offsetof(Role, bypass_row_security)},
    };
    const char *name = def->defname;

    for (size_t i = 0; i < COUNT_OF(flags); i++)
        if (strcmp(flags[i].name, name) == 0)
        {
            *(bool *) ((char *) role + flags[i].offset) = def_bool(def);
            return;
        }
    if (strcmp(name, "password") == 0)
    {
        if (def->arg)
            parse_warning(parse, statement, def->location, "take it out of the blueprint, and set it with psql's \\password, which sends no plain text",
                          "passwords are not managed: this one is left out");
    }
    else if (strcmp(name, "connectionlimit") == 0)
        role->connection_limit = intVal(def->arg);
    else if (strcmp(name, "validUntil") == 0)
        take_valid_until(parse, statement, role, def);
    else if (strcmp(name, "addroleto") == 0 || strcmp(name, "rolemembers") == 0 || strcmp(name, "adminmembers") == 0)
        take_members(parse, statement, role->object.name, def, action < 0);
    else if (strcmp(name, "sysid") != 0)           /* PostgreSQL itself does nothing with it */
        parse_error(parse, statement, def->location, NULL, "a role has no option \"%s\"", name);
}

static void
take_options(Parse *parse, const Statement *statement, Role *role, const List *options, int action)
{
    ListCell *cell;

    foreach(cell, options)
        take_option(parse, statement, role, lfirst_node(DefElem, cell), action);
}

/* ---- statements ---- */

Outcome
role_create(Parse *parse, const Statement *statement, Node *node)
{
    const CreateRoleStmt *create = castNode(CreateRoleStmt, node);
    Role *role = role_make(parse->arena, create->role);

    if (strncmp(create->role, "pg_", 3) == 0)
        return parse_error(parse, statement, -1, "names that begin with pg_ are PostgreSQL's own", "role %s can't be made", create->role);
    parse->model->claims |= CLAIM_ROLES;
    role->login = create->stmt_type == ROLESTMT_USER;
    parse_add(parse, statement, -1, &role->object);
    take_options(parse, statement, role, create->options, +1);
    return OUTCOME_DONE;
}

Outcome
role_alter(Parse *parse, const Statement *statement, Node *node)
{
    const AlterRoleStmt *alter = castNode(AlterRoleStmt, node);
    const char *name = role_name(parse, statement, alter->role);
    bool members_only = list_length(alter->options) == 1 && strcmp(linitial_node(DefElem, alter->options)->defname, "rolemembers") == 0;
    Object *role;

    if (!name || !*name)
        return OUTCOME_DONE;
    if (members_only)                              /* ALTER GROUP ADD USER */
    {
        take_members(parse, statement, name, linitial_node(DefElem, alter->options), alter->action < 0);
        return OUTCOME_DONE;
    }
    role = model_find(parse->model, SPACE_ROLE, NULL, NULL, name);
    if (role)
        take_options(parse, statement, (Role *) role, alter->options, alter->action);
    else if (!parse->last_call)
        return OUTCOME_DEFER;
    else
        return parse_warning(parse, statement, -1, "have the blueprint create it: CREATE ROLE", "role %s is not the blueprint's own: taken as given",
                             sql_ident(parse->arena, name));
    return OUTCOME_DONE;
}

/* The only way to have a role dropped: one that the blueprint merely lacks is left alone. A CREATE wins over DROP ... IF EXISTS. */
Outcome
role_drop(Parse *parse, const Statement *statement, Node *node)
{
    const DropRoleStmt *drop = castNode(DropRoleStmt, node);
    ListCell *cell;

    foreach(cell, drop->roles)
    {
        const char *name = role_name(parse, statement, lfirst_node(RoleSpec, cell));
        Object *role = name && *name ? model_find(parse->model, SPACE_ROLE, NULL, NULL, name) : NULL;

        if (!name || !*name)
            continue;
        parse->model->claims |= CLAIM_ROLES;
        if (role && !drop->missing_ok)
            model_remove(parse->model, role);
        vec_add_str_once(parse->arena, &parse->model->absent, object_key(parse->arena, SPACE_ROLE, NULL, NULL, name));
    }
    return OUTCOME_DONE;
}

/* ---- GRANT role TO role ---- */

static void
take_grant_options(Membership *membership, const List *options)
{
    ListCell *cell;

    foreach(cell, options)
    {
        const DefElem *def = lfirst_node(DefElem, cell);
        bool on = def_bool(def);

        if (strcmp(def->defname, "admin") == 0)
            membership->admin = on;
        else if (strcmp(def->defname, "inherit") == 0)
            membership->inherit = on ? "yes" : "no";
        else
            membership->set = on ? "yes" : "no";
    }
}

/* REVOKE ... OPTION FOR takes only the option. */
static void
revoke(Parse *parse, const char *role, const char *member, const List *options)
{
    Membership *membership = membership_find(parse, role, member);
    ListCell *cell;

    if (!options)
        membership_remove(parse, role, member);
    if (!membership || !options)
        return;
    foreach(cell, options)
    {
        const char *name = lfirst_node(DefElem, cell)->defname;

        if (strcmp(name, "admin") == 0)
            membership->admin = false;
        else if (strcmp(name, "inherit") == 0)
            membership->inherit = "no";
        else
            membership->set = "no";
    }
}

Outcome
role_grant(Parse *parse, const Statement *statement, Node *node)
{
    const GrantRoleStmt *grant = castNode(GrantRoleStmt, node);
    ListCell *granted, *grantee;

    parse->model->claims |= CLAIM_ROLES;
    foreach(granted, grant->granted_roles)
        foreach(grantee, grant->grantee_roles)
        {
            const char *role = lfirst_node(AccessPriv, granted)->priv_name;
            const char *member = role_name(parse, statement, lfirst_node(RoleSpec, grantee));

            if (!member || !*member)
                continue;
            if (grant->is_grant)
                take_grant_options(membership_add(parse, statement, role, member), grant->opt);
            else
                revoke(parse, role, member, grant->opt);
        }
    return OUTCOME_DONE;
}

Outcome
role_set(Parse *parse, const Statement *statement, Node *node)
{
    const AlterRoleSetStmt *set = castNode(AlterRoleSetStmt, node);
    const char *name = set->role ? role_name(parse, statement, set->role) : NULL;

    if (name && !*name)
        return OUTCOME_DONE;
    return settings_change(parse, statement, name, set->database, set->setstmt);
}

/* Only RESET was said: there shall be none. */
static void
remove_empty_settings(Parse *parse)
{
    for (size_t i = parse->model->objects.count; i-- > 0;)
    {
        Object *object = vec_at(&parse->model->objects, i);

        if (object->kind != KIND_SETTINGS || ((const Settings *) object)->values.count)
            continue;
        vec_add_str_once(parse->arena, &parse->model->absent, object->key);
        model_remove(parse->model, object);
    }
}

/* Who takes part without INHERIT said does so as the member itself does: AddRoleMems() in commands/user.c. */
void
role_finish(Parse *parse)
{
    remove_empty_settings(parse);
    VEC_EACH(Object *, object, &parse->model->objects)
    {
        Membership *membership = (Membership *) object;
        const Role *member;

        if (object->kind != KIND_MEMBERSHIP || membership->inherit)
            continue;
        member = (const Role *) model_find(parse->model, SPACE_ROLE, NULL, NULL, membership->member);
        if (member)
            membership->inherit = member->inherit ? "yes" : "no";
    }
}
