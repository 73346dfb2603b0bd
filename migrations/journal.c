#include "migrations/journal.h"

#include "catalog/once.h"
#include "engine/base/json.h"

#include <stdlib.h>

#define JOURNAL_COMMENT "journal of hcmigrate, format 1"

static const char create_sql[] =
    "CREATE SCHEMA hcmigrate;"
    "COMMENT ON SCHEMA hcmigrate IS '" JOURNAL_COMMENT "';"
    "CREATE TABLE hcmigrate.plan ("
    " id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
    " checksum text NOT NULL,"
    " blueprint text NOT NULL,"
    " tool text NOT NULL,"
    " steps integer NOT NULL,"
    " role text NOT NULL DEFAULT current_user,"
    " began timestamptz NOT NULL DEFAULT clock_timestamp(),"
    " ended timestamptz,"
    " outcome text CHECK (outcome IN ('done', 'superseded')));"
    "CREATE TABLE hcmigrate.step ("
    " plan bigint NOT NULL REFERENCES hcmigrate.plan,"
    " number integer NOT NULL,"
    " state text NOT NULL CHECK (state IN ('begun', 'done')),"
    " object text NOT NULL,"
    " operation text NOT NULL,"
    " sql text NOT NULL,"
    " undo text,"
    " before text,"
    " began timestamptz NOT NULL DEFAULT clock_timestamp(),"
    " done timestamptz,"
    " PRIMARY KEY (plan, number));"
    "CREATE TABLE hcmigrate.proof ("
    " pair text PRIMARY KEY,"
    " at timestamptz NOT NULL DEFAULT clock_timestamp());"
    /* Hashes only, and a plan made by a role that may do nothing needs them too. */
    "GRANT USAGE ON SCHEMA hcmigrate TO PUBLIC;"
    "GRANT SELECT ON hcmigrate.proof TO PUBLIC;"
    "COMMENT ON TABLE hcmigrate.plan IS 'each run of hcmigrate apply that had something to do';"
    "COMMENT ON TABLE hcmigrate.step IS 'the steps that were done, or begun, by each run';"
    "COMMENT ON TABLE hcmigrate.proof IS 'hashes of expressions in the blueprint together with what the server made of them';"
    ONCE_DONE_VIEW ";"
    "COMMENT ON VIEW hcmigrate.once IS 'the steps that run once and did'";

static const char *
number_text(Arena *arena, int64_t number)
{
    return arena_printf(arena, "%" PRId64, number);
}

static Vec
params(Arena *arena, const char *first, const char *second, const char *third)
{
    Vec vec = {0};

    vec_add(arena, &vec, first);
    if (second)
        vec_add(arena, &vec, second);
    if (third)
        vec_add(arena, &vec, third);
    return vec;
}

bool
journal_look(Arena *arena, Conn *conn, bool *there, Error *err)
{
    const char *comment;

    TRY(conn_value(conn, "SELECT coalesce(pg_catalog.obj_description(oid, 'pg_namespace'), '') FROM pg_catalog.pg_namespace"
                   " WHERE nspname = 'hcmigrate'", NULL, arena, &comment, err));
    *there = comment != NULL;
    if (!comment || strcmp(comment, JOURNAL_COMMENT) == 0)
        return true;
    error_set(err, arena, ERR_FAILED, "the schema hcmigrate in this database is not a journal that this version knows");
    return error_hint(err, arena, "its comment should be \"" JOURNAL_COMMENT "\"");
}

static bool
create_after(Conn *conn, const char *setting, Error *err)
{
    Error ignored;

    if (conn_run(conn, "BEGIN", err) && conn_run(conn, setting, err) && conn_run(conn, create_sql, err) && conn_run(conn, "COMMIT", err))
        return true;
    conn_run(conn, "ROLLBACK", &ignored);
    return false;
}

/* An event trigger that forbids all commands forbids these too, even where the plan is about to drop it. */
bool
journal_create(Arena *arena, Conn *conn, Error *err)
{
    const char *triggers;
    Error second;

    if (create_after(conn, "SET LOCAL search_path = ''", err))
        return true;
    if (!conn_value(conn, "SELECT pg_catalog.string_agg(pg_catalog.quote_ident(evtname), ', ' ORDER BY evtname)"
                    " FROM pg_catalog.pg_event_trigger WHERE evtenabled IN ('O', 'A')", NULL, arena, &triggers, &second) || !triggers)
        return false;
    if (create_after(conn, "SET LOCAL session_replication_role = replica", &second))
        return true;
    return error_hint(err, arena, "an event trigger (%s) may be what forbids the journal's schema: disable it, or let a superuser apply the first plan", triggers);
}

bool
journal_complete(Arena *arena, Conn *conn, Error *err)
{
    const char *lacks;

    TRY(conn_value(conn, "SELECT pg_catalog.to_regclass('hcmigrate.once') IS NULL", NULL, arena, &lacks, err));
    return *lacks != 't' || conn_run(conn, ONCE_DONE_VIEW, err);
}

/* ---- finding a run again ---- */

typedef struct Finder
{
    Arena *arena;
    JournalPlan *plan;
} Finder;

static bool
take_plan(void *context, const Row *row, Error *err)
{
    Finder *finder = context;
    JournalPlan *plan = finder->plan = arena_make(finder->arena, JournalPlan);

    (void) err;
    plan->id = row_int(row, "id");
    plan->outcome = row_copy(row, finder->arena, "outcome");
    plan->role = row_copy(row, finder->arena, "role");
    plan->began = row_copy(row, finder->arena, "began");
    plan->ended = row_copy(row, finder->arena, "ended");
    return true;
}

static bool
take_step(void *context, const Row *row, Error *err)
{
    Finder *finder = context;
    JournalStep *step = arena_make(finder->arena, JournalStep);

    (void) err;
    step->number = row_int(row, "number");
    step->done = strcmp(row_text(row, "state"), "done") == 0;
    step->before = row_copy(row, finder->arena, "before");
    vec_add(finder->arena, &finder->plan->steps, step);
    return true;
}

bool
journal_find(Arena *arena, Conn *conn, const char *checksum, JournalPlan **plan, Error *err)
{
    Finder finder = {arena, NULL};
    Vec by_checksum = params(arena, checksum, NULL, NULL), by_id;

    TRY(conn_each(conn, "SELECT id, outcome, role, date_trunc('second', began) AS began, date_trunc('second', ended) AS ended"
                  " FROM hcmigrate.plan WHERE checksum = $1 ORDER BY id DESC LIMIT 1", &by_checksum, take_plan, &finder, err));
    *plan = finder.plan;
    if (!finder.plan)
        return true;
    by_id = params(arena, number_text(arena, finder.plan->id), NULL, NULL);
    return conn_each(conn, "SELECT number, state, before FROM hcmigrate.step WHERE plan = $1 ORDER BY number", &by_id, take_step, &finder, err);
}

const JournalStep *
journal_step(const JournalPlan *plan, int64_t number)
{
    if (plan)
        VEC_EACH(const JournalStep *, step, &plan->steps)
            if (step->number == number)
                return step;
    return NULL;
}

/* ---- writing ---- */

bool
journal_begin(Arena *arena, Conn *conn, const PlanFile *file, int64_t *id, Error *err)
{
    Vec values = params(arena, file->checksum, file->blueprint, file->tool);
    const char *text;

    vec_add(arena, &values, number_text(arena, (int64_t) file->steps.count));
    TRY(conn_value(conn, "WITH superseded AS (UPDATE hcmigrate.plan SET outcome = 'superseded', ended = clock_timestamp()"
                   " WHERE outcome IS NULL)"
                   " INSERT INTO hcmigrate.plan (checksum, blueprint, tool, steps) VALUES ($1, $2, $3, $4) RETURNING id",
                   &values, arena, &text, err));
    *id = strtoll(text, NULL, 10);
    return true;
}

bool
journal_add_done(Arena *arena, Conn *conn, int64_t id, const PlanFile *file, size_t first, size_t end, Error *err)
{
    Json *rows = json_new(arena, JSON_IS_ARRAY);
    const char *text;
    Vec values;

    /* One round trip for all of them. */
    for (size_t at = first; at < end; at++)
    {
        const PlanStep *step = vec_at(&file->steps, at);
        Json *row = json_new(arena, JSON_IS_OBJECT);

        json_put_int(arena, row, "number", step->number);
        json_put_text(arena, row, "object", step->object);
        json_put_text(arena, row, "operation", step->operation);
        json_put_text(arena, row, "sql", step->shown ? step->shown : step->sql);
        json_put_text(arena, row, "undo", step->undo);
        json_add(arena, rows, row);
    }
    TRY(json_write(arena, rows, false, &text, err));
    values = params(arena, number_text(arena, id), text, NULL);
    return conn_each(conn, "INSERT INTO hcmigrate.step (plan, number, state, object, operation, sql, undo, began, done)"
                     " SELECT $1::bigint, number, 'done', object, operation, sql, undo, transaction_timestamp(), clock_timestamp()"
                     " FROM pg_catalog.json_to_recordset($2::json)"
                     " AS step (number integer, object text, operation text, sql text, undo text)",
                     &values, NULL, NULL, err);
}

bool
journal_add_begun(Arena *arena, Conn *conn, int64_t id, const PlanStep *step, const char *before, Error *err)
{
    Vec values = params(arena, number_text(arena, id), number_text(arena, step->number), step->object);

    vec_add(arena, &values, step->operation);
    vec_add(arena, &values, step->shown ? step->shown : step->sql);
    vec_add(arena, &values, step->undo);
    vec_add(arena, &values, before);
    return conn_each(conn, "INSERT INTO hcmigrate.step (plan, number, state, object, operation, sql, undo, before)"
                     " VALUES ($1, $2, 'begun', $3, $4, $5, $6, $7)"
                     " ON CONFLICT (plan, number) DO UPDATE SET began = clock_timestamp(), before = excluded.before",
                     &values, NULL, NULL, err);
}

bool
journal_set_done(Arena *arena, Conn *conn, int64_t id, const PlanStep *step, Error *err)
{
    Vec values = params(arena, number_text(arena, id), number_text(arena, step->number), NULL);

    return conn_each(conn, "UPDATE hcmigrate.step SET state = 'done', done = clock_timestamp() WHERE plan = $1 AND number = $2", &values, NULL, NULL, err);
}

bool
journal_finish(Arena *arena, Conn *conn, int64_t id, Error *err)
{
    Vec values = params(arena, number_text(arena, id), NULL, NULL);

    return conn_each(conn, "UPDATE hcmigrate.plan SET outcome = 'done', ended = clock_timestamp() WHERE id = $1", &values, NULL, NULL, err);
}

/* ---- status ---- */

bool
journal_list(Arena *arena, Conn *conn, int limit, RowReader each, void *context, Error *err)
{
    Vec values = params(arena, number_text(arena, limit), NULL, NULL);

    return conn_each(conn, "SELECT p.id, p.checksum, p.tool, p.steps, p.role, p.outcome, date_trunc('second', p.began) AS began,"
                     " date_trunc('second', p.ended) AS ended, coalesce(s.done, 0) AS done, coalesce(s.begun, 0) AS begun"
                     " FROM hcmigrate.plan p LEFT JOIN"
                     " (SELECT plan, count(*) FILTER (WHERE state = 'done') AS done, count(*) FILTER (WHERE state = 'begun') AS begun"
                     " FROM hcmigrate.step GROUP BY plan) s ON s.plan = p.id ORDER BY p.id DESC LIMIT $1", &values, each, context, err);
}

bool
journal_list_steps(Arena *arena, Conn *conn, const char *id, RowReader each, void *context, Error *err)
{
    Vec values = params(arena, id, NULL, NULL);

    return conn_each(conn, "SELECT number, state, object, operation, sql, date_trunc('second', coalesce(done, began)) AS at"
                     " FROM hcmigrate.step WHERE plan = $1 ORDER BY number", &values, each, context, err);
}
