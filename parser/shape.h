/*
 * shape.h -- what EXPLAIN does not tell of an expression or query.
 *
 * catalog/oracle proves two texts equal by the server's plans of both. A plan hides things: LIMIT's number, the rows of
 * VALUES, DISTINCT and ORDER BY where the rows come sorted anyway, window definitions (before 18), UNION of a recursion,
 * COLLATE, calls of functions whose body is inlined or whose value is folded, views that are flattened. A Shape holds
 * these, read from the raw tree in the order of the text, so that the proof can ask for both: equal plans and equal shapes.
 * Where PostgreSQL's own deparser writes a text differently (IN, BETWEEN, added casts and qualifiers, GROUP BY 1), the
 * shape stays the same; where it does not, the proof fails, which is safe.
 */
#ifndef HC_SHAPE_H
#define HC_SHAPE_H

#include "engine/base/map.h"
#include "engine/base/vec.h"

/* What is known of a name that at least one routine (or operator) outside pg_catalog has: of all of them together. */
typedef struct ShapeRoutine
{
    bool inlinable;                                /* in SQL: the body may take the place of the call */
    bool foldable;                                 /* immutable and not in C: a call with constant arguments may be replaced by its value */
    bool changeable;                               /* not in C: CREATE OR REPLACE may give it another body */
    const char *only_schema;                       /* the one schema that has the name at all; NULL: several, or pg_catalog too */
    bool alone;                                    /* there is one only, and what follows is about it: */
    Vec arguments;                                 /* bare names of their types; of a VARIADIC one the element's */
    bool variadic;
} ShapeRoutine;

typedef struct ShapeFacts
{
    Map routines, operators;                       /* bare name: ShapeRoutine * */
} ShapeFacts;

typedef struct ShapeRelation
{
    const char *schema, *name;                     /* schema NULL: unqualified */
} ShapeRelation;

typedef struct ShapeValue
{
    const char *sql;                               /* an expression that can be asked for, if it holds nothing of what is around it */
    const char *text;                              /* equal texts: the same value of the same type. NULL: can't be told */
} ShapeValue;

typedef struct Shape
{
    /* in */
    const char *sql;
    bool is_query;                                 /* a whole query; else one scalar expression */
    int relations_around;                          /* whose columns an expression may use: 1, or 2 for a trigger's OLD and NEW */

    /* out, on the arena given */
    const char *problem;                           /* why it can't be compared; NULL: it can */
    bool unreadable;                               /* it is not one expression or query, and the rest is empty */
    const char *form;                              /* must be equal */
    Vec routines;                                  /* bare names of the functions called without a schema, each once */
    Vec operators;                                 /* names of the operators without a schema, each once; "=" for IN ... */
    Vec columns;                                   /* names of columns, sorted, each once */
    Vec aliases;                                   /* names that output columns are given */
    Vec words;                                     /* every part of every column reference, each once */
    Vec relations;                                 /* ShapeRelation *, in the order of the text; no CTEs */
    Vec casts;                                     /* last names of the types of explicit casts, each once */
    Vec values;                                    /* ShapeValue *: each value of each VALUES, in the order of the text */
    bool outer_join;                               /* a LEFT, RIGHT or FULL JOIN somewhere */
    bool star;                                     /* a "*" or "t.*" somewhere */
    bool grouped;                                  /* a GROUP BY somewhere */
    bool subquery;                                 /* a query, or an expression that holds one */
} Shape;

/* Fill the second half of every Shape * of the vector. */
void shape_all(Arena *arena, const ShapeFacts *facts, const Vec *shapes);

/* "FOR VALUES ..." taken apart: `kind` is 'l', 'r', 'h' or 'd' (DEFAULT), values are SQL texts, MINVALUE and MAXVALUE as these
 * words; for a range the lower ones, then the upper ones; for a hash
 * modulus and remainder. False: it can't be read. */
bool shape_bound(Arena *arena, const char *sql, char *kind, Vec *values);

/* "RANGE (a, lower(b))" taken apart: `columns` gets a name for each key, NULL for one that is an expression. */
bool shape_partition_key(Arena *arena, const char *sql, Vec *columns);

#endif
