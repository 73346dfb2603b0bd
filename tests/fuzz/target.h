/*
 * target.h -- what is fuzzed: a function for each place where text of others comes in.
 *
 * Each takes any bytes, and checks more than that nothing crashes: BUG() where a law is broken that holds for every text.
 * They run on the big stack (pgq_run()). tests/fuzz/main.c hands them to libFuzzer (`make fuzz`), tests/unit/test_fuzz.c
 * every file of tests/fuzz/corpus/NAME: what was ever found stays there.
 */
#ifndef HC_FUZZ_TARGET_H
#define HC_FUZZ_TARGET_H

#include "engine/base/arena.h"

typedef struct FuzzTarget
{
    const char *name;
    void (*run)(const char *bytes, size_t size);
} FuzzTarget;

#define FUZZ_TARGET(name) void fuzz_##name(const char *bytes, size_t size);
#include "tests/fuzz/targets.def"
#undef FUZZ_TARGET

static const FuzzTarget fuzz_targets[] = {
#define FUZZ_TARGET(name) {#name, fuzz_##name},
#include "tests/fuzz/targets.def"
#undef FUZZ_TARGET
};

#endif
