/*
 * drift.h -- the differences between a live database and its blueprint, as a list for the reports.
 *
 * An object that is missing or extra stands for all that hangs on it: the columns of a missing table are not listed.
 */
#ifndef HC_DRIFT_H
#define HC_DRIFT_H

#include "engine/plan/diff.h"
#include "migrations/work.h"

typedef enum DriftState { DRIFT_MISSING, DRIFT_EXTRA, DRIFT_DIFFERENT } DriftState;

typedef struct Drift
{
    DriftState state;
    Kind kind;
    const char *object;                            /* object_title() */
    Vec details;                                   /* change_sentences(), "type: text -> integer": database -> blueprint; DRIFT_DIFFERENT only */
    const char *unproved;                          /* why it may be no difference at all; NULL: it is one */
    Origin origin;                                 /* of the blueprint's statement; file NULL: it has none */
} Drift;

typedef struct DriftList
{
    Vec items;                                     /* Drift *, in the order of object_compare() */
    size_t counts[3];                              /* by DriftState */
    size_t of_kind[KIND_COUNT];                    /* objects that are managed */
} DriftList;

void drift_make(Arena *arena, const Diff *diff, DriftList *list);
const char *drift_state_word(DriftState state);    /* "missing", "extra", "different": for programs */
const char *drift_state_text(DriftState state);    /* for people: "is not in the database" */

/* One line that says it all: "column app.t.a: type: text -> integer; not null: no -> yes". */
const char *drift_line(Arena *arena, const Drift *drift);

#endif
