#include "catalog/oracle_part.h"

#include "engine/base/text.h"

const Json *
plan_of(Arena *arena, const char *explained)
{
    Json *json;
    Error ignored;

    if (!explained || !json_read(arena, "plan", explained, strlen(explained), &json, &ignored))
        return NULL;
    return json->type == JSON_IS_ARRAY && json->items.count == 1 ? json_member(vec_at(&json->items, 0), "Plan") : NULL;
}

typedef struct Seen
{
    Arena *arena;
    Vec relations;                                 /* keys of those that are read, each time one is */
    bool empty;                                    /* a part of it is known to give no rows, and so is not told */
} Seen;

static void
look_at_plan(Seen *seen, const Json *node)
{
    const Json *relation = json_member(node, "Relation Name"), *schema = json_member(node, "Schema");
    const Json *filter = json_member(node, "One-Time Filter"), *below = json_member(node, "Plans");

    if (relation && schema && relation->type == JSON_IS_TEXT && schema->type == JSON_IS_TEXT)
        vec_add(seen->arena, &seen->relations, sql_qname(seen->arena, schema->text, relation->text));
    if (filter && filter->type == JSON_IS_TEXT && strcmp(filter->text, "false") == 0)
        seen->empty = true;
    if (below && below->type == JSON_IS_ARRAY)
        VEC_EACH(const Json *, child, &below->items)
            look_at_plan(seen, child);
}

/* Take one reading of the relation, or of something that stands for it, off what was seen. */
static bool
strike(Seen *seen, const char *key, const Vec *leaves)
{
    for (size_t i = 0; i < seen->relations.count; i++)
        if (strcmp(vec_at(&seen->relations, i), key) == 0 || (leaves && vec_has_str(leaves, vec_at(&seen->relations, i))))
        {
            vec_remove_at(&seen->relations, i);
            return true;
        }
    return false;
}

/*
 * A view that reads no relation leaves no trace. Only as the outer side of a join could the planner do without it. What the
 * views of pg_catalog read is not known (nothing is on record of what is pinned), but none of them is of that sort.
 */
static bool
leaves_no_trace(const Shape *shape, const ShapeRelation *relation, const Vec *leaves)
{
    return leaves && ((!leaves->count && !shape->outer_join) || strcmp(relation->schema, "pg_catalog") == 0);
}

static const char *
missing_relation(const Oracle *oracle, Seen *seen, const Shape *shape, bool with_leaves)
{
    VEC_EACH(const ShapeRelation *, relation, &shape->relations)
    {
        const char *key = sql_qname(oracle->arena, relation->schema, relation->name);
        const Vec *leaves = map_get(&oracle->leaves, key);

        if ((leaves != NULL) == with_leaves && !strike(seen, key, leaves) && !leaves_no_trace(shape, relation, leaves))
            return key;
    }
    return NULL;
}

const char *
plan_caveat(const Oracle *oracle, const Question *question, const Json *plan)
{
    Seen seen = {.arena = oracle->arena};

    look_at_plan(&seen, plan);
    if (seen.empty)
        return "a part of it never gives rows, so that the server leaves it out of its plan";

    /* Those that stand for themselves first: they have less to choose from. */
    for (int with_leaves = 0; with_leaves <= 1; with_leaves++)
        VEC_EACH(const Item *, item, &question->items)
        {
            const char *missing = missing_relation(oracle, &seen, &item->shape[SIDE_NEW], with_leaves);

            if (missing)
                return arena_printf(oracle->arena, "%s is not needed for the rows, so that the server leaves it out of its plan", missing);
        }
    return NULL;
}
