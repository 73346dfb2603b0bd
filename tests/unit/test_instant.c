/* Timestamps with an offset, as the server prints them in UTC. */
#include "parser/instant.h"

#include <setjmp.h>
#include <cmocka.h>

static void
in_utc(void **state)
{
    static const char *const pairs[][2] = {
        {"2030-01-31 12:00:00+02", "2030-01-31 10:00:00+00"},      {"2030-01-01T00:30:00+0130", "2029-12-31 23:00:00+00"},
        {"2024-02-28 23:00:00-05:30", "2024-02-29 04:30:00+00"},   {"2100-02-28 23:30-01", "2100-03-01 00:30:00+00"},
        {"1969-12-31 23:59:59.500Z", "1969-12-31 23:59:59.5+00"},  {"2030-01-31 12:00:00.000000 +00", "2030-01-31 12:00:00+00"},
    };
    static const char *const others[] = {"", "tomorrow", "2030-01-31", "2030-01-31 12:00:00", "2030-02-30 12:00:00Z", "2030-01-31 25:00:00Z",
                                         "2030-01-31 12:00:00 CET", "2030-13-01 00:00Z", "2030-01-31 12:00:00.1234567Z", "2030-01-31 12:00+2"};
    Arena *arena = arena_new();

    (void) state;
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        assert_string_equal(instant_in_utc(arena, pairs[i][0]), pairs[i][1]);
    for (size_t i = 0; i < COUNT_OF(others); i++)
        assert_null(instant_in_utc(arena, others[i]));
    arena_free(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(in_utc)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
