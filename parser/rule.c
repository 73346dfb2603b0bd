#include "parser/parse.h"

#include "engine/kinds/rule.h"

static void
over_rows(Pending *pending, const Rule *rule)
{
    pending->relation_schema = rule->object.schema;
    pending->relation = rule->object.parent;
    pending->old_and_new = true;
}

static void
add_actions(Parse *parse, const Statement *statement, Rule *rule, List *actions)
{
    ListCell *cell;

    foreach(cell, actions)
    {
        RuleAction *action = arena_make(parse->arena, RuleAction);
        const char *sql = query_sql(parse, lfirst(cell));

        if (!*sql)
            parse_error(parse, statement, -1, "simplify it", "an action that can't be written back as SQL");
        over_rows(parse_pending_text(parse, statement, PENDING_ACTION, sql, &rule->object, &action->statement), rule);
        vec_add(parse->arena, &rule->actions, action);
    }
}

static const char *
event_word(CmdType event)
{
    switch (event)
    {
        case CMD_INSERT:
            return "INSERT";
        case CMD_UPDATE:
            return "UPDATE";
        case CMD_DELETE:
            return "DELETE";
        default:
            return NULL;
    }
}

Outcome
rule_create(Parse *parse, const Statement *statement, Node *node)
{
    const RuleStmt *create = castNode(RuleStmt, node);
    const Object *relation = find_relation(parse, statement, create->relation);
    Rule *rule;

    if (!event_word(create->event))
        return parse_error(parse, statement, create->relation->location, "write CREATE VIEW", "a rule ON SELECT is a view");
    if (!relation)
        return parse_missing(parse, statement, create->relation->location, "relation", create->relation->schemaname, create->relation->relname);
    rule = object_make(parse->arena, KIND_RULE, relation->schema, relation->name, create->rulename);
    rule->event = event_word(create->event);
    rule->instead = create->instead;
    rule->enabled = "ENABLE";
    if (create->whereClause)
    {
        Pending *pending = parse_expression(parse, statement, create->whereClause, &rule->object, &rule->where);

        over_rows(pending, rule);
        pending->target_type = "boolean";
    }
    add_actions(parse, statement, rule, create->actions);
    object_need_relation(parse->arena, &rule->object, relation->schema, relation->name);
    parse_add(parse, statement, -1, &rule->object);
    return OUTCOME_DONE;
}

/* The state that a command gives a rule; NULL: the command is about something else. */
static const char *
state_of(AlterTableType type)
{
    switch (type)
    {
        case AT_EnableRule:
            return "ENABLE";
        case AT_EnableAlwaysRule:
            return "ENABLE ALWAYS";
        case AT_EnableReplicaRule:
            return "ENABLE REPLICA";
        case AT_DisableRule:
            return "DISABLE";
        default:
            return NULL;
    }
}

bool
is_rule_command(const AlterTableCmd *command)
{
    return state_of(command->subtype) != NULL;
}

bool
rule_known(Parse *parse, const Object *relation, const AlterTableCmd *command)
{
    return model_find(parse->model, SPACE_RULE, relation->schema, relation->name, command->name) != NULL;
}

void
rule_enable(Parse *parse, const Statement *statement, const Object *relation, const AlterTableCmd *command)
{
    Rule *rule = (Rule *) model_find(parse->model, SPACE_RULE, relation->schema, relation->name, command->name);

    if (rule)
        rule->enabled = state_of(command->subtype);
    else
        parse_missing(parse, statement, -1, "rule", NULL, command->name);
}
