/*
 * A plan file, and what is made of it before anything runs. For libFuzzer, plan_file.c looks behind checksums that don't fit:
 * otherwise hardly any text would pass the first one. Law: what is read is written, and read again the same.
 */
#include "tests/fuzz/target.h"

#include "migrations/report/report.h"

static void
use(Arena *arena, PlanFile *file)
{
    PlanFile *back;
    const char *text, *again;
    Error err = {0};

    for (size_t at = 0, end; at < file->steps.count; at = end)
        if ((end = plan_file_group_end(file, at)) <= at || end > file->steps.count)
            BUG("a group from step %zu to %zu", at, end);
    report_plan_file_text(arena, file, true);
    report_plan_sql(arena, file);
    if (!plan_file_seal(file, &err) || !plan_file_write(file, arena, &text, &err) ||
        !plan_file_read(arena, "p.json", text, strlen(text), &back, &err) || !plan_file_write(back, arena, &again, &err))
        BUG("a plan can't be saved: %s", err.message);
    if (strcmp(text, again) != 0)
        BUG("a plan is not what was saved:\n%s\n%s", text, again);
}

void
fuzz_plan(const char *bytes, size_t size)
{
    Arena *arena = arena_new();
    PlanFile *file;
    Error err = {0};

    if (plan_file_read(arena, "plan.json", bytes, size, &file, &err))
        use(arena, file);
    else if (!err.message || !*err.message)
        BUG("refused without words");
    arena_free(arena);
}
