/*
 * sandbox.h -- a private PostgreSQL cluster that lives as long as its owner.
 *
 * initdb in a new folder (mode 0700), one server that listens on a socket in that folder and nowhere else, superuser
 * "postgres" without a password, UTF-8, locale C.UTF-8, time zone UTC, messages in English, and no care for durability.
 * A server never runs as root: when we are root it runs as the user "postgres", or "nobody" where there is none.
 *
 * Between the owner and the server stands a keeper, a process of its own that holds one end of a pipe. When the other
 * end closes, because of sandbox_stop(), or because the owner ended in whatever way (a signal, kill -9, a crash), the
 * keeper stops the server and removes the folder. So the owner needs no signal handler and no atexit(), and nothing that
 * must be safe in one. A child that the owner forks and that doesn't exec holds the pipe open as well, until it ends.
 *
 *     Sandbox *sandbox;
 *     TRY(sandbox_start(arena, &(SandboxOptions) {0}, &sandbox, err));
 *     ... sandbox_conninfo(sandbox, "postgres") ...
 *     sandbox_stop(sandbox);
 */
#ifndef HC_SANDBOX_H
#define HC_SANDBOX_H

#include "engine/base/error.h"
#include "engine/base/vec.h"

typedef struct Sandbox Sandbox;

typedef struct SandboxOptions
{
    const char *bindir;         /* where initdb and postgres are; NULL: sandbox_bindir_find() */
    const char *parent;         /* where to make the folder; NULL: $TMPDIR, for root and otherwise /tmp */
    Vec settings;               /* of "name=value", for postgresql.conf; they win over the sandbox's own */
    int timeout;                /* seconds to be ready in; 0: 120 */
} SandboxOptions;

/* Returns when the server accepts connections. After a failure nothing is left. The Sandbox lives on the arena. */
bool sandbox_start(Arena *arena, const SandboxOptions *options, Sandbox **out, Error *err);

/* Stops the server, waits for that, and removes the folder. NULL, or one that is stopped or kept, is fine. */
void sandbox_stop(Sandbox *sandbox);

/* Leaves the server running when we end, and the folder in place when the server ends. Gives the folder. */
const char *sandbox_keep(Sandbox *sandbox);

const char *sandbox_conninfo(const Sandbox *sandbox, const char *dbname);   /* for libpq; on the sandbox's arena */
const char *sandbox_folder(const Sandbox *sandbox);                         /* holds the socket, "data" and "log" */
const char *sandbox_bindir(const Sandbox *sandbox);
int sandbox_server_pid(const Sandbox *sandbox);

/* The first of: pg_config's folder, those of PATH, /usr/lib/postgresql/VERSION/bin (newest first) that holds a server. */
bool sandbox_bindir_find(Arena *arena, const char **out, Error *err);

#endif
