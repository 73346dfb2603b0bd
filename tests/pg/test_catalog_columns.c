/*
 * Every column of the server's catalogs is read by a query of catalog/, or catalog_columns.txt tells why it is not.
 *
 * The server itself tells what a query reads: in a schema "shadow" that holds a table like each catalog, every query becomes the body of
 * a function, and pg_depend has the columns (of the catalogs themselves it would not: those are pinned). What a query takes
 * out of a whole row by name (to_jsonb(row) ->> 'name') is looked for in its text.
 */
#include "tests/support/cluster.h"
#include "tests/support/run.h"

#include "engine/base/map.h"
#include "engine/base/text.h"
#include "engine/base/vec.h"

#include <setjmp.h>
#include <cmocka.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

static const char list_file[] = "tests/pg/catalog_columns.txt";
enum { OLDEST = 14, NEWEST = 18 };

/* Views that stand for a catalog that not everybody may read. */
#define VIEWS "'pg_roles', 'pg_user_mappings'"

typedef struct Line
{
    int number;
    const char *column;                 /* "pg_class.oid", "pg_class.*" */
    int first, last;                    /* versions of the server */
    const char *reason;
} Line;

typedef struct Check
{
    Arena *arena;
    int version;
    Vec columns;                        /* const char *: all that the server has */
    Map exists, read;                   /* by "table.column"; read: the name of a query */
    Map lines;                          /* by column: Line * */
    Vec all_lines;                      /* Line * */
    Map uncounted, since;               /* by the name of a query: Line * */
    Vec found;                          /* const char *: what is wrong */
} Check;

static const char *
file_text(Arena *arena, const char *path)
{
    FILE *file = fopen(path, "re");
    char part[4096];
    Text text;

    if (!file)
        fail_msg("can't read %s", path);
    text_init(&text, arena);
    for (size_t got; (got = fread(part, 1, sizeof(part), file)) > 0;)
        text_add_len(&text, part, got);
    fclose(file);
    return text_str(&text);
}

/* ---- the list ---- */

static const char *
word(Arena *arena, const char **at)
{
    size_t blanks = strspn(*at, " "), length = strcspn(*at + blanks, " ");
    const char *start = *at + blanks;

    *at = start + length;
    return arena_copy_len(arena, start, length);
}

static void
read_versions(const char *text, Line *line)
{
    const char *dash = strchr(text, '-');

    line->first = *text == '-' ? OLDEST : atoi(text);
    line->last = !dash ? line->first : dash[1] ? atoi(dash + 1) : NEWEST;
    if (line->first < OLDEST || line->last > NEWEST || line->first > line->last)
        fail_msg("%s:%d: \"%s\" are no versions from %d to %d", list_file, line->number, text, OLDEST, NEWEST);
}

static bool
holds(const Check *check, const Line *line)
{
    return line && check->version >= line->first && check->version <= line->last;
}

static void
read_line(Check *check, const char *text, int number)
{
    Line *line = arena_make(check->arena, Line);
    const char *first = word(check->arena, &text);
    Map *into = strcmp(first, "query") == 0 ? &check->uncounted : strcmp(first, "since") == 0 ? &check->since : &check->lines;

    line->number = number;
    line->column = into == &check->lines ? first : word(check->arena, &text);
    read_versions(word(check->arena, &text), line);
    line->reason = text + strspn(text, " ");
    if (into != &check->since && !*line->reason)
        fail_msg("%s:%d: no reason", list_file, number);
    if (map_has(into, line->column))
        fail_msg("%s:%d: %s is there twice", list_file, number, line->column);
    map_put(into, line->column, line);
    if (into == &check->lines)
        vec_add(check->arena, &check->all_lines, line);
}

static void
read_list(Check *check)
{
    char *rest = arena_copy_own(check->arena, file_text(check->arena, list_file));
    int number = 1;

    for (const char *line; (line = strsep(&rest, "\n")); number++)
        if (*line && *line != '#')
            read_line(check, line, number);
}

/* ---- what is read ---- */

static void
make_shadow(Arena *arena, const char *db)
{
    cluster_sql(arena, db, "SET client_min_messages = warning; CREATE SCHEMA shadow;\n"
                           "SELECT format('CREATE TABLE shadow.%I (%s)', c.relname, string_agg(format('%I %s', a.attname,\n"
                           "  CASE WHEN a.atttypid IN ('anyarray'::regtype, '_pg_statistic'::regtype) THEN 'text[]' ELSE format_type(a.atttypid, a.atttypmod) END),\n"
                           "  ', ' ORDER BY a.attnum))\n"
                           "FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0\n"
                           "WHERE c.relnamespace = 'pg_catalog'::regnamespace AND (c.relkind = 'r' OR c.relname IN (" VIEWS "))\n"
                           "GROUP BY c.oid, c.relname \\gexec\n");
}

static void
note_read(Check *check, const char *column, const char *query)
{
    if (!map_has(&check->uncounted, query) && !map_has(&check->read, column))
        map_put(&check->read, column, query);
}

/* Columns that are taken by name out of a row of `table`. */
static void
note_by_name(Check *check, const char *table, const char *query)
{
    const char *text = file_text(check->arena, arena_printf(check->arena, "catalog/%s.sql", query));

    VEC_EACH(const char *, column, &check->columns)
    {
        size_t length = strlen(table);

        if (strncmp(column, table, length) == 0 && column[length] == '.' &&
            (strstr(text, arena_printf(check->arena, "->> '%s'", column + length + 1)) ||
             strstr(text, arena_printf(check->arena, "->>'%s'", column + length + 1))))
            note_read(check, column, query);
    }
}

static void
ask(Check *check, const char *db)
{
    char *rows = arena_copy_own(check->arena, cluster_query(check->arena, db,
        "SELECT DISTINCT substr(p.proname, 3) || '|' || c.relname || '|' || coalesce(a.attname, '')\n"
        "FROM pg_depend d\n"
        "JOIN pg_proc p ON p.oid = d.objid AND p.pronamespace = 'shadow'::regnamespace\n"
        "JOIN pg_class c ON c.oid = d.refobjid\n"
        "LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid AND a.attnum > 0\n"
        "WHERE d.classid = 'pg_proc'::regclass AND d.refclassid = 'pg_class'::regclass ORDER BY 1"));

    for (char *row; (row = strsep(&rows, "\n"));)
    {
        const char *query = strsep(&row, "|"), *table = strsep(&row, "|");

        if (*row)
            note_read(check, arena_printf(check->arena, "%s.%s", table, row), query);
        note_by_name(check, table, query);
    }
}

static void
read_queries(Check *check, const char *db)
{
    Arena *arena = check->arena;
    Text script;
    glob_t files;

    text_init(&script, arena);
    text_add(&script, "SET search_path = shadow, pg_catalog;\n");
    assert_int_equal(glob("catalog/*.sql", 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++)
    {
        const char *file = files.gl_pathv[i] + strlen("catalog/");
        const char *name = arena_copy_len(arena, file, strlen(file) - strlen(".sql"));
        const Line *since = map_get(&check->since, name);

        if (!since || holds(check, since))
            text_addf(&script, "CREATE FUNCTION shadow.\"q %s\"(text[], text[]) RETURNS void LANGUAGE sql BEGIN ATOMIC\n%s;\nEND;\n", name,
                      file_text(arena, files.gl_pathv[i]));
        map_remove(&check->since, name);
    }
    globfree(&files);
    cluster_sql(arena, db, text_str(&script));
    ask(check, db);
}

static void
read_columns(Check *check, const char *db)
{
    char *rows = arena_copy_own(check->arena, cluster_query(check->arena, db,
        "SELECT c.relname || '.' || a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0\n"
        "WHERE c.relnamespace = 'pg_catalog'::regnamespace AND (c.relkind = 'r' OR c.relname IN (" VIEWS ")) ORDER BY 1"));

    for (const char *column; (column = strsep(&rows, "\n"));)
    {
        vec_add(check->arena, &check->columns, column);
        map_put(&check->exists, column, column);
        map_put(&check->exists, arena_printf(check->arena, "%.*s.*", (int) strcspn(column, "."), column), column);
    }
}

/* ---- the two against each other ---- */

static void
wrong(Check *check, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void
wrong(Check *check, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vec_add(check->arena, &check->found, arena_vprintf(check->arena, format, args));
    va_end(args);
}

static const char *
whole_table(Check *check, const char *column)
{
    return arena_printf(check->arena, "%.*s.*", (int) strcspn(column, "."), column);
}

static void
check_column(Check *check, const char *column)
{
    const Line *line = map_get(&check->lines, column), *table = map_get(&check->lines, whole_table(check, column));
    const char *query = map_get(&check->read, column);

    if (!query && !holds(check, line) && !holds(check, table))
        wrong(check, "%s is not read by any catalog/*.sql: read it, report it in catalog/property.sql, or tell in %s why not", column, list_file);
    if (query && line)
        wrong(check, "%s:%d: %s is read by catalog/%s.sql after all", list_file, line->number, column, query);
    if (query && table)
        wrong(check, "%s:%d: %s is read by catalog/%s.sql after all", list_file, table->number, column, query);
}

static void
check_line(Check *check, const Line *line)
{
    if (holds(check, line) && !map_has(&check->exists, line->column))
        wrong(check, "%s:%d: PostgreSQL %d has no %s", list_file, line->number, check->version, line->column);
    if (!holds(check, line) && map_has(&check->exists, line->column))
        wrong(check, "%s:%d: PostgreSQL %d has %s too", list_file, line->number, check->version, line->column);
    if (*line->reason == '=' && holds(check, line) && !map_has(&check->read, line->reason + 2))
        wrong(check, "%s:%d: %s is not read", list_file, line->number, line->reason + 2);
}

static void
every_column_is_read_or_explained(void **state)
{
    Check check = {.arena = *state};
    const char *db = cluster_db(check.arena, "columns");
    size_t read = 0;

    map_init(&check.exists, check.arena);
    map_init(&check.read, check.arena);
    map_init(&check.lines, check.arena);
    map_init(&check.uncounted, check.arena);
    map_init(&check.since, check.arena);
    check.version = atoi(cluster_query(check.arena, db, "SHOW server_version_num")) / 10000;
    read_list(&check);
    read_columns(&check, db);
    make_shadow(check.arena, db);
    read_queries(&check, db);
    VEC_EACH(const char *, column, &check.columns)
    {
        check_column(&check, column);
        read += map_has(&check.read, column);
    }
    VEC_EACH(const Line *, line, &check.all_lines)
        check_line(&check, line);
    if (check.since.count)
        wrong(&check, "%s: \"since\" names a query that is not there", list_file);
    printf("PostgreSQL %d: %u columns, %zu read, %zu explained\n", check.version, check.columns.count, read, check.columns.count - read);
    if (check.found.count)
        fail_msg("%s", vec_join(check.arena, &check.found, "\n"));
}

int
main(void)
{
    Arena *arena = arena_new();
    const struct CMUnitTest tests[] = {
        {.name = "every_column_is_read_or_explained", .test_func = every_column_is_read_or_explained, .initial_state = arena},
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    arena_free(arena);
    return failed;
}
