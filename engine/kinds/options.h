/*
 * options.h -- storage and view options: vectors of "name=value" as pg_class.reloptions has them, in its order.
 *
 * Written as `name='value'`, the value always as a literal, since some values are reserved words; a name may have a
 * namespace ("toast.autovacuum_enabled").
 */
#ifndef HC_OPTIONS_H
#define HC_OPTIONS_H

#include "engine/base/text.h"
#include "engine/base/vec.h"

const char *options_sql(Arena *arena, const Vec *options);          /* "a='1', b='2'" */
const char *options_with(Arena *arena, const Vec *options);         /* " WITH (a='1', b='2')"; "" when there are none */

/* What leads from old to new: "a='1', b='2'" to SET, "c, d" to RESET. NULL: nothing. */
const char *options_to_set(Arena *arena, const Vec *old, const Vec *new);
const char *options_to_reset(Arena *arena, const Vec *old, const Vec *new);

/* The value of an option, on the arena; NULL when it is not there. */
const char *options_get(Arena *arena, const Vec *options, const char *name);

#endif
