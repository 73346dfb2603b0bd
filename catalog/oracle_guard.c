#include "catalog/oracle_part.h"

#include "catalog_sql.h"
#include "engine/base/text.h"

/* ---- what the database has ---- */

static bool
take_fact(void *context, const Row *row, Error *err)
{
    Oracle *oracle = context;
    const char *sort = row_text(row, "sort"), *schema = row_copy(row, oracle->arena, "schema"), *name = row_copy(row, oracle->arena, "name");
    Map *known = *sort == 'r' ? &oracle->facts.routines : &oracle->facts.operators;
    ShapeRoutine *routine;

    (void) err;
    if (*sort == 'c')
    {
        const char *context_of_cast = row_copy(row, oracle->arena, "context");

        oracle->implicit_casts |= *context_of_cast == 'i';
        map_put(&oracle->casts, name, context_of_cast);
        return true;
    }
    routine = map_get(known, name);
    if (!routine)
    {
        map_put(known, name, routine = arena_make(oracle->arena, ShapeRoutine));
        routine->only_schema = row_bool(row, "builtin") ? NULL : schema;
    }
    else
        routine->only_schema = NULL;
    routine->inlinable |= row_bool(row, "inlinable");
    routine->foldable |= row_bool(row, "foldable");
    if (row_bool(row, "takes_over"))
        map_put(&oracle->takeovers, arena_printf(oracle->arena, "%c %s", *sort, sql_qname(oracle->arena, schema, name)), oracle);
    return true;
}

static const char *
relation_key(Arena *arena, const char *schema, const char *name)
{
    return sql_qname(arena, schema, name);
}

static bool
take_leaf(void *context, const Row *row, Error *err)
{
    Oracle *oracle = context;
    const char *key = relation_key(oracle->arena, row_text(row, "schema"), row_text(row, "name"));
    Vec *leaves = map_get(&oracle->leaves, key);

    (void) err;
    if (!leaves)
        map_put(&oracle->leaves, key, leaves = arena_make(oracle->arena, Vec));
    vec_add(oracle->arena, leaves, relation_key(oracle->arena, row_text(row, "leaf_schema"), row_text(row, "leaf_name")));
    return true;
}

bool
guard_read_facts(Oracle *oracle, Error *err)
{
    map_init(&oracle->facts.routines, oracle->arena);
    map_init(&oracle->facts.operators, oracle->arena);
    map_init(&oracle->takeovers, oracle->arena);
    map_init(&oracle->casts, oracle->arena);
    map_init(&oracle->leaves, oracle->arena);
    TRY(conn_each(oracle->conn, sql_oracle_facts, NULL, take_fact, oracle, err));
    return conn_each(oracle->conn, sql_oracle_leaves, NULL, take_leaf, oracle, err);
}

/* ---- names without a schema ---- */

typedef struct Lookup
{
    ShapeRelation *relation;
    ConnAsk ask;
} Lookup;

/* The server knows best which relation a bare name means. Both sides are asked under the same search path. */
static bool
find_schemas(Oracle *oracle, const Vec *questions, Error *err)
{
    Vec lookups = {0}, asks = {0};

    VEC_EACH(const Question *, question, questions)
        VEC_EACH(const Item *, item, &question->items)
            for (Side side = SIDE_OLD; side < SIDES; side++)
                VEC_EACH(ShapeRelation *, relation, &item->shape[side].relations)
                    if (!relation->schema)
                    {
                        Lookup *lookup = arena_make(oracle->arena, Lookup);
                        const char *name = sql_literal(oracle->arena, sql_ident(oracle->arena, relation->name));

                        lookup->relation = relation;
                        lookup->ask.search_path = question->path;
                        lookup->ask.sql = arena_printf(oracle->arena,
                                                       "SELECT n.nspname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n"
                                                       " ON n.oid = c.relnamespace WHERE c.oid = pg_catalog.to_regclass(%s)", name);
                        vec_add(oracle->arena, &lookups, lookup);
                        vec_add(oracle->arena, &asks, &lookup->ask);
                    }
    TRY(conn_ask_all(oracle->conn, oracle->arena, &asks, err));
    VEC_EACH(Lookup *, lookup, &lookups)
        lookup->relation->schema = lookup->ask.ok ? lookup->ask.value : NULL;
    return true;
}

/* A search path as SQL taken apart, as parser/session.c writes it. */
static void
path_schemas(Arena *arena, const char *path, Vec *schemas)
{
    for (;;)
    {
        Text name;
        bool quoted = *path == '"';

        text_init(&name, arena);
        for (path += quoted; *path && (quoted || (*path != ',' && *path != ' ')); path++)
            if (quoted && *path == '"' && *++path != '"')
                break;
            else
                text_add_char(&name, *path);
        vec_add(arena, schemas, arena_copy(arena, text_str(&name)));
        while (*path == ',' || *path == ' ')
            path++;
        if (!*path)
            return;
    }
}

/* ---- what two texts must have in common beside the plan ---- */

/*
 * The live text was written by the server with an empty search path. Under another path, a bare name in it can come to
 * mean something else: see takes_over in oracle_facts.sql.
 */
static const char *
path_caveat(Oracle *oracle, const Question *question, const Shape *old)
{
    Vec schemas = {0};

    path_schemas(oracle->arena, question->path, &schemas);
    VEC_EACH(const char *, schema, &schemas)
    {
        if (strcmp(schema, "pg_catalog") == 0 && schema_at > 0)
            return "the search path puts other schemas before pg_catalog";
        VEC_EACH(const char *, name, &old->routines)
            if (map_has(&oracle->takeovers, arena_printf(oracle->arena, "r %s", sql_qname(oracle->arena, schema, name))))
                return arena_printf(oracle->arena, "%s.%s stands in for PostgreSQL's own %s", schema, name, name);
        VEC_EACH(const char *, name, &old->operators)
            if (map_has(&oracle->takeovers, arena_printf(oracle->arena, "o %s", sql_qname(oracle->arena, schema, name))))
                return arena_printf(oracle->arena, "an operator %s of %s stands in for PostgreSQL's own", name, schema);
    }
    return NULL;
}

static const char *
cast_caveat(const Oracle *oracle, const Item *item)
{
    if (oracle->implicit_casts)
        return "the database has implicit casts with functions of their own, of which the server does not tell";
    for (Side side = SIDE_OLD; side < SIDES; side++)
        VEC_EACH(const char *, name, &item->shape[side].casts)
            if (map_has(&oracle->casts, name))
                return arena_printf(oracle->arena, "the server does not tell whether a cast to %s calls its function", name);
    return NULL;
}

static bool
same_relations(const Shape *old, const Shape *new)
{
    if (old->relations.count != new->relations.count)
        return false;
    for (size_t i = 0; i < old->relations.count; i++)
    {
        const ShapeRelation *a = vec_at(&old->relations, i), *b = vec_at(&new->relations, i);

        if (!a->schema || !b->schema || strcmp(a->schema, b->schema) != 0 || strcmp(a->name, b->name) != 0)
            return false;
    }
    return true;
}

/* Names of columns that only one side has, leaving out those that may be names of output columns. */
static bool
same_names(const Shape *a, const Shape *b)
{
    VEC_EACH(const char *, name, &a->columns)
        if (!vec_has_str(&b->columns, name) && !vec_has_str(&a->aliases, name) && !vec_has_str(&b->aliases, name))
            return false;
    return true;
}

static const char *
item_caveat(Oracle *oracle, const Question *question, const Item *item)
{
    const Shape *old = &item->shape[SIDE_OLD], *new = &item->shape[SIDE_NEW];
    const char *caveat;

    if (old->problem || new->problem)
        return old->problem ? old->problem : new->problem;
    if (strcmp(old->form, new->form) != 0)
        return "they differ in something that the server's plan may not show";
    if (!same_relations(old, new))
        return "they name different relations";
    if (!old->star && !new->star && !(same_names(old, new) && same_names(new, old)))
        return "they use different columns";
    caveat = cast_caveat(oracle, item);
    return caveat ? caveat : path_caveat(oracle, question, old);
}

bool
guard_shapes(Oracle *oracle, const Vec *questions, Error *err)
{
    Vec shapes = {0};

    VEC_EACH(const Question *, question, questions)
        VEC_EACH(Item *, item, &question->items)
        {
            vec_add(oracle->arena, &shapes, &item->shape[SIDE_OLD]);
            vec_add(oracle->arena, &shapes, &item->shape[SIDE_NEW]);
        }
    shape_all(oracle->arena, &oracle->facts, &shapes);
    TRY(find_schemas(oracle, questions, err));
    VEC_EACH(Question *, question, questions)
        VEC_EACH(const Item *, item, &question->items)
            if (!question->caveat)
                question->caveat = item_caveat(oracle, question, item);
    return true;
}

/* ---- plans ---- */

const Json *
guard_plan(Arena *arena, const char *explained)
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
        vec_add(seen->arena, &seen->relations, relation_key(seen->arena, schema->text, relation->text));
    if (filter && filter->type == JSON_IS_TEXT && strcmp(filter->text, "false") == 0)
        seen->empty = true;
    if (below && below->type == JSON_IS_ARRAY)
        VEC_EACH(const Json *, child, &below->items)
            look_at_plan(seen, child);
}

/* Take one reading of the relation, or of something that stands for it, off what was seen. */
static bool
strike(const Oracle *oracle, Seen *seen, const char *key)
{
    const Vec *leaves = map_get(&oracle->leaves, key);

    for (size_t i = 0; i < seen->relations.count; i++)
        if (strcmp(vec_at(&seen->relations, i), key) == 0 || (leaves && vec_has_str(leaves, vec_at(&seen->relations, i))))
        {
            vec_remove_at(&seen->relations, i);
            return true;
        }
    return false;
}

const char *
guard_plan_caveat(const Oracle *oracle, const Question *question, const Json *plan)
{
    Seen seen = {.arena = oracle->arena};

    look_at_plan(&seen, plan);
    if (seen.empty)
        return "a part of it never gives rows, so that the server leaves it out of its plan";

    /* Those that stand for themselves first: they have less to choose from. */
    for (int with_leaves = 0; with_leaves <= 1; with_leaves++)
        VEC_EACH(const Item *, item, &question->items)
            VEC_EACH(const ShapeRelation *, relation, &item->shape[SIDE_NEW].relations)
            {
                const char *key = relation_key(oracle->arena, relation->schema, relation->name);

                /* A view of pg_catalog is the same on both sides, and may read functions only. */
                if (relation->schema && map_has(&oracle->leaves, key) == with_leaves && !strike(oracle, &seen, key) &&
                    !(with_leaves && strcmp(relation->schema, "pg_catalog") == 0))
                    return arena_printf(oracle->arena, "%s is not needed for the rows, so that the server leaves it out of its plan", key);
            }
    return NULL;
}
