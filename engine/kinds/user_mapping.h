/*
 * user_mapping.h -- CREATE USER MAPPING: as whom a role goes to a foreign server.
 *
 * Managed once the blueprint has one (CLAIM_USER_MAPPINGS). The options, which may hold passwords, are told only to
 * superusers, to the role itself and to the server's owner (view pg_user_mappings): what the connected role may not see is taken to be right.
 */
#ifndef HC_USER_MAPPING_H
#define HC_USER_MAPPING_H

#include "engine/model/field.h"

typedef struct UserMapping
{
    Object object;                                 /* name: "role SERVER server" */
    const char *role, *server;                     /* role NULL: PUBLIC */
    Vec *options;                                  /* "name=value", sorted; NULL: not known */
} UserMapping;

/* With identity and needs; the options are left to the caller. */
UserMapping *user_mapping_make(Arena *arena, const char *role, const char *server);

#endif
