/*
 * between.h -- diff: two blueprints, two databases, or one of each either way round, brought to equal terms.
 *
 * A side that the command line names is a database when it is a URI (postgresql://, postgres://), or a conninfo string (there is
 * a "=" in it) and no file or folder of that name; else it is a blueprint.
 *
 * A blueprint as the old side stands for the database that it makes of an empty one. What it is silent about is what such a
 * database has, as far as that is known here; where it is not (the version of an extension) it is taken to be what the
 * new side says, with a warning. The new side decides what is managed, as in a plan; where that is a database, the old side's
 * blueprint does; between two databases everything is, but what belongs to the cluster. Rows and statements that run once are in
 * no catalog: they are compared between two blueprints only. A row is never deleted, here neither.
 *
 * Where nobody can be asked, what the texts leave open stays unproved: a change that may be none.
 */
#ifndef HC_BETWEEN_H
#define HC_BETWEEN_H

#include "migrations/work.h"
#include "parser/parser.h"

/* From the command line to WorkOptions; db: of -d, NULL when it was not given. False: ERR_USAGE. */
bool between_sides(Arena *arena, const char *from, const char *to, const char *db, WorkOptions *options, Error *err);

/* ---- for work.c ---- */

/* What is known of the server that a blueprint is read for, and of the names that it has. */
void between_parse_options(const Work *work, const Names *names, ParseOptions *options);

/* The old side, a blueprint, into work->texts; the new side, a database, into work->blueprint. */
bool between_read_from(Work *work, Error *err);
bool between_read_to(Work *work, Error *err);

/* Both sides are there, and renamed: let neither tell what the other one can't. */
void between_level(Work *work);

/* Of that (between_catalog.c): what a table of the old side has only as a child and keeps when it is one no more. */
void between_copies(Work *work);
/* Before a plan: what hangs on what in the old side, a blueprint, as the catalog would tell it; in the new one, a database, as a
 * blueprint would. */
void between_needs(Work *work);
void between_needs_of_new(Work *work);

/* Settle the diff's doubts, with whom there is to ask. */
bool between_settle(Work *work, Error *err);

#endif
