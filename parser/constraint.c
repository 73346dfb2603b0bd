#include "parser/parse.h"

bool
constraint_ready(Parse *parse, const Object *parent, const Constraint *node)
{
    (void) parse, (void) parent, (void) node;
    return true;
}

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
constraint_statement_end(Parse *parse, const Statement *statement)
{
    (void) parse, (void) statement;
}

void
constraint_alter(Parse *parse, const Statement *statement, Object *constraint, const Constraint *node)
{
    (void) parse, (void) statement, (void) constraint, (void) node;
}

void
constraint_validate(Object *constraint)
{
    (void) constraint;
}

void
constraint_like(Parse *parse, const Statement *statement, Object *table, const Object *source, bool checks, bool indexes, bool comments)
{
    (void) parse, (void) statement, (void) table, (void) source, (void) checks, (void) indexes, (void) comments;
}

void
constraint_finish(Parse *parse)
{
    (void) parse;
}
