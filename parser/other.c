#include "parser/other.h"

typedef enum Ending { ENDING_REFUSED, ENDING_GIVEN, ENDING_NOTHING } Ending;

static const struct { NodeTag tag; Ending ending; const char *message, *hint; } others[] = {
#define OTHER(name, ending, message, hint) {T_##name, ENDING_##ending, message, hint},
#include "parser/other.def"
#undef OTHER
};

Outcome
other_read(Parse *parse, const Statement *statement, Node *node)
{
    for (size_t i = 0; i < COUNT_OF(others); i++)
    {
        if (others[i].tag != nodeTag(node))
            continue;
        if (others[i].ending == ENDING_REFUSED)
            return parse_error(parse, statement, -1, others[i].hint, "%s", others[i].message);
        if (others[i].ending == ENDING_GIVEN)
            return parse_warning(parse, statement, -1, others[i].hint, "%s", others[i].message);
        return OUTCOME_DONE;
    }
    return parse_error(parse, statement, -1, "a blueprint says what should exist", "this statement is no declaration");
}
