/* Every text that fuzzing ever found, and those it began with: tests/fuzz/corpus/TARGET/. */
#include "parser/pgq.h"
#include "tests/fuzz/target.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdio.h>
#include <cmocka.h>

typedef struct Replay
{
    const FuzzTarget *target;
    Arena *arena;
    const char *bytes;
    size_t size;
} Replay;

static void
run(void *context)
{
    Replay *replay = context;

    replay->target->run(replay->bytes, replay->size);
}

static void
read_file(Replay *replay, const char *path)
{
    FILE *file = fopen(path, "rb");
    char *bytes;
    long size;

    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    size = ftell(file);
    rewind(file);
    bytes = arena_alloc(replay->arena, (size_t) size + 1);
    assert_int_equal(fread(bytes, 1, (size_t) size, file), size);
    fclose(file);
    replay->bytes = bytes;
    replay->size = (size_t) size;
}

static void
replay_folder(const FuzzTarget *target)
{
    Arena *arena = arena_new();
    const char *path = arena_printf(arena, "tests/fuzz/corpus/%s", target->name);
    Replay replay = {.target = target, .arena = arena};
    struct dirent *entry;
    DIR *folder = opendir(path);
    int count = 0;

    assert_non_null(folder);
    while ((entry = readdir(folder)))
    {
        if (entry->d_name[0] == '.')
            continue;
        print_message("%s/%s\n", path, entry->d_name);         /* the last one told is the one that breaks something */
        read_file(&replay, arena_printf(arena, "%s/%s", path, entry->d_name));
        pgq_run(run, &replay);
        count++;
    }
    closedir(folder);
    assert_int_not_equal(count, 0);
    arena_free(arena);
}

static void
what_was_found_stays_mended(void **state)
{
    (void) state;
    for (size_t i = 0; i < COUNT_OF(fuzz_targets); i++)
        replay_folder(&fuzz_targets[i]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_found_stays_mended),
    };

    return cmocka_run_group_tests_name("texts of the fuzzer", tests, NULL, NULL);
}
