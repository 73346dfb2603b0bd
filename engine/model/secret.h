/*
 * secret.h -- which options of foreign objects hold secrets, by their names.
 *
 * PostgreSQL does not tell (postgres_fdw knows of its own only), so the name decides: "password", "sslpassword", "api_key",
 * "aws_secret_access_key", but not "passfile", "password_required" or "sslkey", which name a file or a switch. The value of such an
 * option is compared and executed, and never shown, journaled or hashed.
 */
#ifndef HC_SECRET_H
#define HC_SECRET_H

#include "engine/base/vec.h"

#define SECRET_MASK "********"

bool secret_is(const char *option);                                 /* "name=value", or a name alone */
bool secret_in(const Vec *options);
const char *secret_mask(Arena *arena, const char *option);          /* "name=********"; itself when it is none */

#endif
