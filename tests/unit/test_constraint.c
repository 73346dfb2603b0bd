/* Constraints: what a blueprint says of them, the names they get, and the steps of a plan. */
#include "engine/kinds/column.h"
#include "engine/kinds/constraint.h"
#include "engine/plan/plan.h"
#include "tests/support/arena.h"
#include "tests/support/parsed.h"

#include <setjmp.h>
#include <cmocka.h>

/* "name: definition" of every constraint, a line each. */
static const char *
constraints_of(Arena *arena, const char *sql)
{
    Vec lines = {0};

    VEC_EACH(const Object *, object, &parsed(arena, sql)->objects)
        if (object->kind == KIND_CONSTRAINT)
            vec_add(arena, &lines, arena_printf(arena, "%s: %s\n", object->name, constraint_definition(arena, (const ConstraintDef *) object)));
    vec_sort_str(&lines);
    return vec_join(arena, &lines, "");
}

static void
definitions_are_written_as_sql(void **state)
{
    static const struct { const char *element, *definition; } cases[] = {
        {"PRIMARY KEY (a, b)", "PRIMARY KEY (a, b)"},
        {"PRIMARY KEY (a) INCLUDE (b) WITH (fillfactor = 70)", "PRIMARY KEY (a) INCLUDE (b) WITH (fillfactor='70')"},
        {"UNIQUE NULLS NOT DISTINCT (a) DEFERRABLE", "UNIQUE NULLS NOT DISTINCT (a) DEFERRABLE"},
        {"UNIQUE (\"select\") INITIALLY DEFERRED", "UNIQUE (\"select\") DEFERRABLE INITIALLY DEFERRED"},
        {"UNIQUE (a) USING INDEX TABLESPACE fast", "UNIQUE (a) USING INDEX TABLESPACE fast"},
        {"UNIQUE (a) USING INDEX TABLESPACE pg_default", "UNIQUE (a)"},
        {"CHECK (a > 0) NO INHERIT", "CHECK (a > 0) NO INHERIT"},
        {"FOREIGN KEY (a) REFERENCES r", "FOREIGN KEY (a) REFERENCES public.r (id)"},
        {"FOREIGN KEY (a, b) REFERENCES r (x, y) MATCH FULL ON UPDATE CASCADE ON DELETE SET NULL (b) DEFERRABLE",
         "FOREIGN KEY (a, b) REFERENCES public.r (x, y) MATCH FULL ON UPDATE CASCADE ON DELETE SET NULL (b) DEFERRABLE"},
        {"EXCLUDE USING gist (a WITH =, r DESC WITH OPERATOR(pg_catalog.&&)) WHERE (a > 0)",
         "EXCLUDE USING gist (a WITH =, r DESC WITH &&) WHERE (a > 0)"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
    {
        const char *sql = arena_printf(*state, "CREATE TABLE r (id int CONSTRAINT k PRIMARY KEY, x int, y int, CONSTRAINT l UNIQUE (y, x));"
                                               "CREATE TABLE t (a int, b int, r int4range, \"select\" int, CONSTRAINT c %s)", cases[i].element);

        assert_string_equal(constraints_of(*state, sql),
                            arena_printf(*state, "c: %s\nk: PRIMARY KEY (id)\nl: UNIQUE (y, x)\n", cases[i].definition));
    }
}

/* ---- names: what PostgreSQL 15 chose for these ---- */

static void
names_are_postgresqls(void **state)
{
    assert_string_equal(constraints_of(*state, "CREATE TABLE t (a int PRIMARY KEY CHECK (a > 0), b int UNIQUE, CHECK (a > b), CHECK (b > 0), UNIQUE (b, a))"),
                        "t_a_check: CHECK (a > 0)\nt_b_a_key: UNIQUE (b, a)\nt_b_check: CHECK (b > 0)\nt_b_key: UNIQUE (b)\n"
                        "t_check: CHECK (a > b)\nt_pkey: PRIMARY KEY (a)\n");
    assert_string_equal(constraints_of(*state, "CREATE DOMAIN d AS int CHECK (VALUE > 0) CHECK (VALUE < 9)"),
                        "d_check1: CHECK (value < 9)\nd_check: CHECK (value > 0)\n");
}

static void
taken_names_get_a_number(void **state)
{
    /* a_b_c is the column b_c of a, and the column c of a_b; a constraint's name is free in another schema. */
    assert_string_equal(constraints_of(*state, "CREATE TABLE a (b_c int UNIQUE CHECK (b_c > 0)); CREATE TABLE a_b (c int UNIQUE CHECK (c > 0))"),
                        "a_b_c_check1: CHECK (c > 0)\na_b_c_check: CHECK (b_c > 0)\na_b_c_key1: UNIQUE (c)\na_b_c_key: UNIQUE (b_c)\n");
    assert_string_equal(constraints_of(*state, "CREATE TABLE t_a_key (x int); CREATE TABLE t (a int UNIQUE)"), "t_a_key1: UNIQUE (a)\n");
    assert_string_equal(constraints_of(*state, "CREATE SCHEMA s; CREATE TABLE t (a int UNIQUE); CREATE TABLE s.t (a int UNIQUE)"),
                        "t_a_key: UNIQUE (a)\nt_a_key: UNIQUE (a)\n");
}

static void
long_names_are_cut_in_the_middle(void **state)
{
    assert_string_equal(constraints_of(*state, "CREATE TABLE a_table_with_a_rather_long_name_indeed (a_column_with_a_rather_long_name int UNIQUE)"),
                        "a_table_with_a_rather_long_na_a_column_with_a_rather_long_n_key: UNIQUE (a_column_with_a_rather_long_name)\n");
    assert_string_equal(constraints_of(*state, "CREATE TABLE \"ääääääääääääääääääääääääääääää\" (\"öööööööööööööööööö\" int UNIQUE)"),
                        "ääääääääääääää_öööööööööööööö_key: UNIQUE (\"öööööööööööööööööö\")\n");
}

/* ---- repeats ---- */

static void
repeated_keys_of_one_statement_are_one(void **state)
{
    assert_string_equal(constraints_of(*state, "CREATE TABLE t (a int PRIMARY KEY UNIQUE)"), "t_pkey: PRIMARY KEY (a)\n");
    assert_string_equal(constraints_of(*state, "CREATE TABLE t (a int PRIMARY KEY, CONSTRAINT lent UNIQUE (a))"), "lent: PRIMARY KEY (a)\n");
    assert_string_equal(constraints_of(*state, "CREATE TABLE t (a int UNIQUE, UNIQUE (a) DEFERRABLE)"),
                        "t_a_key1: UNIQUE (a) DEFERRABLE\nt_a_key: UNIQUE (a)\n");
    assert_string_equal(constraints_of(*state, "CREATE TABLE t (a int UNIQUE); ALTER TABLE t ADD UNIQUE (a)"),
                        "t_a_key1: UNIQUE (a)\nt_a_key: UNIQUE (a)\n");
}

static void
primary_keys_are_not_null(void **state)
{
    const Model *model = parsed(*state, "CREATE TABLE t (PRIMARY KEY (b), a int, b int)");

    assert_true(((const Column *) parsed_object(model, KIND_COLUMN, "public", "t", "b"))->not_null);
    assert_false(((const Column *) parsed_object(model, KIND_COLUMN, "public", "t", "a"))->not_null);
}

static void
validity_counts_only_where_there_may_be_rows(void **state)
{
    assert_string_equal(constraints_of(*state, "CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0) NOT VALID)"), "c: CHECK (a > 0)\n");
    assert_string_equal(constraints_of(*state, "CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID"),
                        "c: CHECK (a > 0) NOT VALID\n");
    assert_string_equal(constraints_of(*state, "CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT c"),
                        "c: CHECK (a > 0)\n");
}

static void
an_index_becomes_a_constraint(void **state)
{
    const char *sql = "ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX i DEFERRABLE; CREATE TABLE t (a int, b int);"
                      "CREATE UNIQUE INDEX i ON t (a) INCLUDE (b) WITH (fillfactor = 60);";

    assert_string_equal(constraints_of(*state, sql), "k: UNIQUE (a) INCLUDE (b) WITH (fillfactor='60') DEFERRABLE\n");
    assert_null(model_find(parsed(*state, sql), SPACE_RELATION, "public", NULL, "i"));
    assert_non_null(model_find_taken(parsed(*state, sql), SPACE_RELATION, "public", NULL, "k"));
    assert_string_equal(parsed_complaint(*state, "CREATE TABLE t (a int); CREATE INDEX i ON t (a); ALTER TABLE t ADD UNIQUE USING INDEX i"),
                        "index i can't become a constraint: it is not unique");
}

/* ---- foreign keys ---- */

static void
foreign_keys_need_a_key(void **state)
{
    assert_string_equal(parsed_complaint(*state, "CREATE TABLE r (a int); CREATE TABLE t (a int REFERENCES r)"),
                        "constraint t_a_fkey ON public.t: table public.r has no primary key");
    assert_string_equal(parsed_complaint(*state, "CREATE TABLE r (a int); CREATE TABLE t (a int REFERENCES r (a))"),
                        "constraint t_a_fkey ON public.t: no key of table public.r has the columns (a)");
    assert_string_equal(parsed_complaint(*state, "CREATE TABLE r (a int UNIQUE DEFERRABLE); CREATE TABLE t (a int REFERENCES r (a))"),
                        "constraint t_a_fkey ON public.t: no key of table public.r has the columns (a)");
    assert_string_equal(parsed_complaint(*state, "CREATE TABLE t (a int REFERENCES nowhere (a))"),
                        "constraint t_a_fkey ON public.t: table public.nowhere does not exist in the blueprint");
    assert_string_equal(parsed_complaint(*state, "CREATE TABLE r (a int PRIMARY KEY); CREATE TABLE t (a int REFERENCES r (b))"),
                        "constraint t_a_fkey ON public.t: table public.r has no column b");
    assert_string_equal(parsed_complaint(*state, "CREATE TABLE t (a int, UNIQUE (a, b))"), "constraint t_a_b_key ON public.t: table public.t has no column b");
}

static bool
needs(const Object *object, Space space, const char *parent, const char *name)
{
    VEC_EACH(const Ref *, need, &object->needs)
        if (need->space == space && str_eq(need->parent, parent) && str_eq(need->name, name))
            return true;
    return false;
}

static void
foreign_keys_depend_on_the_key(void **state)
{
    const Model *model = parsed(*state, "CREATE TABLE t (a int REFERENCES r (x), b int REFERENCES r (y));"
                                        "CREATE TABLE r (x int UNIQUE, y int); CREATE UNIQUE INDEX r_y ON r (y);");

    assert_true(needs(parsed_object(model, KIND_CONSTRAINT, "public", "t", "t_a_fkey"), SPACE_CONSTRAINT, "r", "r_x_key"));
    assert_true(needs(parsed_object(model, KIND_CONSTRAINT, "public", "t", "t_b_fkey"), SPACE_RELATION, NULL, "r_y"));
}

/* ---- partitions ---- */

static void
copies_of_a_partitions_parent_are_no_objects(void **state)
{
    const char *tables = "CREATE TABLE p (a int NOT NULL, b int) PARTITION BY RANGE (a); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9);";

    /* As a dump has them. */
    assert_string_equal(constraints_of(*state, arena_printf(*state, "%s ALTER TABLE ONLY p ADD CONSTRAINT p_pkey PRIMARY KEY (a);"
                                                                    "ALTER TABLE ONLY p1 ADD CONSTRAINT p1_pkey PRIMARY KEY (a);"
                                                                    "ALTER INDEX p_pkey ATTACH PARTITION p1_pkey;", tables)),
                        "p_pkey: PRIMARY KEY (a)\n");
    /* One that was there before serves as the copy; one that comes later is one more, and its name is not that of the copy. */
    assert_string_equal(constraints_of(*state, arena_printf(*state, "%s ALTER TABLE p1 ADD UNIQUE (a, b); ALTER TABLE p ADD UNIQUE (a, b);", tables)),
                        "p_a_b_key: UNIQUE (a, b)\n");
    assert_string_equal(constraints_of(*state, arena_printf(*state, "%s ALTER TABLE p ADD UNIQUE (a, b); ALTER TABLE p1 ADD UNIQUE (a, b);", tables)),
                        "p1_a_b_key1: UNIQUE (a, b)\np_a_b_key: UNIQUE (a, b)\n");
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
        vec_add(arena, &lines, arena_printf(arena, "%s [%s]\n", step->sql, lock_text(step->lock)));
    return vec_join(arena, &lines, "");
}

static void
changes_take_the_least_step(void **state)
{
    static const struct { const char *from, *to, *plan; } cases[] = {
        {"", "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)", "ALTER TABLE public.t ADD CONSTRAINT c CHECK (a > 0) [ACCESS EXCLUSIVE]\n"},
        {"", "ALTER TABLE t ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES r",
         "ALTER TABLE public.t ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES public.r (id) [SHARE ROW EXCLUSIVE]\n"},
        {"ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID", "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)",
         "ALTER TABLE public.t VALIDATE CONSTRAINT c [SHARE UPDATE EXCLUSIVE]\n"},
        {"ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)", "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 1)",
         "ALTER TABLE public.t DROP CONSTRAINT c [ACCESS EXCLUSIVE]\nALTER TABLE public.t ADD CONSTRAINT c CHECK (a > 1) [ACCESS EXCLUSIVE]\n"},
        {"ALTER TABLE t ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES r", "ALTER TABLE t ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES r INITIALLY DEFERRED",
         "ALTER TABLE public.t ALTER CONSTRAINT c DEFERRABLE INITIALLY DEFERRED [ACCESS EXCLUSIVE]\n"},
        {"ALTER TABLE t ADD CONSTRAINT c UNIQUE (a)", "ALTER TABLE t ADD CONSTRAINT c UNIQUE (a) WITH (fillfactor = 50)",
         "ALTER INDEX public.c SET (fillfactor='50') [SHARE UPDATE EXCLUSIVE]\n"},
        {"ALTER TABLE t ADD CONSTRAINT c UNIQUE (a)", "CREATE UNIQUE INDEX c ON t (a)",
         "ALTER TABLE public.t DROP CONSTRAINT c [ACCESS EXCLUSIVE]\nCREATE UNIQUE INDEX c ON public.t USING btree (a) [SHARE]\n"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
    {
        const char *tables = "CREATE TABLE r (id int PRIMARY KEY); CREATE TABLE t (a int);";

        assert_string_equal(plan_of(*state, arena_printf(*state, "%s %s", tables, cases[i].from), arena_printf(*state, "%s %s", tables, cases[i].to)),
                            cases[i].plan);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(definitions_are_written_as_sql),
        cmocka_unit_test(names_are_postgresqls),
        cmocka_unit_test(taken_names_get_a_number),
        cmocka_unit_test(long_names_are_cut_in_the_middle),
        cmocka_unit_test(repeated_keys_of_one_statement_are_one),
        cmocka_unit_test(primary_keys_are_not_null),
        cmocka_unit_test(validity_counts_only_where_there_may_be_rows),
        cmocka_unit_test(an_index_becomes_a_constraint),
        cmocka_unit_test(foreign_keys_need_a_key),
        cmocka_unit_test(foreign_keys_depend_on_the_key),
        cmocka_unit_test(copies_of_a_partitions_parent_are_no_objects),
        cmocka_unit_test(changes_take_the_least_step),
    };

    return cmocka_run_group_tests_name("constraints", tests, make_arena, drop_arena);
}
