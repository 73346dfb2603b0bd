/* Rules, event triggers, publications and subscriptions in a blueprint; the parts of a connection. */
#include "engine/kinds/event_trigger.h"
#include "engine/kinds/publication.h"
#include "engine/kinds/publication_member.h"
#include "engine/kinds/rule.h"
#include "engine/kinds/subscription.h"
#include "tests/support/arena.h"
#include "tests/support/parsed.h"

#include <setjmp.h>
#include <cmocka.h>

static const char tables[] = "CREATE SCHEMA app; CREATE TABLE app.t (id integer, a integer); CREATE TABLE app.log (id integer, what text);";

static const Model *
model_of(Arena *arena, const char *sql)
{
    return parsed(arena, arena_printf(arena, "%s%s", tables, sql));
}

static const char *
complaint(Arena *arena, const char *sql)
{
    return parsed_complaint(arena, arena_printf(arena, "%s%s", tables, sql));
}

static void
a_rule_is_read(void **state)
{
    const Model *model = model_of(*state, "CREATE OR REPLACE RULE r AS ON UPDATE TO app.t WHERE NEW.a > 1 DO INSTEAD"
                                          " (INSERT INTO app.log VALUES (OLD.*); NOTIFY seen);"
                                          " ALTER TABLE app.t DISABLE RULE r");
    const Rule *rule = parsed_object(model, KIND_RULE, "app", "t", "r");

    assert_string_equal(rule->event, "UPDATE");
    assert_true(rule->instead);
    assert_string_equal(rule->where->sql, "new.a > 1");
    assert_int_equal(rule->actions.count, 2);
    assert_string_equal(((const RuleAction *) vec_at(&rule->actions, 0))->statement->sql, "INSERT INTO app.log VALUES (old.id, old.a)");
    assert_string_equal(((const RuleAction *) vec_at(&rule->actions, 1))->statement->sql, "NOTIFY seen");
    assert_string_equal(rule->enabled, "DISABLE");
}

static void
rules_that_are_none_are_refused(void **state)
{
    assert_non_null(strstr(complaint(*state, "CREATE RULE \"_RETURN\" AS ON SELECT TO app.t DO INSTEAD SELECT 1 AS id, 2 AS a"), "is a view"));
    assert_non_null(strstr(complaint(*state, "ALTER TABLE app.t ENABLE RULE nope"), "nope"));
    assert_non_null(strstr(complaint(*state, "CREATE RULE r AS ON DELETE TO app.t DO INSTEAD NOTHING; CREATE RULE r AS ON UPDATE TO app.t DO INSTEAD NOTHING"),
                           "defined twice"));
}

static void
an_event_trigger_is_read(void **state)
{
    const Model *model = model_of(*state, "CREATE EVENT TRIGGER e ON ddl_command_end WHEN TAG IN ('create table') EXECUTE FUNCTION app.f();"
                                          " ALTER EVENT TRIGGER e ENABLE ALWAYS;"
                                          " CREATE FUNCTION app.f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'");
    const EventTrigger *trigger = parsed_object(model, KIND_EVENT_TRIGGER, NULL, NULL, "e");

    assert_string_equal(trigger->event, "ddl_command_end");
    assert_string_equal(vec_join(*state, &trigger->tags, "|"), "CREATE TABLE");
    assert_string_equal(trigger->function, "app.f");
    assert_string_equal(trigger->enabled, "ENABLE ALWAYS");
    assert_true(model->claims & CLAIM_EVENT_TRIGGERS);
    assert_non_null(strstr(complaint(*state, "CREATE EVENT TRIGGER e ON ddl_command_end WHEN colour IN ('red') EXECUTE FUNCTION app.f()"), "colour"));
}

static void
a_publication_and_what_it_has(void **state)
{
    const Model *model = model_of(*state, "CREATE PUBLICATION p FOR TABLE app.t (id) WHERE (id > 1), TABLES IN SCHEMA app WITH (publish = 'update, INSERT')");
    const Publication *publication = parsed_object(model, KIND_PUBLICATION, NULL, NULL, "p");
    const PublicationMember *member = parsed_object(model, KIND_PUBLICATION_MEMBER, "app", "t", "p");

    assert_false(publication->all_tables);
    assert_string_equal(vec_join(*state, &publication->publish, " "), "insert update");
    assert_string_equal(vec_join(*state, &member->columns, " "), "id");
    assert_non_null(member->where);
    assert_non_null(model_find(model, SPACE_PUBLICATION_MEMBER, "app", NULL, "p"));
    assert_true(model->claims & CLAIM_PUBLICATIONS);
}

static void
what_is_dropped_leaves_its_publications(void **state)
{
    const Model *model = model_of(*state, "CREATE TABLE app.x (id integer); CREATE PUBLICATION p FOR TABLE app.t, app.x; DROP TABLE app.x;"
                                          " CREATE PUBLICATION q FOR TABLE app.t; DROP PUBLICATION q");

    assert_non_null(model_find(model, SPACE_PUBLICATION_MEMBER, "app", "t", "p"));
    assert_null(model_find(model, SPACE_PUBLICATION_MEMBER, "app", "x", "p"));
    assert_null(model_find(model, SPACE_PUBLICATION_MEMBER, "app", "t", "q"));
}

static void
publications_that_make_no_sense_are_refused(void **state)
{
    assert_non_null(strstr(complaint(*state, "CREATE PUBLICATION p FOR TABLE app.nope"), "app.nope"));
    assert_non_null(strstr(complaint(*state, "CREATE PUBLICATION p FOR TABLES IN SCHEMA nope"), "nope"));
    assert_non_null(strstr(complaint(*state, "CREATE PUBLICATION p WITH (publish = 'select')"), "select"));
    assert_non_null(strstr(complaint(*state, "CREATE PUBLICATION p WITH (colour = 'red')"), "colour"));
    assert_non_null(strstr(complaint(*state, "CREATE VIEW app.v AS SELECT 1; CREATE PUBLICATION p FOR TABLE app.v"), "no table"));
    assert_non_null(strstr(complaint(*state, "CREATE PUBLICATION p; ALTER PUBLICATION p DROP TABLE app.t"), "does not have"));
    assert_non_null(strstr(complaint(*state, "CREATE PUBLICATION p; CREATE PUBLICATION p FOR ALL TABLES"), "defined twice"));
}

static const Subscription *
subscription_of(Arena *arena, const char *with)
{
    return parsed_object(model_of(arena, arena_printf(arena, "CREATE SUBSCRIPTION s CONNECTION 'host=a password=pw' PUBLICATION q, p %s", with)),
                         KIND_SUBSCRIPTION, NULL, NULL, "s");
}

static void
a_subscription_is_read(void **state)
{
    const Subscription *plain = subscription_of(*state, ""), *dumped = subscription_of(*state, "WITH (connect = false, slot_name = 'x')");
    const Subscription *none = subscription_of(*state, "WITH (connect = false, enabled = false, slot_name = NONE, streaming = parallel, origin = NONE)");

    assert_string_equal(plain->slot_name, "s");
    assert_string_equal(plain->enabled, "yes");
    assert_string_equal(vec_join(*state, &plain->publications, " "), "q p");
    assert_true(plain->password_required);
    assert_null(dumped->enabled);
    assert_string_equal(dumped->slot_name, "x");
    assert_string_equal(none->enabled, "no");
    assert_null(none->slot_name);
    assert_string_equal(none->streaming, "parallel");
    assert_string_equal(none->origin, "none");
    assert_non_null(strstr(complaint(*state, "CREATE SUBSCRIPTION s CONNECTION 'nonsense' PUBLICATION p"), "can't be read"));
    assert_non_null(strstr(complaint(*state, "CREATE SUBSCRIPTION s CONNECTION 'host=a' PUBLICATION p WITH (colour = 1)"), "colour"));
}

static const char *
parts(Arena *arena, const char *conninfo)
{
    Vec options = {0};

    return subscription_connection(arena, conninfo, &options) ? vec_join(arena, &options, "|") : NULL;
}

static const char *
shown(Arena *arena, const char *conninfo)
{
    Vec options = {0};

    assert_true(subscription_connection(arena, conninfo, &options));
    return subscription_connection_shown(arena, &options);
}

static void
connections_come_apart(void **state)
{
    assert_string_equal(parts(*state, " host = a  dbname='x y'\tuser='it\\'s' "), "dbname=x y|host=a|user=it's");
    assert_string_equal(parts(*state, "user=a\\ b"), "user=a b");
    assert_string_equal(parts(*state, "postgresql://me:pw@h:5/db?sslmode=require&password=more&a=b"),
                        "password=more|password=pw|uri=postgresql://me@h:5/db?sslmode=require&a=b");
    assert_string_equal(parts(*state, "postgres://h/db"), "uri=postgres://h/db");
    assert_string_equal(parts(*state, ""), "");
    assert_null(parts(*state, "host"));
    assert_null(parts(*state, "host='a"));
    assert_null(parts(*state, "=a"));
    assert_string_equal(shown(*state, "host='' user='it\\'s' password=pw"), "host='' password=******** user='it\\'s'");
    assert_string_equal(shown(*state, "postgresql://me:pw@h/db"), "password=******** postgresql://me@h/db");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rule_is_read),
        cmocka_unit_test(rules_that_are_none_are_refused),
        cmocka_unit_test(an_event_trigger_is_read),
        cmocka_unit_test(a_publication_and_what_it_has),
        cmocka_unit_test(what_is_dropped_leaves_its_publications),
        cmocka_unit_test(publications_that_make_no_sense_are_refused),
        cmocka_unit_test(a_subscription_is_read),
        cmocka_unit_test(connections_come_apart),
    };
    return cmocka_run_group_tests_name("publication", tests, make_arena, drop_arena);
}
