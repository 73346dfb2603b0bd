#include "engine/base/arena.h"

#include "engine/base/hash.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

/*
 * Blocks double from the first to the greatest: a scratch arena for one name costs little, a model few blocks. Large blocks come
 * from the system with all their pages at once: to be asked for them one by one, as they are first written to, takes longer than
 * filling them. Texts are put to the end of a block, where they need no alignment. In an arena that has grown large, short texts that
 * come again and again (names of schemas, tables, columns, types) are found in a table of those that came last.
 */
enum { BLOCK_MAX = 512 * 1024, ALIGNMENT = 8, SHARED_ROOM = 1024, SHARED_LENGTH_MAX = 63 };
#ifdef __SANITIZE_ADDRESS__
enum { FIRST_BLOCK = 0, MAPPED_MIN = INT_MAX };    /* it watches blocks: each piece gets one of its own */
#else
enum { FIRST_BLOCK = 512, MAPPED_MIN = 128 * 1024 };
#endif

typedef struct Block
{
    struct Block *next;
    size_t room, used, texts;                      /* used from the start and from the end */
    bool alone;                                    /* of one large piece */
    _Alignas(ALIGNMENT) char data[];
} Block;

struct Arena
{
    Block *blocks;                                 /* the newest first: only it is filled */
    size_t used, block_size;
    const char **shared;                           /* SHARED_ROOM texts, by their hash; NULL: the arena is small */
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

static size_t
aligned(size_t size)
{
    if (size > SIZE_MAX - ALIGNMENT)
        BUG("an allocation of %zu bytes", size);
    return (size + ALIGNMENT - 1) & ~(size_t) (ALIGNMENT - 1);
}

static size_t
room_left(const Block *block)
{
    return block ? block->room - block->used - block->texts : 0;
}

/* A large piece gets a block of its own behind the current one, which stays in use. */
static Block *
block_add(Arena *arena, size_t size)
{
    bool alone = size > arena->block_size / 4;
    Block *block = block_new(alone ? aligned(size) : arena->block_size);
    Block **at = alone && arena->blocks ? &arena->blocks->next : &arena->blocks;

    if (arena->block_size < BLOCK_MAX)
        arena->block_size *= 2;
    block->alone = alone;
    block->next = *at;
    *at = block;
    return block;
}

static Block *
block_for(Arena *arena, size_t size)
{
    return arena->blocks && room_left(arena->blocks) >= size ? arena->blocks : block_add(arena, size);
}

void *
arena_alloc(Arena *arena, size_t size)
{
    Block *block;
    void *memory;

    size = aligned(size);
    block = block_for(arena, size);
    memory = block->data + block->used;
    block->used += size;
    arena->used += size;
    return memory;
}

static bool
is_last(const Block *block, const void *piece, size_t size)
{
    return block && piece && (const char *) piece + size == block->data + block->used;
}

void *
arena_grow(Arena *arena, const void *piece, size_t size, size_t more)
{
    void *grown;

    size = aligned(size);
    more = aligned(more);
    if (is_last(arena->blocks, piece, size) && room_left(arena->blocks) >= more - size)
    {
        arena->blocks->used += more - size;
        arena->used += more - size;
        return (void *) (uintptr_t) piece;
    }
    grown = arena_alloc(arena, more);
    if (size)
        memcpy(grown, piece, size);
    return grown;
}

bool
arena_shrink(Arena *arena, void *piece, size_t size, size_t less)
{
    size = aligned(size);
    less = aligned(less);
    if (!is_last(arena->blocks, piece, size))
        return false;
    memset((char *) piece + less, 0, size - less);
    arena->blocks->used -= size - less;
    arena->used -= size - less;
    return true;
}

void
arena_give_back(Arena *arena, const void *piece, size_t size)
{
    enum { LARGE = 16 * 1024 };                    /* for others it is not worth the search */

    if (size < LARGE)
        return;
    for (Block **at = &arena->blocks, *block; (block = *at); at = &block->next)
        if (block->alone && block->data == piece)
        {
            *at = block->next;
            arena->used -= block->room;
            block_free(block);
            return;
        }
}

size_t
arena_used(const Arena *arena)
{
    return arena->used;
}

static char *
text_room(Arena *arena, size_t size)
{
    Block *block = block_for(arena, size);

    block->texts += size;
    arena->used += size;
    return block->data + block->room - block->texts;
}

char *
arena_copy_len(Arena *arena, const char *text, size_t length)
{
    char *copy;

    if (length == SIZE_MAX)
        BUG("a text of %zu bytes", length);
    copy = text_room(arena, length + 1);
    if (length)
        memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *
arena_copy_own(Arena *arena, const char *text)
{
    return text ? arena_copy_len(arena, text, strlen(text)) : NULL;
}

const char *
arena_copy(Arena *arena, const char *text)
{
    size_t length;
    const char **have;

    if (!text)
        return NULL;
    length = strlen(text);
    if (length > SHARED_LENGTH_MAX || arena->block_size < BLOCK_MAX)
        return arena_copy_len(arena, text, length);
    if (!arena->shared)
        arena->shared = arena_alloc(arena, SHARED_ROOM * sizeof *arena->shared);
    have = &arena->shared[hash_short_len(text, length) % SHARED_ROOM];
    if (!*have || strcmp(*have, text) != 0)
        *have = arena_copy_len(arena, text, length);
    return *have;
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
    text = text_room(arena, (size_t) length + 1);
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
