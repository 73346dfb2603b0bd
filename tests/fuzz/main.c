/*
 * fuzz [LIBFUZZER'S ARGUMENTS] -- libFuzzer over the target that FUZZ_TARGET names; tests/tools/fuzz.sh runs it.
 *
 * Everything runs on one big stack, so that no thread is made for each text.
 */
#include "parser/pgq.h"
#include "tests/fuzz/target.h"

#include <stdio.h>
#include <stdlib.h>

extern int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*one)(const uint8_t *data, size_t size));

typedef struct Start
{
    int argc, status;
    char **argv;
} Start;

static const FuzzTarget *target;

static int
run_one(const uint8_t *data, size_t size)
{
    target->run((const char *) data, size);
    return 0;
}

static void
drive(void *context)
{
    Start *start = context;

    start->status = LLVMFuzzerRunDriver(&start->argc, &start->argv, run_one);
}

int
main(int argc, char **argv)
{
    Start start = {argc, 0, argv};
    const char *name = getenv("FUZZ_TARGET");

    for (size_t i = 0; name && i < COUNT_OF(fuzz_targets); i++)
        if (strcmp(fuzz_targets[i].name, name) == 0)
            target = &fuzz_targets[i];
    if (!target)
    {
        fprintf(stderr, "FUZZ_TARGET must name a target of tests/fuzz/targets.def\n");
        return 64;
    }
    pgq_run(drive, &start);
    return start.status;
}
