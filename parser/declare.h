/*
 * declare.h -- the first look at a blueprint: which names its statements declare, and under which search path each one
 * stands.
 */
#ifndef HC_DECLARE_H
#define HC_DECLARE_H

#include "parser/parse.h"

/*
 * Parse every statement once, in the caller's scope: trees are kept for their first run, as far as they are not too large. Syntax errors become findings. Fills search_path and tag of each statement and the names;
 * what holds other statements (CREATE SCHEMA with elements, a guarded DO block) is replaced by them.
 */
void declare_all(Parse *parse, Vec *statements);

#endif
