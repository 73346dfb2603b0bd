#include "engine/plan/order.h"

typedef struct Edge
{
    size_t then;
    struct Edge *next;
} Edge;

struct Order
{
    Arena *arena;
    size_t count;
    Edge **edges;                                  /* by first */
    size_t *waits;                                 /* how many must come before */
};

Order *
order_new(Arena *arena, size_t count)
{
    Order *order = arena_make(arena, Order);

    order->arena = arena;
    order->count = count;
    order->edges = arena_alloc(arena, (count + 1) * sizeof *order->edges);
    order->waits = arena_alloc(arena, (count + 1) * sizeof *order->waits);
    return order;
}

void
order_before(Order *order, size_t first, size_t then)
{
    Edge *edge;

    if (first >= order->count || then >= order->count)
        BUG("vertex %zu or %zu of %zu", first, then, order->count);
    if (first == then || (order->edges[first] && order->edges[first]->then == then))
        return;
    edge = arena_make(order->arena, Edge);
    *edge = (Edge) {then, order->edges[first]};
    order->edges[first] = edge;
    order->waits[then]++;
}

bool
order_reaches(const Order *order, size_t first, size_t then)
{
    Arena *scratch = arena_new();
    bool *seen = arena_alloc(scratch, order->count * sizeof *seen), found = false;
    size_t *stack = arena_alloc(scratch, order->count * sizeof *stack), depth = 0;

    stack[depth++] = first;
    seen[first] = true;
    while (depth && !found)
        for (const Edge *edge = order->edges[stack[--depth]]; edge; edge = edge->next)
        {
            found |= edge->then == then;
            if (seen[edge->then])
                continue;
            seen[edge->then] = true;
            stack[depth++] = edge->then;
        }
    arena_free(scratch);
    return found;
}

static void
heap_push(size_t *heap, size_t *size, size_t vertex)
{
    size_t at = (*size)++;

    for (; at && heap[(at - 1) / 2] > vertex; at = (at - 1) / 2)
        heap[at] = heap[(at - 1) / 2];
    heap[at] = vertex;
}

static size_t
heap_pop(size_t *heap, size_t *size)
{
    size_t lowest = heap[0], last = heap[--*size], at = 0;

    for (size_t child; (child = 2 * at + 1) < *size; at = child)
    {
        if (child + 1 < *size && heap[child + 1] < heap[child])
            child++;
        if (heap[child] >= last)
            break;
        heap[at] = heap[child];
    }
    heap[at] = last;
    return lowest;
}

/* Some cycle among the vertices that still wait: walk back along an unmet predecessor until one repeats. */
static void
find_cycle(const Order *order, const size_t *waits, size_t *cycle, size_t *length)
{
    Arena *scratch = arena_new();
    size_t *before = arena_alloc(scratch, order->count * sizeof *before), at = 0, start;
    bool *seen = arena_alloc(scratch, order->count * sizeof *seen);

    for (size_t first = 0; first < order->count; first++)
        if (waits[first])
            for (const Edge *edge = order->edges[first]; edge; edge = edge->next)
                before[edge->then] = first;
    while (!waits[at])
        at++;
    for (; !seen[at]; at = before[at])
        seen[at] = true;
    start = at;
    *length = 0;
    do
    {
        cycle[(*length)++] = at;
        at = before[at];
    } while (at != start);
    for (size_t i = 0; i < *length / 2; i++)
    {
        size_t swap = cycle[i];

        cycle[i] = cycle[*length - 1 - i];
        cycle[*length - 1 - i] = swap;
    }
    arena_free(scratch);
}

bool
order_sort(Order *order, size_t *sorted, size_t *cycle, size_t *cycle_length)
{
    Arena *scratch = arena_new();
    size_t *waits = arena_alloc(scratch, (order->count + 1) * sizeof *waits);
    size_t *heap = arena_alloc(scratch, (order->count + 1) * sizeof *heap), size = 0, done = 0;

    memcpy(waits, order->waits, order->count * sizeof *waits);
    for (size_t vertex = 0; vertex < order->count; vertex++)
        if (!waits[vertex])
            heap_push(heap, &size, vertex);
    while (size)
    {
        size_t vertex = heap_pop(heap, &size);

        sorted[done++] = vertex;
        for (const Edge *edge = order->edges[vertex]; edge; edge = edge->next)
            if (--waits[edge->then] == 0)
                heap_push(heap, &size, edge->then);
    }
    if (done < order->count)
        find_cycle(order, waits, cycle, cycle_length);
    arena_free(scratch);
    return done == order->count;
}
