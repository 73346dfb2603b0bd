/*
 * cluster.h -- for tests: one throw-away PostgreSQL cluster a program, and databases in it.
 *
 * The cluster starts with the first call and ends with the program. TEST_BINDIR names the folder of the server's
 * programs, to test against another version. Whatever goes wrong here fails the test that asked for it.
 *
 *     const char *db = cluster_db(arena, "left");
 *     cluster_load(arena, db, "fixtures/table/add_column/from.sql");
 *     cluster_assert_same(arena, db, other_db);
 */
#ifndef HC_TEST_CLUSTER_H
#define HC_TEST_CLUSTER_H

#include "migrations/sandbox.h"

Sandbox *cluster(void);

/* Skips the test on a server older than this (150000). */
void cluster_needs(Arena *arena, int version);

/* Makes an empty database, in the place of one of that name. Gives its conninfo. */
const char *cluster_db(Arena *arena, const char *name);

/* With psql, stopping at the first error. */
void cluster_load(Arena *arena, const char *conninfo, const char *file);
void cluster_sql(Arena *arena, const char *conninfo, const char *sql);

/* The rows of a query: columns with "|" between, a line each (the last one without its line end). */
const char *cluster_query(Arena *arena, const char *conninfo, const char *sql);

/*
 * What pg_dump says of the schema (but of hcmigrate's own), in an order that depends on nothing but the objects: an entry ("-- Name: ...; Type:
 * ...", then its statements) after the other, sorted; privileges sorted within their entry.
 */
const char *cluster_dump(Arena *arena, const char *conninfo);

/* Fails the test, and shows how they differ, unless both databases dump alike. */
void cluster_assert_same(Arena *arena, const char *conninfo_a, const char *conninfo_b);

/* The path of psql, pg_dump ...: the server's own where it has one, else as PATH says. */
const char *cluster_program(Arena *arena, const char *name);

#endif
