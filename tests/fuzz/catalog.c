/*
 * Texts as a server sends them: arrays, privileges, lists of numbers, names. A server may be hostile.
 *
 * Laws: whatever a name or a value is, what sql_ident() and sql_literal() make of it is that one name or value to the parser;
 * quoting anew what is quoted changes nothing.
 */
#include "tests/fuzz/target.h"

#include "catalog/conn.h"
#include "catalog/read.h"
#include "engine/base/text.h"
#include "parser/pgq.h"

enum { NAME_BYTES = 63 };

static void
check_name(Arena *arena, const char *text)
{
    const char *sql = sql_ident(arena, text);
    PgqError error;
    const ColumnRef *node = (const void *) pgq_parse_expression(arena, sql, &error);

    if (!node || !IsA(node, ColumnRef) || list_length(node->fields) != 1 || strcmp(strVal(linitial(node->fields)), text) != 0)
        BUG("a name is not the name that it was: %s", sql);
    if (strcmp(sql_requote(arena, sql), sql) != 0)
        BUG("a quoted name changes: %s", sql);
}

static void
check_value(Arena *arena, const char *text)
{
    const char *sql = sql_literal(arena, text);
    PgqError error;
    const A_Const *node = (const void *) pgq_parse_expression(arena, sql, &error);

    if (!node || !IsA(node, A_Const) || nodeTag(&node->val) != T_String || strcmp(strVal(&node->val), text) != 0)
        BUG("a value is not the value that it was: %s", sql);
}

static bool
is_ascii(const char *text)
{
    while (*text && !(*text & 0x80))
        text++;
    return !*text;
}

void
fuzz_catalog(const char *bytes, size_t size)
{
    Arena *arena = arena_new();
    const char *text = arena_copy_len(arena, bytes, size), *at = text;
    PgqScope scope = pgq_enter();
    PgqError error;
    Vec items = {0}, acl = {0};
    int64_t number;

    array_items(arena, text, &items);
    acl_read_items(arena, &items, NULL, NULL, &acl);
    acl_read_items(arena, &items, "me", "SELECT,INSERT", &acl);
    while (list_next(&at, &number))
        ;
    sql_requote(arena, text);
    pgq_parse_type(arena, text, &error);
    if (*text && strlen(text) <= NAME_BYTES && is_ascii(text))
        check_name(arena, text);
    check_value(arena, text);
    pgq_leave(scope);
    arena_free(arena);
}
