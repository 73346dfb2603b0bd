#include "migrations/apply.h"

#include "migrations/apply_part.h"
#include "migrations/interrupt.h"

/* ---- may it, and is the database the right one ---- */

bool
apply_read_allowed(Arena *arena, const Vec *words, unsigned *allowed, Error *err)
{
    *allowed = 0;
    VEC_EACH(const char *, word, words)
    {
        HazardCode code = hazard_by_word(word);
        Vec known = {0};

        if (strcmp(word, "all") == 0)
            *allowed = ~0u;
        else if (code != HAZARD_COUNT)
            *allowed |= 1u << code;
        else
        {
            for (int i = 0; i < HAZARD_COUNT; i++)
                vec_add(arena, &known, hazard_word((HazardCode) i));
            error_set(err, arena, ERR_USAGE, "--allow: \"%s\" is no hazard", word);
            return error_hint(err, arena, "give some of %s, or all", vec_join(arena, &known, ", "));
        }
    }
    return true;
}

unsigned
apply_hazards(const PlanFile *file)
{
    unsigned found = 0;

    VEC_EACH(const PlanStep *, step, &file->steps)
        VEC_EACH(const PlanHazard *, hazard, &step->hazards)
            if (hazard_asks(hazard_by_word(hazard->hazard)) && !hazard->allowed)
                found |= 1u << hazard_by_word(hazard->hazard);
    return found;
}

bool
apply_check_hazards(Arena *arena, const PlanFile *file, unsigned allowed, Error *err)
{
    unsigned refused = apply_hazards(file) & ~allowed;
    Vec words = {0};

    if (!refused)
        return true;
    for (int code = 0; code < HAZARD_COUNT; code++)
        if (refused & 1u << code)
            vec_add(arena, &words, hazard_word((HazardCode) code));
    error_set(err, arena, ERR_REFUSED, "not allowed: %s; nothing was applied", vec_join(arena, &words, ", "));
    return error_hint(err, arena, "look at the plan, and run again with --allow %s", vec_join(arena, &words, ","));
}

static bool
stale(Arena *arena, Error *err)
{
    return error_hint(err, arena, "make the plan anew with hcmigrate plan -o FILE");
}

bool
apply_check_identity(Arena *arena, const PlanFile *file, const PlanDatabase *database, const char *name, Error *err)
{
    const PlanDatabase *wanted = &file->database;

    if (!wanted->name)
    {
        error_set(err, arena, ERR_REFUSED, "%s leads from a blueprint, not from a database: it can't be applied", name);
        return error_hint(err, arena, "make a plan for this database with hcmigrate plan -o FILE");
    }
    if (wanted->system && database->system && strcmp(wanted->system, database->system) != 0)
        error_set(err, arena, ERR_STALE, "%s was made for another server (cluster %s, this is %s)", name, wanted->system, database->system);
    else if (strcmp(wanted->name, database->name) != 0 || wanted->oid != database->oid)
        error_set(err, arena, ERR_STALE, "%s was made for another database (\"%s\" with oid %" PRId64 ", this is \"%s\" with oid %" PRId64 ")",
                  name, wanted->name, wanted->oid, database->name, database->oid);
    else if (wanted->server / 10000 != database->server / 10000)
        error_set(err, arena, ERR_STALE, "%s was made for PostgreSQL %" PRId64 ", this is %" PRId64, name, wanted->server / 10000,
                  database->server / 10000);
    else
        return true;
    return stale(arena, err);
}

/* By an interrupted run, which got at least that far. */
static bool
was_renamed(const Apply *apply, const Model *live, const PlanStep *step)
{
    return apply->run && step->was && !map_has(&live->by_key, step->was) && map_has(&live->by_key, step->key);
}

bool
apply_check(const Apply *apply, const Model *live, Error *err)
{
    Arena *scratch = arena_new();
    Vec changed = {0};
    Map seen;

    map_init(&seen, scratch);
    VEC_EACH(const PlanStep *, step, &apply->file->steps)
    {
        /* What an interrupted run of this plan has begun to change isn't what it was. */
        bool ours = map_has(&seen, step->key) || journal_step(apply->run, step->number) || was_renamed(apply, live, step);

        map_put(&seen, step->key, step);
        if (!ours && strcmp(step->before, STATE_UNTOLD) != 0 && strcmp(plan_state(scratch, live, step), step->before) != 0)
            vec_add(apply->arena, &changed, step->object);
    }
    arena_free(scratch);
    if (!changed.count)
        return true;
    error_set(err, apply->arena, ERR_STALE, "%u object%s the plan touches changed after it was made: %s%s", changed.count,
              changed.count == 1 ? " that" : "s that", (const char *) vec_at(&changed, 0), changed.count > 1 ? " and others" : "");
    return stale(apply->arena, err);
}

bool
apply_find_run(Apply *apply, Error *err)
{
    bool there;

    apply->run = NULL;
    TRY(journal_look(apply->arena, apply->conn, &there, err));
    return !there || journal_find(apply->arena, apply->conn, apply->file->checksum, &apply->run, err);
}

bool
apply_was_done(const Apply *apply)
{
    return apply->run && str_eq(apply->run->outcome, "done");
}

/* ---- failing ---- */

static const char *
what_is_done(const Apply *apply)
{
    size_t done = apply->done + apply->skipped;

    if (!done)
        return "nothing was applied";
    return arena_printf(apply->arena, "%zu of %u steps are done and stay; the same command goes on from there", done, apply->file->steps.count);
}

/* Say which step it was, and how far things got. */
bool
apply_failed(const Apply *apply, const PlanStep *step, const char *what, Error *err)
{
    const char *hint = err->hint ? arena_printf(apply->arena, "%s; %s", err->hint, what_is_done(apply)) : what_is_done(apply);

    err->message = arena_printf(apply->arena, "step %" PRId64 " (%s %s)%s: %s", step->number, step->operation, step->object, what, err->message);
    err->hint = hint;
    err->at = (Origin) {step->origin.file, (int) step->origin.line, (int) step->origin.column};
    if (err->code == ERR_TORN)
        err->code = ERR_FAILED;
    return false;
}

bool
apply_interrupted(const Apply *apply, const PlanStep *step, Error *err)
{
    error_set(err, apply->arena, ERR_FAILED, "interrupted at step %" PRId64 " (%s %s): %s", step->number, step->operation, step->object,
              step->alone ? "it ran outside a transaction and may be half done" : "its transaction was rolled back");
    return error_hint(err, apply->arena, "%s", what_is_done(apply));
}

/* ---- waiting for locks ---- */

/* Thirds of the lock timeout: 1, 2, 4 and 8 seconds as long as that is 3. */
static const int pauses[] = {1, 2, 4, 8};

static int
pause_before(const Apply *apply, int tries)
{
    return (int) (apply->lock_timeout * pauses[tries] / 3);
}

bool
apply_waits(const Apply *apply, const PlanStep *step, int tries, const Error *err)
{
    const char *holders;
    bool locked = err->code == ERR_LOCKED || strcmp(err->sqlstate, "40P01") == 0;       /* lock_not_available, deadlock_detected */

    if (!locked || tries >= (int) COUNT_OF(pauses))
        return false;
    holders = step->relation ? session_holders(apply->arena, apply->conn, step->relation) : NULL;
    say_line(apply->say, "step %" PRId64 " (%s %s) could not get its lock%s%s, trying again in %.1f s", step->number, step->operation, step->object,
             holders ? ", held by " : "", holders ? holders : "", pause_before(apply, tries) / 1000.0);
    interrupt_pause(pause_before(apply, tries));
    return true;
}

/* ---- the steps ---- */

bool
apply_set_lock_timeout(Apply *apply, int64_t timeout, Error *err)
{
    return session_set(apply->arena, apply->conn, "lock_timeout", arena_printf(apply->arena, "%" PRId64, timeout), err);
}

bool
apply_set_path(Apply *apply, const char *path, Error *err)
{
    if (!path)
        path = "";
    if (apply->path && strcmp(apply->path, path) == 0)
        return true;
    apply->path = NULL;
    TRY(session_set(apply->arena, apply->conn, "search_path", path, err));
    apply->path = path;
    return true;
}

bool
apply_do_step(Apply *apply, const PlanStep *step, Error *err)
{
    TRY(apply_set_path(apply, step->search_path, err));
    return conn_run(apply->conn, step->sql, err);
}

/* *at: the step that it got to. */
static bool
try_transaction(Apply *apply, size_t first, size_t end, size_t *at, Error *err)
{
    TRY(conn_run(apply->conn, "BEGIN", err));
    for (*at = first; *at < end; ++*at)
    {
        const PlanStep *step = vec_at(&apply->file->steps, *at);

        if (interrupt_seen())
            return error_set(err, apply->arena, ERR_FAILED, "interrupted");
        TRY(apply_do_step(apply, step, err));
    }
    *at = end - 1;
    /* With a path of the plan's making, the journal's statements could be led astray. */
    TRY(apply_set_path(apply, "", err));
    TRY(journal_add_done(apply->arena, apply->conn, apply->id, apply->file, first, end, err));
    return conn_run(apply->conn, "COMMIT", err);
}

static void
roll_back(Apply *apply)
{
    Error ignored;

    apply->path = NULL;
    if (!conn_is_broken(apply->conn) && conn_in_transaction(apply->conn))
        conn_run(apply->conn, "ROLLBACK", &ignored);
}

static bool
run_transaction(Apply *apply, size_t first, size_t end, Error *err)
{
    size_t at = first;

    for (int tries = 0; !try_transaction(apply, first, end, &at, err); tries++)
    {
        const PlanStep *step = vec_at(&apply->file->steps, at);

        roll_back(apply);
        if (interrupt_seen())
            return apply_interrupted(apply, step, err);
        if (strcmp(err->sqlstate, "53200") == 0 && end - first > 1)
        {
            /* out_of_memory: the lock table is full (max_locks_per_transaction). */
            size_t middle = first + (end - first) / 2;

            say_line(apply->say, "too many locks for one transaction: steps %zu to %zu are done in two", first + 1, end);
            return run_transaction(apply, first, middle, err) && run_transaction(apply, middle, end, err);
        }
        if (!apply_waits(apply, step, tries, err))
            return apply_failed(apply, step, conn_is_broken(apply->conn) ? ", the connection is lost" : "", err);
    }
    apply->done += end - first;
    return true;
}

static bool
begin_run(Apply *apply, Error *err)
{
    bool there;

    TRY(apply_set_lock_timeout(apply, apply->lock_timeout, err));
    if (apply->run && !apply->run->outcome)
    {
        apply->id = apply->run->id;
        say_line(apply->say, "going on with the run that %s began at %s", apply->run->role, apply->run->began);
        return true;
    }
    apply->run = NULL;
    TRY(journal_look(apply->arena, apply->conn, &there, err));
    TRY(there ? journal_complete(apply->arena, apply->conn, err) : journal_create(apply->arena, apply->conn, err));
    return journal_begin(apply->arena, apply->conn, apply->file, &apply->id, err);
}

bool
apply_run(Apply *apply, Error *err)
{
    const Vec *steps = &apply->file->steps;
    size_t end;

    if (interrupt_seen())
        return error_set(err, apply->arena, ERR_FAILED, "interrupted: nothing was applied");
    TRY(begin_run(apply, err));
    for (size_t first = 0; first < steps->count; first = end)
    {
        const PlanStep *step = vec_at(steps, first);
        const JournalStep *journaled = journal_step(apply->run, step->number);

        end = plan_file_group_end(apply->file, first);
        if (journaled && journaled->done)
        {
            /* A transaction may have been split: what follows may not be done. */
            apply->skipped++;
            end = first + 1;
        }
        else
        {
            if (interrupt_seen())
                return apply_interrupted(apply, step, err);
            TRY(step->alone ? apply_alone(apply, step, err) : run_transaction(apply, first, end, err));
            say_line(apply->say, "%zu of %u steps are done", apply->done + apply->skipped, steps->count);
        }
    }
    return true;
}

bool
apply_finish(const Apply *apply, const Model *live, Error *err)
{
    return remember_store(apply->arena, apply->conn, &apply->file->expressions, live, err) &&
           journal_finish(apply->arena, apply->conn, apply->id, err);
}

void
apply_verify(Arena *arena, const PlanFile *file, const Model *live, Vec *lines)
{
    Map last;

    map_init(&last, arena);
    VEC_EACH(const PlanStep *, step, &file->steps)
        map_put(&last, step->key, step);
    VEC_EACH(const PlanStep *, step, &file->steps)
    {
        bool there = map_has(&live->by_key, step->key);

        if (map_get(&last, step->key) != step || plan_step_holds(step, live))
            continue;
        vec_add(arena, lines, arena_printf(arena, "%s: %s", step->object,
                                           !there ? "is missing" : strcmp(step->after, STATE_ABSENT) == 0 ? "is still there"
                                                                                                         : "is not as the plan meant it to be"));
    }
}
