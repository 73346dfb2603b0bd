/* The command line: options, hcmigrate.conf, exit statuses, streams, and bad input of every sort: one clear error, nothing changed. */
#include "tests/support/arena.h"
#include "tests/support/cluster.h"
#include "tests/support/hcmigrate.h"

#include "engine/base/text.h"

#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <unistd.h>

static void
usage_is_told(void **state)
{
    assert_says(hcmigrate_must(*state, 64, "frobnicate").err, "there is no command \"frobnicate\"");
    assert_says(hcmigrate_run_must(*state, 64, (const char *[]) {NULL}).err, "which command?");
    assert_says(hcmigrate_must(*state, 64, "plan", "--frob").err, "unknown option --frob");
    assert_says(hcmigrate_must(*state, 64, "plan", "-z").err, "unknown option -z");
    assert_says(hcmigrate_must(*state, 64, "plan", "--format").err, "the option --format needs a value");
    assert_says(hcmigrate_must(*state, 64, "plan", "--format", "xml").err, "HINT: give one of text, sql, json");
    assert_says(hcmigrate_must(*state, 64, "plan", "--keep").err, "unknown option --keep");
    assert_says(hcmigrate_must(*state, 64, "plan", "--manage", "everything").err, "--manage: \"everything\" is not known");
    assert_says(hcmigrate_must(*state, 64, "apply", "--allow", "fun").err, "--allow: \"fun\" is no hazard");
    assert_says(hcmigrate_must(*state, 64, "apply", "--lock-timeout", "3 parsecs").err, "HINT: give a time such as 3s");
    assert_says(hcmigrate_must(*state, 64, "apply", "--lock-timeout", "99999999999999999999").err, "is not valid");
    assert_says(hcmigrate_must(*state, 64, "apply", "-d", "", "x").err, "--db: \"\" is not valid");
    assert_says(hcmigrate_must(*state, 64, "apply", "one.json", "two").err, "one.json is a plan: it is applied alone");
    assert_says(hcmigrate_must(*state, 64, "status", "blueprint").err, "status takes no blueprint");
}

static void
help_is_given(void **state)
{
    static const char *const commands[] = {"plan", "apply", "drift", "diff", "check", "status", "try"};
    Ran ran = hcmigrate_must(*state, 0, "--help");

    assert_says(hcmigrate_must(*state, 0, "--version").out, "hcmigrate 0.1.0 (parser: PostgreSQL ");
    for (size_t i = 0; i < COUNT_OF(commands); i++)
    {
        assert_says(ran.out, arena_printf(*state, "\n  %s ", commands[i]));
        assert_says(hcmigrate_must(*state, 0, commands[i], "--help").out, arena_printf(*state, "Usage: hcmigrate %s [OPTION...]", commands[i]));
        assert_string_equal(hcmigrate_must(*state, 0, "help", commands[i]).out, hcmigrate_must(*state, 0, commands[i], "-h").out);
    }
    assert_says(hcmigrate_must(*state, 0, "drift", "--help").out, "how to print the result: text,json,junit,github");
    assert_string_equal(ran.err, "");
}

static Ran
run_in(Arena *arena, const char *folder, const char *argument, const char *other)
{
    return hcmigrate_run(arena, folder, (const char *[]) {"check", argument, other, NULL});
}

static void
the_file_of_options_is_read(void **state)
{
    const char *folder;

    test_file(*state, "conf/db/a.sql", "CREATE SCHEMA a;");
    test_file(*state, "conf/ci/a.sql", "CREATE SCHEMA a; CREATE SCHEMA b;");
    test_file(*state, "conf/hcmigrate.conf", "# ours\nblueprint = db\nlock-wait = 1min\n\n[ci]\nblueprint = ci\nquiet = on\n");
    folder = arena_printf(*state, "%s/conf", test_folder(*state));
    assert_string_equal(run_in(*state, folder, NULL, NULL).out, "db: 2 schemas\n");
    assert_string_equal(run_in(*state, folder, "-e", "ci").out, "ci: 3 schemas\n");
    assert_string_equal(run_in(*state, folder, "ci", NULL).out, "ci: 3 schemas\n");
    assert_says(run_in(*state, folder, "-e", "production").err, "has no section [production]");

    test_file(*state, "conf/hcmigrate.conf", "blueprint = db\n[ci]\ncolour = red\n");
    assert_says(run_in(*state, folder, NULL, NULL).err, "hcmigrate.conf:3: unknown key \"colour\"");
    test_file(*state, "conf/hcmigrate.conf", "lock-wait = soon\n");
    assert_string_equal(run_in(*state, folder, "db", NULL).out, "db: 2 schemas\n");
    assert_says(hcmigrate_run(*state, folder, (const char *[]) {"apply", "db", NULL}).err, "hcmigrate.conf:1: lock-wait: \"soon\" is not valid");
    test_file(*state, "conf/hcmigrate.conf", "\n\nnonsense\n");
    assert_says(run_in(*state, folder, NULL, NULL).err, "hcmigrate.conf:3: neither a section nor");
    test_file(*state, "conf/hcmigrate.conf", arena_printf(*state, "db = %05000d\n", 0));
    assert_int_equal(run_in(*state, folder, NULL, NULL).status, 64);
    assert_says(hcmigrate_must(*state, 64, "check", "-e", "ci").err, "there is no hcmigrate.conf here");
}

/* ---- bad input ---- */

/* One finding, with its place and exit status 1, for check and plan alike; and the database is as it was. */
static void
must_fail(Arena *arena, const char *db, const char *path, const char *said)
{
    Ran check = hcmigrate_must(arena, 1, "check", path), plan = hcmigrate_must(arena, 1, "plan", "-d", db, path);

    assert_says(check.err, said);
    assert_says(plan.err, said);
    assert_string_equal(check.out, "");
    assert_string_equal(plan.out, "");
    assert_int_equal(hcmigrate(arena, "apply", "--yes", "--allow", "all", "-d", db, path).status, 1);
    assert_string_equal(cluster_query(arena, db, "SELECT nspname FROM pg_namespace WHERE oid >= 16384"), "kept");
}

static void
bad_blueprints_change_nothing(void **state)
{
    Arena *arena = *state;
    const char *db = cluster_db(arena, "bad");
    char *big = arena_alloc(arena, 10000100);

    cluster_sql(arena, db, "CREATE SCHEMA kept");
    test_file(arena, "empty/README", "");
    must_fail(arena, db, arena_printf(arena, "%s/empty", test_folder(arena)), "no SQL files");
    must_fail(arena, db, arena_printf(arena, "%s/nowhere", test_folder(arena)), "No such file or directory");
    must_fail(arena, db, test_file(arena, "syntax.sql", "CREATE SCHEMA a;\nCREATE TABLE t (a int;\n"), "syntax.sql:2:22: error: syntax error");
    must_fail(arena, db, test_file(arena, "type.sql", "CREATE TABLE t (a nosuch);"), "type.sql:1:19: error: ");
    must_fail(arena, db, test_file(arena, "twice.sql", "CREATE TABLE t (a int);\nCREATE TABLE t (b int);"), "twice.sql:2:14: error: table public.t is defined twice");
    must_fail(arena, db, test_file(arena, "include.sql", "\\i nowhere.sql\n"), "include.sql:1:1: error: can't read");
    must_fail(arena, db, test_file(arena, "random.sql", "\xF0\x28\x8C\x28\x01\x02\xFF"), "random.sql:1:");
    must_fail(arena, db, test_file(arena, "effects.sql", "DELETE FROM t;"), "effects.sql:1:1: error: ");
    memset(big, '(', 10000000);
    memcpy(big, "CREATE VIEW v AS SELECT", 23);
    must_fail(arena, db, test_file(arena, "deep.sql", big), "deep.sql:1:");
}

static void
a_large_statement_is_read(void **state)
{
    const char *db = cluster_db(*state, "large");
    char *text = arena_alloc(*state, 10000001);
    const char *path;

    memset(text, 'x', 10000000);
    path = test_file(*state, "large.sql", arena_printf(*state, "CREATE SCHEMA a;\nCOMMENT ON SCHEMA a IS '%s';\n", text));
    hcmigrate_must(*state, 0, "apply", "--yes", "-q", "-d", db, path);
    assert_string_equal(cluster_query(*state, db, "SELECT length(obj_description('a'::regnamespace))"), "10000000");
    hcmigrate_must(*state, 0, "plan", "--exit-code", "-d", db, path);
}

static void
servers_that_are_not_there(void **state)
{
    const char *path = test_file(*state, "good.sql", "CREATE SCHEMA a;");
    static const char *const wrong[] = {
        "host=/nonexistent password=s3cret", "foo=bar password=s3cret", "password=my s3cret", "postgresql://u:s3cret%zz@localhost/x",
        "host=127.0.0.1 port=1 password=s3cret",
    };

    for (size_t i = 0; i < COUNT_OF(wrong); i++)
    {
        Ran ran = hcmigrate_must(*state, 1, "plan", "-d", wrong[i], path);

        assert_string_equal(ran.out, "");
        assert_null(strstr(ran.err, "s3cret"));
    }
    assert_says(hcmigrate_must(*state, 1, "plan", "-d", sandbox_conninfo(cluster(), "nowhere"), path).err, "\"nowhere\" does not exist");
}

static void
streams_are_kept_apart(void **state)
{
    const char *db = cluster_db(*state, "streams"), *path = test_file(*state, "streams.sql", "CREATE SCHEMA a;");
    const char *plan_path = arena_printf(*state, "%s/streams.json", test_folder(*state));
    Ran ran = hcmigrate_must(*state, 2, "plan", "--exit-code", "-d", db, path, "--format", "sql", "-o", plan_path);

    assert_says(ran.out, "\\set ON_ERROR_STOP on\n");
    assert_says(ran.out, "BEGIN;\nSET search_path = ");
    assert_says(ran.out, "CREATE SCHEMA a;\nCOMMIT;\n");
    assert_says(ran.err, "saved as");
    run_well(*state, ran.out, (const char *[]) {cluster_program(*state, "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", db, NULL});
    ran = hcmigrate_must(*state, 0, "plan", "--exit-code", "-q", "-d", db, path);
    assert_says(ran.out, "nothing to do");
    assert_string_equal(ran.err, "");
    ran = hcmigrate_must(*state, 0, "status", "-d", db);
    assert_says(ran.out, "has applied nothing");
}

static void
silence_is_no_consent(void **state)
{
    const char *db = cluster_db(*state, "consent"), *path = test_file(*state, "consent.sql", "CREATE SCHEMA a;");
    Ran ran = hcmigrate_must(*state, 64, "apply", "-d", db, path);

    assert_says(ran.err, "HINT: add --yes");
    assert_says(ran.out, "+  schema a");
    assert_string_equal(cluster_query(*state, db, "SELECT count(*) FROM pg_namespace WHERE oid >= 16384"), "0");
    hcmigrate_must(*state, 0, "apply", "--yes", "-d", db, path);
    hcmigrate_must(*state, 0, "apply", "-d", db, path);
}

/* A date without a zone, a day before or after the month: as in any session of that database. */
static void
dates_mean_what_they_mean_to_the_database(void **state)
{
    const char *db = cluster_db(*state, "zones");
    const char *path = test_file(*state, "zones.sql",
                                 "CREATE TABLE t (a timestamptz DEFAULT '2024-01-01', b date DEFAULT '03/02/2024', CHECK (a < '2030-06-01 12:00'));");
    const char *other = test_file(*state, "other.sql",
                                  "CREATE TABLE t (a timestamptz DEFAULT '2024-01-01+00', b date DEFAULT '2024-03-02', CHECK (a < '2030-06-01 12:00'));");

    cluster_sql(*state, db, "ALTER DATABASE zones SET timezone = 'America/New_York'; ALTER DATABASE zones SET datestyle = 'SQL, DMY'");
    hcmigrate_must(*state, 0, "apply", "-q", "--yes", "-d", db, path);
    assert_string_equal(cluster_query(*state, db, "INSERT INTO t DEFAULT VALUES RETURNING extract(epoch FROM a) || ' ' || (b - date '2024-02-03')"),
                        "1704085200.000000 0");
    hcmigrate_must(*state, 0, "plan", "--exit-code", "-d", db, path);
    hcmigrate_must(*state, 2, "plan", "--exit-code", "-d", db, other);
}

/* Nothing is said of the password itself. */
static void
a_wrong_password(void **state)
{
    const char *db = cluster_db(*state, "guarded"), *path = test_file(*state, "guarded.sql", "CREATE SCHEMA a;");
    const char *file = cluster_query(*state, db, "SHOW hba_file"), *before;
    Ran ran;
    FILE *hba;

    cluster_sql(*state, db, "CREATE ROLE guest LOGIN PASSWORD 'r1ght'");
    before = cluster_query(*state, db, "SELECT pg_read_file(current_setting('hba_file'))");
    hba = fopen(file, "w");
    assert_non_null(hba);
    fprintf(hba, "local all guest scram-sha-256\n%s\n", before);
    fclose(hba);
    cluster_sql(*state, db, "SELECT pg_reload_conf()");
    for (int tries = 0; tries < 50; tries++)       /* the postmaster needs a moment */
    {
        ran = run_program(*state, NULL, (const char *[]) {cluster_program(*state, "psql"), "-X", "-c", "SELECT 1", "-d",
                                                          arena_printf(*state, "%s user=guest password=wr0ng", db), NULL});
        if (ran.status)
            break;
        usleep(100000);
    }
    ran = hcmigrate_must(*state, 1, "plan", "-d", arena_printf(*state, "%s user=guest password=wr0ng", db), path);
    assert_string_equal(ran.out, "");
    assert_says(ran.err, "password authentication failed");
    assert_null(strstr(ran.err, "wr0ng"));
    hcmigrate_must(*state, 0, "plan", "-d", arena_printf(*state, "%s user=guest password=r1ght", db), path);
    cluster_sql(*state, db, "DROP ROLE guest");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(usage_is_told),
        cmocka_unit_test(help_is_given),
        cmocka_unit_test(the_file_of_options_is_read),
        cmocka_unit_test(bad_blueprints_change_nothing),
        cmocka_unit_test(a_large_statement_is_read),
        cmocka_unit_test(servers_that_are_not_there),
        cmocka_unit_test(streams_are_kept_apart),
        cmocka_unit_test(silence_is_no_consent),
        cmocka_unit_test(dates_mean_what_they_mean_to_the_database),
        cmocka_unit_test(a_wrong_password),
    };
    return cmocka_run_group_tests_name("cli", tests, make_arena, drop_arena);
}
