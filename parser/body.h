/*
 * body.h -- which objects of the blueprint the body of a function names.
 *
 * A body is opaque text, and CREATE FUNCTION does not look into it. What runs the function while a plan is applied (a
 * materialized view that is filled, a CHECK on rows that are there, a default of a new column) wants what the body names to be
 * there first. So every name in the body that the blueprint declares becomes a soft need (ObjectRare.soft_needs): it decides an order
 * where nothing else does, and can't make a cycle. To take too many words for names does no harm.
 */
#ifndef HC_BODY_H
#define HC_BODY_H

#include "parser/parse.h"

struct Function;

/* When all objects are there. */
void body_finish(Parse *parse);

#endif
