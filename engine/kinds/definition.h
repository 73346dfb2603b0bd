/*
 * definition.h -- kinds that are a name and a list of options: aggregate, operator, cast, collation.
 *
 * Both roads write the options the same way ("SFUNC = app.add"), sorted; PostgreSQL's defaults are left out. What can't be
 * altered is made anew. https://www.postgresql.org/docs/current/sql-createaggregate.html and its likes.
 */
#ifndef HC_DEFINITION_H
#define HC_DEFINITION_H

#include "engine/model/field.h"

typedef struct Definition
{
    Object object;
    const char *called;                            /* as CREATE wants it after the noun: "app.total(integer)", "app.+", "(a AS b)" */
    const char *named;                             /* as DROP, COMMENT ON and OWNER TO want it: "app.+ (integer, integer)" */
    Vec options;                                   /* "STYPE = integer"; sorted */
} Definition;

/* object.name of an operator: "+ (integer, integer)", NONE for the argument that a prefix operator lacks. */
const char *operator_signature(Arena *arena, const char *name, const char *left, const char *right);

#endif
