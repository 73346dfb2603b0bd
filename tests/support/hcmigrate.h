/*
 * hcmigrate.h -- for tests: the program itself, run as a user would.
 */
#ifndef HC_TEST_HCMIGRATE_H
#define HC_TEST_HCMIGRATE_H

#include "tests/support/run.h"

#include <sys/types.h>

/* $HCMIGRATE, or build/hcmigrate; an absolute path. */
const char *hcmigrate_path(Arena *arena);

/* hcmigrate ARGUMENT... NULL, with nothing on its standard input. */
#define hcmigrate(arena, ...) hcmigrate_run((arena), NULL, (const char *[]) {__VA_ARGS__, NULL})
/* The same in another folder. */
Ran hcmigrate_run(Arena *arena, const char *folder, const char *const *arguments);

/* As hcmigrate(), but any exit status but `status` fails the test and shows what was said. */
#define hcmigrate_must(arena, status, ...) hcmigrate_run_must((arena), (status), (const char *[]) {__VA_ARGS__, NULL})
Ran hcmigrate_run_must(Arena *arena, int status, const char *const *arguments);

/* In the background, saying what it says to nobody. */
#define hcmigrate_start(arena, ...) hcmigrate_spawn((arena), (const char *[]) {__VA_ARGS__, NULL})
pid_t hcmigrate_spawn(Arena *arena, const char *const *arguments);
int hcmigrate_wait(pid_t pid);                     /* its exit status, 128 + signal when one ended it */

/* A folder of this test program, gone when the program ends, and a file in it (in folders that are made) with this text: its path. */
const char *test_folder(Arena *arena);
const char *test_file(Arena *arena, const char *name, const char *text);

/* Fails the test, showing both, unless `text` holds `part`. */
void assert_says(const char *text, const char *part);

#endif
