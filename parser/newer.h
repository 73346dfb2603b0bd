/* newer.h -- syntax that the parser knows and the server does not yet. */
#ifndef HC_NEWER_H
#define HC_NEWER_H

#include "parser/parse.h"

/* A finding when ParseOptions.server_version is known and too old for something in the statement. */
void newer_check(Parse *parse, const Statement *statement, Node *node);

#endif
