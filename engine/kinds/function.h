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
    const char *returns;                           /* type, NULL for procedures; with OUT arguments: as the catalog says (record or the type) */
    bool returns_set;
    const char *language;
    const char *body;                              /* NULL when sql_body is set */
    Expression *sql_body;
    const char *library;                           /* probin of C functions; NULL otherwise */
    const char *volatility;                        /* "VOLATILE", "STABLE", "IMMUTABLE" */
    const char *parallel;                          /* "UNSAFE", "RESTRICTED", "SAFE" */
    bool strict, security_definer, leakproof;
    const char *cost, *rows;                       /* numbers as PostgreSQL prints them, never NULL: defaults filled in (rows "0" when no set) */
    const char *support;                           /* qualified; NULL: none */
    Vec config;                                    /* "name=value" as pg_proc.proconfig has it, sorted */
    Vec transforms;                                /* type names */
} Function;

#endif
