/* apply_part.h -- what apply.c and apply_alone.c share; nobody else includes it. */
#ifndef HC_APPLY_PART_H
#define HC_APPLY_PART_H

#include "migrations/apply.h"

/* A step that can't share a transaction, or must not: journaled as begun, and then as done. Found as begun, it is in doubt, and the
 * index that it builds or removes tells; an UPDATE in batches may always be done again. */
bool apply_alone(Apply *apply, const PlanStep *step, Error *err);

bool apply_set_lock_timeout(Apply *apply, int64_t timeout, Error *err);      /* milliseconds; 0: none */
bool apply_set_path(Apply *apply, const char *path, Error *err);     /* NULL: empty */
bool apply_do_step(Apply *apply, const PlanStep *step, Error *err);

/* Turn what happened into the failure of the step, with how far things got; always false. */
bool apply_failed(const Apply *apply, const PlanStep *step, const char *what, Error *err);
bool apply_interrupted(const Apply *apply, const PlanStep *step, Error *err);

/* After a failed try, counted from 0: when it was for a lock and there are tries left, says who is in the way, waits, and is true. */
bool apply_waits(const Apply *apply, const PlanStep *step, int tries, const Error *err);

#endif
