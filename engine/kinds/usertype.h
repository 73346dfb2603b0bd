/*
 * usertype.h -- what enums, ranges, composite types and domains have in common.
 *
 * A type that ALTER can't change is made anew, and its columns can't go with it. Where columns that stay are of the type, the
 * plan lets the old one step aside under another name, makes the new one, moves the columns to it through text
 * (Change.aside and Change.retype, engine/plan/closure.c) and drops the old one last.
 */
#ifndef HC_USERTYPE_H
#define HC_USERTYPE_H

#include "engine/model/emit.h"

/* KindOps.drop of a type. */
void usertype_drop(Emit *emit, const Object *old);

/* The relations that have columns of the type, quoted, sorted, in the old model. */
void usertype_relations(const Emit *emit, const Object *type, Vec *relations);

/*
 * SQL that makes of `value`, whose type is old_type, a value of new_type where types that it is made of are built anew: through
 * text, or attribute by attribute where a composite type has others than before (*loses: some have no place any more).
 */
const char *usertype_recast(Emit *emit, const char *value, const char *old_type, const char *new_type, bool *loses);

#endif
