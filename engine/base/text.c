#include "engine/base/text.h"

#include <stdio.h>
#include <stdlib.h>

void
text_init(Text *text, Arena *arena)
{
    *text = (Text) {.arena = arena};
}

static void
text_grow(Text *text, size_t more)
{
    size_t room = text->room ? text->room : 32;

    if (more >= SIZE_MAX / 4 - text->length)
        BUG("a text of %zu bytes", more);
    if (text->length + more + 1 <= text->room)
        return;
    while (room < text->length + more + 1)
        room *= 2;
    text->data = arena_grow(text->arena, text->data, text->room, room);
    text->room = room;
}

void
text_add_len(Text *text, const char *more, size_t length)
{
    text_grow(text, length);
    if (length)
        memcpy(text->data + text->length, more, length);
    text->length += length;
    text->data[text->length] = '\0';
}

void
text_add(Text *text, const char *more)
{
    text_add_len(text, more, strlen(more));
}

void
text_add_char(Text *text, char c)
{
    text_add_len(text, &c, 1);
}

void
text_addf(Text *text, const char *format, ...)
{
    va_list args;
    int length;

    va_start(args, format);
    length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0)
        BUG("bad format \"%s\"", format);
    text_grow(text, (size_t) length);
    va_start(args, format);
    vsnprintf(text->data + text->length, (size_t) length + 1, format, args);
    va_end(args);
    text->length += (size_t) length;
}

/* Many texts are short and stay as they are now: they need not keep room for more. */
const char *
text_str(Text *text)
{
    enum { SHORT = 1024 };
    size_t room = (text->length / 8 + 1) * 8;

    if (room < text->room && text->room <= SHORT && arena_shrink(text->arena, text->data, text->room, room))
        text->room = room;
    return text->data ? text->data : "";
}

/* Sorted keywords of PostgreSQL that are not UNRESERVED (src/include/parser/kwlist.h, the union of 14 to 18). */
static const char *const quoted_keywords[] = {
#define KEYWORD(word) #word,
#include "engine/base/keywords.def"
#undef KEYWORD
};

static int
compare_keyword(const void *key, const void *member)
{
    return strcmp(key, *(const char *const *) member);
}

static bool
is_plain_ident(const char *name)
{
    if (!((*name >= 'a' && *name <= 'z') || *name == '_'))
        return false;
    for (const char *c = name; *c; c++)
        if (!((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') || *c == '_'))
            return false;
    return !bsearch(name, quoted_keywords, COUNT_OF(quoted_keywords), sizeof *quoted_keywords, compare_keyword);
}

static void
add_doubled(Text *text, const char *value, char quote)
{
    for (const char *c = value; *c; c++)
    {
        if (*c == quote)
            text_add_char(text, *c);
        text_add_char(text, *c);
    }
}

static void
text_add_ident(Text *text, const char *name)
{
    if (is_plain_ident(name))
    {
        text_add(text, name);
        return;
    }
    text_add_char(text, '"');
    add_doubled(text, name, '"');
    text_add_char(text, '"');
}

const char *
sql_ident(Arena *arena, const char *name)
{
    Text text;

    if (is_plain_ident(name))
        return arena_copy(arena, name);
    text_init(&text, arena);
    text_add_ident(&text, name);
    return text_str(&text);
}

const char *
sql_literal(Arena *arena, const char *value)
{
    Text text;

    if (!value)
        return "NULL";
    text_init(&text, arena);
    text_add(&text, strchr(value, '\\') ? "E'" : "'");
    for (const char *c = value; *c; c++)
    {
        if (*c == '\'' || *c == '\\')
            text_add_char(&text, *c);
        text_add_char(&text, *c);
    }
    text_add_char(&text, '\'');
    return text_str(&text);
}

const char *
sql_qname(Arena *arena, const char *schema, const char *name)
{
    Text text;

    if (!schema)
        return sql_ident(arena, name);
    text_init(&text, arena);
    text_add_ident(&text, schema);
    text_add_char(&text, '.');
    text_add_ident(&text, name);
    return text_str(&text);
}

/* One identifier at *at, unquoted; *at moves behind it. */
static const char *
take_ident(Arena *arena, const char **at)
{
    Text name;

    text_init(&name, arena);
    if (**at != '"')
    {
        size_t length = strcspn(*at, ".([ ");

        text_add_len(&name, *at, length);
        *at += length;
        return text_str(&name);
    }
    for (++*at; **at; ++*at)
    {
        if (**at == '"' && (*at)[1] != '"')
            break;
        *at += **at == '"';
        text_add_char(&name, **at);
    }
    *at += **at == '"';
    return text_str(&name);
}

const char *
sql_requote(Arena *arena, const char *text)
{
    const char *at = text, *schema, *name;

    if (!text)
        return NULL;
    schema = take_ident(arena, &at);
    if (*at != '.')
        return arena_copy(arena, text);
    at++;
    name = take_ident(arena, &at);
    return arena_printf(arena, "%s%s", sql_qname(arena, schema, name), at);
}
