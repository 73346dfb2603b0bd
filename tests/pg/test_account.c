/* Closed accounting: no object of the database is passed over in silence. */
#include "tests/support/cluster.h"
#include "tests/support/hcmigrate.h"

#include "engine/base/json.h"

#include <setjmp.h>
#include <cmocka.h>

static const char blueprint[] =
    "CREATE EXTENSION hstore;\n"
    "CREATE TYPE mood AS ENUM ('sad');\nCREATE TYPE pair AS (a int, b int);\nCREATE TYPE span AS RANGE (subtype = date);\n"
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

int
main(void)
{
    Arena *arena = arena_new();
    const struct CMUnitTest tests[] = {{.name = "all_is_known_or_named", .test_func = all_is_known_or_named, .initial_state = arena}};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    arena_free(arena);
    return failed;
}
