/*
 * closure.h -- the recreate closure: what hangs on an object that goes away must go and come back with it.
 */
#ifndef HC_CLOSURE_H
#define HC_CLOSURE_H

#include "engine/model/change.h"

/*
 * Who needs whom, resolved: for each object of a model, the objects that its needs name (its parent among them), and the
 * other way round; without those needs that only order. Made once for each side of a diff.
 */
typedef struct Links
{
    Arena *arena;
    Map needs, users;                              /* Object.key: Vec * of Object * */
} Links;

/* What one object needs: its parent, its schema, and all that its needs name. */
void links_resolve(const Model *model, const Object *object, Arena *arena, Vec *found);

Links *links_make(Arena *arena, const Model *model);
const Vec *links_needs(const Links *links, const Object *object);  /* never NULL */
const Vec *links_users(const Links *links, const Object *object);

/*
 * Turn ACTION_KEEP and ACTION_ALTER into ACTION_RECREATE for every object of the new model that can't live through the
 * change of something it needs. Objects that hold data are never made anew: a column whose type is built anew is
 * retyped (Change.retype, and Change.aside on the type).
 */
void closure_apply(Diff *diff, const Links *old_links);

#endif
