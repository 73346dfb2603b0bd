#include "parser/parse.h"

Object *
constraint_add(Parse *parse, const Statement *statement, Object *parent, const Constraint *node, const char *column)
{
    (void) parse, (void) statement, (void) parent, (void) node, (void) column;
    return NULL;
}

void
constraint_attribute(Object *constraint, ConstrType attribute)
{
    (void) constraint, (void) attribute;
}

void
constraint_finish(Parse *parse)
{
    (void) parse;
}
