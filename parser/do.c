#include "parser/parse.h"

void
do_statements(Parse *parse, const Statement *statement, DoStmt *node, Vec *inner)
{
    (void) parse, (void) statement, (void) node, (void) inner;
}

Outcome
do_read(Parse *parse, const Statement *statement, Node *node)
{
    (void) node;
    return parse_error(parse, statement, -1, "write what it makes as plain statements", "a DO block is no declaration");
}
