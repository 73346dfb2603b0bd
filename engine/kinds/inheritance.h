/*
 * inheritance.h -- that a table is a child of another: INHERITS, or a partition with its bound.
 *
 * An object of its own, so that the graph can detach before and attach after whatever happens to the two tables. Its
 * parent (Object.parent) is the child table; its name is the quoted, qualified name of the table it inherits from. It
 * needs both tables with their columns.
 */
#ifndef HC_INHERITANCE_H
#define HC_INHERITANCE_H

#include "engine/kinds/table.h"

typedef struct Inheritance
{
    Object object;
    const char *from_schema, *from_table;          /* the table inherited from */
    Expression *bound;                             /* "FOR VALUES FROM (1) TO (5)" or "DEFAULT"; NULL: INHERITS */
    int64_t position;                              /* among the child's parents, from 1 */
    Vec adopts;                                    /* const char *: names of checks that the child has already; see inheritance_align() */
    bool detach_pending;                           /* live: left behind by a DETACH CONCURRENTLY that was interrupted; else false */
} Inheritance;

/* A new one with identity and needs, not yet in the model. */
Inheritance *inheritance_make(Arena *arena, const Object *child, const char *from_schema, const char *from_table);

/* Before two models are compared: what a table keeps when it stops to be a child is its own from then on, and what it has
 * of its own serves as the copy when it becomes one. Only where a bond is made or cut; may be called again. */
void inheritance_align(Model *old, Model *new);

/* Fill Table.heirs of a model that has all its tables. */
void inheritance_link(Model *model);

/* The table inherited from, in the same model as the bond; NULL when it is not there. */
const Table *inheritance_from(const Model *model, const Inheritance *inheritance);

/* Whether it is in both models of the diff and stays in force all the time. */
bool inheritance_stands(const Diff *diff, const Object *inheritance);

#endif
