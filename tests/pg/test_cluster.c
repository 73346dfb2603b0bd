/* tests/support/cluster.h: databases of the throw-away cluster, and how two of them are compared. */
#include "tests/support/arena.h"
#include "tests/support/cluster.h"
#include "tests/support/run.h"

#include <setjmp.h>
#include <cmocka.h>

static void
order_of_creation_does_not_matter(void **state)
{
    const char *a = cluster_db(*state, "left one"), *b = cluster_db(*state, "it's right");
    cluster_sql(*state, a, "CREATE ROLE r1; CREATE ROLE r2; CREATE TABLE t (a int, b text); CREATE VIEW v AS SELECT a FROM t;\n"
                           "CREATE TABLE u (); GRANT SELECT ON t TO r1; GRANT SELECT ON t TO r2");
    cluster_sql(*state, b, "CREATE TABLE u (); CREATE TABLE t (a int, b text); GRANT SELECT ON t TO r2, r1;\n"
                           "CREATE VIEW v AS SELECT a FROM t");
    assert_string_equal(cluster_query(*state, b, "SELECT 1, 'x'"), "1|x");
    cluster_assert_same(*state, a, b);

    cluster_sql(*state, b, "ALTER TABLE t ALTER b SET NOT NULL");
    assert_non_null(strstr(run_diff(*state, cluster_dump(*state, a), cluster_dump(*state, b)), "+    b text NOT NULL\n"));

    /* Of an old server a newer pg_dump tells how initdb left the schema public. */
    a = cluster_dump(*state, cluster_db(*state, "left one"));
    assert_null(strstr(a, "; Type: TABLE;"));
    assert_string_equal(a, cluster_dump(*state, cluster_db(*state, "a new one")));
}

static void
programs_are_seen_whole(void **state)
{
    Ran ran = run_program(*state, "in\n", (const char *[]) {"sh", "-c", "cat; echo err >&2; exit 3", NULL});
    assert_int_equal(ran.status, 3);
    assert_string_equal(ran.out, "in\n");
    assert_string_equal(ran.err, "err\n");
    assert_int_equal(run_program(*state, NULL, (const char *[]) {"sh", "-c", "kill -TERM $$", NULL}).status, 128 + 15);
    assert_int_equal(run_program(*state, NULL, (const char *[]) {"/nonexistent", NULL}).status, 127);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_of_creation_does_not_matter),
        cmocka_unit_test(programs_are_seen_whole),
    };
    return cmocka_run_group_tests_name("cluster", tests, make_arena, drop_arena);
}
