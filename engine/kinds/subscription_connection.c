/* What a conninfo may look like: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING */
#include "engine/kinds/subscription.h"

#include "engine/model/secret.h"

/* ---- postgresql://user:password@host/name?key=value&... ---- */

static void
of_uri(Arena *arena, const char *uri, Vec *options)
{
    const char *start = strstr(uri, "://") + 3, *end = start + strcspn(start, "/?"), *at = memchr(start, '@', (size_t) (end - start));
    const char *colon = at ? memchr(start, ':', (size_t) (at - start)) : NULL, *query = end + strcspn(end, "?"), *between = "?";
    Text text;

    text_init(&text, arena);
    text_add(&text, "uri=");
    text_add_len(&text, uri, (size_t) ((colon ? colon : query) - uri));
    if (colon)
    {
        vec_add(arena, options, arena_printf(arena, "password=%.*s", (int) (at - colon - 1), colon + 1));
        text_add_len(&text, at, (size_t) (query - at));
    }
    for (const char *item = *query ? query + 1 : query; *item;)
    {
        size_t length = strcspn(item, "&");
        const char *option = arena_copy_len(arena, item, length);

        if (secret_is(option))
            vec_add(arena, options, option);
        else
        {
            text_addf(&text, "%s%s", between, option);
            between = "&";
        }
        item += length + (item[length] == '&');
    }
    vec_add(arena, options, text_str(&text));
}

/* ---- key = 'value' ... (conninfo_parse() in libpq's fe-connect.c) ---- */

static const char *const blanks = " \t\n\v\f\r";

static bool
is_blank(char c)
{
    return c && strchr(blanks, c);
}

/* The value at `at`; gives what follows it, NULL: a quote that does not end. */
static const char *
take_value(const char *at, Text *value)
{
    bool quoted = *at == '\'';

    for (at += quoted; *at && (quoted ? *at != '\'' : !is_blank(*at)); at++)
    {
        if (*at == '\\' && at[1])
            at++;
        text_add_char(value, *at);
    }
    return !quoted ? at : *at ? at + 1 : NULL;
}

bool
subscription_connection(Arena *arena, const char *conninfo, Vec *options)
{
    if (strncmp(conninfo, "postgresql://", strlen("postgresql://")) == 0 || strncmp(conninfo, "postgres://", strlen("postgres://")) == 0)
        of_uri(arena, conninfo, options);
    else
        for (const char *at = conninfo + strspn(conninfo, blanks); *at; at += strspn(at, blanks))
        {
            size_t length = strcspn(at, "= \t\n\v\f\r");
            Text option;

            text_init(&option, arena);
            text_add_len(&option, at, length);
            text_add_char(&option, '=');
            at += length;
            at += strspn(at, blanks);
            if (*at != '=' || !length)
                return false;
            at++;
            if (!(at = take_value(at + strspn(at, blanks), &option)))
                return false;
            vec_add(arena, options, text_str(&option));
        }
    vec_sort_str(options);
    return true;
}

/* ---- */

static void
add_value(Text *text, const char *value)
{
    bool quote = !*value || value[strcspn(value, " '\\\t\n\v\f\r")];

    text_add(text, quote ? "'" : "");
    for (; *value; value++)
    {
        if (*value == '\'' || *value == '\\')
            text_add_char(text, '\\');
        text_add_char(text, *value);
    }
    text_add(text, quote ? "'" : "");
}

const char *
subscription_connection_shown(Arena *arena, const Vec *options)
{
    Text text;

    text_init(&text, arena);
    VEC_EACH(const char *, option, options)
    {
        const char *masked = secret_mask(arena, option);
        size_t name = strcspn(masked, "=") + 1;

        text_add(&text, option_at ? " " : "");
        if (strncmp(masked, "uri=", name) == 0)
            text_add(&text, masked + name);
        else
        {
            text_add_len(&text, masked, name);
            add_value(&text, masked + name);
        }
    }
    return text_str(&text);
}
