#include "catalog/read.h"

#include "catalog_sql.h"
#include "engine/kinds/rule.h"
#include "parser/ruledef.h"

static const char *
enabled_word(char state)
{
    return state == 'D' ? "DISABLE" : state == 'R' ? "ENABLE REPLICA" : state == 'A' ? "ENABLE ALWAYS" : "ENABLE";
}

static void
over_rows(Pending *pending, const Rule *rule)
{
    if (!pending)
        return;
    pending->relation_schema = rule->object.schema;
    pending->relation = rule->object.parent;
    pending->old_and_new = true;
}

static bool
set_texts(Reader *reader, Rule *rule, const char *definition, Error *err)
{
    const char *where;
    Vec actions = {0};
    Pending *pending;

    if (!definition)
        return reader_torn(reader, &rule->object, err);
    if (!ruledef_read(reader->arena, definition, &where, &actions))
        return error_set(err, reader->arena, ERR_FAILED, "can't read the definition of %s: %s", object_title(reader->arena, &rule->object),
                         definition);
    pending = reader_expression(reader, PENDING_EXPRESSION, where, &rule->object, &rule->where);
    over_rows(pending, rule);
    if (pending)
        pending->target_type = "boolean";
    VEC_EACH(const char *, text, &actions)
    {
        RuleAction *action = arena_make(reader->arena, RuleAction);

        over_rows(reader_expression(reader, PENDING_ACTION, text, &rule->object, &action->statement), rule);
        vec_add(reader->arena, &rule->actions, action);
    }
    return true;
}

static bool
take(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Rule *rule = object_make(reader->arena, KIND_RULE, row_text(row, "schema"), row_text(row, "parent"), row_text(row, "name"));
    char event = *row_text(row, "event");

    rule->event = event == '2' ? "UPDATE" : event == '3' ? "INSERT" : "DELETE";
    rule->instead = row_bool(row, "instead");
    rule->enabled = enabled_word(*row_text(row, "enabled"));
    TRY(set_texts(reader, rule, row_text(row, "definition"), err));
    reader_add(reader, &rule->object, "pg_rewrite", row);
    return true;
}

bool
read_rule(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_rule, NULL, take, reader, err);
}
