#include "parser/parse.h"

Outcome
view_create(Parse *parse, const Statement *statement, Node *node)
{
    (void) node;
    return parse_error(parse, statement, -1, NULL, "not a declaration");
}

Outcome
view_alter(Parse *parse, const Statement *statement, Object *view, const AlterTableStmt *node)
{
    (void) view, (void) node;
    return parse_error(parse, statement, -1, NULL, "not a declaration");
}
