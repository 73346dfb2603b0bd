#include "engine/base/vec.h"

void
vec_add(Arena *arena, Vec *vec, const void *item)
{
    if (vec->count == vec->room)
    {
        uint32_t room = vec->room ? vec->room * 2 : 2;

        if (room < vec->room)
            BUG("a vector of %u items", vec->count);
        vec->items = arena_grow(arena, vec->items, vec->room * sizeof *vec->items, room * sizeof *vec->items);
        vec->room = room;
    }
    vec->items[vec->count++] = (void *) (uintptr_t) item;
}

void
vec_add_all(Arena *arena, Vec *vec, const Vec *more)
{
    for (size_t i = 0; i < more->count; i++)
        vec_add(arena, vec, more->items[i]);
}

void
vec_remove_at(Vec *vec, size_t index)
{
    if (index >= vec->count)
        BUG("item %zu of %u", index, vec->count);
    memmove(vec->items + index, vec->items + index + 1, (vec->count - index - 1) * sizeof *vec->items);
    vec->count--;
}

/* Merge sort: stable, and it can't be driven to quadratic time by hostile input. */
static void
sort_range(void **items, void **scratch, size_t count, int (*compare)(const void *, const void *))
{
    size_t half = count / 2, left = 0, right = half, out = 0;

    if (count < 2)
        return;
    sort_range(items, scratch, half, compare);
    sort_range(items + half, scratch + half, count - half, compare);
    if (compare(items[half - 1], items[half]) <= 0)
        return;                                    /* in order already */
    memcpy(scratch, items, count * sizeof *items);
    while (left < half && right < count)
        items[out++] = compare(scratch[right], scratch[left]) < 0 ? scratch[right++] : scratch[left++];
    while (left < half)
        items[out++] = scratch[left++];
    while (right < count)
        items[out++] = scratch[right++];
}

void
vec_sort(Vec *vec, int (*compare)(const void *, const void *))
{
    Arena *scratch;

    if (vec->count < 2)
        return;
    scratch = arena_new();
    sort_range(vec->items, arena_alloc(scratch, vec->count * sizeof(void *)), vec->count, compare);
    arena_free(scratch);
}

/*
 * Strings that begin alike are compared eight bytes at a time, each piece taken out once: comparing whole strings would walk
 * through the same bytes again and again, and each pair of them would be fetched from far away.
 */
typedef struct Piece
{
    uint64_t bytes;
    const char *key;
    void *item;
} Piece;

enum { PIECES_DEEP_MAX = 256 };                    /* what begins alike for longer is compared as it is */

static bool
is_before(const Piece *a, const Piece *b, size_t depth)
{
    return depth == PIECES_DEEP_MAX ? strcmp(a->key, b->key) < 0 : a->bytes < b->bytes;
}

static void
sort_pieces(Piece *pieces, Piece *scratch, size_t count, size_t depth)
{
    size_t half = count / 2, left = 0, right = half, out = 0;

    if (count < 2)
        return;
    sort_pieces(pieces, scratch, half, depth);
    sort_pieces(pieces + half, scratch + half, count - half, depth);
    if (!is_before(&pieces[half], &pieces[half - 1], depth))
        return;                                    /* in order already */
    memcpy(scratch, pieces, count * sizeof *pieces);
    while (left < half && right < count)
        pieces[out++] = is_before(&scratch[right], &scratch[left], depth) ? scratch[right++] : scratch[left++];
    while (left < half)
        pieces[out++] = scratch[left++];
    while (right < count)
        pieces[out++] = scratch[right++];
}

/* The next bytes as a number that sorts like them; a string that ends is filled up with zero bytes. */
static void
take_piece(Piece *piece)
{
    piece->bytes = 0;
    for (int i = 0; i < 8; i++)
    {
        piece->bytes = piece->bytes << 8 | (unsigned char) *piece->key;
        piece->key += *piece->key != '\0';
    }
}

static void
sort_by_pieces(Piece *pieces, Piece *scratch, size_t count, size_t depth)
{
    for (size_t i = 0; i < count && depth < PIECES_DEEP_MAX; i++)
        take_piece(&pieces[i]);
    sort_pieces(pieces, scratch, count, depth);
    for (size_t first = 0, next; first < count && depth < PIECES_DEEP_MAX; first = next)
    {
        for (next = first + 1; next < count && pieces[next].bytes == pieces[first].bytes; next++)
            ;
        if (next - first > 1 && pieces[first].bytes & 0xFF)        /* they go on */
            sort_by_pieces(pieces + first, scratch, next - first, depth + 1);
    }
}

void
vec_sort_by(Vec *vec, const char *(*key)(const void *item))
{
    Arena *arena;
    Piece *pieces;

    if (vec->count < 2)
        return;
    arena = arena_new();
    pieces = arena_alloc(arena, vec->count * sizeof *pieces);
    for (size_t i = 0; i < vec->count; i++)
        pieces[i] = (Piece) {.key = key(vec->items[i]), .item = vec->items[i]};
    sort_by_pieces(pieces, arena_alloc(arena, vec->count * sizeof *pieces), vec->count, 0);
    for (size_t i = 0; i < vec->count; i++)
        vec->items[i] = pieces[i].item;
    arena_free(arena);
}

bool
vec_has_str(const Vec *vec, const char *text)
{
    for (size_t i = 0; i < vec->count; i++)
        if (str_eq(vec->items[i], text))
            return true;
    return false;
}

bool
vec_add_str_once(Arena *arena, Vec *vec, const char *text)
{
    if (vec_has_str(vec, text))
        return false;
    vec_add(arena, vec, text);
    return true;
}

static int
compare_str(const void *a, const void *b)
{
    return str_cmp(a, b);
}

void
vec_sort_str(Vec *vec)
{
    vec_sort(vec, compare_str);
}

bool
vec_eq_str(const Vec *a, const Vec *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!str_eq(a->items[i], b->items[i]))
            return false;
    return true;
}

char *
vec_join(Arena *arena, const Vec *vec, const char *between)
{
    size_t length = 0, gap = strlen(between);
    char *text, *to;

    for (size_t i = 0; i < vec->count; i++)
        length += strlen(vec->items[i]) + gap;
    text = to = arena_alloc(arena, length + 1);
    for (size_t i = 0; i < vec->count; i++)
    {
        size_t part = strlen(vec->items[i]);

        if (i)
        {
            memcpy(to, between, gap);
            to += gap;
        }
        memcpy(to, vec->items[i], part);
        to += part;
    }
    return text;
}
