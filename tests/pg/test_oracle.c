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
typedef enum Part { CK, DF, GEN, IX, WHERE, POL, WHEN, VIEW, DOM, MVIX, BOUND, ARG } Part;

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
    model_add(bench.model, object_make(bench.arena, *row_text(row, "relkind") == 'm' ? KIND_MATVIEW : KIND_TABLE,
                                       row_copy(row, bench.arena, "schema"), NULL, row_copy(row, bench.arena, "name")));
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
    must(conn_each(bench.conn, "SELECT relnamespace::regnamespace::text AS schema, relname AS name, relkind FROM pg_class"
                               " WHERE relkind IN ('r', 'p', 'm') AND relnamespace = 'x'::regnamespace", NULL, take_table, NULL, &err), &err);
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

static const struct { Kind kind; const char *field; const char *list; } parts[] = {
    [CK] = {KIND_CONSTRAINT, "check", NULL}, [DF] = {KIND_DEFAULT, "value", NULL}, [GEN] = {KIND_COLUMN, "generated", NULL},
    [IX] = {KIND_INDEX, "expression", "keys"}, [WHERE] = {KIND_INDEX, "where", NULL}, [POL] = {KIND_POLICY, "using", NULL},
    [WHEN] = {KIND_TRIGGER, "when", NULL}, [VIEW] = {KIND_VIEW, "query", NULL}, [DOM] = {KIND_CONSTRAINT, "check", NULL},
    [MVIX] = {KIND_INDEX, "expression", "keys"}, [BOUND] = {KIND_INHERITANCE, "bound", NULL}, [ARG] = {KIND_FUNCTION, "default", "arguments"},
};

static const Field *
field_named(const Field *fields, const char *name)
{
    while (strcmp(fields->name, name) != 0)
        fields++;
    return fields;
}

static const Field *
find_field(Part part)
{
    const Field *fields = kind_ops[parts[part].kind]->fields;

    return field_named(parts[part].list ? field_named(fields, parts[part].list)->item_fields : fields, parts[part].field);
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
        object->parent = pair->part == MVIX ? "mv" : "t";
    if (pair->part == BOUND)
    {
        ((Inheritance *) object)->from_schema = "x";
        ((Inheritance *) object)->from_table = "log";
    }
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

static void
add_argument(Function *function, const char *type)
{
    Argument *argument = arena_make(bench.arena, Argument);

    argument->type = type;
    vec_add(bench.arena, &function->arguments, argument);
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
    if (pair->part == ARG)
        add_argument((Function *) new, pair->type);
    *doubt = (Doubt) {.old = old, .new = new, .field = find_field(pair->part), .old_expr = expression(a), .new_expr = expression(b),
                      .key = arena_printf(bench.arena, "%zu/%d/%s/%s", number, pair->part, a, b)};
    if (pair->part == ARG)
        ((Argument *) vec_at(&((Function *) new)->arguments, 0))->value = (Expression *) doubt->new_expr;
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
        case MVIX: case BOUND: case ARG:
            return NULL;
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

    for (int columns = 0; columns <= 1; columns++)
        VEC_EACH(const Object *, object, &bench.model->objects)
            if ((object->kind == KIND_COLUMN) == columns)
            {
                Object *copy = object_make(bench.arena, object->kind, object->schema, object->parent, object->name);

                if (columns)
                {
                    ((Column *) copy)->type = ((const Column *) object)->type;
                    ((Column *) copy)->position = ((const Column *) object)->position;
                }
                else if (strcmp(object->name, "log") == 0)
                    ((Table *) copy)->partition_key = expression("RANGE (at, k)");
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

/* What can't be made by a CREATE in a test as simply. */
static void
bounds_arguments_and_materialized_views(void **state)
{
    static const struct { Pair pair; Verdict verdict; } cases[] = {
        {{BOUND, 0, "FOR VALUES FROM ('2024-01-01 00:00:00+00', MINVALUE) TO ('2025-01-01 00:00:00+00', 'b')",
                    "FOR VALUES FROM ('2024-01-01', MINVALUE) TO ('2025-01-01', 'b')"}, VERDICT_EQUAL},
        {{BOUND, 0, "FOR VALUES FROM ('2024-01-01', MINVALUE) TO ('2025-01-01', 'b')", "FOR VALUES FROM ('2024-01-01', MINVALUE) TO ('2025-01-02', 'b')"},
         VERDICT_DIFFERENT},
        {{BOUND, 0, "FOR VALUES FROM ('2024-01-01', MINVALUE) TO ('2025-01-01', 'b')", "FOR VALUES FROM ('2024-01-01', MINVALUE) TO ('2025-01-01', MAXVALUE)"},
         VERDICT_DIFFERENT},
        {{BOUND, 0, "DEFAULT", "default"}, VERDICT_EQUAL},
        {{BOUND, 0, "FOR VALUES WITH (modulus 3, remainder 1)", "FOR VALUES WITH (MODULUS 3, REMAINDER 1)"}, VERDICT_EQUAL},
        {{BOUND, 0, "FOR VALUES WITH (modulus 3, remainder 1)", "FOR VALUES WITH (MODULUS 3, REMAINDER 2)"}, VERDICT_DIFFERENT},
        {{BOUND, 0, "DEFAULT", "nonsense"}, VERDICT_UNPROVED},
        {{ARG, "interval", "'1 day 01:00:00'::interval", "'25 hours'"}, VERDICT_DIFFERENT},
        {{ARG, "interval", "'1 day 25:00:00'::interval", "'1 day 25 hours'"}, VERDICT_EQUAL},
        {{CK, 0, "((x.whole(t.*) > 1) AND (x.whole(t.*) < 5))", "whole(t) > 1 AND x.whole(t.*) < 5"}, VERDICT_EQUAL},
        {{CK, 0, "(x.whole(t.*) > 1)", "whole(t) > 2"}, VERDICT_DIFFERENT},
        {{MVIX, 0, "lower((vc)::text)", "lower(vc)"}, VERDICT_EQUAL},
        {{MVIX, 0, "lower((vc)::text)", "upper(vc)"}, VERDICT_DIFFERENT},
    };
    Model *blueprint = blueprint_model();
    Vec doubts = {0};

    (void) state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        vec_add(bench.arena, &doubts, make_doubt(blueprint, &cases[i].pair, i, cases[i].pair.a, cases[i].pair.b));
    settle(blueprint, &doubts);
    for (size_t i = 0; i < COUNT_OF(cases); i++)
    {
        const Doubt *doubt = vec_at(&doubts, i);

        if (doubt->verdict != cases[i].verdict)
            show(doubt);
        assert_int_equal(doubt->verdict, cases[i].verdict);
    }
}

static Vec
few_doubts(Model *blueprint)
{
    static const Pair pairs[] = {
        {CK, 0, "(a > 1)", "a > 1"}, {CK, 0, "((vc)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))", "vc IN ('a', 'b')"},
        {WHEN, 0, "(old.* IS DISTINCT FROM new.*)", "OLD.* IS DISTINCT FROM NEW.*"}, {DF, "date", "'2020-01-05'::date", "'2020-1-5'"},
        {VIEW, 0, "SELECT count(*) AS count FROM x.u", "SELECT count(*) FROM u"},
    };
    Vec doubts = {0};

    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        vec_add(bench.arena, &doubts, make_doubt(blueprint, &pairs[i], i, pairs[i].a, pairs[i].b));
    return doubts;
}

static void
a_role_without_privileges_can_ask(void **state)
{
    Model *blueprint = blueprint_model();
    Vec doubts = few_doubts(blueprint);
    Conn *mine = bench.conn;
    Error err = {0};

    (void) state;
    must(conn_run(mine, "GRANT USAGE ON SCHEMA x TO oracle_reader", &err), &err);
    must(conn_open(bench.arena, arena_printf(bench.arena, "%s user=oracle_reader", sandbox_conninfo(cluster(), "oracle")), &bench.conn, &err), &err);
    settle(blueprint, &doubts);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(((const Doubt *) vec_at(&doubts, i))->verdict, VERDICT_EQUAL);
    assert_int_equal(((const Doubt *) vec_at(&doubts, 4))->verdict, VERDICT_UNPROVED);
    assert_non_null(strstr(((const Doubt *) vec_at(&doubts, 4))->reason, "permission denied"));

    must(conn_run(mine, "GRANT SELECT ON x.u TO oracle_reader", &err), &err);
    doubts = few_doubts(blueprint_model());
    settle(blueprint_model(), &doubts);
    assert_int_equal(((const Doubt *) vec_at(&doubts, 4))->verdict, VERDICT_EQUAL);
    conn_close(bench.conn);
    bench.conn = mine;
}

static void
columns_have_the_types_they_will_have(void **state)
{
    static const Pair pairs[] = {
        {CK, 0, "((vc)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))", "vc IN ('a', 'b')"},
        {CK, 0, "(a > 1)", "a > 1"}, {CK, 0, "(s > 'a'::text)", "s > 'a'"},
    };
    Model *blueprint = blueprint_model();
    Vec doubts = {0};

    (void) state;
    ((Column *) model_find(blueprint, SPACE_COLUMN, "x", "t", "vc"))->type = "text";
    ((Column *) model_find(blueprint, SPACE_COLUMN, "x", "t", "s"))->type = "x.to_be_made";
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        vec_add(bench.arena, &doubts, make_doubt(blueprint, &pairs[i], i, pairs[i].a, pairs[i].b));
    settle(blueprint, &doubts);
    assert_int_equal(((const Doubt *) vec_at(&doubts, 0))->verdict, VERDICT_EQUAL);
    assert_int_equal(((const Doubt *) vec_at(&doubts, 1))->verdict, VERDICT_EQUAL);
    assert_int_equal(((const Doubt *) vec_at(&doubts, 2))->verdict, VERDICT_UNPROVED);
    assert_non_null(strstr(((const Doubt *) vec_at(&doubts, 2))->reason, "to_be_made"));
}

static void
questions_do_each_other_no_harm(void **state)
{
    ConnAsk asks[] = {
        {.sql = "SELECT 1"}, {.sql = "SELECT 1/0"}, {.sql = "SELEC"}, {.sql = "SELECT count(*) FROM u", .search_path = "x"},
        {.sql = "SELECT count(*) FROM u"}, {.sql = "SELECT id AS a, vc FROM t", .search_path = "x, public", .describe = true},
        {.sql = "SELECT nothing", .describe = true}, {.sql = "SELECT 1; SELECT 2"}, {.sql = "SELECT NULL::int"},
        {.sql = "SELECT current_setting('search_path')", .search_path = "'a', b"}, {.sql = "SELECT 2", .search_path = "a b c"},
        {.sql = "SELECT repeat('x', 100000)"}, {.sql = "SELECT 3"},
    };
    static const char *const values[] = {"1", NULL, NULL, "0", NULL, NULL, NULL, NULL, NULL, "a, b", NULL, "", "3"};
    static const bool oks[] = {true, false, false, true, false, true, false, false, true, true, false, true, true};
    Vec all = {0};
    Error err = {0};

    (void) state;
    for (size_t i = 0; i < COUNT_OF(asks); i++)
        vec_add(bench.arena, &all, &asks[i]);
    must(catalog_begin(bench.conn, &err), &err);
    must(conn_ask_all(bench.conn, bench.arena, &all, &err), &err);
    must(catalog_end(bench.conn, &err), &err);
    for (size_t i = 0; i < COUNT_OF(asks); i++)
    {
        assert_int_equal(asks[i].ok, oks[i]);
        if (i == 11)
            assert_int_equal(strlen(asks[i].value), 100000);
        else if (values[i])
            assert_string_equal(asks[i].value, values[i]);
        else
            assert_null(asks[i].value);
        if (!asks[i].ok)
            assert_non_null(asks[i].error.message);
    }
    assert_string_equal(asks[1].error.sqlstate, "22012");
    assert_int_equal(asks[5].columns.count, 2);
    assert_string_equal(vec_at(&asks[5].columns, 0), "a 23 -1");
    assert_string_equal(vec_at(&asks[5].columns, 1), "vc 1043 54");
}

/* Last: it leaves no connection behind. */
static void
every_doubt_has_a_verdict_when_the_connection_breaks(void **state)
{
    Model *blueprint = blueprint_model();
    Vec doubts = few_doubts(blueprint);
    Proofs proofs;
    Error err = {0};

    (void) state;
    cluster_sql(bench.arena, sandbox_conninfo(cluster(), "postgres"), arena_printf(bench.arena, "SELECT pg_terminate_backend(%d)", conn_backend_pid(bench.conn)));
    model_finish(blueprint);
    proofs_init(&proofs, bench.arena);
    assert_false(oracle_settle(bench.arena, bench.conn, bench.model, blueprint, &doubts, &proofs, &err));
    assert_non_null(err.message);
    VEC_EACH(const Doubt *, doubt, &doubts)
    {
        assert_int_equal(doubt->verdict, VERDICT_UNPROVED);
        assert_non_null(doubt->reason);
        assert_ptr_equal(map_get(&proofs.settled, doubt->key), doubt);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_server_rewrote_is_proved_equal),
        cmocka_unit_test(what_differs_is_never_proved_equal),
        cmocka_unit_test(bounds_arguments_and_materialized_views),
        cmocka_unit_test(a_role_without_privileges_can_ask),
        cmocka_unit_test(columns_have_the_types_they_will_have),
        cmocka_unit_test(questions_do_each_other_no_harm),
        cmocka_unit_test(every_doubt_has_a_verdict_when_the_connection_breaks),
    };
    return cmocka_run_group_tests_name("oracle", tests, set_up, tear_down);
}
