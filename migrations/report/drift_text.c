#include "migrations/report/report.h"

const char *
report_drift_text(Arena *arena, const ReportHead *head, const DriftList *list)
{
    Text text;

    text_init(&text, arena);
    VEC_EACH(const Drift *, drift, &list->items)
        text_addf(&text, "%s: %s\n", drift->origin.file ? origin_text(arena, drift->origin) : head->database, drift_line(arena, drift));
    if (!list->items.count)
        text_addf(&text, "in sync: %s on %s (PostgreSQL %s) and %s, %s\n", head->database, head->host,
                  report_server(arena, head->server_version), head->blueprint, report_count(arena, head->counts->declared, "object"));
    else
        text_addf(&text, "%s on %s (PostgreSQL %s) and %s, %s: %zu missing, %zu extra, %zu different (database -> blueprint)\n",
                  head->database, head->host, report_server(arena, head->server_version), head->blueprint,
                  report_count(arena, head->counts->declared, "object"),
                  list->counts[DRIFT_MISSING], list->counts[DRIFT_EXTRA], list->counts[DRIFT_DIFFERENT]);
    if (head->counts->owners || head->counts->privileges)
        text_addf(&text, "not managed: owners of %s, privileges of %s\n", report_count(arena, head->counts->owners, "object"),
                  report_count(arena, head->counts->privileges, "object"));
    if (report_unclaimed(arena, head->counts))
        text_addf(&text, "not managed: %s\n", report_unclaimed(arena, head->counts));
    text_add(&text, report_account(arena, head->account));
    return report_safe(arena, text_str(&text));
}
