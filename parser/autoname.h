/*
 * autoname.h -- the names that PostgreSQL gives to what a blueprint leaves unnamed.
 *
 * The rules are those of commands/indexcmds.c (makeObjectName, ChooseRelationName, ChooseIndexName and its helpers),
 * catalog/pg_constraint.c (ChooseConstraintName), commands/tablecmds.c (foreign keys) and parser/parse_target.c
 * (FigureColname), the same in PostgreSQL 14 to 18: at most 63 bytes, cut at whole characters, the longer part first; when
 * the name is taken, the label gets 1, 2 ... behind it.
 *
 * A name is chosen when its statement is read, among the names that exist then, as the server does. What has a name but
 * is no object (an identity column's sequence, a partition's copy of an index) is told with autoname_take().
 *
 *     name = autoname_relation(parse, schema, "orders", "id", "seq", false);      "orders_id_seq"
 */
#ifndef HC_AUTONAME_H
#define HC_AUTONAME_H

#include "parser/parse.h"

/* "first_second_label", cut to fit; second and label may be NULL. Nothing is looked up. */
const char *autoname_make(Arena *arena, const char *first, const char *second, const char *label);

/* A free name for a relation (index, sequence). for_constraint: one that no constraint of the schema has either. */
const char *autoname_relation(Parse *parse, const char *schema, const char *first, const char *second, const char *label,
                              bool for_constraint);

/* A free name for a constraint without an index (CHECK, FOREIGN KEY; of a domain too). */
const char *autoname_constraint(Parse *parse, const char *schema, const char *first, const char *second, const char *label);

/* "a_b_c" of column names, as it stands in the middle of an index's or foreign key's name. */
const char *autoname_columns(Arena *arena, const Vec *names);

/* Names of an index's columns, each unlike those before it; NULL in `names` is an expression that suggests none. */
void autoname_index_columns(Arena *arena, const Vec *names, Vec *columns);

/* The name that an expression suggests for its column; NULL: none ("expr" for an index, "?column?" for a query). */
const char *autoname_expression(const Node *expression);

/* A relation's name that is taken, though no object of the model has it. */
void autoname_take(Parse *parse, const char *schema, const char *name);

/* A constraint's name that is taken from now on, as long as this object is in the model under it. */
void autoname_take_constraint(Parse *parse, const Object *constraint);

#endif
