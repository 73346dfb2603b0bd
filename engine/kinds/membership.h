/*
 * membership.h -- GRANT role TO role: https://www.postgresql.org/docs/current/sql-grant.html#SQL-GRANT-DESCRIPTION-ROLES
 *
 * Those that the blueprint declares are managed, and those between two roles that it creates. One that it does not declare and that has only one end
 * among its roles is managed with --manage roles; all others are left alone.
 */
#ifndef HC_MEMBERSHIP_H
#define HC_MEMBERSHIP_H

#include "engine/model/field.h"

typedef struct Membership
{
    Object object;                                 /* name: "role TO member" */
    const char *role, *member;
    bool admin;
    const char *inherit, *set;                     /* "yes", "no"; NULL: not known (before PostgreSQL 16), or left open */
    Vec grantors;                                  /* of the live ones, where PostgreSQL tells them apart (16 and later); never compared */
} Membership;

Membership *membership_make(Arena *arena, const char *role, const char *member);

#endif
