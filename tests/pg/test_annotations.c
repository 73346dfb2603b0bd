/* Annotations that fixtures can't show, because psql ignores them: what runs once. */
#include "tests/support/cluster.h"
#include "tests/support/hcmigrate.h"

#include <setjmp.h>
#include <cmocka.h>

static const char blueprint[] =
    "CREATE SCHEMA app; SET search_path = app;\n"
    "-- hc:run-once second_by_name\n"
    "INSERT INTO t SELECT generate_series(1, 3);\n"
    "CREATE TABLE t (a int);\n"
    "-- hc:run-once first_by_name\n"
    "DO $$ BEGIN FOR i IN 1..2 LOOP UPDATE t SET a = a * 10; END LOOP; END $$;\n";

static void
what_runs_once_runs_once(void **state)
{
    Arena *arena = *state;
    const char *db = cluster_db(arena, "once");
    const char *file = test_file(arena, "once.sql", blueprint);
    Ran plan = hcmigrate_must(arena, 2, "plan", "--exit-code", "--verbose", "-d", db, file);

    assert_true(strstr(plan.out, "second_by_name") < strstr(plan.out, "first_by_name"));
    assert_says(plan.out, "runs-code");
    hcmigrate_must(arena, 0, "apply", "--yes", "-d", db, file);
    assert_string_equal(cluster_query(arena, db, "SELECT sum(a) FROM app.t"), "600");
    hcmigrate_must(arena, 0, "plan", "--exit-code", "-d", db, file);
    hcmigrate_must(arena, 0, "drift", "-d", db, file);
    assert_says(hcmigrate_must(arena, 0, "status", "--verbose", "-d", db).out, "create run-once second_by_name");

    /* Another one: only that. One that is gone: nothing. */
    file = test_file(arena, "once.sql", "CREATE SCHEMA app; CREATE TABLE app.t (a int);\n-- hc:run-once third\nDELETE FROM app.t;");
    assert_says(hcmigrate_must(arena, 2, "drift", "-d", db, file).out, "run-once third is not in the database");
    hcmigrate_must(arena, 0, "apply", "--yes", "-d", db, file);
    assert_string_equal(cluster_query(arena, db, "SELECT count(*) FROM app.t"), "0");
    hcmigrate_must(arena, 0, "plan", "--exit-code", "-d", db, test_file(arena, "once.sql", "CREATE SCHEMA app; CREATE TABLE app.t (a int);"));
}

static void
one_that_fails_is_not_done(void **state)
{
    Arena *arena = *state;
    const char *db = cluster_db(arena, "once");
    const char *file = test_file(arena, "once.sql", "CREATE TABLE t (a int);\n-- hc:run-once well\nINSERT INTO t VALUES (1);\n"
                                                    "-- hc:run-once badly\nINSERT INTO t SELECT a / (a - 1) FROM t;");

    assert_says(hcmigrate_must(arena, 1, "apply", "--yes", "-d", db, file).err, "run-once badly): division by zero");
    assert_string_equal(cluster_query(arena, db, "SELECT object FROM hcmigrate.once"), "run-once well");
    cluster_sql(arena, db, "UPDATE t SET a = 3");
    hcmigrate_must(arena, 0, "apply", "--yes", "-d", db, file);
    assert_string_equal(cluster_query(arena, db, "SELECT count(*) FROM t"), "2");
}

/* The view that tells what ran is newer than the journal. */
static void
an_older_journal_is_completed(void **state)
{
    Arena *arena = *state;
    const char *db = cluster_db(arena, "once");

    hcmigrate_must(arena, 0, "apply", "--yes", "-d", db, test_file(arena, "once.sql", "CREATE TABLE t (a int);"));
    cluster_sql(arena, db, "DROP VIEW hcmigrate.once");
    hcmigrate_must(arena, 0, "apply", "--yes", "-d", db, test_file(arena, "once.sql", "CREATE TABLE t (a int);\n-- hc:run-once x\nINSERT INTO t VALUES (1);"));
    hcmigrate_must(arena, 0, "plan", "--exit-code", "-d", db, test_file(arena, "once.sql", "CREATE TABLE t (a int);\n-- hc:run-once x\nINSERT INTO t VALUES (1);"));
}

/* A role that may only connect plans the same. */
static void
anybody_sees_what_ran(void **state)
{
    Arena *arena = *state;
    const char *db = cluster_db(arena, "once");
    const char *file = test_file(arena, "once.sql", "CREATE TABLE t (a int);\n-- hc:run-once x\nINSERT INTO t VALUES (1);");

    hcmigrate_must(arena, 0, "apply", "--yes", "-d", db, file);
    cluster_sql(arena, db, "DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN");
    hcmigrate_must(arena, 0, "plan", "--exit-code", "-d", arena_printf(arena, "%s user=reader", db), file);
    cluster_sql(arena, db, "DROP ROLE reader");
}

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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_runs_once_runs_once),
        cmocka_unit_test(one_that_fails_is_not_done),
        cmocka_unit_test(an_older_journal_is_completed),
        cmocka_unit_test(anybody_sees_what_ran),
    };
    return cmocka_run_group_tests_name("annotations", tests, make_arena, drop_arena);
}
