/* A plan as a script for psql: what apply does, without the journal. No names of files: the same changes, the same bytes. */
#include "migrations/report/report.h"

static void
add_step(Arena *arena, Text *text, const PlanStep *step, const char **path)
{
    const char *wanted = step->search_path && *step->search_path ? step->search_path : "''";

    if (!*path || strcmp(*path, wanted) != 0)
        text_addf(text, "SET search_path = %s;\n", *path = wanted);
    VEC_EACH(const PlanHazard *, hazard, &step->hazards)
        text_addf(text, "-- hazard %s%s%s\n", hazard->hazard, hazard->detail ? ": " : "",
                  /* A detail with a line end in it would end the comment. */
                  hazard->detail ? arena_copy_len(arena, hazard->detail, strcspn(hazard->detail, "\r\n")) : "");
    text_addf(text, "%s;\n", step->sql);
}

const char *
report_plan_sql(Arena *arena, const PlanFile *file)
{
    const char *path = NULL;
    size_t end;
    Text text;

    text_init(&text, arena);
    if (!file->steps.count)
        return "-- nothing to do\n";
    text_add(&text, "\\set ON_ERROR_STOP on\nSET check_function_bodies = off;\nSET lock_timeout = '3s';\n");
    for (size_t first = 0; first < file->steps.count; first = end)
    {
        bool alone = ((const PlanStep *) vec_at(&file->steps, first))->alone;

        end = plan_file_group_end(file, first);
        text_add(&text, alone ? "\nSET lock_timeout = 0;\n" : "\nBEGIN;\n");
        for (size_t at = first; at < end; at++)
            add_step(arena, &text, vec_at(&file->steps, at), &path);
        text_add(&text, alone ? "SET lock_timeout = '3s';\n" : "COMMIT;\n");
    }
    return text_str(&text);
}
