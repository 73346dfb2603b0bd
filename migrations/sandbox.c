#include "migrations/sandbox.h"

#include "engine/base/text.h"
#include "migrations/sandbox_keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* A socket's path has room for 107 bytes; "/.s.PGSQL.5432.lock" must fit behind the folder. */
enum { FOLDER_MAX = 80, DEFAULT_TIMEOUT = 120 };

struct Sandbox
{
    Arena *arena;
    const char *bindir, *folder;
    pid_t keeper;
    int server;
    int control;                        /* -1: stopped or kept */
};

/* ---- where the server's programs are ---------------------------------------------------------------------------- */

static bool
holds_server(Arena *arena, const char *folder)
{
    return access(arena_printf(arena, "%s/initdb", folder), X_OK) == 0 &&
           access(arena_printf(arena, "%s/postgres", folder), X_OK) == 0;
}

static const char *
bindir_of_pg_config(Arena *arena)
{
    char line[1024] = "";
    FILE *pipe = popen("pg_config --bindir 2>/dev/null", "re");
    if (!pipe)
        return NULL;
    bool got = fgets(line, sizeof(line), pipe) != NULL;
    pclose(pipe);
    line[strcspn(line, "\n")] = '\0';
    return got && holds_server(arena, line) ? arena_copy(arena, line) : NULL;
}

static const char *
bindir_of_path(Arena *arena)
{
    char *rest = arena_copy_own(arena, getenv("PATH"));
    for (const char *folder; (folder = strsep(&rest, ":")) != NULL; )
        if (folder[0] == '/' && holds_server(arena, folder))
            return folder;
    return NULL;
}

static const char *
bindir_of_debian(Arena *arena)
{
    static const char before[] = "/usr/lib/postgresql/";
    const char *best = NULL;
    int best_version = -1;
    glob_t found;

    if (glob("/usr/lib/postgresql/*/bin", 0, NULL, &found) != 0)
        return NULL;
    for (size_t at = 0; at < found.gl_pathc; at++)
    {
        int version = atoi(found.gl_pathv[at] + strlen(before));
        if (version > best_version && holds_server(arena, found.gl_pathv[at]))
        {
            best_version = version;
            best = arena_copy(arena, found.gl_pathv[at]);
        }
    }
    globfree(&found);
    return best;
}

bool
sandbox_bindir_find(Arena *arena, const char **out, Error *err)
{
    if ((*out = bindir_of_pg_config(arena)) || (*out = bindir_of_path(arena)) || (*out = bindir_of_debian(arena)))
        return true;
    error_set(err, arena, ERR_FAILED, "found no PostgreSQL server to start (initdb and postgres)");
    return error_hint(err, arena, "install PostgreSQL's server package, or name the folder of its programs");
}

/* ---- its folder, its user and its configuration ------------------------------------------------------------------ */

static bool
choose_user(Arena *arena, KeeperTask *task, Error *err)
{
    if (geteuid() != 0)
        return true;
    const struct passwd *user = getpwnam("postgres");
    if (!user)
        user = getpwnam("nobody");
    if (!user)
    {
        error_set(err, arena, ERR_FAILED, "a server can't run as root, and there is no user \"postgres\" or \"nobody\"");
        return error_hint(err, arena, "run as an ordinary user");
    }
    task->user = arena_copy(arena, user->pw_name);
    task->uid = user->pw_uid;
    task->gid = user->pw_gid;
    return true;
}

static bool
make_folder(Arena *arena, const SandboxOptions *options, KeeperTask *task, Error *err)
{
    const char *parent = options->parent;
    /* Root's own TMPDIR may well be closed to the user that the server runs as. */
    if (!parent && geteuid() != 0)
        parent = getenv("TMPDIR");
    if (!parent || !parent[0])
        parent = "/tmp";

    char *folder = arena_printf(arena, "%s/hcmigrate-XXXXXX", parent);
    /* libpq would take a comma for the end of a host's name, the server a quotation mark for that of a folder's. */
    if (folder[0] != '/' || strlen(folder) > FOLDER_MAX || strpbrk(folder, ",\""))
    {
        error_set(err, arena, ERR_FAILED, "\"%s\" is no place for a sandbox", parent);
        return error_hint(err, arena, "a socket needs an absolute path of at most %d bytes, with no comma or quotation mark; set TMPDIR",
                          FOLDER_MAX - (int) strlen("/hcmigrate-XXXXXX"));
    }
    if (!mkdtemp(folder))
        return error_set(err, arena, ERR_FAILED, "could not make a folder in \"%s\": %s", parent, strerror(errno));
    if (task->user && chown(folder, task->uid, task->gid) != 0)
    {
        error_set(err, arena, ERR_FAILED, "could not give \"%s\" to %s: %s", folder, task->user, strerror(errno));
        rmdir(folder);
        return false;
    }
    task->folder = folder;
    return true;
}

/* name = 'value', as postgresql.conf wants it */
static void
add_setting(Text *config, const char *name, size_t name_length, const char *value)
{
    text_add_len(config, name, name_length);
    text_add(config, " = '");
    for (; *value; value++)
    {
        if (*value == '\'' || *value == '\\')
            text_add_char(config, *value);
        text_add_char(config, *value == '\n' ? ' ' : *value);
    }
    text_add(config, "'\n");
}

static bool
make_config(Arena *arena, const SandboxOptions *options, KeeperTask *task, Error *err)
{
    static const char *const own[][2] = {
        {"listen_addresses", ""},
        {"port", "5432"},
        {"unix_socket_permissions", "0700"},
        {"fsync", "off"},
        {"synchronous_commit", "off"},
        {"full_page_writes", "off"},
        {"checkpoint_timeout", "1h"},
        {"autovacuum", "off"},
        {"jit", "off"},
    };
    Text config;

    text_init(&config, arena);
    text_add(&config, "\n# hcmigrate's sandbox\n");
    for (size_t at = 0; at < COUNT_OF(own); at++)
        add_setting(&config, own[at][0], strlen(own[at][0]), own[at][1]);

    /* A list of folders, so that a space would split it: between double quotes it doesn't. */
    const char *socket = "unix_socket_directories";
    add_setting(&config, socket, strlen(socket), arena_printf(arena, "\"%s\"", task->folder));

    VEC_EACH(const char *, setting, &options->settings)
    {
        const char *equals = strchr(setting, '=');
        if (!equals || strspn(setting, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.") != (size_t) (equals - setting))
            return error_set(err, arena, ERR_FAILED, "\"%s\" is no server setting (name=value)", setting);
        add_setting(&config, setting, (size_t) (equals - setting), equals + 1);
    }
    task->config = text_str(&config);
    return true;
}

/* ---- start and stop ---------------------------------------------------------------------------------------------- */

/* Reads what the keeper has to say: one message, up to the end of the pipe. */
static bool
hear_keeper(Arena *arena, Sandbox *sandbox, int status, Error *err)
{
    Text said;
    text_init(&said, arena);
    for (;;)
    {
        char buffer[1024];
        ssize_t got = read(status, buffer, sizeof(buffer));
        if (got > 0)
            text_add_len(&said, buffer, (size_t) got);
        else if (got == 0 || errno != EINTR)
            break;
    }

    const char *message = text_str(&said);
    if (message[0] == SANDBOX_READY)
    {
        sandbox->server = atoi(message + 1);
        return true;
    }
    if (message[0] == SANDBOX_FAILED)
        return error_set(err, arena, ERR_FAILED, "could not start a sandbox: %s", message + 1);
    return error_set(err, arena, ERR_FAILED, "could not start a sandbox: its keeper ended before its time");
}

/* Forks the keeper. The pipes' far ends are its own: what we keep open is the end of `control` that it waits on. */
static bool
fork_keeper(Arena *arena, Sandbox *sandbox, KeeperTask *task, int *status_end, Error *err)
{
    int control[2], status[2];

    if (pipe2(control, O_CLOEXEC) != 0)
        return error_set(err, arena, ERR_FAILED, "could not make a pipe: %s", strerror(errno));
    if (pipe2(status, O_CLOEXEC) != 0)
    {
        error_set(err, arena, ERR_FAILED, "could not make a pipe: %s", strerror(errno));
        close(control[0]);
        close(control[1]);
        return false;
    }

    /* No signal may catch the keeper before it is ready for it. */
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    fflush(NULL);
    sandbox->keeper = fork();
    if (sandbox->keeper == 0)
    {
        close(control[1]);
        close(status[0]);
        task->control = control[0];
        task->status = status[1];
        keeper_run(arena, task);
    }
    int fork_error = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    close(control[0]);
    close(status[1]);
    if (sandbox->keeper < 0)
    {
        close(control[1]);
        close(status[0]);
        return error_set(err, arena, ERR_FAILED, "could not fork: %s", strerror(fork_error));
    }
    sandbox->control = control[1];
    *status_end = status[0];
    return true;
}

bool
sandbox_start(Arena *arena, const SandboxOptions *options, Sandbox **out, Error *err)
{
    Sandbox *sandbox = arena_make(arena, Sandbox);
    KeeperTask task = {.timeout = options->timeout > 0 ? options->timeout : DEFAULT_TIMEOUT};
    int status = -1;

    *out = NULL;
    sandbox->arena = arena;
    sandbox->control = -1;
    sandbox->bindir = arena_copy(arena, options->bindir);
    if (!sandbox->bindir)
        TRY(sandbox_bindir_find(arena, &sandbox->bindir, err));
    else if (!holds_server(arena, sandbox->bindir))
        return error_set(err, arena, ERR_FAILED, "\"%s\" holds no PostgreSQL server (initdb and postgres)", sandbox->bindir);
    task.bindir = sandbox->bindir;

    TRY(choose_user(arena, &task, err));
    TRY(make_folder(arena, options, &task, err));
    sandbox->folder = task.folder;
    if (!make_config(arena, options, &task, err) || !fork_keeper(arena, sandbox, &task, &status, err))
    {
        rmdir(task.folder);
        return false;
    }

    bool ready = hear_keeper(arena, sandbox, status, err);
    close(status);
    if (!ready)
    {
        sandbox_stop(sandbox);
        return false;
    }
    *out = sandbox;
    return true;
}

void
sandbox_stop(Sandbox *sandbox)
{
    if (!sandbox || sandbox->control < 0)
        return;
    close(sandbox->control);
    sandbox->control = -1;
    while (waitpid(sandbox->keeper, NULL, 0) < 0 && errno == EINTR)
        continue;
    /* The keeper emptied it, but where the folder above is not open to its user it could not remove it. */
    rmdir(sandbox->folder);
}

const char *
sandbox_keep(Sandbox *sandbox)
{
    if (sandbox->control >= 0)
    {
        const char keep = SANDBOX_KEEP;
        while (write(sandbox->control, &keep, 1) < 0 && errno == EINTR)
            continue;
        close(sandbox->control);
        sandbox->control = -1;
    }
    return sandbox->folder;
}

/* ---- what it is -------------------------------------------------------------------------------------------------- */

static void
add_quoted(Text *text, const char *value)
{
    text_add_char(text, '\'');
    for (; *value; value++)
    {
        if (*value == '\'' || *value == '\\')
            text_add_char(text, '\\');
        text_add_char(text, *value);
    }
    text_add_char(text, '\'');
}

const char *
sandbox_conninfo(const Sandbox *sandbox, const char *dbname)
{
    Text text;
    text_init(&text, sandbox->arena);
    text_add(&text, "host=");
    add_quoted(&text, sandbox->folder);
    /* PGHOSTADDR, PGPORT and PGUSER of the environment must not lead elsewhere. */
    text_add(&text, " hostaddr='' port=5432 user=postgres dbname=");
    add_quoted(&text, dbname);
    return text_str(&text);
}

const char *
sandbox_folder(const Sandbox *sandbox)
{
    return sandbox->folder;
}

const char *
sandbox_bindir(const Sandbox *sandbox)
{
    return sandbox->bindir;
}

int
sandbox_server_pid(const Sandbox *sandbox)
{
    return sandbox->server;
}
