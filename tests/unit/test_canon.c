/* parser/canon.h, over the pairs of fixtures/canon.txt: how that file is written is told at its top. */
#include "engine/base/text.h"
#include "engine/kinds/inheritance.h"
#include "parser/canon.h"
#include "parser/parser.h"

#include <stdio.h>
#include <stdlib.h>
#include <setjmp.h>
#include <cmocka.h>

typedef struct Pairs
{
    Arena *arena;
    Model *model;
    Names names;
    Vec path, no_path;
    int failed, counts[3];                         /* by verdict */
} Pairs;

static const char *const verdicts[] = {"equal", "asked", "different"};

/* ---- the model that the pairs speak of ---- */

static void
learn_names(Pairs *pairs)
{
    names_init(&pairs->names, pairs->arena);
    VEC_EACH(const Object *, object, &pairs->model->objects)
    {
        Space space = kind_space[object->kind];

        if (space == SPACE_RELATION || space == SPACE_TYPE)
            names_add(&pairs->names, space, object->schema, object->name);
        else if (space == SPACE_ROUTINE)
            names_add(&pairs->names, space, object->schema, object->base);
    }
}

static void
make_model(Pairs *pairs, const char *sql)
{
    Findings findings;

    findings_init(&findings, pairs->arena);
    if (!parse_text(pairs->arena, "canon.txt", sql, &(ParseOptions) {0}, &pairs->model, &findings))
        fail_msg("%s: %s", origin_text(pairs->arena, findings.items[0]->at), findings.items[0]->message);
    learn_names(pairs);
    vec_add(pairs->arena, &pairs->path, "x");
    vec_add(pairs->arena, &pairs->path, "public");
}

/* ---- one pair ---- */

static Object *
find_bond(const Pairs *pairs, const char *child)
{
    VEC_EACH(Object *, object, &pairs->model->objects)
        if (object->kind == KIND_INHERITANCE && str_eq(object->parent, child))
            return object;
    return NULL;
}

static Object *
find_routine(const Pairs *pairs, const char *name)
{
    const Vec *overloads = map_get(&pairs->model->routines, sql_qname(pairs->arena, "x", name));

    return overloads ? vec_at(overloads, 0) : NULL;
}

/* "check t", "default integer", "generated t integer", "index t", "policy t", "when t", "value text", "query", "key t", "bound t", "body f" */
static bool
make_pending(const Pairs *pairs, char *context, Pending *pending)
{
    const char *kind = strtok(context, " "), *name = strtok(NULL, " "), *rest = strtok(NULL, "");

    *pending = (Pending) {.kind = PENDING_EXPRESSION, .relation_schema = "x"};
    if (str_eq(kind, "check") || str_eq(kind, "policy") || str_eq(kind, "when") || str_eq(kind, "index") || str_eq(kind, "generated"))
        pending->relation = name;
    if (str_eq(kind, "check") || str_eq(kind, "policy") || str_eq(kind, "when") || str_eq(kind, "value"))
        pending->target_type = "boolean";
    pending->old_and_new = str_eq(kind, "when");
    if (str_eq(kind, "value"))
        pending->value_type = rest ? arena_printf(pairs->arena, "%s %s", name, rest) : name;
    else if (str_eq(kind, "default"))
        pending->target_type = rest ? arena_printf(pairs->arena, "%s %s", name, rest) : name;
    else if (str_eq(kind, "generated"))
        pending->target_type = rest;
    else if (str_eq(kind, "query"))
        pending->kind = PENDING_QUERY;
    else if (str_eq(kind, "key"))
    {
        pending->kind = PENDING_PARTITION_KEY;
        pending->relation = name;
    }
    else if (str_eq(kind, "bound"))
    {
        pending->kind = PENDING_BOUND;
        pending->object = find_bond(pairs, name);
        return pending->object != NULL;
    }
    else if (str_eq(kind, "body"))
    {
        pending->kind = PENDING_BODY;
        pending->object = find_routine(pairs, name);
        return pending->object != NULL;
    }
    else if (!pending->relation)
        return false;
    return true;
}

static const char *
canon_of(Pairs *pairs, Pending pending, const char *sql, const Vec *path)
{
    Expression *expression = arena_make(pairs->arena, Expression);
    Pending *one = arena_make(pairs->arena, Pending);
    Findings findings;
    Vec all = {0};

    findings_init(&findings, pairs->arena);
    expression->sql = sql;
    pending.expression = expression;
    pending.search_path = path;
    *one = pending;
    vec_add(pairs->arena, &all, one);
    canon_all(pairs->model, &pairs->names, &all, false, &findings);
    if (findings.count)
        fail_msg("%s: %s", sql, findings.items[0]->message);
    return expression->canon;
}

static void
complain(Pairs *pairs, int line, const char *what, const char *a, const char *b)
{
    pairs->failed++;
    print_error("fixtures/canon.txt:%d: %s\n    %s\n    %s\n", line, what, a, b);
}

static void
check_pair(Pairs *pairs, int line, const char *context, const char *a, const char *b, const char *verdict)
{
    Pending pending;
    const char *canon_a, *canon_b, *again;

    if (!make_pending(pairs, arena_copy_own(pairs->arena, context), &pending))
        fail_msg("fixtures/canon.txt:%d: no context is called \"%s\"", line, context);
    canon_a = canon_of(pairs, pending, a, &pairs->path);
    canon_b = canon_of(pairs, pending, b, &pairs->no_path);
    if (str_eq(verdict, "equal") && !str_eq(canon_a, canon_b))
        complain(pairs, line, "not found equal", canon_a, canon_b);
    if (!str_eq(verdict, "equal") && str_eq(canon_a, canon_b))
        complain(pairs, line, str_eq(verdict, "asked") ? "need not be asked" : "WRONGLY FOUND EQUAL", canon_a, b);
    again = canon_of(pairs, pending, canon_b, &pairs->no_path);
    if (!str_eq(again, canon_b))
        complain(pairs, line, "canonical text of a canonical text", canon_b, again);
    for (size_t i = 0; i < COUNT_OF(verdicts); i++)
        if (str_eq(verdicts[i], verdict))
        {
            pairs->counts[i]++;
            return;
        }
    fail_msg("fixtures/canon.txt:%d: no verdict is called \"%s\"", line, verdict);
}

/* ---- the file ---- */

typedef struct Lines
{
    FILE *file;
    char *text;
    size_t room;
    int number;
} Lines;

/* The next line that is neither empty nor a comment, without the blanks around it; NULL at the end. */
static const char *
next_line(Pairs *pairs, Lines *lines)
{
    while (getline(&lines->text, &lines->room, lines->file) > 0)
    {
        char *text = lines->text + strspn(lines->text, " ");

        lines->number++;
        text[strcspn(text, "\n")] = '\0';
        if (*text && *text != '#')
            return arena_copy(pairs->arena, text);
    }
    return NULL;
}

static void
read_schema(Pairs *pairs, Lines *lines)
{
    const char *line;
    Text sql;

    text_init(&sql, pairs->arena);
    while ((line = next_line(pairs, lines)) && strcmp(line, "pairs:") != 0)
        text_addf(&sql, "%s\n", line);
    make_model(pairs, text_str(&sql));
}

static void
pairs_are_told_apart(void **state)
{
    Pairs pairs = {.arena = arena_new()};
    Lines lines = {.file = fopen("fixtures/canon.txt", "r")};
    const char *context, *a, *b, *verdict;

    (void) state;
    assert_non_null(lines.file);
    read_schema(&pairs, &lines);
    while ((context = next_line(&pairs, &lines)))
    {
        a = next_line(&pairs, &lines);
        b = next_line(&pairs, &lines);
        verdict = next_line(&pairs, &lines);
        assert_non_null(verdict);
        check_pair(&pairs, lines.number, context, a, b, verdict);
    }
    print_message("%d pairs equal, %d for the server to judge, %d different\n", pairs.counts[0], pairs.counts[1], pairs.counts[2]);
    free(lines.text);
    fclose(lines.file);
    arena_free(pairs.arena);
    assert_int_equal(pairs.failed, 0);
}

/* ---- what becomes of the text itself ---- */

static const char *
sql_of(Arena *arena, const char *schema, Space space, const char *parent, const char *name, size_t offset, const Object **object)
{
    Findings findings;
    Model *model;

    findings_init(&findings, arena);
    if (!parse_text(arena, "test.sql", schema, &(ParseOptions) {0}, &model, &findings))
        fail_msg("%s", findings.items[0]->message);
    *object = model_find(model, space, "x", parent, name);
    assert_non_null(*object);
    return (*(Expression *const *) ((const char *) *object + offset))->sql;
}

#include "engine/kinds/view.h"

static const char view_schema[] =
    "CREATE SCHEMA x; SET search_path = x;\n"
    "CREATE TABLE t (id integer, a integer); CREATE TABLE u (id integer, tid integer, name text);\n"
    "CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';\n";

static void
names_are_qualified_and_stars_expanded(void **state)
{
    Arena *arena = arena_new();
    const Object *object;
    const View *view;
    const char *sql = sql_of(arena, arena_printf(arena, "%sCREATE VIEW v AS SELECT *, f(a), count(*) OVER () FROM t JOIN u ON tid = t.id ORDER BY name;",
                                                 view_schema), SPACE_RELATION, NULL, "v", offsetof(View, query), &object);

    (void) state;
    assert_string_equal(sql, "SELECT t.id AS id, t.a AS a, u.id AS id, u.tid AS tid, u.name AS name, x.f(t.a) AS f, count(*) OVER () AS count"
                             " FROM x.t JOIN x.u ON u.tid = t.id ORDER BY name");
    view = (const View *) object;
    assert_int_equal(view->column_names.count, 7);
    assert_string_equal(vec_at(&view->column_names, 5), "f");
    assert_null(object->search_path);
    arena_free(arena);
}

static void
a_name_that_nobody_declares_keeps_the_search_path(void **state)
{
    Arena *arena = arena_new();
    const Object *object;
    const char *sql = sql_of(arena, arena_printf(arena, "%sCREATE VIEW v AS SELECT id, unknown_function(a) AS k FROM t;", view_schema),
                             SPACE_RELATION, NULL, "v", offsetof(View, query), &object);

    (void) state;
    assert_string_equal(sql, "SELECT t.id, unknown_function(t.a) AS k FROM x.t");
    assert_string_equal(object->search_path, "x");
    arena_free(arena);
}

static void
columns_of_a_view_can_be_renamed(void **state)
{
    Arena *arena = arena_new();
    const Object *object;
    const char *sql = sql_of(arena, arena_printf(arena, "%sCREATE VIEW v (k, n) AS SELECT * FROM t;", view_schema), SPACE_RELATION, NULL, "v",
                             offsetof(View, query), &object);

    (void) state;
    assert_string_equal(sql, "SELECT t.id AS k, t.a AS n FROM x.t");
    assert_string_equal(vec_at(&((const View *) object)->column_names, 1), "n");
    arena_free(arena);
}

static void
a_view_over_a_later_view_knows_its_columns(void **state)
{
    Arena *arena = arena_new();
    const Object *object;
    const char *sql = sql_of(arena, arena_printf(arena, "%sCREATE VIEW a AS SELECT * FROM b WHERE n > 1; CREATE VIEW b AS SELECT id AS k, a + 1 AS n FROM t;",
                                                 view_schema), SPACE_RELATION, NULL, "a", offsetof(View, query), &object);

    (void) state;
    assert_string_equal(sql, "SELECT b.k AS k, b.n AS n FROM x.b WHERE b.n > 1");
    arena_free(arena);
}

/* Results are shared between texts that are alike, and memory is given back from time to time. */
static void
many_defaults_that_are_alike(void **state)
{
    enum { COLUMNS = 1500 };
    Arena *arena = arena_new();
    Findings findings;
    Model *model;
    Text sql;

    (void) state;
    findings_init(&findings, arena);
    text_init(&sql, arena);
    text_add(&sql, "CREATE SCHEMA x; CREATE FUNCTION x.f() RETURNS integer LANGUAGE sql AS 'SELECT 1'; CREATE TABLE x.t (a0 integer");
    for (int i = 1; i < COLUMNS; i++)
        text_addf(&sql, ", a%d integer DEFAULT x.f() + 1", i);
    text_add(&sql, ");");
    assert_true(parse_text(arena, "test.sql", text_str(&sql), &(ParseOptions) {0}, &model, &findings));
    for (int i = 1; i < COLUMNS; i += 100)
    {
        const Object *object = model_find(model, SPACE_DEFAULT, "x", "t", arena_printf(arena, "a%d", i));
        bool needs_function = false;

        assert_non_null(object);
        VEC_EACH(const Ref *, need, &object->needs)
            needs_function |= need->space == SPACE_ROUTINE && str_eq(need->name, "f");
        assert_true(needs_function);
    }
    arena_free(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_are_told_apart),
        cmocka_unit_test(names_are_qualified_and_stars_expanded),
        cmocka_unit_test(a_name_that_nobody_declares_keeps_the_search_path),
        cmocka_unit_test(columns_of_a_view_can_be_renamed),
        cmocka_unit_test(a_view_over_a_later_view_knows_its_columns),
        cmocka_unit_test(many_defaults_that_are_alike),
    };
    return cmocka_run_group_tests_name("canon", tests, NULL, NULL);
}
