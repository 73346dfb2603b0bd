#include "parser/other.h"

Outcome
other_read(Parse *parse, const Statement *statement, Node *node)
{
    (void) node;
    return parse_error(parse, statement, -1, "this kind of statement is not supported yet", "not a declaration that is understood");
}
