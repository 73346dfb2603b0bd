/* default.h -- a column's DEFAULT: an object of its own, so that it can be taken off and put back while the column stays. */
#ifndef HC_DEFAULT_H
#define HC_DEFAULT_H

#include "engine/model/field.h"

typedef struct ColumnDefault
{
    Object object;                                 /* parent: the table; name: the column */
    Expression *value;
} ColumnDefault;

#endif
