#include "migrations/apply_part.h"

#include "migrations/clock.h"
#include "migrations/interrupt.h"

#include <stdlib.h>

/* ---- indexes ---- */

typedef enum IndexState { INDEX_MISSING, INDEX_INVALID, INDEX_VALID } IndexState;

static bool
look_at_index(Apply *apply, const char *name, IndexState *state, Error *err)
{
    Vec params = {0};
    const char *valid;

    vec_add(apply->arena, &params, name);
    TRY(conn_value(apply->conn, "SELECT i.indisvalid AND i.indisready AND i.indislive FROM pg_catalog.pg_index i"
                   " WHERE i.indexrelid = pg_catalog.to_regclass($1)", &params, apply->arena, &valid, err));
    *state = !valid ? INDEX_MISSING : *valid == 't' ? INDEX_VALID : INDEX_INVALID;
    return true;
}

/* What a build that failed or was cut short left behind. */
static bool
clean_up(Apply *apply, const PlanStep *step, Error *err)
{
    IndexState state;

    TRY(look_at_index(apply, step->builds, &state, err));
    if (state != INDEX_INVALID)
        return true;
    say_line(apply->say, "index %s was left unfinished: it is dropped", step->builds);
    return conn_runf(apply->conn, err, "DROP INDEX CONCURRENTLY IF EXISTS %s", step->builds);
}

/* Whether a step that was begun, and for all the journal knows not done, was done. */
static bool
settle_doubt(Apply *apply, const PlanStep *step, bool *done, Error *err)
{
    IndexState state;

    *done = false;
    if (step->builds)
    {
        TRY(clean_up(apply, step, err));
        TRY(look_at_index(apply, step->builds, &state, err));
        *done = state == INDEX_VALID;
    }
    else if (step->removes)
    {
        TRY(look_at_index(apply, step->removes, &state, err));
        *done = state == INDEX_MISSING;
    }
    return true;
}

/* ---- in batches ---- */

/* A batch is to take about as long as nobody minds waiting for a row. */
enum { BATCH_FIRST = 128, BATCH_MOST = 16384, BATCH_SHORT_MS = 100, BATCH_LONG_MS = 400, TELL_EVERY_MS = 5000, ROUNDS_MOST = 20 };

/* Blocks of the largest of the relation, its partitions and children: each batch is about the same blocks of all of them. */
static bool
count_blocks(Apply *apply, const PlanStep *step, int64_t *blocks, Error *err)
{
    Vec params = {0};
    const char *count;

    vec_add(apply->arena, &params, step->relation);
    TRY(conn_value(apply->conn,
                   "WITH RECURSIVE tree (oid) AS (SELECT pg_catalog.to_regclass($1)::pg_catalog.oid UNION SELECT i.inhrelid FROM tree t"
                   " JOIN pg_catalog.pg_inherits i ON i.inhparent = t.oid)"
                   " SELECT pg_catalog.max(pg_catalog.pg_relation_size(oid)) / pg_catalog.current_setting('block_size')::pg_catalog.int8 FROM tree",
                   &params, apply->arena, &count, err));
    *blocks = count ? strtoll(count, NULL, 10) : 0;
    return true;
}

static bool
run_batch(Apply *apply, const PlanStep *step, int64_t first, int64_t end, Error *err)
{
    for (int tries = 0; !conn_runf(apply->conn, err, "%s AND ctid >= '(%" PRId64 ",0)'::pg_catalog.tid AND ctid < '(%" PRId64 ",0)'::pg_catalog.tid",
                                   step->sql, first, end); tries++)
        if (interrupt_seen() || !apply_waits(apply, step, tries, err))
            return false;
    return true;
}

/* New versions of rows go to new blocks, which are looked at too: nothing is left to do in them. */
static bool
run_in_batches(Apply *apply, const PlanStep *step, Error *err)
{
    int64_t first = 0, size = BATCH_FIRST, blocks, told = clock_now();

    TRY(count_blocks(apply, step, &blocks, err));
    for (int rounds = 0; first < blocks && rounds < ROUNDS_MOST; rounds++)
    {
        while (first < blocks)
        {
            int64_t began = clock_now(), took;

            if (interrupt_seen())
                return error_set(err, apply->arena, ERR_FAILED, "interrupted");
            TRY(run_batch(apply, step, first, first + size, err));
            first += size;
            took = clock_now() - began;
            if (took < BATCH_SHORT_MS && size < BATCH_MOST)
                size *= 2;
            else if (took > BATCH_LONG_MS && size > 1)
                size /= 2;
            if (clock_now() - told > TELL_EVERY_MS)
            {
                told = clock_now();
                say_line(apply->say, "step %" PRId64 " (%s %s): %" PRId64 " of %" PRId64 " blocks", step->number, step->operation, step->object,
                         first < blocks ? first : blocks, blocks);
            }
            interrupt_pause((int) (took / 4));     /* others get a share of the disk */
        }
        TRY(count_blocks(apply, step, &blocks, err));
    }
    return true;
}

/* ---- */

/* CONCURRENTLY takes weak locks and waits for old transactions: a timeout would only leave half an index. */
static bool
do_alone(Apply *apply, const PlanStep *step, Error *err)
{
    if (step->in_batches)
        return apply_set_path(apply, step->search_path, err) && run_in_batches(apply, step, err);
    return apply_set_lock_timeout(apply, 0, err) && apply_do_step(apply, step, err) && apply_set_lock_timeout(apply, apply->lock_timeout, err);
}

static bool
give_up(Apply *apply, const PlanStep *step, Error *err)
{
    Error ignored;

    if (step->builds && !conn_is_broken(apply->conn) && apply_set_path(apply, "", &ignored))
        clean_up(apply, step, &ignored);
    return interrupt_seen() ? apply_interrupted(apply, step, err) : apply_failed(apply, step, "", err);
}

bool
apply_alone(Apply *apply, const PlanStep *step, Error *err)
{
    bool done = false;

    TRY(apply_set_path(apply, "", err));
    if (journal_step(apply->run, step->number) && !settle_doubt(apply, step, &done, err))
        return apply_failed(apply, step, ", cleaning up", err);
    if (done)
    {
        apply->skipped++;
        return journal_set_done(apply->arena, apply->conn, apply->id, step, err) || apply_failed(apply, step, ", journaling", err);
    }
    if (!journal_add_begun(apply->arena, apply->conn, apply->id, step, step->before, err) || !do_alone(apply, step, err) ||
        !apply_set_path(apply, "", err) || !journal_set_done(apply->arena, apply->conn, apply->id, step, err))
        return give_up(apply, step, err);
    apply->done++;
    return true;
}
