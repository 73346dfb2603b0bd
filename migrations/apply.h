/*
 * apply.h -- the steps of a plan are done, exactly once, however often we are killed.
 *
 *     TRY(session_lock(...)); TRY(session_prepare(...));
 *     TRY(apply_find_run(&apply, err));               a run of this very plan that was cut short goes on
 *     TRY(apply_check(&apply, live, err));            is the database still the one that the plan was made for?
 *     TRY(apply_run(&apply, err));
 *     TRY(apply_finish(&apply, live_now, err));
 *
 * Steps share a transaction up to the next boundary (plan_file_group_end()); each is journaled in the transaction that does
 * it. A step that must be alone is journaled as begun, then as done. A step that waits too long for its lock is rolled
 * back with its whole transaction and tried again a few times, with growing pauses; then ERR_LOCKED. After any failure
 * what was committed stays, and the same command goes on from there.
 */
#ifndef HC_APPLY_H
#define HC_APPLY_H

#include "migrations/journal.h"
#include "migrations/session.h"

typedef struct Apply
{
    Arena *arena;
    Conn *conn;
    const PlanFile *file;
    const char *name;                              /* of the plan's file, for messages; NULL: it was never saved */
    int64_t lock_timeout;                          /* milliseconds */
    const Say *say;

    JournalPlan *run;                              /* of this plan in the journal; NULL: it is new */
    int64_t id;                                    /* of the run in the journal */
    size_t done, skipped;                          /* steps done now, and found done */
    const char *path;                              /* the search_path that is set; NULL: not known */
} Apply;

/* ERR_REFUSED with a list when a hazard that asks is not among `allowed` (bits 1 << HazardCode). */
bool apply_check_hazards(Arena *arena, const PlanFile *file, unsigned allowed, Error *err);
bool apply_read_allowed(Arena *arena, const Vec *words, unsigned *allowed, Error *err);     /* "deletes-data", "all" */
unsigned apply_hazards(const PlanFile *file);      /* those that ask and that the blueprint does not allow, as bits */

/* ERR_STALE when the plan is another database's, or a touched object isn't what it was when the plan was made. */
bool apply_check_identity(Arena *arena, const PlanFile *file, const PlanDatabase *database, const char *name, Error *err);
bool apply_check(const Apply *apply, const Model *live, Error *err);

bool apply_find_run(Apply *apply, Error *err);
bool apply_was_done(const Apply *apply);           /* a run of this plan ended well */
bool apply_run(Apply *apply, Error *err);
/* After the last step, with the database as it is now: what the server made of the plan's expressions is remembered, and the run is done. */
bool apply_finish(const Apply *apply, const Model *live, Error *err);

/* Every touched object as its last step left it? Adds a line for each that is not. */
void apply_verify(Arena *arena, const PlanFile *file, const Model *live, Vec *lines);

#endif
