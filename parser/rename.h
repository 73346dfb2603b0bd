/*
 * rename.h -- objects that get another identity: ALTER ... RENAME TO and ALTER ... SET SCHEMA after the CREATE.
 *
 * What refers to the object by a field follows (foreign keys, OWNED BY, inheritance); what mentions it in the text of an
 * expression or query can't, and is an error: there the blueprint should use the new name from the start.
 */
#ifndef HC_RENAME_H
#define HC_RENAME_H

#include "parser/parse.h"

/* Give an object, with its children, another schema and name; base: a routine's name without arguments. A finding when that can't be. */
void object_rename(Parse *parse, const Statement *statement, Object *object, const char *schema, const char *name, const char *base);

#endif
