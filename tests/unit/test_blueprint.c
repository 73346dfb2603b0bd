/* parser.h: whole blueprints, good and bad. */
#include "tests/support/arena.h"

#include "parser/parser.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "engine/base/text.h"
#include "engine/kinds/constraint.h"
#include "engine/kinds/row.h"
#include "engine/kinds/sequence.h"
#include "engine/model/field.h"

static Model *
read_with(Arena *arena, const char *sql, const ParseOptions *options, Findings *findings)
{
    Model *model;

    findings_init(findings, arena);
    parse_text(arena, "t.sql", sql, options, &model, findings);
    return model;
}

/* Without a word of complaint. */
static Model *
read_well(Arena *arena, const char *sql)
{
    ParseOptions options = {.server_version = 150000, .role = "owner"};
    Findings findings;
    Model *model = read_with(arena, sql, &options, &findings);

    for (size_t i = 0; i < findings.count; i++)
        print_error("%s: %s\n", origin_text(arena, findings.items[i]->at), findings.items[i]->message);
    assert_int_equal(findings.count, 0);
    return model;
}

static void
assert_one(Arena *arena, const Findings *findings, const char *place, const char *words)
{
    if (findings->count != 1)
        for (size_t i = 0; i < findings->count; i++)
            print_error("%s: %s\n", origin_text(arena, findings->items[i]->at), findings->items[i]->message);
    assert_int_equal(findings->count, 1);
    assert_string_equal(origin_text(arena, findings->items[0]->at), place);
    if (!strstr(findings->items[0]->message, words))
        fail_msg("\"%s\" says nothing of \"%s\"", findings->items[0]->message, words);
}

static void
assert_finding(Arena *arena, const char *sql, const char *place, const char *words)
{
    Findings findings;

    read_with(arena, sql, NULL, &findings);
    assert_one(arena, &findings, place, words);
}

static Object *
find(const Model *model, Space space, const char *parent, const char *name)
{
    return model_find(model, space, "public", parent, name);
}

/* "PUBLIC=EXECUTE reader=SELECT* owner-INSERT": what is granted, with * where it may be passed on, and what is missing. */
static const char *
acl_text(Arena *arena, const Object *object)
{
    Text text;

    assert_non_null(object);
    text_init(&text, arena);
    VEC_EACH(const AclItem *, item, &object->acl)
        text_addf(&text, "%s%s%s%s%s", text.length ? " " : "", item->grantee ? item->grantee : "PUBLIC", item->missing ? "-" : "=",
                  item->privilege, item->grantable ? "*" : "");
    return text_str(&text);
}

/* ---- bad input: one clear error each ---- */

static void
syntax_errors_are_told_with_their_place(void **state)
{
    assert_finding(*state, "CREATE SCHEMA a;\n  CREATE SCHEMMA b;", "t.sql:2:10", "syntax error");
}

static void
every_syntax_error_is_told(void **state)
{
    Findings findings;

    read_with(*state, "CREATE TABEL a ();\nCREATE TABLE t (a int,\n  b int;\nCREATE SCHEMA x;\nCREATE VEIW v AS SELECT 1;", NULL, &findings);
    assert_int_equal(findings.count, 3);
    assert_int_equal(findings.items[0]->at.line, 1);
    assert_int_equal(findings.items[1]->at.line, 3);
    assert_int_equal(findings.items[2]->at.line, 5);
}

static void
an_unknown_type_is_an_error(void **state)
{
    assert_finding(*state, "CREATE TABLE t (\n  a int,\n  b statuss);", "t.sql:3:5", "type statuss does not exist");
}

static void
the_same_table_twice_is_one(void **state)
{
    Model *model = read_well(*state, "CREATE TABLE t (a int CHECK (a > 0));\nCREATE TABLE IF NOT EXISTS t (\n a int /* yes */ CHECK (a > 0));");

    assert_non_null(find(model, SPACE_RELATION, NULL, "t"));
    assert_int_equal(find(model, SPACE_RELATION, NULL, "t")->children.count, 2);
}

static void
two_definitions_of_a_table_are_an_error(void **state)
{
    assert_finding(*state, "CREATE TABLE t (a int);\nCREATE TABLE IF NOT EXISTS t (a int, b int);", "t.sql:2:28", "the other is at t.sql:1:14");
}

static void
two_definitions_of_a_function_are_an_error(void **state)
{
    assert_finding(*state,
                   "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';\n"
                   "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 2';",
                   "t.sql:2:1", "the other is at t.sql:1:1");
    assert_finding(*state,
                   "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';\n"
                   "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 2';",
                   "t.sql:1:1", "replaced by the OR REPLACE at t.sql:2:1");
}

static void
two_definitions_of_a_domain_are_an_error(void **state)
{
    assert_finding(*state, "CREATE DOMAIN d AS int CHECK (VALUE > 0);\nCREATE DOMAIN d AS int CHECK (VALUE > 0) CHECK (VALUE < 9);",
                   "t.sql:2:1", "twice");
}

static void
an_undeclared_schema_is_an_error(void **state)
{
    assert_finding(*state, "CREATE TABLE app.t (a int);\nCREATE TABLE app.u (a int);", "t.sql:1:14", "schema app does not exist");
}

static void
what_is_no_declaration_is_an_error(void **state)
{
    assert_finding(*state, "\n UPDATE t SET a = 1;", "t.sql:2:2", "UPDATE");
    assert_finding(*state, "SELECT 1;", "t.sql:1:1", "SELECT");
    assert_finding(*state, "SELECT 1 AS a INTO t;", "t.sql:1:1", "SELECT INTO");
    assert_finding(*state, "ROLLBACK;", "t.sql:1:1", "BEGIN and COMMIT");
    assert_finding(*state, "INSERT INTO t VALUES (1)", "t.sql:1:13", "table public.t");
}

static void
deep_input_is_an_error(void **state)
{
    enum { TIMES = 200000 };
    static const struct { const char *before, *again, *after; } deep[] = {
        {"CREATE VIEW v AS SELECT ", "(", ";"},
        {"CREATE VIEW v AS SELECT 1", "+1", ";"},
        {"CREATE VIEW v AS SELECT ", "- ", "1;"},
        {"CREATE VIEW v AS SELECT ", "NOT ", "true;"},
        {"CREATE VIEW v AS SELECT 1", "::int", ";"},
        {"CREATE VIEW v AS SELECT 1", " UNION SELECT 1", ";"},
        {"CREATE VIEW v AS SELECT 1 FROM a", " NATURAL JOIN a", ";"},
        {"CREATE VIEW v AS SELECT ", "CASE WHEN true THEN ", ";"},
        {"CREATE VIEW v AS SELECT ", "ARRAY[", ";"},
        {"CREATE VIEW v AS SELECT 'a'", " COLLATE x", ";"},
        {"CREATE VIEW v AS SELECT 1", " IS NULL", ";"},
        {"CREATE VIEW v AS SELECT 1", " OPERATOR(+) 1", ";"},
    };

    (void) state;
    for (size_t i = 0; i < COUNT_OF(deep); i++)
    {
        Arena *arena = arena_new();
        Findings findings;
        Text sql;

        text_init(&sql, arena);
        text_add(&sql, deep[i].before);
        for (int time = 0; time < TIMES; time++)
            text_add(&sql, deep[i].again);
        text_add(&sql, deep[i].after);
        read_with(arena, text_str(&sql), NULL, &findings);
        assert_int_equal(findings.count, 1);
        assert_non_null(strstr(findings.items[0]->message, "too deep"));
        arena_free(arena);
    }
}

static void
large_statements_are_read(void **state)
{
    Arena *arena = arena_new();
    Findings findings;
    Model *model;
    Text sql;

    (void) state;
    text_init(&sql, arena);
    text_add(&sql, "CREATE TYPE t AS ENUM ('0'");
    while (sql.length < 10 * 1024 * 1024)
        text_addf(&sql, ", 'label of some length %zu'", sql.length);
    text_add(&sql, ");\nCREATE TABLE u (a t);");
    model = read_with(arena, text_str(&sql), NULL, &findings);
    assert_int_equal(findings.count, 0);
    assert_non_null(find(model, SPACE_TYPE, NULL, "t"));
    arena_free(arena);
}

static void
random_tokens_do_no_harm(void **state)
{
    static const char *const words[] = {
        "CREATE ", "TABLE ", "t ", "(", ")", "a ", "int ", ", ", ";", "CHECK ", "1 ", "+ ", "PRIMARY KEY ", "ALTER ", "ADD ", "COLUMN ", "DROP ",
        "VIEW ", "AS ", "SELECT ", "FROM ", "* ", "'x' ", "DEFAULT ", "TYPE ", "ENUM ", "SCHEMA ", "s.", "COMMENT ON ", "IS ", "GRANT ", "ON ",
        "TO ", "public ", "FUNCTION ", "RETURNS ", "LANGUAGE ", "sql ", "INDEX ", "\n", "DOMAIN ", "SEQUENCE ", "RENAME ", "SET ", "search_path ",
        "= ", "NOT NULL ", "REFERENCES ", "UNIQUE ", "DO ", "$$", "BEGIN ", "END ", "\\i ", "INSERT INTO ", "VALUES ", "CONFLICT ", "NOTHING ",
        "IF NOT EXISTS ", "TRIGGER ", "EXECUTE ", "OWNER ", "CONSTRAINT ", "serial ", "[] ", "-- hc:x\n", "INHERITS ", "PARTITION ", "BY ", "LIKE ",
    };
    uint64_t seed = 7;

    (void) state;
    for (int round = 0; round < 4000; round++)
    {
        Arena *arena = arena_new();
        Findings findings;
        Text sql;

        text_init(&sql, arena);
        for (int i = 0; i < 40; i++)
        {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            text_add(&sql, words[(seed >> 33) % COUNT_OF(words)]);
        }
        read_with(arena, text_str(&sql), NULL, &findings);
        arena_free(arena);
    }
}

/* ---- order does not matter ---- */

static void
an_object_may_be_used_before_it_is_made(void **state)
{
    Model *model = read_well(*state,
                             "COMMENT ON COLUMN t.a IS 'c';\nALTER TABLE t ADD CONSTRAINT positive CHECK (a > 0);\nGRANT SELECT ON t TO reader;\n"
                             "CREATE TABLE t (a e);\nCREATE DOMAIN e AS int;");

    assert_string_equal(find(model, SPACE_COLUMN, "t", "a")->comment, "c");
    assert_non_null(find(model, SPACE_CONSTRAINT, "t", "positive"));
    assert_string_equal(acl_text(*state, find(model, SPACE_RELATION, NULL, "t")), "reader=SELECT");
}

static void
what_nothing_makes_is_missing(void **state)
{
    assert_finding(*state, "CREATE TABLE t (a int);\nCOMMENT ON TABLE u IS 'x';", "t.sql:2:1", "table public.u does not exist");
    assert_finding(*state, "CREATE TABLE t (a int);\nCOMMENT ON COLUMN t.b IS 'x';", "t.sql:2:1", "column b of public.t does not exist");
}

/* ---- the search path ---- */

static void
the_search_path_is_followed(void **state)
{
    Model *model = read_well(*state,
                             "CREATE SCHEMA a; CREATE SCHEMA b;\nSET search_path = a, public;\nCREATE TYPE ta AS (x int);\n"
                             "SELECT pg_catalog.set_config('search_path', 'b, \"a\"', false);\nCREATE TYPE tb AS (x ta);\n"
                             "BEGIN; SET LOCAL search_path TO a; CREATE TYPE tc AS (x int); COMMIT;\nCREATE TYPE td AS (x tc);\n"
                             "RESET search_path;\nCREATE TYPE te AS (x int);\nSET search_path TO DEFAULT; SET client_min_messages = warning;");

    assert_non_null(model_find(model, SPACE_TYPE, "a", NULL, "ta"));
    assert_non_null(model_find(model, SPACE_TYPE, "b", NULL, "tb"));
    assert_non_null(model_find(model, SPACE_TYPE, "a", NULL, "tc"));
    assert_non_null(model_find(model, SPACE_TYPE, "b", NULL, "td"));
    assert_non_null(model_find(model, SPACE_TYPE, "public", NULL, "te"));
    assert_string_equal(model_find(model, SPACE_TYPE, "b", NULL, "td")->search_path, "b, a");
}

static void
elements_of_a_schema_are_in_it(void **state)
{
    Model *model = read_well(*state, "CREATE SCHEMA s CREATE TABLE t (a int) CREATE VIEW v AS SELECT a FROM t;");

    assert_non_null(model_find(model, SPACE_RELATION, "s", NULL, "t"));
    assert_non_null(model_find(model, SPACE_RELATION, "s", NULL, "v"));
}

/* ---- DO ---- */

static void
guarded_blocks_are_read_as_what_they_make(void **state)
{
    Model *model = read_well(*state,
                             "DO $$ BEGIN\n  IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'e') THEN\n    CREATE TYPE e AS ENUM ('a');\n  END IF;\nEND $$;\n"
                             "DO $x$ BEGIN CREATE TYPE f AS (a e); EXCEPTION WHEN duplicate_object THEN NULL; END $x$ LANGUAGE plpgsql;\n"
                             "DO 'BEGIN IF to_regtype(''public.g'') IS NULL THEN EXECUTE ''CREATE TYPE g AS (a e)''; ELSE RAISE NOTICE ''there''; END IF; END';");

    assert_int_equal(find(model, SPACE_TYPE, NULL, "e")->origin.line, 3);
    assert_non_null(find(model, SPACE_TYPE, NULL, "f"));
    assert_non_null(find(model, SPACE_TYPE, NULL, "g"));
}

static void
other_blocks_are_errors(void **state)
{
    assert_finding(*state, "DO $$ BEGIN FOR i IN 1..2 LOOP EXECUTE 'CREATE TYPE e' || i; END LOOP; END $$;", "t.sql:1:1", "DO block");
    assert_finding(*state, "DO $$ BEGIN IF EXISTS (SELECT FROM pg_type WHERE typname = 'e') THEN CREATE TYPE e AS (); END IF; END $$;", "t.sql:1:1", "DO block");
    assert_finding(*state, "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_type WHERE typname = 'other') THEN CREATE TYPE e AS (); END IF; END $$;", "t.sql:1:1", "DO block");
    assert_finding(*state, "DO $$ BEGIN IF NOT EXISTS (SELECT FROM orders WHERE note = 'e') THEN CREATE TYPE e AS (); END IF; END $$;", "t.sql:1:1", "DO block");
    assert_finding(*state, "DO $$ DECLARE a int; BEGIN CREATE TYPE e AS (); END $$;", "t.sql:1:1", "DO block");
}

/* ---- comments, owners, privileges ---- */

static void
comments_are_read(void **state)
{
    Model *model = read_well(*state,
                             "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';\nCOMMENT ON FUNCTION f IS 'f';\n"
                             "CREATE DOMAIN d AS int CONSTRAINT c CHECK (VALUE > 0);\nCOMMENT ON CONSTRAINT c ON DOMAIN d IS 'c';\nCOMMENT ON DOMAIN d IS 'd';\n"
                             "CREATE TABLE t (a int PRIMARY KEY);\nCREATE INDEX i ON t (a);\nCOMMENT ON INDEX i IS 'i';\nCOMMENT ON CONSTRAINT t_pkey ON t IS 'p';\n"
                             "COMMENT ON TABLE t IS 'first';\nCOMMENT ON TABLE t IS 'second';\nCOMMENT ON COLUMN t.a IS '';");

    assert_string_equal(find(model, SPACE_ROUTINE, NULL, "f(integer)")->comment, "f");
    assert_string_equal(find(model, SPACE_CONSTRAINT, "d", "c")->comment, "c");
    assert_string_equal(find(model, SPACE_TYPE, NULL, "d")->comment, "d");
    assert_string_equal(find(model, SPACE_RELATION, NULL, "i")->comment, "i");
    assert_string_equal(find(model, SPACE_CONSTRAINT, "t", "t_pkey")->comment, "p");
    assert_string_equal(find(model, SPACE_RELATION, NULL, "t")->comment, "second");
    assert_null(find(model, SPACE_COLUMN, "t", "a")->comment);
}

static void
wrong_comments_are_errors(void **state)
{
    assert_finding(*state, "CREATE VIEW v AS SELECT 1 AS a;\nCOMMENT ON TABLE v IS 'x';", "t.sql:2:1", "view public.v is not a table");
    assert_finding(*state,
                   "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';\nCREATE FUNCTION f(text) RETURNS int LANGUAGE sql AS 'SELECT 1';\n"
                   "COMMENT ON FUNCTION f IS 'x';",
                   "t.sql:3:1", "not unique");
}

static void
owners_are_read(void **state)
{
    Model *model = read_well(*state,
                             "CREATE SCHEMA s AUTHORIZATION a;\nCREATE TABLE t (id serial);\nALTER TABLE t OWNER TO b;\n"
                             "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';\nALTER FUNCTION f() OWNER TO CURRENT_USER;");

    assert_true(model->claims & CLAIM_OWNERS);
    assert_string_equal(model_find(model, SPACE_SCHEMA, NULL, NULL, "s")->owner, "a");
    assert_string_equal(find(model, SPACE_RELATION, NULL, "t")->owner, "b");
    assert_string_equal(find(model, SPACE_RELATION, NULL, "t_id_seq")->owner, "b");
    assert_string_equal(find(model, SPACE_ROUTINE, NULL, "f()")->owner, "owner");
}

static void
privileges_are_read(void **state)
{
    Arena *arena = *state;
    Model *model = read_well(arena,
                             "CREATE TABLE t (a int, b int);\nCREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';\nCREATE SEQUENCE s;\nCREATE TYPE e AS ENUM ('x');\n"
                             "GRANT SELECT, INSERT ON t TO x WITH GRANT OPTION;\nREVOKE GRANT OPTION FOR INSERT ON t FROM x;\nGRANT UPDATE (a) ON t TO y;\n"
                             "REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC;\nGRANT ALL ON s TO x;\nREVOKE USAGE ON TYPE e FROM PUBLIC;\nGRANT USAGE ON TYPE e TO x;\n"
                             "REVOKE DELETE ON t FROM owner;\nGRANT SELECT ON t TO owner;");

    assert_true(model->claims & CLAIM_PRIVILEGES);
    assert_string_equal(acl_text(arena, find(model, SPACE_RELATION, NULL, "t")), "owner-DELETE x=INSERT x=SELECT*");
    assert_string_equal(acl_text(arena, find(model, SPACE_COLUMN, "t", "a")), "y=UPDATE");
    assert_string_equal(acl_text(arena, find(model, SPACE_ROUTINE, NULL, "f()")), "");
    assert_string_equal(acl_text(arena, find(model, SPACE_RELATION, NULL, "s")), "x=SELECT x=UPDATE x=USAGE");
    assert_string_equal(acl_text(arena, find(model, SPACE_TYPE, NULL, "e")), "x=USAGE");
}

static void
grants_on_all_of_a_schema_are_on_the_whole_blueprint(void **state)
{
    Arena *arena = *state;
    Model *model = read_well(arena,
                             "GRANT SELECT ON ALL TABLES IN SCHEMA public TO x;\nREVOKE ALL ON TABLE b FROM x;\nGRANT EXECUTE ON ALL ROUTINES IN SCHEMA public TO x;\n"
                             "CREATE TABLE a (x int);\nCREATE VIEW v AS SELECT 1 AS x;\nCREATE TABLE b (x int);\nCREATE SEQUENCE s;\n"
                             "CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1';");

    assert_string_equal(acl_text(arena, find(model, SPACE_RELATION, NULL, "a")), "x=SELECT");
    assert_string_equal(acl_text(arena, find(model, SPACE_RELATION, NULL, "v")), "x=SELECT");
    assert_string_equal(acl_text(arena, find(model, SPACE_RELATION, NULL, "b")), "");
    assert_string_equal(acl_text(arena, find(model, SPACE_RELATION, NULL, "s")), "");
    assert_string_equal(acl_text(arena, find(model, SPACE_ROUTINE, NULL, "p()")), "PUBLIC=EXECUTE x=EXECUTE");
}

static void
wrong_privileges_are_errors(void **state)
{
    assert_finding(*state, "CREATE TABLE t (a int);\nGRANT EXECUTE ON TABLE t TO x;", "t.sql:2:1", "no privilege EXECUTE");
    assert_finding(*state, "CREATE TABLE t (a int);\nGRANT SELECT (b) ON TABLE t TO x;", "t.sql:2:1", "column public.t.b");
}

/* ---- dropping, renaming, moving ---- */

static void
if_exists_clears_the_ground_and_no_more(void **state)
{
    Model *model = read_well(*state, "CREATE VIEW v AS SELECT 1 AS a;\nDROP VIEW IF EXISTS v;\nDROP TABLE never_made;\nDROP TYPE IF EXISTS x, y CASCADE;");

    assert_non_null(find(model, SPACE_RELATION, NULL, "v"));
}

static void
a_plain_drop_takes_away(void **state)
{
    Model *model = read_well(*state,
                             "CREATE TABLE t (id serial CHECK (id > 0));\nDROP TABLE t;\nCREATE TABLE u (a int);\nDROP TABLE u;\nCREATE TABLE u (b int);\n"
                             "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';\nDROP FUNCTION f(int);");

    assert_null(find(model, SPACE_RELATION, NULL, "t"));
    assert_null(find(model, SPACE_RELATION, NULL, "t_id_seq"));
    assert_null(find(model, SPACE_COLUMN, "u", "a"));
    assert_non_null(find(model, SPACE_COLUMN, "u", "b"));
    assert_null(find(model, SPACE_ROUTINE, NULL, "f(integer)"));
}

static void
renames_are_followed(void **state)
{
    Model *model = read_well(*state,
                             "CREATE TABLE old (a int PRIMARY KEY, b int REFERENCES old);\nALTER TABLE old RENAME TO new;\nALTER TABLE new RENAME COLUMN a TO id;\n"
                             "ALTER TABLE new RENAME CONSTRAINT old_pkey TO new_pkey;\nCREATE INDEX i ON new (id);\nALTER INDEX i RENAME TO j;\n"
                             "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';\nALTER FUNCTION f(int) RENAME TO g;");
    const ConstraintDef *key = (const ConstraintDef *) find(model, SPACE_CONSTRAINT, "new", "old_b_fkey");

    assert_null(find(model, SPACE_RELATION, NULL, "old"));
    assert_non_null(find(model, SPACE_COLUMN, "new", "id"));
    assert_non_null(find(model, SPACE_CONSTRAINT, "new", "new_pkey"));
    assert_non_null(find(model, SPACE_RELATION, NULL, "j"));
    assert_string_equal(key->ref_table, "new");
    assert_string_equal(vec_at(&key->ref_columns, 0), "id");
    assert_string_equal(find(model, SPACE_ROUTINE, NULL, "g(integer)")->base, "g");
}

static void
what_mentions_an_old_name_is_an_error(void **state)
{
    assert_finding(*state, "CREATE TABLE old (a int);\nCREATE VIEW v AS SELECT a FROM old;\nALTER TABLE old RENAME TO new;", "t.sql:3:1", "view public.v mentions");
}

static void
objects_move_to_another_schema(void **state)
{
    Model *model = read_well(*state, "CREATE SCHEMA s;\nCREATE TABLE t (a int UNIQUE);\nALTER TABLE t SET SCHEMA s;\nCREATE TYPE e AS ENUM ('a');\nALTER TYPE e SET SCHEMA s;");

    assert_non_null(model_find(model, SPACE_RELATION, "s", NULL, "t"));
    assert_non_null(model_find(model, SPACE_CONSTRAINT, "s", "t", "t_a_key"));
    assert_non_null(model_find(model, SPACE_TYPE, "s", NULL, "e"));
    assert_null(find(model, SPACE_RELATION, NULL, "t"));
}

/* ---- rows ---- */

static const ReferenceRow *
row_of(const Model *model, const char *name)
{
    return (const ReferenceRow *) find(model, SPACE_ROW, "t", name);
}

static void
rows_are_read(void **state)
{
    Model *model = read_well(*state,
                             "CREATE TABLE t (id int PRIMARY KEY, code text UNIQUE, at timestamptz DEFAULT now());\n"
                             "INSERT INTO t (id, code) VALUES (1, 'a'), (2, DEFAULT) ON CONFLICT (id) DO UPDATE SET code = EXCLUDED.code, at = now();\n"
                             "INSERT INTO t VALUES ((random() * 10)::int, 'c', now()) ON CONFLICT DO NOTHING;");
    const ReferenceRow *row = row_of(model, "1");

    assert_non_null(row);
    assert_string_equal(row_value(row, "code"), "'a'");
    assert_int_equal(row->update_columns.count, 2);
    assert_int_equal(row->compared.count, 1);
    assert_null(row_value(row_of(model, "2"), "code"));
    assert_int_equal(row_of(model, "'c'")->keys.count, 1);
}

static void
wrong_rows_are_errors(void **state)
{
    static const char table[] = "CREATE TABLE t (id int PRIMARY KEY, n int);\n";
    static const struct { const char *insert, *place, *words; } wrong[] = {
        {"INSERT INTO t VALUES (1);", "t.sql:2:1", "without ON CONFLICT"},
        {"INSERT INTO t SELECT 1 ON CONFLICT DO NOTHING;", "t.sql:2:1", "INSERT ... SELECT"},
        {"INSERT INTO t (n) VALUES (1) ON CONFLICT DO NOTHING;", "t.sql:2:27", "no unique key"},
        {"INSERT INTO t VALUES (nextval('s')) ON CONFLICT (id) DO NOTHING;", "t.sql:2:23", "constant"},
        {"INSERT INTO t VALUES (1, 2, 3) ON CONFLICT (id) DO NOTHING;", "t.sql:2:29", "more values"},
        {"INSERT INTO t (x) VALUES (1) ON CONFLICT (id) DO NOTHING;", "t.sql:2:16", "column x"},
        {"INSERT INTO t VALUES (1, 2) ON CONFLICT (id) DO UPDATE SET n = t.n + 1;", "t.sql:2:60", "depends on the row"},
        {"INSERT INTO t VALUES (1, 2) ON CONFLICT (id) DO NOTHING; INSERT INTO t VALUES (1, 3) ON CONFLICT (id) DO NOTHING;", "t.sql:2:80", "twice"},
    };

    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_finding(*state, arena_printf(*state, "%s%s", table, wrong[i].insert), wrong[i].place, wrong[i].words);
}

/* ---- the rest ---- */

static void
schemas_are_read(void **state)
{
    Model *model = read_well(*state, "-- first\nCREATE SCHEMA app;\nCREATE SCHEMA IF NOT EXISTS app;");

    assert_non_null(model_find(model, SPACE_SCHEMA, NULL, NULL, "app"));
    assert_non_null(model_find(model, SPACE_SCHEMA, NULL, NULL, "public"));
}

static void
passwords_are_left_out(void **state)
{
    Findings findings;

    read_with(*state, "CREATE ROLE x PASSWORD 'swordfish';", NULL, &findings);
    assert_int_equal(findings.errors, 0);
    assert_one(*state, &findings, "t.sql:1:15", "passwords are not managed");
}

static void
syntax_that_the_server_lacks_is_an_error(void **state)
{
    ParseOptions options = {.server_version = 140000};
    Findings findings;

    read_with(*state, "CREATE TABLE t (a int);\nCREATE UNIQUE INDEX ON t (a) NULLS NOT DISTINCT;", &options, &findings);
    assert_one(*state, &findings, "t.sql:2:1", "needs PostgreSQL 15");
}

static void
members_of_extensions_are_known(void **state)
{
    Model *model = read_well(*state, "CREATE EXTENSION citext;\nCREATE TABLE t (a citext, b citext[]);");
    const Object *column = find(model, SPACE_COLUMN, "t", "a");
    bool needed = false;

    VEC_EACH(const Ref *, need, &column->needs)
        needed |= need->space == SPACE_EXTENSION && str_eq(need->name, "citext");
    assert_true(needed);
    assert_finding(*state, "CREATE TABLE t (a citext);", "t.sql:1:19", "type citext does not exist");
}

/* ---- annotations ---- */

static void
wrong_annotations_are_errors(void **state)
{
    assert_finding(*state, "\n-- hc:frob x\nCREATE TABLE t (a int);", "t.sql:2:1", "there is no annotation hc:frob");
    assert_finding(*state, "CREATE TABLE t (\n  -- hc:run-once x\n  a int);", "t.sql:2:3", "nothing that hc:run-once can be for");
    assert_finding(*state, "-- hc:run-once x\nCREATE TABLE t (a int);", "t.sql:2:1", "can't be a step that runs once");
    assert_finding(*state, "-- hc:run-once\nSELECT 1;", "t.sql:1:1", "wants a name");
    assert_finding(*state, "-- hc:run-once two words\nSELECT 1;", "t.sql:1:1", "wants a name");
    assert_finding(*state, "-- hc:run-once x\nSELECT 1;\n-- hc:run-once x\nSELECT 2;", "t.sql:3:1", "run-once x is there already: see t.sql:2:1");
    assert_finding(*state, "CREATE TABLE t (\n  -- hc:using\n  a int);", "t.sql:2:3", "an expression is missing");
    assert_finding(*state, "CREATE TABLE t (\n  -- hc:backfill 1 +\n  a int);", "t.sql:2:3", "syntax error");
    assert_finding(*state, "-- hc:backfill 1\nCREATE TABLE t (a int);", "t.sql:1:1", "nothing that hc:backfill can be for");
    assert_finding(*state, "-- hc:renamed x\nCREATE TABLE t (a int);", "t.sql:1:1", "wants the old name");
    assert_finding(*state, "-- hc:renamed from t\nCREATE TABLE t (a int);", "t.sql:1:1", "table public.t is called that now");
    assert_finding(*state, "CREATE TABLE t (\n-- hc:renamed from public.b\na int);", "t.sql:2:1", "has no schema");
    assert_finding(*state, "CREATE TABLE t (a\n-- hc:renamed from b\nint);", "t.sql:2:1", "nothing that hc:renamed can be for");
    assert_finding(*state, "-- hc:renamed from b\nCREATE EXTENSION hstore;", "t.sql:1:1", "nothing that hc:renamed can be for");
    assert_finding(*state, "-- hc:renamed from x\nCOMMENT ON SCHEMA public IS 'x';", "t.sql:1:1", "nothing that hc:renamed can be for");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(syntax_errors_are_told_with_their_place),
        cmocka_unit_test(every_syntax_error_is_told),
        cmocka_unit_test(an_unknown_type_is_an_error),
        cmocka_unit_test(the_same_table_twice_is_one),
        cmocka_unit_test(two_definitions_of_a_table_are_an_error),
        cmocka_unit_test(two_definitions_of_a_function_are_an_error),
        cmocka_unit_test(two_definitions_of_a_domain_are_an_error),
        cmocka_unit_test(an_undeclared_schema_is_an_error),
        cmocka_unit_test(what_is_no_declaration_is_an_error),
        cmocka_unit_test(deep_input_is_an_error),
        cmocka_unit_test(large_statements_are_read),
        cmocka_unit_test(random_tokens_do_no_harm),
        cmocka_unit_test(an_object_may_be_used_before_it_is_made),
        cmocka_unit_test(what_nothing_makes_is_missing),
        cmocka_unit_test(the_search_path_is_followed),
        cmocka_unit_test(elements_of_a_schema_are_in_it),
        cmocka_unit_test(guarded_blocks_are_read_as_what_they_make),
        cmocka_unit_test(other_blocks_are_errors),
        cmocka_unit_test(comments_are_read),
        cmocka_unit_test(wrong_comments_are_errors),
        cmocka_unit_test(owners_are_read),
        cmocka_unit_test(privileges_are_read),
        cmocka_unit_test(grants_on_all_of_a_schema_are_on_the_whole_blueprint),
        cmocka_unit_test(wrong_privileges_are_errors),
        cmocka_unit_test(if_exists_clears_the_ground_and_no_more),
        cmocka_unit_test(a_plain_drop_takes_away),
        cmocka_unit_test(renames_are_followed),
        cmocka_unit_test(what_mentions_an_old_name_is_an_error),
        cmocka_unit_test(objects_move_to_another_schema),
        cmocka_unit_test(rows_are_read),
        cmocka_unit_test(wrong_rows_are_errors),
        cmocka_unit_test(schemas_are_read),
        cmocka_unit_test(passwords_are_left_out),
        cmocka_unit_test(syntax_that_the_server_lacks_is_an_error),
        cmocka_unit_test(members_of_extensions_are_known),
        cmocka_unit_test(wrong_annotations_are_errors),
    };

    return cmocka_run_group_tests(tests, make_arena, drop_arena);
}
