#include "engine/base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

/*
 * Blocks double from the first to the greatest: a scratch arena for one name costs little, a model few blocks. Large blocks come
 * from the system with all their pages at once: to be asked for them one by one, as they are first written to, takes longer than
 * filling them.
 */
enum { FIRST_BLOCK = 512, BLOCK_MAX = 512 * 1024, MAPPED_MIN = 128 * 1024, ALIGNMENT = 16 };

typedef struct Block
{
    struct Block *next;
    size_t room, used;
    _Alignas(ALIGNMENT) char data[];
} Block;

struct Arena
{
    Block *blocks;                                 /* the newest first: only it is filled */
    size_t used, block_size;
};

void
bug_at(const char *file, int line, const char *format, ...)
{
    va_list args;

    fprintf(stderr, "hcmigrate: bug at %s:%d: ", file, line);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    abort();
}

Arena *
arena_new(void)
{
    Arena *arena = calloc(1, sizeof *arena);

    if (!arena)
        BUG("out of memory");
    arena->block_size = FIRST_BLOCK;
    return arena;
}

static Block *
block_new(size_t room)
{
    Block *block;

    if (room > SIZE_MAX - sizeof *block)
        BUG("out of memory (%zu bytes)", room);
    if (room < MAPPED_MIN)
        block = calloc(1, sizeof *block + room);
    else if ((block = mmap(NULL, sizeof *block + room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0)) == MAP_FAILED)
        block = NULL;
    if (!block)
        BUG("out of memory (%zu bytes)", room);
    block->room = room;
    return block;
}

static void
block_free(Block *block)
{
    if (block->room < MAPPED_MIN)
        free(block);
    else
        munmap(block, sizeof *block + block->room);
}

void
arena_free(Arena *arena)
{
    if (!arena)
        return;
    for (Block *block = arena->blocks, *next; block; block = next)
    {
        next = block->next;
        block_free(block);
    }
    free(arena);
}

void *
arena_alloc(Arena *arena, size_t size)
{
    Block *block = arena->blocks;
    void *memory;

    if (size > SIZE_MAX - ALIGNMENT)
        BUG("an allocation of %zu bytes", size);
    size = (size + ALIGNMENT - 1) & ~(size_t) (ALIGNMENT - 1);
    if (!block || block->room - block->used < size)
    {
        Block *fresh = block_new(size > arena->block_size / 4 ? size : arena->block_size);

        if (arena->block_size < BLOCK_MAX)
            arena->block_size *= 2;
        /* A large piece gets a block of its own behind the current one, which stays in use. */
        if (block && fresh->room == size)
        {
            fresh->next = block->next;
            block->next = fresh;
        }
        else
        {
            fresh->next = block;
            arena->blocks = fresh;
        }
        block = fresh;
    }
    memory = block->data + block->used;
    block->used += size;
    arena->used += size;
    return memory;
}

size_t
arena_used(const Arena *arena)
{
    return arena->used;
}

char *
arena_copy(Arena *arena, const char *text)
{
    return text ? arena_copy_len(arena, text, strlen(text)) : NULL;
}

char *
arena_copy_len(Arena *arena, const char *text, size_t length)
{
    char *copy = arena_alloc(arena, length + 1);

    if (length)
        memcpy(copy, text, length);
    return copy;
}

char *
arena_vprintf(Arena *arena, const char *format, va_list args)
{
    va_list again;
    int length;
    char *text;

    va_copy(again, args);
    length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0)
        BUG("bad format \"%s\"", format);
    text = arena_alloc(arena, (size_t) length + 1);
    vsnprintf(text, (size_t) length + 1, format, args);
    return text;
}

char *
arena_printf(Arena *arena, const char *format, ...)
{
    va_list args;
    char *text;

    va_start(args, format);
    text = arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}
