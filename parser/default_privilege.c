#include "parser/parse.h"

#include "engine/base/text.h"
#include "engine/kinds/default_privilege.h"
#include "parser/owner.h"

static const char *
objects_word(ObjectType type)
{
    switch (type)
    {
        case OBJECT_TABLE:
            return "TABLES";
        case OBJECT_SEQUENCE:
            return "SEQUENCES";
        case OBJECT_FUNCTION:
        case OBJECT_PROCEDURE:
        case OBJECT_ROUTINE:
            return "FUNCTIONS";
        case OBJECT_TYPE:
            return "TYPES";
        case OBJECT_SCHEMA:
            return "SCHEMAS";
        default:
            return NULL;
    }
}

static void
privileges_of(Parse *parse, const GrantStmt *action, const char *objects, Vec *privileges)
{
    ListCell *cell;

    if (!action->privileges)
    {
        const char *all = default_privilege_all(objects);

        for (size_t length; *all; all += length + (all[length] == ','))
            vec_add(parse->arena, privileges, arena_copy_len(parse->arena, all, length = strcspn(all, ",")));
        return;
    }
    foreach(cell, action->privileges)
    {
        char *word = arena_copy_own(parse->arena, lfirst_node(AccessPriv, cell)->priv_name);

        for (char *c = word; *c; c++)
            *c = (char) (*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
        vec_add(parse->arena, privileges, word);
    }
}

static void
revoke(Vec *items, const char *grantee, const char *privilege, bool option_only)
{
    for (size_t i = items->count; i-- > 0;)
    {
        AclItem *item = vec_at(items, i);

        if (!str_eq(item->grantee, grantee) || strcmp(item->privilege, privilege) != 0)
            continue;
        if (option_only)
            item->grantable = false;
        else
            vec_remove_at(items, i);
    }
}

/* The owner's own full set is not listed: taking something from the owner is listed as missing. */
static void
change_items(Parse *parse, DefaultPrivilege *privilege, const GrantStmt *action, const char *grantee)
{
    bool owner = grantee && strcmp(grantee, privilege->role) == 0 && !privilege->in_schema;
    Vec privileges = {0};

    privileges_of(parse, action, privilege->objects, &privileges);
    VEC_EACH(const char *, word, &privileges)
    {
        if (action->is_grant == !owner)
            acl_add(parse->arena, &privilege->items, grantee, word, action->is_grant && action->grant_option, owner);
        else
            revoke(&privilege->items, grantee, word, !action->is_grant && action->grant_option);
    }
}

static void
apply_to(Parse *parse, Model *model, const Statement *statement, const char *role, const char *schema, const GrantStmt *action)
{
    const char *objects = objects_word(action->objtype);
    DefaultPrivilege *privilege = default_privilege_make(parse->arena, role, schema, objects), *have;
    ListCell *cell;

    have = (DefaultPrivilege *) model_find(model, SPACE_DEFAULT_PRIVILEGE, NULL, NULL, privilege->object.name);
    if (have)
    {
        privilege = have;
        model_remove(model, &have->object);
    }
    else
        default_privilege_builtin(parse->arena, schema, objects, &privilege->items);
    foreach(cell, action->grantees)
        change_items(parse, privilege, action, role_name(parse, statement, lfirst_node(RoleSpec, cell)));
    privilege->object.origin = statement_origin(statement, -1);
    if (default_privilege_finish(parse->arena, privilege))
        model_add(model, &privilege->object);
}

/* For the whole blueprint, and for what its session makes after it. */
static void
apply_to_both(Parse *parse, const Statement *statement, const char *role, const char *schema, const GrantStmt *action)
{
    apply_to(parse, parse->model, statement, role, schema, action);
    if (!parse->in_force || parse->in_force_session != statement->session)
        parse->in_force = model_new(parse->arena);
    parse->in_force_session = statement->session;
    apply_to(parse, parse->in_force, statement, role, schema, action);
}

static List *
option(const AlterDefaultPrivilegesStmt *alter, const char *name)
{
    ListCell *cell;

    foreach(cell, alter->options)
        if (strcmp(lfirst_node(DefElem, cell)->defname, name) == 0)
            return castNode(List, lfirst_node(DefElem, cell)->arg);
    return NIL;
}

Outcome
default_privilege_alter(Parse *parse, const Statement *statement, Node *node)
{
    const AlterDefaultPrivilegesStmt *alter = castNode(AlterDefaultPrivilegesStmt, node);
    List *roles = option(alter, "roles"), *schemas = option(alter, "schemas");
    Vec role_names = {0}, schema_names = {0};
    ListCell *cell;

    if (!objects_word(alter->action->objtype))
        return parse_error(parse, statement, -1, NULL, "default privileges on objects of this sort are not supported");
    foreach(cell, roles)
        vec_add(parse->arena, &role_names, role_name(parse, statement, lfirst_node(RoleSpec, cell)));
    if (!role_names.count)
        vec_add(parse->arena, &role_names, parse->options && parse->options->role ? parse->options->role : "postgres");
    str_list(parse, schemas, &schema_names);
    parse->model->claims |= CLAIM_DEFAULT_PRIVILEGES;
    VEC_EACH(const char *, role, &role_names)
    {
        if (!role)
            return parse_error(parse, statement, -1, NULL, "PUBLIC makes no objects");
        if (!schema_names.count)
            apply_to_both(parse, statement, role, NULL, alter->action);
        VEC_EACH(const char *, schema, &schema_names)
            apply_to_both(parse, statement, role, schema, alter->action);
    }
    return OUTCOME_DONE;
}

/* ---- what they do to the blueprint's own objects ---- */

static const char *
creating_role(const Parse *parse)
{
    return parse->options && parse->options->role ? parse->options->role : "postgres";
}

static bool
has_item(const Vec *acl, const AclItem *wanted)
{
    VEC_EACH(const AclItem *, item, acl)
        if (str_eq(item->grantee, wanted->grantee) && strcmp(item->privilege, wanted->privilege) == 0 &&
            item->grantable == wanted->grantable && item->missing == wanted->missing)
            return true;
    return false;
}

void
default_privilege_start(Parse *parse, const Statement *statement, Object *object)
{
    Vec builtin = {0}, given = {0};
    size_t same = 0;

    acl_builtin(parse->arena, object->kind, &builtin);
    if (!parse->in_force || parse->in_force_session != statement->session || !object_ops(object)->acl_privileges)
    {
        object->acl = builtin;
        return;
    }
    default_privilege_apply(parse->arena, parse->in_force, creating_role(parse), object, &given);
    VEC_EACH(const AclItem *, item, &given)        /* copies, for GRANT and REVOKE change them */
    {
        acl_add(parse->arena, &object->acl, item->grantee, item->privilege, item->grantable, item->missing);
        same += has_item(&builtin, item);
    }
    if (same != builtin.count || given.count != builtin.count)
        vec_add(parse->arena, &parse->by_default, object);
}

/* Whether psql could have loaded the statements one after the other: what is made stands behind its schema at least. */
static bool
is_in_order(const Parse *parse)
{
    Map seen;

    if (parse->waited)
        return false;
    map_init(&seen, parse->arena);
    VEC_EACH(const Object *, object, &parse->model->objects)
    {
        if (object->kind == KIND_SCHEMA)
            map_put(&seen, object->name, object);
        else if (object->schema && !map_has(&seen, object->schema) && model_find(parse->model, SPACE_SCHEMA, NULL, NULL, object->schema))
            return false;
    }
    return true;
}

/* ALTER ... OWNER TO makes what the new owner was granted part of what he has anyway. */
static void
forget_owners_own(Parse *parse, Object *object)
{
    const char *owner = owner_of(parse, object);

    for (size_t i = object->acl.count; i-- > 0;)
    {
        const AclItem *item = vec_at(&object->acl, i);

        if (!item->missing && item->grantee && str_eq(item->grantee, owner))
            vec_remove_at(&object->acl, i);
    }
}

void
default_privilege_settle(Parse *parse)
{
    if (!parse->by_default.count)
        return;
    if (is_in_order(parse))
    {
        parse->model->claims |= CLAIM_PRIVILEGES;
        VEC_EACH(Object *, object, &parse->by_default)
            forget_owners_own(parse, object);
        return;
    }
    VEC_EACH(Object *, object, &parse->by_default)
    {
        object->acl = (Vec) {0};
        acl_builtin(parse->arena, object->kind, &object->acl);
    }
    findings_add(parse->findings, SEVERITY_WARNING, ((const Object *) vec_at(&parse->by_default, 0))->origin,
                 "put the statements in an order in which psql could load them, or grant what is wanted",
                 "the default privileges that are set before it are not taken to be for %s: the blueprint's order means nothing",
                 object_title(parse->arena, vec_at(&parse->by_default, 0)));
}
