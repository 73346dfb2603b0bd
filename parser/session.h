/*
 * session.h -- what psql's session would be in at a statement: the search path, and where new tables and indexes go (pg_dump sets that).
 */
#ifndef HC_SESSION_H
#define HC_SESSION_H

#include "parser/parse.h"

typedef struct Session
{
    Arena *arena;
    int number;                                    /* Statement.session */
    Vec path;                                      /* schema names; "$user" is left out */
    const char *path_text;                         /* the same as SQL */
    const char *tablespace, *access_method;        /* default_tablespace, default_table_access_method; NULL: the server's own */
    bool in_transaction, is_local;                 /* is_local: `outside` comes back when the transaction ends */
    Vec outside;
} Session;

void session_init(Session *session, Arena *arena);
void session_start(Session *session, int number);  /* the path that a new connection has */
void session_follow(Session *session, const Node *node);

/* Write into a statement's tree what the session had set when it was read, where the statement is silent. */
void session_complete(const Statement *statement, Node *node);

const char *search_path_text(Arena *arena, const Vec *path);

#endif
