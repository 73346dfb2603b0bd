#include "catalog/read.h"

#include "catalog_sql.h"
#include "engine/base/text.h"
#include "engine/kinds/event_trigger.h"

static const char *
enabled_word(char state)
{
    return state == 'D' ? "DISABLE" : state == 'R' ? "ENABLE REPLICA" : state == 'A' ? "ENABLE ALWAYS" : "ENABLE";
}

static void
set_function(Arena *arena, EventTrigger *trigger, const char *schema, const char *function)
{
    bool builtin = strcmp(schema, "pg_catalog") == 0;

    trigger->function = sql_qname(arena, builtin ? NULL : schema, function);
    if (!builtin)
        object_need(arena, &trigger->object, (Ref) {.space = SPACE_ROUTINE, .schema = schema, .name = function, .any_signature = true});
}

static bool
take(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    EventTrigger *trigger = object_make(reader->arena, KIND_EVENT_TRIGGER, NULL, NULL, row_text(row, "name"));

    (void) err;
    trigger->event = row_copy(row, reader->arena, "event");
    row_array(row, reader->arena, "tags", &trigger->tags);
    trigger->enabled = enabled_word(*row_text(row, "enabled"));
    set_function(reader->arena, trigger, row_text(row, "function_schema"), row_text(row, "function"));
    reader_add(reader, &trigger->object, "pg_event_trigger", row);
    return true;
}

bool
read_event_trigger(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_event_trigger, NULL, take, reader, err);
}
