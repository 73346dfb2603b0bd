#include "migrations/cli/commands.h"

static bool
print(Arena *arena, const Options *options, Work *work, const DriftList *list, Error *err)
{
    ReportHead head = report_head(arena, work);
    const char *text;

    if (str_eq(options->format, "json"))
        work_count_trees(work);
    if (str_eq(options->format, "json"))
        TRY(report_drift_json(arena, &head, list, &text, err));
    else if (str_eq(options->format, "junit"))
        text = report_drift_junit(arena, &head, list);
    else if (str_eq(options->format, "github"))
        text = report_drift_github(arena, &head, list);
    else
        text = report_drift_text(arena, &head, list);
    return talk_result(arena, text, err);
}

bool
command_drift(Arena *arena, const Options *options, ErrorCode *outcome, Error *err)
{
    WorkOptions work_options;
    DriftList list;
    Work *work;
    bool ok;

    TRY(command_work_options(arena, options, &work_options, err));
    work_options.account = true;
    ok = command_compare(arena, &work_options, &work, err) && work_account(work, err);
    if (ok)
    {
        drift_make(arena, work->diff, &list);
        ok = print(arena, options, work, &list, err);
        *outcome = list.items.count || (options->strict && work_nobodys(work)) ? ERR_DIFFERENT : ERR_OK;
    }
    work_close(work);
    return ok;
}
