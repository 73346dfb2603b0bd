/* settings.h -- SET of a function, a role or a database. */
#ifndef HC_PARSER_SETTINGS_H
#define HC_PARSER_SETTINGS_H

#include "parser/parse.h"

/* One SET or RESET into a vector of "name=value" as the server keeps it (flatten_set_variable_args() in utils/misc/guc_funcs.c). */
Outcome setting_take(Parse *parse, const Statement *statement, Vec *values, const VariableSetStmt *set, int location);

#endif
