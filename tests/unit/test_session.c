/* session.h: what SET says for the statements behind it. */
#include "tests/support/parsed.h"

#include "migrations/plan_file.h"

#include <setjmp.h>
#include <cmocka.h>

static void
same(Arena *arena, const char *sql, const char *wanted)
{
    assert_string_equal(model_fingerprint(arena, parsed(arena, sql)), model_fingerprint(arena, parsed(arena, wanted)));
}

static void
new_tables_and_indexes_go_where_the_session_says(void **state)
{
    same(*state,
         "SET default_tablespace = 'fast'; SET default_table_access_method = other;"
         "CREATE TABLE t (a int PRIMARY KEY, b int UNIQUE, EXCLUDE USING btree (b WITH =)); CREATE INDEX i ON t (b);"
         "ALTER TABLE t ADD UNIQUE (a, b); CREATE MATERIALIZED VIEW m AS SELECT 1 AS x;"
         "CREATE TABLE u (a int) USING heap TABLESPACE slow; CREATE TABLE p (a int) PARTITION BY LIST (a); SET default_tablespace = '';"
         "CREATE TABLE q PARTITION OF p FOR VALUES IN (1); RESET default_table_access_method; CREATE TABLE v (a int PRIMARY KEY)",
         "CREATE TABLE t (a int PRIMARY KEY USING INDEX TABLESPACE fast, b int UNIQUE USING INDEX TABLESPACE fast,"
         "  EXCLUDE USING btree (b WITH =) USING INDEX TABLESPACE fast) USING other TABLESPACE fast; CREATE INDEX i ON t (b) TABLESPACE fast;"
         "ALTER TABLE t ADD UNIQUE (a, b) USING INDEX TABLESPACE fast; CREATE MATERIALIZED VIEW m USING other TABLESPACE fast AS SELECT 1 AS x;"
         "CREATE TABLE u (a int) USING heap TABLESPACE slow; CREATE TABLE p (a int) PARTITION BY LIST (a) TABLESPACE fast;"
         "CREATE TABLE q PARTITION OF p FOR VALUES IN (1) USING other; CREATE TABLE v (a int PRIMARY KEY)");
}

/* The dump of a database that a plan was applied to has it. */
static void
the_journal_is_nobodys_business(void **state)
{
    same(*state, "CREATE SCHEMA hcmigrate; CREATE TABLE hcmigrate.step (a int PRIMARY KEY DEFAULT 1); CREATE VIEW hcmigrate.once AS SELECT a FROM hcmigrate.step; CREATE TABLE t (a int)",
         "CREATE TABLE t (a int)");
}

int
main(void)
{
    Arena *arena = arena_new();
    const struct CMUnitTest tests[] = {
        {.name = "new_tables_and_indexes_go_where_the_session_says", .test_func = new_tables_and_indexes_go_where_the_session_says, .initial_state = arena},
        {.name = "the_journal_is_nobodys_business", .test_func = the_journal_is_nobodys_business, .initial_state = arena},
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    arena_free(arena);
    return failed;
}
