/*
 * arena.h -- memory that is freed all at once.
 *
 * Three lifetimes only: program, model (one per Model), scratch (one command or one step). Who allocates takes an
 * Arena first; nothing taken from an arena must be freed alone. Memory comes zeroed. Running out of memory is a BUG().
 *
 *     Arena *arena = arena_new();
 *     Table *table = arena_make(arena, Table);
 *     arena_free(arena);
 */
#ifndef HC_ARENA_H
#define HC_ARENA_H

#include "engine/base/base.h"

typedef struct Arena Arena;

Arena *arena_new(void);
void arena_free(Arena *arena);                     /* NULL is fine */
void *arena_alloc(Arena *arena, size_t size);      /* zeroed, aligned for pointers and 64 bit numbers */
/* The same piece with more room: in place when it is the last one, else a copy beside the old one. NULL and 0: a new piece. */
void *arena_grow(Arena *arena, const void *piece, size_t size, size_t more);
/* Give back the end of a piece; false: it is not the last one, and stays as it is. */
bool arena_shrink(Arena *arena, void *piece, size_t size, size_t less);
/* Nobody needs this piece any more: a large one is freed at once, others stay until the arena goes. */
void arena_give_back(Arena *arena, const void *piece, size_t size);
size_t arena_used(const Arena *arena);             /* bytes handed out, for reports */

/* A text that must not be changed, since equal ones may be one and the same. NULL gives NULL. */
const char *arena_copy(Arena *arena, const char *text);
char *arena_copy_own(Arena *arena, const char *text);               /* to be changed; NULL gives NULL */
char *arena_copy_len(Arena *arena, const char *text, size_t length); /* the same; adds the final zero byte */
char *arena_printf(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(Arena *arena, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

#define arena_make(arena, Type) ((Type *) arena_alloc((arena), sizeof(Type)))

#endif
