#include "catalog/oid_map.h"

void
oid_map_init(OidMap *map, Arena *arena)
{
    *map = (OidMap) {.arena = arena};
}

/* FNV-1a: there are some forty catalogs, and no two of their names have the same hash. */
static uint32_t
class_hash(const char *name)
{
    uint32_t hash = 2166136261u;

    for (; *name; name++)
        hash = (hash ^ (unsigned char) *name) * 16777619u;
    return hash;
}

static OidSlot *
slot_of(const OidMap *map, uint32_t class, uint32_t oid, int32_t sub)
{
    uint64_t mixed = ((uint64_t) oid << 16 ^ (uint64_t) class ^ (uint64_t) (uint32_t) sub) * UINT64_C(0x9E3779B97F4A7C15);
    size_t at = (size_t) (mixed >> 32) & (map->room - 1);

    while (map->slots[at].value && (map->slots[at].oid != oid || map->slots[at].sub != sub || map->slots[at].class_hash != class))
        at = (at + 1) & (map->room - 1);
    return &map->slots[at];
}

static void
grow(OidMap *map)
{
    OidMap old = *map;

    map->room = old.room ? old.room * 2 : 64;
    map->slots = arena_alloc(map->arena, map->room * sizeof *map->slots);
    for (size_t i = 0; i < old.room; i++)
        if (old.slots[i].value)
            *slot_of(map, old.slots[i].class_hash, old.slots[i].oid, old.slots[i].sub) = old.slots[i];
    arena_give_back(map->arena, old.slots, old.room * sizeof *old.slots);
}

void *
oid_map_get(const OidMap *map, const char *class_name, uint32_t oid, int sub)
{
    return map->count ? slot_of(map, class_hash(class_name), oid, sub)->value : NULL;
}

void
oid_map_put(OidMap *map, const char *class_name, uint32_t oid, int sub, const void *value)
{
    OidSlot *slot;
    uint32_t class = class_hash(class_name);

    if ((map->count + 1) * 4 > map->room * 3)
        grow(map);
    slot = slot_of(map, class, oid, sub);
    map->count += !slot->value;
    *slot = (OidSlot) {class, oid, sub, (void *) (uintptr_t) value};
}
