/*
 * keys.h -- what other folders ask about the text of an index.
 */
#ifndef HC_KEYS_H
#define HC_KEYS_H

#include "engine/base/base.h"

/* Whether key number `key` (from 1) of a CREATE INDEX statement has a COLLATE of its own, outside its expression. */
bool index_has_collation(const char *definition, int key);

#endif
