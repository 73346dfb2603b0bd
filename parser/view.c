#include "parser/parse.h"

#include "catalog/pg_class.h"

#include "engine/kinds/view.h"

static void
set_check_option(Parse *parse, View *view, ViewCheckOption check)
{
    if (check != NO_CHECK_OPTION)
        vec_add(parse->arena, &view->options,
                check == LOCAL_CHECK_OPTION ? "check_option=local" : "check_option=cascaded");
}

/* CREATE RECURSIVE VIEW arrives as the WITH RECURSIVE that it stands for. */
Outcome
view_create(Parse *parse, const Statement *statement, Node *node)
{
    const ViewStmt *create = castNode(ViewStmt, node);
    const RangeVar *name = create->view;
    Vec *names = arena_make(parse->arena, Vec);
    Pending *pending;
    View *view;

    if (name->relpersistence != RELPERSISTENCE_PERMANENT)
        return parse_error(parse, statement, name->location, "take TEMPORARY or UNLOGGED away, or the statement out of the blueprint",
                           "a view that doesn't last is no part of a blueprint");
    view = object_make(parse->arena, KIND_VIEW, creation_schema(statement, name->schemaname), NULL, name->relname);
    reloptions_set(parse, &view->options, create->options);
    set_check_option(parse, view, create->withCheckOption);
    vec_sort_str(&view->options);
    pending = parse_query(parse, statement, create->query, &view->object, &view->query);
    pending->column_names = &view->column_names;
    pending->column_exprs = &view->column_exprs;
    str_list(parse, create->aliases, names);
    pending->rename_columns = names;
    parse_add(parse, statement, name->location, &view->object);
    return OUTCOME_DONE;
}

Outcome
view_alter(Parse *parse, const Statement *statement, Object *object, const AlterTableStmt *node)
{
    View *view = (View *) object;
    ListCell *cell;

    foreach(cell, node->cmds)
    {
        const AlterTableCmd *command = lfirst_node(AlterTableCmd, cell);

        switch (command->subtype)
        {
            case AT_SetRelOptions:
                reloptions_set(parse, &view->options, (List *) command->def);
                break;
            case AT_ResetRelOptions:
                reloptions_reset(parse, &view->options, (List *) command->def);
                break;
            case AT_ColumnDefault:
                if (command->def)
                    default_set(parse, statement, object, command->name, command->def);
                else
                    default_drop(parse, object, command->name);
                break;
            case AT_ChangeOwner:
                object->owner = role_name(parse, statement, command->newowner);
                parse->model->claims |= CLAIM_OWNERS;
                break;
            default:
                return parse_error(parse, statement, -1, NULL, "a view can't be altered like this");
        }
    }
    vec_sort_str(&view->options);
    return OUTCOME_DONE;
}
