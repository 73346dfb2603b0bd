/*
 * text.h -- growing text on an arena, and the one pair of functions that quotes for SQL.
 */
#ifndef HC_TEXT_H
#define HC_TEXT_H

#include "engine/base/arena.h"

typedef struct Text
{
    Arena *arena;
    char *data;                                    /* always ends with a zero byte once something was added */
    size_t length, room;
} Text;

void text_init(Text *text, Arena *arena);
void text_add(Text *text, const char *more);
void text_add_len(Text *text, const char *more, size_t length);
void text_add_char(Text *text, char c);
void text_addf(Text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *text_str(Text *text);                  /* never NULL; valid until the next text_add */

/*
 * SQL quoting. sql_ident() quotes an identifier unless it is [a-z_][a-z0-9_]* and no keyword that PostgreSQL would
 * want quoted (quote_identifier() in ruleutils.c: every keyword that is not UNRESERVED). sql_literal() gives 'text',
 * or E'text' where there is a backslash (right whatever standard_conforming_strings says); NULL gives NULL.
 */
const char *sql_ident(Arena *arena, const char *name);
const char *sql_literal(Arena *arena, const char *value);
/* A server's dotted name or type ("app.json_object[]") with each part quoted as sql_ident() does: servers of different versions
 * have different keywords. What has no dot stays as it is (built-in types are several words). */
const char *sql_requote(Arena *arena, const char *text);
const char *sql_qname(Arena *arena, const char *schema, const char *name);      /* schema may be NULL */

#endif
