#include "parser/parse.h"

Outcome
matview_create(Parse *parse, const Statement *statement, Node *node)
{
    (void) node;
    return parse_error(parse, statement, -1, NULL, "not a declaration");
}

Outcome
matview_alter(Parse *parse, const Statement *statement, Object *view, const AlterTableStmt *node)
{
    (void) view, (void) node;
    return parse_error(parse, statement, -1, NULL, "not a declaration");
}
