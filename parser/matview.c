#include "parser/parse.h"

#include "engine/kinds/matview.h"

static const char *
not_default(Parse *parse, const char *name, const char *by_default)
{
    return name && strcmp(name, by_default) != 0 ? arena_copy(parse->arena, name) : NULL;
}

Outcome
matview_create(Parse *parse, const Statement *statement, Node *node)
{
    const CreateTableAsStmt *create = castNode(CreateTableAsStmt, node);
    const IntoClause *into = create->into;
    const RangeVar *name = into->rel;
    Vec *names = arena_make(parse->arena, Vec);
    Pending *pending;
    MatView *view;

    if (create->objtype != OBJECT_MATVIEW)
        return parse_error(parse, statement, name->location, "write CREATE TABLE with its columns, or CREATE MATERIALIZED VIEW",
                           "CREATE TABLE AS copies rows once: it declares nothing");
    if (!IsA(create->query, SelectStmt))
        return parse_error(parse, statement, name->location, NULL, "the query of a materialized view must be a SELECT or VALUES");
    view = object_make(parse->arena, KIND_MATVIEW, creation_schema(statement, name->schemaname), NULL, name->relname);
    reloptions_set(parse, &view->options, into->options);
    view->access_method = not_default(parse, into->accessMethod, "heap");
    view->tablespace = not_default(parse, into->tableSpaceName, "pg_default");
    view->populated = into->skipData ? NULL : "yes";
    view->rows = view->bytes = -1;
    pending = parse_query(parse, statement, create->query, &view->object, &view->query);
    pending->column_names = &view->column_names;
    str_list(parse, into->colNames, names);
    pending->rename_columns = names;
    if (parse_add(parse, statement, name->location, &view->object))
        view_annotations(parse, statement, &view->object, create->query);
    return OUTCOME_DONE;
}

Outcome
matview_alter(Parse *parse, const Statement *statement, Object *object, const AlterTableStmt *node)
{
    MatView *view = (MatView *) object;
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
            case AT_SetTableSpace:
                view->tablespace = not_default(parse, command->name, "pg_default");
                break;
            case AT_SetAccessMethod:
                view->access_method = not_default(parse, command->name, "heap");
                break;
            case AT_ClusterOn:
                view->cluster_on = arena_copy(parse->arena, command->name);
                object_need_late(parse->arena, object,
                                 (Ref) {.space = SPACE_RELATION, .schema = object->schema, .name = command->name});
                break;
            case AT_DropCluster:
                view->cluster_on = NULL;
                break;
            case AT_ChangeOwner:
                owner_change(parse, statement, object, command->newowner);
                break;
            default:
                if (view_column_alter(parse, statement, object, command))
                    break;
                return parse_error(parse, statement, -1, NULL, "a materialized view can't be altered like this");
        }
    }
    return OUTCOME_DONE;
}

/* In dumps, a materialized view is made WITH NO DATA and filled at the end. */
Outcome
matview_refresh(Parse *parse, const Statement *statement, Node *node)
{
    const RefreshMatViewStmt *refresh = castNode(RefreshMatViewStmt, node);
    Object *view = find_relation(parse, statement, refresh->relation);

    if (!view)
        return parse_missing(parse, statement, refresh->relation->location, "materialized view", refresh->relation->schemaname,
                             refresh->relation->relname);
    if (view->kind != KIND_MATVIEW)
        return parse_error(parse, statement, refresh->relation->location, NULL, "%s is no materialized view", object_title(parse->arena, view));
    ((MatView *) view)->populated = refresh->skipData ? NULL : "yes";
    return OUTCOME_DONE;
}
