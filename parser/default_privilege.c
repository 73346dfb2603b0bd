#include "parser/parse.h"

#include "engine/kinds/default_privilege.h"

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
apply_to(Parse *parse, const Statement *statement, const char *role, const char *schema, const GrantStmt *action)
{
    const char *objects = objects_word(action->objtype);
    DefaultPrivilege *privilege = default_privilege_make(parse->arena, role, schema, objects), *have;
    ListCell *cell;

    have = (DefaultPrivilege *) model_find(parse->model, SPACE_DEFAULT_PRIVILEGE, NULL, NULL, privilege->object.name);
    if (have)
    {
        privilege = have;
        model_remove(parse->model, &have->object);
    }
    else
        default_privilege_builtin(parse->arena, schema, objects, &privilege->items);
    foreach(cell, action->grantees)
        change_items(parse, privilege, action, role_name(parse, statement, lfirst_node(RoleSpec, cell)));
    privilege->object.origin = statement_origin(statement, -1);
    if (default_privilege_finish(parse->arena, privilege))
        model_add(parse->model, &privilege->object);
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
            apply_to(parse, statement, role, NULL, alter->action);
        VEC_EACH(const char *, schema, &schema_names)
            apply_to(parse, statement, role, schema, alter->action);
    }
    return OUTCOME_DONE;
}
