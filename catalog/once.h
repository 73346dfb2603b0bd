/*
 * once.h -- which of the blueprint's statements that run once did so here: what the journal says. Like reference rows, they are
 * asked for by the blueprint's names; those done become objects of the live model.
 */
#ifndef HC_CATALOG_ONCE_H
#define HC_CATALOG_ONCE_H

#include "catalog/conn.h"
#include "engine/model/model.h"

/* The titles of those done, which hcmigrate's journal shows to everybody. */
#define ONCE_DONE_VIEW "CREATE VIEW hcmigrate.once AS SELECT DISTINCT object FROM hcmigrate.step WHERE state = 'done' AND object LIKE 'run-once %';" \
    "GRANT SELECT ON hcmigrate.once TO PUBLIC"

/* Adds to `live`, which is finished again. Call it outside a transaction. */
bool read_onces(Arena *arena, Conn *conn, const Model *blueprint, Model *live, Error *err);

#endif
