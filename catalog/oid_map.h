/*
 * oid_map.h -- what the catalog numbers (a catalog's name, an OID, a column's number or 0) to pointers, on an arena.
 *
 * The name of the catalog is a string like "pg_class"; only its hash is kept.
 */
#ifndef HC_OID_MAP_H
#define HC_OID_MAP_H

#include "engine/base/arena.h"

typedef struct OidSlot
{
    uint32_t class_hash, oid;
    int32_t sub;
    void *value;                                   /* NULL: a free slot */
} OidSlot;

typedef struct OidMap
{
    Arena *arena;
    OidSlot *slots;
    size_t count, room;                            /* room is a power of two */
} OidMap;

void oid_map_init(OidMap *map, Arena *arena);
void *oid_map_get(const OidMap *map, const char *class_name, uint32_t oid, int sub);           /* NULL when absent */
void oid_map_put(OidMap *map, const char *class_name, uint32_t oid, int sub, const void *value);    /* replaces; value is not NULL */

#endif
