#include "parser/parse.h"

#include "engine/kinds/event_trigger.h"

static const char *
upper_case(Arena *arena, const char *word)
{
    char *copy = arena_copy_own(arena, word);

    for (char *c = copy; *c; c++)
        *c = (char) (*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
    return copy;
}

/* PostgreSQL knows no other variable than TAG; it keeps tags in upper case (filter_list_to_array()). */
static bool
set_tags(Parse *parse, const Statement *statement, EventTrigger *trigger, List *filters)
{
    ListCell *cell, *value;

    foreach(cell, filters)
    {
        const DefElem *filter = lfirst_node(DefElem, cell);

        if (strcmp(filter->defname, "tag") != 0)
        {
            parse_error(parse, statement, filter->location, "WHEN TAG IN (...)", "there is no filter variable \"%s\"", filter->defname);
            return false;
        }
        foreach(value, castNode(List, filter->arg))
            vec_add(parse->arena, &trigger->tags, upper_case(parse->arena, strVal(lfirst(value))));
    }
    return true;
}

static void
set_function(Parse *parse, const Statement *statement, EventTrigger *trigger, List *names)
{
    const char *schema, *name;

    qualified_name(parse, statement, SPACE_ROUTINE, names, &schema, &name);
    if (schema && strcmp(schema, "pg_catalog") == 0)
    {
        trigger->function = sql_ident(parse->arena, name);
        return;
    }
    trigger->function = sql_qname(parse->arena, schema, name);
    object_need(parse->arena, &trigger->object,
                (Ref) {.space = SPACE_ROUTINE, .schema = schema, .name = name, .any_signature = true});
}

Outcome
event_trigger_create(Parse *parse, const Statement *statement, Node *node)
{
    const CreateEventTrigStmt *create = castNode(CreateEventTrigStmt, node);
    EventTrigger *trigger = object_make(parse->arena, KIND_EVENT_TRIGGER, NULL, NULL, create->trigname);

    parse->model->claims |= CLAIM_EVENT_TRIGGERS;
    trigger->event = arena_copy(parse->arena, create->eventname);
    trigger->enabled = "ENABLE";
    set_function(parse, statement, trigger, create->funcname);
    if (set_tags(parse, statement, trigger, create->whenclause))
        parse_add(parse, statement, -1, &trigger->object);
    return OUTCOME_DONE;
}

static const char *
state_of(char letter)
{
    switch (letter)
    {
        case 'A':
            return "ENABLE ALWAYS";
        case 'R':
            return "ENABLE REPLICA";
        case 'D':
            return "DISABLE";
        default:
            return "ENABLE";
    }
}

Outcome
event_trigger_alter(Parse *parse, const Statement *statement, Node *node)
{
    const AlterEventTrigStmt *alter = castNode(AlterEventTrigStmt, node);
    EventTrigger *trigger = (EventTrigger *) model_find(parse->model, SPACE_EVENT_TRIGGER, NULL, NULL, alter->trigname);

    if (!trigger)
        return parse_missing(parse, statement, -1, "event trigger", NULL, alter->trigname);
    trigger->enabled = state_of(alter->tgenabled);
    return OUTCOME_DONE;
}
