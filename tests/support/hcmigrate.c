#include "tests/support/hcmigrate.h"

#include "engine/base/vec.h"

#include <setjmp.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder_path[] = "/tmp/hcmigrate-test.XXXXXX";
static bool folder_made;

const char *
hcmigrate_path(Arena *arena)
{
    const char *named = getenv("HCMIGRATE");
    char *whole = realpath(named ? named : "build/hcmigrate", NULL);
    const char *path;

    if (!whole)
        fail_msg("there is no %s", named ? named : "build/hcmigrate");
    path = arena_copy(arena, whole);
    free(whole);
    return path;
}

static const char *const *
with_program(Arena *arena, const char *folder, const char *const *arguments)
{
    Vec all = {0};

    if (folder)
    {
        vec_add(arena, &all, "env");
        vec_add(arena, &all, "-C");
        vec_add(arena, &all, folder);
    }
    vec_add(arena, &all, hcmigrate_path(arena));
    for (; *arguments; arguments++)
        vec_add(arena, &all, *arguments);
    vec_add(arena, &all, NULL);
    return (const char *const *) all.items;
}

Ran
hcmigrate_run(Arena *arena, const char *folder, const char *const *arguments)
{
    return run_program(arena, NULL, with_program(arena, folder, arguments));
}

Ran
hcmigrate_run_must(Arena *arena, int status, const char *const *arguments)
{
    Ran ran = hcmigrate_run(arena, NULL, arguments);

    if (ran.status != status)
        fail_msg("hcmigrate %s: exit status %d, not %d\n%s%s", arguments[0], ran.status, status, ran.out, ran.err);
    return ran;
}

pid_t
hcmigrate_spawn(Arena *arena, const char *const *arguments)
{
    const char *const *all = with_program(arena, NULL, arguments);
    pid_t child;

    fflush(NULL);
    child = fork();
    if (child < 0)
        BUG("can't fork: %s", strerror(errno));
    if (child == 0)
    {
        int nowhere = open("/dev/null", O_RDWR);

        if (dup2(nowhere, 0) == 0 && dup2(nowhere, 1) == 1 && dup2(nowhere, 2) == 2)
            execv(all[0], (char *const *) all);
        _exit(127);
    }
    return child;
}

int
hcmigrate_wait(pid_t pid)
{
    int status;

    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            fail_msg("can't wait for a child: %s", strerror(errno));
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static int
remove_one(const char *path, const struct stat *info, int type, struct FTW *where)
{
    (void) info, (void) type, (void) where;
    return remove(path);
}

static void
remove_folder(void)
{
    nftw(folder_path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

const char *
test_folder(Arena *arena)
{
    if (!folder_made)
    {
        if (!mkdtemp(folder_path))
            BUG("can't make a folder: %s", strerror(errno));
        folder_made = true;
        atexit(remove_folder);
    }
    return arena_copy(arena, folder_path);
}

const char *
test_file(Arena *arena, const char *name, const char *text)
{
    char *path = arena_printf(arena, "%s/%s", test_folder(arena), name);
    FILE *file;

    for (char *slash = path + strlen(folder_path) + 1; (slash = strchr(slash, '/')); slash++)
    {
        *slash = '\0';
        mkdir(path, 0777);
        *slash = '/';
    }
    file = fopen(path, "we");
    if (!file || fputs(text, file) < 0 || fclose(file) != 0)
        BUG("can't write %s: %s", path, strerror(errno));
    return path;
}

void
assert_says(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("this does not say \"%s\":\n%s", part, text);
}
