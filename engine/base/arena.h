/*
 * arena.h -- memory that is freed all at once.
 *
 * Three lifetimes only: program, model (one per Model), scratch (one command or one step). Who allocates takes an
 * Arena first; nothing taken from an arena is ever freed alone. Memory comes zeroed. Running out of memory is a BUG().
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
void *arena_alloc(Arena *arena, size_t size);      /* zeroed, aligned for any type */
size_t arena_used(const Arena *arena);             /* bytes handed out, for reports */

char *arena_copy(Arena *arena, const char *text);                   /* NULL gives NULL */
char *arena_copy_len(Arena *arena, const char *text, size_t length); /* adds the final zero byte */
char *arena_printf(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(Arena *arena, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

#define arena_make(arena, Type) ((Type *) arena_alloc((arena), sizeof(Type)))

#endif
