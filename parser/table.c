#include "parser/parse.h"

Outcome
table_create(Parse *parse, const Statement *statement, Node *node)
{
    (void) node;
    return parse_error(parse, statement, -1, NULL, "not a declaration");
}

Outcome
table_alter(Parse *parse, const Statement *statement, Node *node)
{
    (void) node;
    return parse_error(parse, statement, -1, NULL, "not a declaration");
}

void
table_finish(Parse *parse)
{
    (void) parse;
}

Column *
table_column(Parse *parse, const Object *table, const char *name)
{
    return (Column *) model_find(parse->model, SPACE_COLUMN, table->schema, table->name, name);
}
