/*
 * split.h -- one text becomes statements, as psql splits it (src/fe_utils/psqlscan.l).
 *
 * A semicolon ends a statement unless it is inside brackets or a BEGIN ATOMIC body. So a syntax error in one statement
 * leaves the others readable. Meta-commands (a line's rest from a backslash on) go to `meta`; inline COPY data is an
 * error and is skipped. Comments that begin with "-- hc:", right above a
 * statement or inside it, become its annotations.
 */
#ifndef HC_SPLIT_H
#define HC_SPLIT_H

#include "parser/statement.h"

typedef struct Split
{
    Arena *arena;
    Findings *findings;                            /* NULL: nobody listens */
    Vec *statements;                               /* Statement *: where new ones go; NULL: only meta-commands matter */
    const char *file;
    int session;                                   /* Statement.session */

    /* name: "i"; rest: the rest of the line. False: the file ends here (\q). */
    bool (*meta)(void *context, const char *name, const char *rest, Origin at);
    void *context;
} Split;

/* `text` starts at the given place of the file and must outlive the statements (they copy what they need of it). */
void split_text(const Split *split, const char *text, size_t length, int line, int column);

/* The statements that a text with a syntax error swallowed: what follows the first semicolon at or behind `location`. */
void split_rest(const Split *split, const Statement *statement, int location);

#endif
