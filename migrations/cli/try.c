#include "migrations/cli/commands.h"

#include "engine/kinds/policy.h"
#include "migrations/apply.h"
#include "migrations/sandbox.h"

static const char database[] = "blueprint";

static bool
make_database(Arena *arena, const Sandbox *sandbox, Error *err)
{
    Conn *conn;
    bool ok;

    TRY(conn_open(arena, sandbox_conninfo(sandbox, "postgres"), &conn, err));
    ok = conn_runf(conn, err, "CREATE DATABASE %s", sql_ident(arena, database));
    conn_close(conn);
    return ok;
}

/* A throw-away server has no roles but its own: those that the blueprint mentions and does not make are made up. */
static void
collect_roles(Arena *arena, const Work *work, Vec *roles)
{
    Vec mentioned = {0}, own = {0};

    VEC_EACH(const Object *, object, &work->blueprint->objects)
    {
        if (object->kind == KIND_ROLE)
            vec_add(arena, &own, sql_ident(arena, object->name));
        if (object->owner)
            vec_add_str_once(arena, &mentioned, sql_ident(arena, object->owner));
        VEC_EACH(const AclItem *, item, &object->acl)
            if (item->grantee)
                vec_add_str_once(arena, &mentioned, sql_ident(arena, item->grantee));
        if (object->kind == KIND_POLICY)
            VEC_EACH(const char *, role, &((const Policy *) object)->roles)
                if (strcmp(role, "PUBLIC") != 0)
                    vec_add_str_once(arena, &mentioned, role);
        VEC_EACH(const Ref *, need, &object->needs)
            if (need->space == SPACE_ROLE)
                vec_add_str_once(arena, &mentioned, sql_ident(arena, need->name));
    }
    VEC_EACH(const char *, role, &mentioned)
        if (!vec_has_str(&own, role))
            vec_add(arena, roles, role);
}

static bool
make_roles(Arena *arena, const Work *work, Error *err)
{
    Vec roles = {0}, made = {0};

    collect_roles(arena, work, &roles);
    VEC_EACH(const char *, role, &roles)
    {
        Error problem;

        if (conn_runf(work->conn, &problem, "CREATE ROLE %s", role))
            vec_add(arena, &made, role);
        else if (strcmp(problem.sqlstate, "42710") != 0 && strcmp(problem.sqlstate, "42939") != 0)     /* duplicate, reserved name */
        {
            *err = problem;
            return false;
        }
    }
    if (made.count)
        talk_say("made up the roles that the blueprint mentions: %s", vec_join(arena, &made, ", "));
    return true;
}

static bool
plan_and_apply(Arena *arena, const Options *options, const Sandbox *sandbox, Error *err)
{
    WorkOptions work_options;
    PlanFile *file;
    Work *work;
    bool ok;

    TRY(command_work_options(arena, options, &work_options, err));
    work_options.db = sandbox_conninfo(sandbox, database);
    ok = command_compare(arena, &work_options, &work, err) && make_roles(arena, work, err) && work_plan(work, err) &&
         command_plan_file(arena, work, &file, err);
    if (ok)
    {
        int version = conn_server_version(work->conn);

        talk_say("applying %s to an empty PostgreSQL %s", report_count(arena, file->steps.count, "step"), report_server(arena, version));
        ok = session_prepare(arena, work->conn, err) && command_do(arena, work, file, options->lock_timeout, err) &&
             talk_result(arena, arena_printf(arena, "%s: %s in %s applied to PostgreSQL %s, read back, and nothing is left to do\n",
                                             report_safe(arena, vec_join(arena, &work_options.paths, " ")),
                                             report_count(arena, work->counts.declared, "object"),
                                             report_count(arena, file->steps.count, "step"), report_server(arena, version)), err);
    }
    work_close(work);
    return ok;
}

static bool
tell_kept(Arena *arena, Sandbox *sandbox, Error *err)
{
    const char *conninfo = sandbox_conninfo(sandbox, database);
    int server = sandbox_server_pid(sandbox);
    const char *folder = sandbox_keep(sandbox);

    return talk_result(arena, arena_printf(arena, "the server is kept:\n  psql \"%s\"\n  hcmigrate drift -d \"%s\"\nto remove it:\n"
                                           "  kill %d && rm -rf %s\n", conninfo, conninfo, server, folder), err);
}

bool
command_try(Arena *arena, const Options *options, ErrorCode *outcome, Error *err)
{
    SandboxOptions sandbox_options = {.bindir = options->bindir};
    Sandbox *sandbox;
    Error ignored;
    bool ok;

    talk_say("starting a throw-away PostgreSQL");
    TRY(sandbox_start(arena, &sandbox_options, &sandbox, err));
    ok = make_database(arena, sandbox, err) && plan_and_apply(arena, options, sandbox, err);
    *outcome = ERR_OK;
    /* A blueprint that fails is the best reason to look at what it left. */
    if (options->keep && !tell_kept(arena, sandbox, ok ? err : &ignored))
        return false;
    sandbox_stop(sandbox);
    return ok;
}
