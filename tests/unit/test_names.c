/* names.h: which schema an unqualified name is in. */
#include "parser/names.h"

#include <setjmp.h>
#include <cmocka.h>

typedef struct Fixture
{
    Arena *arena;
    Names names;
    Vec path;
} Fixture;

static int
set_up(void **state)
{
    Arena *arena = arena_new();
    Fixture *fixture = arena_make(arena, Fixture);

    fixture->arena = arena;
    names_init(&fixture->names, arena);
    vec_add(arena, &fixture->path, "app");
    vec_add(arena, &fixture->path, "public");
    *state = fixture;
    return 0;
}

static int
tear_down(void **state)
{
    arena_free(((Fixture *) *state)->arena);
    return 0;
}

static void
assert_schema(Fixture *fixture, Space space, const char *name, const char *schema, bool is_known)
{
    bool known;

    assert_string_equal(names_schema_of(&fixture->names, &fixture->path, space, name, &known), schema);
    assert_int_equal(known, is_known);
}

static void
own_names_go_by_the_search_path(void **state)
{
    Fixture *fixture = *state;

    names_add(&fixture->names, SPACE_RELATION, "public", "t");
    assert_schema(fixture, SPACE_RELATION, "t", "public", true);
    names_add(&fixture->names, SPACE_RELATION, "app", "t");
    assert_schema(fixture, SPACE_RELATION, "t", "app", true);
    assert_schema(fixture, SPACE_RELATION, "nobodys", "app", false);
}

static void
a_relation_is_a_type_too(void **state)
{
    Fixture *fixture = *state;

    names_add(&fixture->names, SPACE_RELATION, "public", "t");
    assert_schema(fixture, SPACE_TYPE, "t", "public", true);
    assert_schema(fixture, SPACE_ROUTINE, "t", "app", false);
}

static void
the_catalog_comes_first_unless_the_path_says_where(void **state)
{
    Fixture *fixture = *state;

    names_add(&fixture->names, SPACE_TYPE, "app", "text");
    assert_schema(fixture, SPACE_TYPE, "text", "pg_catalog", true);
    assert_schema(fixture, SPACE_ROUTINE, "lower", "pg_catalog", true);
    assert_schema(fixture, SPACE_RELATION, "pg_class", "pg_catalog", true);
    vec_add(fixture->arena, &fixture->path, "pg_catalog");
    assert_schema(fixture, SPACE_TYPE, "text", "app", true);
    assert_schema(fixture, SPACE_TYPE, "int4", "pg_catalog", true);
}

static void
an_empty_path_means_the_catalog(void **state)
{
    Fixture *fixture = *state;

    fixture->path = (Vec) {0};
    assert_schema(fixture, SPACE_TYPE, "int4", "pg_catalog", true);
    assert_schema(fixture, SPACE_TYPE, "mine", "pg_catalog", false);
}

static void
live_names_count_where_nobody_declares_one(void **state)
{
    Fixture *fixture = *state;
    Names live;

    names_init(&live, fixture->arena);
    names_add(&live, SPACE_TYPE, "app", "citext");
    names_add(&live, SPACE_TYPE, "app", "status");
    fixture->names.live = &live;
    names_add(&fixture->names, SPACE_TYPE, "public", "status");
    assert_schema(fixture, SPACE_TYPE, "citext", "app", true);
    assert_schema(fixture, SPACE_TYPE, "status", "public", true);
}

static void
extensions_bring_names(void **state)
{
    Fixture *fixture = *state;

    names_add_extension(&fixture->names, "public", "citext");
    assert_schema(fixture, SPACE_TYPE, "citext", "public", true);
    assert_string_equal(names_extension_of(&fixture->names, SPACE_TYPE, "public", "citext"), "citext");
    assert_false(fixture->names.open);
    assert_string_equal(names_known_extension(SPACE_TYPE, "hstore"), "hstore");
    assert_null(names_known_extension(SPACE_TYPE, "nothing"));
    names_add_extension(&fixture->names, "public", "something_else");
    assert_true(fixture->names.open);
}

static void
hostile_names_do_not_collide(void **state)
{
    Fixture *fixture = *state;

    names_add(&fixture->names, SPACE_RELATION, "a.b", "c");
    assert_false(names_has(&fixture->names, SPACE_RELATION, "a", "b.c"));
    assert_true(names_has(&fixture->names, SPACE_RELATION, "a.b", "c"));
}

int
main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(own_names_go_by_the_search_path),
        TEST(a_relation_is_a_type_too),
        TEST(the_catalog_comes_first_unless_the_path_says_where),
        TEST(an_empty_path_means_the_catalog),
        TEST(live_names_count_where_nobody_declares_one),
        TEST(extensions_bring_names),
        TEST(hostile_names_do_not_collide),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
