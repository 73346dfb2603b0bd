/*
 * definition.h -- inside parser/: what the statements of engine/kinds/definition.h have in common.
 */
#ifndef HC_PARSER_DEFINITION_H
#define HC_PARSER_DEFINITION_H

#include "engine/kinds/definition.h"
#include "parser/creation.h"

typedef enum Value { VALUE_ROUTINE, VALUE_TYPE, VALUE_OPERATOR, VALUE_LITERAL, VALUE_WORD, VALUE_NUMBER, VALUE_FLAG, VALUE_TRUE, VALUE_IGNORED } Value;

/* An option as it is written in lower case, as it is stored, what its value is, and the value that is left out; ends with {0}. */
typedef struct OptionRule
{
    const char *option, *name;
    Value value;
    const char *silent;                            /* NULL: none */
} OptionRule;

/* inputs: the types that an aggregate takes, else NULL. False: a finding was made. */
bool definition_options(Parse *parse, const Statement *statement, List *defs, const OptionRule *rules, const Vec *inputs, Definition *definition);
const char *definition_type(Parse *parse, const Statement *statement, List *defs, const char *option);     /* NULL: no such option, or no type */
void definition_set_option(Parse *parse, Definition *definition, const char *name, const char *value);     /* NULL value: takes it away */

/* A new object at "schema.name" of a CREATE. */
Definition *definition_make(Parse *parse, const Statement *statement, Kind kind, List *names);
/* The same for an operator class or family; `names` as they are written. */
Definition *definition_make_using(Parse *parse, const Statement *statement, Kind kind, List *names, const char *method);

/* What is mentioned of a kind that lives in schemas: qualified and quoted, bare for what is in pg_catalog; `user` needs it. */
const char *definition_mentioned(Parse *parse, const Statement *statement, Space space, List *names, Object *user);

/* The schema of an operator that takes these types (NULL: none); "pg_catalog" too. may_be_made: it need not be there. */
const char *operator_schema(Parse *parse, const Statement *statement, List *names, const char *left, const char *right, bool may_be_made);

/* "f(integer,text)" as regprocedure has it; NULL: the function must be known for that, and is not there (yet). `user` needs it. */
const char *mentioned_procedure(Parse *parse, const Statement *statement, const ObjectWithArgs *name, Object *user, Vec *types);

/* parser/aggregate.c, operator.c, collation.c; parser/text_search.c: CREATE TEXT SEARCH ... */
Outcome aggregate_create(Parse *parse, const Statement *statement, const DefineStmt *define);
Outcome operator_create(Parse *parse, const Statement *statement, const DefineStmt *define);
Outcome collation_create(Parse *parse, const Statement *statement, const DefineStmt *define);
Outcome text_search_create(Parse *parse, const Statement *statement, const DefineStmt *define);

/* parser/operator.c, once at the end: an operator is the commutator of its commutator, the negator of its negator. */
void operator_finish(Parse *parse);

/* parser/operator_class.c, once at the end: members go where the access method wants them. */
void operator_class_finish(Parse *parse);

#endif
