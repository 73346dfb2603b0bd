/* Drift: every difference is found, named and placed, in every format; a role that may only connect is enough. */
#include "tests/support/arena.h"
#include "tests/support/cluster.h"
#include "tests/support/hcmigrate.h"

#include "engine/base/json.h"

#include <setjmp.h>
#include <cmocka.h>

static const char blueprint[] =
    "CREATE SCHEMA app;\n"
    "CREATE TYPE app.mood AS ENUM ('sad', 'ok');\n"
    "CREATE SEQUENCE app.ids INCREMENT BY 2;\n"
    "  CREATE FUNCTION app.one() RETURNS integer LANGUAGE sql AS 'SELECT 1';\n"
    "COMMENT ON FUNCTION app.one() IS 'gives one';\n";

/* Changes by hand, and the line that tells each. */
static const struct { const char *sql, *line; } changes[] = {
    {"ALTER TYPE app.mood ADD VALUE 'glad'", "drift.sql:2:1: enum app.mood: labels: (sad, ok, glad) -> (sad, ok)\n"},
    {"ALTER SEQUENCE app.ids INCREMENT BY 3", "drift.sql:3:17: sequence app.ids: increment: 3 -> 2\n"},
    {"CREATE OR REPLACE FUNCTION app.one() RETURNS integer LANGUAGE sql AS 'SELECT 2'", "drift.sql:4:3: function app.one(): body: SELECT 2 -> SELECT 1\n"},
    {"ALTER FUNCTION app.one() STABLE SECURITY DEFINER", "drift.sql:4:3: function app.one(): "},
    {"COMMENT ON FUNCTION app.one() IS 'gives two'", "drift.sql:4:3: function app.one(): comment: "},
    {"DROP SEQUENCE app.ids", "drift.sql:3:17: sequence app.ids is not in the database\n"},
    {"CREATE SCHEMA extra CREATE SEQUENCE s", "hand: schema extra is not in the blueprint\n"},
    {"CREATE TYPE app.pair AS (a int, b int)", "hand: composite type app.pair is not in the blueprint\n"},
};

static const char *
fresh(Arena *arena, const char *path)
{
    const char *db = cluster_db(arena, "hand");

    hcmigrate_must(arena, 0, "apply", "-q", "--yes", "-d", db, path);
    assert_says(hcmigrate_must(arena, 0, "drift", "-d", db, path).out, "in sync: hand on localhost");
    return db;
}

static void
each_change_is_told(void **state)
{
    const char *path = test_file(*state, "drift.sql", blueprint);

    for (size_t i = 0; i < COUNT_OF(changes); i++)
    {
        const char *db = fresh(*state, path);

        cluster_sql(*state, db, changes[i].sql);
        assert_says(hcmigrate_must(*state, 2, "drift", "-d", db, path).out, changes[i].line);
        /* The plan leads back. */
        hcmigrate_must(*state, 0, "apply", "-q", "--yes", "--allow", "all", "-d", db, path);
        hcmigrate_must(*state, 0, "drift", "-d", db, path);
    }
}

static void
all_changes_are_told_at_once(void **state)
{
    const char *path = test_file(*state, "drift.sql", blueprint), *db = fresh(*state, path);
    Ran ran;

    for (size_t i = 0; i < COUNT_OF(changes); i++)
        cluster_sql(*state, db, changes[i].sql);
    ran = hcmigrate_must(*state, 2, "drift", "-d", db, path);
    assert_says(ran.out, "5 objects: 1 missing, 3 extra, 2 different (database -> blueprint)\n");
    assert_string_equal(ran.err, "");
}

static void
as_json(void **state)
{
    const char *path = test_file(*state, "drift.sql", blueprint), *db = fresh(*state, path);
    const Json *differences, *one;
    Error err = {0};
    Json *json;
    Ran ran;

    cluster_sql(*state, db, changes[1].sql);
    ran = hcmigrate_must(*state, 2, "drift", "-d", db, path, "--format", "json");
    assert_true(json_read(*state, "out", ran.out, strlen(ran.out), &json, &err));
    assert_false(json_member(json, "in_sync")->boolean);
    differences = json_member(json, "differences");
    assert_int_equal(differences->items.count, 1);
    one = vec_at(&differences->items, 0);
    assert_string_equal(json_member(one, "object")->text, "sequence app.ids");
    assert_string_equal(json_member(one, "state")->text, "different");
    assert_string_equal(json_member(one, "file")->text, path);
    assert_int_equal(json_member(one, "line")->number, 3);
}

/* Names that would break a report that didn't escape them. */
static void
hostile_names_are_escaped(void **state)
{
    const char *path = test_file(*state, "dr,i:ft%.sql", "CREATE SCHEMA app;\nCREATE SCHEMA \"a<b>&\"\"c'\x1B[31m%,:\xC3\xA9\";\n");
    const char *db = cluster_db(*state, "hostile");
    Ran ran;

    hcmigrate_must(*state, 0, "apply", "-q", "--yes", "-d", db, test_file(*state, "app.sql", "CREATE SCHEMA app;"));
    ran = hcmigrate_must(*state, 2, "drift", "-d", db, path, "--format", "github");
    assert_says(ran.out, "/dr%2Ci%3Aft%25.sql,line=2,col=1,title=drift in hostile::schema \"a<b>&\"\"c'?[31m%25,:\xC3\xA9\" is not in the database\n");
    ran = hcmigrate_must(*state, 2, "drift", "-d", db, path, "--format", "junit");
    assert_says(ran.out, "name=\"schema &quot;a&lt;b&gt;&amp;&quot;&quot;c&apos;?[31m%,:\xC3\xA9&quot;\"");
    assert_says(ran.out, " tests=\"1\" failures=\"1\"");
    run_well(*state, ran.out, (const char *[]) {"python3", "-c", "import sys, xml.dom.minidom as x; x.parse(sys.stdin)", NULL});
    ran = hcmigrate_must(*state, 2, "drift", "-d", db, path);
    assert_null(strchr(ran.out, '\x1B'));
    ran = hcmigrate_must(*state, 2, "plan", "--exit-code", "-d", db, path);
    assert_null(strchr(ran.out, '\x1B'));
}

static void
who_may_only_connect_can_look(void **state)
{
    const char *path = test_file(*state, "drift.sql", blueprint), *db = fresh(*state, path), *as;
    const char *before;

    cluster_sql(*state, db, "DROP ROLE IF EXISTS looker; CREATE ROLE looker LOGIN; REVOKE ALL ON DATABASE hand FROM PUBLIC;"
                            "GRANT CONNECT ON DATABASE hand TO looker; ALTER ROLE looker SET default_transaction_read_only = on;"
                            "REVOKE ALL ON SCHEMA app FROM PUBLIC");
    as = arena_printf(*state, "%s user=looker", db);
    before = cluster_dump(*state, db);
    assert_says(hcmigrate_must(*state, 0, "drift", "-d", as, path).out, "in sync");
    cluster_sql(*state, db, changes[0].sql);
    hcmigrate_must(*state, 2, "drift", "-d", as, path);
    hcmigrate_must(*state, 2, "plan", "--exit-code", "-d", as, path);
    assert_int_equal(hcmigrate(*state, "apply", "--yes", "--allow", "all", "-d", as, path).status, 1);
    assert_string_not_equal(before, "");
}

/* A text that the server can't be asked about: what apply made of it is remembered, as long as neither side changes. */
static void
what_cannot_be_proved_is_remembered(void **state)
{
    /* With an implicit cast that calls a function, the server's answer leaves open what was cast. */
#define CASTS \
    "CREATE TYPE pair AS (a integer, b integer); CREATE FUNCTION first_of(pair) RETURNS integer LANGUAGE sql AS 'SELECT ($1).a';" \
    "CREATE CAST (pair AS integer) WITH FUNCTION first_of(pair) AS IMPLICIT;"
    static const char *const views[] = {
        CASTS "CREATE VIEW v AS SELECT coalesce(nullif(application_name, ''), 'none') AS name FROM pg_stat_activity;",
        CASTS "CREATE VIEW v AS SELECT coalesce(nullif(application_name, ''), 'nobody') AS name FROM pg_stat_activity;",
    };
    const char *db = cluster_db(*state, "remembered"), *path = test_file(*state, "view.sql", views[0]);
    const char *plan = arena_printf(*state, "%s/view.json", test_folder(*state));

    hcmigrate_must(*state, 0, "plan", "-q", "-d", db, "-o", plan, path);
    hcmigrate_must(*state, 0, "apply", "-q", "--yes", "-d", db, plan);
    hcmigrate_must(*state, 0, "drift", "-d", db, path);
    cluster_sql(*state, db, "CREATE TABLE kept AS TABLE hcmigrate.proof; TRUNCATE hcmigrate.proof");
    assert_says(hcmigrate_must(*state, 2, "drift", "-d", db, path).out, "(unproved: ");
    cluster_sql(*state, db, "INSERT INTO hcmigrate.proof TABLE kept; DROP TABLE kept");
    hcmigrate_must(*state, 0, "drift", "-d", db, path);

    hcmigrate_must(*state, 2, "drift", "-d", db, test_file(*state, "view.sql", views[1]));
    test_file(*state, "view.sql", views[0]);
    cluster_sql(*state, db, "CREATE OR REPLACE VIEW v AS SELECT coalesce(nullif(application_name, ''), 'no one') AS name FROM pg_stat_activity");
    hcmigrate_must(*state, 2, "drift", "-d", db, path);
    hcmigrate_must(*state, 0, "apply", "-q", "--yes", "-d", db, path);
    hcmigrate_must(*state, 0, "drift", "-d", db, path);
}

static const char remembered[] = ", 1 remembered, 0 settled by the server,", asked[] = ", 0 remembered, 1 settled by the server,";

static void
must_plan(Arena *arena, int status, const char *db, const char *path, const char *told)
{
    assert_says(hcmigrate_must(arena, status, "plan", "--exit-code", "--verbose", "-d", db, path).out, told);
}

/* What the server proved equal need not be asked again, until anything changes that the answer may rest upon. */
static void
what_was_proved_is_remembered(void **state)
{
    static const char sql[] = "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';\n"
                              "CREATE DOMAIN d AS interval;\n"
                              "CREATE TABLE t (i jsonb DEFAULT '{\"bb\": 1, \"a\": 2}', k d);\n";
    const char *db = cluster_db(*state, "proved"), *path = test_file(*state, "proved.sql", sql);

    hcmigrate_must(*state, 0, "apply", "-q", "--yes", "-d", db, path);
    must_plan(*state, 0, db, path, remembered);
    must_plan(*state, 0, arena_printf(*state, "%s user=looker", db), path, remembered);

    cluster_sql(*state, db, "CREATE OR REPLACE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 2'");
    must_plan(*state, 2, db, path, asked);
    hcmigrate_must(*state, 0, "apply", "-q", "--yes", "-d", db, path);
    must_plan(*state, 0, db, path, remembered);
    assert_string_equal(cluster_query(*state, db, "SELECT count(*) FROM hcmigrate.proof WHERE pair LIKE 'asked %'"), "1");

    cluster_sql(*state, db, "ALTER DOMAIN d SET NOT NULL");
    must_plan(*state, 2, db, path, asked);
    cluster_sql(*state, db, "ALTER DOMAIN d DROP NOT NULL");
    must_plan(*state, 0, db, path, remembered);
    cluster_sql(*state, db, "ALTER DATABASE proved SET timezone = 'Asia/Tokyo'");
    must_plan(*state, 0, db, path, asked);
    cluster_sql(*state, db, "ALTER DATABASE proved RESET timezone");
    must_plan(*state, 0, db, path, remembered);

    /* The same text means something else where the blueprint has another type. */
    must_plan(*state, 2, db, test_file(*state, "proved.sql", "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';\n"
                                                             "CREATE DOMAIN d AS interval;\n"
                                                             "CREATE TABLE t (i text DEFAULT '{\"bb\": 1, \"a\": 2}', k d);\n"), asked);
    test_file(*state, "proved.sql", sql);
    cluster_sql(*state, db, "ALTER TABLE t ALTER COLUMN i SET DEFAULT '{\"bb\": 1, \"a\": 3}'");
    must_plan(*state, 2, db, path, asked);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_change_is_told),
        cmocka_unit_test(all_changes_are_told_at_once),
        cmocka_unit_test(as_json),
        cmocka_unit_test(hostile_names_are_escaped),
        cmocka_unit_test(who_may_only_connect_can_look),
        cmocka_unit_test(what_cannot_be_proved_is_remembered),
        cmocka_unit_test(what_was_proved_is_remembered),
    };
    return cmocka_run_group_tests_name("drift", tests, make_arena, drop_arena);
}
