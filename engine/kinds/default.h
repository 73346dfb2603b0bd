/* default.h -- a column's DEFAULT: an object of its own, so that it can be taken off and put back while the column stays. */
#ifndef HC_DEFAULT_H
#define HC_DEFAULT_H

#include "engine/model/field.h"
#include "engine/model/model.h"

typedef struct ColumnDefault
{
    Object object;                                 /* parent: the table; name: the column */
    Expression *value;
    bool constant;                                 /* calls no volatile function: ADD COLUMN needs no rewrite. Never compared */
} ColumnDefault;

/* The default of a column, or NULL. */
const ColumnDefault *default_of(const Model *model, const Object *column);

#endif
