#include "migrations/cli/commands.h"

#include "migrations/apply.h"
#include "migrations/interrupt.h"

#include <stdio.h>
#include <sys/stat.h>

/* Far above any plan of ours. */
enum { PLAN_BYTES_MAX = 1 << 30 };

/* By its name, or by its first character: no SQL begins with a brace. */
static bool
is_plan(const char *path)
{
    size_t length = strlen(path);
    struct stat info;
    FILE *file;
    int first;

    if (length > 5 && strcmp(path + length - 5, ".json") == 0)
        return true;
    if (stat(path, &info) != 0 || !S_ISREG(info.st_mode) || !(file = fopen(path, "re")))
        return false;
    first = getc(file);
    fclose(file);
    return first == '{';
}

/* Whether to go on. Nobody there to ask is an error, since silence is no consent. */
static bool
ask(Arena *arena, const Options *options, size_t steps, Error *err)
{
    if (options->yes)
        return true;
    if (!talk_can_ask())
    {
        error_set(err, arena, ERR_USAGE, "nobody is there to ask whether to apply this");
        return error_hint(err, arena, "add --yes to apply without being asked");
    }
    return talk_ask(arena_printf(arena, "apply %s?", report_count(arena, steps, "step"))) ||
           error_set(err, arena, ERR_REFUSED, "not applied");
}

static bool
done(Arena *arena, const PlanFile *file, const char *what, Error *err)
{
    return talk_result(arena, arena_printf(arena, "applied %s, and %s\n", report_count(arena, file->steps.count, "step"), what), err);
}

/* ---- a blueprint ---- */

static bool
show_plan(Arena *arena, const Options *options, const Work *work, unsigned allowed, Error *err)
{
    ReportHead head = report_head(arena, work);
    PlanView view = {.head = &head, .plan = work->plan, .allowed = allowed, .colour = talk_colour(), .verbose = options->verbose};

    return talk_result(arena, report_plan_text(arena, &view), err);
}

static bool
apply_blueprint(Arena *arena, const Options *options, Work *work, unsigned allowed, Error *err)
{
    PlanFile *file;

    TRY(session_lock(arena, work->conn, options->lock_wait, &command_say, err));
    if (!work_compare(work, err))
    {
        talk_findings(&work->findings);
        return false;
    }
    talk_findings(&work->findings);
    TRY(work_plan(work, err));
    TRY(show_plan(arena, options, work, allowed, err));
    if (!work->plan->steps.count)
        return true;
    TRY(command_plan_file(arena, work, &file, err));
    TRY(apply_check_hazards(arena, file, allowed, err));
    TRY(ask(arena, options, file->steps.count, err));
    TRY(session_prepare(arena, work->conn, err));
    if (!options->yes)
    {
        /* Time went by while somebody was thinking. */
        Apply check = {.arena = arena, .conn = work->conn, .file = file};

        TRY(work_read_live(work, err));
        TRY(apply_check(&check, work->live, err));
    }
    TRY(command_do(arena, work, file, options->lock_timeout, err));
    return done(arena, file, "the database is as the blueprint wants it", err);
}

/* ---- a saved plan ---- */

static bool
verify_saved(Arena *arena, const Work *work, const PlanFile *file, Error *err)
{
    Vec lines = {0};

    apply_verify(arena, file, work->live, &lines);
    if (!lines.count)
        return true;
    return error_set(err, arena, ERR_FAILED, "all steps are done, but %s not as the plan meant: %s",
                     lines.count == 1 ? "one object is" : "some objects are", vec_join(arena, &lines, "; "));
}

static bool
apply_saved(Arena *arena, const Options *options, Work *work, const PlanFile *file, const char *name, unsigned allowed, Error *err)
{
    Apply apply = {.arena = arena, .conn = work->conn, .file = file, .name = name, .lock_timeout = options->lock_timeout, .say = &command_say};
    PlanDatabase database;

    TRY(session_lock(arena, work->conn, options->lock_wait, &command_say, err));
    TRY(work_identify(work, arena, &database, err));
    TRY(apply_check_identity(arena, file, &database, name, err));
    TRY(talk_result(arena, report_plan_file_text(arena, file, options->verbose), err));
    if (!file->steps.count)
        return true;
    TRY(apply_check_hazards(arena, file, allowed, err));
    TRY(apply_find_run(&apply, err));
    TRY(work_read_live(work, err));
    if (apply_was_done(&apply))
    {
        Vec lines = {0};

        apply_verify(arena, file, work->live, &lines);
        if (!lines.count)
            return talk_result(arena, arena_printf(arena, "applied already by %s at %s: nothing to do\n", apply.run->role, apply.run->began), err);
        apply.run = NULL;
    }
    TRY(apply_check(&apply, work->live, err));
    TRY(ask(arena, options, file->steps.count, err));
    TRY(session_prepare(arena, work->conn, err));
    TRY(apply_run(&apply, err));
    TRY(work_read_live(work, err));
    TRY(apply_finish(&apply, work->live, err));
    TRY(verify_saved(arena, work, file, err));
    return done(arena, file, "what they touch is as the plan meant it to be", err);
}

bool
command_apply(Arena *arena, const Options *options, ErrorCode *outcome, Error *err)
{
    WorkOptions work_options;
    PlanFile *file = NULL;
    unsigned allowed;
    Work *work;
    bool ok;

    TRY(command_work_options(arena, options, &work_options, err));
    TRY(apply_read_allowed(arena, &options->allow, &allowed, err));
    VEC_EACH(const char *, path, &work_options.paths)
        if (is_plan(path) && work_options.paths.count > 1)
            return error_set(err, arena, ERR_USAGE, "%s is a plan: it is applied alone", path);
    if (is_plan(vec_at(&work_options.paths, 0)))
    {
        const char *name = vec_at(&work_options.paths, 0), *text;
        size_t length;

        TRY(command_read_file(arena, name, PLAN_BYTES_MAX, &text, &length, err));
        TRY(plan_file_read(arena, name, text, length, &file, err));
    }
    TRY(work_open(arena, &work_options, &work, err));
    interrupt_begin(work->conn);
    ok = file ? apply_saved(arena, options, work, file, vec_at(&work_options.paths, 0), allowed, err)
              : apply_blueprint(arena, options, work, allowed, err);
    if (!ok && interrupt_seen() && strcmp(err->sqlstate, "57014") == 0)
        error_set(err, arena, ERR_FAILED, "interrupted while reading: no step was under way");
    interrupt_end();
    work_close(work);
    *outcome = ERR_OK;
    return ok;
}
