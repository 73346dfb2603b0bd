/*
 * claim.h -- claim by mention: privileges and owners are managed once the blueprint has a statement of that sort, or when
 * --manage says so. What is not claimed takes the live value in the blueprint's model, so that it shows no difference, and
 * so that an object that is dropped and made again gets back what it had. Roles and what else the blueprint says only a part of (KindOps.claimed)
 * leave the live model for its left_alone.
 */
#ifndef HC_CLAIM_H
#define HC_CLAIM_H

#include "engine/model/model.h"

/* "privileges,owners" or "all". False: an unknown word. */
bool claim_read(Arena *arena, const Vec *words, unsigned *claims, Error *err);

/* role: the connecting user, who owns what the blueprint gives no owner while owners are claimed. */
void claim_apply(Model *live, Model *blueprint, unsigned claims, const char *role);

#endif
