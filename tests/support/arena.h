/* arena.h -- for tests: an arena as the state of a cmocka group or test, made before it and freed after it. */
#ifndef HC_TEST_ARENA_H
#define HC_TEST_ARENA_H

int make_arena(void **state);
int drop_arena(void **state);

#endif
