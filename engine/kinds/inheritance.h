/*
 * inheritance.h -- that a table is a child of another: INHERITS, or a partition with its bound.
 *
 * An object of its own, so that the graph can detach before and attach after whatever happens to the two tables. Its
 * parent (Object.parent) is the child table; its name is the quoted, qualified name of the table it inherits from.
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
} Inheritance;

#endif
