/*
 * creation.h -- inside parser/: what the statements that make types and functions have in common.
 */
#ifndef HC_CREATION_H
#define HC_CREATION_H

#include "parser/parse.h"

/* Where "schema.name" or "name" of a CREATE makes its object. */
void creation_name(Parse *parse, const Statement *statement, List *names, const char **schema, const char **name);

/* A function, operator class ... that is mentioned by name: qualified and quoted, bare for what is in pg_catalog. */
const char *mentioned_routine(Parse *parse, const Statement *statement, List *names, Object *user);

/* The names in the argument of a DefElem, however the grammar took it: a String, a List or a TypeName; NIL: nothing usable. */
List *def_names(const DefElem *def);

/* NULL, or NULL cast to something. */
bool is_null_constant(const Node *expression);

/* A type that must be there for an ALTER; NULL, with *outcome set, when it is not, or is of another kind. */
Object *type_to_alter(Parse *parse, const Statement *statement, Kind kind, List *names, Outcome *outcome);

#endif
