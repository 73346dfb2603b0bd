/* Closed accounting: no object of the database is passed over in silence, and no property. */
#include "tests/support/cluster.h"
#include "tests/support/hcmigrate.h"

#include "engine/base/json.h"

#include <setjmp.h>
#include <cmocka.h>

static const char blueprint[] =
    "CREATE EXTENSION hstore;\n"
    "CREATE TYPE mood AS ENUM ('sad');\nCREATE TYPE pair AS (a int, b int);\nCREATE TYPE span AS RANGE (subtype = date, multirange_type_name = multispan);\n"
    "CREATE DOMAIN small AS int CHECK (VALUE < 10);\n"
    "CREATE TABLE t (id bigserial PRIMARY KEY, a int GENERATED ALWAYS AS IDENTITY, m mood, note text UNIQUE);\n"
    "CREATE TABLE u (t bigint REFERENCES t, CHECK (t > 0)) PARTITION BY RANGE (t);\nCREATE INDEX ON u (t);\n"
    "CREATE TABLE u1 PARTITION OF u FOR VALUES FROM (1) TO (10);\n"
    "CREATE VIEW v AS SELECT id FROM t;\nCREATE MATERIALIZED VIEW w AS SELECT id FROM t;\n"
    "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';\n"
    "CREATE TRIGGER tr BEFORE INSERT ON u FOR EACH ROW EXECUTE FUNCTION f();\n"
    "CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING;\nCREATE POLICY p ON t;\nCREATE STATISTICS s ON id, note FROM t;\n";

static void
all_is_known_or_named(void **state)
{
    Arena *arena = *state;
    const char *path = test_file(arena, "account.sql", blueprint), *db = cluster_db(arena, "account");
    int64_t sum = 0, of_class = 0;
    const Json *accounting;
    Error err = {0};
    Json *json;
    Ran ran;

    hcmigrate_must(arena, 0, "apply", "-q", "--yes", "-d", db, path);
    ran = hcmigrate_must(arena, 0, "drift", "--strict", "-d", db, path);
    assert_null(strstr(ran.out, "unknown"));
    assert_null(strstr(ran.out, "unclaimed"));
    cluster_sql(arena, db, "SELECT lo_create(471100); CREATE FUNCTION pg_catalog.hidden() RETURNS int LANGUAGE sql AS 'SELECT 1'");
    hcmigrate_must(arena, 0, "drift", "-d", db, path);
    ran = hcmigrate_must(arena, 2, "drift", "--strict", "-d", db, path);
    assert_says(ran.out, "not known to hcmigrate, and left as it is: large object 471100\n");
    assert_says(ran.out, "function hidden()\n");
    hcmigrate_must(arena, 2, "plan", "--strict", "-d", db, path);
    ran = hcmigrate_must(arena, 0, "drift", "--format", "json", "-d", db, path);
    assert_true(json_read(arena, "out", ran.out, strlen(ran.out), &json, &err));
    accounting = json_member(json, "accounting");
    VEC_EACH(const JsonMember *, count, &json_member(accounting, "total")->items)
        sum += count->value->number;
    VEC_EACH(const JsonMember *, class, &json_member(accounting, "catalogs")->items)
        VEC_EACH(const JsonMember *, count, &class->value->items)
            of_class += count->value->number;
    assert_int_equal(sum, of_class);
    assert_int_equal(json_member(json_member(accounting, "total"), "unknown")->number, 2);
}

/* What is set by hand where the model has no place for it. */
static const char by_hand[] =
    "ALTER MATERIALIZED VIEW w REPLICA IDENTITY FULL;\n"
    "ALTER TABLE u1 DISABLE TRIGGER tr; ALTER TABLE u DISABLE TRIGGER ALL; ALTER TABLE ONLY u ENABLE TRIGGER tr;\n"
    "COMMENT ON TYPE t IS 'one\nrow'; GRANT USAGE ON TYPE t TO PUBLIC; COMMENT ON TYPE multispan IS 'many'; COMMENT ON TYPE _mood IS 'array';\n"
    "COMMENT ON INDEX u1_t_idx IS 'index'; COMMENT ON CONSTRAINT u_t_fkey ON u1 IS 'key'; COMMENT ON TRIGGER tr ON u1 IS 'trigger';\n"
    "ALTER INDEX u1_t_idx SET (fillfactor = 70); COMMENT ON RULE \"_RETURN\" ON v IS 'rule';\n"
    "REVOKE EXECUTE ON FUNCTION span(date, date) FROM PUBLIC; COMMENT ON FUNCTION span(date, date, text) IS 'maker';\n"
    "REVOKE EXECUTE ON FUNCTION pg_sleep FROM PUBLIC; GRANT SELECT ON pg_authid TO PUBLIC; GRANT SELECT (proname) ON pg_proc TO PUBLIC;\n"
    "REVOKE USAGE ON LANGUAGE sql FROM PUBLIC; REVOKE EXECUTE ON FUNCTION hstore_in FROM PUBLIC; ALTER FUNCTION f() DEPENDS ON EXTENSION hstore;\n"
    "ALTER OPERATOR FAMILY pg_catalog.integer_ops USING btree ADD FUNCTION 1 (int4, \"char\") btint4cmp(int4, int4);\n"
    "UPDATE pg_database SET datistemplate = true WHERE datname = current_database();\n";

static const char *const told[] = {
    "materialized view public.w: replica identity: full",
    "trigger tr on table public.u1: enabled: disabled", "on table public.u1: enabled: disabled", "type public.t: comment: one row", "type public.t: privileges: {",
    "type public.multispan: comment: many", "type public.mood[]: comment: array", "index public.u1_t_idx: comment: index", "index public.u1_t_idx: options: {fillfactor=70}",
    "constraint u_t_fkey on table public.u1: comment: key", "trigger tr on table public.u1: comment: trigger", "rule _RETURN on view public.v: comment: rule",
    "function public.span(date,date): privileges: {", "function public.span(date,date,text): comment: maker",
    "function pg_sleep(double precision): privileges: {", "table pg_authid: privileges: {",
    "column proname of table pg_proc: privileges: {", "language sql: privileges: {", "function public.hstore_in(cstring): privileges: {",
    "function public.f(): depends on extension: hstore", "operator family integer_ops for access method btree: function: btint4cmp(integer,integer)",
    "database properties: is template: yes",
};

static void
properties_without_a_place_are_told(void **state)
{
    Arena *arena = *state;
    const char *path = test_file(arena, "properties.sql", blueprint), *db = cluster_db(arena, "properties"), *plan = test_file(arena, "plan.json", "");
    const Json *properties;
    Error err = {0};
    Json *json;
    Ran ran;

    hcmigrate_must(arena, 0, "apply", "-q", "--yes", "-d", db, path);
    ran = hcmigrate_must(arena, 0, "drift", "--strict", "-d", db, path);
    assert_null(strstr(ran.out, "not managed"));
    cluster_sql(arena, db, by_hand);
    hcmigrate_must(arena, 0, "drift", "-d", db, path);
    ran = hcmigrate_must(arena, 2, "drift", "--strict", "-d", db, path);
    for (size_t i = 0; i < COUNT_OF(told); i++)
        assert_says(ran.out, told[i]);
    hcmigrate_must(arena, 2, "plan", "--strict", "-d", db, path);

    ran = hcmigrate_must(arena, 0, "drift", "--format", "json", "-d", db, path);
    assert_true(json_read(arena, "out", ran.out, strlen(ran.out), &json, &err));
    properties = json_member(json_member(json, "accounting"), "properties");
    assert_true(properties->items.count + 1 >= COUNT_OF(told));      /* one line may say two */
    ran = hcmigrate_must(arena, 0, "plan", "--format", "json", "-o", plan, "-d", db, path);
    assert_true(json_read(arena, "out", ran.out, strlen(ran.out), &json, &err));
    assert_int_equal(json_member(json, "unmanaged")->items.count, properties->items.count);
    assert_true(json_member(json, "accounting")->items.count > 20);
    hcmigrate_must(arena, 0, "apply", "--yes", "-d", db, plan);
}

int
main(void)
{
    Arena *arena = arena_new();
    const struct CMUnitTest tests[] = {{.name = "all_is_known_or_named", .test_func = all_is_known_or_named, .initial_state = arena},
                                       {.name = "properties_without_a_place_are_told", .test_func = properties_without_a_place_are_told,
                                        .initial_state = arena}};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    arena_free(arena);
    return failed;
}
