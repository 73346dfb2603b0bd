#include "parser/parse.h"

Outcome
sequence_create(Parse *parse, const Statement *statement, Node *node)
{
    (void) node;
    return parse_error(parse, statement, -1, NULL, "not a declaration");
}

Outcome
sequence_alter(Parse *parse, const Statement *statement, Node *node)
{
    (void) node;
    return parse_error(parse, statement, -1, NULL, "not a declaration");
}

void
sequence_options(Parse *parse, const Statement *statement, List *defs, const char **type, SequenceOptions *options, Object *sequence)
{
    (void) parse, (void) statement, (void) defs, (void) type, (void) options, (void) sequence;
}
