/*
 * One text for the canonicaliser, as the catalog road hands it over: hostile, and of any kind. The first byte chooses where
 * it stands. Law: the canonical text of a canonical text is that text (unless it says under which search path it was read).
 */
#include "tests/fuzz/target.h"

#include "engine/kinds/inheritance.h"
#include "parser/canon.h"
#include "parser/parser.h"

static const char schema[] =
    "CREATE SCHEMA x; SET search_path = x, public; CREATE TYPE status AS ENUM ('new', 'old'); CREATE TYPE addr AS (street text, zip text);"
    "CREATE DOMAIN posint AS integer CHECK (VALUE > 0); CREATE SEQUENCE sq;"
    "CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';"
    "CREATE FUNCTION g(a text, b integer DEFAULT 1) RETURNS text LANGUAGE sql AS 'SELECT $1';"
    "CREATE TABLE t (id integer PRIMARY KEY, a integer, bi bigint, n numeric(12,2), s text, vc varchar(50), ch char(3), d date, ts timestamp,"
    " tz timestamptz, iv interval, j jsonb, arr integer[], tarr text[], bo boolean, e status, u uuid, r int4range, ad addr, po posint);"
    "CREATE TABLE u (id integer PRIMARY KEY, tid integer, name text); CREATE VIEW seen AS SELECT id, name FROM u;"
    "CREATE TABLE pt (id integer, d date) PARTITION BY RANGE (d); CREATE TABLE pt1 PARTITION OF pt FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');"
    "CREATE FUNCTION body(a integer, b text) RETURNS integer LANGUAGE sql RETURN 1;";

static Names names;

/* Once, for all texts. */
static Model *
make_model(void)
{
    static Model *model;
    Arena *arena = model ? NULL : arena_new();
    Findings findings;

    if (model)
        return model;

    findings_init(&findings, arena);
    if (!parse_text(arena, "fuzz", schema, NULL, &model, &findings))
        BUG("%s", findings.items[0]->message);
    names_init(&names, arena);
    VEC_EACH(const Object *, object, &model->objects)
    {
        Space space = kind_space[object->kind];

        if (space == SPACE_RELATION || space == SPACE_TYPE || space == SPACE_ROUTINE)
            names_add(&names, space, object->schema, space == SPACE_ROUTINE ? object->base : object->name);
    }
    return model;
}

static Object *
find_kind(const Model *model, Kind kind, const char *mark)
{
    VEC_EACH(Object *, object, &model->objects)
        if (object->kind == kind && (!mark || str_eq(object->parent, mark) || str_eq(object->base, mark)))
            return object;
    return NULL;
}

static Pending
make_pending(const Model *model, unsigned char choice)
{
    static const char *const types[] = {"boolean", "integer", "text", "character varying(10)", "x.status", "timestamp with time zone", "integer[]"};
    Pending pending = {.kind = PENDING_EXPRESSION, .relation_schema = "x", .relation = "t"};

    switch (choice % 8)
    {
        case 0: pending.target_type = "boolean"; break;
        case 1: pending.kind = PENDING_QUERY; pending.relation = NULL; break;
        case 2: pending.relation = NULL; pending.target_type = types[choice / 8 % COUNT_OF(types)]; break;
        case 3: pending.target_type = "boolean"; pending.old_and_new = true; break;
        case 4: pending.relation = NULL; pending.value_type = types[choice / 8 % COUNT_OF(types)]; pending.target_type = "boolean"; break;
        case 5: pending.kind = PENDING_PARTITION_KEY; break;
        case 6: pending.kind = PENDING_BOUND; pending.object = find_kind(model, KIND_INHERITANCE, "pt1"); break;
        case 7: pending.kind = choice & 8 ? PENDING_BODY : PENDING_ACTION;
                pending.object = choice & 8 ? find_kind(model, KIND_FUNCTION, "body") : NULL;
                pending.old_and_new = !(choice & 8);
                break;
    }
    return pending;
}

/* NULL: it can't be parsed. */
static const char *
canon_of(Arena *arena, Model *model, Pending pending, const char *sql, const Vec *path)
{
    Expression *expression = arena_make(arena, Expression);
    Findings findings;
    Vec all = {0};

    findings_init(&findings, arena);
    expression->sql = sql;
    pending.expression = expression;
    pending.search_path = path;
    vec_add(arena, &all, &pending);
    canon_all(model, &names, &all, false, &findings);
    if (!expression->canon || !expression->sql)
        BUG("no canonical text");
    return findings.count ? NULL : expression->canon;
}

void
fuzz_expression(const char *bytes, size_t size)
{
    Arena *arena = arena_new();
    Model *model = make_model();
    Vec path = {0}, no_path = {0};
    const char *sql = arena_copy_len(arena, size ? bytes + 1 : bytes, size ? size - 1 : 0), *canon, *again;
    Pending pending = make_pending(model, size ? (unsigned char) *bytes : 0);

    vec_add(arena, &path, "x");
    vec_add(arena, &path, "public");
    canon = canon_of(arena, model, pending, sql, &path);
    again = canon && *canon != '[' ? canon_of(arena, model, pending, canon, &no_path) : NULL;
    if (canon && *canon != '[' && !str_eq(canon, again))
        BUG("canonical text of a canonical text:\n%s\n%s\n%s", sql, canon, again ? again : "can't be parsed");
    arena_free(arena);
}
