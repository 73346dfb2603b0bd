/*
 * emit.h -- how kinds write their SQL.
 *
 * create(), alter() and drop() of a kind get an Emit and call emit_step() once for each statement, with what it locks
 * and costs. The Emit knows both models and the whole diff, so that an emitter can see whether its relation is new in
 * this plan, or holds rows. Comments, owners and privileges are written by the plan for all kinds alike.
 */
#ifndef HC_EMIT_H
#define HC_EMIT_H

#include "engine/model/change.h"
#include "engine/model/step.h"

typedef struct PlanOptions
{
    int server_version;                            /* of the server the plan is for: 150020 */
    int64_t online_rows, online_bytes;             /* relations from this size on are changed by engine/kinds/online.h; 0: none for its sake */
} PlanOptions;

struct Emit
{
    Arena *arena;
    const Diff *diff;
    const PlanOptions *options;
    Vec *steps;                                    /* Step *: where emit_step() adds */
    const Change *change;                          /* the one that is being written */
    Operation operation;
    Map *relations;                                /* quoted name: Object * of the live tables and materialized views */
    const char *refused;                           /* set by emit_refuse() */
    Vec *folded;                                   /* Change * folded into this create (columns, constraints ...), sorted; never NULL */
};

/* What a statement takes. `on`: the relation that is locked, quoted (object_relation(), object_sql_name()), or NULL. */
typedef struct StepCost
{
    const char *on;
    Lock lock;
    bool rewrites, scans, alone, commit_before, commit_after;
} StepCost;

#define COST(...) ((StepCost) {__VA_ARGS__})

Step *emit_step(Emit *emit, StepCost cost, const char *format, ...) __attribute__((format(printf, 3, 4)));
void emit_hazard(Emit *emit, Step *step, HazardCode code, const char *detail_format, ...) __attribute__((format(printf, 4, 5)));
/* The statement has a secret in it: this is what is shown and journaled in its place. An undo never has one. */
void emit_shown(Emit *emit, Step *step, const char *format, ...) __attribute__((format(printf, 3, 4)));
void emit_undo(Emit *emit, Step *step, bool lossy, const char *format, ...) __attribute__((format(printf, 4, 5)));

/* The change can't be made as it stands: plan_make() fails with this sentence. Name the way out in it. */
void emit_refuse(Emit *emit, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Write SQL of a folded child the way its kind would put it in the parent's CREATE: each kind offers its own
 * (column_definition(), constraint_definition() ...); this only tells which are to be folded. */
#define EMIT_FOLDED(emit, change_name) VEC_EACH(const Change *, change_name, (emit)->folded)

/* Whether the relation that a child hangs on, or the relation itself, is made in this plan. */
bool emit_relation_is_new(const Emit *emit, const Object *object);

/* The parent of a child in the new model, in the old one. */
const Object *emit_new_parent(const Emit *emit, const Object *object);
const Object *emit_old_parent(const Emit *emit, const Object *object);

#endif
