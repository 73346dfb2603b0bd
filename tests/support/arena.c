#include "tests/support/arena.h"

#include "engine/base/arena.h"

int
make_arena(void **state)
{
    *state = arena_new();
    return 0;
}

int
drop_arena(void **state)
{
    arena_free(*state);
    return 0;
}
