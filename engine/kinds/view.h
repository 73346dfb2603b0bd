/* view.h -- CREATE VIEW. */
#ifndef HC_VIEW_H
#define HC_VIEW_H

#include "engine/model/field.h"

typedef struct View
{
    Object object;
    Expression *query;                             /* every output column carries its name in canon */
    Vec options;                                   /* "security_barrier=true", "check_option=local"; sorted */
    Vec column_names;                              /* output columns, as far as known; never compared */
    Vec column_types;                              /* what tells the type of each, NULL when nothing does: equal texts, equal types. Never compared:
                                                    * tells whether OR REPLACE will do */
    bool stand_in, replaces;                       /* inside parser/ only: made of NULLs, to be replaced; made by OR REPLACE */
} View;

#endif
