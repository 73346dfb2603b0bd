#include "parser/parse.h"

Outcome
owner_set(Parse *parse, const Statement *statement, Node *node)
{
    (void) node;
    return parse_error(parse, statement, -1, NULL, "not a declaration");
}

Outcome
move_schema(Parse *parse, const Statement *statement, Node *node)
{
    (void) node;
    return parse_error(parse, statement, -1, NULL, "not a declaration");
}
