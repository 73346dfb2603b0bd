/*
 * talk.h -- what the program says besides its result: progress, questions, findings and errors, on stderr.
 *
 * Results go to stdout through talk_result(). Whatever came from a file or a server is printed with its control
 * characters replaced, so that it can't steer the terminal.
 */
#ifndef HC_TALK_H
#define HC_TALK_H

#include "engine/base/error.h"

void talk_quiet(bool quiet);                       /* talk_say() then says nothing */
void talk_say(const char *format, ...) __attribute__((format(printf, 1, 2)));      /* a line of progress */
void talk_error(const Error *err);                 /* "hcmigrate: error: ...", and the hint */
void talk_findings(const Findings *findings);      /* a line each, with its place */

bool talk_can_ask(void);                           /* somebody sits at stdin and sees stderr */
bool talk_ask(const char *question);               /* only y and yes are yes */

bool talk_colour(void);                            /* stdout is a terminal that wants colours */
bool talk_result(Arena *arena, const char *text, Error *err);       /* to stdout, flushed; false when it can't be written */

#endif
