/*
 * subscription.h -- CREATE SUBSCRIPTION: https://www.postgresql.org/docs/current/sql-createsubscription.html
 *
 * The connection is read into its parts, whose passwords are compared and executed but never shown. Who is no superuser can't read
 * it in the catalog at all: then any will do.
 *
 * What a blueprint in pg_dump's form is silent about is left open: WITH (connect = false) makes a subscription that is not
 * enabled, and says nothing of whether it is one day.
 */
#ifndef HC_SUBSCRIPTION_H
#define HC_SUBSCRIPTION_H

#include "engine/model/field.h"

typedef struct Subscription
{
    Object object;
    const char *conninfo;                          /* as it stands, with its passwords: for SQL alone; NULL: not known */
    Vec *connection;                               /* subscription_connection() of it; NULL: not known */
    Vec publications;                              /* names, as written */
    const char *slot_name;                         /* NULL: NONE */
    const char *enabled;                           /* "yes", "no"; NULL: any */
    bool binary;
    const char *streaming;                         /* "off", "on", "parallel" */
    const char *synchronous_commit;
    bool two_phase, disable_on_error, password_required, run_as_owner, failover;
    const char *origin;                            /* "any", "none" */

    bool connect, create_slot, copy_data;          /* blueprint: how it is to be made; never compared */
} Subscription;

/* All that a server does where nothing is said; server_version 0: not known. */
void subscription_defaults(Subscription *subscription, int server_version);

/* A conninfo as options "name=value", sorted; of a URI "uri=..." is all of it but its passwords. False: it is no conninfo. */
bool subscription_connection(Arena *arena, const char *conninfo, Vec *options);

/* What is shown in its place where it holds a secret. */
const char *subscription_connection_shown(Arena *arena, const Vec *options);

#endif
