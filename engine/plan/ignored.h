/*
 * ignored.h -- what the user's rules leave as it is (Object.ignored) is left so, or there is no plan.
 */
#ifndef HC_IGNORED_H
#define HC_IGNORED_H

#include "engine/plan/closure.h"

/* After closure_apply(). False: something ignored would have to change, or to go, with what it needs; err says which. */
bool ignored_stay(const Diff *diff, const Links *old_links, Error *err);

#endif
