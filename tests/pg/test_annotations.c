/* Annotations that fixtures can't show, because psql ignores them: what runs once; renames in saved plans and in drift. */
#include "tests/support/arena.h"
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

/* ---- renames ---- */

static const char before[] = "CREATE TABLE t (a int, b text); CREATE VIEW v AS SELECT a FROM t;";
static const char after[] =
    "-- hc:renamed from t\n"
    "CREATE TABLE u (\n"
    "  -- hc:renamed from a\n"
    "  c int, b varchar(10));\n"
    "CREATE VIEW v AS SELECT c AS a FROM u;\n"
    "-- hc:run-once check_it\n"
    "SELECT 1 / c FROM u;\n";

static const char *
prepare(Arena *arena, const char *value)
{
    const char *db = cluster_db(arena, "renamed");

    hcmigrate_must(arena, 0, "apply", "--yes", "-d", db, test_file(arena, "before.sql", before));
    cluster_sql(arena, db, arena_printf(arena, "INSERT INTO t VALUES (%s, 'x')", value));
    return db;
}

static void
renames_are_drift_until_they_are_done(void **state)
{
    Arena *arena = *state;
    const char *db = prepare(arena, "1"), *file = test_file(arena, "after.sql", after);
    Ran drift = hcmigrate_must(arena, 2, "drift", "-d", db, file);

    assert_says(drift.out, "table public.u: name: t -> u");
    assert_says(drift.out, "column public.u.c: name: a -> c");
    hcmigrate_must(arena, 0, "apply", "--yes", "--allow", "all", "-d", db, file);
    hcmigrate_must(arena, 0, "drift", "-d", db, file);
    assert_string_equal(cluster_query(arena, db, "SELECT c FROM u"), "1");
    assert_string_equal(cluster_query(arena, db, "SELECT a FROM v"), "1");
}

/* Without the annotation it is a drop, with a word about it. */
static void
a_likely_rename_is_told(void **state)
{
    Arena *arena = *state;
    const char *db = prepare(arena, "1");
    Ran plan = hcmigrate_must(arena, 0, "plan", "-d", db, test_file(arena, "after.sql", "CREATE TABLE t (z int, b text); CREATE VIEW v AS SELECT z AS a FROM t;"));

    assert_says(plan.out, "note: column public.t.a is dropped and column public.t.z is made, alike but for their names; to rename it instead, "
                          "put -- hc:renamed from a above the latter");
    assert_says(plan.out, "deletes-data");
    plan = hcmigrate_must(arena, 0, "plan", "-d", db, test_file(arena, "after.sql", "CREATE TABLE \"U\" (a int, b text); CREATE VIEW v AS SELECT a FROM \"U\";"));
    assert_says(plan.out, "note: table public.t is dropped and table public.\"U\" is made");
    plan = hcmigrate_must(arena, 0, "plan", "-d", db, test_file(arena, "after.sql", "CREATE TABLE t (z bigint, b text); CREATE VIEW v AS SELECT b FROM t;"));
    assert_null(strstr(plan.out, "note:"));
    cluster_sql(arena, db, "CREATE TABLE w (error text, kind text, other text)");
    plan = hcmigrate_must(arena, 0, "plan", "-d", db, test_file(arena, "after.sql", "CREATE TABLE t (a int, b text); CREATE VIEW v AS SELECT a FROM t;"
                          "CREATE TABLE w (event_kind text, error_message text, other text);"));
    assert_says(plan.out, "column public.w.error is dropped and column public.w.error_message is made");      /* the names tell which */
    assert_says(plan.out, "column public.w.kind is dropped and column public.w.event_kind is made");
}

/* What the renames of an unfinished run did is not taken for somebody else's change. */
static void
a_saved_plan_goes_on_behind_its_renames(void **state)
{
    Arena *arena = *state;
    const char *db = prepare(arena, "0"), *plan = arena_printf(arena, "%s/renames.json", test_folder(arena));

    hcmigrate_must(arena, 0, "plan", "-d", db, "-o", plan, test_file(arena, "after.sql", after));
    assert_says(hcmigrate_must(arena, 1, "apply", "--yes", "--allow", "all", "-d", db, plan).err, "division by zero");
    assert_string_equal(cluster_query(arena, db, "SELECT c FROM u"), "0");
    cluster_sql(arena, db, "UPDATE u SET c = 1");
    hcmigrate_must(arena, 0, "apply", "--yes", "--allow", "all", "-d", db, plan);
    hcmigrate_must(arena, 0, "plan", "--exit-code", "-d", db, test_file(arena, "after.sql", after));
}

static void
a_saved_plan_of_renames_may_be_stale(void **state)
{
    Arena *arena = *state;
    const char *db = prepare(arena, "1"), *plan = arena_printf(arena, "%s/renames.json", test_folder(arena));

    hcmigrate_must(arena, 0, "plan", "-d", db, "-o", plan, test_file(arena, "after.sql", after));
    cluster_sql(arena, db, "COMMENT ON COLUMN t.b IS 'changed'");
    assert_says(hcmigrate_must(arena, 4, "apply", "--yes", "--allow", "all", "-d", db, plan).err, "changed after it was made");
}

static void
what_the_blueprint_allows_needs_no_option(void **state)
{
    static const char start[] = "CREATE TABLE t (a text, b int); CREATE TABLE old (a int); CREATE TABLE other (a int, b int);";
    static const char wanted[] =
        "-- hc:allow deletes-data nobody reads b\n"
        "CREATE TABLE t (\n  -- hc:allow narrows-type all are short\n  -- hc:allow rewrites-table it is small\n  a varchar(3));\n"
        "-- hc:allow deletes-data it is in the archive\n"
        "DROP TABLE IF EXISTS old;\n";
    Arena *arena = *state;
    const char *db = cluster_db(arena, "allowed"), *saved = test_file(arena, "allowed.json", "");
    const char *other = "CREATE TABLE other (a int);";
    const char *file = test_file(arena, "allowed.sql", arena_printf(arena, "%s%s", wanted, other));
    Ran ran;

    cluster_sql(arena, db, start);
    cluster_sql(arena, db, "INSERT INTO t VALUES ('x', 1); INSERT INTO old VALUES (1); INSERT INTO other VALUES (1, 2); ANALYZE");
    ran = hcmigrate_must(arena, 0, "plan", "-d", db, file);
    assert_says(ran.out, "; allowed: nobody reads b");
    assert_says(ran.out, "; allowed: it is in the archive");
    assert_says(ran.out, "apply wants --allow deletes-data\n");
    assert_says(hcmigrate_must(arena, 3, "apply", "--yes", "-d", db, file).err, "not allowed: deletes-data;");

    other = "CREATE TABLE other (a int, b int);";
    file = test_file(arena, "allowed.sql", arena_printf(arena, "%s%s", wanted, other));
    ran = hcmigrate_must(arena, 0, "plan", "-o", saved, "--online-from", "never", "-d", db, file);
    assert_null(strstr(ran.out, "not allowed"));
    hcmigrate_must(arena, 0, "apply", "--yes", "-d", db, saved);
    hcmigrate_must(arena, 0, "plan", "--exit-code", "-d", db, file);

    file = test_file(arena, "allowed.sql", "-- hc:allow everything I am in a hurry\nCREATE TABLE t (a int);\n-- hc:allow deletes-data\nCREATE TABLE u (a int);\n"
                                           "-- hc:allow deletes-data no object\nGRANT SELECT ON t TO PUBLIC;");
    ran = hcmigrate_must(arena, 1, "check", file);
    assert_says(ran.err, "hc:allow wants a hazard that has to be allowed, and a reason");
    assert_says(ran.err, "hc:allow wants a reason");
    assert_says(ran.err, "nothing that hc:allow can be for stands below it");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_runs_once_runs_once),
        cmocka_unit_test(one_that_fails_is_not_done),
        cmocka_unit_test(an_older_journal_is_completed),
        cmocka_unit_test(anybody_sees_what_ran),
        cmocka_unit_test(renames_are_drift_until_they_are_done),
        cmocka_unit_test(a_likely_rename_is_told),
        cmocka_unit_test(a_saved_plan_goes_on_behind_its_renames),
        cmocka_unit_test(a_saved_plan_of_renames_may_be_stale),
        cmocka_unit_test(what_the_blueprint_allows_needs_no_option),
    };
    return cmocka_run_group_tests_name("annotations", tests, make_arena, drop_arena);
}
