/* JUnit's XML, as CI servers read it: a test case for each kind of object, and one that fails for each object that differs. */
#include "migrations/report/report.h"

/* Characters that XML 1.0 can't hold are replaced. */
static const char *
xml(Arena *arena, const char *value)
{
    Text text;

    text_init(&text, arena);
    for (const unsigned char *c = (const unsigned char *) value; *c; c++)
        switch (*c)
        {
            case '&': text_add(&text, "&amp;"); break;
            case '<': text_add(&text, "&lt;"); break;
            case '>': text_add(&text, "&gt;"); break;
            case '"': text_add(&text, "&quot;"); break;
            case '\'': text_add(&text, "&apos;"); break;
            case '\n': text_add(&text, "&#10;"); break;
            case '\t': text_add(&text, "&#9;"); break;
            default:
                if (c[0] == 0xEF && c[1] == 0xBF && (c[2] == 0xBE || c[2] == 0xBF))
                {
                    text_add_char(&text, '?');     /* U+FFFE, U+FFFF */
                    c += 2;
                }
                else
                    text_add_char(&text, *c < 0x20 || *c == 0x7F ? '?' : (char) *c);
        }
    return text_str(&text);
}

static void
add_failure(Arena *arena, Text *text, const Drift *drift)
{
    const char *place = origin_text(arena, drift->origin);

    text_addf(text, "    <testcase classname=\"hcmigrate.drift.%s\" name=\"%s\"", xml(arena, kind_ops[drift->kind]->word), xml(arena, drift->object));
    if (drift->origin.file)
        text_addf(text, " file=\"%s\" line=\"%d\"", xml(arena, drift->origin.file), drift->origin.line);
    text_addf(text, ">\n      <failure type=\"%s\" message=\"%s\">%s%s%s</failure>\n    </testcase>\n", drift_state_word(drift->state),
              xml(arena, drift_line(arena, drift)), xml(arena, place), *place ? ": " : "", xml(arena, drift_line(arena, drift)));
}

const char *
report_drift_junit(Arena *arena, const ReportHead *head, const DriftList *list)
{
    size_t kinds = 0;
    Text cases, text;

    text_init(&cases, arena);
    for (int kind = 0; kind < KIND_COUNT; kind++)
    {
        bool differs = false;

        VEC_EACH(const Drift *, drift, &list->items)
            if ((int) drift->kind == kind)
            {
                add_failure(arena, &cases, drift);
                differs = true;
            }
        if (differs || !list->of_kind[kind])
            continue;
        text_addf(&cases, "    <testcase classname=\"hcmigrate.drift.%s\" name=\"all %zu in sync\"/>\n", xml(arena, kind_ops[kind]->word),
                  list->of_kind[kind]);
        kinds++;
    }
    text_init(&text, arena);
    text_addf(&text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"%s\" tests=\"%zu\" failures=\"%u\" errors=\"0\">\n",
              xml(arena, arena_printf(arena, "drift of %s from %s", head->database, head->blueprint)), kinds + list->items.count, list->items.count);
    text_addf(&text, "%s  </testsuite>\n</testsuites>\n", text_str(&cases));
    return text_str(&text);
}
