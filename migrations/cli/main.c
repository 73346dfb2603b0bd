/* The program: a table of commands. */
#include "migrations/cli/commands.h"

#include "migrations/version.h"
#include "parser/parser.h"

#include <stdio.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

static const Command commands[] = {
    {"plan", "[BLUEPRINT...]", "Show the steps that make the database match the blueprint", "text,sql,json", FOR_PLAN,
     "BLUEPRINT is a folder of SQL files, or files; ./blueprint when none is given.\n"
     "Nothing is written: a read-only role and a standby will do.\n"
     "With --output the plan is saved, for apply; with --exit-code the exit status is 2 when there is something to do.\n", command_plan},
    {"apply", "[PLAN.json | BLUEPRINT...]", "Apply a saved plan, or plan and apply", NULL, FOR_APPLY,
     "Steps share transactions as far as PostgreSQL lets them; each is journaled in the schema hcmigrate.\n"
     "After an interruption the same command goes on from where it was.\n", command_apply},
    {"drift", "[BLUEPRINT...]", "Tell every difference between the database and the blueprint", "text,json,junit,github", FOR_DRIFT,
     "The exit status is 0 when they are in sync, 2 when not.\n", command_drift},
    {"diff", "FROM TO", "Show the steps that lead from one blueprint or database to another", "text,sql,json", FOR_DIFF,
     "Each side is a folder of SQL files, a file, or a database: a URI, or a conninfo string such as dbname=shop.\n"
     "With two blueprints no server is needed; what can't be proved without one is marked as unproved. With --db it is asked.\n"
     "A plan that leads from a database can be saved and applied; one that leads from a blueprint is only to be read.\n", command_diff},
    {"check", "[BLUEPRINT...]", "Read the blueprint, with no database, and tell what is wrong with it", NULL, FOR_CHECK, NULL, command_check},
    {"status", "", "Show the journal: what was applied, when and by whom", NULL, FOR_STATUS,
     "With --verbose the steps of the last plan too.\n", command_status},
    {"try", "[BLUEPRINT...]", "Apply the blueprint to a throw-away PostgreSQL and verify the result", NULL, FOR_TRY,
     "The server listens only on a socket in a temporary folder, never runs as root, and is removed at the end.\n", command_try},
};

static const char *
usage(Arena *arena)
{
    Text text;

    text_init(&text, arena);
    text_add(&text, "Usage: hcmigrate COMMAND [OPTION...] [ARGUMENT...]\nMakes a PostgreSQL database match a blueprint: a folder of SQL files.\n\nCommands:\n");
    for (size_t i = 0; i < COUNT_OF(commands); i++)
        text_addf(&text, "  %-7s %s\n", commands[i].name, commands[i].summary);
    text_add(&text, "\nhcmigrate COMMAND --help tells more. hcmigrate --version tells the version.\n");
    return text_str(&text);
}

static const Command *
find_command(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(commands); i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

static bool
run_command(Arena *arena, const Command *command, int argc, char **argv, ErrorCode *outcome, Error *err)
{
    Options options;

    TRY(options_parse(arena, command, argc, argv, &options, err));
    if (options.help)
        return talk_result(arena, options_help(arena, command), err);
    talk_quiet(options.quiet);
    return command->run(arena, &options, outcome, err);
}

static bool
run(Arena *arena, int argc, char **argv, ErrorCode *outcome, Error *err)
{
    const char *name = argc > 1 ? argv[1] : "";
    const Command *command = find_command(name);

    if (command)
        return run_command(arena, command, argc - 1, argv + 1, outcome, err);
    if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0)
        return talk_result(arena, arena_printf(arena, "hcmigrate " HCMIGRATE_VERSION " (parser: PostgreSQL %s)\n", parser_version()), err);
    if (strcmp(name, "help") == 0 && argc > 2 && find_command(argv[2]))
        return talk_result(arena, options_help(arena, find_command(argv[2])), err);
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0)
        return talk_result(arena, usage(arena), err);
    if (*name)
        error_set(err, arena, ERR_USAGE, "there is no command \"%s\"", name);
    else
        error_set(err, arena, ERR_USAGE, "which command?");
    return error_hint(err, arena, "hcmigrate --help lists the commands");
}

/*
 * libpq and the parser take and free memory all the time, in two threads: from one heap, which grows in large pieces and is not handed
 * back in between. catalog/conn.c gives back what is worth it. Where this isn't glibc, nothing is lost.
 */
static void
keep_memory(void)
{
#ifdef __GLIBC__
    enum { MB = 1024 * 1024 };

    mallopt(M_ARENA_MAX, 1);
    mallopt(M_TOP_PAD, 16 * MB);
    mallopt(M_TRIM_THRESHOLD, 256 * MB);
    mallopt(M_MMAP_THRESHOLD, 32 * MB);            /* the most that there can be */
#endif
}

int
main(int argc, char **argv)
{
    Arena *arena = arena_new();
    ErrorCode outcome = ERR_OK;
    Error err;
    int status;

    keep_memory();
    if (run(arena, argc, argv, &outcome, &err))
        status = error_exit_status(outcome);
    else
    {
        talk_error(&err);
        status = error_exit_status(err.code);
    }
    arena_free(arena);
    return status;
}
