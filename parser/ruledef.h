/*
 * ruledef.h -- what a server's pg_get_ruledef() says that no column of pg_rewrite does.
 */
#ifndef HC_RULEDEF_H
#define HC_RULEDEF_H

#include "engine/base/vec.h"

/* The condition of a CREATE RULE statement (NULL: none) and its actions (const char *; none: NOTHING), as SQL on the arena. */
bool ruledef_read(Arena *arena, const char *definition, const char **where, Vec *actions);

#endif
