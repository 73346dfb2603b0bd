#include "migrations/cli/commands.h"

#include "migrations/journal.h"

typedef struct Status
{
    Arena *arena;
    Text text;
    Vec ids;                                       /* of the plans listed, as text */
} Status;

static bool
take_plan(void *context, const Row *row, Error *err)
{
    Status *status = context;
    const char *outcome = row_text(row, "outcome");

    (void) err;
    text_addf(&status->text, "plan %s  %s", row_text(row, "id"), outcome ? outcome : "unfinished");
    text_addf(&status->text, "  %s of %s steps", row_text(row, "done"), row_text(row, "steps"));
    if (row_int(row, "begun"))
        text_addf(&status->text, ", %s in doubt", row_text(row, "begun"));
    text_addf(&status->text, "  by %s  %s", row_text(row, "role"), row_text(row, "began"));
    text_addf(&status->text, "  hcmigrate %s  checksum %s\n", row_text(row, "tool"), row_text(row, "checksum"));
    vec_add(status->arena, &status->ids, row_copy(row, status->arena, "id"));
    return true;
}

static bool
take_step(void *context, const Row *row, Error *err)
{
    Status *status = context;

    (void) err;
    text_addf(&status->text, "%3s. %s  %s %s  %s\n", row_text(row, "number"), strcmp(row_text(row, "state"), "done") == 0 ? "done " : "doubt",
              row_text(row, "operation"), row_text(row, "object"), row_text(row, "at"));
    text_addf(&status->text, "     %s;\n", row_text(row, "sql"));
    return true;
}

static bool
read_journal(Status *status, Conn *conn, bool verbose, Error *err)
{
    enum { PLANS = 20 };
    bool there;

    TRY(journal_look(status->arena, conn, &there, err));
    if (!there)
    {
        text_addf(&status->text, "hcmigrate has applied nothing to %s so far\n", conn_database(conn));
        return true;
    }
    TRY(journal_list(status->arena, conn, PLANS, take_plan, status, err));
    if (!status->ids.count)
        text_add(&status->text, "the journal is empty\n");
    if (verbose && status->ids.count)
    {
        const char *last = vec_at(&status->ids, 0);

        text_addf(&status->text, "\nsteps of plan %s:\n", last);
        TRY(journal_list_steps(status->arena, conn, last, take_step, status, err));
    }
    return true;
}

bool
command_status(Arena *arena, const Options *options, ErrorCode *outcome, Error *err)
{
    Status status = {.arena = arena};
    Conn *conn;
    bool ok;

    if (options->paths.count)
        return error_set(err, arena, ERR_USAGE, "status takes no blueprint");
    TRY(conn_open(arena, options->db, &conn, err));
    text_init(&status.text, arena);
    ok = read_journal(&status, conn, options->verbose, err);
    conn_close(conn);
    *outcome = ERR_OK;
    return ok && talk_result(arena, report_safe(arena, text_str(&status.text)), err);
}
