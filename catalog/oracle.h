/*
 * oracle.h -- rung 3 of the proof ladder: ask the server, read-only.
 *
 * For each doubt the server is asked, through EXPLAIN (VERBOSE) and a described statement, how it understands both texts
 * (docs: https://www.postgresql.org/docs/current/sql-explain.html). No table is touched; nothing is written. Many
 * doubts go in one round trip; where a batch fails it is halved, down to the one that the server can't answer, which
 * stays VERDICT_UNPROVED with the server's words as the reason.
 */
#ifndef HC_ORACLE_H
#define HC_ORACLE_H

#include "catalog/conn.h"
#include "engine/model/change.h"

/* Settle what can be settled: fills verdict and reason of every doubt and puts it in proofs. `live` is the model of conn's database. */
bool oracle_settle(Arena *arena, Conn *conn, const Model *live, const Model *blueprint, const Vec *doubts, Proofs *proofs, Error *err);

#endif
