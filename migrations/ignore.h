/*
 * ignore.h -- rules of the user's about what is left as it is, whoever made it.
 *
 * A rule is a pattern, or KIND:pattern ("table:app.tmp_*", "materialized-view:report.*"); "*" stands for any text and "?" for any
 * character. The pattern is held against the name with its schema ("app.orders"; what has no schema: its name alone; what hangs on a relation:
 * "app.orders.note"). Without a kind it is for what stands alone: no columns, constraints, triggers ... of a relation that is managed. What hangs
 * on an ignored object is ignored with it: all of a schema, all of a table, its owned sequences.
 *
 * An ignored object is neither changed, dropped nor compared: the blueprint is taken to want it as it is, and what it says of it counts for
 * nothing. A change of something else that can't be made without touching it is refused by the plan (engine/plan/ignored.h).
 */
#ifndef HC_IGNORE_H
#define HC_IGNORE_H

#include "engine/model/model.h"

/* False: a rule with an unknown kind, or without a pattern. */
bool ignore_check(Arena *arena, const Vec *rules, Error *err);

/* Takes renames of ignored objects out of the blueprint's wishes: before they are looked at. */
void ignore_wishes(const Model *live, Model *blueprint, const Vec *rules);

/*
 * Sets Object.ignored in both models, and has the blueprint want what is there. A rule that is for nothing is a warning; a managed
 * object that needs an ignored one which the database lacks is an error. Before claims (claim.h) and reference rows.
 */
void ignore_apply(Model *live, Model *blueprint, const Vec *rules, Findings *findings);

#endif
