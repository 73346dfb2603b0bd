/* matview.h -- CREATE MATERIALIZED VIEW. Its indexes are objects whose parent it is. */
#ifndef HC_MATVIEW_H
#define HC_MATVIEW_H

#include "engine/model/field.h"

typedef struct MatView
{
    Object object;
    Expression *query;
    Vec options;                                   /* as in table.h */
    const char *access_method, *tablespace;        /* NULL: default */
    const char *populated;                         /* "yes", "no"; NULL: any (a blueprint's WITH NO DATA: what is filled is never emptied) */
    const char *cluster_on;                        /* index name; NULL: none */
    Vec column_names;                              /* as in view.h */
    int64_t rows, bytes;                           /* as in table.h */
} MatView;

#endif
