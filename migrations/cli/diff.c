#include "migrations/cli/commands.h"

#include "migrations/between.h"

static bool
wants_two(Arena *arena, Error *err)
{
    error_set(err, arena, ERR_USAGE, "diff wants two sides: where the steps begin, and where they lead to");
    return error_hint(err, arena, "hcmigrate diff FROM TO; each is a folder, a file, or a database such as dbname=shop");
}

bool
command_diff(Arena *arena, const Options *options, ErrorCode *outcome, Error *err)
{
    WorkOptions work_options = {0};
    Work *work;
    bool ok;

    if (options->paths.count != 2)
        return wants_two(arena, err);
    TRY(command_work_options(arena, options, &work_options, err));
    work_options.paths = (Vec) {0};
    work_options.role = options->role;
    TRY(between_sides(arena, vec_at(&options->paths, 0), vec_at(&options->paths, 1), options->db, &work_options, err));
    ok = command_compare(arena, &work_options, &work, err) && command_show(arena, options, work, outcome, err);
    work_close(work);
    return ok;
}
