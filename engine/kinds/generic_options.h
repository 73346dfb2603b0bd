/*
 * generic_options.h -- OPTIONS (name 'value', ...) of foreign objects: vectors of "name=value" as the catalogs have them, sorted.
 *
 * https://www.postgresql.org/docs/current/sql-alterserver.html; transformGenericOptions() in commands/foreigncmds.c: a name
 * has no "=" in it, and each command of ALTER names its option.
 */
#ifndef HC_GENERIC_OPTIONS_H
#define HC_GENERIC_OPTIONS_H

#include "engine/model/emit.h"

/* SECRETS_SAID: for execution; _MASKED: for people; _LEFT_OUT: for an undo. */
typedef enum Secrets { SECRETS_SAID, SECRETS_MASKED, SECRETS_LEFT_OUT } Secrets;

const char *generic_options_sql(Arena *arena, const Vec *options, Secrets secrets);         /* " OPTIONS (a 'x', b 'y')"; "" when there are none */

/* " OPTIONS (DROP a, SET b 'y', ADD c 'z')": what leads from old to new; "" when nothing does. */
const char *generic_options_change(Arena *arena, const Vec *old, const Vec *new, Secrets secrets);

/* A statement that ends with the options; `start` is the same for all that is said of it. The step is shown masked where it must be. */
Step *generic_options_step(Emit *emit, StepCost cost, const char *start, const Vec *options);
/* The same for a change, with its undo: `back` is how the statement that undoes it starts. */
Step *generic_options_alter(Emit *emit, StepCost cost, const char *start, const char *back, const Vec *old, const Vec *new);

#endif
