#include "parser/parse.h"

#include "catalog/pg_trigger.h"

#include "engine/kinds/trigger.h"

static void
set_events(Parse *parse, Trigger *trigger, int16 events)
{
    static const struct { int16 bit; const char *word; } words[] = {
        {TRIGGER_TYPE_INSERT, "INSERT"}, {TRIGGER_TYPE_DELETE, "DELETE"}, {TRIGGER_TYPE_UPDATE, "UPDATE"},
        {TRIGGER_TYPE_TRUNCATE, "TRUNCATE"},
    };

    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (events & words[i].bit)
            vec_add(parse->arena, &trigger->events, words[i].word);
}

/* Only tables can be named: OLD ROW and NEW ROW are refused by the server too. */
static bool
set_transitions(Parse *parse, const Statement *statement, Trigger *trigger, List *transitions)
{
    ListCell *cell;

    foreach(cell, transitions)
    {
        const TriggerTransition *transition = lfirst_node(TriggerTransition, cell);

        if (!transition->isTable)
        {
            parse_error(parse, statement, -1, "name OLD TABLE or NEW TABLE", "PostgreSQL has no names for rows in triggers");
            return false;
        }
        *(transition->isNew ? &trigger->new_table : &trigger->old_table) = arena_copy(parse->arena, transition->name);
    }
    return true;
}

static void
set_function(Parse *parse, const Statement *statement, Trigger *trigger, List *name)
{
    const char *schema, *base;

    qualified_name(parse, statement, SPACE_ROUTINE, name, &schema, &base);
    if (schema && strcmp(schema, "pg_catalog") == 0)
    {
        trigger->function = sql_ident(parse->arena, base);
        return;
    }
    trigger->function = sql_qname(parse->arena, schema, base);
    object_need(parse->arena, &trigger->object,
                (Ref) {.space = SPACE_ROUTINE, .schema = schema, .name = base, .any_signature = true});
}

static void
set_columns(Parse *parse, Trigger *trigger, List *columns)
{
    str_list(parse, columns, &trigger->update_columns);
    VEC_EACH(const char *, column, &trigger->update_columns)
        object_need(parse->arena, &trigger->object, (Ref) {.space = SPACE_COLUMN, .schema = trigger->object.schema,
                                                           .parent = trigger->object.parent, .name = column});
}

static void
need_table(Parse *parse, Trigger *trigger, const char *schema, const char *name)
{
    object_need(parse->arena, &trigger->object, (Ref) {.space = SPACE_RELATION, .schema = schema, .name = name, .shallow = true});
}

static void
set_when(Parse *parse, const Statement *statement, Trigger *trigger, Node *when)
{
    Pending *pending = parse_expression(parse, statement, when, &trigger->object, &trigger->when);

    pending->relation_schema = trigger->object.schema;
    pending->relation = trigger->object.parent;
    pending->target_type = "boolean";
    pending->old_and_new = true;
}

Outcome
trigger_create(Parse *parse, const Statement *statement, Node *node)
{
    const CreateTrigStmt *create = castNode(CreateTrigStmt, node);
    const Object *table = find_relation(parse, statement, create->relation);
    Trigger *trigger;

    if (!table)
        return parse_missing(parse, statement, create->relation->location, "relation", create->relation->schemaname,
                             create->relation->relname);
    trigger = object_make(parse->arena, KIND_TRIGGER, table->schema, table->name, create->trigname);
    trigger->timing = create->timing == TRIGGER_TYPE_BEFORE    ? "BEFORE"
                      : create->timing == TRIGGER_TYPE_INSTEAD ? "INSTEAD OF"
                                                               : "AFTER";
    trigger->for_each_row = create->row;
    trigger->constraint = create->isconstraint;
    trigger->deferrable = create->deferrable;
    trigger->initially_deferred = create->initdeferred;
    trigger->enabled = "ENABLE";
    set_events(parse, trigger, create->events);
    set_columns(parse, trigger, create->columns);
    str_list(parse, create->args, &trigger->arguments);
    set_function(parse, statement, trigger, create->funcname);
    need_table(parse, trigger, table->schema, table->name);
    if (!set_transitions(parse, statement, trigger, create->transitionRels))
        return OUTCOME_DONE;
    if (create->constrrel)
    {
        const char *schema = relation_schema(parse, statement, create->constrrel);

        trigger->from_table = sql_qname(parse->arena, schema, create->constrrel->relname);
        need_table(parse, trigger, schema, create->constrrel->relname);
    }
    if (create->whenClause)
        set_when(parse, statement, trigger, create->whenClause);
    parse_add(parse, statement, -1, &trigger->object);
    return OUTCOME_DONE;
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
    /* All triggers: those that are there when nobody can go on. */
    if (is_for_all(command->subtype))
        return parse->quiet || parse->last_call;
    return !state_of(command->subtype) ||
           model_find(parse->model, SPACE_TRIGGER, relation->schema, relation->name, command->name);
}

/* Of two statements in one file the later one holds; what names a trigger holds before what is about all of them in another file. */
static bool
is_later(const Statement *statement, const Statement *other)
{
    if (!other)
        return true;
    if (strcmp(statement->file, other->file) != 0)
        return false;
    return statement->line > other->line || (statement->line == other->line && statement->column > other->column);
}

static const char *
state_key(Parse *parse, const Object *trigger)
{
    return arena_printf(parse->arena, "state of %s", trigger->key);
}

/* The triggers behind foreign keys are the server's own, and no objects here. */
static void
enable_all(Parse *parse, const Statement *statement, const Object *relation, AlterTableType type)
{
    bool disable = type == AT_DisableTrigAll || type == AT_DisableTrigUser;

    parse->quiet = false;
    VEC_EACH(Object *, child, &relation->children)
        if (child->kind == KIND_TRIGGER && is_later(statement, map_get(&parse->statements, state_key(parse, child))))
            ((Trigger *) child)->enabled = disable ? "DISABLE" : "ENABLE";
    if (type == AT_DisableTrigAll)
        parse_warning(parse, statement, -1, "DISABLE TRIGGER USER means the same here", "the triggers behind foreign keys stay as they are");
}

void
trigger_enable(Parse *parse, const Statement *statement, const Object *relation, const AlterTableCmd *command)
{
    Trigger *trigger;

    if (is_for_all(command->subtype))
    {
        enable_all(parse, statement, relation, command->subtype);
        return;
    }
    trigger = (Trigger *) model_find(parse->model, SPACE_TRIGGER, relation->schema, relation->name, command->name);
    if (trigger)
    {
        trigger->enabled = state_of(command->subtype);
        map_put(&parse->statements, state_key(parse, &trigger->object), statement);
    }
    else
        parse_missing(parse, statement, -1, "trigger", NULL, command->name);
}
