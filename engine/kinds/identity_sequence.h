/*
 * identity_sequence.h -- the sequence of an identity column: its name, its privileges and its comment.
 *
 * It comes and goes with the identity (GENERATED ... AS IDENTITY), whose options are the column's. A blueprint that does not
 * say SEQUENCE NAME takes whatever name there is: identity is that of the column.
 */
#ifndef HC_IDENTITY_SEQUENCE_H
#define HC_IDENTITY_SEQUENCE_H

#include "engine/model/field.h"

typedef struct IdentitySequence
{
    Object object;                                 /* parent: the table; name: the column */
    const char *sequence;                          /* its name, in the table's schema: as it is, or as PostgreSQL will choose it */
    const char *called;                            /* the same where the blueprint says it; NULL: any will do */
} IdentitySequence;

#endif
