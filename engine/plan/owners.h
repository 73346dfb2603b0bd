/*
 * owners.h -- views that go to their owner only after what is filled through them.
 *
 * A view's tables are read with the rights of its owner (rewrite/rewriteHandler.c). A materialized view that is made over
 * it runs its query, and may do so with the connected role's rights as long as the view is that role's.
 */
#ifndef HC_OWNERS_H
#define HC_OWNERS_H

#include "engine/plan/closure.h"

/* Set Change.owner_late of the views that new materialized views read. After closure_apply(). */
void owners_delay(Diff *diff);

/* Adds the views, of the wanted model, through which an object that is made reads, when they are delayed. */
void owners_delayed_under(const Diff *diff, const Object *object, Arena *arena, Vec *views);

#endif
