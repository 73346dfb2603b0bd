/* statement.h -- one statement of a blueprint, as it stands in its file. */
#ifndef HC_STATEMENT_H
#define HC_STATEMENT_H

#include "engine/base/error.h"
#include "engine/base/vec.h"

/* A comment "-- hc:WORD text" (parser/annotation.h). */
typedef struct Annotation
{
    const char *word, *text;                       /* "renamed", "from x"; text may be empty */
    Origin at;
    int location;                                  /* in the statement's text, of the token that it stands right above; -1: the statement's first */
    bool taken;                                    /* somebody knew what to do with it */
} Annotation;

typedef struct Statement
{
    const char *sql;                               /* its own text, without comments before it and without the semicolon */
    const char *file;
    int line, column;                              /* of its first character */
    Vec search_path;                               /* schema names; empty: only pg_catalog */
    Vec annotations;                               /* Annotation *: right above it, and inside */
    int session;                                   /* files that one psql would read in one go (\i) have the same */
    bool done;

    bool looked;                                   /* newer_check() was called */
    int tag;                                       /* NodeTag of what it is */
    void *tree;                                    /* its Node, kept from the first look for its first run; NULL: it is to be parsed again */
    bool inner;                                    /* taken out of CREATE SCHEMA or DO: search_path was set then */
    const char *search_path_text;                  /* the same as SQL: Object.search_path of all it makes */
    const char *tablespace, *access_method;        /* as the session had them: session_complete() */
    Vec made;                                      /* Object *: what its handler gave to parse_add() */
    const char *made_key;                          /* key of the first of them */
    struct { int location, line, column; } counted;     /* statement_origin()'s own */
} Statement;

/* The place of a node: `location` is the byte offset that PostgreSQL's nodes carry (-1: the statement itself). */
Origin statement_origin(const Statement *statement, int location);

#endif
