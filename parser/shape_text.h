/* shape_text.h -- inside parser/shape*.c: raw trees as texts that are to be compared, never to be run. */
#ifndef HC_SHAPE_TEXT_H
#define HC_SHAPE_TEXT_H

#include "parser/pgnodes.h"

#include "engine/base/text.h"

/*
 * What a text leaves out. LOOSE: every cast. QUALIFIERS: kept (else a column is its last name). CONSTANT_CASTS: only casts that
 * say what a bare constant is anyway, 'a'::text.
 */
enum { TEXT_DROP_CASTS = 1, TEXT_DROP_CONSTANT_CASTS = 2, TEXT_QUALIFIERS = 4 };

/* False where a node is of a sort that is not told whole. */
bool shape_text(Text *text, const Node *node, int flags);

/* "schema.name", without "pg_catalog."; the last name alone. */
const char *shape_name(Arena *arena, const List *names);

/* Whether there is a column or a subquery in it. */
bool shape_varies(const Node *node);

/* The constant '5', in libpg_query's memory. */
Node *shape_constant(int number);

#endif
