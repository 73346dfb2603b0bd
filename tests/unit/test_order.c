/* The topological sort: order of the numbers wherever the edges allow it, edges always, cycles told by their members. */
#include "engine/plan/order.h"

#include <setjmp.h>
#include <stdlib.h>
#include <cmocka.h>

enum { VERTICES = 5 };

static const char *
sorted_as_text(Arena *arena, Order *order)
{
    size_t sorted[VERTICES], cycle[VERTICES], length = 0;
    char *text = arena_alloc(arena, VERTICES + 1);

    assert_true(order_sort(order, sorted, cycle, &length));
    for (size_t i = 0; i < VERTICES; i++)
        text[i] = (char) ('0' + sorted[i]);
    return text;
}

static void
without_edges_the_numbers_decide(void **state)
{
    Arena *arena = arena_new();

    (void) state;
    assert_string_equal(sorted_as_text(arena, order_new(arena, VERTICES)), "01234");
    arena_free(arena);
}

static void
edges_move_only_what_they_must(void **state)
{
    Arena *arena = arena_new();
    Order *order = order_new(arena, VERTICES);

    (void) state;
    order_before(order, 3, 1);
    assert_string_equal(sorted_as_text(arena, order), "02314");
    order_before(order, 4, 3);
    order_before(order, 4, 3);                     /* a repeat changes nothing */
    order_before(order, 2, 2);                     /* nor does an edge to itself */
    assert_string_equal(sorted_as_text(arena, order), "02431");
    assert_true(order_reaches(order, 4, 1));
    assert_false(order_reaches(order, 1, 4));
    assert_false(order_reaches(order, 0, 2));
    arena_free(arena);
}

static void
a_cycle_is_told_by_its_members(void **state)
{
    Arena *arena = arena_new();
    Order *order = order_new(arena, VERTICES);
    size_t sorted[VERTICES], cycle[VERTICES], length = 0;

    (void) state;
    order_before(order, 0, 1);
    order_before(order, 1, 3);
    order_before(order, 3, 4);
    order_before(order, 4, 1);
    assert_false(order_sort(order, sorted, cycle, &length));
    assert_int_equal(length, 3);
    for (size_t i = 0; i < length; i++)
        assert_true(cycle[i] == 1 || cycle[i] == 3 || cycle[i] == 4);
    arena_free(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_edges_the_numbers_decide),
        cmocka_unit_test(edges_move_only_what_they_must),
        cmocka_unit_test(a_cycle_is_told_by_its_members),
    };

    return cmocka_run_group_tests_name("the order of a plan", tests, NULL, NULL);
}
