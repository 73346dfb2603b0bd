#include "parser/parse.h"

#include "engine/base/text.h"
#include "parser/owner.h"
#include "parser/table.h"
#include "parser/target.h"

/* One GRANT or REVOKE, on its way to its objects. */
typedef struct Grant
{
    Parse *parse;
    const Statement *statement;
    const GrantStmt *node;
    Vec grantees;                                  /* const char *; "" stands for PUBLIC */
    bool failed;                                   /* a finding was made */
} Grant;

/* ---- privileges ---- */

static bool
list_has(const char *list, const char *word)
{
    size_t length = strlen(word);

    for (const char *at = list; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL)
        if (strncmp(at, word, length) == 0 && (at[length] == ',' || !at[length]))
            return true;
    return false;
}

static bool
is_relation_with_rows(const Object *object)
{
    return object->kind == KIND_TABLE || object->kind == KIND_VIEW || object->kind == KIND_MATVIEW;
}

/* MAINTAIN came with PostgreSQL 17. */
static bool
knows_maintain(const Grant *grant)
{
    return grant->parse->options && grant->parse->options->server_version >= 170000;
}

/* The kind of columns tells what an owner has by default: nothing. */
static const char *
known_privileges(const Object *object)
{
    return kind_space[object->kind] == SPACE_COLUMN ? "SELECT,INSERT,UPDATE,REFERENCES" : object_ops(object)->acl_privileges;
}

static void
all_privileges(Grant *grant, const Object *object, Vec *privileges)
{
    const char *list = known_privileges(object);

    while (list && *list)
    {
        size_t length = strcspn(list, ",");

        vec_add_str_once(grant->parse->arena, privileges, arena_copy_len(grant->parse->arena, list, length));
        list += length + (list[length] == ',');
    }
    if (is_relation_with_rows(object) && knows_maintain(grant))
        vec_add_str_once(grant->parse->arena, privileges, "MAINTAIN");
}

static const char *
upper_case(Arena *arena, const char *word)
{
    char *copy = arena_copy_own(arena, word);

    for (char *c = copy; *c; c++)
        *c = (char) (*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
    return copy;
}

/* The privileges that a word means for an object; NULL: all. */
static void
privileges_of(Grant *grant, const Object *object, const char *word, Vec *privileges)
{
    const char *known = known_privileges(object);

    if (!word)
    {
        all_privileges(grant, object, privileges);
        return;
    }
    word = upper_case(grant->parse->arena, word);
    if (strcmp(word, "TEMP") == 0)
        word = "TEMPORARY";
    if (known && (list_has(known, word) || (is_relation_with_rows(object) && strcmp(word, "MAINTAIN") == 0)))
    {
        vec_add_str_once(grant->parse->arena, privileges, word);
        return;
    }
    parse_error(grant->parse, grant->statement, -1, NULL, "there is no privilege %s on %s", word, object_title(grant->parse->arena, object));
    grant->failed = true;
}

/* ---- one object ---- */

static void
remove_item(Vec *acl, const char *grantee, const char *privilege, bool missing)
{
    for (size_t i = acl->count; i-- > 0;)
    {
        const AclItem *item = vec_at(acl, i);

        if (str_eq(item->grantee, grantee) && strcmp(item->privilege, privilege) == 0 && item->missing == missing)
            vec_remove_at(acl, i);
    }
}

static void
keep_without_option(Vec *acl, const char *grantee, const char *privilege)
{
    VEC_EACH(AclItem *, item, acl)
        if (str_eq(item->grantee, grantee) && strcmp(item->privilege, privilege) == 0)
            item->grantable = false;
}

/* The owner has everything unless it was taken away, which is what the list tells; no column takes anything from him. */
static void
change_item(Grant *grant, Object *object, const char *grantee, const char *privilege)
{
    Arena *arena = grant->parse->arena;
    const char *owner = owner_of(grant->parse, object);
    bool is_owner = grantee && owner && strcmp(grantee, owner) == 0;
    bool is_column = kind_space[object->kind] == SPACE_COLUMN;

    if (grant->node->is_grant)
    {
        if (is_owner && !is_column)
            remove_item(&object->acl, grantee, privilege, true);
        else
            acl_add(arena, &object->acl, grantee, privilege, grant->node->grant_option, false);
    }
    else if (grant->node->grant_option)
        keep_without_option(&object->acl, grantee, privilege);
    else
    {
        remove_item(&object->acl, grantee, privilege, false);
        if (is_owner && !is_column)
            acl_add(arena, &object->acl, grantee, privilege, false, true);
    }
}

static void
change_object(Grant *grant, Object *object, const Vec *privileges)
{
    object->any &= ~(unsigned) CHANGED_ACL;
    VEC_EACH(const char *, grantee, &grant->grantees)
        VEC_EACH(const char *, privilege, privileges)
        {
            change_item(grant, object, *grantee ? grantee : NULL, privilege);
            if (grant->node->is_grant || !is_relation_with_rows(object))
                continue;
            /* What is taken away on a table is taken away on its columns. */
            VEC_EACH(Object *, child, &object->children)
                if (kind_space[child->kind] == SPACE_COLUMN)
                    change_item(grant, child, *grantee ? grantee : NULL, privilege);
        }
}

static void
change_columns(Grant *grant, const Object *relation, const AccessPriv *access)
{
    Parse *parse = grant->parse;
    const ListCell *cell;

    if (!is_relation_with_rows(relation))
    {
        parse_error(parse, grant->statement, -1, NULL, "%s has no columns", object_title(parse->arena, relation));
        grant->failed = true;
        return;
    }
    foreach(cell, access->cols)
    {
        const char *name = strVal(lfirst(cell));
        Object *column = relation->kind == KIND_TABLE ? model_find(parse->model, SPACE_COLUMN, relation->schema, relation->name, name)
                                                      : view_column(parse, grant->statement, relation, name);
        Vec privileges = {0};

        if (!column)
        {
            parse_error(parse, grant->statement, -1, NULL, "column %s.%s does not exist in the blueprint",
                        sql_qname(parse->arena, relation->schema, relation->name), sql_ident(parse->arena, name));
            grant->failed = true;
            continue;
        }
        privileges_of(grant, column, access->priv_name, &privileges);
        change_object(grant, column, &privileges);
    }
}

static void
apply(Grant *grant, Object *object)
{
    const ListCell *cell;
    Vec privileges = {0};

    if (!grant->node->privileges)
        privileges_of(grant, object, NULL, &privileges);
    foreach(cell, grant->node->privileges)
    {
        const AccessPriv *access = lfirst_node(AccessPriv, cell);

        if (access->cols)
            change_columns(grant, object, access);
        else
            privileges_of(grant, object, access->priv_name, &privileges);
        if (grant->failed)
            return;
    }
    change_object(grant, object, &privileges);
}

/* ---- which objects ---- */

static bool
is_procedure(const Object *object)
{
    return object->kind == KIND_FUNCTION && ((const Function *) object)->procedure;
}

static bool
is_of_sort(const Object *object, ObjectType sort)
{
    switch (sort)
    {
        case OBJECT_TABLE:
            return is_relation_with_rows(object);
        case OBJECT_SEQUENCE:
            return object->kind == KIND_SEQUENCE || object->kind == KIND_IDENTITY_SEQUENCE;
        case OBJECT_FUNCTION:                      /* aggregates too */
            return kind_space[object->kind] == SPACE_ROUTINE && !is_procedure(object);
        case OBJECT_PROCEDURE:
            return is_procedure(object);
        case OBJECT_ROUTINE:
            return kind_space[object->kind] == SPACE_ROUTINE;
        default:
            return false;
    }
}

/* Every such object of the whole blueprint, wherever it is made. */
static Outcome
apply_to_schemas(Grant *grant)
{
    Parse *parse = grant->parse;
    const ListCell *cell;

    foreach(cell, grant->node->objects)
    {
        const char *schema = strVal(lfirst(cell));

        if (!model_find(parse->model, SPACE_SCHEMA, NULL, NULL, schema))
            return parse_missing(parse, grant->statement, -1, "schema", NULL, schema);
        for (size_t i = 0, count = parse->model->objects.count; i < count && !grant->failed; i++)
        {
            Object *object = vec_at(&parse->model->objects, i);

            if (str_eq(object->schema, schema) && is_of_sort(object, grant->node->objtype))
                apply(grant, object);
        }
    }
    return OUTCOME_DONE;
}

static Target
find_target(Grant *grant, Node *named)
{
    Target target;

    if (IsA(named, RangeVar))
    {
        target = target_relation(grant->parse, grant->statement, grant->node->objtype, (const RangeVar *) named);
        if (!target.object && (grant->node->objtype == OBJECT_SEQUENCE || grant->node->objtype == OBJECT_TABLE))
            target.object = identity_sequence_find(grant->parse, target.schema, target.name);
        /* ON TABLE may name a view or a sequence, too. */
        target.wrong_kind = target.object && grant->node->objtype == OBJECT_SEQUENCE && !is_of_sort(target.object, OBJECT_SEQUENCE);
        return target;
    }
    target = target_find(grant->parse, grant->statement, grant->node->objtype, named);
    if (grant->node->objtype == OBJECT_FUNCTION)
        target.wrong_kind = false;                 /* ON FUNCTION may name a procedure */
    return target;
}

static bool
is_of_extension(const Parse *parse, ObjectType type, const Target *target)
{
    Space space;

    if (type == OBJECT_FDW)
        return names_has(&parse->names, SPACE_WRAPPER, "", target->name);
    space = type == OBJECT_TABLE ? SPACE_RELATION : type == OBJECT_TYPE || type == OBJECT_DOMAIN ? SPACE_TYPE : SPACE_ROUTINE;

    return target->schema && target->name && type != OBJECT_SCHEMA && names_extension_of(&parse->names, space, target->schema, target->name);
}

static Outcome
apply_to_named(Grant *grant)
{
    const ListCell *cell;
    Outcome outcome;

    foreach(cell, grant->node->objects)
    {
        Target target = find_target(grant, lfirst(cell));

        if (!target.object && is_of_extension(grant->parse, grant->node->objtype, &target))
            return parse_warning(grant->parse, grant->statement, -1, NULL, "privileges on what an extension brings are not managed");
        if (!target_ready(grant->parse, grant->statement, &target, grant->node->is_grant ? "GRANT on" : "REVOKE on", &outcome))
            return outcome;
    }
    foreach(cell, grant->node->objects)
        if (!grant->failed)
            apply(grant, find_target(grant, lfirst(cell)).object);
    return OUTCOME_DONE;
}

Outcome
grant_read(Parse *parse, const Statement *statement, Node *node)
{
    Grant grant = {.parse = parse, .statement = statement, .node = (const GrantStmt *) node};
    const ListCell *cell;

    foreach(cell, grant.node->grantees)
    {
        const char *name = role_name(parse, statement, lfirst_node(RoleSpec, cell));

        if (name && !*name)                        /* not known: a finding was made */
            return OUTCOME_DONE;
        vec_add(parse->arena, &grant.grantees, name ? name : "");
    }
    parse->model->claims |= CLAIM_PRIVILEGES;
    return grant.node->targtype == ACL_TARGET_ALL_IN_SCHEMA ? apply_to_schemas(&grant) : apply_to_named(&grant);
}
