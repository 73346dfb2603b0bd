/*
 * vec.h -- a growing array of pointers on an arena.
 *
 * A Vec that is all zero is empty and valid to read; vec_add() needs the arena it grows on.
 *
 *     Vec names = {0};
 *     vec_add(arena, &names, "a");
 *     VEC_EACH(const char *, name, &names)
 *         puts(name);
 */
#ifndef HC_VEC_H
#define HC_VEC_H

#include "engine/base/arena.h"

typedef struct Vec
{
    void **items;
    uint32_t count, room;                          /* small: a model has millions of vectors, most of them empty */
} Vec;

void vec_add(Arena *arena, Vec *vec, const void *item);
void vec_add_all(Arena *arena, Vec *vec, const Vec *more);
void vec_remove_at(Vec *vec, size_t index);                /* keeps the order */
void vec_sort(Vec *vec, int (*compare)(const void *a, const void *b));  /* compare() gets the items themselves; stable */

/* By strings that are found in the items; as quick where they are long and begin alike. */
void vec_sort_by(Vec *vec, const char *(*key)(const void *item));

/* Vectors of strings. */
bool vec_has_str(const Vec *vec, const char *text);
bool vec_add_str_once(Arena *arena, Vec *vec, const char *text);        /* false: it was there */
void vec_sort_str(Vec *vec);
bool vec_eq_str(const Vec *a, const Vec *b);                            /* same strings in the same order */
char *vec_join(Arena *arena, const Vec *vec, const char *between);

static inline void *
vec_at(const Vec *vec, size_t index)
{
    return vec->items[index];
}

#define VEC_EACH(Type, item, vec) \
    for (size_t item##_at = 0, item##_once = 1; item##_once && item##_at < (vec)->count; item##_at++) \
        for (Type item = (item##_once = 0, (Type) (vec)->items[item##_at]); !item##_once; item##_once = 1)

#endif
