/*
 * plan.h -- a diff becomes ordered steps.
 *
 * plan_make() closes the diff over its dependents (the recreate closure), builds the graph of statements, sorts it and
 * lets the kinds write their SQL. Same input, same bytes: no clock, pointer order, locale or hash order enters.
 */
#ifndef HC_PLAN_H
#define HC_PLAN_H

#include "engine/plan/diff.h"
#include "engine/model/emit.h"

typedef struct Plan
{
    const Diff *diff;
    Vec steps;                                     /* Step *, in order, numbered */
    size_t changes;                                /* objects that change */
} Plan;

/* False: a cycle of real objects (err names its members), or a change that PostgreSQL can't do (err says why, and the way out). */
bool plan_make(Arena *arena, Diff *diff, const PlanOptions *options, Plan **plan, Error *err);

#endif
