#include "migrations/report/report.h"

#include "engine/base/json.h"

static Json *
drift_json(Arena *arena, const Drift *drift)
{
    Json *json = json_new(arena, JSON_IS_OBJECT), *details = json_new(arena, JSON_IS_ARRAY);

    json_put_text(arena, json, "object", drift->object);
    json_put_text(arena, json, "kind", kind_ops[drift->kind]->word);
    json_put_text(arena, json, "state", drift_state_word(drift->state));
    VEC_EACH(const char *, detail, &drift->details)
        json_add(arena, details, json_new_text(arena, detail));
    json_put(arena, json, "details", details);
    json_put_text(arena, json, "unproved", drift->unproved);
    json_put_text(arena, json, "file", drift->origin.file);
    json_put_int(arena, json, "line", drift->origin.line);
    json_put_int(arena, json, "column", drift->origin.column);
    return json;
}

static Json *
counts_json(Arena *arena, const size_t *counts)
{
    Json *json = json_new(arena, JSON_IS_OBJECT);

    for (int sort = 0; sort < ACCOUNT_SORTS; sort++)
        json_put_int(arena, json, account_word((AccountSort) sort), (int64_t) counts[sort]);
    return json;
}

/* By class, what is unknown by name, and properties; the sums are the reader's to check. */
static Json *
account_json(Arena *arena, const Account *account)
{
    Json *json = json_new(arena, JSON_IS_OBJECT), *classes = json_new(arena, JSON_IS_OBJECT), *unknown = json_new(arena, JSON_IS_ARRAY);
    Json *properties = json_new(arena, JSON_IS_ARRAY);

    json_put(arena, json, "total", counts_json(arena, account->counts));
    VEC_EACH(const AccountClass *, class, &account->classes)
        json_put(arena, classes, class->name, counts_json(arena, class->counts));
    json_put(arena, json, "catalogs", classes);
    VEC_EACH(const char *, description, &account->unknown)
        json_add(arena, unknown, json_new_text(arena, description));
    json_put(arena, json, "unknown", unknown);
    VEC_EACH(const AccountProperty *, property, &account->properties)
    {
        Json *one = json_new(arena, JSON_IS_OBJECT);

        json_put_text(arena, one, "object", property->object);
        json_put_text(arena, one, "property", property->property);
        json_put_text(arena, one, "value", property->value);
        json_add(arena, properties, one);
    }
    json_put(arena, json, "properties", properties);
    return json;
}

static Json *
rungs_json(Arena *arena, const WorkCounts *counts)
{
    static const char *const names[] = {"equal_trees", "remembered", "server", "sandbox", "unproved"};
    Json *json = json_new(arena, JSON_IS_OBJECT);

    for (int rung = 0; rung < RUNG_COUNT; rung++)
        json_put_int(arena, json, names[rung], (int64_t) counts->rungs[rung]);
    return json;
}

bool
report_drift_json(Arena *arena, const ReportHead *head, const DriftList *list, const char **text, Error *err)
{
    Json *json = json_new(arena, JSON_IS_OBJECT), *differences = json_new(arena, JSON_IS_ARRAY);
    Json *unclaimed = json_new(arena, JSON_IS_OBJECT);

    json_put_int(arena, json, "format", 1);
    json_put_text(arena, json, "database", head->database);
    json_put_int(arena, json, "server", head->server_version);
    json_put_text(arena, json, "blueprint", head->blueprint);
    json_put(arena, json, "in_sync", json_new_bool(arena, !list->items.count));
    json_put_int(arena, json, "declared", (int64_t) head->counts->declared);
    json_put_int(arena, json, "owners_not_managed", (int64_t) head->counts->owners);
    json_put_int(arena, json, "privileges_not_managed", (int64_t) head->counts->privileges);
    for (int kind = 0; kind < KIND_COUNT; kind++)
        if (head->counts->unclaimed[kind])
            json_put_int(arena, unclaimed, kind_ops[kind]->word, (int64_t) head->counts->unclaimed[kind]);
    json_put(arena, json, "not_managed", unclaimed);
    json_put(arena, json, "expressions", rungs_json(arena, head->counts));
    if (head->account)
        json_put(arena, json, "accounting", account_json(arena, head->account));
    VEC_EACH(const Drift *, drift, &list->items)
        json_add(arena, differences, drift_json(arena, drift));
    json_put(arena, json, "differences", differences);
    return json_write(arena, json, true, text, err);
}
