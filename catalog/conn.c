#include "catalog/conn.h"

#include <libpq-fe.h>
#include <malloc.h>
#include <stdlib.h>

struct Conn
{
    Arena *arena;
    PGconn *pg;
    PGcancel *cancel;
    Vec *noted;                                    /* conn_note(): where queries are written down instead of being run */
    struct Ahead *ahead;                           /* conn_foresee(); NULL: nothing is foreseen */
    bool sending;                                  /* conn_send(): what comes next is its results */
    PGresult *sent[CONN_SENT_MAX];                 /* their rows, or the error that ended them, once they are here */
    size_t sent_count, received;
};

/*
 * Where the columns of a result are, by the address of their names: the same code asks for the same ones row after row.
 */
enum { COLUMN_SLOTS = 128 };

typedef struct Columns
{
    struct { const char *name; int number; } slots[COLUMN_SLOTS];
} Columns;

struct Row
{
    const PGresult *result;
    int number;
    Columns *columns;
};

/* The server's or libpq's words on one line, without the "ERROR:" and without the position that follows. */
static const char *
one_line(Arena *arena, const char *message)
{
    char *text = arena_copy_own(arena, message ? message : ""), *to = text;

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
    char *text = arena_copy_own(arena, message), *to = text;
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
    **conn = (Conn) {.arena = arena, .pg = pg, .cancel = PQgetCancel(pg)};
    PQsetNoticeProcessor(pg, ignore_notice, NULL);
    return true;
}

static void
forget_sent(Conn *conn)
{
    for (; conn->received < conn->sent_count; conn->received++)
        PQclear(conn->sent[conn->received]);
    conn->received = conn->sent_count = 0;
}

void
conn_close(Conn *conn)
{
    if (!conn || !conn->pg)
        return;
    forget_sent(conn);
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

/* ---- queries that are foreseen ---- */

/*
 * A few queries are with the server at any time, so that it works on the next while the rows of the last are looked at.
 * `sent` and `taken` count queries; those between them are under way, and once more of them are `held`, their results are
 * here: something else had to be asked in between.
 */
enum { AHEAD_MAX = 4 };

typedef struct Ahead
{
    Vec queries;                                   /* const char * */
    size_t sent, taken, held;
    PGresult *results[AHEAD_MAX];                  /* of query n at n % AHEAD_MAX */
} Ahead;

/* Each command of a pipeline ends with a sync of its own. */
static bool
pipeline_send(Conn *conn, const char *sql)
{
    return PQsendQueryParams(conn->pg, sql, 0, NULL, NULL, NULL, NULL, 0) && PQpipelineSync(conn->pg);
}

/* The result of the next query of a pipeline, with the sync behind it. */
static PGresult *
pipeline_receive(Conn *conn)
{
    PGresult *result = PQgetResult(conn->pg);
    int nulls = 0;                                 /* one ends the query; more in a row: the connection is gone */

    while (nulls < 3 && PQstatus(conn->pg) == CONNECTION_OK)
    {
        PGresult *rest = PQgetResult(conn->pg);
        bool is_sync = PQresultStatus(rest) == PGRES_PIPELINE_SYNC;

        nulls = rest ? 0 : nulls + 1;
        PQclear(rest);
        if (is_sync)
            break;
    }
    return result;
}

/* Take in all that is under way, so that something else can be asked. */
static void
ahead_hold(Conn *conn)
{
    Ahead *ahead = conn->ahead;

    if (!ahead || PQpipelineStatus(conn->pg) == PQ_PIPELINE_OFF)
        return;
    for (; ahead->held < ahead->sent; ahead->held++)
        ahead->results[ahead->held % AHEAD_MAX] = pipeline_receive(conn);
    PQexitPipelineMode(conn->pg);
}

static PGresult *
ahead_result(Conn *conn, size_t number)
{
    Ahead *ahead = conn->ahead;
    PGresult *result;

    if (number >= ahead->held)
    {
        ahead->held = number + 1;
        return pipeline_receive(conn);
    }
    result = ahead->results[number % AHEAD_MAX];
    ahead->results[number % AHEAD_MAX] = NULL;
    return result;
}

static void
ahead_end(Conn *conn)
{
    if (!conn->ahead)
        return;
    ahead_hold(conn);
    for (size_t i = 0; i < AHEAD_MAX; i++)
        PQclear(conn->ahead->results[i]);
    conn->ahead = NULL;
}

static void
ahead_send(Conn *conn)
{
    Ahead *ahead = conn->ahead;

    /* What is held is worked off first. */
    if (PQpipelineStatus(conn->pg) == PQ_PIPELINE_OFF && (ahead->taken < ahead->held || !PQenterPipelineMode(conn->pg)))
        return;
    for (; ahead->sent < ahead->queries.count && ahead->sent < ahead->taken + AHEAD_MAX; ahead->sent++)
        if (!pipeline_send(conn, vec_at(&ahead->queries, ahead->sent)))
            return;
}

/* The result of a query that was foreseen, or NULL. Those before it in the list are not wanted any more. */
static PGresult *
ahead_take(Conn *conn, const char *sql)
{
    Ahead *ahead = conn->ahead;
    size_t number = ahead->taken;
    PGresult *result;

    while (number < ahead->queries.count && vec_at(&ahead->queries, number) != sql)
        number++;
    if (number == ahead->queries.count)
        return NULL;
    for (; ahead->taken < number; ahead->taken++)
    {
        ahead_send(conn);
        if (ahead->taken < ahead->sent)
            PQclear(ahead_result(conn, ahead->taken));
    }
    ahead_send(conn);
    if (ahead->taken == ahead->sent)
        return NULL;
    result = ahead_result(conn, ahead->taken++);
    ahead_send(conn);
    if (ahead->taken == ahead->queries.count)
        ahead_end(conn);
    return result;
}

/* ---- a query that is sent, and its rows fetched later ---- */

static bool
is_error(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);

    return status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK && status != PGRES_EMPTY_QUERY;
}

/* Their results must be here before anything else is asked. */
static void
hold_sent(Conn *conn)
{
    PGresult *result;

    if (!conn->sending)
        return;
    conn->sending = false;
    while ((result = PQgetResult(conn->pg)))
    {
        if (conn->sent_count < CONN_SENT_MAX && (is_error(result) || PQnfields(result) > 0))
            conn->sent[conn->sent_count++] = result;
        else
            PQclear(result);
    }
    if (PQtransactionStatus(conn->pg) == PQTRANS_INERROR)
        PQclear(PQexec(conn->pg, "ROLLBACK"));
}

/* Nothing is under way any more, and nothing foreseen. */
static void
settle(Conn *conn)
{
    ahead_end(conn);
    hold_sent(conn);
}

bool
conn_send(Conn *conn, const Vec *queries, Error *err)
{
    const char *all = arena_printf(conn->arena, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL search_path = ''; SET LOCAL jit = off; SET LOCAL statement_timeout = 0;\n%s;\nCOMMIT",
                                   vec_join(conn->arena, queries, ";\n"));

    settle(conn);
    forget_sent(conn);
    if (!PQsendQuery(conn->pg, all))
        return set_error(conn, NULL, err);
    conn->sending = true;
    return true;
}

bool
conn_has_sent(const Conn *conn)
{
    return conn->sending || conn->received < conn->sent_count;
}

bool
conn_receive(Conn *conn, RowReader each, void *context, Error *err)
{
    Columns columns = {0};
    PGresult *result;
    bool ok;

    hold_sent(conn);
    result = conn->received < conn->sent_count ? conn->sent[conn->received++] : NULL;
    ok = result && !is_error(result);
    if (!ok)
        set_error(conn, result, err);
    for (int number = 0; ok && number < PQntuples(result); number++)
    {
        Row row = {result, number, &columns};

        ok = each(context, &row, err);
    }
    PQclear(result);
    return ok;
}

void
conn_note(Conn *conn, Vec *queries)
{
    conn->noted = queries;
}

void
conn_foresee(Conn *conn, const Vec *queries)
{
    settle(conn);
    if (!queries->count)
        return;
    conn->ahead = arena_make(conn->arena, Ahead);
    conn->ahead->queries = *queries;
}

/* ---- queries ---- */

bool
conn_run(Conn *conn, const char *sql, Error *err)
{
    PGresult *result;
    ExecStatusType status;
    bool ok;

    settle(conn);
    result = PQexec(conn->pg, sql);
    status = PQresultStatus(result);
    ok = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;

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

/* The small pieces of a large result lie between others, and would otherwise stay with the program until it ends. */
static void
clear_large(PGresult *result)
{
    enum { LARGE = 8 * 1024 * 1024 };
    bool large = PQresultMemorySize(result) >= LARGE;

    PQclear(result);
    if (large)
        malloc_trim(0);
}

enum { ROWS_AT_ONCE = 128 };

bool
conn_each(Conn *conn, const char *sql, const Vec *params, RowReader each, void *context, Error *err)
{
    int count = params ? (int) params->count : 0;
    Columns columns = {0};
    PGresult *result;
    bool ok;

    if (conn->noted)
    {
        if (!count)
            vec_add(conn->arena, conn->noted, sql);
        return true;
    }
    hold_sent(conn);
    result = conn->ahead && !count ? ahead_take(conn, sql) : NULL;
    if (!result)
    {
        ahead_hold(conn);
        /* The extended protocol takes one statement only: a text that smuggles in a second one fails. */
        result = PQexecParams(conn->pg, sql, count, NULL, count ? (const char *const *) params->items : NULL, NULL, NULL, 0);
    }
    ok = PQresultStatus(result) == PGRES_TUPLES_OK || PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!ok)
        set_error(conn, result, err);
    for (int number = 0; ok && each && number < PQntuples(result); number++)
    {
        Row row = {result, number, &columns};

        if (conn->ahead && number % ROWS_AT_ONCE == 0)
            PQconsumeInput(conn->pg);              /* the server must not wait for us to fetch what comes next */
        ok = each(context, &row, err);
    }
    clear_large(result);
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
search_column(const PGresult *result, const char *column)
{
    for (int number = 0; number < PQnfields(result); number++)
        if (strcmp(PQfname(result, number), column) == 0)
            return number;
    return -1;
}

/* -1: there is none. */
static int
column_number(const Row *row, const char *column)
{
    size_t at = (((uintptr_t) column >> 7) ^ (uintptr_t) column) % COLUMN_SLOTS;

    if (row->columns->slots[at].name != column)
    {
        row->columns->slots[at].name = column;
        row->columns->slots[at].number = search_column(row->result, column);
    }
    return row->columns->slots[at].number;
}

bool
row_has(const Row *row, const char *column)
{
    return column_number(row, column) >= 0;
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
array_items(Arena *arena, const char *text, Vec *items)
{
    const char *at = text;

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

void
row_array(const Row *row, Arena *arena, const char *column, Vec *items)
{
    array_items(arena, row_text(row, column), items);
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
    PGresult *result;
    bool ok;

    settle(conn);
    result = PQprepare(conn->pg, "", sql, 0, NULL);
    ok = PQresultStatus(result) == PGRES_COMMAND_OK;
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

/* After an error the server skips to the next sync, which is where the ROLLBACK TO stands that makes the transaction usable again and
 * undoes the SET LOCAL. */
enum { PIPELINE_BYTES = 32 * 1024 };

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
