/*
 * Security labels. No provider comes with a plain server, so SECURITY LABEL itself can't be run: labels are written into the
 * catalog by hand, and it is the plan that is looked at.
 */
#include "tests/support/arena.h"
#include "tests/support/cluster.h"
#include "tests/support/hcmigrate.h"

#include <setjmp.h>
#include <cmocka.h>

#define SCHEMA "CREATE SCHEMA app;\nCREATE TABLE app.t (id integer, name text);\n"

static const char *
fresh(Arena *arena)
{
    const char *db = cluster_db(arena, "labels");

    cluster_sql(arena, db, SCHEMA "INSERT INTO pg_seclabel SELECT 'app.t'::regclass, 'pg_class'::regclass, n, p, l FROM (VALUES"
                                  " (0, 'old one', 'secret'), (2, 'mask', 'it''s hidden'), (2, 'other', 'theirs')) AS v (n, p, l)");
    return db;
}

static void
labels_of_others_are_left_alone(void **state)
{
    const char *db = fresh(*state);

    assert_says(hcmigrate_must(*state, 0, "drift", "-d", db, test_file(*state, "none.sql", SCHEMA)).out, "in sync");
    assert_says(hcmigrate_must(*state, 2, "drift", "--manage", "labels", "-d", db, test_file(*state, "none.sql", SCHEMA)).out,
                "security label \"old one\": secret -> none");
}

static void
labels_are_compared_by_provider(void **state)
{
    const char *db = fresh(*state);
    const char *same = test_file(*state, "same.sql", SCHEMA "SECURITY LABEL FOR mask ON COLUMN app.t.name IS 'it''s hidden';\n");
    const char *other = test_file(*state, "other.sql", SCHEMA "SECURITY LABEL FOR mask ON COLUMN app.t.id IS 'too';\n"
                                                              "SECURITY LABEL FOR \"old one\" ON TABLE app.t IS 'open';\n");
    Ran plan;

    hcmigrate_must(*state, 0, "drift", "-d", db, same);
    plan = hcmigrate_must(*state, 0, "plan", "--format", "sql", "-d", db, other);
    assert_says(plan.out, "SECURITY LABEL FOR mask ON COLUMN app.t.id IS 'too';");
    assert_says(plan.out, "SECURITY LABEL FOR mask ON COLUMN app.t.name IS NULL;");
    assert_says(plan.out, "SECURITY LABEL FOR \"old one\" ON TABLE app.t IS 'open';");
    assert_null(strstr(plan.out, "other"));
    assert_says(hcmigrate_must(*state, 2, "drift", "-d", db, other).out, "security label mask: it's hidden -> none");
}

/* What is made anew gets all of its labels back, those that nobody manages among them. */
static void
labels_come_back(void **state)
{
    const char *db = fresh(*state);

    cluster_sql(*state, db, "CREATE VIEW app.v AS SELECT id FROM app.t;"
                            "INSERT INTO pg_seclabel VALUES ('app.v'::regclass, 'pg_class'::regclass, 0, 'mask', 'seen')");
    assert_says(hcmigrate_must(*state, 0, "plan", "--format", "sql", "-d", db,
                               test_file(*state, "view.sql", "CREATE SCHEMA app;\nCREATE TABLE app.t (id bigint, name text);\n"
                                                             "CREATE VIEW app.v AS SELECT id FROM app.t;\n")).out,
                "SECURITY LABEL FOR mask ON VIEW app.v IS 'seen';");
}

static void
what_has_none_is_refused(void **state)
{
    const char *db = fresh(*state);

    assert_says(hcmigrate_must(*state, 1, "plan", "-d", db, test_file(*state, "index.sql", SCHEMA "CREATE INDEX i ON app.t (id);"
                                                                      "SECURITY LABEL FOR mask ON INDEX app.i IS 'x';\n")).err, "no security label");
    assert_says(hcmigrate_must(*state, 1, "plan", "-d", db, test_file(*state, "provider.sql", SCHEMA "SECURITY LABEL ON TABLE app.t IS 'x';\n")).err,
                "which provider");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_of_others_are_left_alone),
        cmocka_unit_test(labels_are_compared_by_provider),
        cmocka_unit_test(labels_come_back),
        cmocka_unit_test(what_has_none_is_refused),
    };
    return cmocka_run_group_tests_name("security labels", tests, make_arena, drop_arena);
}
