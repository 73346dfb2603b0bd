#include "migrations/remember.h"

#include "engine/model/field.h"

/* ---- hashes ---- */

static void
add_columns(Arena *arena, const Object *relation, Hasher *hasher)
{
    hasher_add_str(hasher, relation->key);
    VEC_EACH(const Object *, child, &relation->children)
        if (kind_space[child->kind] == SPACE_COLUMN)
            hasher_add_str(hasher, object_hash(arena, child));
}

static const char *
blueprint_hash(Arena *arena, const Model *blueprint, const Object *object, const Expression *expression)
{
    Arena *scratch = arena_new();
    Hasher *hasher = hasher_new(scratch);
    const char *hex;

    hasher_add_str(hasher, expression->canon);
    VEC_EACH(const Ref *, need, &object->needs)
    {
        Vec found = {0};

        if (need->space != SPACE_RELATION)
            continue;
        model_find_ref(blueprint, need, scratch, &found);
        VEC_EACH(const Object *, relation, &found)
            if (kind_space[relation->kind] == SPACE_RELATION)
                add_columns(scratch, relation, hasher);
    }
    hex = hasher_hex(hasher, arena);
    arena_free(scratch);
    return hex;
}

/* What is remembered: one hash for both sides. */
static const char *
pair_hash(Arena *arena, const char *key, const char *of_blueprint, const Expression *live)
{
    Arena *scratch = arena_new();
    Hasher *hasher = hasher_new(scratch);
    const char *hex;

    hasher_add_str(hasher, key);
    hasher_add_str(hasher, of_blueprint);
    hasher_add_str(hasher, live->canon);
    hex = hasher_hex(hasher, arena);
    arena_free(scratch);
    return hex;
}

/* ---- the expressions of an object ---- */

static void
collect(Arena *arena, const Field *fields, const void *item, Vec *expressions)
{
    for (const Field *field = fields; field->name; field++)
    {
        const void *slot = (const char *) item + field->offset;

        if (field->change == CHANGE_IGNORE)
            continue;
        if ((field->type == FIELD_EXPR || field->type == FIELD_QUERY) && *(Expression *const *) slot)
            vec_add(arena, expressions, *(Expression *const *) slot);
        else if (field->type == FIELD_LIST)
            VEC_EACH(const void *, part, (const Vec *) slot)
                collect(arena, field->item_fields, part, expressions);
    }
}

void
remember_collect(Arena *arena, const Diff *diff, Vec *list)
{
    VEC_EACH(const Change *, change, &diff->changes)
    {
        PlanExpressions *written;
        Vec expressions = {0};

        if (change->action == ACTION_KEEP || !change->new)
            continue;
        collect(arena, object_ops(change->new)->fields, change->new, &expressions);
        if (!expressions.count)
            continue;
        written = arena_make(arena, PlanExpressions);
        written->key = arena_copy(arena, change->new->key);
        VEC_EACH(const Expression *, expression, &expressions)
            vec_add(arena, &written->hashes, blueprint_hash(arena, diff->new, change->new, expression));
        vec_add(arena, list, written);
    }
}

/* ---- the journal ---- */

/* A text array as a parameter: the hashes have no character that would need quoting. */
static const char *
array_text(Arena *arena, const Vec *hashes)
{
    return arena_printf(arena, "{%s}", vec_join(arena, hashes, ","));
}

bool
remember_store(Arena *arena, Conn *conn, const Vec *list, const Model *live, Error *err)
{
    Vec hashes = {0}, params = {0};

    VEC_EACH(const PlanExpressions *, written, list)
    {
        const Object *object = map_get(&live->by_key, written->key);
        Vec expressions = {0};

        if (object)
            collect(arena, object_ops(object)->fields, object, &expressions);
        if (expressions.count != written->hashes.count)
            continue;
        for (size_t i = 0; i < expressions.count; i++)
            vec_add(arena, &hashes, pair_hash(arena, written->key, vec_at(&written->hashes, i), vec_at(&expressions, i)));
    }
    if (!hashes.count)
        return true;
    vec_add(arena, &params, array_text(arena, &hashes));
    return conn_each(conn, "INSERT INTO hcmigrate.proof (pair) SELECT DISTINCT pair FROM pg_catalog.unnest($1::text[]) AS made (pair)"
                     " ON CONFLICT DO NOTHING", &params, NULL, NULL, err);
}

static bool
take_pair(void *context, const Row *row, Error *err)
{
    Map *known = context;

    (void) err;
    map_put(known, row_copy(row, known->arena, "pair"), known);
    return true;
}

/* ---- what the server was asked ---- */

/* Whatever may change what a text means: all that is read from the catalog. Rows and what runs once are not. */
static const char *
state_of(Arena *arena, const Model *live, const char *settings)
{
    Arena *scratch = arena_new();
    Hasher *hasher = hasher_new(scratch);
    const char *hex;

    hasher_add_int(hasher, live->server_version);
    hasher_add_str(hasher, settings);
    VEC_EACH(const Object *, object, &live->objects)
    {
        if (object->kind == KIND_ROW || object->kind == KIND_ONCE)
            continue;
        hasher_add_str(hasher, object->key);
        fields_hash(object_ops(object)->fields, object, hasher);
    }
    hex = hasher_hex(hasher, arena);
    arena_free(scratch);
    return hex;
}

static void
add_found(Arena *arena, const Object *object, Hasher *hasher)
{
    hasher_add_str(hasher, object_hash(arena, object));
    if (kind_space[object->kind] == SPACE_RELATION)
        add_columns(arena, object, hasher);
}

/* "asked STATE HASH", so that those of other states can be told apart. */
static const char *
asked_pair(Arena *arena, const char *state, const Model *blueprint, const Doubt *doubt)
{
    Arena *scratch = arena_new();
    Hasher *hasher = hasher_new(scratch);
    const Object *parent = model_parent(blueprint, doubt->new);
    const char *pair;
    Vec found = {0};

    hasher_add_str(hasher, state);
    hasher_add_str(hasher, doubt->new->key);
    hasher_add_str(hasher, doubt->field->name);
    hasher_add_str(hasher, doubt->new->search_path);
    hasher_add_str(hasher, doubt->old_expr->sql);
    hasher_add_str(hasher, doubt->new_expr->sql);
    if (parent)
        add_found(scratch, parent, hasher);
    VEC_EACH(const Ref *, need, &doubt->new->needs)
        model_find_ref(blueprint, need, scratch, &found);
    VEC_EACH(const Object *, object, &found)
        add_found(scratch, object, hasher);
    pair = arena_printf(arena, "asked %s %s", state, hasher_hex(hasher, scratch));
    arena_free(scratch);
    return pair;
}

/* The settings under which the oracle asks; NULL: there is no journal, or not for this role. */
static bool
read_settings(Arena *arena, Conn *conn, const char **settings, Error *err)
{
    return conn_value(conn, "SELECT (SELECT pg_catalog.string_agg(s.name || '=' || s.reset_val, ';' ORDER BY s.name) FROM pg_catalog.pg_settings s"
                      " WHERE s.name IN ('TimeZone', 'DateStyle', 'IntervalStyle', 'standard_conforming_strings', 'array_nulls', 'transform_null_equals',"
                      " 'default_text_search_config', 'server_version', 'lc_monetary', 'xmloption', 'xmlbinary'))"
                      " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                      " WHERE n.nspname = 'hcmigrate' AND c.relname = 'proof' AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')"
                      " AND pg_catalog.has_table_privilege(c.oid, 'SELECT')", NULL, arena, settings, err);
}

static const char *
quoted_array(Arena *arena, const Vec *pairs)
{
    return arena_printf(arena, "{\"%s\"}", vec_join(arena, pairs, "\",\""));
}

static bool
find_pairs(Arena *arena, Conn *conn, const Vec *pairs, Map *known, Error *err)
{
    Vec params = {0};

    map_init(known, arena);
    vec_add(arena, &params, quoted_array(arena, pairs));
    return conn_each(conn, "SELECT pair FROM hcmigrate.proof WHERE pair = ANY ($1::text[])", &params, take_pair, known, err);
}

bool
remember_asked(Arena *arena, Conn *conn, const Model *live, const Model *blueprint, const Vec *doubts, const char **state, Proofs *proofs, Vec *open,
               Error *err)
{
    Vec pairs = {0};
    Map known;

    if (!*state)
    {
        const char *settings;

        TRY(read_settings(arena, conn, &settings, err));
        *state = settings ? state_of(arena, live, settings) : "";
    }
    if (!**state)
    {
        vec_add_all(arena, open, doubts);
        return true;
    }
    VEC_EACH(const Doubt *, doubt, doubts)
        vec_add(arena, &pairs, asked_pair(arena, *state, blueprint, doubt));
    TRY(find_pairs(arena, conn, &pairs, &known, err));
    VEC_EACH(Doubt *, doubt, doubts)
        if (map_has(&known, vec_at(&pairs, doubt_at)))
        {
            doubt->verdict = VERDICT_EQUAL;
            doubt->rung = RUNG_REMEMBERED;
            proofs_put(proofs, doubt);
        }
        else
            vec_add(arena, open, doubt);
    return true;
}

bool
remember_proved(Arena *arena, Conn *conn, const Model *live, const Model *blueprint, const Proofs *proofs, Error *err)
{
    const char *settings, *state;
    Vec pairs = {0}, params = {0};

    TRY(read_settings(arena, conn, &settings, err));
    if (!settings)
        return true;
    state = state_of(arena, live, settings);
    VEC_EACH(const Doubt *, doubt, &proofs->all)
        if (doubt->verdict == VERDICT_EQUAL && (doubt->rung == RUNG_SERVER || doubt->rung == RUNG_REMEMBERED))
            vec_add(arena, &pairs, asked_pair(arena, state, blueprint, doubt));
    vec_add(arena, &params, arena_printf(arena, "asked %s ", state));
    TRY(conn_each(conn, "DELETE FROM hcmigrate.proof WHERE pg_catalog.starts_with(pair, 'asked ') AND NOT pg_catalog.starts_with(pair, $1)",
                  &params, NULL, NULL, err));
    if (!pairs.count)
        return true;
    params = (Vec) {0};
    vec_add(arena, &params, quoted_array(arena, &pairs));
    return conn_each(conn, "INSERT INTO hcmigrate.proof (pair) SELECT DISTINCT pair FROM pg_catalog.unnest($1::text[]) AS made (pair)"
                     " ON CONFLICT DO NOTHING", &params, NULL, NULL, err);
}

/* ---- what was applied ---- */

bool
remember_recall(Arena *arena, Conn *conn, const Model *blueprint, const Vec *doubts, Error *err)
{
    Vec open = {0}, hashes = {0}, params = {0};
    const char *readable;
    Map known;

    VEC_EACH(Doubt *, doubt, doubts)
        if (doubt->verdict == VERDICT_UNPROVED)
        {
            const char *of_blueprint = blueprint_hash(arena, blueprint, doubt->new, doubt->new_expr);

            vec_add(arena, &open, doubt);
            vec_add(arena, &hashes, pair_hash(arena, doubt->new->key, of_blueprint, doubt->old_expr));
        }
    if (!open.count)
        return true;
    TRY(conn_value(conn, "SELECT pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')"
                   " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                   " WHERE n.nspname = 'hcmigrate' AND c.relname = 'proof'", NULL, arena, &readable, err));
    if (!readable || *readable != 't')
        return true;
    map_init(&known, arena);
    vec_add(arena, &params, array_text(arena, &hashes));
    TRY(conn_each(conn, "SELECT pair FROM hcmigrate.proof WHERE pair = ANY ($1::text[])", &params, take_pair, &known, err));
    for (size_t i = 0; i < open.count; i++)
        if (map_has(&known, vec_at(&hashes, i)))
        {
            Doubt *doubt = vec_at(&open, i);

            doubt->verdict = VERDICT_EQUAL;
            doubt->rung = RUNG_REMEMBERED;
        }
    return true;
}
