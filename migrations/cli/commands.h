/*
 * commands.h -- what the commands' files share: each exports one run function for the table in main.c.
 */
#ifndef HC_COMMANDS_H
#define HC_COMMANDS_H

#include "migrations/cli/options.h"
#include "migrations/cli/talk.h"
#include "migrations/report/report.h"

bool command_plan(Arena *arena, const Options *options, ErrorCode *outcome, Error *err);
bool command_apply(Arena *arena, const Options *options, ErrorCode *outcome, Error *err);
bool command_drift(Arena *arena, const Options *options, ErrorCode *outcome, Error *err);
bool command_diff(Arena *arena, const Options *options, ErrorCode *outcome, Error *err);
bool command_check(Arena *arena, const Options *options, ErrorCode *outcome, Error *err);
bool command_status(Arena *arena, const Options *options, ErrorCode *outcome, Error *err);
bool command_try(Arena *arena, const Options *options, ErrorCode *outcome, Error *err);

/* ---- shared (common.c) ---- */

/* The blueprint's paths as given, or "blueprint". */
Vec command_paths(Arena *arena, const Options *options);
bool command_work_options(Arena *arena, const Options *options, WorkOptions *work, Error *err);

/* work_open() and work_compare(), with the findings told. The Work is to be closed in any case (NULL is fine). */
bool command_compare(Arena *arena, const WorkOptions *options, Work **work, Error *err);

/* The plan of a compared Work as the options want it: printed, saved. */
bool command_show(Arena *arena, const Options *options, Work *work, ErrorCode *outcome, Error *err);

/* The plan of a Work as a sealed file. */
bool command_plan_file(Arena *arena, const Work *work, PlanFile **file, Error *err);

/* A file's whole contents; at most `most` bytes. */
bool command_read_file(Arena *arena, const char *path, size_t most, const char **text, size_t *length, Error *err);
/* Written to a new file that then takes the place of an old one; secret: one that only its owner may read. */
bool command_write_file(Arena *arena, const char *path, const char *text, bool secret, Error *err);

/* Do the steps of a plan that was made from `work` just now, and look whether nothing is left to do. The session's lock is held. */
bool command_do(Arena *arena, Work *work, const PlanFile *file, int64_t lock_timeout, Error *err);

extern const struct Say command_say;               /* to talk_say() */

#endif
