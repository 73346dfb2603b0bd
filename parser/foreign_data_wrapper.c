#include "engine/kinds/foreign_data_wrapper.h"

#include "parser/creation.h"
#include "parser/generic_options.h"

/* HANDLER f, NO HANDLER, VALIDATOR f, NO VALIDATOR. */
static void
read_functions(Parse *parse, const Statement *statement, List *defs, ForeignDataWrapper *wrapper)
{
    const ListCell *cell;

    foreach(cell, defs)
    {
        const DefElem *def = lfirst_node(DefElem, cell);
        const char **slot = strcmp(def->defname, "handler") == 0 ? &wrapper->handler : &wrapper->validator;

        *slot = def->arg ? mentioned_routine(parse, statement, castNode(List, def->arg), &wrapper->object) : NULL;
    }
}

Outcome
foreign_data_wrapper_create(Parse *parse, const Statement *statement, Node *node)
{
    const CreateFdwStmt *create = castNode(CreateFdwStmt, node);
    ForeignDataWrapper *wrapper = object_make(parse->arena, KIND_FOREIGN_DATA_WRAPPER, NULL, NULL, create->fdwname);

    read_functions(parse, statement, create->func_options, wrapper);
    generic_options_read(parse, statement, create->options, &wrapper->options);
    parse_add(parse, statement, -1, &wrapper->object);
    return OUTCOME_DONE;
}

Outcome
foreign_data_wrapper_alter(Parse *parse, const Statement *statement, Node *node)
{
    const AlterFdwStmt *alter = castNode(AlterFdwStmt, node);
    ForeignDataWrapper *wrapper = (ForeignDataWrapper *) model_find(parse->model, SPACE_WRAPPER, NULL, NULL, alter->fdwname);

    if (!wrapper)
        return parse_missing(parse, statement, -1, "foreign-data wrapper", NULL, alter->fdwname);
    read_functions(parse, statement, alter->func_options, wrapper);
    generic_options_read(parse, statement, alter->options, &wrapper->options);
    return OUTCOME_DONE;
}
