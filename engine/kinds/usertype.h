/*
 * usertype.h -- what enums, ranges, composite types and domains have in common: how one is built anew under columns that keep
 * their rows.
 *
 * A type that ALTER can't change is recreated, and its columns can't go with it. So where columns that stay are of the type
 * (Change.aside, engine/plan/closure.c), "drop" renames it out of the way (app.mood -> app.mood__old), "create" makes the new
 * one, each such column is altered to it through text (Change.retype: USING c::text::app.mood), and "finish" drops the
 * renamed one. Everything else that hangs on the type is dropped before and created after, by the recreate closure.
 */
#ifndef HC_USERTYPE_H
#define HC_USERTYPE_H

#include "engine/model/emit.h"

/* KindOps.drop, also of a type that is recreated. */
void usertype_drop(Emit *emit, const Object *old);

/* KindOps.finish: drops what usertype_drop() renamed. */
void usertype_finish(Emit *emit, const Object *old, const Object *new, uint64_t changed);

/* Whether usertype_drop() renames the type. */
bool usertype_goes_aside(const Emit *emit, const Object *old);

/* A name that no type of the schema has, made of `name`: "mood__old". Not quoted. The same at each call. */
const char *usertype_aside_name(const Emit *emit, const char *schema, const char *name);

/* The relations that have columns of the type, quoted, sorted, in the old model. */
void usertype_relations(const Emit *emit, const Object *type, Vec *relations);

#endif
