/*
 * row.h -- a reference row: INSERT ... ON CONFLICT in a blueprint.
 *
 * Inserted when no row has its key; with DO UPDATE, written again when a column named there has another value than the
 * declared one; never deleted. The live side has an object only for the rows that the blueprint declares and that are
 * there (catalog/row.h asks for exactly these). All values are SQL texts, to be run under the object's search_path.
 */
#ifndef HC_ROW_H
#define HC_ROW_H

#include "engine/model/field.h"

typedef struct ReferenceRow
{
    Object object;                                 /* parent: the table; name: the key's SQL texts joined by ", " */
    Vec columns, values;                           /* names, and SQL expressions; same length */
    const char *overriding;                        /* "SYSTEM", "USER" (OVERRIDING ... VALUE); NULL: none */
    Vec key_columns;                               /* ON CONFLICT (...); empty: any unique key (no target named) */
    Vec update_columns, update_values;             /* DO UPDATE SET; empty: DO NOTHING. EXCLUDED is the row as declared */
    const char *update_where;                      /* DO UPDATE ... WHERE; NULL: none */
    bool current;                                  /* live: update columns have the declared values; blueprint: true */

    Vec keys;                                      /* Vec * of column names: each a unique key by which the row can be found */
    Vec fixed;                                     /* columns whose values are the same whenever they are asked for */
    Vec compared;                                  /* update columns whose values can be compared with what is there */
} ReferenceRow;

/* The SQL of a declared column; NULL: the row leaves it to its default. */
const char *row_value(const ReferenceRow *row, const char *column);

#endif
