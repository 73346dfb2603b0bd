/*
 * online.h -- changes of relations that others use meanwhile: the same end by statements that hold nobody up.
 *
 * Which relations those are, the plan's options say (PlanOptions.online_rows, online_bytes): live ones that stay, with at
 * least so many rows. New and empty ones get the plain statement. What can't be done this way is done plainly, too: an
 * index that must go before what it stands on can be made anew has to be missing for a while in either case.
 *
 *     an index           CREATE INDEX CONCURRENTLY; DROP INDEX CONCURRENTLY; another definition: built beside it, names swapped
 *     PRIMARY KEY, UNIQUE   its index is built CONCURRENTLY, then ADD CONSTRAINT ... USING INDEX
 *     CHECK, FOREIGN KEY    NOT VALID, and VALIDATE in a transaction of its own
 *     SET NOT NULL       a CHECK is validated first, which spares it the scan
 *     a new column       with a default to be computed: the column under another name, its default, its values in batches, its name
 *
 * https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
 * https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
 */
#ifndef HC_ONLINE_H
#define HC_ONLINE_H

#include "engine/model/emit.h"

/* `relation` as object_relation() and object_sql_name() write it. Never a foreign table, or one that is made in this plan. */
bool online_is_busy(const Emit *emit, const char *relation);

/* A step that builds an index without blocking writes: `sql` says CONCURRENTLY, `index` is its qualified name. */
Step *online_build(Emit *emit, const char *relation, const char *index, const char *sql);
Step *online_drop_index(Emit *emit, const char *relation, const char *index);

/* VALIDATE CONSTRAINT, by itself: nobody waits for more than a weak lock while the rows are read. */
Step *online_validate(Emit *emit, const char *relation, const char *constraint);

/* SET NOT NULL, plainly where nobody is in the way. `name`: of the constraint (PostgreSQL 18), or NULL; `only`: children are spared. The
 * step that may fail is returned. */
Step *online_set_not_null(Emit *emit, const char *relation, const char *column, const char *name, bool only);

/* Names for what stands beside the real thing for a while; the same in every plan, so that what an interrupted one left is found. */
const char *online_new_name(Arena *arena, const char *name);
const char *online_old_name(Arena *arena, const char *name);
bool online_is_left_over(const char *name);

#endif
