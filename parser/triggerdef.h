/*
 * triggerdef.h -- what a server's pg_get_triggerdef() says that no column of pg_trigger does.
 */
#ifndef HC_TRIGGERDEF_H
#define HC_TRIGGERDEF_H

#include "engine/base/arena.h"

/* The expression of WHEN (...) in a CREATE TRIGGER statement, as SQL on the arena; NULL: none, or it can't be parsed. */
const char *triggerdef_when(Arena *arena, const char *definition);

#endif
