/*
 * plan_file.h -- a plan as it is saved, shown as JSON, journaled and applied: docs/plan-format.md.
 *
 * A PlanFile owns all its texts (on its arena): it outlives the models that it was made from. Every step carries a
 * checksum, XXH3-128 over its canonical JSON and the checksum before it; the first goes on from the head of the file, and
 * the file closes with one over the last. They find accidents and edits by hand. They are no signature: whoever
 * can write the file can compute them.
 *
 * Reading is strict: unknown or missing fields, wrong types, words that nobody knows, numbers out of order and checksums
 * that don't fit are errors that name the step. What passes can be applied without further looks.
 */
#ifndef HC_PLAN_FILE_H
#define HC_PLAN_FILE_H

#include "catalog/account.h"
#include "engine/plan/plan.h"
#include "migrations/remember.h"

enum { PLAN_FORMAT = 2 };

/* Words for a touched object's state besides its hash. */
#define STATE_ABSENT "absent"
#define STATE_UNTOLD "untold"                      /* the catalog alone does not tell (a reference row): anything will do */
#define STATE_PRESENT "present"                    /* there, but what it will look like in the catalog can't be told in advance */

typedef struct PlanHazard
{
    const char *hazard, *detail;                   /* hazard_word(); detail may be NULL */
    const char *allowed;                           /* why, by the blueprint; NULL: it is not */
} PlanHazard;

typedef struct PlanOrigin
{
    const char *file;                              /* NULL: the object is not in the blueprint */
    int64_t line, column;
} PlanOrigin;

typedef struct PlanStep
{
    int64_t number;                                /* from 1 */
    const char *object, *key, *operation;          /* object_title(), Object.key, operation_word() */
    const char *was;                               /* the key that the object has before the plan's renames; NULL: the same */
    PlanOrigin origin;
    const char *sql;                               /* one statement, without a semicolon at its end */
    const char *shown;                             /* what is shown and journaled in its place: sql holds a secret; NULL: sql itself */
    const char *search_path;                       /* as SET would want it; NULL: any */
    bool alone, commit_before, commit_after;       /* as in Step */
    bool in_batches;                               /* the same */
    const char *builds, *removes;                  /* the same */
    const char *relation, *lock;                   /* NULL, and "no lock", when none is taken */
    bool rewrites, scans;
    int64_t rows, bytes;                           /* -1: not known */
    Vec hazards;                                   /* PlanHazard * */
    const char *undo;                              /* NULL: none is known */
    bool undo_lossy;
    const char *unproved;
    const char *before;                            /* state of the object: a hash, STATE_ABSENT or STATE_UNTOLD (plan_state()) */
    const char *after;                             /* a hash of its shape, STATE_ABSENT, _PRESENT or _UNTOLD (plan_step_holds()) */
    const char *checksum;
} PlanStep;

typedef struct PlanDatabase
{
    const char *system;                            /* identifier of the cluster; NULL: the role may not read it */
    const char *name;                              /* NULL: for no database; the steps begin at a blueprint (diff), and can't be applied */
    int64_t oid;
    int64_t server;                                /* 150008 */
} PlanDatabase;

/* How many objects of one catalog are whose business: AccountClass, with a member for each AccountSort. */
typedef struct PlanAccount
{
    const char *catalog;
    int64_t managed, unclaimed, unknown, ignored, extension, internal, temporary, journal, system;
} PlanAccount;

typedef struct PlanFile
{
    Arena *arena;
    int64_t format;
    const char *tool, *parser;                     /* versions */
    PlanDatabase database;
    const char *live, *blueprint;                  /* fingerprints of both models */
    Vec expressions;                               /* PlanExpressions *, of the objects that are made or altered */
    Vec accounting;                                /* PlanAccount *, by catalog; none where nobody counted */
    Vec unmanaged;                                 /* const char *: what is unknown, and properties that are not modelled */
    Vec steps;                                     /* PlanStep * */
    const char *checksum;
} PlanFile;

/* All but database, which the caller fills (work_identify()), and then plan_file_seal(). */
PlanFile *plan_file_make(Arena *arena, const Plan *plan);
void plan_file_account(PlanFile *file, const Account *account);    /* before it is sealed; NULL: nobody counted */
bool plan_file_seal(PlanFile *file, Error *err);   /* compute the checksums */

bool plan_file_write(const PlanFile *file, Arena *arena, const char **text, Error *err);
bool plan_file_read(Arena *arena, const char *name, const char *text, size_t length, PlanFile **file, Error *err);

/* The state of an object in a model, as PlanStep.before has it. An object that is to be dropped counts with its children. */
const char *plan_state(Arena *arena, const Model *model, const PlanStep *step);

/* Whether the object is as the step leaves it; only for the last step that touches it. */
bool plan_step_holds(const PlanStep *step, const Model *live);

/* Steps that share a transaction: the index after the last step of the group that starts at `first`. */
size_t plan_file_group_end(const PlanFile *file, size_t first);

const char *model_fingerprint(Arena *arena, const Model *model);    /* 32 digits over all objects */

#endif
