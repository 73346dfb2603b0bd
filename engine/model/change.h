/*
 * change.h -- what differs between two models: the words that diff, emitters and the oracle share.
 *
 * A doubt is a pair of expressions whose canonical texts differ and that may mean the same all the same. Whoever drives
 * the diff settles them (catalog/oracle), puts the answers in a Proofs, and diffs again; what stays unsettled is a
 * change that the plan marks as unproved.
 */
#ifndef HC_CHANGE_H
#define HC_CHANGE_H

#include "engine/model/field.h"
#include "engine/model/model.h"

typedef enum Verdict { VERDICT_UNKNOWN, VERDICT_EQUAL, VERDICT_DIFFERENT, VERDICT_UNPROVED } Verdict;

/* Who settled a pair of expressions (docs/architecture.md, "The proof ladder"). RUNG_NONE: nobody could. */
typedef enum Rung { RUNG_TREES, RUNG_REMEMBERED, RUNG_SERVER, RUNG_SANDBOX, RUNG_NONE, RUNG_COUNT } Rung;

typedef struct Doubt
{
    const Object *old, *new;
    const Field *field;
    const Expression *old_expr, *new_expr;
    const char *key;                               /* in Proofs */
    Verdict verdict;                               /* to be filled by who settles it */
    const char *reason;                            /* why it could not be proved; for VERDICT_UNPROVED */
    Rung rung;                                     /* who gave the verdict */
} Doubt;

typedef struct Proofs
{
    Arena *arena;
    Map settled;                                   /* Doubt.key: Doubt * */
    Vec all;                                       /* the same, in the order of their settling */
} Proofs;

void proofs_init(Proofs *proofs, Arena *arena);
void proofs_put(Proofs *proofs, const Doubt *doubt);

typedef enum Action { ACTION_KEEP, ACTION_CREATE, ACTION_ALTER, ACTION_RECREATE, ACTION_DROP } Action;

typedef struct Change
{
    Action action;
    const Object *old, *new;                       /* NULL: not there */
    uint64_t changed;                              /* of the kind's fields */
    unsigned common;                               /* of CHANGED_COMMENT ... */
    const char *because;                           /* recreated only because this object's title is; NULL: of itself */
    bool retype;                                   /* a column whose type keeps its name but is built anew: ALTER ... TYPE through text */
    bool aside;                                    /* a type that is renamed out of the way while its columns move to the new one */
    bool owner_late;                               /* owner and privileges are set in a step of their own: engine/plan/owners.h */
    const char *unproved;                          /* the reason, when all that differs is unproved; else NULL */
} Change;

typedef struct Diff
{
    Arena *arena;
    const Model *old, *new;
    Vec changes;                                   /* Change *: every object of either model, ACTION_KEEP too, sorted */
    Map by_key;                                    /* Object.key: Change * */
    Vec doubts;                                    /* Doubt * that Proofs does not settle */
} Diff;

Change *diff_change_of(const Diff *diff, const Object *object);     /* by its key; never NULL for an object of either model */

#endif
