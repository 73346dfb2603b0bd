/* source.h, split.h, scan.h: files become statements. */
#include "parser/source.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "engine/base/text.h"
#include "parser/scan.h"

typedef struct Fixture
{
    Arena *arena;
    char folder[64];
    Findings findings;
    Vec statements, files;
} Fixture;

static int
set_up(void **state)
{
    Arena *arena = arena_new();
    Fixture *fixture = arena_make(arena, Fixture);

    fixture->arena = arena;
    snprintf(fixture->folder, sizeof fixture->folder, "/tmp/hc-source-XXXXXX");
    assert_non_null(mkdtemp(fixture->folder));
    findings_init(&fixture->findings, arena);
    *state = fixture;
    return 0;
}

static int
tear_down(void **state)
{
    Fixture *fixture = *state;

    for (size_t i = fixture->files.count; i-- > 0;)
        remove(vec_at(&fixture->files, i));
    assert_int_equal(rmdir(fixture->folder), 0);
    arena_free(fixture->arena);
    return 0;
}

static void
add_folder(Fixture *fixture, const char *name)
{
    const char *path = arena_printf(fixture->arena, "%s/%s", fixture->folder, name);

    assert_int_equal(mkdir(path, 0700), 0);
    vec_add(fixture->arena, &fixture->files, path);
}

static void
add_file_bytes(Fixture *fixture, const char *name, const char *data, size_t size)
{
    const char *path = arena_printf(fixture->arena, "%s/%s", fixture->folder, name);
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, size, file), size);
    fclose(file);
    vec_add(fixture->arena, &fixture->files, path);
}

static void
add_file(Fixture *fixture, const char *name, const char *text)
{
    add_file_bytes(fixture, name, text, strlen(text));
}

/* All statements, "file:line:column sql" each. */
static const char *
shown(Fixture *fixture)
{
    Text text;

    text_init(&text, fixture->arena);
    VEC_EACH(const Statement *, statement, &fixture->statements)
    {
        const char *slash = strrchr(statement->file, '/');

        text_addf(&text, "%s:%d:%d %s\n", slash ? slash + 1 : statement->file, statement->line, statement->column, statement->sql);
    }
    return text_str(&text);
}

static const char *
read_folder(Fixture *fixture, const char *name)
{
    Vec paths = {0};

    vec_add(fixture->arena, &paths, *name ? arena_printf(fixture->arena, "%s/%s", fixture->folder, name) : fixture->folder);
    source_read(fixture->arena, fixture->arena, &paths, &fixture->findings, &fixture->statements);
    return shown(fixture);
}

static const char *
read_text(Fixture *fixture, const char *sql)
{
    source_text(fixture->arena, fixture->arena, "t.sql", sql, &fixture->findings, &fixture->statements);
    return shown(fixture);
}

/* The only finding. */
static void
assert_finding(Fixture *fixture, const char *place, const char *words)
{
    const Finding *finding;
    const char *text, *slash;

    assert_int_equal(fixture->findings.count, 1);
    finding = fixture->findings.items[0];
    text = origin_text(fixture->arena, finding->at);
    slash = strrchr(text, '/');
    assert_string_equal(slash ? slash + 1 : text, place);
    if (!strstr(finding->message, words))
        fail_msg("\"%s\" says nothing of \"%s\"", finding->message, words);
}

/* ---- splitting ---- */

static void
a_text_is_split_at_semicolons(void **state)
{
    assert_string_equal(read_text(*state, "SELECT 1;\n\n  SELECT 2 ;; SELECT 3"), "t.sql:1:1 SELECT 1\nt.sql:3:3 SELECT 2\nt.sql:3:15 SELECT 3\n");
}

static void
semicolons_inside_do_not_split(void **state)
{
    read_text(*state,
              "SELECT ';', \";\", $$;$$, $a$ ; $$ $a$, E'\\';', U&';', ';''';\n"
              "SELECT 1 /* ; /* ; */ */ -- ;\n, 2;\n"
              "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2);\n"
              "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END;\n"
              "SELECT E'a'\n'\\';';\n"
              "SELECT 'begin'; BEGIN; COMMIT");
    assert_int_equal(((Fixture *) *state)->statements.count, 8);
}

static void
an_open_quote_takes_the_rest(void **state)
{
    assert_string_equal(read_text(*state, "SELECT 1; SELECT 'a; SELECT 2;\n"), "t.sql:1:1 SELECT 1\nt.sql:1:11 SELECT 'a; SELECT 2;\n\n");
}

static void
columns_count_characters(void **state)
{
    assert_string_equal(read_text(*state, "SELECT 'äöü€𝄞'; SELECT 2"), "t.sql:1:1 SELECT 'äöü€𝄞'\nt.sql:1:17 SELECT 2\n");
}

static void
lines_may_end_as_on_windows(void **state)
{
    assert_string_equal(read_text(*state, "SELECT 1;\r\n\\echo x\r\nSELECT\r\n2;\r\n"), "t.sql:1:1 SELECT 1\nt.sql:3:1 SELECT\r\n2\n");
}

static void
comments_before_are_no_part(void **state)
{
    assert_string_equal(read_text(*state, "-- a\n/* b */ SELECT 1 -- c\n;-- d"), "t.sql:2:9 SELECT 1\n");
}

static void
assert_annotation(const Statement *statement, size_t at, const char *word, const char *text, int location)
{
    const Annotation *annotation = vec_at(&statement->annotations, at);

    assert_string_equal(annotation->word, word);
    assert_string_equal(annotation->text, text);
    assert_int_equal(annotation->location, location);
}

static void
annotations_stand_right_above(void **state)
{
    Fixture *fixture = *state;
    const Statement *statement;

    read_text(fixture, "-- hc:renamed from old\n-- why\n--hc:allow deletes-data for good  \nSELECT 1;\nSELECT 2;\n");
    assert_int_equal(fixture->findings.count, 0);
    statement = vec_at(&fixture->statements, 0);
    assert_int_equal(statement->annotations.count, 2);
    assert_annotation(statement, 0, "renamed", "from old", -1);
    assert_annotation(statement, 1, "allow", "deletes-data for good", -1);
    statement = vec_at(&fixture->statements, 1);
    assert_int_equal(statement->annotations.count, 0);
}

static void
a_lost_annotation_is_told(void **state)
{
    static const struct { const char *sql, *place, *words; } cases[] = {
        {"SELECT 1;\n-- hc:renamed from old\n\nSELECT 2;\n", "t.sql:2:1", "nothing right below it"},
        {"SELECT 1,\n  -- hc:renamed from old\n\n 2;\n", "t.sql:2:3", "nothing right below it"},
        {"SELECT 1\n-- hc:renamed from old\n;", "t.sql:2:1", "nothing right below it"},
        {"SELECT 1;\n-- hc:renamed from old", "t.sql:2:1", "nothing right below it"},
        {"SELECT 1; -- hc:renamed from old\nSELECT 2;", "t.sql:1:11", "behind something else"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
    {
        findings_init(&((Fixture *) *state)->findings, ((Fixture *) *state)->arena);
        read_text(*state, cases[i].sql);
        assert_finding(*state, cases[i].place, cases[i].words);
    }
}

static void
annotations_stand_inside_statements(void **state)
{
    Fixture *fixture = *state;
    const Statement *statement;

    read_text(fixture, "CREATE TABLE t (\n  -- hc:renamed from b\r\n  -- why\n  -- hc:backfill 1\n  a int,\n  -- no\n  c int /* hc:x */, d text DEFAULT '\n-- hc:y');");
    assert_int_equal(fixture->findings.count, 0);
    statement = vec_at(&fixture->statements, 0);
    assert_int_equal(statement->annotations.count, 2);
    assert_annotation(statement, 0, "renamed", "from b", (int) (strstr(statement->sql, "a int") - statement->sql));
    assert_annotation(statement, 1, "backfill", "1", (int) (strstr(statement->sql, "a int") - statement->sql));
}

static void
long_names_are_told(void **state)
{
    Fixture *fixture = *state;
    const char *name = "a123456789012345678901234567890123456789012345678901234567890123";

    read_text(fixture, arena_printf(fixture->arena, "SELECT \"%.63s\", %.63s, '%s', $%s$ $%s$", name, name, name, name, name));
    assert_int_equal(fixture->findings.count, 0);
    read_text(fixture, arena_printf(fixture->arena, "SELECT a,\n  %s", name));
    assert_finding(fixture, "t.sql:2:3", "64 bytes");
}

/* ---- psql ---- */

static void
harmless_commands_are_left_out(void **state)
{
    Fixture *fixture = *state;

    assert_string_equal(read_text(fixture, "\\set ON_ERROR_STOP on\n\\echo 'it''s; \\restrict abc\n\\restrict abc\nSELECT 1;\n\\unrestrict abc\n"),
                        "t.sql:4:1 SELECT 1\n");
    assert_int_equal(fixture->findings.count, 0);
}

static void
quitting_ends_a_file(void **state)
{
    assert_string_equal(read_text(*state, "SELECT 1;\n\\q\nSELECT 2;\n"), "t.sql:1:1 SELECT 1\n");
}

static void
connecting_elsewhere_is_an_error(void **state)
{
    read_text(*state, "\\connect other\nSELECT 1;");
    assert_finding(*state, "t.sql:1:1", "\\connect");
}

static void
unknown_commands_are_errors(void **state)
{
    read_text(*state, "SELECT 1;\n  \\gexec\n");
    assert_finding(*state, "t.sql:2:3", "\\gexec");
}

static void
a_command_inside_a_statement_is_an_error(void **state)
{
    read_text(*state, "SELECT 1\n\\echo x\n;");
    assert_finding(*state, "t.sql:2:1", "inside a statement");
}

static void
copied_data_is_an_error_and_skipped(void **state)
{
    assert_string_equal(read_text(*state, "SELECT 1;\nCOPY t (a) FROM stdin;\nit's\n\\.\nSELECT 2;"), "t.sql:1:1 SELECT 1\nt.sql:5:1 SELECT 2\n");
    assert_finding(*state, "t.sql:2:1", "COPY");
}

/* ---- files ---- */

static void
folders_are_read_in_byte_order(void **state)
{
    Fixture *fixture = *state;

    add_folder(fixture, "b");
    add_file(fixture, "b/1.sql", "SELECT 'b1'");
    add_file(fixture, "a.sql", "SELECT 'a'");
    add_file(fixture, "c.sql", "SELECT 'c'");
    add_file(fixture, "B.sql", "SELECT 'B'");
    add_file(fixture, "notes.txt", "nothing");
    add_file(fixture, ".hidden.sql", "SELECT 'h'");
    assert_string_equal(read_folder(fixture, ""), "B.sql:1:1 SELECT 'B'\na.sql:1:1 SELECT 'a'\n1.sql:1:1 SELECT 'b1'\nc.sql:1:1 SELECT 'c'\n");
    assert_int_equal(fixture->findings.count, 0);
}

static void
an_empty_folder_is_an_error(void **state)
{
    read_folder(*state, "");
    assert_int_equal(((Fixture *) *state)->findings.errors, 1);
    assert_non_null(strstr(((Fixture *) *state)->findings.items[0]->message, "no SQL files"));
}

static void
a_missing_file_is_an_error(void **state)
{
    read_folder(*state, "nothing.sql");
    assert_int_equal(((Fixture *) *state)->findings.errors, 1);
}

static void
included_files_are_read_where_they_are_included(void **state)
{
    Fixture *fixture = *state;

    add_folder(fixture, "sub");
    add_file(fixture, "a.sql", "SELECT 'a'");
    add_file(fixture, "main.sql", "SELECT 1;\n\\i 'a.sql'\n\\ir sub/b.sql;\nSELECT 2;");
    add_file(fixture, "sub/b.sql", "\\i c.sql\n");
    add_file(fixture, "sub/c.sql", "SELECT 'c'");
    assert_string_equal(read_folder(fixture, ""), "main.sql:1:1 SELECT 1\na.sql:1:1 SELECT 'a'\nc.sql:1:1 SELECT 'c'\nmain.sql:4:1 SELECT 2\n");
    assert_int_equal(fixture->findings.count, 0);
}

static void
a_missing_include_is_told_with_its_place(void **state)
{
    add_file(*state, "a.sql", "SELECT 1;\n \\i gone.sql\n");
    read_folder(*state, "");
    assert_finding(*state, "a.sql:2:2", "gone.sql");
}

static void
a_cycle_of_includes_is_an_error(void **state)
{
    Fixture *fixture = *state;

    add_file(fixture, "a.sql", "\\i b.sql\nSELECT 'a'");
    add_file(fixture, "b.sql", "\\i a.sql\nSELECT 'b'");
    assert_string_equal(read_folder(fixture, ""), "b.sql:2:1 SELECT 'b'\na.sql:2:1 SELECT 'a'\n");
    assert_finding(fixture, "b.sql:1:1", "includes itself");
}

static void
a_byte_order_mark_is_skipped(void **state)
{
    add_file(*state, "a.sql", "\xEF\xBB\xBFSELECT 1");
    assert_string_equal(read_folder(*state, ""), "a.sql:1:1 SELECT 1\n");
    assert_int_equal(((Fixture *) *state)->findings.count, 0);
}

static void
text_that_is_not_utf8_is_an_error(void **state)
{
    add_file(*state, "a.sql", "SELECT 'ä';\nSELECT 'ä\xE4'");
    assert_string_equal(read_folder(*state, ""), "");
    assert_finding(*state, "a.sql:2:10", "0xE4");
}

static void
utf16_is_an_error(void **state)
{
    add_file_bytes(*state, "a.sql", "\xFF\xFES\0E\0", 6);
    read_folder(*state, "");
    assert_finding(*state, "a.sql:1:1", "UTF-16");
}

static void
zero_bytes_are_an_error(void **state)
{
    add_file_bytes(*state, "a.sql", "SELECT\0 1", 9);
    read_folder(*state, "");
    assert_finding(*state, "a.sql:1:7", "0x00");
}

/* ---- any bytes ---- */

static void
tokens_of_any_bytes_end(void **state)
{
    static const char alphabet[] = "aE'\"$;()-/*\\\n xU&0.:\xC3\xA4|q";
    uint64_t seed = 1;

    (void) state;
    for (int round = 0; round < 20000; round++)
    {
        char text[24];
        Scanner scanner;
        Token token;
        size_t length = 0, sum = 0;

        for (; length < sizeof text; length++)
        {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            text[length] = alphabet[(seed >> 33) % (sizeof alphabet - 1)];
        }
        scan_init(&scanner, text, length);
        while ((token = scan_next(&scanner)).kind != TOKEN_END)
        {
            assert_true(token.length > 0 && token.text + token.length <= text + length);
            sum += token.length;
        }
        assert_true(sum <= length);
    }
}

int
main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_text_is_split_at_semicolons),
        TEST(semicolons_inside_do_not_split),
        TEST(an_open_quote_takes_the_rest),
        TEST(columns_count_characters),
        TEST(lines_may_end_as_on_windows),
        TEST(comments_before_are_no_part),
        TEST(annotations_stand_right_above),
        TEST(a_lost_annotation_is_told),
        TEST(annotations_stand_inside_statements),
        TEST(long_names_are_told),
        TEST(harmless_commands_are_left_out),
        TEST(quitting_ends_a_file),
        TEST(connecting_elsewhere_is_an_error),
        TEST(unknown_commands_are_errors),
        TEST(a_command_inside_a_statement_is_an_error),
        TEST(copied_data_is_an_error_and_skipped),
        TEST(folders_are_read_in_byte_order),
        TEST(an_empty_folder_is_an_error),
        TEST(a_missing_file_is_an_error),
        TEST(included_files_are_read_where_they_are_included),
        TEST(a_missing_include_is_told_with_its_place),
        TEST(a_cycle_of_includes_is_an_error),
        TEST(a_byte_order_mark_is_skipped),
        TEST(text_that_is_not_utf8_is_an_error),
        TEST(utf16_is_an_error),
        TEST(zero_bytes_are_an_error),
        TEST(tokens_of_any_bytes_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
