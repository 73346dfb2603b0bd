/*
 * function.h -- CREATE FUNCTION and CREATE PROCEDURE.
 *
 * Bodies are opaque text, which the catalog keeps to the letter (pg_proc.prosrc). A SQL-standard body (BEGIN ATOMIC,
 * RETURN) is a tree in the catalog and so an expression here.
 */
#ifndef HC_FUNCTION_H
#define HC_FUNCTION_H

#include "engine/model/field.h"

typedef struct Argument
{
    const char *mode;                              /* "IN", "OUT", "INOUT", "VARIADIC", "TABLE" */
    const char *name;                              /* NULL: unnamed */
    const char *type;
    Expression *value;                             /* DEFAULT; NULL: none */
} Argument;

typedef struct Function
{
    Object object;                                 /* object.base: the bare name */
    bool procedure, window;
    Vec arguments;                                 /* Argument * */
    const char *returns;                           /* type, NULL for procedures; with OUT or TABLE arguments: as the catalog says (record or the type) */
    bool returns_set;
    const char *language;
    const char *body;                              /* NULL when sql_body is set */
    const Vec *body_path;                          /* inside parser/ only: schemas that its bare names may be in */
    Expression *sql_body;
    const char *library;                           /* probin of C functions; NULL otherwise */
    const char *volatility;                        /* "VOLATILE", "STABLE", "IMMUTABLE" */
    const char *parallel;                          /* "UNSAFE", "RESTRICTED", "SAFE" */
    bool strict, security_definer, leakproof;
    const char *cost, *rows;                       /* numbers as PostgreSQL prints them, never NULL: defaults filled in (rows "0" when no set) */
    const char *support;                           /* qualified; NULL: none */
    Vec config;                                    /* "name=value" as pg_proc.proconfig has it, in order; the name in lower case */
    Vec transforms;                                /* type names */
} Function;

/*
 * Types of arguments and results have no modifier, since PostgreSQL drops it: format_type(type, NULL).
 *
 * Identity: the name, quoted where it must be, with the types of the input arguments (IN, INOUT, VARIADIC) alone:
 * "f(integer, app.status[])". Both roads and every reference make it here. `types`: const char *.
 */
const char *function_identity(Arena *arena, const char *base, const Vec *arguments);
const char *function_signature(Arena *arena, const char *base, const Vec *types);
bool argument_is_input(const Argument *argument);

/* COST and ROWS as both roads write them; what a language's functions cost when nobody says. */
const char *function_number(Arena *arena, const char *text);
const char *function_default_cost(const char *language);

#endif
