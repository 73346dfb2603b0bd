/* tests/support/dump.h: what makes two dumps alike. */
#include "tests/support/dump.h"

#include <setjmp.h>
#include <cmocka.h>

#define HEAD "--\n-- PostgreSQL database dump\n--\n\n\\restrict x\n\n-- Dumped by 1\n\nSET row_security = off;\n\n"
#define TAIL "\n--\n-- PostgreSQL database dump complete\n--\n\n\\unrestrict x\n"
#define ENTRY(name, type, sql) "--\n-- Name: " name "; Type: " type "; Schema: s; Owner: o\n--\n\n" sql "\n\n\n"
#define PLAIN(name, type, sql) "-- Name: " name "; Type: " type "; Schema: s; Owner: o\n" sql "\n"

static void
entries_are_sorted_and_bodies_kept(void **state)
{
    (void) state;
    Arena *arena = arena_new();
    assert_string_equal(dump_normalise(arena, HEAD
                            "SET default_tablespace = '';\n\nSET default_table_access_method = heap;\n\n"
                            ENTRY("b", "TABLE", "CREATE TABLE s.b ();\n\n\nALTER TABLE s.b OWNER TO o;")
                            ENTRY("a()", "FUNCTION", "CREATE FUNCTION s.a() AS $$\n--\n-- SET\n\nSET x = 1;\n$$;")
                            ENTRY("TABLE b", "ACL", "GRANT SELECT ON s.b TO z;\nGRANT SELECT ON s.b TO a;") TAIL),
                        PLAIN("TABLE b", "ACL", "GRANT SELECT ON s.b TO a;\nGRANT SELECT ON s.b TO z;") "\n"
                        PLAIN("a()", "FUNCTION", "CREATE FUNCTION s.a() AS $$\n--\n-- SET\n\nSET x = 1;\n$$;") "\n"
                        PLAIN("b", "TABLE", "CREATE TABLE s.b ();\n\n\nALTER TABLE s.b OWNER TO o;"));
    assert_string_equal(dump_normalise(arena, HEAD TAIL), "");
    assert_string_equal(dump_normalise(arena, ""), "");
    arena_free(arena);
}

static void
the_access_method_counts(void **state)
{
    (void) state;
    Arena *arena = arena_new();
    assert_string_equal(dump_normalise(arena, HEAD ENTRY("a", "TABLE", "CREATE TABLE s.a ();")
                            "SET default_table_access_method = columns;\n\n" ENTRY("b", "TABLE", "CREATE TABLE s.b ();")
                            "SET default_table_access_method = heap;\n\n" ENTRY("c", "TABLE", "CREATE TABLE s.c ();") TAIL),
                        PLAIN("a", "TABLE", "CREATE TABLE s.a ();") "\n"
                        "-- Name: b; Type: TABLE; Schema: s; Owner: o; Access method: columns;\nCREATE TABLE s.b ();\n\n"
                        PLAIN("c", "TABLE", "CREATE TABLE s.c ();"));
    arena_free(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_are_sorted_and_bodies_kept),
        cmocka_unit_test(the_access_method_counts),
    };
    return cmocka_run_group_tests_name("dump", tests, NULL, NULL);
}
