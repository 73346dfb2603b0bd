/*
 * renames.h -- what a blueprint wishes to be renamed, held against the live database, and the steps that do it.
 *
 *     renames_find(live, blueprint, &moves, findings);
 *     if (moves.all.count)
 *         ... texts follow, moves_apply(live, &moves), and once more with renames_implied() ...
 *     renames_note(live, &moves);
 *
 * A wish whose old name is gone is fulfilled or was never meant for this database. Where the old and the new name are both
 * taken, the blueprint decides: when it declares the old one too, the wish is fulfilled; else it is a finding.
 */
#ifndef HC_RENAMES_H
#define HC_RENAMES_H

#include "engine/model/emit.h"
#include "engine/model/moves.h"

/* The moves that fulfil the wishes of a blueprint, in the order in which they can be done. */
void renames_find(const Model *live, const Model *blueprint, Moves *moves, Findings *findings);

/*
 * After those were applied to the model: constraints, indexes and owned sequences of what was renamed, as far as they are as
 * the blueprint wants them but for their names. The server chose those by the old names, and keeps them.
 */
void renames_implied(const Model *live, const Model *blueprint, Moves *moves);

/* Model.moves: what the plan is to begin with. */
void renames_note(Model *live, const Moves *moves);

/* The steps of Model.moves of the diff's old model. */
void renames_emit(Emit *emit);

/* What is dropped and what is made that are alike but for their names, and of the same kind and parent: a rename that nobody told? */
typedef struct LikelyRename
{
    const Object *old, *new;
} LikelyRename;

void renames_likely(Arena *arena, const Diff *diff, Vec *pairs);

#endif
