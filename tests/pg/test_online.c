/*
 * Changes of tables that hold rows: by statements that hold nobody up, with the same end, and nothing left behind when the
 * rows say no or the connection is cut.
 */
#include "tests/support/arena.h"
#include "tests/support/cluster.h"
#include "tests/support/hcmigrate.h"

#include "engine/kinds/online.h"
#include "migrations/plan_file.h"

#include <setjmp.h>
#include <cmocka.h>

static const char from[] =
    "CREATE TABLE big (id bigint, n integer, s text, k integer);"
    "CREATE INDEX big_n ON big (n); CREATE INDEX big_k ON big (k);"
    "CREATE TABLE other (id integer PRIMARY KEY); CREATE TABLE child (other integer);";

static const char rows[] =
    "INSERT INTO big SELECT g, g, 's' || g, g FROM generate_series(1, 20000) g;"
    "INSERT INTO other SELECT generate_series(1, 9); INSERT INTO child SELECT 1 + g % 9 FROM generate_series(1, 1000) g;";

static const char to[] =
    "CREATE TABLE big (id bigint NOT NULL PRIMARY KEY, n integer NOT NULL, s text, k integer UNIQUE,\n"
    "  u uuid NOT NULL DEFAULT gen_random_uuid(),\n"
    "  -- hc:backfill n * 2\n"
    "  d integer NOT NULL,\n"
    "  CONSTRAINT positive CHECK (n > 0));\n"
    "CREATE INDEX big_n ON big (n, k); COMMENT ON INDEX big_n IS 'of both';\n"
    "CREATE INDEX big_s ON big (lower(s));\n"
    "CREATE TABLE other (id integer PRIMARY KEY); CREATE TABLE child (other integer REFERENCES other);\n";

static const char *
prepare(Arena *arena, const char *name)
{
    const char *db = cluster_db(arena, name);

    cluster_sql(arena, db, from);
    cluster_sql(arena, db, rows);
    return db;
}

/* Steps that read or write a whole table under a lock for which somebody waits. */
static size_t
count_rude(Arena *arena, const char *plan)
{
    size_t rude = 0;
    PlanFile *file;
    Error err;

    assert_true(plan_file_read(arena, "plan", plan, strlen(plan), &file, &err));
    VEC_EACH(const PlanStep *, step, &file->steps)
        rude += lock_by_text(step->lock) >= LOCK_SHARE && (step->scans || step->rewrites);
    return rude;
}

static void
nobody_is_held_up(void **state)
{
    const char *db = prepare(*state, "online"), *plain = prepare(*state, "plainly"), *path = test_file(*state, "to.sql", to);
    Ran plan = hcmigrate_must(*state, 0, "plan", "--format", "json", "-d", db, path);

    assert_int_equal(count_rude(*state, plan.out), 0);
    assert_says(plan.out, "CREATE INDEX CONCURRENTLY");
    assert_says(plan.out, "DROP INDEX CONCURRENTLY");
    assert_says(plan.out, "PRIMARY KEY USING INDEX");
    plan = hcmigrate_must(*state, 0, "plan", "--format", "json", "--online-from", "never", "-d", db, path);
    assert_true(count_rude(*state, plan.out) > 5);
    plan = hcmigrate_must(*state, 0, "plan", "--format", "json", "--online-from", "1000000,1GB", "-d", db, path);
    assert_true(count_rude(*state, plan.out) > 5);

    hcmigrate_must(*state, 0, "apply", "--yes", "--allow", "all", "-d", db, path);
    hcmigrate_must(*state, 0, "apply", "--yes", "--allow", "all", "--online-from", "never", "-d", plain, path);
    cluster_assert_same(*state, db, plain);
    hcmigrate_must(*state, 0, "plan", "--exit-code", "-d", db, path);
    assert_string_equal(cluster_query(*state, db, "SELECT count(*), count(DISTINCT u), count(d), sum(d - n * 2) FROM big"), "20000|20000|20000|0");
    assert_string_equal(cluster_query(*state, db, "SELECT count(*) FROM pg_class WHERE relname LIKE 'hcmigrate\\_%'"), "0");
}

/* A unique index can't be built: what was begun of it does not stay, and once the rows are right the same command ends it. */
static void
what_the_rows_forbid_leaves_nothing(void **state)
{
    const char *db = prepare(*state, "forbidden"), *path = test_file(*state, "to.sql", to);
    Ran ran;

    cluster_sql(*state, db, "UPDATE big SET k = 1 WHERE id = 20000");
    ran = hcmigrate_must(*state, 1, "apply", "--yes", "--allow", "all", "-d", db, path);
    assert_says(ran.err, "index public.big_k_key was left unfinished: it is dropped");
    assert_says(ran.err, "could not create unique index");
    assert_string_equal(cluster_query(*state, db, "SELECT count(*) FROM pg_index WHERE NOT indisvalid"), "0");
    cluster_sql(*state, db, "UPDATE big SET k = 20000 WHERE id = 20000");
    hcmigrate_must(*state, 0, "apply", "--yes", "--allow", "all", "-d", db, path);
    hcmigrate_must(*state, 0, "plan", "--exit-code", "-d", db, path);
}

/* A CHECK that the rows break is there for new rows, and says so until it can be validated. */
static void
a_check_is_validated_when_the_rows_allow_it(void **state)
{
    const char *db = prepare(*state, "checked"), *path = test_file(*state, "to.sql", to);

    cluster_sql(*state, db, "UPDATE big SET n = -5 WHERE id = 7");
    hcmigrate_must(*state, 1, "apply", "--yes", "--allow", "all", "-d", db, path);
    assert_string_equal(cluster_query(*state, db, "SELECT convalidated FROM pg_constraint WHERE conname = 'positive'"), "f");
    cluster_sql(*state, db, "UPDATE big SET n = 5 WHERE id = 7");
    hcmigrate_must(*state, 0, "apply", "--yes", "--allow", "all", "-d", db, path);
    assert_string_equal(cluster_query(*state, db, "SELECT convalidated FROM pg_constraint WHERE conname = 'positive'"), "t");
}

/* A new column is filled under another name: what a killed plan left of it is begun anew, and no row goes without its value. */
static void
a_column_that_was_half_filled_is_begun_anew(void **state)
{
    const char *db = prepare(*state, "half"), *path = test_file(*state, "to.sql", to);

    cluster_sql(*state, db, arena_printf(*state, "ALTER TABLE big ADD COLUMN %s uuid; ALTER TABLE big ALTER COLUMN %s SET DEFAULT gen_random_uuid();"
                                         "UPDATE big SET %s = gen_random_uuid() WHERE id < 9000", online_new_name(*state, "u"),
                                         online_new_name(*state, "u"), online_new_name(*state, "u")));
    hcmigrate_must(*state, 0, "apply", "--yes", "--allow", "drops-index", "-d", db, path);
    hcmigrate_must(*state, 0, "plan", "--exit-code", "-d", db, path);
    assert_string_equal(cluster_query(*state, db, "SELECT count(*), count(DISTINCT u) FROM big"), "20000|20000");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_is_held_up),
        cmocka_unit_test(what_the_rows_forbid_leaves_nothing),
        cmocka_unit_test(a_check_is_validated_when_the_rows_allow_it),
        cmocka_unit_test(a_column_that_was_half_filled_is_begun_anew),
    };

    return cmocka_run_group_tests_name("online", tests, make_arena, drop_arena);
}
