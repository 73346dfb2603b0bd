#include "migrations/cli/commands.h"

#include "migrations/apply.h"
#include "migrations/claim.h"
#include "migrations/ignore.h"
#include "migrations/remember.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void
say(void *context, const char *text)
{
    (void) context;
    talk_say("%s", text);
}

const Say command_say = {say, NULL};

Vec
command_paths(Arena *arena, const Options *options)
{
    Vec paths = options->paths;

    if (!paths.count)
        vec_add(arena, &paths, "blueprint");
    return paths;
}

/* "1000" rows, "64MB" bytes: from either on. */
static bool
read_size(Arena *arena, const char *word, WorkOptions *work, Error *err)
{
    static const struct { const char *unit; int64_t factor; } units[] = {{"kB", 1 << 10}, {"MB", 1 << 20}, {"GB", 1 << 30}, {"TB", INT64_C(1) << 40}};
    char *unit;
    long long number;

    errno = 0;
    number = strtoll(word, &unit, 10);
    if (unit != word && !errno && number > 0 && !*unit)
    {
        work->online_rows = number;
        return true;
    }
    for (size_t i = 0; i < COUNT_OF(units); i++)
        if (unit != word && !errno && number > 0 && number <= INT64_MAX / units[i].factor && strcmp(unit, units[i].unit) == 0)
        {
            work->online_bytes = number * units[i].factor;
            return true;
        }
    error_set(err, arena, ERR_USAGE, "--online-from: \"%s\" is not valid", word);
    return error_hint(err, arena, "give a number of rows such as 1000, a size such as 64MB, both with a comma between, or any, or never");
}

static bool
read_online(Arena *arena, const Options *options, WorkOptions *work, Error *err)
{
    if (!options->online.count)
        work->online_rows = 1;
    VEC_EACH(const char *, word, &options->online)
        if (strcmp(word, "any") == 0)
            work->online_rows = 1;
        else if (strcmp(word, "never") != 0)
            TRY(read_size(arena, word, work, err));
    return true;
}

bool
command_work_options(Arena *arena, const Options *options, WorkOptions *work, Error *err)
{
    *work = (WorkOptions) {.db = options->db, .paths = command_paths(arena, options)};
    work->ignore = options->ignore;
    TRY(ignore_check(arena, &options->ignore, err));
    return read_online(arena, options, work, err) && claim_read(arena, &options->manage, &work->manage, err);
}

bool
command_compare(Arena *arena, const WorkOptions *options, Work **work, Error *err)
{
    bool ok;

    *work = NULL;
    TRY(work_open(arena, options, work, err));
    ok = work_compare(*work, err);
    talk_findings(&(*work)->findings);
    return ok;
}

bool
command_plan_file(Arena *arena, const Work *work, PlanFile **file, Error *err)
{
    *file = plan_file_make(arena, work->plan);
    plan_file_account(*file, work->account);
    return work_identify(work, arena, &(*file)->database, err) && plan_file_seal(*file, err);
}

bool
command_read_file(Arena *arena, const char *path, size_t most, const char **text, size_t *length, Error *err)
{
    FILE *file = fopen(path, "re");
    struct stat info;
    char *data;

    if (!file)
        return error_set(err, arena, ERR_FAILED, "can't read %s: %s", path, strerror(errno));
    if (fstat(fileno(file), &info) != 0 || !S_ISREG(info.st_mode) || (uintmax_t) info.st_size > most)
    {
        fclose(file);
        return error_set(err, arena, ERR_FAILED, "can't read %s: it is no file, or larger than %zu MB", path, most >> 20);
    }
    data = arena_alloc(arena, (size_t) info.st_size + 1);
    *length = fread(data, 1, (size_t) info.st_size, file);
    *text = data;
    fclose(file);
    return true;
}

static bool
write_all(int file, const char *text, size_t length)
{
    while (length)
    {
        ssize_t written = write(file, text, length);

        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        text += written;
        length -= (size_t) written;
    }
    return true;
}

bool
command_write_file(Arena *arena, const char *path, const char *text, bool secret, Error *err)
{
    struct stat info;
    /* What is no file (/dev/stdout, a pipe) can't be replaced. */
    bool special = stat(path, &info) == 0 && !S_ISREG(info.st_mode);
    const char *aside = special ? path : arena_printf(arena, "%s.%ld.tmp", path, (long) getpid());
    int file = open(aside, O_WRONLY | O_CLOEXEC | (special ? 0 : O_CREAT | O_EXCL), secret ? 0600 : 0666);
    bool ok = file >= 0 && write_all(file, text, strlen(text));
    int reason = errno;

    if (file >= 0 && close(file) != 0 && ok)
    {
        ok = false;
        reason = errno;
    }
    if (ok && !special && rename(aside, path) != 0)
    {
        ok = false;
        reason = errno;
    }
    if (!ok && file >= 0 && !special)
        unlink(aside);
    return ok || error_set(err, arena, ERR_FAILED, "can't write %s: %s", path, strerror(reason));
}

/* After the last step: the live side was read anew, and must not differ from the blueprint. */
static bool
verify(Arena *arena, Work *work, Error *err)
{
    DriftList list;

    TRY(work_compare_live(work, err));
    drift_make(arena, work->diff, &list);
    VEC_EACH(const Drift *, drift, &list.items)
        talk_say("%s", drift_line(arena, drift));
    if (!list.items.count)
        return remember_proved(arena, work->conn, work->live, work->blueprint, &work->proofs, err);
    error_set(err, arena, ERR_FAILED, "all steps are done, but %s still differ%s from the blueprint", report_count(arena, list.items.count, "object"),
              list.items.count == 1 ? "s" : "");
    return error_hint(err, arena, "plan again to see whether that helps; if not, it is a fault of hcmigrate: please report it");
}

bool
command_do(Arena *arena, Work *work, const PlanFile *file, int64_t lock_timeout, Error *err)
{
    Apply apply = {.arena = arena, .conn = work->conn, .file = file, .lock_timeout = lock_timeout, .say = &command_say};

    TRY(apply_run(&apply, err));
    TRY(work_read_live(work, err));
    TRY(apply_finish(&apply, work->live, err));
    return verify(arena, work, err);
}
