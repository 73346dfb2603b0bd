#include "catalog/oracle_part.h"

#include "engine/base/text.h"

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

/* ---- foreign tables ---- */

static const char *
shape_elsewhere(const Oracle *oracle, const Shape *shape)
{
    VEC_EACH(const ShapeRelation *, relation, &shape->relations)
    {
        const char *key = sql_qname(oracle->arena, relation->schema, relation->name);
        const Vec *leaves = map_get(&oracle->leaves, key);

        if (map_has(&oracle->elsewhere, key))
            return key;
        if (leaves)
            VEC_EACH(const char *, leaf, leaves)
                if (map_has(&oracle->elsewhere, leaf))
                    return leaf;
    }
    return NULL;
}

const char *
guard_elsewhere(const Oracle *oracle, const Question *question)
{
    const char *found = NULL;

    VEC_EACH(const Item *, item, &question->items)
        for (int side = 0; side < SIDES && !found; side++)
            found = shape_elsewhere(oracle, &item->shape[side]);
    return found;
}

/* ---- VALUES ---- */

/*
 * The values of a query's VALUES, which no plan shows, as a question of their own; those whose texts are the same are left
 * out. NULL: there is nothing to ask.
 */
static Question *
ask_values(Oracle *oracle, Question *question, const Item *item)
{
    const Vec *old = &item->shape[SIDE_OLD].values, *new = &item->shape[SIDE_NEW].values;
    Question *values = NULL;

    if (old->count != new->count)
    {
        question->caveat = "their VALUES differ";
        return NULL;
    }
    for (size_t i = 0; i < old->count; i++)
    {
        const ShapeValue *a = vec_at(old, i), *b = vec_at(new, i);

        if (a->text && b->text && strcmp(a->text, b->text) == 0)
            continue;
        if (!values)
            values = question_of_values(oracle, question);
        question_add_item(oracle, values, a->sql, b->sql, NULL);
    }
    return values;
}

static bool
find_caveats(Oracle *oracle, const Vec *questions, Error *err)
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

bool
guard_shapes(Oracle *oracle, Vec *questions, Error *err)
{
    Vec asked = *questions, more = {0};

    while (asked.count)                            /* VALUES may hold queries with VALUES */
    {
        TRY(find_caveats(oracle, &asked, err));
        more = (Vec) {0};
        VEC_EACH(Question *, question, &asked)
            VEC_EACH(const Item *, item, &question->items)
                if (!question->caveat && (question->values = ask_values(oracle, question, item)))
                    vec_add(oracle->arena, &more, question->values);
        vec_add_all(oracle->arena, questions, &more);
        asked = more;
    }
    return true;
}
