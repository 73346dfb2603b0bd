#include "catalog/read.h"

#include "catalog_sql.h"
#include "engine/base/text.h"
#include "engine/kinds/trigger.h"
#include "parser/triggerdef.h"

/* The bits of pg_trigger.tgtype (src/include/catalog/pg_trigger.h). */
enum { TYPE_ROW = 1, TYPE_BEFORE = 2, TYPE_INSERT = 4, TYPE_DELETE = 8, TYPE_UPDATE = 16, TYPE_TRUNCATE = 32, TYPE_INSTEAD = 64 };

static void
set_type(Arena *arena, Trigger *trigger, int64_t type)
{
    static const struct { int bit; const char *word; } events[] = {
        {TYPE_INSERT, "INSERT"}, {TYPE_DELETE, "DELETE"}, {TYPE_UPDATE, "UPDATE"}, {TYPE_TRUNCATE, "TRUNCATE"},
    };

    trigger->timing = type & TYPE_BEFORE ? "BEFORE" : type & TYPE_INSTEAD ? "INSTEAD OF" : "AFTER";
    trigger->for_each_row = type & TYPE_ROW;
    for (size_t i = 0; i < COUNT_OF(events); i++)
        if (type & events[i].bit)
            vec_add(arena, &trigger->events, events[i].word);
}

static int
hex_value(char digit)
{
    return digit <= '9' ? digit - '0' : digit - 'a' + 10;
}

static void
set_arguments(Arena *arena, Trigger *trigger, const char *hex)
{
    Text argument;

    text_init(&argument, arena);
    for (; *hex; hex += 2)
    {
        char byte = (char) (hex_value(hex[0]) * 16 + hex_value(hex[1]));

        if (byte)
        {
            text_add_char(&argument, byte);
            continue;
        }
        vec_add(arena, &trigger->arguments, text_str(&argument));
        text_init(&argument, arena);
    }
}

static const char *
enabled_word(char state)
{
    return state == 'D' ? "DISABLE" : state == 'R' ? "ENABLE REPLICA" : state == 'A' ? "ENABLE ALWAYS" : "ENABLE";
}

static bool
set_when(Reader *reader, Trigger *trigger, const char *definition, Error *err)
{
    const char *when = definition ? triggerdef_when(reader->arena, definition) : NULL;
    Pending *pending = reader_expression(reader, PENDING_EXPRESSION, when, &trigger->object, &trigger->when);

    if (!definition)
        return reader_torn(reader, &trigger->object, err);
    if (!when)
        return error_set(err, reader->arena, ERR_FAILED, "can't read the definition of %s: %s",
                         object_title(reader->arena, &trigger->object), definition);
    pending->relation_schema = trigger->object.schema;
    pending->relation = trigger->object.parent;
    pending->target_type = "boolean";
    pending->old_and_new = true;
    return true;
}

static bool
take(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Arena *arena = reader->arena;
    Trigger *trigger = object_make(arena, KIND_TRIGGER, row_text(row, "schema"), row_text(row, "parent"), row_text(row, "name"));

    set_type(arena, trigger, row_int(row, "type"));
    row_array(row, arena, "columns", &trigger->update_columns);
    set_arguments(arena, trigger, row_text(row, "arguments"));
    trigger->function = sql_qname(arena, row_text(row, "function_schema"), row_text(row, "function"));
    trigger->constraint = row_bool(row, "constraint");
    trigger->deferrable = row_bool(row, "deferrable");
    trigger->initially_deferred = row_bool(row, "initially_deferred");
    trigger->old_table = row_copy(row, arena, "old_table");
    trigger->new_table = row_copy(row, arena, "new_table");
    if (row_text(row, "from_table"))
        trigger->from_table = sql_qname(arena, row_text(row, "from_schema"), row_text(row, "from_table"));
    trigger->enabled = enabled_word(*row_text(row, "enabled"));
    if (row_bool(row, "has_when"))
        TRY(set_when(reader, trigger, row_text(row, "definition"), err));
    reader_add(reader, &trigger->object, "pg_trigger", row);
    return true;
}

bool
read_trigger(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_trigger, NULL, take, reader, err);
}
