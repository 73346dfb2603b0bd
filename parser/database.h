/*
 * database.h -- the one database that a blueprint is about.
 *
 * It has the name of the database that is connected to; with no connection any name will do. What is said of another database
 * is left out, with a warning.
 */
#ifndef HC_PARSER_DATABASE_H
#define HC_PARSER_DATABASE_H

#include "parser/parse.h"

/* Whether a statement is about another database; a warning is then given. */
bool database_elsewhere(Parse *parse, const Statement *statement, Node *node);

/* The database as an object, made when the blueprint mentions it for the first time. */
Object *database_mention(Parse *parse, const Statement *statement, const char *name);

/* ALTER DATABASE SET, ALTER ROLE [IN DATABASE] SET; role and database NULL: all of them. */
Outcome settings_change(Parse *parse, const Statement *statement, const char *role, const char *database, const VariableSetStmt *set);

#endif
