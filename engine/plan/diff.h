/*
 * diff.h -- two models in, changes and doubts out (engine/model/change.h). Pure: it asks nobody.
 */
#ifndef HC_DIFF_H
#define HC_DIFF_H

#include "engine/model/change.h"

/* proofs may be NULL. Everything is allocated on the arena; the models must outlive the Diff. */
Diff *diff_make(Arena *arena, const Model *old, const Model *new, const Proofs *proofs);

bool diff_is_empty(const Diff *diff);

/* One sentence a difference, for plan and drift: "type: varchar(80) -> text". */
void change_sentences(Arena *arena, const Change *change, Vec *sentences);

#endif
