/*
 * A blueprint, or two with a line "-- TO" between them, through everything that needs no server: read, compared with itself,
 * with an empty one and with each other, planned, written as a plan file and read back.
 *
 * Laws: the same text is the same model, and nothing is to be done between the two; each step is one statement that can be
 * parsed; the same diff gives the same plan; a plan file that was written is read.
 */
#include "tests/fuzz/target.h"

#include "engine/plan/plan.h"
#include "migrations/report/report.h"
#include "parser/parser.h"
#include "parser/pgq.h"

#include <stdio.h>
#include <stdlib.h>

enum { SERVER = 150000 };

static const ParseOptions options = {.server_version = SERVER, .database = "shop", .role = "me"};

static Model *
read_model(Arena *arena, const char *sql)
{
    Findings findings;
    Model *model = NULL;
    bool good;

    findings_init(&findings, arena);
    good = parse_text(arena, "t.sql", sql, &options, &model, &findings);
    if (good != (findings.errors == 0))
        BUG("the parser says %d with %zu errors", good, findings.errors);
    findings_sort(&findings);
    for (size_t i = 0; i < findings.count; i++)
        if (!*findings.items[i]->message)
            BUG("a finding without words");
    return good ? model : NULL;
}

static void
check_statement(Arena *arena, const char *sql)
{
    PgqScope scope = pgq_enter();
    PgqError error;
    List *statements = pgq_parse(arena, sql, &error);

    if (error.message || list_length(statements) != 1)
        BUG("a step of %d statements (%s): %s", list_length(statements), error.message ? error.message : "no error", sql);
    pgq_leave(scope);
}

/* Plan files for the target "plan" to begin with: tests/tools/fuzz.sh names a folder for them. */
static void
keep_plan(Arena *arena, const char *text)
{
    const char *folder = getenv("FUZZ_PLANS");
    FILE *file = folder ? fopen(arena_printf(arena, "%s/plan-%zu", folder, strlen(text)), "w") : NULL;

    if (file)
    {
        fputs(text, file);
        fclose(file);
    }
}

static const char *
check_file(Arena *arena, const Plan *plan)
{
    PlanFile *file = plan_file_make(arena, plan), *back;
    const char *text, *again;
    Error err = {0};

    file->database = (PlanDatabase) {"7000000000000000000", "shop", 16384, SERVER};
    if (!plan_file_seal(file, &err) || !plan_file_write(file, arena, &text, &err) ||
        !plan_file_read(arena, "p.json", text, strlen(text), &back, &err) || !plan_file_write(back, arena, &again, &err))
        BUG("a plan can't be saved: %s", err.message);
    if (strcmp(text, again) != 0)
        BUG("a plan is not what was saved:\n%s\n%s", text, again);
    report_plan_file_text(arena, back, true);
    report_plan_sql(arena, back);
    keep_plan(arena, text);
    return text;
}

/* The plan file; NULL: refused. */
static const char *
make_plan(Arena *arena, const Model *from, const Model *to, bool nothing)
{
    Diff *diff = diff_make(arena, from, to, NULL);
    Error err = {0};
    Plan *plan;

    if (nothing && !diff_is_empty(diff))
        BUG("a model differs from itself: %s", object_title(arena, ((const Change *) vec_at(&diff->changes, 0))->new));
    if (nothing && diff->doubts.count)
        BUG("a model has its doubts about itself");
    if (!plan_make(arena, diff, &(PlanOptions) {.server_version = SERVER}, &plan, &err))
    {
        if (!err.message || !*err.message)
            BUG("refused without words");
        return NULL;
    }
    if (nothing && plan->steps.count)
        BUG("nothing is to be done in %u steps", plan->steps.count);
    VEC_EACH(const Step *, step, &plan->steps)
        check_statement(arena, step->sql);
    return check_file(arena, plan);
}

static void
check_plan(Arena *arena, const Model *from, const Model *to)
{
    const char *plan = make_plan(arena, from, to, false);

    if (!str_eq(plan, make_plan(arena, from, to, false)))
        BUG("the same diff gives two plans:\n%s", plan);
}

void
fuzz_blueprint(const char *bytes, size_t size)
{
    static const char between[] = "\n-- TO\n";
    Arena *arena = arena_new();
    char *sql = arena_copy_len(arena, bytes, size), *second = strstr(sql, between);
    Model *from, *to, *nothing = read_model(arena, "");

    if (second)
    {
        *second = '\0';
        second += sizeof between - 1;
    }
    from = read_model(arena, sql);
    to = second ? read_model(arena, second) : NULL;
    if (from)
    {
        make_plan(arena, from, read_model(arena, sql), true);
        check_plan(arena, from, nothing);
        check_plan(arena, nothing, from);
    }
    if (from && to)
        check_plan(arena, from, to);
    arena_free(arena);
}
