/* other.h -- statements that no handler reads: what is said about each kind of them. */
#ifndef HC_OTHER_H
#define HC_OTHER_H

#include "parser/parse.h"

Outcome other_read(Parse *parse, const Statement *statement, Node *node);

#endif
