/* text.h: growing text, and quoting for SQL. */
#include "tests/support/arena.h"

#include "engine/base/text.h"

#include <setjmp.h>
#include <cmocka.h>

static void
text_grows(void **state)
{
    Text text;
    text_init(&text, *state);
    assert_string_equal(text_str(&text), "");
    for (int at = 0; at < 1000; at++)
        text_addf(&text, "%d,", at % 10);
    assert_int_equal(text.length, 2000);
    text_add_char(&text, '!');
    assert_int_equal(strlen(text_str(&text)), 2001);
}

static void
identifiers_are_quoted_when_they_must(void **state)
{
    assert_string_equal(sql_ident(*state, "plain_1"), "plain_1");
    assert_string_equal(sql_ident(*state, "Mixed"), "\"Mixed\"");
    assert_string_equal(sql_ident(*state, "select"), "\"select\"");
    assert_string_equal(sql_ident(*state, "1st"), "\"1st\"");
    assert_string_equal(sql_ident(*state, "a\"b; drop"), "\"a\"\"b; drop\"");
    assert_string_equal(sql_ident(*state, ""), "\"\"");
    assert_string_equal(sql_ident(*state, "ä"), "\"ä\"");
    assert_string_equal(sql_qname(*state, "a b", "c"), "\"a b\".c");
    assert_string_equal(sql_qname(*state, NULL, "c"), "c");
}

static void
literals_are_quoted_always(void **state)
{
    assert_string_equal(sql_literal(*state, "it's"), "'it''s'");
    assert_string_equal(sql_literal(*state, "a\\'b"), "E'a\\\\''b'");
    assert_string_equal(sql_literal(*state, ""), "''");
    assert_string_equal(sql_literal(*state, NULL), "NULL");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_grows),
        cmocka_unit_test(identifiers_are_quoted_when_they_must),
        cmocka_unit_test(literals_are_quoted_always),
    };
    return cmocka_run_group_tests_name("text", tests, make_arena, drop_arena);
}
