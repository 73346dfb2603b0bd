/*
 * hash.h -- the one door to xxHash.
 *
 * XXH3-128 for content, written as 32 hexadecimal digits (the same that `xxhsum -H2` prints). It finds accidents, not
 * malice: nothing here is a signature.
 */
#ifndef HC_HASH_H
#define HC_HASH_H

#include "engine/base/arena.h"

typedef struct Hasher Hasher;

enum { HASH_HEX_SIZE = 33 };

uint64_t hash_short(const char *key);              /* for maps: 64 bits of a string */
uint64_t hash_short_len(const void *data, size_t size);

Hasher *hasher_new(Arena *arena);
void hasher_add(Hasher *hasher, const void *data, size_t size);
void hasher_add_str(Hasher *hasher, const char *text);      /* with its length, so that ("ab","c") is not ("a","bc"); NULL is not "" */
void hasher_add_int(Hasher *hasher, int64_t number);
const char *hasher_hex(Hasher *hasher, Arena *arena);       /* 32 digits; the hasher may go on */

const char *hash_hex(Arena *arena, const void *data, size_t size);

#endif
