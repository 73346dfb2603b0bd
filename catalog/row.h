/*
 * row.h -- which of the blueprint's reference rows are there.
 *
 * The only reader that needs the blueprint: it asks for the declared rows by their keys, many in one query, in read-only
 * transactions of its own. A row that is there becomes an object of the live model; `current` tells whether the columns of
 * DO UPDATE have their declared values. A row whose table or columns are not there yet is absent, and so is one that the
 * server can't look up (its type is still to be made): the plan then inserts it, which ON CONFLICT makes harmless.
 */
#ifndef HC_CATALOG_ROW_H
#define HC_CATALOG_ROW_H

#include "catalog/conn.h"
#include "engine/model/model.h"

/* Adds to `live`, which is finished again. Call it outside a transaction. */
bool read_rows(Arena *arena, Conn *conn, const Model *blueprint, Model *live, Error *err);

#endif
