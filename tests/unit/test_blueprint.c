/* parser.h: whole blueprints, good and bad. */
#include "parser/parser.h"

#include <setjmp.h>
#include <stdio.h>
#include <cmocka.h>

static int
make_arena(void **state)
{
    *state = arena_new();
    return 0;
}

static int
drop_arena(void **state)
{
    arena_free(*state);
    return 0;
}

static Model *
read_sql(Arena *arena, const char *sql, Findings *findings)
{
    Model *model;

    findings_init(findings, arena);
    parse_text(arena, "t.sql", sql, NULL, &model, findings);
    return model;
}

static void
assert_finding(Arena *arena, const char *sql, const char *place, const char *words)
{
    Findings findings;

    read_sql(arena, sql, &findings);
    if (findings.count != 1)
        for (size_t i = 0; i < findings.count; i++)
            print_error("%s: %s\n", origin_text(arena, findings.items[i]->at), findings.items[i]->message);
    assert_int_equal(findings.count, 1);
    assert_string_equal(origin_text(arena, findings.items[0]->at), place);
    if (!strstr(findings.items[0]->message, words))
        fail_msg("\"%s\" says nothing of \"%s\"", findings.items[0]->message, words);
}

static void
schemas_are_read(void **state)
{
    Findings findings;
    Model *model = read_sql(*state, "-- first\nCREATE SCHEMA app;\nCREATE SCHEMA IF NOT EXISTS app;", &findings);

    assert_int_equal(findings.count, 0);
    assert_int_equal(model->objects.count, 2);
    assert_string_equal(((Object *) vec_at(&model->objects, 0))->name, "app");
}

static void
syntax_errors_are_told_with_their_place(void **state)
{
    assert_finding(*state, "CREATE SCHEMA a;\n  CREATE SCHEMMA b;", "t.sql:2:10", "syntax error");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(schemas_are_read),
        cmocka_unit_test(syntax_errors_are_told_with_their_place),
    };

    return cmocka_run_group_tests(tests, make_arena, drop_arena);
}
