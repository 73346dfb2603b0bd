/*
 * role.h -- CREATE ROLE: https://www.postgresql.org/docs/current/sql-createrole.html
 *
 * Roles belong to the whole cluster, so only those are managed that the blueprint creates; all others are left alone, whatever
 * --manage says. A role is dropped only when the blueprint says DROP ROLE, and --allow drop-role. Passwords are not among the
 * properties: they are neither read, shown, compared nor stored, and no privilege beyond CONNECT is needed to read the rest (pg_roles).
 */
#ifndef HC_ROLE_H
#define HC_ROLE_H

#include "engine/model/field.h"

typedef struct Role
{
    Object object;
    bool superuser, inherit, create_role, create_database, login, replication, bypass_row_security;
    int64_t connection_limit;                      /* -1: none */
    const char *valid_until;                       /* in UTC, as timestamptz prints it; NULL: for ever */
} Role;

/* As CREATE ROLE without any option makes it. */
Role *role_make(Arena *arena, const char *name);

#endif
