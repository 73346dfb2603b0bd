/*
 * Applying: exactly once, however it is interrupted; one at a time; nothing where the plan does not fit, or is not allowed.
 *
 * The plans are made by hand, so that they hold what a test needs: steps that count how often they run, steps that block.
 */
#include "tests/support/arena.h"
#include "tests/support/cluster.h"
#include "tests/support/hcmigrate.h"

#include "migrations/apply.h"
#include "migrations/work.h"

#include <setjmp.h>
#include <cmocka.h>
#include <signal.h>
#include <time.h>

typedef struct Made
{
    const char *sql, *table, *operation;           /* the table or index that it is about, NULL: "log" */
    bool alone, commit_before;
    const char *after, *hazard, *builds, *removes;
} Made;

/* Saves a plan of these steps for a database, as its tables are now. */
static const char *
save_plan(Arena *arena, const char *db, const char *name, const Made *made, size_t count)
{
    WorkOptions options = {.db = db};
    PlanFile file = {.arena = arena, .format = PLAN_FORMAT, .tool = "test", .parser = "17", .live = "", .blueprint = ""};
    const char *text;
    Work *work;
    Error err;

    assert_true(work_open(arena, &options, &work, &err) && work_read_live(work, &err) && work_identify(work, arena, &file.database, &err));
    for (size_t i = 0; i < count; i++)
    {
        PlanStep *step = arena_make(arena, PlanStep);
        const char *table = made[i].table ? made[i].table : "log";

        *step = (PlanStep) {.number = (int64_t) i + 1, .object = arena_printf(arena, "table public.%s", table),
                            .key = object_key(arena, SPACE_RELATION, "public", NULL, table), .sql = made[i].sql,
                            .operation = made[i].operation ? made[i].operation : "alter", .alone = made[i].alone,
                            .commit_before = made[i].commit_before, .lock = "no lock", .relation = sql_qname(arena, "public", table), .after = made[i].after ? made[i].after : STATE_PRESENT,
                            .builds = made[i].builds, .removes = made[i].removes};
        step->before = plan_state(arena, work->live, step);
        if (made[i].hazard)
        {
            PlanHazard *hazard = arena_make(arena, PlanHazard);

            hazard->hazard = made[i].hazard;
            vec_add(arena, &step->hazards, hazard);
        }
        vec_add(arena, &file.steps, step);
    }
    work_close(work);
    assert_true(plan_file_seal(&file, &err) && plan_file_write(&file, arena, &text, &err));
    return test_file(arena, name, text);
}

#define SAVE_PLAN(arena, db, ...) \
    save_plan((arena), (db), "plan.json", (const Made[]) {__VA_ARGS__}, sizeof((const Made[]) {__VA_ARGS__}) / sizeof(Made))

static const char *
prepare(Arena *arena)
{
    const char *db = cluster_db(arena, "applied");

    cluster_sql(arena, db, "CREATE TABLE log (n integer); CREATE TABLE t (a integer); CREATE TABLE other (a integer);"
                           "INSERT INTO t SELECT generate_series(1, 100)");
    return db;
}

static Conn *
open_conn(Arena *arena, const char *db, const char *sql)
{
    Conn *conn = NULL;
    Error err;

    assert_true(conn_open(arena, db, &conn, &err) && conn_run(conn, sql, &err));
    return conn;
}

/* Until a query gives "t"; a test that waits for ten seconds has failed. */
static void
wait_until(Arena *arena, const char *db, const char *sql)
{
    for (int tries = 0; tries < 200; tries++)
    {
        if (strcmp(cluster_query(arena, db, sql), "t") == 0)
            return;
        nanosleep(&(struct timespec) {0, 50000000}, NULL);
    }
    fail_msg("waited in vain for %s", sql);
}

#define IS_BLOCKED "SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name = 'hcmigrate' AND wait_event_type = 'Lock'"
#define IS_GONE "SELECT count(*) = 0 FROM pg_stat_activity WHERE application_name = 'hcmigrate' AND pid <> pg_backend_pid()"

#define LOG(n) {.sql = "INSERT INTO public.log VALUES (" #n ")"}
#define LOG_AFTER_COMMIT(n) {.sql = "INSERT INTO public.log VALUES (" #n ")", .commit_before = true}

static void
logged_is(Arena *arena, const char *db, const char *wanted)
{
    assert_string_equal(cluster_query(arena, db, "SELECT string_agg(n::text, ' ' ORDER BY n) FROM public.log"), wanted);
}

static void
a_plan_is_applied_once(void **state)
{
    const char *db = prepare(*state);
    const char *plan = SAVE_PLAN(*state, db, LOG(1), {.sql = "CREATE TABLE public.n ()", .table = "n", .operation = "create"}, LOG_AFTER_COMMIT(2));

    hcmigrate_must(*state, 0, "apply", "--yes", "-d", db, plan);
    logged_is(*state, db, "1 2");
    assert_says(hcmigrate_must(*state, 0, "apply", "--yes", "-d", db, plan).out, "applied already by postgres");
    logged_is(*state, db, "1 2");
    assert_string_equal(cluster_query(*state, db, "SELECT outcome, steps FROM hcmigrate.plan"), "done|3");
    assert_string_equal(cluster_query(*state, db, "SELECT number, state FROM hcmigrate.step ORDER BY 1"), "1|done\n2|done\n3|done");
    assert_says(hcmigrate_must(*state, 0, "status", "-d", db).out, "plan 1  done  3 of 3 steps  by postgres");
    assert_says(hcmigrate_must(*state, 0, "status", "-v", "-d", db).out, "  2. done   create table public.n");
}

static void
what_changed_since_is_not_touched(void **state)
{
    const char *db = prepare(*state), *elsewhere;
    const char *plan = SAVE_PLAN(*state, db, {.sql = "DROP TABLE public.t", .table = "t", .operation = "drop", .after = STATE_ABSENT}, {.sql = "CREATE TABLE public.n ()", .table = "n", .operation = "create"});

    cluster_sql(*state, db, "ALTER TABLE other ADD b int; CREATE TABLE more ()");
    hcmigrate_must(*state, 64, "apply", "-d", db, plan);
    cluster_sql(*state, db, "ALTER TABLE t ADD b int");
    assert_says(hcmigrate_must(*state, 4, "apply", "--yes", "-d", db, plan).err, "table public.t");
    cluster_sql(*state, db, "ALTER TABLE t DROP b; CREATE TABLE n ()");
    assert_says(hcmigrate_must(*state, 4, "apply", "--yes", "-d", db, plan).err, "table public.n");
    cluster_sql(*state, db, "DROP TABLE n");
    elsewhere = cluster_db(*state, "elsewhere");
    assert_says(hcmigrate_must(*state, 4, "apply", "--yes", "-d", elsewhere, plan).err, "was made for another database");
    assert_string_equal(cluster_query(*state, db, "SELECT count(*) FROM pg_namespace WHERE nspname = 'hcmigrate'"), "0");
    hcmigrate_must(*state, 0, "apply", "--yes", "-d", db, plan);
}

static void
hazards_must_be_allowed(void **state)
{
    const char *db = prepare(*state);
    const char *plan = SAVE_PLAN(*state, db, LOG(1), {.sql = "INSERT INTO public.log VALUES (2)", .hazard = "deletes-data"},
                                 {.sql = "INSERT INTO public.log VALUES (3)", .hazard = "drops-index"}, {.sql = "INSERT INTO public.log VALUES (4)", .hazard = "may-fail"});
    Ran ran = hcmigrate_must(*state, 3, "apply", "--yes", "-d", db, plan);

    assert_says(ran.err, "not allowed: deletes-data, drops-index; nothing was applied");
    assert_says(ran.err, "--allow deletes-data,drops-index");
    assert_says(hcmigrate_must(*state, 3, "apply", "--yes", "--allow", "drops_index", "-d", db, plan).err, "not allowed: deletes-data;");
    logged_is(*state, db, "");
    hcmigrate_must(*state, 0, "apply", "--yes", "--allow", "deletes-data,drops-index", "-d", db, plan);
    logged_is(*state, db, "1 2 3 4");
}

static void
a_step_that_fails(void **state)
{
    const char *db = prepare(*state);
    const char *plan = SAVE_PLAN(*state, db, LOG(1), LOG_AFTER_COMMIT(2), {.sql = "ALTER TABLE public.t ADD CHECK (a < 50)", .table = "t"}, LOG(3));
    Ran ran = hcmigrate_must(*state, 1, "apply", "--yes", "-d", db, plan);

    assert_says(ran.err, "step 3 (alter table public.t): check constraint \"t_a_check\" of relation \"t\" is violated by some row");
    assert_says(ran.err, "HINT: 1 of 4 steps are done and stay");
    logged_is(*state, db, "1");
    assert_says(hcmigrate_must(*state, 0, "status", "-d", db).out, "plan 1  unfinished  1 of 4 steps");
    cluster_sql(*state, db, "DELETE FROM t WHERE a >= 50");
    hcmigrate_must(*state, 0, "apply", "--yes", "-d", db, plan);
    logged_is(*state, db, "1 2 3");
    assert_says(hcmigrate_must(*state, 0, "status", "-d", db).out, "plan 1  done  4 of 4 steps");
}

static void
locks_are_not_waited_for_long(void **state)
{
    const char *db = prepare(*state);
    const char *plan = SAVE_PLAN(*state, db, LOG(1), {.sql = "ALTER TABLE public.t ADD b integer", .table = "t"});
    Conn *holder = open_conn(*state, db, "BEGIN; LOCK TABLE t");
    Ran ran = hcmigrate_must(*state, 5, "apply", "--yes", "--lock-timeout", "30ms", "-d", db, plan);
    pid_t apply;
    Error err;

    assert_says(ran.err, arena_printf(*state, "could not get its lock, held by pid %d (postgres: BEGIN; LOCK TABLE t), trying again", conn_backend_pid(holder)));
    assert_says(ran.err, "step 2 (alter table public.t): canceling statement due to lock timeout");
    logged_is(*state, db, "");
    apply = hcmigrate_start(*state, "apply", "--yes", "--lock-timeout", "500ms", "-d", db, plan);
    wait_until(*state, db, IS_BLOCKED);
    nanosleep(&(struct timespec) {0, 600000000}, NULL);
    assert_true(conn_run(holder, "ROLLBACK", &err));
    assert_int_equal(hcmigrate_wait(apply), 0);
    logged_is(*state, db, "1");
    conn_close(holder);
}

static void
one_at_a_time(void **state)
{
    const char *db = prepare(*state);
    const char *plan = SAVE_PLAN(*state, db, {.sql = "ALTER TABLE public.t ADD b integer", .table = "t"});
    const char *blueprint = test_file(*state, "one.sql", "CREATE SCHEMA a;");
    Conn *holder = open_conn(*state, db, "BEGIN; LOCK TABLE t");
    pid_t first = hcmigrate_start(*state, "apply", "--yes", "--lock-timeout", "1min", "-d", db, plan), second;
    Error err;
    Ran ran;

    wait_until(*state, db, IS_BLOCKED);
    ran = hcmigrate_must(*state, 5, "apply", "--yes", "--lock-wait", "0", "--allow", "all", "-d", db, blueprint);
    assert_says(ran.err, "another hcmigrate is at work in this database: pid ");
    assert_says(ran.err, "(postgres: ALTER TABLE public.t ADD b integer)");
    /* To look needs no lock. */
    second = hcmigrate_start(*state, "apply", "--yes", "--lock-wait", "1min", "-d", db, plan);
    assert_true(conn_run(holder, "ROLLBACK", &err));
    assert_int_equal(hcmigrate_wait(first), 0);
    assert_int_equal(hcmigrate_wait(second), 0);
    conn_close(holder);
}

/* Killed while a step waits; the same command again. Nothing is done twice, nothing is left out. */
static void
killed_in_a_transaction(void **state)
{
    const char *db = prepare(*state);
    const char *plan = SAVE_PLAN(*state, db, LOG(1), LOG_AFTER_COMMIT(2), {.sql = "ALTER TABLE public.t ADD b integer", .table = "t"}, LOG(3), LOG_AFTER_COMMIT(4));
    Conn *holder = open_conn(*state, db, "BEGIN; LOCK TABLE t");
    pid_t apply = hcmigrate_start(*state, "apply", "--yes", "--lock-timeout", "1min", "-d", db, plan);
    Error err;
    Ran ran;

    wait_until(*state, db, IS_BLOCKED);
    kill(apply, SIGKILL);
    assert_int_equal(hcmigrate_wait(apply), 128 + SIGKILL);
    logged_is(*state, db, "1");
    conn_close(holder);
    (void) err;
    wait_until(*state, db, IS_GONE);
    ran = hcmigrate_must(*state, 0, "apply", "--yes", "-d", db, plan);
    assert_says(ran.err, "going on with the run that postgres began at");
    logged_is(*state, db, "1 2 3 4");
    assert_string_equal(cluster_query(*state, db, "SELECT count(*) FROM hcmigrate.plan"), "1");
}

#define MAKE_INDEX {.sql = "CREATE INDEX CONCURRENTLY i ON public.t (a)", .table = "i", .operation = "create", .alone = true, .builds = "public.i"}
#define INDEX_STATE "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('public.i')"

static void
kill_while_index_is_made(Arena *arena, const char *db, const char *plan, Conn **holder)
{
    pid_t apply;

    *holder = open_conn(arena, db, "BEGIN; INSERT INTO t VALUES (0)");
    apply = hcmigrate_start(arena, "apply", "--yes", "-d", db, plan);
    wait_until(arena, db, IS_BLOCKED);
    kill(apply, SIGKILL);
    assert_int_equal(hcmigrate_wait(apply), 128 + SIGKILL);
    assert_string_equal(cluster_query(arena, db, INDEX_STATE), "f");
    assert_string_equal(cluster_query(arena, db, "SELECT number, state FROM hcmigrate.step ORDER BY 1"), "1|done\n2|begun");
    assert_says(hcmigrate_must(arena, 0, "status", "-d", db).out, "plan 1  unfinished  1 of 3 steps, 1 in doubt");
}

/* The server goes on without its client, and ends the statement: the step is found done. */
static void
killed_alone_and_done(void **state)
{
    const char *db = prepare(*state), *plan = SAVE_PLAN(*state, db, LOG(1), MAKE_INDEX, LOG(2));
    Conn *holder;

    kill_while_index_is_made(*state, db, plan, &holder);
    conn_close(holder);
    wait_until(*state, db, IS_GONE);
    assert_string_equal(cluster_query(*state, db, INDEX_STATE), "t");
    hcmigrate_must(*state, 0, "apply", "--yes", "-d", db, plan);
    logged_is(*state, db, "1 2");
}

/* The server's process ends too: an index that isn't valid is left, dropped and built again. */
static void
killed_alone_and_half_done(void **state)
{
    const char *db = prepare(*state), *plan = SAVE_PLAN(*state, db, LOG(1), MAKE_INDEX, LOG(2));
    Conn *holder;
    Ran ran;

    kill_while_index_is_made(*state, db, plan, &holder);
    cluster_query(*state, db, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'hcmigrate' AND wait_event_type = 'Lock'");
    conn_close(holder);
    wait_until(*state, db, IS_GONE);
    assert_string_equal(cluster_query(*state, db, INDEX_STATE), "f");
    ran = hcmigrate_must(*state, 0, "apply", "--yes", "-d", db, plan);
    assert_says(ran.err, "index public.i was left unfinished: it is dropped");
    assert_string_equal(cluster_query(*state, db, INDEX_STATE), "t");
    logged_is(*state, db, "1 2");
}

/* A DROP that was done but not journaled. */
static void
in_doubt_and_gone(void **state)
{
    const char *db = prepare(*state), *plan;

    cluster_sql(*state, db, "CREATE INDEX i ON t (a)");
    plan = SAVE_PLAN(*state, db, LOG(1), {.sql = "DROP INDEX CONCURRENTLY public.i", .table = "i", .operation = "drop", .alone = true, .removes = "public.i", .after = STATE_ABSENT}, LOG(2));
    hcmigrate_must(*state, 0, "apply", "--yes", "-d", db, plan);
    cluster_sql(*state, db, "UPDATE hcmigrate.plan SET outcome = NULL; UPDATE hcmigrate.step SET state = 'begun' WHERE number = 2;"
                            "DELETE FROM hcmigrate.step WHERE number = 3; DELETE FROM log WHERE n = 2");
    hcmigrate_must(*state, 0, "apply", "--yes", "-d", db, plan);
    logged_is(*state, db, "1 2");
}

static void
interrupted_by_a_signal(void **state)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    const char *db = prepare(*state);
    const char *plan = SAVE_PLAN(*state, db, LOG(1), {.sql = "ALTER TABLE public.t ADD b integer", .table = "t"}, LOG(2));
    Conn *holder = open_conn(*state, db, "BEGIN; LOCK TABLE t");

    for (size_t i = 0; i < COUNT_OF(signals); i++)
    {
        pid_t apply = hcmigrate_start(*state, "apply", "--yes", "--lock-timeout", "1min", "-d", db, plan);

        wait_until(*state, db, IS_BLOCKED);
        kill(apply, signals[i]);
        assert_int_equal(hcmigrate_wait(apply), 1);
        logged_is(*state, db, "");
    }
    conn_close(holder);
    hcmigrate_must(*state, 0, "apply", "--yes", "-d", db, plan);
    logged_is(*state, db, "1 2");
}

/* The lock table of this server is too small for all of it in one transaction. */
static void
more_locks_than_there_is_room_for(void **state)
{
    SandboxOptions options = {0};
    const char *conninfo, *plan;
    Made made[400];
    Sandbox *small;
    Error err;
    Ran ran;

    vec_add(*state, &options.settings, "max_locks_per_transaction=10");
    vec_add(*state, &options.settings, "max_connections=10");
    assert_true(sandbox_start(*state, &options, &small, &err));
    conninfo = sandbox_conninfo(small, "postgres");
    for (size_t i = 0; i < COUNT_OF(made); i++)
        made[i] = (Made) {.sql = arena_printf(*state, "CREATE TABLE public.t%zu (a text PRIMARY KEY)", i), .operation = "create",
                          .table = arena_printf(*state, "t%zu", i)};
    plan = save_plan(*state, conninfo, "large.json", made, COUNT_OF(made));
    ran = hcmigrate_must(*state, 0, "apply", "--yes", "-d", conninfo, plan);
    assert_says(ran.err, "too many locks for one transaction: steps 1 to 400 are done in two");
    assert_string_equal(cluster_query(*state, conninfo, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "400");
    assert_string_equal(cluster_query(*state, conninfo, "SELECT count(*) FROM hcmigrate.step WHERE state = 'done'"), "400");
    sandbox_stop(small);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plan_is_applied_once),
        cmocka_unit_test(what_changed_since_is_not_touched),
        cmocka_unit_test(hazards_must_be_allowed),
        cmocka_unit_test(a_step_that_fails),
        cmocka_unit_test(locks_are_not_waited_for_long),
        cmocka_unit_test(one_at_a_time),
        cmocka_unit_test(killed_in_a_transaction),
        cmocka_unit_test(killed_alone_and_done),
        cmocka_unit_test(killed_alone_and_half_done),
        cmocka_unit_test(in_doubt_and_gone),
        cmocka_unit_test(interrupted_by_a_signal),
        cmocka_unit_test(more_locks_than_there_is_room_for),
    };
    return cmocka_run_group_tests_name("apply", tests, make_arena, drop_arena);
}
