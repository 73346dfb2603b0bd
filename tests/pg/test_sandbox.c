/* sandbox.h: a private cluster starts, is private, and is gone however its owner ends. */
#include "migrations/sandbox.h"
#include "tests/support/arena.h"
#include "tests/support/run.h"

#include <errno.h>
#include <setjmp.h>
#include <cmocka.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static SandboxOptions
options_of_test(void)
{
    return (SandboxOptions) {.bindir = getenv("TEST_BINDIR")};
}

static Sandbox *
start(Arena *arena, const SandboxOptions *options)
{
    Sandbox *sandbox;
    Error err = {0};
    if (!sandbox_start(arena, options, &sandbox, &err))
        fail_msg("%s", err.message);
    return sandbox;
}

static const char *
query(Arena *arena, const Sandbox *sandbox, const char *sql)
{
    return run_well(arena, NULL, (const char *[]) {
        "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", sandbox_conninfo(sandbox, "postgres"), "-c", sql, NULL});
}

/* Waits up to ten seconds for a process, or a path, to be gone. */
static bool
is_gone(pid_t pid, const char *path)
{
    for (int tries = 0; tries < 200; tries++)
    {
        if ((pid == 0 || (kill(pid, 0) != 0 && errno == ESRCH)) && (!path || access(path, F_OK) != 0))
            return true;
        nanosleep(&(struct timespec) {.tv_nsec = 50 * 1000 * 1000}, NULL);
    }
    return false;
}

static void
it_starts_and_leaves_nothing(void **state)
{
    SandboxOptions options = options_of_test();
    /* The environment must not lead elsewhere. */
    setenv("PGHOSTADDR", "127.0.0.1", 1);
    setenv("PGPORT", "1", 1);
    setenv("PGDATA", "/nonexistent", 1);
    Sandbox *sandbox = start(*state, &options);
    const char *folder = sandbox_folder(sandbox);
    struct stat about;

    assert_int_equal(stat(folder, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0700);
    assert_int_not_equal(about.st_uid, 0);
    assert_string_equal(query(*state, sandbox, "SELECT current_user, current_setting('listen_addresses'), "
                                               "current_setting('server_encoding'), current_setting('TimeZone')"),
                        "postgres||UTF8|UTC\n");
    unsetenv("PGHOSTADDR");
    unsetenv("PGPORT");
    unsetenv("PGDATA");

    sandbox_stop(sandbox);
    assert_int_not_equal(access(folder, F_OK), 0);
    assert_true(is_gone(sandbox_server_pid(sandbox), NULL));
    sandbox_stop(sandbox);
    sandbox_stop(NULL);
}

static void
settings_are_taken_as_they_are(void **state)
{
    SandboxOptions options = options_of_test();
    vec_add(*state, &options.settings, "wal_level=logical");
    vec_add(*state, &options.settings, "autovacuum=on");
    vec_add(*state, &options.settings, "hc.odd=it's a \\ 'thing' # = 1");
    Sandbox *sandbox = start(*state, &options);
    assert_string_equal(query(*state, sandbox, "SELECT current_setting('wal_level'), current_setting('autovacuum'), "
                                               "current_setting('hc.odd')"),
                        "logical|on|it's a \\ 'thing' # = 1\n");
    sandbox_stop(sandbox);
}

static void
what_can_not_start_says_why(void **state)
{
    Sandbox *sandbox;
    Error err = {0};
    SandboxOptions options = options_of_test();

    vec_add(*state, &options.settings, "max_connections=many");
    assert_false(sandbox_start(*state, &options, &sandbox, &err));
    assert_null(sandbox);
    assert_non_null(strstr(err.message, "max_connections"));

    Vec no_setting = {0};
    vec_add(*state, &no_setting, "fsync off");
    options.settings = no_setting;
    assert_false(sandbox_start(*state, &options, &sandbox, &err));
    assert_string_equal(err.message, "\"fsync off\" is no server setting (name=value)");

    assert_false(sandbox_start(*state, &(SandboxOptions) {.bindir = "/nonexistent"}, &sandbox, &err));
    assert_string_equal(err.message, "\"/nonexistent\" holds no PostgreSQL server (initdb and postgres)");

    assert_false(sandbox_start(*state, &(SandboxOptions) {.parent = "/nonexistent"}, &sandbox, &err));
    assert_false(sandbox_start(*state, &(SandboxOptions) {.parent = "relative"}, &sandbox, &err));
    assert_false(sandbox_start(*state, &(SandboxOptions) {.parent = "/tmp/a,b"}, &sandbox, &err));
    assert_string_equal(err.message, "\"/tmp/a,b\" is no place for a sandbox");
}

/* A process of its own that owns a sandbox, tells its folder and server, and sleeps. */
typedef struct Owner
{
    pid_t pid;
    int server;
    char folder[100];
} Owner;

static Owner
start_owner(Arena *arena, bool keep)
{
    Owner owner = {0};
    int ends[2];

    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
    {
        SandboxOptions options = options_of_test();
        Sandbox *sandbox;
        Error err = {0};
        close(ends[0]);
        if (!sandbox_start(arena, &options, &sandbox, &err))
            _exit(1);
        memcpy(owner.folder, sandbox_folder(sandbox), strlen(sandbox_folder(sandbox)) + 1);
        owner.server = sandbox_server_pid(sandbox);
        if (keep)
            sandbox_keep(sandbox);
        if (write(ends[1], &owner, sizeof(owner)) == (ssize_t) sizeof(owner) && !keep)
            pause();
        _exit(0);
    }
    close(ends[1]);
    ssize_t got = read(ends[0], &owner, sizeof(owner));
    close(ends[0]);
    assert_int_equal(got, sizeof(owner));
    owner.pid = pid;
    return owner;
}

static void
it_goes_with_its_owner(void **state)
{
    const int signals[] = {SIGTERM, SIGKILL};
    for (size_t at = 0; at < COUNT_OF(signals); at++)
    {
        Owner owner = start_owner(*state, false);
        assert_int_equal(access(owner.folder, F_OK), 0);
        kill(owner.pid, signals[at]);
        waitpid(owner.pid, NULL, 0);
        assert_true(is_gone(owner.server, owner.folder));
    }
}

static void
a_kept_one_stays(void **state)
{
    Owner owner = start_owner(*state, true);
    waitpid(owner.pid, NULL, 0);
    assert_string_equal(run_well(*state, NULL, (const char *[]) {"psql", "-XAtq", "-h", owner.folder, "-p", "5432",
                                                                 "-U", "postgres", "-c", "SELECT 1", NULL}), "1\n");

    kill(owner.server, SIGINT);
    assert_true(is_gone(owner.server, NULL));
    assert_int_equal(access(arena_printf(*state, "%s/data/PG_VERSION", owner.folder), F_OK), 0);
    run_well(*state, NULL, (const char *[]) {"rm", "-r", owner.folder, NULL});
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_starts_and_leaves_nothing),
        cmocka_unit_test(settings_are_taken_as_they_are),
        cmocka_unit_test(what_can_not_start_says_why),
        cmocka_unit_test(it_goes_with_its_owner),
        cmocka_unit_test(a_kept_one_stays),
    };
    return cmocka_run_group_tests_name("sandbox", tests, make_arena, drop_arena);
}
