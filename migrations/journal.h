/*
 * journal.h -- what was applied, in the database itself: the schema hcmigrate with the tables plan and step.
 *
 * A plan has a row from the moment it begins, with the checksum of its file, by which a run that was killed is found
 * again. A step that runs in a transaction gets its row, state 'done', in that transaction: it is journaled exactly when it
 * happened. One that can't be in a transaction gets a row 'begun' before, with the state that its object had, and becomes
 * 'done' after; found as 'begun', it is in doubt, and the object tells.
 *
 * The journal is made by the first apply that has something to do. Nothing else here writes.
 */
#ifndef HC_JOURNAL_H
#define HC_JOURNAL_H

#include "catalog/conn.h"
#include "migrations/plan_file.h"

typedef struct JournalStep
{
    int64_t number;
    bool done;                                     /* else begun */
    const char *before;                            /* state of its object when it began; NULL for those in a transaction */
} JournalStep;

/* A plan that the journal knows. */
typedef struct JournalPlan
{
    int64_t id;
    const char *outcome;                           /* NULL: running, or killed; "done"; "superseded" */
    const char *role, *began, *ended;
    Vec steps;                                     /* JournalStep *, those begun or done, by number */
} JournalPlan;

/* Whether the schema is there; an error when it is another program's, or of a format that we don't know. */
bool journal_look(Arena *arena, Conn *conn, bool *there, Error *err);
bool journal_create(Arena *arena, Conn *conn, Error *err);         /* in one transaction */
bool journal_complete(Arena *arena, Conn *conn, Error *err);      /* one that an earlier version made: add what it lacks */

/* The last run of a plan, by its checksum; *plan is NULL when there is none. */
bool journal_find(Arena *arena, Conn *conn, const char *checksum, JournalPlan **plan, Error *err);
const JournalStep *journal_step(const JournalPlan *plan, int64_t number);       /* NULL: not begun; plan may be NULL */

/* A new run. Runs that were left unfinished are superseded: the plan was made anew from what they left. */
bool journal_begin(Arena *arena, Conn *conn, const PlanFile *file, int64_t *id, Error *err);
/* The steps [first, end) as done, in the transaction that did them. */
bool journal_add_done(Arena *arena, Conn *conn, int64_t id, const PlanFile *file, size_t first, size_t end, Error *err);
bool journal_add_begun(Arena *arena, Conn *conn, int64_t id, const PlanStep *step, const char *before, Error *err);
bool journal_set_done(Arena *arena, Conn *conn, int64_t id, const PlanStep *step, Error *err);
bool journal_finish(Arena *arena, Conn *conn, int64_t id, Error *err);

/* For status: a row for each plan, the last ones first, and for the steps of one. */
bool journal_list(Arena *arena, Conn *conn, int limit, RowReader each, void *context, Error *err);
bool journal_list_steps(Arena *arena, Conn *conn, const char *id, RowReader each, void *context, Error *err);

#endif
