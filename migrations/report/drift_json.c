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
    VEC_EACH(const Drift *, drift, &list->items)
        json_add(arena, differences, drift_json(arena, drift));
    json_put(arena, json, "differences", differences);
    return json_write(arena, json, true, text, err);
}
