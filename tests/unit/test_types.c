/* Enums, ranges, composite types, domains, sequences and functions: what a blueprint says becomes a model, and two models a plan. */
#include "tests/support/arena.h"

#include "engine/kinds/composite.h"
#include "engine/kinds/domain.h"
#include "engine/kinds/enum.h"
#include "engine/kinds/extension.h"
#include "engine/kinds/function.h"
#include "engine/kinds/range.h"
#include "engine/kinds/sequence.h"
#include "engine/plan/plan.h"
#include "parser/parser.h"

#include <setjmp.h>
#include <stdio.h>
#include <cmocka.h>

static Model *
parsed(Arena *arena, const char *sql)
{
    static const ParseOptions options = {.server_version = 150000, .role = "me"};
    Findings findings;
    Model *model;

    findings_init(&findings, arena);
    if (!parse_text(arena, "test.sql", sql, &options, &model, &findings))
        fail_msg("%s: %s", origin_text(arena, findings.items[0]->at), findings.items[0]->message);
    return model;
}

/* "line:column message" of the first finding. */
static const char *
refused(Arena *arena, const char *sql)
{
    static const ParseOptions options = {.server_version = 150000};
    Findings findings;
    Model *model;

    findings_init(&findings, arena);
    assert_false(parse_text(arena, "test.sql", sql, &options, &model, &findings));
    return arena_printf(arena, "%d:%d %s", findings.items[0]->at.line, findings.items[0]->at.column, findings.items[0]->message);
}

/* The statements that lead from one blueprint to the other, a line each. */
static const char *
planned(Arena *arena, const char *from, const char *to)
{
    Plan *plan;
    Error err;
    Vec lines = {0};

    if (!plan_make(arena, diff_make(arena, parsed(arena, from), parsed(arena, to), NULL), &(PlanOptions) {.server_version = 150000}, &plan, &err))
        return err.message;
    VEC_EACH(const Step *, step, &plan->steps)
        vec_add(arena, &lines, step->commit_after ? arena_printf(arena, "%s; commit", step->sql) : step->sql);
    return vec_join(arena, &lines, "\n");
}

static void *
found(const Model *model, Kind kind, const char *name)
{
    void *object = model_find_kind(model, kind, "public", NULL, name);

    assert_non_null(object);
    return object;
}

static const char *
joined(Arena *arena, const Vec *texts)
{
    return vec_join(arena, texts, "|");
}

/* ---- enums ---- */

static void
labels_are_added_where_they_belong(void **state)
{
    assert_string_equal(planned(*state, "CREATE TYPE e AS ENUM ('b', 'd')", "CREATE TYPE e AS ENUM ('a', 'b', 'c', 'd', 'e''')"),
                        "ALTER TYPE public.e ADD VALUE 'a' BEFORE 'b'\n"
                        "ALTER TYPE public.e ADD VALUE 'c' BEFORE 'd'\n"
                        "ALTER TYPE public.e ADD VALUE 'e'''; commit");
    assert_string_equal(planned(*state, "CREATE TYPE e AS ENUM ('a', 'b')", "CREATE TYPE e AS ENUM ('b', 'a')"),
                        "DROP TYPE public.e\nCREATE TYPE public.e AS ENUM (\n    'b',\n    'a'\n)");
    assert_string_equal(planned(*state, "", "CREATE TYPE e AS ENUM ()"), "CREATE TYPE public.e AS ENUM ()");
}

static void
alter_type_is_read_as_what_it_leads_to(void **state)
{
    const Model *model = parsed(*state, "ALTER TYPE e ADD VALUE 'c' AFTER 'a'; CREATE TYPE e AS ENUM ('a', 'b');"
                                        "ALTER TYPE e RENAME VALUE 'b' TO 'z'; ALTER TYPE e ADD VALUE IF NOT EXISTS 'a';"
                                        "ALTER TYPE e ADD VALUE '0' BEFORE 'a'");

    assert_string_equal(joined(*state, &((const EnumType *) found(model, KIND_ENUM, "e"))->labels), "0|a|c|z");
    assert_string_equal(refused(*state, "CREATE TYPE e AS ENUM ('a'); ALTER TYPE e ADD VALUE 'a'"),
                        "1:30 enum public.e has label 'a' already");
    assert_string_equal(refused(*state, "CREATE TYPE e AS ENUM ('a', 'a')"), "1:1 label 'a' is there twice");
    assert_string_equal(refused(*state, "CREATE DOMAIN e AS text;\nALTER TYPE e ADD VALUE 'a'"), "2:1 domain public.e is no enum");
    assert_string_equal(refused(*state, "ALTER TYPE e ADD VALUE 'a'"), "1:1 enum public.e does not exist in the blueprint");
}

/* ---- ranges, composite types, domains ---- */

static void
multiranges_get_names(void **state)
{
    const char *longest = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk";

    assert_string_equal(range_multirange_name(*state, "span"), "span_multirange");
    assert_string_equal(range_multirange_name(*state, "daterange2"), "datemultirange2");
    assert_int_equal(strlen(range_multirange_name(*state, longest)), 63);
    assert_int_equal(strlen(range_multirange_name(*state, arena_printf(*state, "range%s", longest + 5))), 63);
}

static void
ranges_have_no_default_options(void **state)
{
    const Model *model = parsed(*state, "CREATE FUNCTION d(a int, b int) RETURNS float8 LANGUAGE sql AS '';"
                                        "CREATE TYPE r AS RANGE (subtype = int, subtype_opclass = int4_ops, subtype_diff = d);"
                                        "CREATE TYPE s AS RANGE (subtype = text, subtype_opclass = text_pattern_ops, collation = \"C\")");
    const RangeType *r = found(model, KIND_RANGE, "r"), *s = found(model, KIND_RANGE, "s");

    assert_string_equal(r->subtype, "integer");
    assert_null(r->opclass);
    assert_string_equal(r->subtype_diff, "public.d");
    assert_string_equal(r->multirange, "r_multirange");
    assert_string_equal(s->opclass, "text_pattern_ops");
    assert_string_equal(s->collation, "\"C\"");
    assert_string_equal(refused(*state, "CREATE TYPE r AS RANGE (subtipe = int)"), "1:25 a range type has no option \"subtipe\" like this");
}

static void
attributes_are_altered_when_order_allows_it(void **state)
{
    assert_string_equal(planned(*state, "CREATE TYPE c AS (a int, b text, c int)", "CREATE TYPE c AS (a int, c int, \"D\" numeric(5,2))"),
                        "ALTER TYPE public.c DROP ATTRIBUTE b\nALTER TYPE public.c ADD ATTRIBUTE \"D\" numeric(5,2)");
    assert_string_equal(planned(*state, "CREATE TYPE c AS (a int, c int)", "CREATE TYPE c AS (a int, b int, c int)"),
                        "DROP TYPE public.c\nCREATE TYPE public.c AS (\n    a integer,\n    b integer,\n    c integer\n)");
}

static void
domains_over_domains_take_the_default(void **state)
{
    const Model *model = parsed(*state, "CREATE DOMAIN c AS b; CREATE DOMAIN b AS a; CREATE DOMAIN a AS text DEFAULT 'x' NOT NULL;"
                                        "CREATE DOMAIN n AS text DEFAULT NULL; CREATE DOMAIN o AS a DEFAULT NULL; CREATE DOMAIN l AS a[]");

    assert_non_null(((const Domain *) found(model, KIND_DOMAIN, "c"))->value);
    assert_false(((const Domain *) found(model, KIND_DOMAIN, "c"))->not_null);
    assert_null(((const Domain *) found(model, KIND_DOMAIN, "n"))->value);
    assert_non_null(((const Domain *) found(model, KIND_DOMAIN, "o"))->value);     /* it keeps the default of "a" away */
    assert_null(((const Domain *) found(model, KIND_DOMAIN, "l"))->value);
    assert_string_equal(((const Domain *) found(model, KIND_DOMAIN, "l"))->type, "public.a[]");
}

/* ---- sequences ---- */

static const char *
options_of(Arena *arena, const char *sql)
{
    const Sequence *sequence = found(parsed(arena, sql), KIND_SEQUENCE, "s");
    const SequenceOptions *o = &sequence->options;

    return arena_printf(arena, "%s %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 "%s", sequence->type, o->start, o->increment, o->min,
                        o->max, o->cache, o->cycle ? " cycle" : "");
}

static void
sequences_have_defaults(void **state)
{
    assert_string_equal(options_of(*state, "CREATE SEQUENCE s"), "bigint 1 1 1 9223372036854775807 1");
    assert_string_equal(options_of(*state, "CREATE SEQUENCE s AS int2 INCREMENT -1"), "smallint -1 -1 -32768 -1 1");
    assert_string_equal(options_of(*state, "CREATE SEQUENCE s AS int MINVALUE 5 CACHE 3 CYCLE"), "integer 5 1 5 2147483647 3 cycle");
    assert_string_equal(options_of(*state, "CREATE SEQUENCE s MINVALUE -9223372036854775808 NO MAXVALUE"),
                        "bigint -9223372036854775808 1 -9223372036854775808 9223372036854775807 1");
    assert_string_equal(options_of(*state, "CREATE SEQUENCE s AS int; ALTER SEQUENCE s AS bigint CACHE 2"), "bigint 1 1 1 9223372036854775807 2");
    assert_string_equal(options_of(*state, "CREATE SEQUENCE s AS int MAXVALUE 9; ALTER SEQUENCE s AS bigint START 4"), "bigint 4 1 1 9 1");
    assert_string_equal(refused(*state, "CREATE SEQUENCE s INCREMENT 0"), "1:19 increment must not be 0");
    assert_string_equal(refused(*state, "CREATE SEQUENCE s MAXVALUE 9223372036854775808"),
                        "1:19 maxvalue must be a whole number of at most 64 bits");
    assert_string_equal(refused(*state, "CREATE TEMP SEQUENCE s"), "1:22 a temporary sequence is no part of a blueprint");
}

static void
sequences_are_altered_by_what_differs(void **state)
{
    assert_string_equal(planned(*state, "CREATE SEQUENCE s", "CREATE SEQUENCE s INCREMENT 5 CYCLE"), "ALTER SEQUENCE public.s INCREMENT BY 5 CYCLE");
    assert_string_equal(planned(*state, "CREATE SEQUENCE s AS int", "CREATE SEQUENCE s"),
                        "ALTER SEQUENCE public.s AS bigint INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1 NO CYCLE");
    assert_string_equal(planned(*state, "", "CREATE SEQUENCE s AS smallint INCREMENT -3"), "CREATE SEQUENCE public.s AS smallint INCREMENT BY -3");
    assert_string_equal(planned(*state, "CREATE SEQUENCE s", "CREATE UNLOGGED SEQUENCE s"), "ALTER SEQUENCE public.s SET UNLOGGED");
}

/* ---- functions ---- */

static void
functions_are_known_by_their_input_types(void **state)
{
    const Model *model = parsed(*state, "CREATE TYPE \"M d\" AS ENUM ();"
                                        "CREATE FUNCTION \"F x\"(a varchar(3), OUT b int, INOUT c \"M d\", VARIADIC d char(2)[]) LANGUAGE sql AS ''");
    const Function *f = found(model, KIND_FUNCTION, "\"F x\"(character varying, public.\"M d\", character[])");

    assert_string_equal(f->object.base, "F x");
    assert_string_equal(f->returns, "record");
    assert_string_equal(f->cost, "100");
    assert_string_equal(f->rows, "0");
    assert_string_equal(refused(*state, "CREATE FUNCTION f() LANGUAGE sql AS ''"), "1:1 the result type is missing");
    assert_string_equal(refused(*state, "CREATE FUNCTION f() RETURNS int AS ''"), "1:1 the language is missing");
    assert_string_equal(refused(*state, "CREATE FUNCTION f() RETURNS int LANGUAGE sql"), "1:1 the body is missing");
}

static void
costs_are_written_one_way(void **state)
{
    assert_string_equal(function_number(*state, "100"), "100");
    assert_string_equal(function_number(*state, "1e2"), "100");
    assert_string_equal(function_number(*state, "0.0025"), "0.0025");
    assert_string_equal(function_number(*state, "1000000000000"), function_number(*state, "1e+12"));
    assert_string_equal(function_number(*state, "0.1000000000001"), "0.1");
}

static void
settings_are_kept_as_the_catalog_has_them(void **state)
{
    const Model *model = parsed(*state, "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET search_path = a, \"B c\", '' SET TIME ZONE 'UTC'"
                                        " SET work_mem = '1MB' SET x.y = 3 SET datestyle = iso, dmy AS '';"
                                        "ALTER FUNCTION f() RESET work_mem SET x.y = 4");
    const Function *f = found(model, KIND_FUNCTION, "f()");

    assert_string_equal(joined(*state, &f->config), "search_path=a, \"B c\", \"\"|timezone=UTC|x.y=4|datestyle=iso, dmy");
    assert_string_equal(refused(*state, "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET work_mem FROM CURRENT AS ''"),
                        "1:46 a setting FROM CURRENT depends on the session that runs the statement");
}

#define F(arguments, rest) "CREATE FUNCTION f(" arguments ") " rest " LANGUAGE sql AS $$x$$"

static void
functions_are_replaced_where_that_is_allowed(void **state)
{
    assert_string_equal(planned(*state, F("int", "RETURNS int"), F("a int", "RETURNS int STABLE")),
                        "CREATE OR REPLACE FUNCTION public.f(a integer)\n    RETURNS integer\n    LANGUAGE sql\n    STABLE\n    AS $$x$$");
    assert_string_equal(planned(*state, F("a int", "RETURNS int"), F("a int = 1", "RETURNS int")),
                        "CREATE OR REPLACE FUNCTION public.f(a integer DEFAULT 1)\n    RETURNS integer\n    LANGUAGE sql\n    AS $$x$$");
    assert_string_equal(planned(*state, F("a int = 1", "RETURNS int"), F("a int", "RETURNS int")),
                        "DROP FUNCTION public.f(integer)\nCREATE FUNCTION public.f(a integer)\n    RETURNS integer\n    LANGUAGE sql\n    AS $$x$$");
    assert_string_equal(planned(*state, F("a int", "RETURNS int"), F("b int", "RETURNS int")),
                        "DROP FUNCTION public.f(integer)\nCREATE FUNCTION public.f(b integer)\n    RETURNS integer\n    LANGUAGE sql\n    AS $$x$$");
    assert_string_equal(planned(*state, F("", "RETURNS TABLE (a int)"), F("", "RETURNS TABLE (b int)")),
                        "DROP FUNCTION public.f()\nCREATE FUNCTION public.f()\n    RETURNS TABLE (b integer)\n    LANGUAGE sql\n    AS $$x$$");
}

static const char *
quoted_body(Arena *arena, const char *body)
{
    const char *sql = planned(arena, "", arena_printf(arena, "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS %s", sql_literal(arena, body)));

    return strstr(sql, "AS ") + 3;
}

static void
bodies_come_out_to_the_letter(void **state)
{
    assert_string_equal(quoted_body(*state, "a'b\\n"), "$$a'b\\n$$");
    assert_string_equal(quoted_body(*state, ""), "$$$$");
    assert_string_equal(quoted_body(*state, "a $$ b"), "$function$a $$ b$function$");
    assert_string_equal(quoted_body(*state, "ends in $"), "$function$ends in $$function$");
    assert_string_equal(quoted_body(*state, "$$ $function$"), "$function2$$$ $function$$function2$");
    assert_string_equal(quoted_body(*state, "$$ ends in $function"), "$function2$$$ ends in $function$function2$");
}

/* ---- what a blueprint may leave open ---- */

static void
extensions_leave_open_what_they_do_not_say(void **state)
{
    assert_string_equal(planned(*state, "CREATE EXTENSION hstore VERSION '1.7' SCHEMA public; COMMENT ON EXTENSION hstore IS 'x'", "CREATE EXTENSION hstore"), "");
    assert_string_equal(planned(*state, "CREATE EXTENSION hstore VERSION '1.7' SCHEMA public", "CREATE SCHEMA a; CREATE EXTENSION hstore VERSION '1.8' SCHEMA a"),
                        "CREATE SCHEMA a\nALTER EXTENSION hstore SET SCHEMA a\nALTER EXTENSION hstore UPDATE TO '1.8'");
    assert_string_equal(planned(*state, "COMMENT ON SCHEMA public IS 'x'; GRANT ALL ON SCHEMA public TO PUBLIC", ""), "");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_arena, drop_arena)
    const struct CMUnitTest tests[] = {
        TEST(labels_are_added_where_they_belong),
        TEST(alter_type_is_read_as_what_it_leads_to),
        TEST(multiranges_get_names),
        TEST(ranges_have_no_default_options),
        TEST(attributes_are_altered_when_order_allows_it),
        TEST(domains_over_domains_take_the_default),
        TEST(sequences_have_defaults),
        TEST(sequences_are_altered_by_what_differs),
        TEST(functions_are_known_by_their_input_types),
        TEST(costs_are_written_one_way),
        TEST(settings_are_kept_as_the_catalog_has_them),
        TEST(functions_are_replaced_where_that_is_allowed),
        TEST(bodies_come_out_to_the_letter),
        TEST(extensions_leave_open_what_they_do_not_say),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
