#include "parser/parse.h"

#include "engine/kinds/trigger.h"

Outcome
trigger_create(Parse *parse, const Statement *statement, Node *node)
{
    (void) node;
    return parse_error(parse, statement, -1, NULL, "not a declaration");
}

/* The state that a command gives a trigger; NULL: the command is about something else. */
static const char *
state_of(AlterTableType type)
{
    switch (type)
    {
        case AT_EnableTrig:
            return "ENABLE";
        case AT_EnableAlwaysTrig:
            return "ENABLE ALWAYS";
        case AT_EnableReplicaTrig:
            return "ENABLE REPLICA";
        case AT_DisableTrig:
            return "DISABLE";
        default:
            return NULL;
    }
}

static bool
is_for_all(AlterTableType type)
{
    return type == AT_EnableTrigAll || type == AT_DisableTrigAll || type == AT_EnableTrigUser || type == AT_DisableTrigUser;
}

bool
is_trigger_command(const AlterTableCmd *command)
{
    return state_of(command->subtype) || is_for_all(command->subtype);
}

bool
trigger_known(Parse *parse, const Object *relation, const AlterTableCmd *command)
{
    return !state_of(command->subtype) ||
           model_find(parse->model, SPACE_TRIGGER, relation->schema, relation->name, command->name);
}

void
trigger_enable(Parse *parse, const Statement *statement, const Object *relation, const AlterTableCmd *command)
{
    Trigger *trigger;

    if (is_for_all(command->subtype))
    {
        parse_error(parse, statement, -1, "name each trigger: ALTER TABLE ... ENABLE TRIGGER name",
                    "enabling or disabling all triggers is an event, not a declaration");
        return;
    }
    trigger = (Trigger *) model_find(parse->model, SPACE_TRIGGER, relation->schema, relation->name, command->name);
    if (trigger)
        trigger->enabled = state_of(command->subtype);
    else
        parse_missing(parse, statement, -1, "trigger", NULL, command->name);
}
