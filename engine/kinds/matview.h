/* matview.h -- CREATE MATERIALIZED VIEW. Its indexes are objects whose parent it is. */
#ifndef HC_MATVIEW_H
#define HC_MATVIEW_H

#include "engine/model/field.h"

typedef struct MatView
{
    Object object;
    Expression *query;
    Vec options;
    const char *access_method, *tablespace;        /* NULL: default */
    bool populated;                                /* WITH DATA; what is there and populated is never emptied */
    Vec column_names, column_exprs;                /* as in view.h */
    int64_t rows, bytes;                           /* as in table.h */
} MatView;

#endif
