/*
 * order.h -- a topological sort of vertices 0..count-1 that knows nothing of SQL.
 *
 * The order is Kahn's with a heap: of all vertices that are ready, the lowest number comes first, so that the caller's
 * numbering decides wherever the edges do not (pg_dump_sort.c does the same).
 */
#ifndef HC_ORDER_H
#define HC_ORDER_H

#include "engine/base/arena.h"

typedef struct Order Order;

Order *order_new(Arena *arena, size_t count);
void order_before(Order *order, size_t first, size_t then);         /* an edge; repeats and first == then are ignored */
bool order_reaches(const Order *order, size_t first, size_t then);  /* whether edges lead from first to then */

/* Fill sorted[count]. False when there is a cycle: then cycle[] holds its members and *cycle_length how many. */
bool order_sort(Order *order, size_t *sorted, size_t *cycle, size_t *cycle_length);

#endif
