/* A database with an object of every kind: nothing in it is nobody's, and one thing that is gets told. */
#include "tests/support/cluster.h"
#include "tests/support/hcmigrate.h"

#include "engine/model/object.h"

#include <setjmp.h>
#include <cmocka.h>

static const char blueprint[] = "tests/pg/every_kind.sql";

/* Reference rows and statements that run once are no objects of the catalog; a membership is counted below its roles. */
static bool
is_told(Kind kind)
{
    return kind != KIND_ROW && kind != KIND_ONCE;
}

static void
no_kind_is_missing(Arena *arena, const char *db)
{
    Ran ran = hcmigrate_must(arena, 0, "drift", "--format", "junit", "-d", db, blueprint);

    for (int kind = 0; kind < KIND_COUNT; kind++)
        if (is_told((Kind) kind))
            assert_says(ran.out, arena_printf(arena, "classname=\"hcmigrate.drift.%s\"", kind_ops[kind]->word));
}

static void
nothing_is_nobodys(void **state)
{
    Arena *arena = *state;
    const char *db, *roles, *dump;
    Ran ran;

    cluster_needs(arena, 150000);                  /* every_kind.sql has kinds that came with it */
    db = cluster_db(arena, "every_kind");
    hcmigrate_must(arena, 0, "apply", "-q", "--yes", "--allow", "all", "-d", db, blueprint);
    ran = hcmigrate_must(arena, 0, "drift", "--strict", "-d", db, blueprint);
    assert_says(ran.out, "in sync");
    assert_null(strstr(ran.out, "not managed"));
    assert_null(strstr(ran.out, "unclaimed"));
    hcmigrate_must(arena, 0, "drift", "--strict", "--manage", "all", "-d", db, blueprint);
    hcmigrate_must(arena, 0, "plan", "--strict", "--exit-code", "-d", db, blueprint);
    no_kind_is_missing(arena, db);

    /* A dump says the same, but for what pg_dumpall tells of the cluster. */
    dump = test_file(arena, "dump/dump.sql", run_well(arena, NULL, (const char *[]) {cluster_program(arena, "pg_dump"), "--schema-only", "-d", db, NULL}));
    hcmigrate_must(arena, 0, "drift", "--strict", "-d", db, dump);
    roles = test_file(arena, "dump/roles.sql", "CREATE ROLE every_owner LOGIN CONNECTION LIMIT 5 VALID UNTIL '2030-01-01 00:00:00+00';\n"
                                               "CREATE ROLE every_reader NOINHERIT;\nGRANT every_reader TO every_owner;\n"
                                               "COMMENT ON DATABASE every_kind IS 'for tests';\nALTER DATABASE every_kind CONNECTION LIMIT 20;\n"
                                               "COMMENT ON ROLE every_owner IS 'owns what is here';\n"
                                               "ALTER ROLE every_owner SET work_mem = '8MB';\nALTER ROLE every_owner IN DATABASE every_kind SET search_path = every;\n"
                                               "ALTER DATABASE every_kind SET statement_timeout = '1min';\n");
    hcmigrate_must(arena, 0, "drift", "--strict", "--manage", "all", "-d", db, dump, roles);
}

/* What is made, how it is told, and what takes it away again. */
static const struct { const char *make, *told, *unmake; } alone[] = {
    {"SELECT lo_create(4711)", "not known to hcmigrate, and left as it is: large object 4711", "SELECT lo_unlink(4711)"},
    {"CREATE TYPE every.shell", "not known to hcmigrate, and left as it is: type every.shell", "DROP TYPE every.shell"},
    {"CREATE TYPE every.base_type; CREATE FUNCTION every.base_in(cstring) RETURNS every.base_type LANGUAGE internal IMMUTABLE STRICT AS 'int4in';"
     "CREATE FUNCTION every.base_out(every.base_type) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';"
     "CREATE TYPE every.base_type (INPUT = every.base_in, OUTPUT = every.base_out, LIKE = integer)",
     "not known to hcmigrate, and left as it is: type every.base_type", "DROP TYPE every.base_type CASCADE"},
    {"COMMENT ON TYPE every.customer IS 'row'", "not managed: type every.customer: comment: row", "COMMENT ON TYPE every.customer IS NULL"},
    {"ALTER TABLE every.invoice_2030 DISABLE TRIGGER noting", "not managed: trigger noting on table every.invoice_2030: enabled: disabled",
     "ALTER TABLE every.invoice_2030 ENABLE TRIGGER noting"},
    {"REVOKE EXECUTE ON FUNCTION pg_catalog.pg_sleep FROM PUBLIC", "not managed: function pg_sleep(double precision): privileges: ",
     "GRANT EXECUTE ON FUNCTION pg_catalog.pg_sleep TO PUBLIC"},
};

static void
one_thing_is_told(void **state)
{
    Arena *arena = *state;
    const char *db = arena_copy(arena, sandbox_conninfo(cluster(), "every_kind"));

    cluster_needs(arena, 150000);
    for (size_t i = 0; i < COUNT_OF(alone); i++)
    {
        Ran ran;

        cluster_sql(arena, db, alone[i].make);
        ran = hcmigrate_must(arena, 2, "drift", "--strict", "-d", db, blueprint);
        assert_says(ran.out, alone[i].told);
        cluster_sql(arena, db, alone[i].unmake);
        hcmigrate_must(arena, 0, "drift", "--strict", "-d", db, blueprint);
    }
}

int
main(void)
{
    Arena *arena = arena_new();
    const struct CMUnitTest tests[] = {
        {.name = "nothing_is_nobodys", .test_func = nothing_is_nobodys, .initial_state = arena},
        {.name = "one_thing_is_told", .test_func = one_thing_is_told, .initial_state = arena},
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    arena_free(arena);
    return failed;
}
