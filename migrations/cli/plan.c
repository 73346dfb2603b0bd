#include "migrations/cli/commands.h"

#include "migrations/apply.h"

static bool
print(Arena *arena, const Options *options, const Work *work, const PlanFile *file, Error *err)
{
    ReportHead head = report_head(arena, work);
    PlanView view = {.head = &head, .plan = work->plan, .colour = talk_colour(), .verbose = options->verbose};
    const char *text;

    TRY(apply_read_allowed(arena, &options->allow, &view.allowed, err));
    if (str_eq(options->format, "sql"))
        text = report_plan_sql(arena, file);
    else if (str_eq(options->format, "json"))
        TRY(plan_file_write(file, arena, &text, err));
    else
        text = report_plan_text(arena, &view);
    return talk_result(arena, text, err);
}

static bool
save(Arena *arena, const char *path, const PlanFile *file, Error *err)
{
    const char *text;
    bool secret = false;

    VEC_EACH(const PlanStep *, step, &file->steps)
        secret |= step->shown != NULL;
    TRY(plan_file_write(file, arena, &text, err));
    TRY(command_write_file(arena, path, text, secret, err));
    if (secret)
        talk_say("the plan holds a secret in clear text: only you may read it");
    if (!file->database.name)
        talk_say("saved as %s: it leads from a blueprint, so that it can be read but not applied", path);
    else
        talk_say("saved as %s: apply it with hcmigrate apply %s", path, path);
    return true;
}

static bool
wants_account(const Options *options)
{
    return options->strict || options->output || !str_eq(options->format, "sql");
}

bool
command_show(Arena *arena, const Options *options, Work *work, ErrorCode *outcome, Error *err)
{
    PlanFile *file = NULL;

    if (work->options->account)
        TRY(work_account(work, err));
    if (options->verbose)
        work_count_trees(work);
    TRY(work_plan(work, err));
    if (options->output || options->format)
        TRY(command_plan_file(arena, work, &file, err));
    TRY(print(arena, options, work, file, err));
    if (options->output)
        TRY(save(arena, options->output, file, err));
    *outcome = (options->exit_code && work->plan->steps.count) || (options->strict && work_nobodys(work)) ? ERR_DIFFERENT : ERR_OK;
    return true;
}

bool
command_plan(Arena *arena, const Options *options, ErrorCode *outcome, Error *err)
{
    WorkOptions work_options;
    Work *work;
    bool ok;

    TRY(command_work_options(arena, options, &work_options, err));
    work_options.account = wants_account(options);
    ok = command_compare(arena, &work_options, &work, err) && command_show(arena, options, work, outcome, err);
    work_close(work);
    return ok;
}
