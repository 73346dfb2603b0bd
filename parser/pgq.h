/*
 * pgq.h -- the one door to libpg_query: the only file of the project that calls it.
 *
 * Raw parse trees live in a scope; when it ends they are gone, so that whatever is to stay is copied to an arena first.
 * Scopes nest. PostgreSQL's parser and deparser recurse as deep as the text does: a text is measured before it is
 * parsed, and one that is too deep is an error like any other. How deep is too deep fits the big stack, so everything
 * here must run under pgq_run().
 *
 *     static void work(void *context)
 *     {
 *         PgqScope scope = pgq_enter();
 *         PgqError error;
 *         List *statements = pgq_parse(arena, sql, &error);
 *         ...
 *         pgq_leave(scope);
 *     }
 *     pgq_run(work, context);
 */
#ifndef HC_PGQ_H
#define HC_PGQ_H

#include "parser/pgnodes.h"

#include "engine/base/arena.h"

/* Call work(context) on a stack of PGQ_STACK bytes and wait for it; when already there, simply call it. */
enum { PGQ_STACK = 256 * 1024 * 1024, PGQ_STACK_MIN = 64 * 1024 * 1024 };
void pgq_run(void (*work)(void *context), void *context);

/* The same in two halves: what stands between them runs at the same time. The job lives on the arena. */
typedef struct PgqJob PgqJob;
PgqJob *pgq_begin(Arena *arena, void (*work)(void *context), void *context);
void pgq_end(PgqJob *job);

typedef struct PgqScope
{
    MemoryContext own, before;
} PgqScope;

PgqScope pgq_enter(void);
void pgq_leave(PgqScope scope);

/* What is wrong with a text: the parser's message, and where as a byte offset (-1: not known). On the arena. */
typedef struct PgqError
{
    const char *message, *hint;                    /* hint may be NULL */
    int location;
} PgqError;

/* List of RawStmt; NULL both for an empty text (error->message NULL) and after an error. */
List *pgq_parse(Arena *arena, const char *sql, PgqError *error);

/* One scalar expression; its locations count from the start of `sql`. NULL after an error. */
Node *pgq_parse_expression(Arena *arena, const char *sql, PgqError *error);

/* One type name ("character varying(20)[]"). NULL after an error. */
TypeName *pgq_parse_type(Arena *arena, const char *sql, PgqError *error);

/* SQL of a statement or query, of an expression. NULL: the deparser can't (BUG of it, or too deep). */
const char *pgq_deparse(Arena *arena, Node *statement);
const char *pgq_deparse_expression(Arena *arena, Node *expression);

/* Call `look` on a node, and let it go on with raw_expression_tree_walker(). That one ends the program at a node that it does not
 * know; here the walk ends. */
void pgq_walk(Node *node, bool (*look)(Node *node, void *context), void *context);

/* JSON that describes the body of a CREATE FUNCTION ... LANGUAGE plpgsql or DO statement; NULL after an error. */
const char *pgq_plpgsql_json(Arena *arena, const char *sql, PgqError *error);

#endif
