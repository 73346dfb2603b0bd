/*
 * dump.h -- for tests: pg_dump's text in a form that two databases with the same schema have in common.
 */
#ifndef HC_TEST_DUMP_H
#define HC_TEST_DUMP_H

#include "engine/base/arena.h"

/*
 * Cuts the text of pg_dump --schema-only at its own "-- Name: ...; Type: ...; Schema: ...; Owner: ..." headers, drops what
 * stands around and between the entries (SET, \restrict, banners), and sorts the entries. Function bodies, comments in
 * them and blank lines are kept as they are. Lines of privileges are sorted within their entry, for the catalog keeps
 * them in the order in which they were given. An access method other than heap, which pg_dump tells by a SET between two
 * entries, is added to the header of those that it holds for.
 */
const char *dump_normalise(Arena *arena, const char *dump);

#endif
