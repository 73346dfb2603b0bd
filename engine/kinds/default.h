/* default.h -- a column's DEFAULT: an object of its own, so that it can be taken off and put back while the column stays. */
#ifndef HC_DEFAULT_H
#define HC_DEFAULT_H

#include "engine/model/field.h"
#include "engine/model/model.h"

typedef struct ColumnDefault
{
    Object object;                                 /* parent: the table; name: the column */
    Expression *value;
    bool constant;                                 /* calls none of PostgreSQL's volatile functions. Never compared */
    Vec calls;                                     /* Ref *: other functions that it calls */
} ColumnDefault;

/* Whether one value does for all rows, so that ADD COLUMN needs no rewrite. When in doubt, no. */
bool default_is_constant(const Model *model, const ColumnDefault *value);

/* The default of a column, or NULL. */
const ColumnDefault *default_of(const Model *model, const Object *column);

#endif
