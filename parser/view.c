#include "parser/annotation.h"
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

/*
 * Where a view's query needs a primary key that comes later, pg_dump makes the view with a NULL for each column first, and
 * replaces it in the end.
 */
bool
view_is_stand_in(const ViewStmt *view)
{
    const SelectStmt *select = (const SelectStmt *) view->query;
    const ListCell *cell;

    if (view->replace || !IsA(view->query, SelectStmt) || !select->targetList || select->fromClause || select->whereClause || select->valuesLists || select->op)
        return false;
    foreach(cell, select->targetList)
    {
        const Node *value = lfirst_node(ResTarget, cell)->val;

        if (IsA(value, CollateClause))
            value = ((const CollateClause *) value)->arg;
        if (!IsA(value, TypeCast) || !IsA(((const TypeCast *) value)->arg, A_Const) ||
            !((const A_Const *) ((const TypeCast *) value)->arg)->isnull)
            return false;
    }
    return true;
}

static void
fill(Parse *parse, const Statement *statement, View *view, const ViewStmt *create)
{
    Vec *names = arena_make(parse->arena, Vec);
    Pending *pending;

    if (view->query)
        pending_forget(parse, view->query);
    view->options = (Vec) {0};
    reloptions_set(parse, &view->options, create->options);
    set_check_option(parse, view, create->withCheckOption);
    pending = parse_query(parse, statement, create->query, &view->object, &view->query);
    pending->column_names = &view->column_names;
    pending->column_types = &view->column_types;
    str_list(parse, create->aliases, names);
    pending->rename_columns = names;
}

/* CREATE RECURSIVE VIEW arrives as the WITH RECURSIVE that it stands for. */
void
view_annotations(Parse *parse, const Statement *statement, Object *view, const Node *query)
{
    const ListCell *cell;

    if (statement->annotations.count && IsA(query, SelectStmt))
        foreach(cell, ((const SelectStmt *) query)->targetList)
        {
            const ResTarget *target = lfirst_node(ResTarget, cell);
            const ColumnRef *column = (const ColumnRef *) target->val;
            const char *name = target->name;

            if (!name && IsA(column, ColumnRef) && IsA(llast(column->fields), String))
                name = strVal(llast(column->fields));
            if (name)
                annotation_part(parse, statement, target->location, view, name);
        }
}

Outcome
view_create(Parse *parse, const Statement *statement, Node *node)
{
    const ViewStmt *create = castNode(ViewStmt, node);
    const RangeVar *name = create->view;
    const char *schema = creation_schema(statement, name->schemaname);
    View *have = (View *) model_find_kind(parse->model, KIND_VIEW, schema, NULL, name->relname), *view;
    bool stand_in = view_is_stand_in(create);

    if (name->relpersistence != RELPERSISTENCE_PERMANENT)
        return parse_error(parse, statement, name->location, "take TEMPORARY or UNLOGGED away, or the statement out of the blueprint",
                           "a view that doesn't last is no part of a blueprint");
    if (have && have->stand_in && create->replace)
    {
        have->stand_in = false;
        fill(parse, statement, have, create);
        return OUTCOME_DONE;
    }
    if (have && stand_in && have->replaces)
        return OUTCOME_DONE;
    view = object_make(parse->arena, KIND_VIEW, schema, NULL, name->relname);
    view->stand_in = stand_in;
    view->replaces = create->replace;
    fill(parse, statement, view, create);
    if (parse_add(parse, statement, name->location, &view->object))
        view_annotations(parse, statement, &view->object, create->query);
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
                owner_change(parse, statement, object, command->newowner);
                break;
            default:
                return parse_error(parse, statement, -1, NULL, "a view can't be altered like this");
        }
    }
    return OUTCOME_DONE;
}
