/* diff: two blueprints without a server, databases on either side, and what becomes of such plans. */
#include "tests/support/arena.h"
#include "tests/support/cluster.h"
#include "tests/support/hcmigrate.h"

#include <setjmp.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

static const char from_sql[] =
    "CREATE SCHEMA app;\n"
    "CREATE DOMAIN app.small AS int;\n"
    "CREATE TABLE app.t (id int PRIMARY KEY, n app.small CHECK (n > 1));\n"
    "CREATE VIEW app.v AS SELECT * FROM app.t WHERE n BETWEEN 1 AND 3;\n"
    "INSERT INTO app.t VALUES (1, 2), (2, 3) ON CONFLICT (id) DO UPDATE SET n = EXCLUDED.n;\n"
    "CREATE EXTENSION hstore;\n";

static const char to_sql[] =
    "CREATE SCHEMA app;\n"
    "CREATE DOMAIN app.small AS int;\n"
    "CREATE TABLE app.t (id int PRIMARY KEY, n app.small CHECK (n > 2 - 1), d text DEFAULT 'x');\n"
    "CREATE VIEW app.v AS SELECT id, n FROM app.t WHERE n >= 1 AND n <= 3;\n"
    "INSERT INTO app.t (id, n) VALUES (1, 2), (3, 4) ON CONFLICT (id) DO UPDATE SET n = EXCLUDED.n;\n"
    "CREATE EXTENSION hstore VERSION '1.0';\n"
    "COMMENT ON SCHEMA public IS 'ours';\n";

typedef struct Sides
{
    const char *from, *to;
} Sides;

static Sides
sides(Arena *arena)
{
    return (Sides) {test_file(arena, "diff/from.sql", from_sql), test_file(arena, "diff/to.sql", to_sql)};
}

static const char *
loaded(Arena *arena, const char *name, const char *file)
{
    const char *db = cluster_db(arena, name);

    cluster_load(arena, db, file);
    return db;
}

/* PGHOST leads nowhere: nobody is asked. */
static void
two_blueprints_need_no_server(void **state)
{
    Sides blueprints = sides(*state);
    Ran ran;

    setenv("PGHOST", "/nowhere", 1);
    ran = hcmigrate_must(*state, 2, "diff", "--exit-code", "--verbose", blueprints.from, blueprints.to);
    assert_says(ran.out, "diff/from.sql against ");
    assert_says(ran.out, "ALTER TABLE app.t ADD COLUMN d text DEFAULT 'x';");
    assert_says(ran.out, "COMMENT ON SCHEMA public IS 'ours';");
    /* `*` and BETWEEN are no doubt; a sum is. */
    assert_null(strstr(ran.out, "app.v"));
    assert_says(ran.out, "unproved: there is no server to ask whether they mean the same");
    /* A row that both have, one that goes, one that comes. */
    assert_null(strstr(ran.out, "VALUES (1, 2)"));
    assert_null(strstr(ran.out, "DELETE"));
    assert_says(ran.out, "VALUES (3, 4)");
    assert_says(ran.err, "extension hstore: version: 1.0: ");
    assert_says(ran.err, "says nothing of it, and is taken to have the same");
    assert_says(hcmigrate_must(*state, 0, "diff", "--exit-code", blueprints.to, blueprints.to).out, "nothing to do");
    assert_says(hcmigrate_must(*state, 0, "diff", "--format=sql", blueprints.to, blueprints.to).out, "-- nothing to do");
    unsetenv("PGHOST");
}

static void
a_server_may_be_asked(void **state)
{
    Sides blueprints = sides(*state);
    const char *db = loaded(*state, "asked", blueprints.from);
    Ran ran = hcmigrate_must(*state, 0, "diff", "-d", db, blueprints.from, blueprints.to);

    assert_says(ran.out, "column d text");
    assert_null(strstr(ran.out, "t_n_check"));
    assert_null(strstr(ran.out, "unproved"));
    /* One that does not have what the texts rest on tells nothing of them. */
    cluster_sql(*state, db, "DROP DOMAIN app.small CASCADE; CREATE DOMAIN app.small AS bigint");
    assert_says(hcmigrate_must(*state, 0, "diff", "-d", db, blueprints.from, blueprints.to).out,
                "unproved: the database that is asked does not have ");
}

static void
a_plan_from_a_blueprint_is_not_applied(void **state)
{
    Sides blueprints = sides(*state);
    const char *db = loaded(*state, "applied", blueprints.from), *plan = arena_printf(*state, "%s/plan.json", test_folder(*state));
    Ran ran = hcmigrate_must(*state, 0, "diff", "-o", plan, blueprints.from, blueprints.to);

    assert_says(ran.err, "it leads from a blueprint, so that it can be read but not applied");
    ran = hcmigrate_must(*state, 3, "apply", "--yes", "--allow", "all", "-d", db, plan);
    assert_says(ran.err, "leads from a blueprint, not from a database: it can't be applied");
    assert_says(hcmigrate_must(*state, 0, "status", "-d", db).out, "has applied nothing");
}

static const char edges_sql[] =
    "CREATE SCHEMA app;\n"
    "CREATE TABLE app.t (id serial PRIMARY KEY, n bigint CHECK (n > 1), d text DEFAULT 'x');\n"
    "CREATE FUNCTION app.f() RETURNS int LANGUAGE sql AS 'SELECT 1';\n";

/* Databases on one side, on both: the same steps, and what is equal is equal either way round. */
static void
a_side_may_be_a_database(void **state)
{
    const char *from = test_file(*state, "side/from.sql", "CREATE SCHEMA app;\nCREATE TABLE app.t (id int PRIMARY KEY, n int CHECK (n > 1));\n");
    const char *to = test_file(*state, "side/to.sql", edges_sql);
    const char *old = loaded(*state, "side_old", from), *new = loaded(*state, "side_new", to);
    const char *plan = arena_printf(*state, "%s/between.json", test_folder(*state));
    Ran ran;

    hcmigrate_must(*state, 0, "diff", "--exit-code", new, to);
    hcmigrate_must(*state, 0, "diff", "--exit-code", to, new);
    hcmigrate_must(*state, 0, "diff", "--exit-code", new, new);
    /* The blueprint claims no privileges: those of the database are nobody's business. */
    cluster_sql(*state, new, "GRANT SELECT ON app.t TO pg_monitor");
    hcmigrate_must(*state, 0, "diff", "--exit-code", to, new);
    hcmigrate_must(*state, 2, "diff", "--exit-code", "--manage", "privileges", to, new);

    ran = hcmigrate_must(*state, 2, "diff", "--exit-code", from, new);
    assert_says(ran.out, "against side_new on localhost");
    assert_says(ran.out, "column n: type: integer -> bigint");
    assert_says(hcmigrate_must(*state, 0, "diff", old, new).out, "column n: type: integer -> bigint");
    hcmigrate_must(*state, 0, "diff", "-o", plan, old, new);
    hcmigrate_must(*state, 0, "apply", "-q", "--yes", "--allow", "all", "-d", old, plan);
    hcmigrate_must(*state, 0, "diff", "--exit-code", old, new);
    cluster_assert_same(*state, old, new);
}

static void
usage_is_told(void **state)
{
    Sides blueprints = sides(*state);

    assert_says(hcmigrate_must(*state, 64, "diff", blueprints.from).err, "diff wants two sides");
    assert_says(hcmigrate_must(*state, 64, "diff", blueprints.from, blueprints.to, blueprints.to).err, "diff wants two sides");
    assert_says(hcmigrate_must(*state, 64, "diff", "-d", "dbname=x", blueprints.from, "dbname=x").err, "--db is for two blueprints");
    assert_says(hcmigrate_must(*state, 1, "diff", blueprints.from, "nowhere").err, "can't read \"nowhere\"");
    assert_says(hcmigrate_must(*state, 1, "diff", "nowhere", blueprints.to).err, "nowhere has 1 error");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_blueprints_need_no_server),
        cmocka_unit_test(a_server_may_be_asked),
        cmocka_unit_test(a_plan_from_a_blueprint_is_not_applied),
        cmocka_unit_test(a_side_may_be_a_database),
        cmocka_unit_test(usage_is_told),
    };
    return cmocka_run_group_tests_name("diff", tests, make_arena, drop_arena);
}
