#include "parser/parse.h"

#include "engine/kinds/view_column.h"

Object *
view_column(Parse *parse, const Statement *statement, const Object *view, const char *name)
{
    Object *have = model_find(parse->model, SPACE_COLUMN, view->schema, view->name, name);
    ViewColumn *column;

    if (have)
        return have;
    column = object_make(parse->arena, KIND_VIEW_COLUMN, view->schema, view->name, name);
    column->statistics = -1;
    column->object.origin = statement_origin(statement, -1);
    object_need(parse->arena, &column->object,
                (Ref) {.space = SPACE_RELATION, .schema = view->schema, .name = view->name, .shallow = true});
    model_add(parse->model, &column->object);
    return &column->object;
}

static char *
upper(Parse *parse, const char *word)
{
    char *copy = arena_copy_own(parse->arena, word);

    for (char *at = copy; *at; at++)
        *at = (char) (*at >= 'a' && *at <= 'z' ? *at - 'a' + 'A' : *at);
    return copy;
}

bool
view_column_alter(Parse *parse, const Statement *statement, const Object *view, const AlterTableCmd *command)
{
    ViewColumn *column;
    const char *word = NULL;

    switch (command->subtype)
    {
        case AT_SetStatistics:
        case AT_SetStorage:
        case AT_SetCompression:
        case AT_SetOptions:
        case AT_ResetOptions:
            break;
        default:
            return false;
    }
    if (!command->name)
        return false;                              /* by number: only of an index */
    column = (ViewColumn *) view_column(parse, statement, view, command->name);
    if (command->subtype == AT_SetStorage || command->subtype == AT_SetCompression)
        word = strcmp(strVal(command->def), "default") == 0 ? NULL : strVal(command->def);
    if (command->subtype == AT_SetStatistics)
        column->statistics = command->def ? intVal(command->def) : -1;
    else if (command->subtype == AT_SetStorage)
        column->storage = word ? upper(parse, word) : NULL;
    else if (command->subtype == AT_SetCompression)
        column->compression = arena_copy(parse->arena, word);
    else if (command->subtype == AT_SetOptions)
        reloptions_set(parse, &column->options, (List *) command->def);
    else
        reloptions_reset(parse, &column->options, (List *) command->def);
    return true;
}
