/* catalog/oracle.h: what the server proves equal, and what it must not. */
#include "catalog/oracle.h"
#include "catalog/read.h"
#include "engine/kinds/column.h"
#include "engine/kinds/constraint.h"
#include "engine/kinds/default.h"
#include "engine/kinds/domain.h"
#include "engine/kinds/function.h"
#include "engine/kinds/index.h"
#include "engine/kinds/inheritance.h"
#include "engine/kinds/policy.h"
#include "engine/kinds/trigger.h"
#include "engine/kinds/view.h"
#include "tests/support/cluster.h"

#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

/* What a text is: which field of which kind. */
typedef enum Part { CK, DF, GEN, IX, WHERE, POL, WHEN, VIEW, DOM } Part;

typedef struct Pair
{
    Part part;
    const char *type;                              /* DF and GEN: of the column */
    const char *a, *b;                             /* b NULL: as the server prints a */
} Pair;

#include "tests/pg/oracle_pairs.def"

typedef struct Bench
{
    Arena *arena;
    Conn *conn;
    Model *model;
    Vec doubts;
} Bench;

static Bench bench;

/* ---- the database and its model ---- */

static bool
take_column(void *context, const Row *row, Error *err)
{
    Column *column = object_make(bench.arena, KIND_COLUMN, row_copy(row, bench.arena, "schema"), row_copy(row, bench.arena, "relation"),
                                 row_copy(row, bench.arena, "name"));

    (void) context, (void) err;
    column->type = row_copy(row, bench.arena, "type");
    column->position = row_int(row, "position");
    model_add(bench.model, &column->object);
    return true;
}

static bool
take_table(void *context, const Row *row, Error *err)
{
    (void) context, (void) err;
    model_add(bench.model, object_make(bench.arena, KIND_TABLE, row_copy(row, bench.arena, "schema"), NULL, row_copy(row, bench.arena, "name")));
    return true;
}

static void
must(bool ok, const Error *err)
{
    if (!ok)
        fail_msg("%s", err->message);
}

static void
read_model(void)
{
    Error err = {0};

    bench.model = model_new(bench.arena);
    must(conn_run(bench.conn, "SET search_path = ''", &err), &err);
    must(conn_each(bench.conn, "SELECT relnamespace::regnamespace::text AS schema, relname AS name FROM pg_class"
                               " WHERE relkind IN ('r', 'p') AND relnamespace = 'x'::regnamespace", NULL, take_table, NULL, &err), &err);
    must(conn_each(bench.conn, "SELECT c.relnamespace::regnamespace::text AS schema, c.relname AS relation, a.attname AS name,"
                               " format_type(a.atttypid, a.atttypmod) AS type, a.attnum AS position"
                               " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
                               " WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'x'::regnamespace AND a.attnum > 0", NULL, take_column, NULL, &err), &err);
    model_finish(bench.model);
}

static int
set_up(void **state)
{
    Error err = {0};
    const char *db;

    (void) state;
    bench.arena = arena_new();
    db = cluster_db(bench.arena, "oracle");
    cluster_sql(bench.arena, db, setup_sql);
    must(conn_open(bench.arena, db, &bench.conn, &err), &err);
    read_model();
    return 0;
}

static int
tear_down(void **state)
{
    (void) state;
    conn_close(bench.conn);
    arena_free(bench.arena);
    return 0;
}

/* ---- doubts by hand ---- */

static const struct { Kind kind; const char *field; const Field *items; } parts[] = {
    [CK] = {KIND_CONSTRAINT, "check", NULL}, [DF] = {KIND_DEFAULT, "value", NULL}, [GEN] = {KIND_COLUMN, "generated", NULL},
    [IX] = {KIND_INDEX, "expression", index_element_fields}, [WHERE] = {KIND_INDEX, "where", NULL}, [POL] = {KIND_POLICY, "using", NULL},
    [WHEN] = {KIND_TRIGGER, "when", NULL}, [VIEW] = {KIND_VIEW, "query", NULL}, [DOM] = {KIND_CONSTRAINT, "check", NULL},
};

static const Field *
find_field(Part part)
{
    const Field *field = parts[part].items ? parts[part].items : kind_ops[parts[part].kind]->fields;

    while (strcmp(field->name, parts[part].field) != 0)
        field++;
    return field;
}

static Expression *
expression(const char *sql)
{
    Expression *made = arena_make(bench.arena, Expression);

    made->sql = made->canon = arena_copy(bench.arena, sql);
    return made;
}

static Object *
make_object(const Pair *pair, size_t number)
{
    const char *name = arena_printf(bench.arena, "o%zu", number);
    Kind kind = parts[pair->part].kind;
    Object *object = object_make(bench.arena, kind, "x", kind == KIND_VIEW || kind == KIND_INDEX ? NULL : "t", name);

    if (kind == KIND_INDEX)
        object->parent = "t";
    if (pair->part == DOM)
    {
        object->parent = "po";
        ((ConstraintDef *) object)->on_domain = true;
    }
    if (pair->part == GEN)
        ((Column *) object)->type = pair->type;
    object->key = object_key(bench.arena, kind_space[kind], object->schema, object->parent, name);
    return object;
}

static Doubt *
make_doubt(Model *blueprint, const Pair *pair, size_t number, const char *a, const char *b)
{
    Doubt *doubt = arena_make(bench.arena, Doubt);
    Object *old = make_object(pair, number), *new = make_object(pair, number);

    new->search_path = "x, public";
    if (pair->part == DF)
    {
        Column *column = object_make(bench.arena, KIND_COLUMN, "x", "t", new->name);

        column->type = pair->type;
        column->position = 1000;
        model_add(blueprint, &column->object);
    }
    *doubt = (Doubt) {.old = old, .new = new, .field = find_field(pair->part), .old_expr = expression(a), .new_expr = expression(b),
                      .key = arena_printf(bench.arena, "%zu/%d/%s/%s", number, pair->part, a, b)};
    return doubt;
}

/* ---- what the server makes of a text ---- */

static const char *
make_sql(const Pair *pair, size_t number)
{
    switch (pair->part)
    {
        case CK:
            return arena_printf(bench.arena, "ALTER TABLE t ADD CONSTRAINT o%zu CHECK (%s);", number, pair->a);
        case DF:
            return arena_printf(bench.arena, "CREATE TABLE o%zu (c %s DEFAULT %s);", number, pair->type, pair->a);
        case GEN:
            return arena_printf(bench.arena, "CREATE TABLE o%zu (LIKE t, c %s GENERATED ALWAYS AS (%s) STORED);", number, pair->type, pair->a);
        case IX:
            return arena_printf(bench.arena, "CREATE INDEX o%zu ON t ((%s));", number, pair->a);
        case WHERE:
            return arena_printf(bench.arena, "CREATE INDEX o%zu ON t (id) WHERE %s;", number, pair->a);
        case POL:
            return arena_printf(bench.arena, "CREATE POLICY o%zu ON t USING (%s);", number, pair->a);
        case WHEN:
            return arena_printf(bench.arena, "CREATE TRIGGER o%zu BEFORE UPDATE ON t FOR EACH ROW WHEN (%s) EXECUTE FUNCTION trg();", number, pair->a);
        case VIEW:
            return arena_printf(bench.arena, "CREATE VIEW o%zu AS %s;", number, pair->a);
        case DOM:
            return arena_printf(bench.arena, "ALTER DOMAIN po ADD CONSTRAINT o%zu CHECK (%s) NOT VALID;", number, pair->a);
    }
    return NULL;
}

static const char *
server_text(const Pair *pair, size_t number)
{
    static const char *const queries[] = {
        [CK] = "SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint WHERE conname = $1",
        [DOM] = "SELECT pg_get_expr(conbin, 0) FROM pg_constraint WHERE conname = $1",
        [DF] = "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = ('x.' || $1)::regclass",
        [GEN] = "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = ('x.' || $1)::regclass",
        [IX] = "SELECT pg_get_expr(indexprs, indrelid) FROM pg_index WHERE indexrelid = ('x.' || $1)::regclass",
        [WHERE] = "SELECT pg_get_expr(indpred, indrelid) FROM pg_index WHERE indexrelid = ('x.' || $1)::regclass",
        [POL] = "SELECT pg_get_expr(polqual, polrelid) FROM pg_policy WHERE polname = $1",
        [WHEN] = "SELECT regexp_replace(pg_get_triggerdef(oid), '^.* WHEN \\((.*)\\) EXECUTE .*$', '\\1') FROM pg_trigger WHERE tgname = $1",
        [VIEW] = "SELECT rtrim(pg_get_viewdef(('x.' || $1)::regclass), ';')",
    };
    Vec params = {0};
    const char *text = NULL;
    Error err = {0};

    vec_add(bench.arena, &params, arena_printf(bench.arena, "o%zu", number));
    must(conn_value(bench.conn, queries[pair->part], &params, bench.arena, &text, &err), &err);
    if (!text)
        fail_msg("no text of %s", pair->a);
    return text;
}

static void
settle(Model *blueprint, Vec *doubts)
{
    Proofs proofs;
    Error err = {0};

    model_finish(blueprint);
    proofs_init(&proofs, bench.arena);
    must(oracle_settle(bench.arena, bench.conn, bench.model, blueprint, doubts, &proofs, &err), &err);
    VEC_EACH(const Doubt *, doubt, doubts)
    {
        assert_int_not_equal(doubt->verdict, VERDICT_UNKNOWN);
        assert_ptr_equal(map_get(&proofs.settled, doubt->key), doubt);
        if (doubt->verdict == VERDICT_UNPROVED)
            assert_non_null(doubt->reason);
    }
    assert_false(conn_in_transaction(bench.conn));
}

static const char *
verdict_word(Verdict verdict)
{
    return verdict == VERDICT_EQUAL ? "equal" : verdict == VERDICT_DIFFERENT ? "different" : "unproved";
}

static void
show(const Doubt *doubt)
{
    printf("  %s (%s):\n    %s\n    %s\n", verdict_word(doubt->verdict), doubt->reason ? doubt->reason : "", doubt->old_expr->sql, doubt->new_expr->sql);
}

static Model *
blueprint_model(void)
{
    Model *blueprint = model_new(bench.arena);
    Domain *domain = object_make(bench.arena, KIND_DOMAIN, "x", NULL, "po");

    VEC_EACH(Object *, object, &bench.model->objects)
        if (object->kind == KIND_TABLE || object->kind == KIND_COLUMN)
        {
            Object *copy = object_make(bench.arena, object->kind, object->schema, object->parent, object->name);

            if (object->kind == KIND_COLUMN)
            {
                ((Column *) copy)->type = ((const Column *) object)->type;
                ((Column *) copy)->position = ((const Column *) object)->position;
            }
            model_add(blueprint, copy);
        }
    domain->type = "integer";
    model_add(blueprint, &domain->object);
    return blueprint;
}

/* ---- tests ---- */

static void
what_the_server_rewrote_is_proved_equal(void **state)
{
    Model *blueprint = blueprint_model();
    Text sql;
    Vec doubts = {0};
    size_t proved = 0;
    Error err = {0};

    (void) state;
    text_init(&sql, bench.arena);
    text_add(&sql, "SET search_path = x, public;\n");
    for (size_t i = 0; i < COUNT_OF(same); i++)
        text_addf(&sql, "%s\n", make_sql(&same[i], i));
    text_add(&sql, "SET search_path = '';");
    must(conn_run(bench.conn, text_str(&sql), &err), &err);
    for (size_t i = 0; i < COUNT_OF(same); i++)
        vec_add(bench.arena, &doubts, make_doubt(blueprint, &same[i], i, server_text(&same[i], i), same[i].a));
    settle(blueprint, &doubts);
    VEC_EACH(const Doubt *, doubt, &doubts)
        if (doubt->verdict == VERDICT_EQUAL)
            proved++;
        else
            show(doubt);
    printf("proved equal: %zu of %zu\n", proved, COUNT_OF(same));
    assert_int_equal(proved, COUNT_OF(same));
}

static void
what_differs_is_never_proved_equal(void **state)
{
    Model *blueprint = blueprint_model();
    Vec doubts = {0};
    size_t wrong = 0, different = 0;

    (void) state;
    for (size_t i = 0; i < COUNT_OF(other); i++)
        vec_add(bench.arena, &doubts, make_doubt(blueprint, &other[i], i, other[i].a, other[i].b));
    settle(blueprint, &doubts);
    VEC_EACH(const Doubt *, doubt, &doubts)
        if (doubt->verdict == VERDICT_EQUAL)
        {
            wrong++;
            show(doubt);
        }
        else
        {
            different += doubt->verdict == VERDICT_DIFFERENT;
            if (getenv("SHOW"))
                show(doubt);
        }
    printf("of %zu pairs that differ: %zu different, %zu unproved, %zu wrongly equal\n", COUNT_OF(other), different,
           COUNT_OF(other) - different - wrong, wrong);
    assert_int_equal(wrong, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_server_rewrote_is_proved_equal),
        cmocka_unit_test(what_differs_is_never_proved_equal),
    };
    return cmocka_run_group_tests_name("oracle", tests, set_up, tear_down);
}
