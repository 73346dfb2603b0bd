/*
 * step.h -- one statement of a plan, with its lock, cost, hazards and undo beside it.
 *
 * SQL is never looked into after it was written: whatever must be known of a step is told where it is made.
 */
#ifndef HC_STEP_H
#define HC_STEP_H

#include "engine/model/model.h"

typedef enum Lock
{
#define LOCK(NAME, text, blocks) LOCK_##NAME,
#include "engine/model/lock.def"
#undef LOCK
    LOCK_COUNT
} Lock;

typedef enum HazardCode
{
#define HAZARD(NAME, word, asks, sentence) HAZARD_##NAME,
#include "engine/model/hazard.def"
#undef HAZARD
    HAZARD_COUNT
} HazardCode;

typedef struct Hazard
{
    HazardCode code;
    const char *detail;                            /* "1204 rows"; may be NULL */
    const char *allowed;                           /* why, by the blueprint's -- hc:allow; NULL: it is not */
} Hazard;

typedef enum Operation { OPERATION_CREATE, OPERATION_ALTER, OPERATION_DROP } Operation;

typedef struct Step
{
    int number;                                    /* from 1, in the order of the plan */
    const char *sql;                               /* one statement without the final semicolon */
    const char *shown;                             /* what people and the journal get to see of it: sql holds a secret; NULL: sql itself */
    const char *search_path;                       /* to be set before it; NULL: any */
    Operation operation;
    const Object *old, *new;                       /* the object as it is and as it will be; one may be NULL */
    const char *object, *key;                      /* object_title() and Object.key of it */
    Origin origin;
    const char *relation;                          /* that is locked, quoted; NULL: none */
    Lock lock;
    bool rewrites, scans;
    int64_t rows, bytes;                           /* at stake on the relation; -1: not known; 0: empty or new */
    bool alone;                                    /* can't run in a transaction block */
    bool commit_before;                            /* what came before must be committed first */
    bool commit_after;                             /* must be committed before anything that follows (ALTER TYPE ADD VALUE) */
    bool in_batches;                               /* an UPDATE whose WHERE may be narrowed to some blocks at a time, each committed */
    const char *builds, *removes;                  /* alone: the index, quoted and qualified, by which one sees whether it was done */
    Vec hazards;                                   /* Hazard * */
    const char *undo;                              /* SQL that leads back; NULL: none is known */
    bool undo_lossy;                               /* the undo brings the shape back, not the contents */
    const char *unproved;                          /* why it may be no change at all; NULL: it is one */
    const char *hash_before, *hash_after;          /* object_hash() of the touched object; NULL: absent */
} Step;

const char *lock_text(Lock lock);
const char *lock_blocks(Lock lock);
Lock lock_by_text(const char *text);               /* LOCK_COUNT: no such */
const char *hazard_word(HazardCode code);
const char *hazard_sentence(HazardCode code);
bool hazard_asks(HazardCode code);                 /* apply wants --allow for it */
HazardCode hazard_by_word(const char *word);       /* HAZARD_COUNT: no such; "_" and "-" are the same */
const char *operation_word(Operation operation);
bool step_has_hazard(const Step *step, HazardCode code);

#endif
