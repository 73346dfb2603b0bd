#include "parser/parse.h"

#include "engine/kinds/policy.h"

/* PUBLIC swallows every other role, as it does in the server. */
static void
set_roles(Parse *parse, const Statement *statement, Policy *policy, List *roles)
{
    ListCell *cell;

    policy->roles = (Vec) {0};
    foreach(cell, roles)
    {
        const RoleSpec *role = lfirst_node(RoleSpec, cell);

        if (role->roletype == ROLESPEC_PUBLIC)
        {
            policy->roles = (Vec) {0};
            vec_add(parse->arena, &policy->roles, "PUBLIC");
            return;
        }
        vec_add_str_once(parse->arena, &policy->roles, sql_ident(parse->arena, role_name(parse, statement, role)));
    }
    vec_sort_str(&policy->roles);
}

static void
set_expression(Parse *parse, const Statement *statement, Policy *policy, Node *node, Expression **slot)
{
    Pending *pending;

    if (!node)
        return;
    if (*slot)
        pending_forget(parse, *slot);
    pending = parse_expression(parse, statement, node, &policy->object, slot);
    pending->relation_schema = policy->object.schema;
    pending->relation = policy->object.parent;
    pending->target_type = "boolean";
}

Outcome
policy_create(Parse *parse, const Statement *statement, Node *node)
{
    const CreatePolicyStmt *create = castNode(CreatePolicyStmt, node);
    const Object *table = find_relation(parse, statement, create->table);
    char *command;
    Policy *policy;

    if (!table)
        return parse_missing(parse, statement, create->table->location, "table", create->table->schemaname, create->table->relname);
    policy = object_make(parse->arena, KIND_POLICY, table->schema, table->name, create->policy_name);
    policy->permissive = create->permissive;
    policy->command = command = arena_copy_own(parse->arena, create->cmd_name);
    for (; *command; command++)
        *command = (char) (*command >= 'a' && *command <= 'z' ? *command - 'a' + 'A' : *command);
    set_roles(parse, statement, policy, create->roles);
    set_expression(parse, statement, policy, create->qual, &policy->using_expr);
    set_expression(parse, statement, policy, create->with_check, &policy->check_expr);
    object_need(parse->arena, &policy->object,
                (Ref) {.space = SPACE_RELATION, .schema = table->schema, .name = table->name, .shallow = true});
    parse_add(parse, statement, -1, &policy->object);
    return OUTCOME_DONE;
}

Outcome
policy_alter(Parse *parse, const Statement *statement, Node *node)
{
    const AlterPolicyStmt *alter = castNode(AlterPolicyStmt, node);
    const Object *table = find_relation(parse, statement, alter->table);
    Policy *policy = NULL;

    if (table)
        policy = (Policy *) model_find(parse->model, SPACE_POLICY, table->schema, table->name, alter->policy_name);
    if (!policy)
        return parse_missing(parse, statement, alter->table->location, "policy", NULL, alter->policy_name);
    if (alter->roles)
        set_roles(parse, statement, policy, alter->roles);
    set_expression(parse, statement, policy, alter->qual, &policy->using_expr);
    set_expression(parse, statement, policy, alter->with_check, &policy->check_expr);
    return OUTCOME_DONE;
}
