/* trigger.h -- CREATE TRIGGER and CREATE CONSTRAINT TRIGGER on tables and views. */
#ifndef HC_TRIGGER_H
#define HC_TRIGGER_H

#include "engine/model/field.h"

typedef struct Trigger
{
    Object object;
    const char *timing;                            /* "BEFORE", "AFTER", "INSTEAD OF" */
    Vec events;                                    /* "INSERT", "DELETE", "UPDATE", "TRUNCATE", in this order */
    Vec update_columns;                            /* UPDATE OF, as written */
    bool for_each_row;
    Expression *when;
    const char *function;                          /* qualified and quoted */
    Vec arguments;                                 /* string values, unquoted */
    const char *old_table, *new_table;             /* REFERENCING; NULL: none */
    bool constraint, deferrable, initially_deferred;
    const char *from_table;                        /* FROM of a constraint trigger, qualified; NULL: none */
    const char *enabled;                           /* "ENABLE", "DISABLE", "ENABLE REPLICA", "ENABLE ALWAYS" */
} Trigger;

#endif
