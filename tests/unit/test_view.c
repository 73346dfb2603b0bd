/* Views and materialized views in a blueprint; options of relations. */
#include "engine/kinds/matview.h"
#include "engine/kinds/options.h"
#include "engine/kinds/view.h"
#include "engine/plan/diff.h"
#include "tests/support/arena.h"
#include "tests/support/parsed.h"

#include <setjmp.h>
#include <cmocka.h>

static const View *
view_of(Arena *arena, const char *sql)
{
    return parsed_object(parsed(arena, arena_printf(arena, "CREATE SCHEMA app; %s", sql)), KIND_VIEW, "app", NULL, "v");
}

static void
options_keep_their_order_and_know_the_check_option(void **state)
{
    const View *view = view_of(*state, "CREATE VIEW app.v WITH (security_invoker, security_barrier = false) AS SELECT 1 AS a WITH LOCAL CHECK OPTION");

    assert_string_equal(vec_join(*state, &view->options, " "), "security_invoker=true security_barrier=false check_option=local");
}

static void
alter_view_changes_options(void **state)
{
    const View *view = view_of(*state, "ALTER VIEW app.v SET (security_barrier = on); ALTER VIEW app.v RESET (security_invoker);"
                                       "CREATE VIEW app.v WITH (security_invoker) AS SELECT 1 AS a");

    assert_string_equal(vec_join(*state, &view->options, " "), "security_barrier=on");
}

static void
temporary_views_are_refused(void **state)
{
    assert_string_equal(parsed_complaint(*state, "CREATE TEMP VIEW v AS SELECT 1 AS a"),
                        "a view that doesn't last is no part of a blueprint");
}

static void
a_view_of_nulls_gives_way(void **state)
{
    const char *dummy = "CREATE VIEW app.v AS SELECT NULL::integer AS a, NULL::text COLLATE \"C\" AS b;";
    const char *real = "CREATE OR REPLACE VIEW app.v AS SELECT 1 AS a, 'x' COLLATE \"C\" AS b;";

    assert_non_null(strstr(view_of(*state, arena_printf(*state, "%s%s", dummy, real))->query->sql, "'x'"));
    assert_non_null(strstr(view_of(*state, arena_printf(*state, "%s%s", real, dummy))->query->sql, "'x'"));
    assert_non_null(strstr(view_of(*state, dummy)->query->sql, "NULL"));
}

static void
two_different_views_of_one_name_are_an_error(void **state)
{
    const char *complaint = parsed_complaint(*state, "CREATE VIEW v AS SELECT 1 AS a; CREATE VIEW v AS SELECT 2 AS a;");

    assert_non_null(strstr(complaint, "defined twice"));
}

static void
or_replace_counts_and_the_later_one_of_two(void **state)
{
    static const char one[] = "CREATE VIEW app.v AS SELECT 1 AS a;", two[] = "CREATE OR REPLACE VIEW app.v AS SELECT 2 AS a;";
    static const char three[] = "CREATE OR REPLACE VIEW app.v AS SELECT 3 AS a;", drop[] = "DROP VIEW app.v;";

    assert_non_null(strstr(view_of(*state, arena_printf(*state, "%s%s", one, two))->query->sql, "2"));
    assert_non_null(strstr(view_of(*state, arena_printf(*state, "%s%s", two, one))->query->sql, "2"));
    assert_non_null(strstr(view_of(*state, arena_printf(*state, "%s%s%s", one, two, three))->query->sql, "3"));
    assert_non_null(strstr(view_of(*state, arena_printf(*state, "%s%s", three, two))->query->sql, "2"));
    assert_non_null(strstr(view_of(*state, arena_printf(*state, "%s%s%s", one, drop, two))->query->sql, "2"));
}

static const MatView *
matview_of(Arena *arena, const char *sql)
{
    return parsed_object(parsed(arena, arena_printf(arena, "CREATE SCHEMA app; %s", sql)), KIND_MATVIEW, "app", NULL, "m");
}

static void
materialized_views_are_read(void **state)
{
    const MatView *view = matview_of(*state, "CREATE MATERIALIZED VIEW app.m (x) USING heap WITH (fillfactor = 70) TABLESPACE fast AS SELECT 1");

    assert_null(view->access_method);
    assert_string_equal(view->tablespace, "fast");
    assert_string_equal(vec_join(*state, &view->options, " "), "fillfactor=70");
    assert_string_equal(view->populated, "yes");
}

static void
what_is_not_filled_may_be_either(void **state)
{
    const char *create = "CREATE MATERIALIZED VIEW app.m AS SELECT 1 AS a WITH NO DATA;";

    assert_null(matview_of(*state, create)->populated);
    assert_string_equal(matview_of(*state, arena_printf(*state, "REFRESH MATERIALIZED VIEW app.m; %s", create))->populated, "yes");
}

static void
create_table_as_is_refused(void **state)
{
    assert_non_null(strstr(parsed_complaint(*state, "CREATE TABLE t AS SELECT 1 AS a"), "declares nothing"));
}

static void
options_as_sql(void **state)
{
    Vec old = {0}, new = {0};

    vec_add(*state, &old, "a=1");
    vec_add(*state, &old, "b=it's");
    vec_add(*state, &old, "toast.c=x=y");
    vec_add(*state, &new, "a=2");
    vec_add(*state, &new, "ab=1");
    vec_add(*state, &new, "b=it's");
    assert_string_equal(options_with(*state, &old), " WITH (a='1', b='it''s', toast.c='x=y')");
    assert_string_equal(options_to_set(*state, &old, &new), "a='2', ab='1'");
    assert_string_equal(options_to_reset(*state, &old, &new), "toast.c");
    assert_null(options_to_set(*state, &old, &old));
    assert_null(options_to_reset(*state, &new, &new));
    assert_string_equal(options_get(*state, &new, "a"), "2");
    assert_null(options_get(*state, &new, "toast.c"));
}

static const char two_tables[] =
    "CREATE SCHEMA app; CREATE TABLE app.t (id integer, name text, code varchar(8), n numeric(12,2));"
    "CREATE TABLE app.u (id bigint, name text COLLATE \"C\", code varchar(8), n numeric);";

static void
assert_action(Arena *arena, const char *old_query, const char *new_query, Action action)
{
    Model *old = parsed(arena, arena_printf(arena, "%sCREATE VIEW app.v AS %s", two_tables, old_query));
    Model *new = parsed(arena, arena_printf(arena, "%sCREATE VIEW app.v AS %s", two_tables, new_query));
    Diff *diff = diff_make(arena, old, new, NULL);
    Action found = diff_change_of(diff, parsed_object(new, KIND_VIEW, "app", NULL, "v"))->action;

    if (found != action)
        fail_msg("%s -> %s: action %d", old_query, new_query, found);
}

static void
or_replace_does_what_keeps_every_column(void **state)
{
    const char *all = "SELECT t.id, t.name, t.code, t.n FROM app.t";

    assert_action(*state, all, all, ACTION_KEEP);
    assert_action(*state, all, "SELECT t.id, t.name, t.code, t.n FROM app.t WHERE t.id > 1", ACTION_ALTER);
    assert_action(*state, all, "SELECT t.id, t.name, t.code, t.n, 1 AS more FROM app.t", ACTION_ALTER);
    assert_action(*state, all, "SELECT t.id, t.name, t.code, t.n, u.id AS u FROM app.t JOIN app.u USING (name)", ACTION_ALTER);
    assert_action(*state, "SELECT id FROM app.t", "SELECT id + 1 AS id FROM app.t", ACTION_ALTER);
    assert_action(*state, "SELECT upper(name) AS name FROM app.t", "SELECT upper(name) AS name FROM app.t GROUP BY name", ACTION_ALTER);
}

static void
or_replace_does_not_change_columns(void **state)
{
    assert_action(*state, "SELECT id, name FROM app.t", "SELECT id FROM app.t", ACTION_RECREATE);
    assert_action(*state, "SELECT id, name FROM app.t", "SELECT name, id FROM app.t", ACTION_RECREATE);
    assert_action(*state, "SELECT id FROM app.t", "SELECT id AS other FROM app.t", ACTION_RECREATE);
    assert_action(*state, "SELECT id FROM app.t", "SELECT id FROM app.u", ACTION_RECREATE);
    assert_action(*state, "SELECT name FROM app.t", "SELECT name FROM app.u", ACTION_RECREATE);
    assert_action(*state, "SELECT n FROM app.t", "SELECT n FROM app.u", ACTION_RECREATE);
    assert_action(*state, "SELECT q.n FROM (SELECT n FROM app.t) q", "SELECT q.n FROM (SELECT n FROM app.u) q", ACTION_RECREATE);
    assert_action(*state, "SELECT id FROM app.t", "SELECT id FROM app.t UNION SELECT id FROM app.u", ACTION_RECREATE);
    assert_action(*state, "WITH t AS (SELECT n FROM app.t) SELECT t.n FROM t", "WITH t AS (SELECT n FROM app.u) SELECT t.n FROM t", ACTION_RECREATE);
    assert_action(*state, "SELECT x.n FROM app.u AS x (id, name, code, n)", "SELECT x.n FROM app.u AS x (id, name, n, code)", ACTION_RECREATE);
    assert_action(*state, "SELECT x.a FROM app.t AS x (a)", "SELECT x.a FROM app.u AS x (a)", ACTION_RECREATE);
    assert_action(*state, "SELECT max(name) AS name FROM app.t", "SELECT max(name) COLLATE \"C\" AS name FROM app.t", ACTION_RECREATE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_keep_their_order_and_know_the_check_option),
        cmocka_unit_test(alter_view_changes_options),
        cmocka_unit_test(temporary_views_are_refused),
        cmocka_unit_test(a_view_of_nulls_gives_way),
        cmocka_unit_test(two_different_views_of_one_name_are_an_error),
        cmocka_unit_test(or_replace_counts_and_the_later_one_of_two),
        cmocka_unit_test(materialized_views_are_read),
        cmocka_unit_test(what_is_not_filled_may_be_either),
        cmocka_unit_test(create_table_as_is_refused),
        cmocka_unit_test(options_as_sql),
        cmocka_unit_test(or_replace_does_what_keeps_every_column),
        cmocka_unit_test(or_replace_does_not_change_columns),
    };
    return cmocka_run_group_tests_name("view", tests, make_arena, drop_arena);
}
