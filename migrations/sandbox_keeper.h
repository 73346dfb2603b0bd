/*
 * sandbox_keeper.h -- the process that stands between a sandbox's owner and its server; only sandbox.c uses it.
 *
 * The keeper is forked from the owner and never returns. It makes itself independent of the owner's terminal, user and
 * open files, makes the cluster, starts the server as its own child, and says so on `status`: "R" and the server's
 * process id, or "E" and a message. Then it sleeps until the server ends, or until `control` closes: then it stops the
 * server and removes the folder. The byte SANDBOX_KEEP on `control` makes it leave both alone.
 */
#ifndef HC_SANDBOX_KEEPER_H
#define HC_SANDBOX_KEEPER_H

#include "engine/base/vec.h"

#include <sys/types.h>

enum { SANDBOX_KEEP = 'k', SANDBOX_READY = 'R', SANDBOX_FAILED = 'E' };

typedef struct KeeperTask
{
    const char *bindir, *folder;
    const char *config;                 /* what to add to postgresql.conf */
    const char *user;                   /* to become before anything else; NULL: stay who we are */
    uid_t uid;
    gid_t gid;
    int timeout;                        /* seconds */
    int control, status;                /* our ends of the two pipes */
} KeeperTask;

_Noreturn void keeper_run(Arena *arena, const KeeperTask *task);

#endif
