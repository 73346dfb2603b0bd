#include "migrations/session.h"

#include "engine/base/hash.h"
#include "migrations/clock.h"
#include "migrations/interrupt.h"

void
say_line(const Say *say, const char *format, ...)
{
    Arena *scratch;
    va_list args;

    if (!say || !say->line)
        return;
    scratch = arena_new();
    va_start(args, format);
    say->line(say->context, arena_vprintf(scratch, format, args));
    va_end(args);
    arena_free(scratch);
}

static int64_t
lock_key(void)
{
    return (int64_t) hash_short("hcmigrate");
}

typedef struct Holders
{
    Arena *arena;
    Vec lines;
} Holders;

static bool
take_holder(void *context, const Row *row, Error *err)
{
    Holders *holders = context;
    const char *query = row_text(row, "query");

    (void) err;
    vec_add(holders->arena, &holders->lines,
            arena_printf(holders->arena, "pid %s (%s%s%s)", row_text(row, "pid"), row_text(row, "usename") ? row_text(row, "usename") : "unknown",
                         query && *query ? ": " : "", query ? query : ""));
    return true;
}

/* A query's beginning on one line is enough to know it. */
#define HOLDERS_SELECT "SELECT DISTINCT l.pid, a.usename, pg_catalog.left(pg_catalog.regexp_replace(a.query, '\\s+', ' ', 'g'), 60) AS query" \
                       " FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid" \
                       " WHERE l.granted AND l.pid IS NOT NULL AND l.pid <> pg_catalog.pg_backend_pid()"

/* How pg_locks shows a lock on a bigint: https://www.postgresql.org/docs/current/view-pg-locks.html */
static const char *
lock_holder(Arena *arena, Conn *conn)
{
    Holders holders = {arena, {0}};
    Vec params = {0};
    Error ignored;

    vec_add(arena, &params, arena_printf(arena, "%" PRIu64, (uint64_t) lock_key() >> 32));
    vec_add(arena, &params, arena_printf(arena, "%" PRIu64, (uint64_t) lock_key() & UINT32_MAX));
    if (!conn_each(conn, HOLDERS_SELECT " AND l.locktype = 'advisory' AND l.classid = $1::text::oid AND l.objid = $2::text::oid AND l.objsubid = 1"
                   " AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())",
                   &params, take_holder, &holders, &ignored) || !holders.lines.count)
        return "somebody";
    return vec_join(arena, &holders.lines, ", ");
}

const char *
session_holders(Arena *arena, Conn *conn, const char *relation)
{
    Holders holders = {arena, {0}};
    Vec params = {0};
    Error ignored;

    vec_add(arena, &params, relation);
    if (!conn_each(conn, HOLDERS_SELECT " AND l.relation = pg_catalog.to_regclass($1)::oid AND l.locktype = 'relation'", &params, take_holder, &holders, &ignored))
        return NULL;
    return holders.lines.count ? vec_join(arena, &holders.lines, ", ") : NULL;
}

bool
session_lock(Arena *arena, Conn *conn, int64_t wait, const Say *say, Error *err)
{
    enum { PAUSE = 200 };
    const char *sql = arena_printf(arena, "SELECT pg_catalog.pg_try_advisory_lock(%" PRId64 ")", lock_key());
    int64_t until = clock_now() + wait;
    const char *got;

    for (bool told = false;; told = true)
    {
        TRY(conn_value(conn, sql, NULL, arena, &got, err));
        if (got && *got == 't')
            return true;
        if (clock_now() >= until)
            break;
        if (!told)
            say_line(say, "another hcmigrate is at work in this database, waiting for it: %s", lock_holder(arena, conn));
        interrupt_pause(PAUSE);
        if (interrupt_seen())
            return error_set(err, arena, ERR_FAILED, "interrupted: nothing was done");
    }
    error_set(err, arena, ERR_LOCKED, "another hcmigrate is at work in this database: %s", lock_holder(arena, conn));
    return error_hint(err, arena, "wait for it to end, or longer with --lock-wait");
}

bool
session_set(Arena *arena, Conn *conn, const char *name, const char *value, Error *err)
{
    Vec params = {0};

    vec_add(arena, &params, name);
    vec_add(arena, &params, value);
    return conn_each(conn, "SELECT pg_catalog.set_config($1, $2, false)", &params, NULL, NULL, err);
}

/* No timeout of a role or database may end a step half-way; those of the server's locks are set for each step. Bodies are
 * checked by nobody: they may use what is made later. */
static const char settings[] =
    "SELECT pg_catalog.set_config(name, value, false) FROM (VALUES"
    " ('check_function_bodies', 'off'), ('statement_timeout', '0'), ('idle_in_transaction_session_timeout', '0'), ('transaction_timeout', '0'),"
    " ('idle_session_timeout', '0'), ('standard_conforming_strings', 'on'), ('row_security', 'off'), ('default_tablespace', ''),"
    " ('default_table_access_method', 'heap'), ('default_transaction_isolation', 'read committed'),"
    " ('default_transaction_deferrable', 'off'), ('default_transaction_read_only', 'off'), ('search_path', '')) AS wanted (name, value)"
    " WHERE pg_catalog.current_setting(name, true) IS NOT NULL";

bool
session_prepare(Arena *arena, Conn *conn, Error *err)
{
    const char *standby;

    TRY(conn_value(conn, "SELECT pg_catalog.pg_is_in_recovery()", NULL, arena, &standby, err));
    if (standby && *standby == 't')
    {
        error_set(err, arena, ERR_FAILED, "this server is a standby: nothing can be applied here");
        return error_hint(err, arena, "connect to its primary");
    }
    return conn_run(conn, settings, err);
}
