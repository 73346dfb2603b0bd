/*
 * row.h -- a reference row: INSERT ... ON CONFLICT in a blueprint.
 *
 * Inserted when no row has its key; with DO UPDATE, the columns named there are brought to the declared values when
 * they differ; never deleted. The live side has an object only for the rows that the blueprint declares and that
 * are there (catalog/row.c asks for exactly these).
 */
#ifndef HC_ROW_H
#define HC_ROW_H

#include "engine/model/field.h"

typedef struct ReferenceRow
{
    Object object;                                 /* parent: the table; name: the key's SQL texts joined by ", " */
    Vec columns, values;                           /* names, and SQL expressions; same length */
    Vec key_columns;                               /* ON CONFLICT (...); empty: any unique key (no target named) */
    Vec update_columns, update_values;             /* DO UPDATE SET; empty: DO NOTHING */
    bool current;                                  /* live: update columns have the declared values; blueprint: true */
} ReferenceRow;

#endif
