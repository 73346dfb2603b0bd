/*
 * fixture.h -- for tests: the fixture folders, and what the laws ask of them.
 */
#ifndef HC_TEST_FIXTURE_H
#define HC_TEST_FIXTURE_H

#include "engine/base/vec.h"

typedef struct Fixture
{
    const char *folder;                 /* "fixtures/table/a-column-is-added" */
    const char *from, *to;              /* paths */
    const char *data;                   /* path; NULL: none */
    const char *refused;                /* the sentence of refused.txt; NULL: not to be refused */
    bool loses_rows, one_way, ordered;  /* "-- test: loses rows", "-- test: one way", "-- test: order matters" in to.sql */
    bool told;                          /* "-- test: only a database tells" */
    int from_since, to_since;           /* "-- test: since 150000" in either: the oldest server that can load it; 0: any */
} Fixture;

/* Every folder below fixtures/ with a from.sql and a to.sql, sorted; only paths that hold `pattern` when it is not NULL. */
void fixture_all(Arena *arena, const char *pattern, Vec *fixtures);

/* Path of a temporary file with the same statements in another order; the order is always the same. */
const char *fixture_shuffled(Arena *arena, const char *path);

/* Remove what fixture_shuffled() made. */
void fixture_clean(void);

/* "table: rows" for every table that both databases have. */
const char *fixture_rows(Arena *arena, const char *conninfo, const char *other);

/* cluster_dump() with the columns of each CREATE TABLE sorted: columns added later stand at the end. The names that PostgreSQL 18 itself
 * gives to NOT NULL ("t_a_not_null"; of a table that was renamed, attached ... they tell its past) are left out, other ones are not. */
const char *fixture_normal_dump(Arena *arena, const char *conninfo);

#endif
