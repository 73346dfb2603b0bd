/*
 * map.h -- strings to pointers, on an arena.
 *
 * Keys are not copied: they must live as long as the map. Never walk a map where the order of the walk could reach a
 * plan: keep a Vec beside it.
 */
#ifndef HC_MAP_H
#define HC_MAP_H

#include "engine/base/arena.h"

typedef struct MapSlot
{
    const char *key;
    uint64_t hash;
    void *value;
} MapSlot;

typedef struct Map
{
    Arena *arena;
    MapSlot *slots;
    size_t count, room;                            /* room is a power of two */
} Map;

void map_init(Map *map, Arena *arena);
void *map_get(const Map *map, const char *key);                     /* NULL when absent */
bool map_has(const Map *map, const char *key);
void map_put(Map *map, const char *key, const void *value);         /* replaces */
void *map_remove(Map *map, const char *key);                        /* the value it had, or NULL */

#endif
