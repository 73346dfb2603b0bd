/* The plan file: written and read back the same; whatever was altered, cut or made up is refused, and the step is named. */
#include "tests/support/arena.h"

#include "migrations/plan_file.h"

#include "parser/parser.h"

#include <setjmp.h>
#include <stdlib.h>
#include <cmocka.h>

static const char from_sql[] = "CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('a'); CREATE SCHEMA old;";
static const char to_sql[] = "CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('a', 'b'); CREATE SCHEMA new;\n"
                             "COMMENT ON SCHEMA new IS 'd\xC3\xA9j\xC3\xA0 vu \"quoted\"';";

static Model *
parse(Arena *arena, const char *sql)
{
    ParseOptions options = {0};
    Findings findings;
    Model *model;

    findings_init(&findings, arena);
    assert_true(parse_text(arena, "test.sql", sql, &options, &model, &findings));
    return model;
}

static PlanFile *
make(Arena *arena, const char *from, const char *to)
{
    Error err = {0};
    PlanFile *file;
    Plan *plan;

    if (!plan_make(arena, diff_make(arena, parse(arena, from), parse(arena, to), NULL), &(PlanOptions) {.server_version = 150000}, &plan, &err))
        fail_msg("%s", err.message);
    file = plan_file_make(arena, plan);
    file->database = (PlanDatabase) {"7000000000000000000", "shop", 16384, 150020};
    assert_true(plan_file_seal(file, &err));
    return file;
}

static const char *
text_of(Arena *arena, const PlanFile *file)
{
    const char *text = NULL;
    Error err;

    assert_true(plan_file_write(file, arena, &text, &err));
    return text;
}

static bool
read_back(Arena *arena, const char *text, PlanFile **file, Error *err)
{
    return plan_file_read(arena, "plan.json", text, strlen(text), file, err);
}

/* The first `what` becomes `with`; the result must be refused with `code` and `message`. */
static void
must_refuse(Arena *arena, const char *text, const char *what, const char *with, ErrorCode code, const char *message)
{
    const char *at = strstr(text, what);
    PlanFile *file;
    Error err = {0};

    assert_non_null(at);
    assert_false(read_back(arena, arena_printf(arena, "%.*s%s%s", (int) (at - text), text, with, at + strlen(what)), &file, &err));
    if (!strstr(err.message, message))
        fail_msg("said \"%s\", not \"%s\"", err.message, message);
    assert_int_equal(err.code, code);
}

static void
what_is_written_is_read(void **state)
{
    PlanFile *file = make(*state, from_sql, to_sql), *back;
    const char *text = text_of(*state, file);
    Error err = {0};

    assert_true(file->steps.count >= 3);
    if (!read_back(*state, text, &back, &err))
        fail_msg("%s", err.message);
    assert_string_equal(text_of(*state, back), text);
    assert_string_equal(text_of(*state, make(*state, from_sql, to_sql)), text);
    file = make(*state, to_sql, to_sql);
    assert_int_equal(file->steps.count, 0);
    assert_true(read_back(*state, text_of(*state, file), &back, &err));
}

static void
what_was_altered_is_refused(void **state)
{
    const char *text = text_of(*state, make(*state, from_sql, to_sql));

    must_refuse(*state, text, "\"name\": \"shop\"", "\"name\": \"shed\"", ERR_REFUSED, "plan.json: step 1, or what stands before");
    must_refuse(*state, text, "CREATE SCHEMA", "create schema", ERR_REFUSED, "was altered");
    must_refuse(*state, text, "\"alone\": false", "\"alone\": true", ERR_REFUSED, "step 1");
    must_refuse(*state, text, "\"line\": 1", "\"line\": 2", ERR_REFUSED, "was altered");
}

static void
what_is_no_plan_is_refused(void **state)
{
    const char *text = text_of(*state, make(*state, from_sql, to_sql));

    must_refuse(*state, text, "\"format\": 2", "\"format\": 3", ERR_FAILED, "has the plan format 3");
    must_refuse(*state, text, "\"format\": 2,", "", ERR_FAILED, "is not a plan");
    must_refuse(*state, text, "\"tool\"", "\"tol\"", ERR_FAILED, "unknown field \"tol\"");
    must_refuse(*state, text, "\"sql\"", "\"SQL\"", ERR_FAILED, "plan.json: step 1: unknown field \"SQL\"");
    must_refuse(*state, text, "\"rewrites\": false,", "", ERR_FAILED, "plan.json: step 1: the field \"rewrites\" is missing");
    must_refuse(*state, text, "\"rewrites\": false", "\"rewrites\": 0", ERR_FAILED, "\"rewrites\" must be true or false, not a number");
    must_refuse(*state, text, "\"number\": 1", "\"number\": 1.5", ERR_FAILED, "fraction");
    must_refuse(*state, text, "\"number\": 1", "\"number\": 7", ERR_FAILED, "step 1: its number is 7");
    must_refuse(*state, text, "\"number\": 1", "\"number\": 1, \"number\": 1", ERR_FAILED, "duplicate");
    must_refuse(*state, text, "\"no lock\"", "\"a lock\"", ERR_FAILED, "\"lock\" can't be \"a lock\"");
    must_refuse(*state, text, "\"operation\": \"", "\"operation\": \"x", ERR_FAILED, "\"operation\" can't be");
    must_refuse(*state, text, "{", "[", ERR_FAILED, "not valid JSON");
    must_refuse(*state, "", "", "", ERR_FAILED, "not valid JSON");
    must_refuse(*state, "[]", "[]", "[]", ERR_FAILED, "is not a plan");
}

/* Any single byte changed: refused, or it was a blank. Never a crash. */
static void
damage_is_found(void **state)
{
    const char *text = text_of(*state, make(*state, from_sql, to_sql));
    size_t length = strlen(text);

    for (size_t at = 0; at < length; at += 3)
    {
        Arena *arena = arena_new();
        char *damaged = arena_copy_own(arena, text);
        PlanFile *file;
        Error err;

        damaged[at] = (char) (damaged[at] ^ (1 + at % 127));
        if (plan_file_read(arena, "plan.json", damaged, length, &file, &err))
            assert_string_equal(text_of(arena, file), text);
        /* Cut short, but for the line end. */
        assert_true(at + 1 == length || !plan_file_read(arena, "plan.json", text, at, &file, &err));
        arena_free(arena);
    }
}

/* Steps taken from the end, the middle or doubled: each by itself is well sealed. */
static void
the_list_of_steps_is_sealed(void **state)
{
    PlanFile *file = make(*state, from_sql, to_sql), *back;
    void *last = vec_at(&file->steps, file->steps.count - 1);
    Error err = {0};

    file->steps.count--;
    assert_false(read_back(*state, text_of(*state, file), &back, &err));
    assert_non_null(strstr(err.message, "the list of steps was altered"));
    vec_add(*state, &file->steps, last);
    assert_true(read_back(*state, text_of(*state, file), &back, &err));
    vec_remove_at(&file->steps, 1);
    assert_false(read_back(*state, text_of(*state, file), &back, &err));
    assert_non_null(strstr(err.message, "step 2"));
}

static void
groups_end_at_boundaries(void **state)
{
    PlanStep steps[] = {{.alone = true}, {0}, {0}, {.commit_before = true}, {.commit_after = true}, {0}, {.alone = true}};
    const size_t ends[] = {1, 3, 3, 5, 5, 6, 7};
    PlanFile file = {.arena = *state};

    for (size_t i = 0; i < COUNT_OF(steps); i++)
        vec_add(*state, &file.steps, &steps[i]);
    for (size_t i = 0; i < COUNT_OF(steps); i++)
        assert_int_equal(plan_file_group_end(&file, i), ends[i]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(what_was_altered_is_refused),
        cmocka_unit_test(what_is_no_plan_is_refused),
        cmocka_unit_test(damage_is_found),
        cmocka_unit_test(the_list_of_steps_is_sealed),
        cmocka_unit_test(groups_end_at_boundaries),
    };
    return cmocka_run_group_tests_name("plan_file", tests, make_arena, drop_arena);
}
