#include "migrations/cli/options.h"

#include "engine/base/text.h"
#include "migrations/cli/config.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>

#define OPTION(member) offsetof(Options, member)
enum { FOR_DATABASE = FOR_PLAN | FOR_APPLY | FOR_DRIFT | FOR_STATUS, FOR_COMPARE = FOR_PLAN | FOR_APPLY | FOR_DRIFT | FOR_TRY | FOR_DIFF };

static const Option option_table[] = {
    {'d', "db", OPTION_TEXT, OPTION(db), FOR_DATABASE | FOR_DIFF, FOR_DIFF, "CONNINFO",
     "the database: a conninfo string or URI (else the PG* variables)"},
    {'e', "environment", OPTION_TEXT, OPTION(environment), FOR_ALL, 0, "NAME", "read the section [NAME] of hcmigrate.conf too"},
    {0, "manage", OPTION_LIST, OPTION(manage), FOR_COMPARE, 0, "LIST",
     "manage what the blueprint doesn't mention: privileges, owners, publications, event-triggers ...; or all"},
    {0, "ignore", OPTION_LIST, OPTION(ignore), FOR_COMPARE, 0, "LIST", "leave alone what these rules name: app.tmp_*, schema:scratch, trigger:app.t.audit_*"},
    {0, "allow", OPTION_LIST, OPTION(allow), FOR_PLAN | FOR_APPLY, 0, "LIST", "hazards that may happen; or all"},
    {0, "online-from", OPTION_LIST, OPTION(online), FOR_PLAN | FOR_APPLY | FOR_DIFF, 0, "LIST",
     "tables from this size on are changed without holding their users up: rows (1000), bytes (64MB), any or never (any)"},
    {'y', "yes", OPTION_FLAG, OPTION(yes), FOR_APPLY, 0, NULL, "don't ask before applying"},
    {0, "role", OPTION_TEXT, OPTION(role), FOR_DIFF, 0, "NAME", "who CURRENT_USER is, and owns what is given to nobody, where no server tells"},
    {'o', "output", OPTION_TEXT, OPTION(output), FOR_PLAN | FOR_DIFF, 0, "FILE", "save the plan in FILE, for apply"},
    {0, "format", OPTION_FORMAT, OPTION(format), FOR_PLAN | FOR_DIFF | FOR_DRIFT, 0, "FORMAT", "how to print the result"},
    {0, "exit-code", OPTION_FLAG, OPTION(exit_code), FOR_PLAN | FOR_DIFF, 0, NULL, "exit with 2 when there is something to do"},
    {0, "strict", OPTION_FLAG, OPTION(strict), FOR_PLAN | FOR_DRIFT, 0, NULL, "exit with 2 when the database holds objects or properties that nobody manages"},
    {0, "lock-timeout", OPTION_DURATION, OPTION(lock_timeout), FOR_APPLY, 0, "TIME",
     "how long a step may wait for its lock before it is tried again (3s)"},
    {0, "lock-wait", OPTION_DURATION, OPTION(lock_wait), FOR_APPLY, 0, "TIME", "how long to wait for another apply to end (10s)"},
    {'v', "verbose", OPTION_FLAG, OPTION(verbose), FOR_PLAN | FOR_DIFF | FOR_APPLY | FOR_STATUS, 0, NULL, "show the SQL of each step, and who settled how many expressions"},
    {0, "keep", OPTION_FLAG, OPTION(keep), FOR_TRY, 0, NULL, "leave the server running and say how to connect"},
    {0, "bindir", OPTION_TEXT, OPTION(bindir), FOR_TRY, 0, "FOLDER", "where initdb and postgres are (else found)"},
    {'q', "quiet", OPTION_FLAG, OPTION(quiet), FOR_ALL, 0, NULL, "print only results and errors"},
    {'h', "help", OPTION_FLAG, OPTION(help), FOR_ALL, 0, NULL, "print this"},
    {0}
};

#define SLOT(Type, options, option) (*(Type *) ((char *) (options) + (option)->offset))

const Option *
option_by_name(const char *name)
{
    for (const Option *option = option_table; option->name; option++)
        if (strcmp(option->name, name) == 0)
            return option;
    return NULL;
}

static bool
wrong_value(Arena *arena, const char *where, const char *value, const char *wanted, Error *err)
{
    error_set(err, arena, ERR_USAGE, "%s: \"%s\" is not valid", where, value);
    return error_hint(err, arena, "give %s", wanted);
}

/* "3", "3s", "500ms", "2min": as PostgreSQL writes its timeouts, but seconds where there is no unit. */
static bool
read_duration(Arena *arena, const char *where, const char *value, int64_t *milliseconds, Error *err)
{
    static const struct { const char *unit; int64_t factor; } units[] = {{"", 1000}, {"s", 1000}, {"ms", 1}, {"min", 60000}};
    enum { MOST = 24 * 60 * 60 };
    char *end;
    long long number;

    errno = 0;
    number = strtoll(value, &end, 10);
    if (end != value && !errno && number >= 0 && number <= MOST * 1000LL)
        for (size_t i = 0; i < COUNT_OF(units); i++)
            if (strcmp(end, units[i].unit) == 0 && number * units[i].factor <= MOST * 1000LL)
            {
                *milliseconds = number * units[i].factor;
                return true;
            }
    return wrong_value(arena, where, value, "a time such as 3s, 500ms or 2min, at most a day", err);
}

static bool
read_flag(Arena *arena, const char *where, const char *value, bool *flag, Error *err)
{
    static const char *const yes[] = {"true", "yes", "on", "1"}, *const no[] = {"false", "no", "off", "0"};

    for (size_t i = 0; i < COUNT_OF(yes); i++)
        if (strcmp(value, yes[i]) == 0 || strcmp(value, no[i]) == 0)
        {
            *flag = strcmp(value, yes[i]) == 0;
            return true;
        }
    return wrong_value(arena, where, value, "true or false", err);
}

static void
split_list(Arena *arena, const char *value, Vec *list)
{
    while (*value)
    {
        size_t length = strcspn(value, ", ");

        if (length)
            vec_add_str_once(arena, list, arena_copy_len(arena, value, length));
        value += length + (value[length] != '\0');
    }
}

bool
option_set(Arena *arena, const Option *option, const Command *command, const char *where, const char *value, Options *options, Error *err)
{
    Vec formats = {0};

    switch (option->type)
    {
        case OPTION_FLAG:
            return read_flag(arena, where, value, &SLOT(bool, options, option), err);
        case OPTION_DURATION:
            return read_duration(arena, where, value, &SLOT(int64_t, options, option), err);
        case OPTION_LIST:
            split_list(arena, value, &SLOT(Vec, options, option));
            return true;
        case OPTION_FORMAT:
            split_list(arena, command->formats, &formats);
            if (!vec_has_str(&formats, value))
                return wrong_value(arena, where, value, arena_printf(arena, "one of %s", vec_join(arena, &formats, ", ")), err);
            SLOT(const char *, options, option) = arena_copy(arena, value);
            return true;
        case OPTION_TEXT:
            if (!*value)
                return wrong_value(arena, where, value, "a value that is not empty", err);
            SLOT(const char *, options, option) = arena_copy(arena, value);
            return true;
    }
    BUG("option type %d", option->type);
}

/* ---- the command line ---- */

typedef struct Given
{
    const Option *option;
    const char *value;
} Given;

/* getopt's own tables, of the rows that the command takes. A long option's value is its row's number above all letters. */
static void
getopt_tables(Arena *arena, const Command *command, Text *letters, struct option **longs)
{
    size_t count = 0;

    *longs = arena_alloc(arena, (COUNT_OF(option_table) + 1) * sizeof **longs);
    text_init(letters, arena);
    text_add(letters, ":");                        /* a missing argument is told apart from an unknown option */
    for (const Option *option = option_table; option->name; option++)
    {
        int takes = option->type == OPTION_FLAG ? no_argument : required_argument;

        if (!(option->commands & command->bit))
            continue;
        (*longs)[count++] = (struct option) {option->name, takes, NULL, 256 + (int) (option - option_table)};
        if (option->letter)
            text_addf(letters, takes == no_argument ? "%c" : "%c:", option->letter);
    }
}

static const Option *
option_of_code(int code)
{
    if (code >= 256)
        return &option_table[code - 256];
    for (const Option *option = option_table; option->name; option++)
        if (option->letter == code)
            return option;
    BUG("option %d", code);
}

static bool
bad_option(Arena *arena, const Command *command, int code, char **argv, Error *err)
{
    const char *given = optopt && optopt < 256 ? arena_printf(arena, "-%c", optopt) : argv[optind - 1];

    error_set(err, arena, ERR_USAGE, code == ':' ? "the option %s needs a value" : "unknown option %s", given);
    return error_hint(err, arena, "hcmigrate %s --help lists the options", command->name);
}

static bool
read_arguments(Arena *arena, const Command *command, int argc, char **argv, Vec *given, Vec *paths, Error *err)
{
    struct option *longs;
    Text letters;
    int code;

    getopt_tables(arena, command, &letters, &longs);
    opterr = 0;
    optind = 1;
    while ((code = getopt_long(argc, argv, text_str(&letters), longs, NULL)) != -1)
    {
        Given *one = arena_make(arena, Given);

        if (code == '?' || code == ':')
            return bad_option(arena, command, code, argv, err);
        one->option = option_of_code(code);
        one->value = one->option->type == OPTION_FLAG ? "true" : arena_copy(arena, optarg);
        vec_add(arena, given, one);
    }
    for (int at = optind; at < argc; at++)
        vec_add(arena, paths, arena_copy(arena, argv[at]));
    return true;
}

bool
options_parse(Arena *arena, const Command *command, int argc, char **argv, Options *options, Error *err)
{
    Vec given = {0}, cleared = {0};

    *options = (Options) {.lock_timeout = 3000, .lock_wait = 10000};
    TRY(read_arguments(arena, command, argc, argv, &given, &options->paths, err));
    VEC_EACH(const Given *, one, &given)
        if (one->option->offset == OPTION(environment))
            options->environment = one->value;
    TRY(config_read(arena, CONFIG_FILE, command, options, err));
    VEC_EACH(const Given *, one, &given)
    {
        /* A list on the command line takes the place of the file's; given twice, it grows. */
        if (one->option->type == OPTION_LIST && vec_add_str_once(arena, &cleared, one->option->name))
            SLOT(Vec, options, one->option) = (Vec) {0};
        TRY(option_set(arena, one->option, command, arena_printf(arena, "--%s", one->option->name), one->value, options, err));
    }
    return true;
}

const char *
options_help(Arena *arena, const Command *command)
{
    enum { WIDTH = 27 };
    Text text;

    text_init(&text, arena);
    text_addf(&text, "Usage: hcmigrate %s [OPTION...]%s%s\n%s.\n\n", command->name, *command->arguments ? " " : "", command->arguments,
              command->summary);
    if (command->details)
        text_addf(&text, "%s\n", command->details);
    text_add(&text, "Options:\n");
    for (const Option *option = option_table; option->name; option++)
    {
        const char *left;

        if (!(option->commands & command->bit) || (option->type == OPTION_FORMAT && !command->formats))
            continue;
        left = arena_printf(arena, "%s--%s%s%s", option->letter ? arena_printf(arena, "-%c, ", option->letter) : "    ", option->name,
                            option->argument ? " " : "", option->argument ? option->argument : "");
        text_addf(&text, "  %-*s %s", WIDTH, left, option->help);
        if (option->type == OPTION_FORMAT)
            text_addf(&text, ": %s", command->formats);
        text_add(&text, "\n");
    }
    return text_str(&text);
}
