/*
 * Annotations of GitHub Actions: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 * Escaping as actions/toolkit does it: packages/core/src/command.ts, escapeData() and escapeProperty().
 */
#include "migrations/report/report.h"

static const char *
escape(Arena *arena, const char *value, bool property)
{
    Text text;

    text_init(&text, arena);
    for (const char *c = value; *c; c++)
        if (*c == '%' || *c == '\r' || *c == '\n' || (property && (*c == ':' || *c == ',')))
            text_addf(&text, "%%%02X", (unsigned char) *c);
        else
            text_add_char(&text, *c);
    return report_safe(arena, text_str(&text));
}

const char *
report_drift_github(Arena *arena, const ReportHead *head, const DriftList *list)
{
    Text text;

    text_init(&text, arena);
    VEC_EACH(const Drift *, drift, &list->items)
    {
        text_add(&text, "::error ");
        if (drift->origin.file)
            text_addf(&text, "file=%s,line=%d,col=%d,", escape(arena, drift->origin.file, true), drift->origin.line, drift->origin.column);
        text_addf(&text, "title=%s::%s\n", escape(arena, arena_printf(arena, "drift in %s", head->database), true),
                  escape(arena, drift_line(arena, drift), false));
    }
    if (!list->items.count)
        text_addf(&text, "::notice title=%s::%zu objects\n", escape(arena, arena_printf(arena, "%s is in sync with %s", head->database, head->blueprint), true),
                  head->counts->declared);
    return text_str(&text);
}
