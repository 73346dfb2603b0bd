/*
 * once.h -- a statement that is no declaration, and runs once in the life of a database: "-- hc:run-once NAME" above it.
 *
 * It runs after all that a plan makes, in a transaction of its own, among its like in the order of the blueprint. That it ran
 * is known from the journal alone, by its name: what the statement says is never compared, and one that the blueprint has no
 * more says nothing.
 */
#ifndef HC_ONCE_H
#define HC_ONCE_H

#include "engine/model/field.h"

typedef struct Once
{
    Object object;
    const char *sql;
    int64_t position;                              /* in the blueprint, from 1 */
} Once;

#endif
