#include "tests/support/cluster.h"

#include "engine/base/text.h"
#include "tests/support/dump.h"
#include "tests/support/run.h"

#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static Arena *cluster_arena;
static Sandbox *the_cluster;

static void
cluster_end(void)
{
    sandbox_stop(the_cluster);
    the_cluster = NULL;
    arena_free(cluster_arena);
    cluster_arena = NULL;
}

Sandbox *
cluster(void)
{
    Error err = {0};
    SandboxOptions options = {.bindir = getenv("TEST_BINDIR")};

    if (the_cluster)
        return the_cluster;
    if (!cluster_arena)
    {
        cluster_arena = arena_new();
        atexit(cluster_end);
    }
    if (!sandbox_start(cluster_arena, &options, &the_cluster, &err))
        fail_msg("%s", err.message);
    return the_cluster;
}

const char *
cluster_program(Arena *arena, const char *name)
{
    const char *path = arena_printf(arena, "%s/%s", sandbox_bindir(cluster()), name);
    return access(path, X_OK) == 0 ? path : name;
}

static const char *
psql(Arena *arena, const char *conninfo, const char *input, const char *file)
{
    const char *arguments[] = {
        cluster_program(arena, "psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", conninfo, "-f", file, NULL,
    };
    return run_well(arena, input, arguments);
}

const char *
cluster_db(Arena *arena, const char *name)
{
    const char *ident = sql_ident(arena, name);
    cluster_sql(arena, sandbox_conninfo(cluster(), "postgres"),
                arena_printf(arena, "SET client_min_messages = warning;\n"
                                    "DELETE FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = %s);\n"
                                    "DROP DATABASE IF EXISTS %s WITH (FORCE);\n"
                                    "CREATE DATABASE %s TEMPLATE template0;\n", sql_literal(arena, name), ident, ident));
    return arena_copy(arena, sandbox_conninfo(cluster(), name));
}

void
cluster_needs(Arena *arena, int version)
{
    if (atoi(cluster_query(arena, sandbox_conninfo(cluster(), "postgres"), "SHOW server_version_num")) < version)
        skip();
}

void
cluster_load(Arena *arena, const char *conninfo, const char *file)
{
    psql(arena, conninfo, NULL, file);
}

void
cluster_sql(Arena *arena, const char *conninfo, const char *sql)
{
    psql(arena, conninfo, sql, "-");
}

const char *
cluster_query(Arena *arena, const char *conninfo, const char *sql)
{
    const char *rows = psql(arena, conninfo, sql, "-");
    size_t length = strlen(rows);
    return length > 0 && rows[length - 1] == '\n' ? arena_copy_len(arena, rows, length - 1) : rows;
}

const char *
cluster_dump(Arena *arena, const char *conninfo)
{
    const char *arguments[] = {cluster_program(arena, "pg_dump"), "--schema-only", "--exclude-schema=hcmigrate", "-d", conninfo, NULL};
    return dump_normalise(arena, run_well(arena, NULL, arguments));
}

void
cluster_assert_same(Arena *arena, const char *conninfo_a, const char *conninfo_b)
{
    const char *diff = run_diff(arena, cluster_dump(arena, conninfo_a), cluster_dump(arena, conninfo_b));
    if (!diff[0])
        return;
    fprintf(stderr, "%s", diff);
    fail_msg("two databases that should be alike differ");
}
