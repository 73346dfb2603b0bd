/* event_trigger.h -- CREATE EVENT TRIGGER: https://www.postgresql.org/docs/current/sql-createeventtrigger.html */
#ifndef HC_EVENT_TRIGGER_H
#define HC_EVENT_TRIGGER_H

#include "engine/model/field.h"

typedef struct EventTrigger
{
    Object object;
    const char *event;                             /* "ddl_command_start", ... */
    Vec tags;                                      /* WHEN TAG IN: command tags in upper case, as written; empty: any */
    const char *function;                          /* qualified and quoted */
    const char *enabled;                           /* "ENABLE", "DISABLE", "ENABLE REPLICA", "ENABLE ALWAYS" */
} EventTrigger;

#endif
