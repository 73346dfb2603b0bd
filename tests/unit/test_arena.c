/* arena.h: pieces that grow, shrink and are given back do no harm to their neighbours; texts that are shared. */
#include "tests/support/arena.h"

#include "engine/base/map.h"
#include "engine/base/text.h"
#include "engine/base/vec.h"

#include <setjmp.h>
#include <cmocka.h>

enum { LARGE = 1024 * 1024 };

static bool
is_zero(const char *memory, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (memory[i])
            return false;
    return true;
}

static void
pieces_are_zeroed_and_apart(void **state)
{
    char *pieces[500];

    for (size_t i = 0; i < 500; i++)
    {
        pieces[i] = arena_alloc(*state, i);
        assert_int_equal((uintptr_t) pieces[i] % 8, 0);
        assert_true(is_zero(pieces[i], i));
        memset(pieces[i], (int) i, i);
        assert_string_equal(arena_printf(*state, "%zu", i), arena_copy(*state, arena_printf(*state, "%zu", i)));
    }
    for (size_t i = 0; i < 500; i++)
        for (size_t at = 0; at < i; at++)
            assert_int_equal((unsigned char) pieces[i][at], (unsigned char) i);
}

static void
what_is_added_to_a_piece_is_zeroed(void **state)
{
    char *piece = arena_alloc(*state, 64), *grown;

    memset(piece, 'x', 64);
    if (arena_shrink(*state, piece, 64, 8))
        assert_true(is_zero(arena_alloc(*state, 56), 56));
    grown = arena_grow(*state, piece, 8, 4000);
    assert_memory_equal(grown, "xxxxxxxx", 8);
    assert_true(is_zero(grown + 8, 3992));
}

/* A copy of a vector's head goes on by itself. */
static void
vectors_that_share_their_items(void **state)
{
    Vec first = {0}, second;

    for (int i = 0; i < 4; i++)
        vec_add(*state, &first, "both");
    second = first;
    for (int i = 0; i < 100; i++)
    {
        vec_add(*state, &first, "first");
        vec_add(*state, &second, "second");
    }
    for (size_t i = 4; i < second.count; i++)
        assert_string_equal(vec_at(&second, i), "second");
    assert_string_equal(vec_at(&second, 0), "both");
}

/* Only a piece with a block of its own is freed, not one that happens to fill the beginning of a block. */
static void
a_piece_is_given_back_alone(void **state)
{
    char *pieces[64], *large = arena_alloc(*state, LARGE);

    for (int round = 0; round < 4; round++)
        for (size_t i = 0; i < 64; i++)
        {
            pieces[i] = arena_alloc(*state, (size_t) 1024 << (i % 8));
            memset(pieces[i], (int) i, (size_t) 1024 << (i % 8));
            if (i % 8 == 7)
                arena_give_back(*state, pieces[i], (size_t) 1024 << (i % 8));
        }
    arena_give_back(*state, large, LARGE);
    for (size_t i = 0; i < 64; i++)
        if (i % 8 != 7)
            assert_int_equal(pieces[i][1023], i);
}

static void
maps_grow_beside_each_other(void **state)
{
    Map maps[2];

    map_init(&maps[0], *state);
    map_init(&maps[1], *state);
    for (int i = 0; i < 20000; i++)
        map_put(&maps[i % 2], arena_printf(*state, "%d", i), arena_printf(*state, "%d", -i));
    for (int i = 0; i < 20000; i++)
        assert_string_equal(map_get(&maps[i % 2], arena_printf(*state, "%d", i)), arena_printf(*state, "%d", -i));
}

static void
equal_texts_of_a_large_arena_are_one(void **state)
{
    const char *name;

    arena_alloc(*state, 10);
    while (arena_used(*state) < LARGE)
        arena_alloc(*state, 100);
    name = arena_copy(*state, "a name");
#ifndef __SANITIZE_ADDRESS__
    assert_ptr_equal(arena_copy(*state, "a name"), name);
#endif
    assert_ptr_not_equal(arena_copy_own(*state, "a name"), name);
    for (int i = 0; i < 10000; i++)
    {
        const char *number = arena_printf(*state, "%d", i);

        assert_string_equal(arena_copy(*state, number), number);
    }
    assert_string_equal(name, "a name");
    assert_null(arena_copy(*state, NULL));
}

static void
texts_go_on_after_they_were_read(void **state)
{
    Text text;

    text_init(&text, *state);
    for (int i = 0; i < 300; i++)
    {
        text_add(&text, "ab");
        assert_int_equal(strlen(text_str(&text)), 2 * (i + 1));
        if (i % 3 == 0)
            memset(arena_alloc(*state, 16), 'x', 16);
    }
    for (size_t i = 0; i < text.length; i++)
        assert_int_equal(text_str(&text)[i], i % 2 ? 'b' : 'a');
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(pieces_are_zeroed_and_apart, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(what_is_added_to_a_piece_is_zeroed, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(vectors_that_share_their_items, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(a_piece_is_given_back_alone, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(maps_grow_beside_each_other, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(equal_texts_of_a_large_arena_are_one, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(texts_go_on_after_they_were_read, make_arena, drop_arena),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
