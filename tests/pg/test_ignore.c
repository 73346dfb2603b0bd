/* Rules about what is left as it is: migrations/ignore.h. */
#include "tests/support/cluster.h"
#include "tests/support/hcmigrate.h"

#include "engine/base/json.h"

#include <setjmp.h>
#include <cmocka.h>

static const char there[] =
    "CREATE SCHEMA app; CREATE SCHEMA scratch; CREATE TABLE scratch.z (a int);\n"
    "CREATE TABLE app.t (id serial PRIMARY KEY, a int, old_name int);\n"
    "CREATE TABLE app.tmp_x (id serial PRIMARY KEY, t int REFERENCES app.t); CREATE INDEX ON app.tmp_x (t); COMMENT ON TYPE app.tmp_x IS 'row';\n"
    "CREATE VIEW app.tmp_v AS SELECT a FROM app.t;\n"
    "CREATE FUNCTION app.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';\n"
    "CREATE TRIGGER audit_t BEFORE INSERT ON app.t FOR EACH ROW EXECUTE FUNCTION app.f();\n"
    "CREATE TABLE app.tmp_named (a int);\n";

#define WANTED \
    "CREATE SCHEMA app;\nCREATE TABLE app.t (id serial PRIMARY KEY, a int, old_name int);\n" \
    "CREATE FUNCTION app.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';\n" \
    "CREATE TABLE app.tmp_x (id text);\nINSERT INTO app.tmp_x (id) VALUES ('1') ON CONFLICT (id) DO NOTHING;\nCREATE TABLE app.tmp_never (a int);\n"

static const char rules[] = "app.tmp_*,schema:scratch,trigger:app.t.audit_*";

static const char *
database(Arena *arena, const char *name)
{
    const char *db = cluster_db(arena, name);

    cluster_sql(arena, db, there);
    return db;
}

static void
what_is_ignored_is_left_alone(void **state)
{
    Arena *arena = *state;
    const char *db = database(arena, "ignore"), *path = test_file(arena, "ignore.sql", WANTED "-- hc:renamed from tmp_named\nCREATE TABLE app.tmp_renamed (a int);\n");
    const char *before = cluster_dump(arena, db);
    const Json *total;
    Error err = {0};
    Json *json;
    Ran ran;

    ran = hcmigrate_must(arena, 0, "drift", "--strict", "--ignore", rules, "-d", db, path);
    assert_says(ran.out, " ignored");
    ran = hcmigrate_must(arena, 0, "apply", "--yes", "--allow", "all", "--ignore", rules, "-d", db, path);
    assert_string_equal(before, cluster_dump(arena, db));
    ran = hcmigrate_must(arena, 0, "drift", "--format", "json", "--ignore", rules, "-d", db, path);
    assert_true(json_read(arena, "out", ran.out, strlen(ran.out), &json, &err));
    total = json_member(json_member(json, "accounting"), "total");
    /* scratch, z, tmp_x, its sequence, its index, its two constraints and its default, tmp_v, the trigger, tmp_named */
    assert_int_equal(json_member(total, "ignored")->number, 11);
    hcmigrate_must(arena, 2, "drift", "-d", db, path);
}

static void
a_rule_for_nothing_is_told(void **state)
{
    Arena *arena = *state;
    const char *db = database(arena, "ignore"), *path = test_file(arena, "ignore.sql", WANTED);
    Ran ran = hcmigrate_must(arena, 0, "drift", "--ignore", arena_printf(arena, "%s,table:none.*", rules), "-d", db, path);

    assert_says(ran.err, "the rule \"table:none.*\" ignores nothing");
    ran = hcmigrate_must(arena, 64, "drift", "--ignore", "tabel:x", "-d", db, path);
    assert_says(ran.err, "\"tabel:x\" is no rule");
}

static void
refused(Arena *arena, const char *db, const char *blueprint, const char *says)
{
    Ran ran = hcmigrate_must(arena, 1, "plan", "--ignore", rules, "-d", db, test_file(arena, "refused.sql", blueprint));

    assert_says(ran.err, says);
}

static void
what_would_touch_it_is_refused(void **state)
{
    Arena *arena = *state;
    const char *db = database(arena, "ignore");

    refused(arena, db, "CREATE SCHEMA app; CREATE TABLE app.t (id serial PRIMARY KEY, a bigint, old_name int); CREATE FUNCTION app.f() RETURNS trigger"
                       " LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';", "view app.tmp_v would have to change with column app.t.a, but the rule \"app.tmp_*\" ignores it");
    refused(arena, db, "CREATE SCHEMA app; CREATE TABLE app.t (id serial PRIMARY KEY, a int, old_name int);", "trigger audit_t ON app.t would have to change with function app.f(), which is dropped");
    refused(arena, db, "CREATE SCHEMA other;", "with schema app, which is dropped, but the rule ");
    refused(arena, db, WANTED "CREATE VIEW app.v AS SELECT a FROM app.tmp_never;", "view app.v needs table app.tmp_never, which the rule \"app.tmp_*\" ignores, and which is not in the database");
    hcmigrate_must(arena, 0, "plan", "--ignore", rules, "-d", db, test_file(arena, "fine.sql", WANTED "CREATE VIEW app.v AS SELECT id FROM app.tmp_x;"));
}

int
main(void)
{
    Arena *arena = arena_new();
    const struct CMUnitTest tests[] = {
        {.name = "what_is_ignored_is_left_alone", .test_func = what_is_ignored_is_left_alone, .initial_state = arena},
        {.name = "a_rule_for_nothing_is_told", .test_func = a_rule_for_nothing_is_told, .initial_state = arena},
        {.name = "what_would_touch_it_is_refused", .test_func = what_would_touch_it_is_refused, .initial_state = arena},
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    arena_free(arena);
    return failed;
}
