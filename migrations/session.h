/*
 * session.h -- the connection that a plan is applied on: one at a time in a database, with settings that don't depend on who
 * connects.
 */
#ifndef HC_SESSION_H
#define HC_SESSION_H

#include "catalog/conn.h"

/* A line of progress for people; NULL says nothing. */
typedef struct Say
{
    void (*line)(void *context, const char *text);
    void *context;
} Say;

void say_line(const Say *say, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * Take the advisory lock that every apply holds while it works, for as long as the connection lasts. Waits for at most
 * `wait` milliseconds, then ERR_LOCKED names who has it. No snapshot is held while waiting: CREATE INDEX CONCURRENTLY of
 * the other one would wait for us.
 */
bool session_lock(Arena *arena, Conn *conn, int64_t wait, const Say *say, Error *err);

/* Settings for the steps. An apply needs a server that can be written to: fails on a standby. */
bool session_prepare(Arena *arena, Conn *conn, Error *err);
bool session_set(Arena *arena, Conn *conn, const char *name, const char *value, Error *err);

/* "pid 812 (alice: UPDATE app.t ...)" of those who hold locks on a relation; NULL when nobody is seen. */
const char *session_holders(Arena *arena, Conn *conn, const char *relation);

#endif
