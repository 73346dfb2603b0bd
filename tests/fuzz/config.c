/* hcmigrate.conf: a file, since that is what its reader wants. Law: what is refused is refused with words. */
#include "tests/fuzz/target.h"

#include "migrations/cli/config.h"

#include <sys/mman.h>
#include <unistd.h>

static void
read_config(Arena *arena, const char *path, const char *environment)
{
    const Command command = {.name = "plan", .formats = "text,sql,json,markdown", .bit = FOR_PLAN};
    Options options = {.environment = environment};
    Error err = {0};

    if (!config_read(arena, path, &command, &options, &err) && (!err.message || !*err.message))
        BUG("refused without words");
}

void
fuzz_config(const char *bytes, size_t size)
{
    Arena *arena = arena_new();
    int file = memfd_create("hcmigrate.conf", 0);
    const char *path = arena_printf(arena, "/proc/self/fd/%d", file);

    if (file < 0 || write(file, bytes, size) != (ssize_t) size)
        BUG("no file in memory");
    read_config(arena, path, NULL);
    read_config(arena, path, "production");
    close(file);
    arena_free(arena);
}
