#include "parser/parse.h"

void
default_set(Parse *parse, const Statement *statement, Object *table, const char *column, Node *expression)
{
    (void) parse, (void) statement, (void) table, (void) column, (void) expression;
}

void
default_drop(Parse *parse, Object *table, const char *column)
{
    (void) parse, (void) table, (void) column;
}
