/*
 * instant.h -- timestamps with their offset from UTC, as the server prints them in UTC.
 *
 * Only what means the same in every session is read: "2030-01-31 12:00:00+02", "2030-01-31T10:00:00.5Z". Anything else, "tomorrow" and
 * times without an offset among it, is NULL.
 */
#ifndef HC_INSTANT_H
#define HC_INSTANT_H

#include "engine/base/arena.h"

const char *instant_in_utc(Arena *arena, const char *text);        /* "2030-01-31 10:00:00+00" */

#endif
