/* What nobody manages is left alone and told of; passwords of subscriptions are shown nowhere. */
#include "tests/support/arena.h"
#include "tests/support/cluster.h"
#include "tests/support/hcmigrate.h"

#include <setjmp.h>
#include <cmocka.h>

static const char by_hand[] =
    "CREATE SCHEMA app;\n"
    "CREATE TABLE app.t (id integer PRIMARY KEY, a integer);\n"
    "CREATE TABLE app.u (id integer PRIMARY KEY);\n"
    "CREATE FUNCTION app.f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';\n"
    "CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION app.f();\n"
    "CREATE PUBLICATION p FOR TABLE app.t (id, a) WHERE (id > 1), app.u;\n"
    "CREATE SUBSCRIPTION s CONNECTION 'host=nowhere.invalid password=oldsecret' PUBLICATION q WITH (connect = false, slot_name = NONE);\n";

static const char declared[] =
    "CREATE SCHEMA app;\n"
    "CREATE TABLE app.t (id integer PRIMARY KEY, a integer);\n"
    "CREATE TABLE app.u (id integer PRIMARY KEY);\n"
    "CREATE FUNCTION app.f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';\n";

static const char *
fresh(Arena *arena)
{
    const char *db;

    cluster_needs(arena, 150000);                  /* row filters and column lists */
    db = cluster_db(arena, "unclaimed");
    cluster_sql(arena, db, by_hand);
    return db;
}

static void
it_is_left_alone_and_counted(void **state)
{
    const char *db = fresh(*state), *path = test_file(*state, "declared.sql", declared);
    Ran ran = hcmigrate_must(*state, 0, "drift", "-d", db, path);

    assert_says(ran.out, "not managed: 1 publication, 2 publication members, 1 subscription, 1 event trigger\n");
    ran = hcmigrate_must(*state, 2, "drift", "--manage", "publications", "-d", db, path);
    assert_says(ran.out, "publication p is not in the blueprint");
    assert_says(ran.out, "not managed: 1 subscription, 1 event trigger\n");
}

static void
it_goes_with_what_it_needs(void **state)
{
    const char *db = fresh(*state);
    const char *path = test_file(*state, "fewer.sql", "CREATE SCHEMA app;\nCREATE TABLE app.t (id bigint PRIMARY KEY, a integer);\n"
                                                      "CREATE FUNCTION app.f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';\n");

    hcmigrate_must(*state, 0, "apply", "-q", "--yes", "--allow", "all", "-d", db, path);
    assert_string_equal(cluster_query(*state, db, "SELECT string_agg(prrelid::regclass::text, ' ') FROM pg_publication_rel"), "app.t");
    assert_string_equal(cluster_query(*state, db, "SELECT rowfilter FROM pg_publication_tables"), "(id > 1)");
}

static void
what_can_not_stay_is_refused(void **state)
{
    const char *db = fresh(*state), *path = test_file(*state, "column.sql", "CREATE SCHEMA app;\nCREATE TABLE app.t (id integer PRIMARY KEY);\n"
                                                                            "CREATE TABLE app.u (id integer PRIMARY KEY);\n"
                                                                            "CREATE FUNCTION app.f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';\n");

    assert_says(hcmigrate_must(*state, 1, "plan", "-d", db, path).err, "publication p has column a of app.t, which goes");
}

static void
passwords_are_shown_nowhere(void **state)
{
    const char *db = fresh(*state);
    const char *path = test_file(*state, "subscription.sql", arena_printf(*state, "%sCREATE SUBSCRIPTION s CONNECTION 'host=nowhere.invalid password=newsecret'"
                                                                                  " PUBLICATION q WITH (connect = false, slot_name = NONE);\n", declared));
    Ran plan = hcmigrate_must(*state, 0, "plan", "--verbose", "-d", db, path), drift = hcmigrate_must(*state, 2, "drift", "-d", db, path);

    assert_says(plan.out, "ALTER SUBSCRIPTION s CONNECTION 'host=nowhere.invalid password=********'");
    assert_null(strstr(plan.out, "newsecret"));
    assert_null(strstr(drift.out, "secret"));
    hcmigrate_must(*state, 0, "apply", "-q", "--yes", "-d", db, path);
    assert_string_equal(cluster_query(*state, db, "SELECT subconninfo FROM pg_subscription WHERE subname = 's'"), "host=nowhere.invalid password=newsecret");
    assert_string_equal(cluster_query(*state, db, "SELECT count(*) FROM hcmigrate.step WHERE sql ~ 'secret' OR undo ~ 'secret'"), "0");
    hcmigrate_must(*state, 0, "drift", "-d", db, path);
}

/* Who is no superuser can't read the connection, and does not compare it. */
static void
a_reader_sees_all_but_the_connection(void **state)
{
    const char *db = fresh(*state), *path;

    cluster_sql(*state, db, "DROP ROLE IF EXISTS watcher; CREATE ROLE watcher LOGIN");
    path = test_file(*state, "reader.sql", arena_printf(*state, "%sCREATE SUBSCRIPTION s CONNECTION 'host=elsewhere.invalid' PUBLICATION q, r"
                                                                " WITH (connect = false, slot_name = NONE);\n", declared));
    assert_says(hcmigrate_must(*state, 2, "drift", "-d", arena_printf(*state, "%s user=watcher", db), path).out,
                "subscription s: publications: (q) -> (q, r)\n");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_left_alone_and_counted),
        cmocka_unit_test(it_goes_with_what_it_needs),
        cmocka_unit_test(what_can_not_stay_is_refused),
        cmocka_unit_test(passwords_are_shown_nowhere),
        cmocka_unit_test(a_reader_sees_all_but_the_connection),
    };
    return cmocka_run_group_tests_name("unclaimed", tests, make_arena, drop_arena);
}
