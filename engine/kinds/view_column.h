/*
 * view_column.h -- what is said of one output column of a view or materialized view: a comment, privileges, and how a
 * materialized view keeps it.
 *
 * The columns themselves are the view's query. So there is an object only for a column of which something is said;
 * it comes after its view, goes with it, and takes back what it said when it goes alone.
 */
#ifndef HC_VIEW_COLUMN_H
#define HC_VIEW_COLUMN_H

#include "engine/model/field.h"

typedef struct ViewColumn
{
    Object object;                                 /* parent: the view */
    int64_t statistics;                            /* -1: default. This and what follows: materialized views only */
    const char *storage;                           /* "PLAIN" ...; NULL: the type's default */
    const char *compression;                       /* "pglz", "lz4"; NULL: default */
    Vec options;                                   /* "n_distinct=5", sorted */
    const char *type_storage;                      /* live: what the type has by default; never compared */
} ViewColumn;

#endif
