/*
 * config.h -- hcmigrate.conf: options that need not be typed; the one door to libinih.
 *
 *     blueprint = db/schema
 *     manage = owners
 *
 *     [production]
 *     db = service=shop
 *
 * Keys are the long names of options, and `blueprint` for the paths (separated by blanks). Those before the first
 * section hold always; those of the section that -e names are added and win. A key or section that is not known, or a
 * line that is none, is an error with its line. Keys of options that the command doesn't take are fine: the file is for
 * all commands.
 */
#ifndef HC_CONFIG_H
#define HC_CONFIG_H

#include "migrations/cli/options.h"

#define CONFIG_FILE "hcmigrate.conf"

/* Nothing happens when there is no such file, but options->environment then is an error. */
bool config_read(Arena *arena, const char *file, const Command *command, Options *options, Error *err);

#endif
