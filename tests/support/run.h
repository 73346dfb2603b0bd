/*
 * run.h -- for tests: run a program and see all of it.
 *
 *     Ran ran = run_program(arena, NULL, (const char *[]) {"psql", "-X", NULL});
 *     assert_int_equal(ran.status, 0);
 */
#ifndef HC_TEST_RUN_H
#define HC_TEST_RUN_H

#include "engine/base/arena.h"

typedef struct Ran
{
    int status;                         /* exit status; 128 + signal when one ended it; 127 when it could not be run */
    const char *out, *err;              /* what it wrote, on the arena; never NULL */
} Ran;

/* Searches PATH. Its standard input is `input`, nothing where that is NULL. Messages come in English (LC_ALL=C). */
Ran run_program(Arena *arena, const char *input, const char *const *arguments);

/* As run_program(), but anything else than exit status 0 fails the test and shows what was said. Gives the output. */
const char *run_well(Arena *arena, const char *input, const char *const *arguments);

/* A unified diff of two texts, "" when they are equal. */
const char *run_diff(Arena *arena, const char *old_text, const char *new_text);

#endif
