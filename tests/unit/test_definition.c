/* Statistics without a name, text search configurations, operator classes: what a blueprint leaves to the server. */
#include "engine/kinds/definition.h"
#include "tests/support/arena.h"
#include "tests/support/parsed.h"

#include <setjmp.h>
#include <cmocka.h>

/* PostgreSQL 16 on: no fixture can have them. */
static void
statistics_without_a_name_get_postgresqls(void **state)
{
    static const char *const names[] = {
        "t_a_b_stat", "t_a_b_stat1", "t_b_a_expr_expr_stat", "t_expr_stat", "a_long_name_of_a_table_that_l_first_column_with_a_long_nam_stat",
    };
    const Model *model = parsed(*state, "CREATE SCHEMA app; CREATE TABLE app.t (a int, b int, c text);"
                                        "CREATE TABLE app.a_long_name_of_a_table_that_leaves_little_room (first_column_with_a_long_name int, b int);"
                                        "CREATE STATISTICS ON a, b FROM app.t; CREATE STATISTICS (mcv) ON a, b FROM app.t;"
                                        "CREATE STATISTICS ON b, a, (a + b), lower(c) FROM app.t; CREATE STATISTICS ON (a + 1) FROM app.t;"
                                        "CREATE STATISTICS ON first_column_with_a_long_name, b FROM app.a_long_name_of_a_table_that_leaves_little_room;");

    for (size_t i = 0; i < COUNT_OF(names); i++)
        parsed_object(model, KIND_STATISTICS, "app", NULL, names[i]);
}

static const char *
items_of(Arena *arena, const Model *model, Kind kind, const char *name)
{
    Vec items = {0};

    VEC_EACH(const DefinitionItem *, item, &((const Definition *) parsed_object(model, kind, "public", NULL, name))->items)
        vec_add(arena, &items, arena_printf(arena, "%s: %s", item->key, item->value));
    return vec_join(arena, &items, "; ");
}

static void
mappings_are_what_all_statements_leave(void **state)
{
    const Model *model = parsed(*state, "CREATE TEXT SEARCH CONFIGURATION c (parser = default);"
                                        "ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR word, asciiword, float WITH simple, english_stem;"
                                        "ALTER TEXT SEARCH CONFIGURATION c ALTER MAPPING FOR word REPLACE simple WITH german_stem;"
                                        "ALTER TEXT SEARCH CONFIGURATION c DROP MAPPING FOR asciiword;"
                                        "ALTER TEXT SEARCH CONFIGURATION c DROP MAPPING IF EXISTS FOR url;");

    assert_string_equal(items_of(*state, model, KIND_TS_CONFIGURATION, "c"), "\"float\": simple, english_stem; word: german_stem, english_stem");
    assert_string_equal(parsed_complaint(*state, "CREATE TEXT SEARCH CONFIGURATION c (parser = default);"
                                                 "ALTER TEXT SEARCH CONFIGURATION c ALTER MAPPING FOR word WITH simple;"),
                        "text search configuration public.c has no mapping for this token");
}

/* What is of two types, or can be done without, is loose in the family, wherever it is written. */
static void
members_go_where_the_access_method_wants_them(void **state)
{
    const Model *model = parsed(*state, "CREATE OPERATOR FAMILY f USING btree;"
                                        "ALTER OPERATOR FAMILY f USING btree ADD OPERATOR 1 < (int, int), FUNCTION 1 (int, bigint) btint48cmp(int, bigint);"
                                        "CREATE OPERATOR CLASS o FOR TYPE int USING btree FAMILY f AS OPERATOR 3 =, OPERATOR 5 > (int, bigint),"
                                        "FUNCTION 1 btint4cmp(int, int), FUNCTION 4 btequalimage(oid);");

    assert_string_equal(items_of(*state, model, KIND_OPERATOR_CLASS, "o USING btree"),
                        "FUNCTION 1 (integer, integer): FUNCTION 1 (integer, integer) btint4cmp(integer,integer); "
                        "OPERATOR 1 (integer, integer): OPERATOR 1 < (integer, integer); "
                        "OPERATOR 3 (integer, integer): OPERATOR 3 = (integer, integer)");
    assert_string_equal(items_of(*state, model, KIND_OPERATOR_FAMILY, "f USING btree"),
                        "FUNCTION 1 (integer, bigint): FUNCTION 1 (integer, bigint) btint48cmp(integer,bigint); "
                        "FUNCTION 4 (integer, integer): FUNCTION 4 (integer, integer) btequalimage(oid); "
                        "OPERATOR 5 (integer, bigint): OPERATOR 5 > (integer, bigint)");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statistics_without_a_name_get_postgresqls),
        cmocka_unit_test(mappings_are_what_all_statements_leave),
        cmocka_unit_test(members_go_where_the_access_method_wants_them),
    };

    return cmocka_run_group_tests_name("definitions", tests, make_arena, drop_arena);
}
