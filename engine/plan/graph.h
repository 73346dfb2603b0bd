/*
 * graph.h -- the statements of a diff as vertices, and what must come before what.
 *
 * Vertices are statements, not objects: at most one that drops, one that makes or alters, one that finishes, and, for a
 * type that is built anew under its columns, one that renames the old one aside; for a view that others are filled
 * through, one that gives it to its owner. A column of a new table has no statement of its own: its vertex is folded into
 * the table's.
 */
#ifndef HC_GRAPH_H
#define HC_GRAPH_H

#include "engine/plan/closure.h"

typedef enum Part { PART_ASIDE, PART_DROP, PART_MAKE, PART_OWNER, PART_FINISH, PART_COUNT } Part;

typedef struct Vertex
{
    Change *change;
    Part part;
    size_t root;                                   /* the vertex that this one is folded into; its own number: none */
} Vertex;

typedef struct Graph
{
    Arena *arena;
    Diff *diff;
    const Links *old_links;
    Vertex *vertices;                              /* in the order that holds wherever no edge says otherwise */
    size_t count;
    Map slots;                                     /* Object.key: size_t[PART_COUNT], NO_VERTEX where there is none */
} Graph;

#define NO_VERTEX ((size_t) -1)

Graph *graph_make(Arena *arena, Diff *diff, const Links *old_links);

/* The order in which to write the vertices that are no one's part; false: a cycle, told in err. */
bool graph_sort(Graph *graph, size_t **sorted, size_t *count, Error *err);

/* The changes that are folded into a vertex, nested ones too, sorted. */
void graph_folded(const Graph *graph, size_t vertex, Vec *changes);

#endif
