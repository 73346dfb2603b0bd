#include "migrations/report/report.h"

static const char *
host_of(const Conn *conn)
{
    const char *host = conn_host(conn);

    return *host == '/' ? "localhost" : host;
}

ReportHead
report_head(Arena *arena, const Work *work)
{
    ReportHead head = {.counts = &work->counts, .account = work->account, .server_version = work_server_version(work)};

    if (work->options->from.count)
        head.from = vec_join(arena, &work->options->from, " ");
    else
    {
        head.database = conn_database(work->conn);
        head.host = host_of(work->conn);
    }
    head.blueprint = work->target ? arena_printf(arena, "%s on %s", conn_database(work->target), host_of(work->target))
                                  : vec_join(arena, &work->options->paths, " ");
    return head;
}

const char *
report_account(Arena *arena, const Account *account)
{
    Vec parts = {0};
    Text text;
    size_t all = 0;

    if (!account)
        return "";
    for (int sort = 0; sort < ACCOUNT_SORTS; sort++)
    {
        all += account->counts[sort];
        if (account->counts[sort])
            vec_add(arena, &parts, arena_printf(arena, "%zu %s", account->counts[sort], account_word((AccountSort) sort)));
    }
    text_init(&text, arena);
    text_addf(&text, "%zu objects in the catalog: %s\n", all, vec_join(arena, &parts, ", "));
    VEC_EACH(const char *, unknown, &account->unknown)
        text_addf(&text, "not known to hcmigrate, and left as it is: %s\n", unknown);
    VEC_EACH(const AccountProperty *, property, &account->properties)
        text_addf(&text, "not managed: %s\n", account_property_line(arena, property));
    return report_safe(arena, text_str(&text));
}

const char *
report_server(Arena *arena, int server_version)
{
    return arena_printf(arena, "%d.%d", server_version / 10000, server_version % 10000);
}

const char *
report_number(Arena *arena, int64_t number)
{
    const char *digits = arena_printf(arena, "%" PRId64, number);
    size_t length = strlen(digits);
    Text text;

    text_init(&text, arena);
    for (size_t i = 0; i < length; i++)
    {
        if (i && digits[i - 1] != '-' && (length - i) % 3 == 0)
            text_add_char(&text, ',');
        text_add_char(&text, digits[i]);
    }
    return text_str(&text);
}

const char *
report_size(Arena *arena, int64_t bytes)
{
    static const char *const units[] = {"bytes", "kB", "MB", "GB", "TB", "PB"};
    double size = (double) bytes;
    size_t unit = 0;

    for (; size >= 1024 && unit + 1 < COUNT_OF(units); unit++)
        size /= 1024;
    return arena_printf(arena, unit && size < 10 ? "%.1f %s" : "%.0f %s", size, units[unit]);
}

const char *
report_count(Arena *arena, size_t count, const char *noun)
{
    size_t length = strlen(noun);

    if (count == 1)
        return arena_printf(arena, "1 %s", noun);
    if (length > 1 && noun[length - 1] == 'y' && !strchr("aeiou", noun[length - 2]))
        return arena_printf(arena, "%zu %.*sies", count, (int) length - 1, noun);
    if (length > 1 && noun[length - 1] == 's' && noun[length - 2] != 's')      /* "statistics" */
        return arena_printf(arena, "%zu %s", count, noun);
    if (length > 1 && (noun[length - 1] == 'x' || noun[length - 1] == 's'))
        return arena_printf(arena, "%zu %ses", count, noun);
    return arena_printf(arena, "%zu %ss", count, noun);
}

const char *
report_rungs(Arena *arena, const WorkCounts *counts)
{
    static const char *const words[] = {"equal as trees", "remembered", "settled by the server", "settled in a sandbox", "unproved"};
    Vec parts = {0};

    for (int rung = 0; rung < RUNG_COUNT; rung++)
        vec_add(arena, &parts, arena_printf(arena, "%zu %s", counts->rungs[rung], words[rung]));
    return arena_printf(arena, "expressions: %s", vec_join(arena, &parts, ", "));
}

const char *
report_unclaimed(Arena *arena, const WorkCounts *counts)
{
    Vec words = {0};

    for (int kind = 0; kind < KIND_COUNT; kind++)
        if (counts->unclaimed[kind])
            vec_add(arena, &words, report_count(arena, counts->unclaimed[kind], kind_ops[kind]->word));
    return words.count ? vec_join(arena, &words, ", ") : NULL;
}

const char *
report_safe(Arena *arena, const char *text)
{
    char *safe = arena_copy_own(arena, text);

    for (char *c = safe; *c; c++)
        if (((unsigned char) *c < 0x20 && *c != '\n' && *c != '\t') || *c == 0x7F)
            *c = '?';
    return safe;
}
