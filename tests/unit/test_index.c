/* Indexes: what a blueprint says of them, the names they get, and the steps of a plan. */
#include "engine/kinds/index.h"
#include "engine/plan/plan.h"
#include "parser/keys.h"
#include "tests/support/arena.h"
#include "tests/support/parsed.h"

#include <setjmp.h>
#include <cmocka.h>

static const char *
keys_of(Arena *arena, const char *keys)
{
    const char *sql = arena_printf(arena, "CREATE EXTENSION pg_trgm; CREATE TABLE t (a int, b text, c text COLLATE \"C\", v varchar(9), j jsonb);"
                                          "CREATE INDEX i ON t %s", keys);

    return index_elements_sql(arena, &((const IndexDef *) parsed_object(parsed(arena, sql), KIND_INDEX, "public", NULL, "i"))->elements);
}

static void
what_is_the_default_is_not_written(void **state)
{
    static const struct { const char *keys, *written; } cases[] = {
        {"(a ASC NULLS LAST, b DESC NULLS FIRST)", "(a, b DESC)"},
        {"(a DESC NULLS LAST, b NULLS FIRST)", "(a DESC NULLS LAST, b NULLS FIRST)"},
        {"(a int4_ops, b pg_catalog.text_ops, v text_ops, lower(b) text_ops)", "(a, b, v, (lower(b)))"},
        {"(a oid_ops, v varchar_ops, b text_pattern_ops)", "(a oid_ops, v varchar_ops, b text_pattern_ops)"},
        {"USING gin (j jsonb_path_ops)", "(j jsonb_path_ops)"},
        {"USING gin (j jsonb_ops)", "(j)"},
        {"USING gist (b gist_trgm_ops (siglen = 32))", "(b public.gist_trgm_ops (siglen='32'))"},
        {"(b COLLATE \"default\", c COLLATE \"C\")", "(b, c)"},
        {"(b COLLATE \"C\", c COLLATE \"default\")", "(b COLLATE \"C\", c COLLATE \"default\")"},
        {"((a), (b COLLATE \"C\"), ((a + 1)))", "(a, b COLLATE \"C\", (a + 1))"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_string_equal(keys_of(*state, cases[i].keys), cases[i].written);
}

/* ---- names ---- */

static const char *
names_of(Arena *arena, const char *sql)
{
    Vec names = {0};

    VEC_EACH(const Object *, object, &parsed(arena, arena_printf(arena, "CREATE TABLE t (a int, b text, j jsonb); %s", sql))->objects)
        if (object->kind == KIND_INDEX)
            vec_add(arena, &names, object->name);
    vec_sort_str(&names);
    return vec_join(arena, &names, " ");
}

static void
names_are_postgresqls(void **state)
{
    assert_string_equal(names_of(*state, "CREATE INDEX ON t (a); CREATE INDEX ON t (a DESC); CREATE INDEX ON t (a, b)"), "t_a_b_idx t_a_idx t_a_idx1");
    assert_string_equal(names_of(*state, "CREATE INDEX ON t (lower(b), upper(b), lower(b))"), "t_lower_upper_lower1_idx");
    assert_string_equal(names_of(*state, "CREATE INDEX ON t ((a + 1), (a - 1)) INCLUDE (b)"), "t_expr_expr1_b_idx");
    assert_string_equal(names_of(*state, "CREATE INDEX ON t (((j ->> 'k')::int))"), "t_int4_idx");
    assert_string_equal(names_of(*state, "CREATE INDEX ON t ((b::varchar)); CREATE INDEX ON t ((CASE WHEN a > 0 THEN 1 END))"), "t_b_idx t_case_idx");
    assert_string_equal(names_of(*state, "CREATE INDEX ON t (COALESCE(a, 0), GREATEST(a, 1), NULLIF(a, 0), (ARRAY[a]), (ROW(a) IS NULL))"),
                        "t_coalesce_greatest_nullif_array_expr_idx");
}

static void
names_are_looked_for_along_the_search_path(void **state)
{
    const Model *model = parsed(*state, "CREATE SCHEMA s; CREATE TABLE t (a int); CREATE INDEX i ON t (a); SET search_path = s, public;"
                                        "ALTER INDEX i SET (fillfactor = 50); COMMENT ON INDEX i IS 'mine'; ALTER INDEX i RENAME TO k;");
    const IndexDef *index = parsed_object(model, KIND_INDEX, "public", NULL, "k");

    assert_string_equal(vec_join(*state, &index->options, " "), "fillfactor=50");
    assert_string_equal(index->object.comment, "mine");
}

static void
collations_of_keys_are_found_in_a_definition(void **state)
{
    const char *definition = "CREATE INDEX i ON public.t USING btree (lower((y)::text) COLLATE \"de-x-icu\", ((x COLLATE \"C\") || y), z)";

    (void) state;
    assert_true(index_has_collation(definition, 1));
    assert_false(index_has_collation(definition, 2));
    assert_false(index_has_collation(definition, 3));
    assert_false(index_has_collation(definition, 4));
    assert_false(index_has_collation("not sql", 1));
}

/* ---- partitions ---- */

static const char partitions[] = "CREATE TABLE p (a int, b int) PARTITION BY RANGE (a); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9);"
                                 "CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (9) TO (99);";

static const char *
partitioned(Arena *arena, const char *sql)
{
    Vec lines = {0};

    VEC_EACH(const Object *, object, &parsed(arena, arena_printf(arena, "%s %s", partitions, sql))->objects)
        if (object->kind == KIND_INDEX)
            vec_add(arena, &lines, object->name);
    vec_sort_str(&lines);
    return vec_join(arena, &lines, ", ");
}

static void
copies_of_a_partitions_parent_are_no_objects(void **state)
{
    assert_string_equal(partitioned(*state, "CREATE INDEX i ON p (b)"), "i");
    assert_string_equal(partitioned(*state, "CREATE INDEX i ON ONLY p (b); CREATE INDEX k ON p1 (b); CREATE INDEX l ON p2 (b);"
                                            "ALTER INDEX i ATTACH PARTITION k; ALTER INDEX i ATTACH PARTITION l;"), "i");
    assert_string_equal(partitioned(*state, "CREATE INDEX k ON p1 (b); CREATE INDEX i ON p (b);"), "i");
    assert_string_equal(partitioned(*state, "CREATE INDEX i ON p (b); CREATE INDEX ON p1 (b);"), "i, p1_b_idx1");
}

static void
an_index_that_partitions_lack_is_refused(void **state)
{
    assert_string_equal(parsed_complaint(*state, arena_printf(*state, "%s CREATE INDEX i ON ONLY p (b); CREATE INDEX k ON p1 (b); ALTER INDEX i ATTACH PARTITION k;", partitions)),
                        "index public.i is never valid: partition public.p2 has no part of it");
    assert_string_equal(parsed_complaint(*state, arena_printf(*state, "%s ALTER TABLE ONLY p ADD UNIQUE (a);", partitions)),
                        "constraint p_a_key ON public.p is never valid: partition public.p1 has no part of it");
    assert_string_equal(partitioned(*state, "CREATE TABLE q (a int) PARTITION BY LIST (a); CREATE INDEX i ON ONLY q (a); CREATE TABLE q1 PARTITION OF q FOR VALUES IN (1)"), "i");
}

static void
an_attached_index_has_parts_of_its_own(void **state)
{
    assert_string_equal(partitioned(*state, "CREATE TABLE q (a int, b int) PARTITION BY LIST (a); CREATE TABLE q1 PARTITION OF q FOR VALUES IN (1) PARTITION BY LIST (b);"
                                            "CREATE TABLE q2 PARTITION OF q1 FOR VALUES IN (1); CREATE INDEX i ON ONLY q (a); CREATE INDEX k ON ONLY q1 (a);"
                                            "CREATE INDEX l ON q2 (a); ALTER INDEX i ATTACH PARTITION k; ALTER INDEX k ATTACH PARTITION l;"), "i");
}

/* ---- steps ---- */

static const char *
plan_of(Arena *arena, const char *from, const char *to)
{
    Error err = {0};
    Plan *plan;
    Vec lines = {0};

    if (!plan_make(arena, diff_make(arena, parsed(arena, from), parsed(arena, to), NULL), &(PlanOptions) {.server_version = 150000}, &plan, &err))
        fail_msg("%s", err.message);
    VEC_EACH(const Step *, step, &plan->steps)
        vec_add(arena, &lines, arena_printf(arena, "%s [%s]%s\n", step->sql, lock_text(step->lock), step_has_hazard(step, HAZARD_DROPS_INDEX) ? " !" : ""));
    return vec_join(arena, &lines, "");
}

static void
changes_take_the_least_step(void **state)
{
    static const struct { const char *from, *to, *plan; } cases[] = {
        {"", "CREATE UNIQUE INDEX i ON t (a DESC) INCLUDE (b) NULLS NOT DISTINCT WITH (fillfactor = 70) TABLESPACE fast WHERE a > 0",
         "CREATE UNIQUE INDEX i ON public.t USING btree (a DESC) INCLUDE (b) NULLS NOT DISTINCT WITH (fillfactor='70') TABLESPACE fast WHERE a > 0 [SHARE]\n"},
        {"CREATE INDEX i ON t (a)", "", "DROP INDEX public.i [ACCESS EXCLUSIVE] !\n"},
        {"CREATE INDEX i ON t (a)", "CREATE INDEX i ON t (a, b)",
         "DROP INDEX public.i [ACCESS EXCLUSIVE] !\nCREATE INDEX i ON public.t USING btree (a, b) [SHARE]\n"},
        {"CREATE INDEX i ON t (a) WITH (fillfactor = 70)", "CREATE INDEX i ON t (a) WITH (deduplicate_items = off)",
         "ALTER INDEX public.i SET (deduplicate_items='off') [SHARE UPDATE EXCLUSIVE]\nALTER INDEX public.i RESET (fillfactor) [SHARE UPDATE EXCLUSIVE]\n"},
        {"CREATE INDEX i ON t (a)", "CREATE INDEX i ON t (a) TABLESPACE fast", "ALTER INDEX public.i SET TABLESPACE fast [ACCESS EXCLUSIVE]\n"},
        {"CREATE INDEX i ON t (a, (a + 1)); ALTER INDEX i ALTER COLUMN 2 SET STATISTICS 50", "CREATE INDEX i ON t (a, (a + 1))",
         "ALTER INDEX public.i ALTER COLUMN 2 SET STATISTICS -1 [SHARE UPDATE EXCLUSIVE]\n"},
        {"CREATE INDEX i ON t (a)", "CREATE INDEX i ON u (a)",
         "DROP INDEX public.i [ACCESS EXCLUSIVE] !\nCREATE INDEX i ON public.u USING btree (a) [SHARE]\n"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
    {
        const char *tables = "CREATE TABLE t (a int, b int); CREATE TABLE u (a int);";

        assert_string_equal(plan_of(*state, arena_printf(*state, "%s %s", tables, cases[i].from), arena_printf(*state, "%s %s", tables, cases[i].to)),
                            cases[i].plan);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_the_default_is_not_written),
        cmocka_unit_test(names_are_postgresqls),
        cmocka_unit_test(names_are_looked_for_along_the_search_path),
        cmocka_unit_test(collations_of_keys_are_found_in_a_definition),
        cmocka_unit_test(copies_of_a_partitions_parent_are_no_objects),
        cmocka_unit_test(an_index_that_partitions_lack_is_refused),
        cmocka_unit_test(an_attached_index_has_parts_of_its_own),
        cmocka_unit_test(changes_take_the_least_step),
    };

    return cmocka_run_group_tests_name("indexes", tests, make_arena, drop_arena);
}
