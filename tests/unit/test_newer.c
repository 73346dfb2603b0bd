/* parser/newer.def: what a server lacks is refused, at its place, and nothing of it where the server has it. */
#include "parser/parser.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "engine/base/text.h"

typedef struct Case
{
    int since;
    const char *place, *what, *sql;                /* place of the statement's own finding */
} Case;

static const Case cases[] = {
    {15, "1:34", "MERGE", "CREATE FUNCTION f() RETURNS void AS 'MERGE INTO t USING u ON true WHEN MATCHED THEN DELETE' LANGUAGE sql"},
    {15, "1:1", "MERGE", "CREATE FUNCTION f() RETURNS void BEGIN ATOMIC MERGE INTO t USING u ON true WHEN MATCHED THEN DELETE; END"},
    {15, "1:1", "NULLS NOT DISTINCT", "CREATE UNIQUE INDEX ON t (a) NULLS NOT DISTINCT"},
    {15, "1:31", "NULLS NOT DISTINCT", "CREATE TABLE x (a int, b int, UNIQUE NULLS NOT DISTINCT (a))"},
    {15, "1:23", "NULLS NOT DISTINCT", "CREATE TABLE x (a int UNIQUE NULLS NOT DISTINCT)"},
    {15, "1:19", "NULLS NOT DISTINCT", "ALTER TABLE t ADD UNIQUE NULLS NOT DISTINCT (a)"},
    {15, "1:31", "of some columns", "CREATE TABLE x (a int, b int, FOREIGN KEY (a, b) REFERENCES t (a, b) ON DELETE SET NULL (a))"},
    {15, "1:21", "security_invoker", "CREATE VIEW v WITH (security_invoker) AS SELECT 1 AS a"},
    {15, "1:19", "security_invoker", "ALTER VIEW v SET (security_invoker = true)"},
    {15, "1:26", "UNLOGGED of a sequence", "CREATE UNLOGGED SEQUENCE s"},
    {15, "1:1", "SET UNLOGGED of a sequence", "ALTER SEQUENCE s SET UNLOGGED"},
    {15, "1:1", "SET ACCESS METHOD", "ALTER TABLE t SET ACCESS METHOD heap"},
    {15, "1:43", "TABLES IN SCHEMA", "CREATE PUBLICATION p FOR TABLES IN SCHEMA public"},
    {15, "1:32", "a row filter", "CREATE PUBLICATION p FOR TABLE t WHERE (a > 1)"},
    {15, "1:31", "a column list", "ALTER PUBLICATION p ADD TABLE t (a)"},
    {15, "1:19", "a negative scale", "CREATE TABLE x (a numeric(3, -2))"},
    {15, "1:1", "GRANT ON PARAMETER", "GRANT SET ON PARAMETER work_mem TO r"},
    {15, "1:58", "disable_on_error", "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (disable_on_error)"},
    {16, "1:17", "STORAGE in CREATE TABLE", "CREATE TABLE x (a text STORAGE main)"},
    {16, "1:1", "without a name", "CREATE STATISTICS ON a, b FROM t"},
    {16, "1:31", "IS JSON", "CREATE TABLE x (a text CHECK (a IS JSON))"},
    {16, "1:25", "JSON_OBJECT", "CREATE VIEW v AS SELECT json_object('a': 1) AS a"},
    {16, "1:25", "JSON_ARRAYAGG", "CREATE VIEW v AS SELECT json_arrayagg(a) AS a FROM t"},
    {16, "1:1", "without an alias", "CREATE VIEW v AS SELECT 1 AS a FROM (SELECT 1)"},
    {16, "1:31", "hexadecimal", "CREATE TABLE x (a int DEFAULT 0x1F)"},
    {16, "1:31", "underscores", "CREATE TABLE x (a int DEFAULT 1_000)"},
    {16, "1:32", "SYSTEM_USER", "CREATE TABLE x (a text DEFAULT SYSTEM_USER)"},
    {16, "1:52", "rules", "CREATE COLLATION c (provider = icu, locale = 'de', rules = '&a < b')"},
    {16, "1:19", "INHERIT of a membership", "GRANT a TO b WITH INHERIT FALSE"},
    {16, "1:19", "SET of a membership", "GRANT a TO b WITH SET FALSE"},
    {16, "1:1", "pg_create_subscription", "GRANT pg_create_subscription TO r"},
    {16, "1:58", "origin", "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (origin = none)"},
    {16, "1:58", "streaming = parallel", "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (streaming = parallel)"},
    {17, "1:1", "NOT MATCHED BY SOURCE", "CREATE FUNCTION f() RETURNS void BEGIN ATOMIC MERGE INTO t USING u ON true WHEN NOT MATCHED BY SOURCE THEN DELETE; END"},
    {17, "1:37", "JSON_TABLE", "CREATE VIEW v AS SELECT j.a FROM t, JSON_TABLE(t.j, '$' COLUMNS (a int)) AS j"},
    {17, "1:25", "JSON_VALUE", "CREATE VIEW v AS SELECT json_value('1', '$') AS a"},
    {17, "1:25", "JSON_SCALAR", "CREATE VIEW v AS SELECT json_scalar(1) AS a"},
    {17, "1:1", "AT LOCAL", "CREATE VIEW v AS SELECT now() AT LOCAL AS a"},
    {17, "1:1", "SET EXPRESSION", "ALTER TABLE t ALTER COLUMN a SET EXPRESSION AS (1)"},
    {17, "1:1", "SET STATISTICS DEFAULT", "ALTER TABLE t ALTER COLUMN a SET STATISTICS DEFAULT"},
    {17, "1:1", "EXCLUDE on a partitioned table", "CREATE TABLE x (a int, EXCLUDE (a WITH =)) PARTITION BY LIST (a)"},
    {17, "1:1", "MAINTAIN", "GRANT MAINTAIN ON t TO r"},
    {17, "1:1", "MAINTAIN", "ALTER DEFAULT PRIVILEGES GRANT MAINTAIN ON TABLES TO r"},
    {17, "1:21", "builtin", "CREATE COLLATION c (provider = builtin, locale = 'C')"},
    {17, "1:1", "login", "CREATE EVENT TRIGGER e ON login EXECUTE FUNCTION f()"},
    {17, "1:58", "failover", "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (failover)"},
    {18, "1:43", "publish_generated_columns", "CREATE PUBLICATION p FOR ALL TABLES WITH (publish_generated_columns = stored)"},
    {18, "1:30", "LIKE in CREATE FOREIGN TABLE", "CREATE FOREIGN TABLE x (LIKE t) SERVER s"},
};

/* The place of the finding that says `what`; NULL: none does. */
static const char *
found(Arena *arena, const char *sql, int major, const char *what)
{
    ParseOptions options = {.server_version = major * 10000, .role = "me"};
    Findings findings;
    Model *model;

    findings_init(&findings, arena);
    parse_text(arena, "t", sql, &options, &model, &findings);
    for (size_t i = 0; i < findings.count; i++)
        if (strstr(findings.items[i]->message, "needs PostgreSQL") && (!what || strstr(findings.items[i]->message, what)))
            return origin_text(arena, findings.items[i]->at);
    return NULL;
}

static void
each_is_refused_before_its_version(void **state)
{
    size_t wrong = 0;

    (void) state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
    {
        Arena *arena = arena_new();
        const char *place = found(arena, cases[i].sql, cases[i].since - 1, cases[i].what);
        const char *later = found(arena, cases[i].sql, cases[i].since, NULL);

        if (!place || !str_eq(place + 2, cases[i].place) || later)
            print_error("%s\n  before %d: %s, then: %s\n", cases[i].sql, cases[i].since, place ? place : "not refused", later ? later : "-"), wrong++;
        arena_free(arena);
    }
    assert_int_equal(wrong, 0);
}

static void
another_sentence_that_says_what_reads_it(void **state)
{
    Arena *arena = arena_new();
    Findings findings;
    Model *model;

    (void) state;
    findings_init(&findings, arena);
    assert_false(parse_text(arena, "t", "CREATE TABLE t (a int NOT WITHSTANDING);", NULL, &model, &findings));
    assert_non_null(strstr(findings.items[0]->hint, arena_printf(arena, "PostgreSQL %s", parser_version())));
    arena_free(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_is_refused_before_its_version),
        cmocka_unit_test(another_sentence_that_says_what_reads_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
