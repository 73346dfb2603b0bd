#include "engine/base/hash.h"

#define XXH_INLINE_ALL          /* our own copy: libpg_query exports one too */
#include <xxhash.h>

struct Hasher
{
    XXH3_state_t state;
};

uint64_t
hash_short(const char *key)
{
    return hash_short_len(key, strlen(key));
}

uint64_t
hash_short_len(const void *data, size_t size)
{
    return XXH3_64bits(data, size);
}

Hasher *
hasher_new(Arena *arena)
{
    /* XXH3_state_t wants 64-byte alignment; the arena gives 8. */
    uintptr_t memory = (uintptr_t) arena_alloc(arena, sizeof(Hasher) + 64);
    Hasher *hasher = (Hasher *) ((memory + 63) & ~(uintptr_t) 63);

    XXH3_128bits_reset(&hasher->state);
    return hasher;
}

void
hasher_add(Hasher *hasher, const void *data, size_t size)
{
    XXH3_128bits_update(&hasher->state, data, size);
}

void
hasher_add_int(Hasher *hasher, int64_t number)
{
    unsigned char bytes[8];

    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char) ((uint64_t) number >> (8 * i));
    hasher_add(hasher, bytes, sizeof bytes);
}

void
hasher_add_str(Hasher *hasher, const char *text)
{
    if (!text)
    {
        hasher_add_int(hasher, -1);
        return;
    }
    hasher_add_int(hasher, (int64_t) strlen(text));
    hasher_add(hasher, text, strlen(text));
}

static const char *
hex_of(Arena *arena, XXH128_hash_t hash)
{
    return arena_printf(arena, "%016" PRIx64 "%016" PRIx64, (uint64_t) hash.high64, (uint64_t) hash.low64);
}

const char *
hasher_hex(Hasher *hasher, Arena *arena)
{
    return hex_of(arena, XXH3_128bits_digest(&hasher->state));
}

const char *
hash_hex(Arena *arena, const void *data, size_t size)
{
    return hex_of(arena, XXH3_128bits(data, size));
}
