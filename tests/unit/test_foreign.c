/* Foreign tables, servers, wrappers and user mappings: what a blueprint can't say of them. */
#include "engine/kinds/server.h"
#include "engine/kinds/table.h"
#include "engine/kinds/user_mapping.h"
#include "tests/support/arena.h"
#include "tests/support/hcmigrate.h"
#include "tests/support/parsed.h"

#include <setjmp.h>
#include <cmocka.h>

#define SERVER "CREATE EXTENSION postgres_fdw; CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw; "
#define TABLE SERVER "CREATE FOREIGN TABLE t (a int, b text) SERVER s; "

static void
what_is_missing_is_told(void **state)
{
    static const struct { const char *sql, *complaint; } cases[] = {
        {"CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw;", "foreign-data wrapper postgres_fdw does not exist"},
        {"CREATE FOREIGN TABLE t (a int) SERVER s;", "server s does not exist"},
        {"CREATE USER MAPPING FOR PUBLIC SERVER s;", "server s does not exist"},
        {"ALTER SERVER s OPTIONS (host 'x');", "server s does not exist"},
        {"ALTER FOREIGN DATA WRAPPER w NO HANDLER;", "foreign-data wrapper w does not exist"},
        {SERVER "ALTER USER MAPPING FOR PUBLIC SERVER s OPTIONS (user 'x');", "user mapping \"FOR PUBLIC SERVER s\" does not exist"},
        {SERVER "ALTER SERVER s OPTIONS (SET host 'x');", "there is no option host"},
        {SERVER "ALTER SERVER s OPTIONS (DROP host);", "there is no option host"},
        {SERVER "ALTER SERVER s OPTIONS (a 'x', a 'y');", "option a is given twice"},
        {SERVER "ALTER SERVER s OPTIONS (\"a=b\" 'x');", "can't have a \"=\" in it"},
        {TABLE "DROP SERVER s;", "server s of foreign table public.t does not exist"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_says(parsed_complaint(*state, cases[i].sql), cases[i].complaint);
}

static void
what_a_foreign_table_lacks_is_told(void **state)
{
    static const struct { const char *sql, *complaint; } cases[] = {
        {SERVER "CREATE FOREIGN TABLE t (a int PRIMARY KEY) SERVER s;", "foreign table public.t can't have keys and references"},
        {TABLE "CREATE INDEX i ON t (a);", "can't have indexes"},
        {TABLE "CREATE POLICY p ON t;", "can't have policies"},
        {TABLE "ALTER TABLE t ENABLE ROW LEVEL SECURITY;", "can't have row security"},
        {TABLE "ALTER TABLE t SET (fillfactor = 70);", "can't have storage parameters"},
        {TABLE "ALTER TABLE t REPLICA IDENTITY FULL;", "can't have what only tables with storage have"},
        {TABLE "INSERT INTO t VALUES (1, 'x') ON CONFLICT DO NOTHING;", "rows of foreign table public.t are another server's"},
        {TABLE "COMMENT ON TABLE t IS 'x';", "foreign table public.t is not a table"},
        {"CREATE TABLE t (a int); COMMENT ON FOREIGN TABLE t IS 'x';", "table public.t is not a foreign table"},
        {"CREATE TABLE t (a int OPTIONS (x 'y'));", "it is no foreign table"},
        {SERVER "CREATE TABLE p (a int PRIMARY KEY) PARTITION BY LIST (a);"
                "CREATE FOREIGN TABLE t PARTITION OF p FOR VALUES IN (1) SERVER s;", "can't be a partition of table public.p, which has constraint p_pkey"},
        {SERVER "IMPORT FOREIGN SCHEMA x FROM SERVER s INTO public;", "IMPORT FOREIGN SCHEMA is no declaration"},
        {TABLE "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';"
               "CREATE TRIGGER r AFTER INSERT ON t REFERENCING NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION f();",
         "can't have triggers with transition tables"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_says(parsed_complaint(*state, cases[i].sql), cases[i].complaint);
}

static void
options_end_as_alter_leaves_them(void **state)
{
    const Model *model = parsed(*state, SERVER "ALTER SERVER s VERSION '2' OPTIONS (port '1', host 'a', \"Odd\" 'b=c');"
                                               "ALTER SERVER s OPTIONS (SET host 'x', DROP port, ADD dbname '');");
    const Server *server = parsed_object(model, KIND_SERVER, NULL, NULL, "s");

    assert_string_equal(server->version, "2");
    assert_string_equal(vec_join(*state, &server->options, ","), "Odd=b=c,dbname=,host=x");
}

static void
user_mappings_are_claimed_by_mention(void **state)
{
    const Model *model = parsed(*state, SERVER);
    const UserMapping *mapping;

    assert_false(model->claims & CLAIM_USER_MAPPINGS);
    model = parsed(*state, SERVER "CREATE USER MAPPING FOR CURRENT_USER SERVER s OPTIONS (user 'x');");
    assert_true(model->claims & CLAIM_USER_MAPPINGS);
    mapping = parsed_object(model, KIND_USER_MAPPING, NULL, NULL, "me SERVER s");
    assert_string_equal(vec_join(*state, mapping->options, ","), "user=x");
}

/* A dump of version 9 or so; ALTER TABLE does for foreign tables too. */
static void
a_foreign_table_is_altered_as_a_table(void **state)
{
    const Model *model = parsed(*state, TABLE "ALTER TABLE ONLY t ADD COLUMN c int OPTIONS (x 'y');"
                                              "ALTER FOREIGN TABLE t OPTIONS (ADD table_name 'u'); ALTER FOREIGN TABLE t RENAME COLUMN a TO z;");
    const Table *table = parsed_object(model, KIND_TABLE, "public", NULL, "t");

    assert_true(table_is_foreign(&table->object));
    assert_string_equal(object_title(*state, &table->object), "foreign table public.t");
    assert_string_equal(vec_join(*state, &table->foreign_options, ","), "table_name=u");
    parsed_object(model, KIND_COLUMN, "public", "t", "z");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_missing_is_told, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(what_a_foreign_table_lacks_is_told, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(options_end_as_alter_leaves_them, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(user_mappings_are_claimed_by_mention, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(a_foreign_table_is_altered_as_a_table, make_arena, drop_arena),
    };

    return cmocka_run_group_tests_name("foreign data", tests, NULL, NULL);
}
