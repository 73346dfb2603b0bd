/*
 * Reference rows: inserted when they are missing, updated where DO UPDATE says so, never deleted; and then nothing is left to do.
 */
#include "tests/support/cluster.h"
#include "tests/support/hcmigrate.h"

#include <setjmp.h>
#include <cmocka.h>

typedef struct Case
{
    const char *name, *live, *blueprint, *query, *rows;    /* rows: what the query gives after apply */
} Case;

#define ROLES "CREATE TABLE role (name text PRIMARY KEY, rank integer NOT NULL DEFAULT 1, note text);"

static const Case cases[] = {
    {"missing_rows_are_inserted", ROLES,
     ROLES "INSERT INTO role VALUES ('admin', 9, 'all'), ('guest', DEFAULT, NULL) ON CONFLICT DO NOTHING;",
     "SELECT string_agg(role::text, ' ' ORDER BY name) FROM role", "(admin,9,all) (guest,1,)"},
    {"rows_of_a_new_table", "",
     ROLES "INSERT INTO role (name, rank) VALUES ('admin', 9) ON CONFLICT (name) DO UPDATE SET rank = EXCLUDED.rank;",
     "SELECT string_agg(role::text, ' ' ORDER BY name) FROM role", "(admin,9,)"},
    {"do_nothing_leaves_what_is_there", ROLES "INSERT INTO role VALUES ('admin', 3, 'mine')",
     ROLES "INSERT INTO role VALUES ('admin', 9, 'all') ON CONFLICT (name) DO NOTHING;",
     "SELECT string_agg(role::text, ' ' ORDER BY name) FROM role", "(admin,3,mine)"},
    {"do_update_writes_its_columns_only", ROLES "INSERT INTO role VALUES ('admin', 3, 'mine'), ('other', 5, 'kept')",
     ROLES "INSERT INTO role VALUES ('admin', 9, 'all') ON CONFLICT (name) DO UPDATE SET rank = EXCLUDED.rank;",
     "SELECT string_agg(role::text, ' ' ORDER BY name) FROM role", "(admin,9,mine) (other,5,kept)"},
    {"an_update_with_a_condition", ROLES "INSERT INTO role VALUES ('a', 10, NULL), ('b', 2, NULL)",
     ROLES "INSERT INTO role VALUES ('a', 5), ('b', 5) ON CONFLICT (name) DO UPDATE SET rank = EXCLUDED.rank WHERE role.rank < EXCLUDED.rank;",
     "SELECT string_agg(role::text, ' ' ORDER BY name) FROM role", "(a,10,) (b,5,)"},
    {"nulls_count_as_values", ROLES "INSERT INTO role VALUES ('a', 1, 'old'), ('b', 1, NULL)",
     ROLES "INSERT INTO role VALUES ('a', 1, NULL), ('b', 1, 'new') ON CONFLICT (name) DO UPDATE SET note = EXCLUDED.note;",
     "SELECT string_agg(role::text, ' ' ORDER BY name) FROM role", "(a,1,) (b,1,new)"},
    {"a_row_that_refers_to_another", "",
     "CREATE TABLE child (id integer PRIMARY KEY, of integer REFERENCES parent (id));"
     "INSERT INTO child VALUES (1, 7) ON CONFLICT DO NOTHING;"
     "CREATE TABLE parent (id integer PRIMARY KEY); INSERT INTO parent VALUES (7) ON CONFLICT DO NOTHING;",
     "SELECT string_agg(id || '-' || of, ' ') FROM child", "1-7"},
    {"rows_with_identity", "",
     "CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text UNIQUE);"
     "INSERT INTO t (id, name) OVERRIDING SYSTEM VALUE VALUES (5, 'five') ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name;"
     "INSERT INTO t (name) VALUES ('any') ON CONFLICT (name) DO NOTHING;",
     "SELECT string_agg(t::text, ' ' ORDER BY id) FROM t", "(1,any) (5,five)"},
    {"values_of_every_type", "CREATE TABLE t (id integer PRIMARY KEY, a timestamptz, b jsonb, c text[], d numeric(6,2), e boolean);"
     "INSERT INTO t VALUES (1, '2024-01-01 12:00+02', '{\"b\": 1, \"a\": 2}', '{x,y}', 1.5, true)",
     "CREATE TABLE t (id integer PRIMARY KEY, a timestamptz, b jsonb, c text[], d numeric(6,2), e boolean);"
     "INSERT INTO t VALUES (1, '2024-01-01 10:00Z', '{\"a\": 2, \"b\": 1}', ARRAY['x', 'y'], 1.50, 't')"
     " ON CONFLICT (id) DO UPDATE SET a = EXCLUDED.a, b = EXCLUDED.b, c = EXCLUDED.c, d = EXCLUDED.d, e = EXCLUDED.e;",
     "SELECT count(*) FROM t WHERE xmin::text::bigint < txid_current() AND c = '{x,y}'", "1"},
    {"quotes_and_hostile_names", "",
     "CREATE TABLE \"a\"\"b\" (\"k;--\" text PRIMARY KEY); INSERT INTO \"a\"\"b\" VALUES ('it''s; DROP TABLE x;--'), (E'back\\\\slash') ON CONFLICT DO NOTHING;",
     "SELECT count(*) FROM \"a\"\"b\"", "2"},
    {"a_column_that_is_new_with_its_rows", "CREATE TABLE t (id integer PRIMARY KEY); INSERT INTO t VALUES (1), (2)",
     "CREATE TABLE t (id integer PRIMARY KEY, name text); INSERT INTO t VALUES (1, 'one') ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name;",
     "SELECT string_agg(t::text, ' ' ORDER BY id) FROM t", "(1,one) (2,)"},
};

static void
check(void **state)
{
    const Case *one = *state;
    Arena *arena = arena_new();
    const char *db = cluster_db(arena, one->name), *path = test_file(arena, "rows.sql", one->blueprint);

    cluster_sql(arena, db, one->live);
    hcmigrate_must(arena, 0, "apply", "-q", "--yes", "-d", db, path);
    assert_string_equal(cluster_query(arena, db, one->query), one->rows);
    hcmigrate_must(arena, 0, "plan", "--exit-code", "-d", db, path);
    hcmigrate_must(arena, 0, "drift", "-d", db, path);
    arena_free(arena);
}

/* A row that a hand changed or took away is drift, and is told. */
static void
rows_drift_too(void **state)
{
    Arena *arena = arena_new();
    const char *db = cluster_db(arena, "row_drift");
    const char *path = test_file(arena, "rows.sql", ROLES "INSERT INTO role VALUES ('admin', 9), ('guest', 1) ON CONFLICT (name) DO UPDATE SET rank = EXCLUDED.rank;");

    (void) state;
    hcmigrate_must(arena, 0, "apply", "-q", "--yes", "-d", db, path);
    cluster_sql(arena, db, "UPDATE role SET rank = 8 WHERE name = 'admin'; DELETE FROM role WHERE name = 'guest'; INSERT INTO role VALUES ('own')");
    assert_says(hcmigrate_must(arena, 2, "drift", "-d", db, path).out, "1 missing, 0 extra, 1 different");
    hcmigrate_must(arena, 0, "apply", "-q", "--yes", "-d", db, path);
    assert_string_equal(cluster_query(arena, db, "SELECT string_agg(name || rank, ' ' ORDER BY name) FROM role"), "admin9 guest1 own1");
    arena_free(arena);
}

int
main(void)
{
    struct CMUnitTest tests[COUNT_OF(cases) + 1] = {{.name = "rows_drift_too", .test_func = rows_drift_too}};

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        tests[i + 1] = (struct CMUnitTest) {.name = cases[i].name, .test_func = check, .initial_state = (void *) (uintptr_t) &cases[i]};
    return _cmocka_run_group_tests("reference rows", tests, COUNT_OF(tests), NULL, NULL);
}
