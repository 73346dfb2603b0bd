/* Triggers and policies in a blueprint; the condition in a trigger's definition. */
#include "engine/kinds/policy.h"
#include "engine/kinds/statistics.h"
#include "engine/kinds/trigger.h"
#include "parser/triggerdef.h"
#include "tests/support/arena.h"
#include "tests/support/parsed.h"

#include <setjmp.h>
#include <cmocka.h>

static const char table[] =
    "CREATE SCHEMA app; CREATE TABLE app.t (a integer, b text);"
    "CREATE FUNCTION app.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';";

static const Trigger *
trigger_of(Arena *arena, const char *sql)
{
    return parsed_object(parsed(arena, arena_printf(arena, "%s;%s", sql, table)), KIND_TRIGGER, "app", "t", "x");
}

static void
a_trigger_with_everything(void **state)
{
    const Trigger *trigger = trigger_of(*state,
        "CREATE OR REPLACE TRIGGER x BEFORE UPDATE OF b, a OR INSERT ON app.t FOR EACH ROW WHEN (NEW.a > 1) EXECUTE PROCEDURE app.f('it''s', 5);"
        "ALTER TABLE app.t ENABLE ALWAYS TRIGGER x;");

    assert_string_equal(trigger->timing, "BEFORE");
    assert_string_equal(vec_join(*state, &trigger->events, " "), "INSERT UPDATE");
    assert_string_equal(vec_join(*state, &trigger->update_columns, " "), "b a");
    assert_true(trigger->for_each_row);
    assert_non_null(trigger->when);
    assert_string_equal(trigger->function, "app.f");
    assert_string_equal(vec_join(*state, &trigger->arguments, "|"), "it's|5");
    assert_string_equal(trigger->enabled, "ENABLE ALWAYS");
}

static void
a_statement_trigger_with_transition_tables(void **state)
{
    const Trigger *trigger = trigger_of(*state,
        "CREATE TRIGGER x AFTER DELETE ON app.t REFERENCING OLD TABLE AS \"Gone\" EXECUTE FUNCTION app.f();");

    assert_string_equal(trigger->timing, "AFTER");
    assert_false(trigger->for_each_row);
    assert_string_equal(trigger->old_table, "Gone");
    assert_null(trigger->new_table);
    assert_string_equal(trigger->enabled, "ENABLE");
}

static void
a_constraint_trigger(void **state)
{
    const Trigger *trigger = trigger_of(*state,
        "CREATE CONSTRAINT TRIGGER x AFTER INSERT ON app.t FROM app.t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.f();");

    assert_true(trigger->constraint && trigger->deferrable && trigger->initially_deferred);
    assert_string_equal(trigger->from_table, "app.t");
}

static void
built_in_functions_stay_bare(void **state)
{
    const Trigger *trigger = trigger_of(*state,
        "CREATE TRIGGER x BEFORE UPDATE ON app.t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();");

    assert_string_equal(trigger->function, "suppress_redundant_updates_trigger");
}

static void
all_triggers_of_a_table_are_meant_wherever_it_says_so(void **state)
{
    static const char create[] = "CREATE TRIGGER x BEFORE UPDATE ON app.t FOR EACH ROW EXECUTE FUNCTION app.f();";

    assert_string_equal(trigger_of(*state, arena_printf(*state, "ALTER TABLE app.t DISABLE TRIGGER USER;%s", create))->enabled, "DISABLE");
    assert_string_equal(trigger_of(*state, arena_printf(*state, "%sALTER TABLE app.t DISABLE TRIGGER ALL; ALTER TABLE app.t ENABLE TRIGGER ALL", create))->enabled,
                        "ENABLE");
    assert_string_equal(trigger_of(*state, arena_printf(*state, "%sALTER TABLE app.t DISABLE TRIGGER USER; ALTER TABLE app.t ENABLE ALWAYS TRIGGER x", create))->enabled,
                        "ENABLE ALWAYS");
    assert_string_equal(trigger_of(*state, arena_printf(*state, "%sALTER TABLE app.t ENABLE ALWAYS TRIGGER x; ALTER TABLE app.t DISABLE TRIGGER USER", create))->enabled,
                        "DISABLE");
}

static void
what_no_model_can_hold_is_refused(void **state)
{
    assert_non_null(strstr(parsed_complaint(*state, arena_printf(*state, "%sALTER TABLE app.t DISABLE TRIGGER nope;", table)), "nope"));
    assert_non_null(strstr(parsed_complaint(*state, arena_printf(*state, "%sCREATE TRIGGER x AFTER UPDATE ON app.t REFERENCING NEW ROW AS n "
                                                                         "EXECUTE FUNCTION app.f();", table)), "no names for rows"));
}

static void
the_condition_of_a_definition_is_found(void **state)
{
    assert_string_equal(triggerdef_when(*state, "CREATE TRIGGER \"a WHEN (1)\" BEFORE UPDATE ON s.t FOR EACH ROW "
                                                "WHEN (((new.b = ') EXECUTE FUNCTION x('::text) OR (old.a > 1))) EXECUTE FUNCTION s.f('WHEN (')"),
                        "new.b = ') EXECUTE FUNCTION x('::text OR old.a > 1");
    assert_null(triggerdef_when(*state, "CREATE TRIGGER x BEFORE UPDATE ON s.t FOR EACH ROW EXECUTE FUNCTION s.f()"));
    assert_null(triggerdef_when(*state, "CREATE TRIGGER"));
    assert_null(triggerdef_when(*state, ""));
}

static const Policy *
policy_of(Arena *arena, const char *sql)
{
    return parsed_object(parsed(arena, arena_printf(arena, "%s;%s", sql, table)), KIND_POLICY, "app", "t", "p");
}

static void
policies_are_read(void **state)
{
    const Policy *policy = policy_of(*state, "CREATE POLICY p ON app.t AS RESTRICTIVE FOR UPDATE TO zoe, \"Ann\", current_user USING (a > 1)");

    assert_false(policy->permissive);
    assert_string_equal(policy->command, "UPDATE");
    assert_string_equal(vec_join(*state, &policy->roles, " "), "\"Ann\" me zoe");
    assert_non_null(policy->using_expr);
    assert_null(policy->check_expr);
}

static void
public_takes_in_all_roles(void **state)
{
    assert_string_equal(vec_join(*state, &policy_of(*state, "CREATE POLICY p ON app.t TO zoe, PUBLIC USING (true)")->roles, " "), "PUBLIC");
    assert_string_equal(vec_join(*state, &policy_of(*state, "CREATE POLICY p ON app.t USING (true)")->roles, " "), "PUBLIC");
}

static void
alter_policy_changes_parts(void **state)
{
    const Policy *policy = policy_of(*state, "ALTER POLICY p ON app.t TO zoe WITH CHECK (b = 'x'); CREATE POLICY p ON app.t USING (a > 1) WITH CHECK (a > 2)");

    assert_string_equal(vec_join(*state, &policy->roles, " "), "zoe");
    assert_non_null(strstr(policy->using_expr->sql, "a > 1"));
    assert_non_null(strstr(policy->check_expr->sql, "'x'"));
}

static const StatisticsDef *
statistics_of(Arena *arena, const char *sql)
{
    return parsed_object(parsed(arena, arena_printf(arena, "%s;%s", sql, table)), KIND_STATISTICS, "app", NULL, "s");
}

static void
statistics_are_read(void **state)
{
    const StatisticsDef *statistics = statistics_of(*state, "ALTER STATISTICS app.s SET STATISTICS 50; CREATE STATISTICS app.s ON (b), a, (lower(b)) FROM app.t");

    assert_string_equal(vec_join(*state, &statistics->columns, " "), "a b");
    assert_int_equal(statistics->expressions.count, 1);
    assert_string_equal(vec_join(*state, &statistics->kinds, " "), "dependencies mcv ndistinct");
    assert_int_equal(statistics->target, 50);
    assert_int_equal(statistics_of(*state, "CREATE STATISTICS app.s ON (lower(b)) FROM app.t")->kinds.count, 0);
    assert_string_equal(vec_join(*state, &statistics_of(*state, "CREATE STATISTICS app.s (mcv) ON a, b FROM app.t")->kinds, " "), "mcv");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_trigger_with_everything),
        cmocka_unit_test(a_statement_trigger_with_transition_tables),
        cmocka_unit_test(a_constraint_trigger),
        cmocka_unit_test(built_in_functions_stay_bare),
        cmocka_unit_test(all_triggers_of_a_table_are_meant_wherever_it_says_so),
        cmocka_unit_test(what_no_model_can_hold_is_refused),
        cmocka_unit_test(the_condition_of_a_definition_is_found),
        cmocka_unit_test(policies_are_read),
        cmocka_unit_test(public_takes_in_all_roles),
        cmocka_unit_test(alter_policy_changes_parts),
        cmocka_unit_test(statistics_are_read),
    };
    return cmocka_run_group_tests_name("trigger", tests, make_arena, drop_arena);
}
