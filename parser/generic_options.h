/* generic_options.h -- inside parser/: OPTIONS (...) of foreign objects, in CREATE and in ALTER. */
#ifndef HC_PARSER_GENERIC_OPTIONS_H
#define HC_PARSER_GENERIC_OPTIONS_H

#include "parser/parse.h"

/*
 * What the clause does to `options` ("name=value", sorted): ADD (also when nothing is said), SET and DROP. A secret in clear text
 * is a warning.
 */
void generic_options_read(Parse *parse, const Statement *statement, List *defs, Vec *options);

/* parser/server.c: what stands on a server needs it. False: there is none (yet), and *outcome tells what the handler returns. */
bool server_need(Parse *parse, const Statement *statement, const char *name, Object *user, Outcome *outcome);

#endif
