#include "engine/plan/graph.h"

#include "engine/kinds/constraint.h"
#include "engine/kinds/inheritance.h"
#include "engine/plan/order.h"
#include "engine/plan/owners.h"

/* ---- vertices ---- */

static bool
has_part(const Change *change, Part part)
{
    bool drops = change->action == ACTION_DROP || change->action == ACTION_RECREATE;
    bool makes = change->action == ACTION_CREATE || change->action == ACTION_RECREATE || change->action == ACTION_ALTER;

    switch (part)
    {
        case PART_ASIDE:
            return change->aside && change->action == ACTION_RECREATE;
        case PART_DROP:
            return drops;
        case PART_MAKE:
            return makes;
        case PART_OWNER:
            return makes && change->owner_late;
        case PART_FINISH:
            return makes && object_ops(change->new)->finish;
        case PART_COUNT:
            break;
    }
    return false;
}

static const Object *
about(const Vertex *vertex)
{
    return vertex->part == PART_DROP || vertex->part == PART_ASIDE ? vertex->change->old : vertex->change->new;
}

/* What is lost for good, and what others stood on, is dropped last; what only hangs on others is dropped first. */
static int
phase_of(const Vertex *vertex)
{
    const KindOps *ops = object_ops(about(vertex));

    if (ops->guards)
        return vertex->part == PART_DROP ? -1 : 6;
    if (ops->last)
        return 5;
    switch (vertex->part)
    {
        case PART_ASIDE:
            return 0;
        case PART_DROP:
            return (ops->holds_data && ops->holds_data(about(vertex))) || kind_space[about(vertex)->kind] == SPACE_TYPE ||
                   kind_space[about(vertex)->kind] == SPACE_SCHEMA || kind_space[about(vertex)->kind] == SPACE_EXTENSION ? 4 : 1;
        case PART_MAKE:
        case PART_OWNER:
            return 2;
        case PART_FINISH:
            return 3;
        case PART_COUNT:
            break;
    }
    BUG("part %d", vertex->part);
}

static int
compare_vertices(const void *a, const void *b)
{
    const Vertex *x = a, *y = b;
    int order = phase_of(x) - phase_of(y);

    if (!order)
        order = object_compare(about(x), about(y));
    else
        return order;
    if (!order)
        return (int) x->part - (int) y->part;
    return x->part == PART_DROP ? -order : order;
}

static void
collect_vertices(Graph *graph)
{
    Vec vertices = {0};

    VEC_EACH(Change *, change, &graph->diff->changes)
        for (int part = 0; part < PART_COUNT; part++)
            if (has_part(change, (Part) part))
            {
                Vertex *vertex = arena_make(graph->arena, Vertex);

                *vertex = (Vertex) {change, (Part) part, 0};
                vec_add(graph->arena, &vertices, vertex);
            }
    vec_sort(&vertices, compare_vertices);
    graph->count = vertices.count;
    graph->vertices = arena_alloc(graph->arena, (vertices.count + 1) * sizeof *graph->vertices);
    for (size_t i = 0; i < vertices.count; i++)
    {
        const Vertex *vertex = vec_at(&vertices, i);
        const char *key = (vertex->change->new ? vertex->change->new : vertex->change->old)->key;
        size_t *slots = map_get(&graph->slots, key);

        if (!slots)
        {
            slots = arena_alloc(graph->arena, PART_COUNT * sizeof *slots);
            for (int part = 0; part < PART_COUNT; part++)
                slots[part] = NO_VERTEX;
            map_put(&graph->slots, key, slots);
        }
        graph->vertices[i] = *vertex;
        graph->vertices[i].root = i;
        slots[vertex->part] = i;
    }
}

static size_t
vertex_of(const Graph *graph, const Object *object, Part part)
{
    const size_t *slots = map_get(&graph->slots, object->key);

    return slots ? slots[part] : NO_VERTEX;
}

static size_t
root_of(const Graph *graph, size_t vertex)
{
    while (graph->vertices[vertex].root != vertex)
        vertex = graph->vertices[vertex].root;
    return vertex;
}

/* ---- folding ---- */

/* Whether what `object` needs, besides `target` itself, needs target in turn: then it can't be part of target's CREATE. */
static bool
needs_lead_to(const Graph *graph, const Object *object, const Object *target)
{
    const Model *model = graph->diff->new;
    Arena *scratch = arena_new();
    Vec stack = {0}, found = {0};
    Map seen;
    bool leads = false;

    map_init(&seen, scratch);
    vec_add(scratch, &stack, object);
    while (stack.count && !leads)
    {
        const Object *at = vec_at(&stack, --stack.count);

        found.count = 0;
        links_resolve(model, at, scratch, &found);
        VEC_EACH(const Object *, need, &found)
        {
            bool own = need == target || str_eq(need->parent, target->name);

            if (at != object && own && str_eq(need->schema, target->schema))
                leads = true;
            if (map_has(&seen, need->key) || need == target || (at == object && own) ||
                vertex_of(graph, need, PART_MAKE) == NO_VERTEX)
                continue;
            map_put(&seen, need->key, need);
            vec_add(scratch, &stack, need);
        }
    }
    arena_free(scratch);
    return leads;
}

static bool
is_made_anew(const Change *change)
{
    return change->action == ACTION_CREATE || change->action == ACTION_RECREATE;
}

static void
fold_make(Graph *graph, size_t number)
{
    Vertex *vertex = &graph->vertices[number];
    const Object *object = vertex->change->new, *target;

    if (vertex->part != PART_MAKE || !is_made_anew(vertex->change) || !object_ops(object)->folds_into)
        return;
    target = object_ops(object)->folds_into(object, graph->diff->new);
    if (!target || !is_made_anew(diff_change_of(graph->diff, target)) || vertex_of(graph, target, PART_MAKE) == NO_VERTEX)
        return;
    /* A default goes with its column, and so must not lead back to the column's table either. */
    for (const Object *outer = target; outer; outer = object_ops(outer)->folds_into ? object_ops(outer)->folds_into(outer, graph->diff->new) : NULL)
    {
        if (!is_made_anew(diff_change_of(graph->diff, outer)))
            break;
        if (needs_lead_to(graph, object, outer))
            return;
    }
    vertex->root = vertex_of(graph, target, PART_MAKE);
}

static bool
is_other_dropped(const Graph *graph, const Object *other, const Object *container)
{
    return other && other != container && vertex_of(graph, other, PART_DROP) != NO_VERTEX;
}

/* What it needs is altered before the container is dropped, and it must be gone by then: a default that counts with a
 * sequence which another column gets. */
static bool
is_in_the_way(const Graph *graph, const Object *object, const Object *container)
{
    VEC_EACH(const Object *, need, links_needs(graph->old_links, object))
        if (diff_change_of(graph->diff, need)->action == ACTION_ALTER)
            VEC_EACH(const Object *, let_go, links_needs(graph->old_links, need))
                if (let_go == container)
                    return true;
    return false;
}

/* A foreign key between two tables that both go is dropped by itself first: else mutual ones could not be ordered. So is
 * a policy or a rule that names another table. */
static bool
refers_to_dropped(const Graph *graph, const Object *object, const Object *container)
{
    const ConstraintDef *constraint = (const ConstraintDef *) object;

    if (object->kind == KIND_CONSTRAINT && constraint->ref_table)
        return is_other_dropped(graph, model_find(graph->diff->old, SPACE_RELATION, constraint->ref_schema, NULL, constraint->ref_table),
                                container);
    if (object->kind == KIND_POLICY || object->kind == KIND_TRIGGER || object->kind == KIND_RULE)
        VEC_EACH(const Object *, need, links_needs(graph->old_links, object))
        {
            Space space = kind_space[need->kind];
            const Object *relation = space == SPACE_RELATION ? need : space == SPACE_COLUMN ? model_parent(graph->diff->old, need) : NULL;

            if (is_other_dropped(graph, relation, container))
                return true;
        }
    return false;
}

static void
fold_drop(Graph *graph, size_t number)
{
    Vertex *vertex = &graph->vertices[number];
    const Object *object = vertex->change->old, *container;
    const KindOps *ops;

    if (vertex->part != PART_DROP)
        return;
    ops = object_ops(object);
    container = ops->dropped_with ? ops->dropped_with(object, graph->diff->old) : NULL;
    if (!container || vertex_of(graph, container, PART_DROP) == NO_VERTEX)
        container = model_parent(graph->diff->old, object);
    if (!container || container == object || vertex_of(graph, container, PART_DROP) == NO_VERTEX ||
        refers_to_dropped(graph, object, container) || is_in_the_way(graph, object, container))
        return;
    vertex->root = vertex_of(graph, container, PART_DROP);
}

/* ---- edges ---- */

static void
before(const Graph *graph, Order *order, size_t first, size_t then)
{
    if (first != NO_VERTEX && then != NO_VERTEX)
        order_before(order, root_of(graph, first), root_of(graph, then));
}

/* A view may lean on a primary key (GROUP BY id): all keys of a relation that is read stand before it. */
static void
make_after_keys(const Graph *graph, Order *order, size_t make, const Object *relation)
{
    VEC_EACH(const Object *, child, &relation->children)
        if (child->kind == KIND_CONSTRAINT && strcmp(((const ConstraintDef *) child)->type, "PRIMARY KEY") == 0)
            before(graph, order, vertex_of(graph, child, PART_MAKE), make);
}

/* A reference row is written when all about its table is in place, and after the rows that its foreign keys may name. */
static void
row_after_all(const Graph *graph, Order *order, size_t make, const Object *row)
{
    const Object *table = model_parent(graph->diff->new, row);

    if (!table)
        return;
    VEC_EACH(const Object *, child, &table->children)
    {
        const ConstraintDef *key = (const ConstraintDef *) child;
        const Object *other;

        if (child->kind == KIND_RULE)              /* it may do something else instead */
            before(graph, order, make, vertex_of(graph, child, PART_MAKE));
        else if (child->kind != KIND_ROW)
            before(graph, order, vertex_of(graph, child, PART_MAKE), make);
        if (child->kind != KIND_CONSTRAINT || !key->ref_table)
            continue;
        other = model_find(graph->diff->new, SPACE_RELATION, key->ref_schema, NULL, key->ref_table);
        if (other && other != table)
            VEC_EACH(const Object *, other_row, &other->children)
                if (other_row->kind == KIND_ROW)
                {
                    size_t first = vertex_of(graph, other_row, PART_MAKE);

                    if (first != NO_VERTEX && !order_reaches(order, make, first))
                        before(graph, order, first, make);
                }
    }
}

/* A table can't become a partition or a child while one of the two has a column that the other lacks. */
static void
attach_after_drops(const Graph *graph, Order *order, size_t make, const Object *inheritance)
{
    const Inheritance *bond = (const Inheritance *) inheritance;
    const Object *tables[] = {model_parent(graph->diff->old, inheritance),
                              model_find(graph->diff->old, SPACE_RELATION, bond->from_schema, NULL, bond->from_table)};

    for (size_t i = 0; i < COUNT_OF(tables); i++)
        if (tables[i])
            VEC_EACH(const Object *, column, &tables[i]->children)
                if (column->kind == KIND_COLUMN)
                    before(graph, order, vertex_of(graph, column, PART_DROP), make);
}

/* A foreign key leans on whatever key of the other table fits: none that is about to be dropped may be there any more. */
static void
refer_after_drops(const Graph *graph, Order *order, size_t make, const Object *key)
{
    const ConstraintDef *constraint = (const ConstraintDef *) key;
    const Object *other = constraint->ref_table ? model_find(graph->diff->old, SPACE_RELATION, constraint->ref_schema, NULL, constraint->ref_table) : NULL;

    if (other)
        VEC_EACH(const Object *, child, &other->children)
            if (child->kind == KIND_INDEX || (child->kind == KIND_CONSTRAINT && constraint_has_index((const ConstraintDef *) child)))
                before(graph, order, vertex_of(graph, child, PART_DROP), make);
}

static void
make_edges(const Graph *graph, Order *order, size_t make, Change *change)
{
    const Object *object = change->new;
    Arena *scratch = arena_new();
    Vec found = {0};
    bool reads = object->kind == KIND_VIEW || object->kind == KIND_MATVIEW || object->kind == KIND_FUNCTION;

    links_resolve(graph->diff->new, object, scratch, &found);
    VEC_EACH(const Object *, need, &found)
    {
        before(graph, order, vertex_of(graph, need, PART_MAKE), make);
        if (reads && kind_space[need->kind] == SPACE_RELATION)
            make_after_keys(graph, order, make, need);
    }
    if (object_ops(object)->folds_into)            /* a default: its column may get another type first */
    {
        const Object *target = object_ops(object)->folds_into(object, graph->diff->new);

        before(graph, order, target ? vertex_of(graph, target, PART_MAKE) : NO_VERTEX, make);
    }
    if (object->kind == KIND_CONSTRAINT)
        refer_after_drops(graph, order, make, object);
    if (object->kind == KIND_ROW)
        row_after_all(graph, order, make, object);
    found.count = 0;
    owners_delayed_under(graph->diff, object, scratch, &found);
    VEC_EACH(const Object *, view, &found)
        before(graph, order, make, vertex_of(graph, view, PART_OWNER));
    if (object->kind == KIND_INHERITANCE)
        attach_after_drops(graph, order, make, object);
    arena_free(scratch);
    if (change->action != ACTION_ALTER || !change->old)
        return;
    if (change->common & CHANGED_OWNER && object_ops(object)->owner_follows)
    {
        const Object *leader = object_ops(object)->owner_follows(graph->diff, change->old, object);

        if (leader)
            before(graph, order, vertex_of(graph, leader, PART_MAKE), make);
    }
    /* It lets go of what is dropped before that is dropped. */
    VEC_EACH(const Object *, need, links_needs(graph->old_links, change->old))
        before(graph, order, make, vertex_of(graph, need, PART_DROP));
}

/* `object` is run when the vertex is done: what its body names comes first, and what that runs. */
static void
run_edges(const Graph *graph, Order *order, size_t make, const Object *object, Map *seen)
{
    Vec found = {0};

    if (map_has(seen, object->key))
        return;
    map_put(seen, object->key, object);
    VEC_EACH(const Object *, soft, &object_rare(object)->soft_needs)
    {
        size_t first = vertex_of(graph, soft, PART_MAKE);

        if (first != NO_VERTEX && !order_reaches(order, root_of(graph, make), root_of(graph, first)))
            before(graph, order, first, make);
        run_edges(graph, order, make, soft, seen);
    }
    links_resolve(graph->diff->new, object, seen->arena, &found);
    VEC_EACH(const Object *, need, &found)
        if (object_ops(need)->can_run)
            run_edges(graph, order, make, need, seen);
}

/* After all other edges, since these must make no cycle. */
static void
soft_edges(const Graph *graph, Order *order)
{
    for (size_t i = 0; i < graph->count; i++)
    {
        const Object *object = graph->vertices[i].change->new;
        Arena *scratch;
        Vec found = {0};
        Map seen;

        if (graph->vertices[i].part != PART_MAKE || !object_ops(object)->runs_code)
            continue;
        scratch = arena_new();
        map_init(&seen, scratch);
        links_resolve(graph->diff->new, object, scratch, &found);
        VEC_EACH(const Object *, need, &found)
            if (object_ops(need)->can_run)
                run_edges(graph, order, i, need, &seen);
        arena_free(scratch);
    }
}

static void
drop_edges(const Graph *graph, Order *order, size_t drop, Change *change)
{
    VEC_EACH(const Object *, need, links_needs(graph->old_links, change->old))
    {
        const Change *other = diff_change_of(graph->diff, need);

        before(graph, order, drop, vertex_of(graph, need, PART_DROP));
        /* What stepped aside is dropped after its successor was made, which comes after the same ALTER. */
        if (other->action == ACTION_ALTER && !graph->vertices[root_of(graph, drop)].change->aside)
            before(graph, order, drop, vertex_of(graph, need, PART_MAKE));
    }
    /* Of a type that stepped aside, and with it of what is dropped in its DROP, the old and the new are there together. */
    if (!graph->vertices[root_of(graph, drop)].change->aside)
        before(graph, order, drop, change->new ? vertex_of(graph, change->new, PART_MAKE) : NO_VERTEX);
    else if (change->aside && change->new)
        before(graph, order, vertex_of(graph, change->new, PART_MAKE), drop);
}

/* A DROP FUNCTION f(app.mood) must find app.mood under its name. What holds data is dropped later, and does not name it. */
static void
aside_edges(const Graph *graph, Order *order, size_t aside, Change *change)
{
    before(graph, order, aside, vertex_of(graph, change->new, PART_MAKE));
    VEC_EACH(const Object *, user, links_users(graph->old_links, change->old))
    {
        const KindOps *ops = object_ops(user);
        size_t drop = vertex_of(graph, user, PART_DROP);

        if (drop != NO_VERTEX && root_of(graph, drop) == drop && !graph->vertices[drop].change->aside &&
            !(ops->holds_data && ops->holds_data(user)))
            before(graph, order, drop, aside);
    }
}

static void
finish_edges(const Graph *graph, Order *order, size_t finish, Change *change)
{
    Arena *scratch = arena_new();
    Vec found = {0};

    before(graph, order, vertex_of(graph, change->new, PART_MAKE), finish);
    VEC_EACH(const Ref *, ref, &object_rare(change->new)->late_needs)
        model_find_ref(graph->diff->new, ref, scratch, &found);
    VEC_EACH(const Object *, need, &found)
    {
        const Object *parent = model_parent(graph->diff->new, need);

        before(graph, order, vertex_of(graph, need, PART_MAKE), finish);
        if (parent)                                /* whose owner may change */
            before(graph, order, vertex_of(graph, parent, PART_MAKE), finish);
    }
    arena_free(scratch);
}

/* ---- names that two kinds share: an index and a table, a key's index and a view, a table's row type and an enum ---- */

static void
occupied_names(Arena *arena, const Object *object, Vec *names)
{
    Space space = kind_space[object->kind];

    if (space == SPACE_RELATION)
        vec_add(arena, names, object->key);
    if (object->second_key)
        vec_add(arena, names, object->second_key);
    if (object->kind == KIND_COMPOSITE)            /* a composite type has a relation's entry too */
        vec_add(arena, names, object_key(arena, SPACE_RELATION, object->schema, NULL, object->name));
    if (space == SPACE_TYPE || (space == SPACE_RELATION && object->kind != KIND_INDEX && object->kind != KIND_SEQUENCE))
        vec_add(arena, names, object_key(arena, SPACE_TYPE, object->schema, NULL, object->name));
}

static void
name_edges(const Graph *graph, Order *order)
{
    Map freed;
    Vec names = {0};

    map_init(&freed, graph->arena);
    for (size_t i = 0; i < graph->count; i++)
        if (graph->vertices[i].part == PART_DROP && !graph->vertices[i].change->aside)
        {
            names.count = 0;
            occupied_names(graph->arena, graph->vertices[i].change->old, &names);
            VEC_EACH(const char *, name, &names)
                map_put(&freed, name, &graph->vertices[i]);
        }
    for (size_t i = 0; i < graph->count; i++)
        if (graph->vertices[i].part == PART_MAKE && is_made_anew(graph->vertices[i].change))
        {
            names.count = 0;
            occupied_names(graph->arena, graph->vertices[i].change->new, &names);
            VEC_EACH(const char *, name, &names)
            {
                const Vertex *drop = map_get(&freed, name);

                if (drop)
                    before(graph, order, (size_t) (drop - graph->vertices), i);
            }
        }
}

/* ---- */

Graph *
graph_make(Arena *arena, Diff *diff, const Links *old_links)
{
    Graph *graph = arena_make(arena, Graph);

    graph->arena = arena;
    graph->diff = diff;
    graph->old_links = old_links;
    map_init(&graph->slots, arena);
    collect_vertices(graph);
    for (size_t i = 0; i < graph->count; i++)
    {
        fold_make(graph, i);
        fold_drop(graph, i);
    }
    return graph;
}

static void
tell_cycle(const Graph *graph, const size_t *cycle, size_t length, Error *err)
{
    static const char *const words[] = {"rename aside", "drop", "make", "give away", "finish"};
    Vec members = {0};

    for (size_t i = 0; i < length; i++)
        vec_add(graph->arena, &members,
                arena_printf(graph->arena, "%s %s", words[graph->vertices[cycle[i]].part], object_title(graph->arena, about(&graph->vertices[cycle[i]]))));
    error_set(err, graph->arena, ERR_FAILED, "these changes each need another one done first: %s", vec_join(graph->arena, &members, " -> "));
    error_hint(err, graph->arena, "make the change in two plans, or take one of the references out of the blueprint for the first of them");
}

bool
graph_sort(Graph *graph, size_t **sorted, size_t *count, Error *err)
{
    Order *order = order_new(graph->arena, graph->count);
    size_t *all = arena_alloc(graph->arena, (graph->count + 1) * sizeof *all);
    size_t *cycle = arena_alloc(graph->arena, (graph->count + 1) * sizeof *cycle), length = 0;

    for (size_t i = 0; i < graph->count; i++)
    {
        Change *change = graph->vertices[i].change;

        switch (graph->vertices[i].part)
        {
            case PART_ASIDE:
                aside_edges(graph, order, i, change);
                break;
            case PART_DROP:
                drop_edges(graph, order, i, change);
                break;
            case PART_MAKE:
                make_edges(graph, order, i, change);
                break;
            case PART_OWNER:
                before(graph, order, vertex_of(graph, change->new, PART_MAKE), i);
                break;
            case PART_FINISH:
                finish_edges(graph, order, i, change);
                break;
            case PART_COUNT:
                break;
        }
    }
    name_edges(graph, order);
    soft_edges(graph, order);
    if (!order_sort(order, all, cycle, &length))
    {
        tell_cycle(graph, cycle, length, err);
        return false;
    }
    *count = 0;
    for (size_t i = 0; i < graph->count; i++)
        if (graph->vertices[all[i]].root == all[i])
            all[(*count)++] = all[i];
    *sorted = all;
    return true;
}

static int
compare_changes(const void *a, const void *b)
{
    return object_compare(((const Change *) a)->new, ((const Change *) b)->new);
}

void
graph_folded(const Graph *graph, size_t vertex, Vec *changes)
{
    const Change *change = graph->vertices[vertex].change;
    Vec todo = {0};

    if (graph->vertices[vertex].part != PART_MAKE)
        return;
    vec_add(graph->arena, &todo, change->new);
    /* Whatever folds into an object is its child, or hangs on its parent as a default hangs on the column's table. */
    if (change->new->kind == KIND_COLUMN || change->new->kind == KIND_DEFAULT)
    {
        const Object *parent = model_parent(graph->diff->new, change->new);

        if (parent)
            vec_add(graph->arena, &todo, parent);
    }
    VEC_EACH(const Object *, object, &todo)
        VEC_EACH(const Object *, child, &object->children)
        {
            size_t make = vertex_of(graph, child, PART_MAKE);

            if (make != NO_VERTEX && make != vertex && root_of(graph, make) == vertex)
                vec_add(graph->arena, changes, graph->vertices[make].change);
        }
    vec_sort(changes, compare_changes);
}
