#include "tests/support/fixture.h"

#include "engine/base/text.h"
#include "tests/support/cluster.h"

#include <dirent.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char *
read_file(Arena *arena, const char *path)
{
    FILE *file = fopen(path, "r");
    Text text;
    char piece[4096];
    size_t length;

    if (!file)
        return NULL;
    text_init(&text, arena);
    while ((length = fread(piece, 1, sizeof piece, file)) > 0)
        text_add_len(&text, piece, length);
    fclose(file);
    return text_str(&text);
}

static const char *
existing(Arena *arena, const char *folder, const char *name)
{
    const char *path = arena_printf(arena, "%s/%s", folder, name);

    return access(path, R_OK) == 0 ? path : NULL;
}

static int
since(const char *sql)
{
    static const char mark[] = "-- test: since ";
    const char *at = strstr(sql, mark);

    return at ? atoi(at + sizeof mark - 1) : 0;
}

static void
add_fixture(Arena *arena, const char *folder, Vec *fixtures)
{
    Fixture *fixture = arena_make(arena, Fixture);
    char *refused;

    fixture->folder = folder;
    fixture->from = existing(arena, folder, "from.sql");
    fixture->to = existing(arena, folder, "to.sql");
    if (!fixture->from || !fixture->to)
        return;
    fixture->data = existing(arena, folder, "data.sql");
    fixture->loses_rows = strstr(read_file(arena, fixture->to), "-- test: loses rows") != NULL;
    fixture->one_way = strstr(read_file(arena, fixture->to), "-- test: one way") != NULL;
    fixture->ordered = strstr(read_file(arena, fixture->to), "-- test: order matters") != NULL;
    fixture->told = strstr(read_file(arena, fixture->to), "-- test: only a database tells") != NULL;
    fixture->from_since = since(read_file(arena, fixture->from));
    fixture->to_since = since(read_file(arena, fixture->to));
    refused = (char *) (uintptr_t) read_file(arena, arena_printf(arena, "%s/refused.txt", folder));
    if (refused)
        refused[strcspn(refused, "\n")] = '\0';
    fixture->refused = refused;
    vec_add(arena, fixtures, fixture);
}

static void
list_folder(Arena *arena, const char *folder, Vec *names)
{
    DIR *dir = opendir(folder);

    if (!dir)
        return;
    for (struct dirent *entry; (entry = readdir(dir));)
        if (entry->d_name[0] != '.')
            vec_add(arena, names, arena_printf(arena, "%s/%s", folder, entry->d_name));
    closedir(dir);
    vec_sort_str(names);
}

void
fixture_all(Arena *arena, const char *pattern, Vec *fixtures)
{
    Vec kinds = {0};

    list_folder(arena, "fixtures", &kinds);
    VEC_EACH(const char *, kind, &kinds)
    {
        Vec cases = {0};

        list_folder(arena, kind, &cases);
        VEC_EACH(const char *, folder, &cases)
            if (!pattern || strstr(folder, pattern))
                add_fixture(arena, folder, fixtures);
    }
}

/* The end of what stands in quotes, in a comment or in dollars at `at`; `at` itself when nothing of that kind begins there. */
static const char *
skip_quoted(const char *at)
{
    const char *end;

    if (*at == '\'' || *at == '"')
    {
        for (end = at + 1; *end && (*end != *at || end[1] == *at); end += *end == *at ? 2 : 1)
            ;
        return *end ? end + 1 : end;
    }
    if (strncmp(at, "--", 2) == 0)
        return at + strcspn(at, "\n");
    if (strncmp(at, "/*", 2) == 0)
        return (end = strstr(at, "*/")) ? end + 2 : at + strlen(at);
    if (*at == '$')
    {
        size_t tag = strspn(at + 1, "abcdefghijklmnopqrstuvwxyz_ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") + 2;
        char close[80];

        if (at[tag - 1] != '$' || tag >= sizeof close)
            return at;
        memcpy(close, at, tag);
        close[tag] = '\0';
        return (end = strstr(at + tag, close)) ? end + tag : at + strlen(at);
    }
    return at;
}

static void
split(Arena *arena, const char *sql, Vec *statements)
{
    const char *start = sql;
    bool atomic = false;
    int depth = 0;                                 /* CREATE RULE ... DO (one; two) */

    for (const char *at = sql; *at;)
    {
        const char *after = skip_quoted(at);

        if (after != at)
        {
            at = after;
            continue;
        }
        if (strncasecmp(at, "begin atomic", 12) == 0)
            atomic = true;
        if (atomic && strncasecmp(at, "end;", 4) == 0)
            atomic = false;
        depth += (*at == '(') - (*at == ')');
        if (*at == ';' && !atomic && !depth)
        {
            vec_add(arena, statements, arena_copy_len(arena, start, (size_t) (at + 1 - start)));
            start = at + 1;
        }
        at++;
    }
}

static char shuffled_path[64];

const char *
fixture_shuffled(Arena *arena, const char *path)
{
    Vec statements = {0};
    FILE *file;
    int fd;

    split(arena, read_file(arena, path), &statements);
    fixture_clean();
    snprintf(shuffled_path, sizeof shuffled_path, "/tmp/hcmigrate-shuffled-XXXXXX.sql");
    if ((fd = mkstemps(shuffled_path, 4)) < 0 || !(file = fdopen(fd, "w")))
        fail_msg("can't write %s", shuffled_path);
    /* Odd ones backwards, then even ones backwards: far from any order that a person would write. */
    for (size_t odd = 0; odd < 2; odd++)
        for (size_t i = statements.count; i-- > 0;)
            if (i % 2 != odd)
                fprintf(file, "%s\n", (const char *) vec_at(&statements, i));
    fclose(file);
    return shuffled_path;
}

void
fixture_clean(void)
{
    if (shuffled_path[0])
        unlink(shuffled_path);
    shuffled_path[0] = '\0';
}

/* Rows of a table are its own, not those of its children; rows of a partitioned table are those of its partitions. */
static const char tables_query[] =
    "SELECT CASE c.relkind WHEN 'r' THEN 'ONLY ' ELSE '' END || quote_ident(n.nspname) || '.' || quote_ident(c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'hcmigrate') AND n.nspname !~ '^pg_' "
    "ORDER BY 1";

static void
lines_of(Arena *arena, const char *text, Vec *lines)
{
    for (const char *at = text; *at; at += strcspn(at, "\n") + (at[strcspn(at, "\n")] == '\n'))
        vec_add(arena, lines, arena_copy_len(arena, at, strcspn(at, "\n")));
}

const char *
fixture_rows(Arena *arena, const char *conninfo, const char *other)
{
    Vec tables = {0}, others = {0}, counts = {0};

    lines_of(arena, cluster_query(arena, conninfo, tables_query), &tables);
    lines_of(arena, cluster_query(arena, other, tables_query), &others);
    VEC_EACH(const char *, table, &tables)
        if (vec_has_str(&others, table))
            vec_add(arena, &counts, arena_printf(arena, "SELECT %s || ': ' || count(*) FROM %s", sql_literal(arena, table), table));
    if (!counts.count)
        return "";
    return cluster_query(arena, conninfo, vec_join(arena, &counts, " UNION ALL "));
}

/* Takes "CONSTRAINT t_a_not_null" out of "a integer CONSTRAINT t_a_not_null NOT NULL". */
static void
drop_given_name(char *line)
{
    static const char before[] = " CONSTRAINT ", label[] = "_not_null";
    char *behind = strstr(line, " NOT NULL"), *start = NULL, *end;

    for (char *at = line; behind && (at = strstr(at, before)) && at < behind; at++)
        start = at;
    if (!start)
        return;
    for (end = behind; end > start && (end[-1] == '"' || (end[-1] >= '0' && end[-1] <= '9')); end--)
        ;
    if ((size_t) (end - start) > sizeof label && memcmp(end - (sizeof label - 1), label, sizeof label - 1) == 0)
        memmove(start, behind, strlen(behind) + 1);
}

const char *
fixture_normal_dump(Arena *arena, const char *conninfo)
{
    Vec lines = {0}, out = {0}, columns = {0};
    bool inside = false;

    lines_of(arena, cluster_dump(arena, conninfo), &lines);
    VEC_EACH(char *, line, &lines)
    {
        size_t length = strlen(line);

        if (inside && line[0] == ')')
        {
            vec_sort_str(&columns);
            vec_add_all(arena, &out, &columns);
            columns.count = 0;
            inside = false;
        }
        if (inside && length && line[length - 1] == ',')
            line[length - 1] = '\0';
        if (inside || strncmp(line, "CREATE DOMAIN ", strlen("CREATE DOMAIN ")) == 0)
            drop_given_name(line);
        vec_add(arena, inside ? &columns : &out, line);
        if ((strstr(line, "CREATE TABLE ") || strstr(line, "CREATE UNLOGGED TABLE ") || strstr(line, "CREATE FOREIGN TABLE ")) && length && line[length - 1] == '(')
            inside = true;
    }
    return vec_join(arena, &out, "\n");
}
