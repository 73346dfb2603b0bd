#include "engine/model/step.h"

static const struct { const char *text, *blocks; } locks[] = {
#define LOCK(NAME, text, blocks) {text, blocks},
#include "engine/model/lock.def"
#undef LOCK
};

static const struct { const char *word, *sentence; bool asks; } hazards[] = {
#define HAZARD(NAME, word, asks, sentence) {word, sentence, asks},
#include "engine/model/hazard.def"
#undef HAZARD
};

const char *
lock_text(Lock lock)
{
    return locks[lock].text;
}

const char *
lock_blocks(Lock lock)
{
    return locks[lock].blocks;
}

Lock
lock_by_text(const char *text)
{
    for (int lock = 0; lock < LOCK_COUNT; lock++)
        if (strcmp(locks[lock].text, text) == 0)
            return (Lock) lock;
    return LOCK_COUNT;
}

const char *
hazard_word(HazardCode code)
{
    return hazards[code].word;
}

const char *
hazard_sentence(HazardCode code)
{
    return hazards[code].sentence;
}

bool
hazard_asks(HazardCode code)
{
    return hazards[code].asks;
}

HazardCode
hazard_by_word(const char *word)
{
    for (int code = 0; code < HAZARD_COUNT; code++)
    {
        const char *a = hazards[code].word, *b = word;

        while (*a && (*a == *b || (*a == '-' && *b == '_')))
            a++, b++;
        if (!*a && !*b)
            return (HazardCode) code;
    }
    return HAZARD_COUNT;
}

const char *
operation_word(Operation operation)
{
    static const char *const words[] = {"create", "alter", "drop"};

    return words[operation];
}

bool
step_has_hazard(const Step *step, HazardCode code)
{
    VEC_EACH(const Hazard *, hazard, &step->hazards)
        if (hazard->code == code)
            return true;
    return false;
}
