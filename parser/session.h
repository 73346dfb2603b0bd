/*
 * session.h -- what psql's session would be in at a statement: only the search path matters.
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
    bool in_transaction, is_local;                 /* is_local: `outside` comes back when the transaction ends */
    Vec outside;
} Session;

void session_init(Session *session, Arena *arena);
void session_start(Session *session, int number);  /* the path that a new connection has */
void session_follow(Session *session, const Node *node);

const char *search_path_text(Arena *arena, const Vec *path);

#endif
