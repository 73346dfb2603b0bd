/* From blueprint to blueprint without a database: what the plan says, to the letter. */
#include "engine/plan/plan.h"
#include "parser/parser.h"

#include <setjmp.h>
#include <stdlib.h>
#include <cmocka.h>

static Model *
model_of(Arena *arena, const char *name, const char *sql)
{
    Findings findings;
    Model *model;

    findings_init(&findings, arena);
    if (!parse_text(arena, name, sql, NULL, &model, &findings))
    {
        for (size_t i = 0; i < findings.count; i++)
            print_error("%s: %s\n", origin_text(arena, findings.items[i]->at), findings.items[i]->message);
        fail();
    }
    return model;
}

static const char *
plan_of(Arena *arena, const char *from, const char *to)
{
    Error err = {0};
    Plan *plan;
    Vec lines = {0};

    if (!plan_make(arena, diff_make(arena, model_of(arena, "from.sql", from), model_of(arena, "to.sql", to), NULL), &(PlanOptions) {.server_version = 150000}, &plan, &err))
        return arena_printf(arena, "refused: %s", err.message);
    VEC_EACH(const Step *, step, &plan->steps)
        vec_add(arena, &lines, arena_printf(arena, "%s;\n", step->sql));
    return vec_join(arena, &lines, "");
}

static void
check_plan(const char *from, const char *to, const char *wanted)
{
    Arena *arena = arena_new();

    assert_string_equal(plan_of(arena, from, to), wanted);
    arena_free(arena);
}

static void
equal_blueprints_need_nothing(void **state)
{
    const char *sql = "CREATE SCHEMA app; CREATE TABLE app.t (id int PRIMARY KEY, note text DEFAULT 'x'); CREATE VIEW app.v AS SELECT id FROM app.t;";

    (void) state;
    check_plan(sql, sql, "");
}

static void
a_column_is_added(void **state)
{
    (void) state;
    check_plan("CREATE TABLE t (id integer);", "CREATE TABLE t (id int, note text DEFAULT 'x');",
               "ALTER TABLE public.t ADD COLUMN note text DEFAULT 'x';\n");
}

static void
mutual_foreign_keys_are_made_after_both_tables_and_dropped_before(void **state)
{
    const char *sql = "CREATE TABLE a (id int PRIMARY KEY, b int REFERENCES b (id)); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a (id));";
    Arena *arena = arena_new();
    const char *made = plan_of(arena, "", sql), *dropped = plan_of(arena, sql, "");

    (void) state;
    assert_non_null(strstr(made, "ADD CONSTRAINT a_b_fkey"));
    assert_true(strstr(made, "ADD CONSTRAINT a_b_fkey") > strstr(made, "CREATE TABLE public.b"));
    assert_true(strstr(dropped, "DROP CONSTRAINT b_a_fkey") < strstr(dropped, "DROP TABLE public.a"));
    arena_free(arena);
}

static void
what_hangs_on_a_changed_column_goes_and_comes_back(void **state)
{
    Arena *arena = arena_new();
    const char *view = "CREATE VIEW v AS SELECT id, n FROM t; CREATE VIEW w AS SELECT n FROM v; COMMENT ON VIEW w IS 'kept';";
    const char *plan = plan_of(arena, arena_printf(arena, "CREATE TABLE t (id int, n int); %s", view),
                               arena_printf(arena, "CREATE TABLE t (id int, n bigint); %s", view));

    (void) state;
    assert_non_null(strstr(plan, "DROP VIEW public.w"));
    assert_true(strstr(plan, "DROP VIEW public.w") < strstr(plan, "DROP VIEW public.v"));
    assert_true(strstr(plan, "DROP VIEW public.v") < strstr(plan, "ALTER COLUMN n"));
    assert_true(strstr(plan, "ALTER COLUMN n") < strstr(plan, "CREATE VIEW public.v"));
    assert_true(strstr(plan, "CREATE VIEW public.v") < strstr(plan, "CREATE VIEW public.w"));
    assert_non_null(strstr(plan, "COMMENT ON VIEW public.w IS 'kept'"));
    arena_free(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_blueprints_need_nothing),
        cmocka_unit_test(a_column_is_added),
        cmocka_unit_test(mutual_foreign_keys_are_made_after_both_tables_and_dropped_before),
        cmocka_unit_test(what_hangs_on_a_changed_column_goes_and_comes_back),
    };

    return cmocka_run_group_tests_name("plans from blueprint to blueprint", tests, NULL, NULL);
}
