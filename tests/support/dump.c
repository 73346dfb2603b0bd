#include "tests/support/dump.h"

#include "engine/base/text.h"
#include "engine/base/vec.h"

static bool
starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static Vec
lines_of(Arena *arena, const char *text)
{
    Vec lines = {0};
    for (char *rest = arena_copy_own(arena, text); rest && rest[0]; )
    {
        char *end = strchr(rest, '\n');
        if (end)
            *end = '\0';
        vec_add(arena, &lines, rest);
        rest = end ? end + 1 : NULL;
    }
    return lines;
}

static bool
is_header(const Vec *lines, size_t at)
{
    return at > 0 && str_eq(vec_at(lines, at - 1), "--") && at + 1 < lines->count && str_eq(vec_at(lines, at + 1), "--") &&
           starts_with(vec_at(lines, at), "-- Name: ") && strstr(vec_at(lines, at), "; Type: ");
}

static bool
is_noise(const char *line)
{
    return starts_with(line, "SET default_tablespace = ") || starts_with(line, "SET default_table_access_method = ") ||
           starts_with(line, "\\restrict ") || starts_with(line, "\\unrestrict ") ||
           str_eq(line, "-- PostgreSQL database dump complete");
}

/* An entry's lines, from..to, without the blank lines and the "--" at its end. */
static const char *
entry_text(Arena *arena, const Vec *lines, size_t from, size_t to, const char *access_method)
{
    const char *header = vec_at(lines, from);
    Vec body = {0};

    for (size_t at = from + 2; at < to; at++)
        if (!is_noise(vec_at(lines, at)))
            vec_add(arena, &body, vec_at(lines, at));
    while (body.count > 0 && (str_eq(vec_at(&body, body.count - 1), "") || str_eq(vec_at(&body, body.count - 1), "--")))
        body.count--;
    while (body.count > 0 && str_eq(vec_at(&body, 0), ""))
        vec_remove_at(&body, 0);
    if (strstr(header, "; Type: ACL;") || strstr(header, "; Type: DEFAULT ACL;"))
        vec_sort_str(&body);
    return arena_printf(arena, "%s%s\n%s\n", header, access_method, vec_join(arena, &body, "\n"));
}

const char *
dump_normalise(Arena *arena, const char *dump)
{
    static const char set[] = "SET default_table_access_method = ";
    Vec lines = lines_of(arena, dump), entries = {0};
    const char *access_method = "", *next_method = "";
    size_t start = 0;

    for (size_t at = 0; at <= lines.count; at++)
    {
        bool last = at == lines.count;
        if (last || is_header(&lines, at))
        {
            if (start > 0)
                vec_add(arena, &entries, entry_text(arena, &lines, start, at, access_method));
            start = at;
            access_method = next_method;
        }
        else if (starts_with(vec_at(&lines, at), set))
        {
            const char *name = (const char *) vec_at(&lines, at) + strlen(set);
            next_method = str_eq(name, "heap;") ? "" : arena_printf(arena, "; Access method: %s", name);
        }
    }
    vec_sort_str(&entries);
    return vec_join(arena, &entries, "\n");
}
