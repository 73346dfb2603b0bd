/*
 * remember.h -- rung 2 of the proof ladder: what was applied is remembered.
 *
 * The server keeps expressions and queries in its own words. Where it can't be asked whether they mean the same as the
 * blueprint's (the oracle leaves the doubt unproved), the journal may know: right after a plan was applied it notes, for
 * every expression that the plan wrote, a hash of the blueprint's text together with the catalog's. As long as neither
 * changes, they are equal, for the server itself made one from the other. The blueprint's hash goes over the columns of
 * the relations that the object needs, too, so that a `*` whose meaning changed is in doubt again.
 *
 * Only what the server could not tell is looked up: a proved difference stays one.
 *
 * What the server did prove equal when a plan was verified is noted as well, so that it need not be asked again: both texts, what the
 * blueprint has around them, and the state of the whole database: a hash over all objects that are read from it, the server's
 * version and the settings that the answer may depend on. Any change in the catalog that hcmigrate knows of, made by whomever,
 * and it is asked again. Where there is no doubt nothing is looked up, and looking up takes no right but that to read the journal.
 */
#ifndef HC_REMEMBER_H
#define HC_REMEMBER_H

#include "catalog/conn.h"
#include "engine/model/change.h"

/* The expressions that a plan writes on one object, in the order of its fields. */
typedef struct PlanExpressions
{
    const char *key;                               /* Object.key */
    Vec hashes;                                    /* const char *: of the blueprint's expressions */
} PlanExpressions;

/* For all objects that a diff makes or alters. */
void remember_collect(Arena *arena, const Diff *diff, Vec *expressions);

/* Note what the server made of them. The journal must be there. */
bool remember_store(Arena *arena, Conn *conn, const Vec *expressions, const Model *live, Error *err);

/*
 * Before the server is asked: settle those doubts that it proved equal in the same state; `live` is the database as it is. *state is
 * NULL at first, and kept for the next call. What is settled is in proofs; the others are added to `open`.
 */
bool remember_asked(Arena *arena, Conn *conn, const Model *live, const Model *blueprint, const Vec *doubts, const char **state, Proofs *proofs, Vec *open,
                    Error *err);

/* Note what was proved equal in this state, in place of what was noted in others. The journal must be there. */
bool remember_proved(Arena *arena, Conn *conn, const Model *live, const Model *blueprint, const Proofs *proofs, Error *err);

/* Turn unproved doubts that are remembered into equal ones. Without a journal, or the right to read it, nothing happens. */
bool remember_recall(Arena *arena, Conn *conn, const Model *blueprint, const Vec *doubts, Error *err);

#endif
