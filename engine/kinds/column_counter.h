/*
 * column_counter.h -- a serial column becomes an identity column, or the other way round, and goes on counting.
 *
 * The two sequences have the same name, as a rule: the old one steps aside, the new one is made and set to where the old
 * one stands, the old one goes.
 */
#ifndef HC_COLUMN_COUNTER_H
#define HC_COLUMN_COUNTER_H

#include "engine/kinds/column.h"

/* The owned sequence that a column gives up for an identity in this plan; NULL: none. */
const Sequence *column_old_counter(const Emit *emit, const Object *column);

/* ADD GENERATED AS IDENTITY on a column that is there, with the counter carried over. */
void column_add_identity(Emit *emit, const Column *old, const Column *new);

/* Whether a sequence that is dropped goes with its column's new identity: then its own drop() writes nothing. */
bool column_takes_counter(const Emit *emit, const Sequence *old);

/* Whether a new sequence carries on the counter of an identity that is dropped. */
bool column_gives_counter(const Emit *emit, const Object *column);

/* Around CREATE SEQUENCE: nothing, unless the sequence takes over from an identity in this plan. */
void column_before_sequence(Emit *emit, const Sequence *new);
void column_after_sequence(Emit *emit, const Sequence *new);

#endif
