/*
 * The laws, on every fixture folder fixtures/KIND/CASE/{from.sql,to.sql[,data.sql]}:
 *
 *   1. what is loaded is what is read: a plan for a database loaded with to.sql, towards to.sql, is empty; the same for from.sql;
 *   2. a plan from one to the other applies, and planning again finds nothing;
 *   3. pg_dump of the result equals pg_dump of a fresh load;
 *   4. rows of data.sql in tables that both sides have are still there (but where to.sql says "-- test: loses rows");
 *   5. the order of statements does not matter: shuffled input gives the same plan, to the byte;
 *   6. the way back leads back;
 *   7. diff from.sql to.sql, with no server, gives the statements of the plan for a database loaded with from.sql; where it leaves
 *      something unproved, they are those once the server is asked. diff x x is empty.
 *
 * A folder may hold refused.txt instead of laws 2 to 6: then the plan must be refused with the sentence in it.
 * "-- test: one way" in the first lines of to.sql leaves out law 6, "-- test: order matters" law 5, "-- test: only a database tells"
 * law 7, with the reason behind it.
 * "-- test: since 150000" in a file says which server can load it. On an older one the fixture's law is another: `plan` and `apply`
 * of that file refuse with its path, line and column and a sentence that names the version, and change nothing.
 * FIXTURE=pattern runs only the folders whose path holds it; SHARD=2/4 the second of each four, for several at the same time.
 */
#include "tests/support/cluster.h"
#include "tests/support/run.h"

#include "engine/base/text.h"
#include "engine/base/vec.h"
#include "tests/support/fixture.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static const char *
program(void)
{
    const char *path = getenv("HCMIGRATE");

    return path ? path : "build/hcmigrate";
}

static Ran
hcmigrate(Arena *arena, const char *command, const char *option, const char *db, const char *blueprint)
{
    const char *arguments[] = {program(), command, "--manage", "all", "-d", db, option, blueprint, NULL};

    return run_program(arena, NULL, arguments);
}

static void
check(bool holds, const char *law, const char *folder, const char *shown)
{
    if (holds)
        return;
    print_error("%s: %s\n%s\n", folder, law, shown);
    fail();
}

static void
must_be_empty(Arena *arena, const char *folder, const char *law, const char *db, const char *blueprint)
{
    Ran plan = hcmigrate(arena, "plan", "--exit-code", db, blueprint);

    check(plan.status == 0, law, folder, arena_printf(arena, "%s%s", plan.out, plan.err));
}

static void
must_apply(Arena *arena, const char *folder, const char *law, const char *db, const char *blueprint)
{
    const char *arguments[] = {program(), "apply", "--yes", "--manage", "all", "--allow", "all", "-d", db, blueprint, NULL};
    Ran apply = run_program(arena, NULL, arguments);

    check(apply.status == 0, law, folder, arena_printf(arena, "%s%s\nplanned:\n%s", apply.out, apply.err,
                                                        hcmigrate(arena, "plan", "--format=sql", db, blueprint).out));
}

static void
must_dump_alike(Arena *arena, const char *folder, const char *law, const char *db, const char *wanted)
{
    const char *difference = run_diff(arena, fixture_normal_dump(arena, wanted), fixture_normal_dump(arena, db));

    check(*difference == '\0', law, folder, difference);
}

static void
must_be_refused(Arena *arena, const Fixture *fixture, const char *db)
{
    Ran plan = hcmigrate(arena, "plan", "--exit-code", db, fixture->to);

    check(plan.status != 0 && plan.status != 2, "the plan is refused", fixture->folder, plan.out);
    check(strstr(plan.err, fixture->refused) != NULL, "the refusal says why", fixture->folder, plan.err);
}

/* What no server is asked for is as this one has it; others may need other statements, which diff writes when it is told which. */
enum { USUAL_SERVER = 15 };

static int
server_version(Arena *arena)
{
    return atoi(cluster_query(arena, sandbox_conninfo(cluster(), "postgres"), "SHOW server_version_num"));
}

/* Without what depends on how many rows there are. */
static const char *
without_hazards(Arena *arena, const char *sql)
{
    Text text;

    text_init(&text, arena);
    for (const char *line = sql; *line;)
    {
        size_t length = strcspn(line, "\n");

        length += line[length] == '\n';
        if (strncmp(line, "-- hazard ", strlen("-- hazard ")) != 0)
            text_add_len(&text, line, length);
        line += length;
    }
    return text_str(&text);
}

static Ran
diff(Arena *arena, const char *format, const char *option, const char *value, const char *from, const char *to)
{
    const char *arguments[] = {program(), "diff", "--exit-code", "--online-from=never", "--manage", "all", format, option, value, from, to, NULL};

    return run_program(arena, NULL, arguments);
}

static void
must_not_differ(Arena *arena, const char *folder, const char *blueprint)
{
    Ran same = diff(arena, "--format=text", "--role", "postgres", blueprint, blueprint);

    check(same.status == 0, "law 7: diff x x is empty", folder, arena_printf(arena, "%s%s", same.out, same.err));
}

static void
must_diff_alike(Arena *arena, const Fixture *fixture, const char *db)
{
    const char *arguments[] = {program(), "plan", "--online-from=never", "--manage", "all", "--format=sql", "-d", db, fixture->to, NULL};
    const char *planned = without_hazards(arena, run_program(arena, NULL, arguments).out), *told;
    Ran ran = diff(arena, "--format=sql", "--role", "postgres", fixture->from, fixture->to);

    told = without_hazards(arena, ran.out);
    if (strcmp(told, planned) != 0 &&
        (server_version(arena) / 10000 != USUAL_SERVER || strstr(diff(arena, "--format=text", "--role", "postgres", fixture->from, fixture->to).out, "unproved: there is no server")))
    {
        ran = diff(arena, "--format=sql", "-d", db, fixture->from, fixture->to);
        told = without_hazards(arena, ran.out);
    }
    check(strcmp(told, planned) == 0, "law 7: diff gives the statements of the plan", fixture->folder,
          arena_printf(arena, "%s%s", run_diff(arena, planned, told), ran.err));
}

/* FILE:LINE:COLUMN: error: ... needs PostgreSQL 15, ... */
static bool
tells_version(Arena *arena, const char *text, const char *file, int since)
{
    const char *at = strstr(text, file), *end;
    int line, column, length = 0;

    if (!at || sscanf(at + strlen(file), ":%d:%d: error: %n", &line, &column, &length) != 2 || !length)
        return false;
    at += strlen(file) + (size_t) length;
    end = strstr(at, arena_printf(arena, " needs PostgreSQL %d,", since / 10000));
    return end && end < at + strcspn(at, "\n");
}

static void
must_need_newer(Arena *arena, const Fixture *fixture, const char *db, const char *file, int since)
{
    static const char *const commands[][2] = {{"plan", "--exit-code"}, {"apply", "--yes"}};
    const char *before = cluster_dump(arena, db);

    for (size_t i = 0; i < COUNT_OF(commands); i++)
    {
        Ran ran = hcmigrate(arena, commands[i][0], commands[i][1], db, file);

        check(ran.status == 1 && tells_version(arena, ran.err, file, since), "what the server lacks is refused, with its place", fixture->folder,
              arena_printf(arena, "%s of %s: exit %d\n%s%s", commands[i][0], file, ran.status, ran.out, ran.err));
    }
    check(strcmp(before, cluster_dump(arena, db)) == 0, "what is refused changes nothing", fixture->folder, "");
}

/* False: this server is new enough. */
static bool
check_older(Arena *arena, const Fixture *fixture)
{
    int server = server_version(arena);
    const char *db;

    if (server >= fixture->from_since && server >= fixture->to_since)
        return false;
    db = cluster_db(arena, "older");
    if (server < fixture->from_since)
        must_need_newer(arena, fixture, db, fixture->from, fixture->from_since);
    else
        cluster_load(arena, db, fixture->from);
    if (server < fixture->to_since)
        must_need_newer(arena, fixture, db, fixture->to, fixture->to_since);
    return true;
}

static void
check_on(Arena *arena, const Fixture *fixture)
{
    const char *folder = fixture->folder;
    const char *wanted = cluster_db(arena, "wanted"), *before = cluster_db(arena, "before"), *live = cluster_db(arena, "live");
    const char *rows;

    cluster_load(arena, wanted, fixture->to);
    cluster_load(arena, before, fixture->from);
    cluster_load(arena, live, fixture->from);
    must_be_empty(arena, folder, "law 1: to.sql loaded, to.sql planned", wanted, fixture->to);
    must_be_empty(arena, folder, "law 1: from.sql loaded, from.sql planned", before, fixture->from);
    if (fixture->refused)
    {
        must_be_refused(arena, fixture, live);
        return;
    }
    must_not_differ(arena, folder, fixture->from);
    must_not_differ(arena, folder, fixture->to);
    if (!fixture->told)
        must_diff_alike(arena, fixture, before);
    if (fixture->data)
        cluster_load(arena, live, fixture->data);
    rows = fixture_rows(arena, live, wanted);
    check(fixture->ordered ||
          strcmp(hcmigrate(arena, "plan", "--format=sql", live, fixture->to).out,
                 hcmigrate(arena, "plan", "--format=sql", live, fixture_shuffled(arena, fixture->to)).out) == 0,
          "law 5: shuffled statements give the same plan", folder, "");
    must_apply(arena, folder, "law 2: the plan applies", live, fixture->to);
    must_be_empty(arena, folder, "law 2: planned again, nothing", live, fixture->to);
    must_dump_alike(arena, folder, "law 3: pg_dump equals a fresh load", live, wanted);
    if (!fixture->loses_rows)
        check(strcmp(rows, fixture_rows(arena, live, before)) == 0, "law 4: rows survive", folder, rows);
    if (!fixture->one_way)
    {
        must_apply(arena, folder, "law 6: the way back applies", live, fixture->from);
        must_be_empty(arena, folder, "law 6: the way back, planned again", live, fixture->from);
        must_dump_alike(arena, folder, "law 6: the way back leads back", live, before);
    }
}

static void
check_laws(void **state)
{
    Arena *arena = arena_new();

    if (!check_older(arena, *state))
        check_on(arena, *state);
    arena_free(arena);
}

static void
keep_shard(Vec *fixtures, const char *shard)
{
    size_t which, of, kept = 0;

    if (!shard || sscanf(shard, "%zu/%zu", &which, &of) != 2 || !of)
        return;
    for (size_t i = 0; i < fixtures->count; i++)
        if (i % of == which % of)
            fixtures->items[kept++] = fixtures->items[i];
    fixtures->count = kept;
}

int
main(void)
{
    Arena *arena = arena_new();
    Vec fixtures = {0};
    struct CMUnitTest *tests;
    int failed;

    fixture_all(arena, getenv("FIXTURE"), &fixtures);
    if (!fixtures.count)
    {
        print_error("no fixture folder was found\n");
        return 1;
    }
    keep_shard(&fixtures, getenv("SHARD"));
    if (!fixtures.count)
        return 0;
    tests = arena_alloc(arena, (fixtures.count + 1) * sizeof *tests);
    for (size_t i = 0; i < fixtures.count; i++)
        tests[i] = (struct CMUnitTest) {.name = ((const Fixture *) vec_at(&fixtures, i))->folder, .test_func = check_laws,
                                        .initial_state = vec_at(&fixtures, i)};
    failed = _cmocka_run_group_tests("the laws on every fixture", tests, fixtures.count, NULL, NULL);
    fixture_clean();
    arena_free(arena);
    return failed;
}
