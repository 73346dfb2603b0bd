#include "catalog/conn.h"

#include <libpq-fe.h>
#include <stdlib.h>

struct Conn
{
    Arena *arena;
    PGconn *pg;
    PGcancel *cancel;
};

struct Row
{
    const PGresult *result;
    int number;
    int *next_column;                              /* where the last look-up was found: columns are mostly asked for in order */
};

/* The server's or libpq's words on one line, without the "ERROR:" and without the position that follows. */
static const char *
one_line(Arena *arena, const char *message)
{
    char *text = arena_copy(arena, message ? message : ""), *to = text;

    for (const unsigned char *from = (const unsigned char *) text; *from; from++)
    {
        bool blank = *from == ' ' || *from == '\n' || *from == '\r' || *from == '\t';

        if (blank && (to == text || to[-1] == ' '))
            continue;
        *to++ = blank ? ' ' : *from < 0x20 || *from == 0x7F ? '?' : (char) *from;      /* a message must not steer the terminal */
    }
    if (to > text && to[-1] == ' ')
        to--;
    *to = '\0';
    return text;
}

/* NOTICEs of the server are not ours to repeat: whatever matters comes back as a result or an error. */
static void
ignore_notice(void *context, const char *message)
{
    (void) context, (void) message;
}

/* Without what stands in double quotes: libpq quotes what it can't read of a connection string, and that may be the password. */
static const char *
without_quoted(Arena *arena, const char *message)
{
    char *text = arena_copy(arena, message), *to = text;
    bool quoted = false;

    for (const char *from = text; *from; from++)
    {
        if (*from == '"')
            quoted = !quoted;
        if (!quoted || *from == '"')
            *to++ = *from;
    }
    *to = '\0';
    return text;
}

static bool
check_conninfo(Arena *arena, const char *conninfo, Error *err)
{
    bool is_uri = conninfo && (strncmp(conninfo, "postgresql://", 13) == 0 || strncmp(conninfo, "postgres://", 11) == 0);
    PQconninfoOption *parsed;
    char *problem = NULL;

    if (!conninfo || (!is_uri && !strchr(conninfo, '=')))
        return true;                               /* the name of a database */
    if ((parsed = PQconninfoParse(conninfo, &problem)))
    {
        PQconninfoFree(parsed);
        return true;
    }
    error_set(err, arena, ERR_FAILED, "the connection string is not valid: %s", one_line(arena, without_quoted(arena, problem ? problem : "")));
    PQfreemem(problem);
    return error_hint(err, arena, "https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING tells how to write one");
}

bool
conn_open(Arena *arena, const char *conninfo, Conn **conn, Error *err)
{
    const char *const keywords[] = {"dbname", "fallback_application_name", "client_encoding", NULL};
    const char *const values[] = {conninfo ? conninfo : "", "hcmigrate", "UTF8", NULL};
    PGconn *pg;

    TRY(check_conninfo(arena, conninfo, err));
    pg = PQconnectdbParams(keywords, values, 1);
    if (!pg)
        BUG("out of memory");
    if (PQstatus(pg) != CONNECTION_OK)
    {
        error_set(err, arena, ERR_FAILED, "can't connect: %s", one_line(arena, PQerrorMessage(pg)));
        error_hint(err, arena, "give the connection with -d (a conninfo string or URI) or the PG* variables");
        PQfinish(pg);
        return false;
    }
    if (PQserverVersion(pg) < 130000)
    {
        error_set(err, arena, ERR_FAILED, "the server is version %d, too old: 14 is the oldest supported", PQserverVersion(pg) / 10000);
        PQfinish(pg);
        return false;
    }
    *conn = arena_make(arena, Conn);
    **conn = (Conn) {arena, pg, PQgetCancel(pg)};
    PQsetNoticeProcessor(pg, ignore_notice, NULL);
    return true;
}

void
conn_close(Conn *conn)
{
    if (!conn || !conn->pg)
        return;
    PQfreeCancel(conn->cancel);
    PQfinish(conn->pg);
    conn->cancel = NULL;
    conn->pg = NULL;
}

void
conn_cancel(const Conn *conn)
{
    char ignored[256];

    if (conn->cancel)
        PQcancel(conn->cancel, ignored, sizeof ignored);
}

int
conn_server_version(const Conn *conn)
{
    return PQserverVersion(conn->pg);
}

const char *
conn_database(const Conn *conn)
{
    return PQdb(conn->pg);
}

const char *
conn_user(const Conn *conn)
{
    return PQuser(conn->pg);
}

const char *
conn_host(const Conn *conn)
{
    const char *host = PQhost(conn->pg);

    return host && *host ? host : "localhost";
}

int
conn_backend_pid(const Conn *conn)
{
    return PQbackendPID(conn->pg);
}

bool
conn_is_broken(const Conn *conn)
{
    return PQstatus(conn->pg) != CONNECTION_OK;
}

bool
conn_in_transaction(const Conn *conn)
{
    return PQtransactionStatus(conn->pg) != PQTRANS_IDLE;
}

static bool
set_error(Conn *conn, const PGresult *result, Error *err)
{
    const char *primary = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    const char *detail = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL) : NULL;
    const char *hint = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_HINT) : NULL;
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    ErrorCode code = ERR_FAILED;

    if (state && strcmp(state, "55P03") == 0)      /* lock_not_available */
        code = ERR_LOCKED;
    else if (state && strcmp(state, "XX000") == 0) /* internal_error: "could not open relation with OID" of a torn read */
        code = ERR_TORN;
    if (!primary)
        primary = PQerrorMessage(conn->pg);
    error_set(err, conn->arena, code, detail ? "%s (%s)" : "%s", one_line(conn->arena, primary), detail ? one_line(conn->arena, detail) : "");
    if (hint)
        error_hint(err, conn->arena, "%s", one_line(conn->arena, hint));
    if (state)
        memcpy(err->sqlstate, state, sizeof err->sqlstate - 1);
    return false;
}

bool
conn_run(Conn *conn, const char *sql, Error *err)
{
    PGresult *result = PQexec(conn->pg, sql);
    ExecStatusType status = PQresultStatus(result);
    bool ok = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;

    if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT)
    {
        /* Nobody here copies: leave the state by ending the connection rather than guessing. */
        PQclear(result);
        PQreset(conn->pg);
        return error_set(err, conn->arena, ERR_FAILED, "COPY is not supported");
    }
    if (!ok)
        set_error(conn, result, err);
    PQclear(result);
    return ok;
}

bool
conn_runf(Conn *conn, Error *err, const char *format, ...)
{
    va_list args;
    const char *sql;

    va_start(args, format);
    sql = arena_vprintf(conn->arena, format, args);
    va_end(args);
    return conn_run(conn, sql, err);
}

bool
conn_each(Conn *conn, const char *sql, const Vec *params, RowReader each, void *context, Error *err)
{
    int count = params ? (int) params->count : 0, next_column = 0;
    PGresult *result;
    bool ok;

    /* The extended protocol takes one statement only: a text that smuggles in a second one fails. */
    result = PQexecParams(conn->pg, sql, count, NULL, count ? (const char *const *) params->items : NULL, NULL, NULL, 0);
    ok = PQresultStatus(result) == PGRES_TUPLES_OK || PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!ok)
        set_error(conn, result, err);
    for (int number = 0; ok && each && number < PQntuples(result); number++)
    {
        Row row = {result, number, &next_column};

        ok = each(context, &row, err);
    }
    PQclear(result);
    return ok;
}

typedef struct FirstValue
{
    Arena *arena;
    const char *value;
    bool seen;
} FirstValue;

static bool
take_first(void *context, const Row *row, Error *err)
{
    FirstValue *first = context;

    (void) err;
    if (!first->seen && PQnfields(row->result) > 0 && !PQgetisnull(row->result, row->number, 0))
        first->value = arena_copy(first->arena, PQgetvalue(row->result, row->number, 0));
    first->seen = true;
    return true;
}

bool
conn_value(Conn *conn, const char *sql, const Vec *params, Arena *arena, const char **value, Error *err)
{
    FirstValue first = {.arena = arena};

    TRY(conn_each(conn, sql, params, take_first, &first, err));
    *value = first.value;
    return true;
}

static int
column_number(const Row *row, const char *column)
{
    int count = PQnfields(row->result);

    for (int tried = 0; tried < count; tried++)
    {
        int at = (*row->next_column + tried) % count;

        if (strcmp(PQfname(row->result, at), column) == 0)
        {
            *row->next_column = at + 1;
            return at;
        }
    }
    return -1;
}

bool
row_has(const Row *row, const char *column)
{
    return PQfnumber(row->result, column) >= 0;
}

const char *
row_text(const Row *row, const char *column)
{
    int number = column_number(row, column);

    if (number < 0)
        BUG("no column \"%s\" in a result", column);
    return PQgetisnull(row->result, row->number, number) ? NULL : PQgetvalue(row->result, row->number, number);
}

const char *
row_copy(const Row *row, Arena *arena, const char *column)
{
    return arena_copy(arena, row_text(row, column));
}

bool
row_bool(const Row *row, const char *column)
{
    const char *text = row_text(row, column);

    return text && *text == 't';
}

int64_t
row_int(const Row *row, const char *column)
{
    const char *text = row_text(row, column);

    return text ? strtoll(text, NULL, 10) : 0;
}

uint32_t
row_oid(const Row *row, const char *column)
{
    const char *text = row_text(row, column);

    return text ? (uint32_t) strtoul(text, NULL, 10) : 0;
}

/* Bytes that an array's element takes as written, quotes and backslashes included. */
static size_t
element_length(const char *at)
{
    const char *end = at;
    bool quoted = *end == '"';

    for (end += quoted; *end && (quoted ? *end != '"' : *end != ',' && *end != '}'); end++)
        if (*end == '\\' && end[1])
            end++;
    return (size_t) (end - at);
}

/* Array output of PostgreSQL, array_out(): {a,"b c","d\"e",NULL}. */
void
row_array(const Row *row, Arena *arena, const char *column, Vec *items)
{
    const char *at = row_text(row, column);

    if (!at || *at != '{')
        return;
    at++;
    while (*at && *at != '}')
    {
        bool quoted = *at == '"';
        char *item = arena_alloc(arena, element_length(at) + 1), *to = item;

        if (quoted)
            at++;
        while (*at && (quoted ? *at != '"' : *at != ',' && *at != '}'))
        {
            if (*at == '\\' && at[1])
                at++;
            *to++ = *at++;
        }
        if (quoted && *at == '"')
            at++;
        vec_add(arena, items, !quoted && strcmp(item, "NULL") == 0 ? NULL : item);
        if (*at == ',')
            at++;
    }
}

static void
add_columns(const PGresult *result, Arena *arena, Vec *columns)
{
    for (int i = 0; i < PQnfields(result); i++)
        vec_add(arena, columns, arena_printf(arena, "%s %u %d", PQfname(result, i), PQftype(result, i), PQfmod(result, i)));
}

bool
conn_describe(Conn *conn, const char *sql, Arena *arena, Vec *columns, Error *err)
{
    PGresult *result = PQprepare(conn->pg, "", sql, 0, NULL);
    bool ok = PQresultStatus(result) == PGRES_COMMAND_OK;

    if (ok)
    {
        PQclear(result);
        result = PQdescribePrepared(conn->pg, "");
        ok = PQresultStatus(result) == PGRES_COMMAND_OK;
    }
    if (!ok)
        set_error(conn, result, err);
    if (ok)
        add_columns(result, arena, columns);
    PQclear(result);
    return ok;
}

/*
 * Each command of a pipeline ends with a sync of its own: after an error the server skips to the next sync, which is where
 * the ROLLBACK TO stands that makes the transaction usable again and undoes the SET LOCAL.
 */
enum { PIPELINE_BYTES = 32 * 1024 };

static bool
pipeline_send(Conn *conn, const char *sql)
{
    return PQsendQueryParams(conn->pg, sql, 0, NULL, NULL, NULL, NULL, 0) && PQpipelineSync(conn->pg);
}

static bool
ask_send(Conn *conn, const ConnAsk *ask)
{
    if (ask->search_path && !pipeline_send(conn, arena_printf(conn->arena, "SET LOCAL search_path = %s", ask->search_path)))
        return false;
    if (ask->describe)
    {
        if (!PQsendPrepare(conn->pg, "", ask->sql, 0, NULL) || !PQsendDescribePrepared(conn->pg, "") || !PQpipelineSync(conn->pg))
            return false;
    }
    else if (!pipeline_send(conn, ask->sql))
        return false;
    return pipeline_send(conn, "ROLLBACK TO SAVEPOINT ask");
}

static void
ask_take(Conn *conn, Arena *arena, ConnAsk *ask, const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);

    if (status == PGRES_FATAL_ERROR)
    {
        if (ask->ok)                               /* the first error is the cause */
            set_error(conn, result, &ask->error);
        ask->ok = false;
    }
    else if (ask->describe && status == PGRES_COMMAND_OK)
        add_columns(result, arena, &ask->columns);
    else if (status == PGRES_TUPLES_OK && PQntuples(result) > 0 && PQnfields(result) > 0 && !PQgetisnull(result, 0, 0))
        ask->value = arena_copy(arena, PQgetvalue(result, 0, 0));
}

/* All results up to the next sync. */
static bool
ask_receive(Conn *conn, Arena *arena, ConnAsk *ask, Error *err)
{
    int nulls = 0;                                 /* one ends each command; more in a row: the connection is gone */

    for (;;)
    {
        PGresult *result = PQgetResult(conn->pg);
        ExecStatusType status = PQresultStatus(result);

        if (!result)
        {
            if (++nulls > 3 || PQstatus(conn->pg) != CONNECTION_OK)
                return set_error(conn, NULL, err);
            continue;
        }
        nulls = 0;
        if (status != PGRES_PIPELINE_SYNC && status != PGRES_PIPELINE_ABORTED)
            ask_take(conn, arena, ask, result);
        PQclear(result);
        if (status == PGRES_PIPELINE_SYNC)
            return true;
        if (PQstatus(conn->pg) != CONNECTION_OK)
            return set_error(conn, NULL, err);
    }
}

static bool
ask_some(Conn *conn, Arena *arena, const Vec *asks, size_t from, size_t to, Error *err)
{
    for (size_t i = from; i < to; i++)
        if (!ask_send(conn, vec_at(asks, i)))
            return set_error(conn, NULL, err);
    for (size_t i = from; i < to; i++)
    {
        ConnAsk *ask = vec_at(asks, i), back = {.ok = true};

        ask->ok = true;
        if (ask->search_path)
            TRY(ask_receive(conn, arena, ask, err));
        TRY(ask_receive(conn, arena, ask, err));
        TRY(ask_receive(conn, arena, &back, err));
        if (!back.ok)
        {
            *err = back.error;
            return false;
        }
    }
    return true;
}

bool
conn_ask_all(Conn *conn, Arena *arena, const Vec *asks, Error *err)
{
    bool ok = true;

    if (!asks->count)
        return true;
    TRY(conn_run(conn, "SAVEPOINT ask", err));
    if (!PQenterPipelineMode(conn->pg))
        return set_error(conn, NULL, err);
    for (size_t from = 0, to; ok && from < asks->count; from = to)
    {
        size_t bytes = 0;

        for (to = from; to < asks->count && (to == from || bytes < PIPELINE_BYTES); to++)
            bytes += strlen(((const ConnAsk *) vec_at(asks, to))->sql);
        ok = ask_some(conn, arena, asks, from, to, err);
    }
    if (!PQexitPipelineMode(conn->pg) && ok)
        return set_error(conn, NULL, err);
    return ok && conn_run(conn, "RELEASE SAVEPOINT ask", err);
}
