#include "engine/base/map.h"

#include "engine/base/hash.h"

void
map_init(Map *map, Arena *arena)
{
    *map = (Map) {.arena = arena};
}

/* Open addressing with linear probing; a removed slot is closed by moving its successors up. */
static MapSlot *
slot_of(const Map *map, const char *key, uint64_t hash)
{
    size_t at = hash & (map->room - 1);

    while (map->slots[at].key && (map->slots[at].hash != hash || strcmp(map->slots[at].key, key) != 0))
        at = (at + 1) & (map->room - 1);
    return &map->slots[at];
}

static void
grow(Map *map)
{
    Map old = *map;

    map->room = old.room ? old.room * 2 : 16;
    map->slots = arena_alloc(map->arena, map->room * sizeof *map->slots);
    for (size_t i = 0; i < old.room; i++)
        if (old.slots[i].key)
            *slot_of(map, old.slots[i].key, old.slots[i].hash) = old.slots[i];
    arena_give_back(map->arena, old.slots, old.room * sizeof *old.slots);
}

static MapSlot *
find(const Map *map, const char *key)
{
    MapSlot *slot;

    if (!map->count)
        return NULL;
    slot = slot_of(map, key, hash_short(key));
    return slot->key ? slot : NULL;
}

void *
map_get(const Map *map, const char *key)
{
    MapSlot *slot = find(map, key);

    return slot ? slot->value : NULL;
}

bool
map_has(const Map *map, const char *key)
{
    return find(map, key) != NULL;
}

void
map_put(Map *map, const char *key, const void *value)
{
    MapSlot *slot;
    uint64_t hash = hash_short(key);

    if ((map->count + 1) * 4 > map->room * 3)
        grow(map);
    slot = slot_of(map, key, hash);
    if (!slot->key)
        map->count++;
    *slot = (MapSlot) {key, hash, (void *) (uintptr_t) value};
}

void *
map_remove(Map *map, const char *key)
{
    MapSlot *slot = find(map, key);
    void *value;

    if (!slot)
        return NULL;
    value = slot->value;
    slot->key = NULL;
    map->count--;
    for (size_t at = (size_t) (slot - map->slots + 1) & (map->room - 1); map->slots[at].key;
         at = (at + 1) & (map->room - 1))
    {
        MapSlot moved = map->slots[at];

        map->slots[at].key = NULL;
        *slot_of(map, moved.key, moved.hash) = moved;
    }
    return value;
}
