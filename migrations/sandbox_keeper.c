#include "migrations/sandbox_keeper.h"

#include "engine/base/text.h"
#include "migrations/clock.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* How long the server may take to stop, in milliseconds, before it is asked less kindly. */
enum { STOP_FAST = 10000, STOP_IMMEDIATE = 5000, LOG_TAIL = 1500 };

typedef struct Keeper
{
    Arena *arena;
    const KeeperTask *task;
    int control;                        /* -1 once it closed */
    int signals;
    pid_t child;                        /* initdb, then the server; 0: it ended */
    int child_status;
    bool stop, keep;
} Keeper;

/* ---- ending ------------------------------------------------------------------------------------------------------ */

/* Removes all that is in the folder; a symbolic link is removed, never followed. Takes the descriptor. */
static void
empty_folder(int folder)
{
    DIR *list = fdopendir(folder);
    if (!list)
    {
        close(folder);
        return;
    }
    for (const struct dirent *entry; (entry = readdir(list)) != NULL; )
    {
        if (str_eq(entry->d_name, ".") || str_eq(entry->d_name, ".."))
            continue;
        if (unlinkat(dirfd(list), entry->d_name, 0) == 0)
            continue;
        int below = openat(dirfd(list), entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (below >= 0)
            empty_folder(below);
        unlinkat(dirfd(list), entry->d_name, AT_REMOVEDIR);
    }
    closedir(list);
}

static _Noreturn void
keeper_end(const Keeper *keeper)
{
    if (!keeper->keep)
    {
        int folder = open(keeper->task->folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (folder >= 0)
            empty_folder(folder);
        rmdir(keeper->task->folder);
    }
    _exit(0);
}

static void
say(const Keeper *keeper, const char *text)
{
    for (size_t left = strlen(text); left > 0; )
    {
        ssize_t done = write(keeper->task->status, text, left);
        if (done < 0 && errno != EINTR)
            break;
        if (done > 0)
        {
            text += done;
            left -= (size_t) done;
        }
    }
    close(keeper->task->status);
}

/* The last lines of what initdb and the server wrote. */
static const char *
log_tail(const Keeper *keeper)
{
    char buffer[LOG_TAIL + 1];
    int log = open("log", O_RDONLY | O_CLOEXEC);
    if (log < 0)
        return "";
    lseek(log, -LOG_TAIL, SEEK_END);    /* fails on a shorter file, which is then read from its start */
    ssize_t got = read(log, buffer, LOG_TAIL);
    close(log);
    while (got > 0 && buffer[got - 1] == '\n')
        got--;
    buffer[got > 0 ? got : 0] = '\0';
    return buffer[0] ? arena_printf(keeper->arena, "\n%s", buffer) : "";
}

static _Noreturn void __attribute__((format(printf, 2, 3)))
keeper_fail(const Keeper *keeper, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *message = arena_vprintf(keeper->arena, format, args);
    va_end(args);
    say(keeper, arena_printf(keeper->arena, "%c%s", SANDBOX_FAILED, message));
    keeper_end(keeper);
}

/* ---- waiting ----------------------------------------------------------------------------------------------------- */

static void
hear_owner(Keeper *keeper)
{
    char byte;
    ssize_t got = read(keeper->control, &byte, 1);
    if (got < 0 && errno == EINTR)
        return;
    if (got == 1 && byte == SANDBOX_KEEP)
        keeper->keep = true;
    else
    {
        close(keeper->control);
        keeper->control = -1;
        keeper->stop = keeper->stop || !keeper->keep;
    }
}

static void
hear_signal(Keeper *keeper)
{
    struct signalfd_siginfo signal;
    if (read(keeper->signals, &signal, sizeof(signal)) != (ssize_t) sizeof(signal))
        return;
    if (signal.ssi_signo != SIGCHLD)
        keeper->stop = true;
    int status;
    for (pid_t ended; (ended = waitpid(-1, &status, WNOHANG)) > 0; )
        if (ended == keeper->child)
        {
            keeper->child = 0;
            keeper->child_status = status;
        }
}

/* Sleeps until something happens, or the milliseconds are over (-1: never). */
static void
keeper_sleep(Keeper *keeper, long milliseconds)
{
    struct pollfd ears[] = {{.fd = keeper->signals, .events = POLLIN}, {.fd = keeper->control, .events = POLLIN}};

    if (poll(ears, COUNT_OF(ears), (int) milliseconds) <= 0)
        return;
    if (ears[0].revents)
        hear_signal(keeper);
    if (ears[1].revents)
        hear_owner(keeper);
}

static bool
child_ended_within(Keeper *keeper, long milliseconds)
{
    for (long end = clock_now() + milliseconds, left; keeper->child && (left = end - clock_now()) > 0; )
        keeper_sleep(keeper, left);
    return keeper->child == 0;
}

/* ---- children ---------------------------------------------------------------------------------------------------- */

/*
 * Starts a program of bindir, arguments[0], that gets `death` should the keeper itself be killed. It is told its whole path: by its
 * bare name initdb would look for its companions in PATH, and find those of another version.
 */
static void
spawn(Keeper *keeper, int death, const char *const *arguments)
{
    pid_t parent = getpid();
    const char *path = arena_printf(keeper->arena, "%s/%s", keeper->task->bindir, arguments[0]);
    Vec own = {0};

    vec_add(keeper->arena, &own, path);
    for (size_t i = 1; arguments[i]; i++)
        vec_add(keeper->arena, &own, arguments[i]);
    vec_add(keeper->arena, &own, NULL);
    keeper->child = fork();
    if (keeper->child < 0)
        keeper_fail(keeper, "could not fork: %s", strerror(errno));
    if (keeper->child > 0)
        return;

    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, death);
    if (getppid() == parent)
        execv(path, (char *const *) own.items);
    dprintf(STDERR_FILENO, "could not run \"%s\": %s\n", path, strerror(errno));
    _exit(127);
}

static void
make_cluster(Keeper *keeper, long deadline)
{
    const char *const arguments[] = {
        "initdb", "--pgdata=data", "--username=postgres", "--auth-local=trust", "--auth-host=reject", "--encoding=UTF8",
        "--locale=C.UTF-8", "--lc-messages=C", "--no-sync", NULL,
    };
    spawn(keeper, SIGKILL, arguments);
    while (keeper->child && !keeper->stop && clock_now() < deadline)
        keeper_sleep(keeper, deadline - clock_now());
    if (keeper->child)
    {
        kill(-keeper->child, SIGKILL);
        child_ended_within(keeper, STOP_IMMEDIATE);
        keeper_fail(keeper, "initdb did not end in %d s%s", keeper->task->timeout, log_tail(keeper));
    }
    if (keeper->child_status != 0)
        keeper_fail(keeper, "initdb failed%s", log_tail(keeper));

    int file = open("data/postgresql.conf", O_WRONLY | O_APPEND | O_CLOEXEC);
    size_t size = strlen(keeper->task->config);
    if (file < 0 || write(file, keeper->task->config, size) != (ssize_t) size)
        keeper_fail(keeper, "could not write postgresql.conf: %s", strerror(errno));
    close(file);
}

/* The eighth line of postmaster.pid says how far the server is. */
static bool
server_is_ready(void)
{
    char buffer[1024];
    int file = open("data/postmaster.pid", O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    ssize_t got = read(file, buffer, sizeof(buffer) - 1);
    close(file);
    buffer[got > 0 ? got : 0] = '\0';
    const char *line = buffer;
    for (int number = 1; line && number < 8; number++)
        if ((line = strchr(line, '\n')) != NULL)
            line++;
    return line && strncmp(line, "ready", 5) == 0;
}

static void
stop_server(Keeper *keeper)
{
    const struct { int signal; long patience; } ways[] = {
        {SIGINT, STOP_FAST}, {SIGQUIT, STOP_IMMEDIATE}, {SIGKILL, STOP_IMMEDIATE},
    };
    for (size_t at = 0; at < COUNT_OF(ways) && keeper->child; at++)
    {
        kill(keeper->child, ways[at].signal);
        child_ended_within(keeper, ways[at].patience);
    }
}

static void
start_server(Keeper *keeper, long deadline)
{
    const char *const arguments[] = {
        "postgres", "-D", arena_printf(keeper->arena, "%s/data", keeper->task->folder), NULL,
    };
    /* SIGQUIT: end at once; nobody will look at the data again. */
    spawn(keeper, SIGQUIT, arguments);
    while (keeper->child && !keeper->stop && !server_is_ready() && clock_now() < deadline)
        keeper_sleep(keeper, 20);
    if (!keeper->child)
        keeper_fail(keeper, "the server ended at once%s", log_tail(keeper));
    if (keeper->stop || !server_is_ready())
    {
        const char *tail = log_tail(keeper);
        stop_server(keeper);
        keeper_fail(keeper, "the server was not ready in %d s%s", keeper->task->timeout, tail);
    }
}

/* ---- the keeper's life ------------------------------------------------------------------------------------------- */

/* Leave the owner's user, terminal and files: whoever waits for the end of the owner's output must not wait for us. */
static void
settle(Keeper *keeper)
{
    const KeeperTask *task = keeper->task;

    setsid();
    if (task->user && (initgroups(task->user, task->gid) != 0 || setgid(task->gid) != 0 || setuid(task->uid) != 0))
        keeper_fail(keeper, "could not become the user %s: %s", task->user, strerror(errno));
    if (chdir(task->folder) != 0)
        keeper_fail(keeper, "%s can't reach \"%s\": %s", task->user ? task->user : "we", task->folder, strerror(errno));
    umask(077);

    int input = open("/dev/null", O_RDONLY | O_CLOEXEC);
    int output = open("log", O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
    if (input < 0 || output < 0 || dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0)
        keeper_fail(keeper, "could not write a log in \"%s\": %s", task->folder, strerror(errno));
    for (int fd = 3, last = (int) sysconf(_SC_OPEN_MAX); fd < last && fd < 4096; fd++)
        if (fd != task->control && fd != task->status)
            close(fd);

    setenv("LC_ALL", "C", 1);
    setenv("TZ", "UTC", 1);
    unsetenv("PGDATA");
}

static void
listen_to_signals(Keeper *keeper)
{
    sigset_t set;

    signal(SIGPIPE, SIG_IGN);
    signal(SIGCHLD, SIG_DFL);
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    sigprocmask(SIG_SETMASK, &set, NULL);
    keeper->signals = signalfd(-1, &set, SFD_CLOEXEC);
    if (keeper->signals < 0)
        keeper_fail(keeper, "could not make a signalfd: %s", strerror(errno));
}

void
keeper_run(Arena *arena, const KeeperTask *task)
{
    Keeper keeper = {.arena = arena, .task = task, .control = task->control, .signals = -1};
    long deadline = clock_now() + task->timeout * 1000L;

    settle(&keeper);
    listen_to_signals(&keeper);
    make_cluster(&keeper, deadline);
    start_server(&keeper, deadline);
    say(&keeper, arena_printf(arena, "%c%d", SANDBOX_READY, (int) keeper.child));

    while (keeper.child && !keeper.stop)
        keeper_sleep(&keeper, -1);
    stop_server(&keeper);
    keeper_end(&keeper);
}
