#include "parser/parse.h"

Outcome
index_create(Parse *parse, const Statement *statement, Node *node)
{
    (void) node;
    return parse_error(parse, statement, -1, NULL, "not a declaration");
}

void
index_finish(Parse *parse)
{
    (void) parse;
}

void
index_elements(Parse *parse, const Statement *statement, Object *object, List *index_params, Vec *elements)
{
    (void) parse, (void) statement, (void) object, (void) index_params, (void) elements;
}

Outcome
index_alter(Parse *parse, const Statement *statement, const AlterTableStmt *node)
{
    (void) node;
    return parse_error(parse, statement, -1, NULL, "not a declaration");
}
