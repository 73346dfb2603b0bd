/*
 * options.h -- the one table of options, from which parsing, hcmigrate.conf and --help all come; the one door to getopt.
 *
 * An option is a row that says where its value goes in Options and which commands take it. hcmigrate.conf uses the same
 * rows: its keys are the long names. What stands on the command line wins over what stands in the file.
 */
#ifndef HC_OPTIONS_H
#define HC_OPTIONS_H

#include "engine/base/error.h"
#include "engine/base/vec.h"

typedef struct Options
{
    const char *db;                                /* conninfo or URI; NULL: the PG* variables */
    const char *environment;                       /* section of hcmigrate.conf; NULL: only what stands before all sections */
    const char *format;                            /* NULL: text */
    const char *role;                              /* for diff: who would be connected */
    const char *output;                            /* file to save the plan in; NULL: none */
    const char *bindir;                            /* of the server's programs, for try; NULL: found */
    Vec manage, ignore, allow, online;                     /* const char *, as they were written */
    int64_t lock_timeout, lock_wait;               /* milliseconds */
    bool yes, exit_code, strict, quiet, verbose, keep, help, version;
    Vec paths;                                     /* what stands on the command line besides options */
} Options;

/* Bits of Option.commands. */
enum { FOR_PLAN = 1, FOR_APPLY = 2, FOR_DRIFT = 4, FOR_CHECK = 8, FOR_STATUS = 16, FOR_TRY = 32, FOR_DIFF = 64, FOR_ALL = 127 };

typedef struct Command
{
    const char *name, *arguments, *summary;
    const char *formats;                           /* "text,sql,json", the first is the default; NULL: only text */
    unsigned bit;
    const char *details;                           /* for --help: whole lines */

    /* False: it failed, err says why. True: *outcome (ERR_OK, or ERR_DIFFERENT) gives the exit status. */
    bool (*run)(Arena *arena, const Options *options, ErrorCode *outcome, Error *err);
} Command;

typedef enum OptionType { OPTION_FLAG, OPTION_TEXT, OPTION_LIST, OPTION_FORMAT, OPTION_DURATION } OptionType;

typedef struct Option
{
    char letter;                                   /* 0: only the long name */
    const char *name;                              /* NULL ends the table */
    OptionType type;
    size_t offset;                                 /* in Options */
    unsigned commands;
    unsigned typed;                                /* commands that take it from the command line alone, not from hcmigrate.conf */
    const char *argument;                          /* what help calls its value; NULL for flags */
    const char *help;
} Option;

/* Read the arguments after the command's name, and hcmigrate.conf in the current folder. Errors are ERR_USAGE, or those of the file. */
bool options_parse(Arena *arena, const Command *command, int argc, char **argv, Options *options, Error *err);

/* Put a value into Options as a row says; for the file too. `where` stands before messages: "--format" or "hcmigrate.conf: format". */
bool option_set(Arena *arena, const Option *option, const Command *command, const char *where, const char *value, Options *options, Error *err);
const Option *option_by_name(const char *name);    /* NULL: no such */

const char *options_help(Arena *arena, const Command *command);

#endif
