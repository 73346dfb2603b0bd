/*
 * Foreign servers, beyond what the laws say. Passwords of user mappings: executed, and in nothing that anybody gets to see but a
 * script or a plan that was asked for.
 */
#include "tests/support/arena.h"
#include "tests/support/cluster.h"
#include "tests/support/hcmigrate.h"

#include <setjmp.h>
#include <sys/stat.h>
#include <cmocka.h>

#define SERVER "CREATE EXTENSION postgres_fdw; CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw; "

static void
keeps_silent(Ran ran)
{
    assert_null(strstr(ran.out, "hunter"));
    assert_null(strstr(ran.err, "hunter"));
}

static const char *
blueprint(Arena *arena, const char *name, const char *password)
{
    return test_file(arena, name, arena_printf(arena, SERVER "CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (user 'me', password '%s');", password));
}

static void
a_password_is_executed_and_not_shown(void **state)
{
    const char *db = cluster_db(*state, "secret"), *one = blueprint(*state, "one.sql", "hunter1"), *two = blueprint(*state, "two.sql", "hunter2");
    const char *saved = arena_printf(*state, "%s/plan.json", test_folder(*state));
    struct stat info;

    keeps_silent(hcmigrate_must(*state, 0, "apply", "--yes", "--verbose", "-d", db, one));
    keeps_silent(hcmigrate_must(*state, 0, "plan", "--verbose", "-d", db, two));
    keeps_silent(hcmigrate_must(*state, 2, "drift", "-d", db, two));
    keeps_silent(hcmigrate_must(*state, 2, "drift", "--format", "json", "-d", db, two));
    assert_says(hcmigrate_must(*state, 0, "plan", "--format", "sql", "-d", db, two).out, "SET password 'hunter2'");
    assert_says(hcmigrate_must(*state, 0, "plan", "-o", saved, "-d", db, two).err, "only you may read it");
    assert_int_equal(stat(saved, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    keeps_silent(hcmigrate_must(*state, 0, "apply", "--yes", "--verbose", "-d", db, saved));
    assert_string_equal(cluster_query(*state, db, "SELECT umoptions FROM pg_user_mapping"), "{password=hunter2,user=me}");
    keeps_silent(hcmigrate_must(*state, 0, "status", "--verbose", "-d", db));
    assert_string_equal(cluster_query(*state, db, "SELECT count(*) FROM hcmigrate.step WHERE step::text LIKE '%hunter%'"), "0");
}

static void
options_that_may_not_be_read_are_told_and_right(void **state)
{
    const char *db = cluster_db(*state, "secret"), *one = blueprint(*state, "one.sql", "hunter1"), *two = blueprint(*state, "two.sql", "hunter2");
    const char *reader = arena_printf(*state, "%s user=hc_reader", db);

    cluster_sql(*state, db, "DO $$ BEGIN CREATE ROLE hc_reader LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
    hcmigrate_must(*state, 0, "apply", "--yes", "-d", db, one);
    assert_says(hcmigrate_must(*state, 0, "plan", "--exit-code", "-d", reader, two).err, "can't be read by this role");
    hcmigrate_must(*state, 2, "plan", "--exit-code", "-d", db, two);
}

/* Nobody speaks of user mappings: those that stand on a server that is made anew come back, those of one that goes go. */
static void
mappings_that_nobody_claims_follow_their_server(void **state)
{
    const char *db = cluster_db(*state, "secret"), *one = blueprint(*state, "one.sql", "hunter1");
    const char *typed = test_file(*state, "typed.sql", "CREATE EXTENSION postgres_fdw; CREATE SERVER s TYPE 't' FOREIGN DATA WRAPPER postgres_fdw;");
    const char *none = test_file(*state, "none.sql", "CREATE EXTENSION postgres_fdw;");

    hcmigrate_must(*state, 0, "apply", "--yes", "-d", db, one);
    hcmigrate_must(*state, 0, "plan", "--exit-code", "-d", db, test_file(*state, "server.sql", SERVER));
    hcmigrate_must(*state, 0, "apply", "--yes", "-d", db, typed);
    assert_string_equal(cluster_query(*state, db, "SELECT srvtype, umoptions FROM pg_user_mapping JOIN pg_foreign_server s ON s.oid = umserver"),
                        "t|{password=hunter1,user=me}");
    hcmigrate_must(*state, 0, "apply", "--yes", "--allow", "drops-object", "-d", db, none);
    assert_string_equal(cluster_query(*state, db, "SELECT count(*) FROM pg_user_mapping"), "0");
}

/* A plan is made without a word to other servers, whatever their wrappers do to plan a query. */
static void
no_other_server_is_asked(void **state)
{
    static const char tables[] = "CREATE EXTENSION postgres_fdw; CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '/nowhere', use_remote_estimate 'on');"
                                 "CREATE USER MAPPING FOR PUBLIC SERVER s; CREATE FOREIGN TABLE t (a int) SERVER s; CREATE VIEW v AS SELECT a FROM t WHERE a > %s;";
    const char *db = cluster_db(*state, "secret");
    Ran ran;

    hcmigrate_must(*state, 0, "apply", "--yes", "-d", db, test_file(*state, "v3.sql", arena_printf(*state, tables, "3")));
    ran = hcmigrate_must(*state, 0, "plan", "-d", db, test_file(*state, "v12.sql", arena_printf(*state, tables, "1 + 2")));
    assert_says(ran.out, "it reads the foreign table public.t");
    assert_null(strstr(ran.out, "nowhere"));
}

/* What hung on the parent stays behind as the child's own, which is no difference, though pg_dump tells it. */
static void
a_child_keeps_the_check_of_a_parent_made_anew(void **state)
{
    static const char tables[] = "CREATE EXTENSION file_fdw; CREATE SERVER a FOREIGN DATA WRAPPER file_fdw; CREATE SERVER b FOREIGN DATA WRAPPER file_fdw;"
                                 "CREATE FOREIGN TABLE t (x int DEFAULT 1, y text NOT NULL, CHECK (x > 0)) SERVER %s OPTIONS (filename '/dev/null');"
                                 "CREATE TABLE h (z int) INHERITS (t); CREATE FOREIGN TABLE g () INHERITS (t) SERVER a OPTIONS (filename '/dev/null');";
    const char *db = cluster_db(*state, "parent"), *to = test_file(*state, "b.sql", arena_printf(*state, tables, "b"));

    hcmigrate_must(*state, 0, "apply", "--yes", "-d", db, test_file(*state, "a.sql", arena_printf(*state, tables, "a")));
    cluster_sql(*state, db, "INSERT INTO h VALUES (1, 'y', 3)");
    hcmigrate_must(*state, 0, "apply", "--yes", "-d", db, to);
    hcmigrate_must(*state, 0, "plan", "--exit-code", "-d", db, to);
    assert_string_equal(cluster_query(*state, db, "SELECT * FROM h"), "1|y|3");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_password_is_executed_and_not_shown, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(options_that_may_not_be_read_are_told_and_right, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(mappings_that_nobody_claims_follow_their_server, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(a_child_keeps_the_check_of_a_parent_made_anew, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(no_other_server_is_asked, make_arena, drop_arena),
    };

    return cmocka_run_group_tests_name("foreign servers", tests, NULL, NULL);
}
