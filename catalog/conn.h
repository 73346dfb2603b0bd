/*
 * conn.h -- the one door to libpq.
 *
 * Nobody else sees a PGconn or a PGresult. Passwords never leave this file: messages of failed connections are passed on
 * only without the conninfo.
 *
 *     static bool take(void *context, const Row *row, Error *err) { ... row_text(row, "relname") ... }
 *     TRY(conn_each(conn, sql_table, NULL, take, reader, err));
 */
#ifndef HC_CONN_H
#define HC_CONN_H

#include "engine/base/error.h"
#include "engine/base/vec.h"

typedef struct Conn Conn;
typedef struct Row Row;

/* conninfo: a conninfo string or URI; NULL or "": the PG* variables and defaults of libpq. */
bool conn_open(Arena *arena, const char *conninfo, Conn **conn, Error *err);
void conn_close(Conn *conn);                       /* NULL is fine */

int conn_server_version(const Conn *conn);         /* 150020 */
const char *conn_database(const Conn *conn);
const char *conn_user(const Conn *conn);
const char *conn_host(const Conn *conn);           /* for people */
int conn_backend_pid(const Conn *conn);
bool conn_is_broken(const Conn *conn);             /* the connection is gone */
bool conn_in_transaction(const Conn *conn);

/* Ask the server to cancel what the connection runs at the moment. May be called from a signal handler. */
void conn_cancel(const Conn *conn);

/* One statement (or several without results, in one simple query: then one implicit transaction). SQL errors carry sqlstate. */
bool conn_run(Conn *conn, const char *sql, Error *err);
bool conn_runf(Conn *conn, Error *err, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* A query with text parameters ($1 ...; NULL items are NULL), each row handed to `each`, which may be NULL. */
typedef bool (*RowReader)(void *context, const Row *row, Error *err);
bool conn_each(Conn *conn, const char *sql, const Vec *params, RowReader each, void *context, Error *err);
/*
 * Queries without parameters that will be asked one after the other: a few are sent ahead of conn_each(), so that the server works
 * while rows are read. They are told by their address. One that then is not asked does no harm, nor does another between them; any
 * conn_run() ends it. conn_note() finds them out: until conn_note(conn, NULL), conn_each() and conn_value() only write down what
 * they are asked, as if there were no rows. The vector must live as long as it is used.
 */
void conn_note(Conn *conn, Vec *queries);
void conn_foresee(Conn *conn, const Vec *queries);

/* First column of the first row, copied; *value NULL when there is no row or it is NULL. */
bool conn_value(Conn *conn, const char *sql, const Vec *params, Arena *arena, const char **value, Error *err);

/*
 * A few queries, in a read-only transaction of their own with an empty search_path, that the server works on while the caller does
 * something else: each conn_receive() hands out the rows of the next one. Whatever else is asked in between waits for them. Outside a
 * transaction.
 */
enum { CONN_SENT_MAX = 2 };
bool conn_send(Conn *conn, const Vec *queries, Error *err);
bool conn_has_sent(const Conn *conn);              /* rows are still to be received */
bool conn_receive(Conn *conn, RowReader each, void *context, Error *err);

bool row_has(const Row *row, const char *column);
/* Columns of a row, by name: a literal, since the place of a column is remembered by the address of its name. BUG when there is no such
 * column. Text is valid only inside the RowReader unless copied. */
const char *row_text(const Row *row, const char *column);                          /* NULL for NULL */
const char *row_copy(const Row *row, Arena *arena, const char *column);
bool row_bool(const Row *row, const char *column);                                 /* NULL is false */
int64_t row_int(const Row *row, const char *column);                               /* NULL is 0 */
uint32_t row_oid(const Row *row, const char *column);
/* A one-dimensional text array (text[], name[], char[]): elements added to the vector; NULL elements as NULL. */
void row_array(const Row *row, Arena *arena, const char *column, Vec *items);
void array_items(Arena *arena, const char *text, Vec *items);                      /* the same of such a text; NULL has none */

/* The names and types of the columns that a query would give, without running it (a described statement): "name type typmod" each. */
bool conn_describe(Conn *conn, const char *sql, Arena *arena, Vec *columns, Error *err);

/*
 * Questions in one round trip, each answered as if it were alone: the failure of one does no harm to the others. Only inside
 * a transaction, which stays as it is (each question has a savepoint of its own). False only when the connection broke.
 */
typedef struct ConnAsk
{
    const char *sql;                               /* one statement without parameters */
    const char *search_path;                       /* as SQL, for this question; NULL: as it is */
    bool describe;                                 /* only its columns are wanted; it is not run */
    bool ok;                                       /* what follows is the answer: */
    const char *value;                             /* first column of the first row, NULL when there is none */
    Vec columns;                                   /* with `describe`: as conn_describe() gives them */
    Error error;                                   /* when not ok */
} ConnAsk;
bool conn_ask_all(Conn *conn, Arena *arena, const Vec *asks, Error *err);

/* The arena that messages go to: an Error from conn lives as long as the Conn's arena. */

#endif
