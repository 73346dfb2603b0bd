#include "parser/parse.h"

#include "parser/table.h"
#include "parser/target.h"

/* What has a comment of its own in PostgreSQL, but is no object here. */
static bool
is_part(Parse *parse, const CommentStmt *node, const Target *target)
{
    const List *names = (const List *) node->object;
    Object *composite;

    if (target->object || !target->schema)
        return false;
    if (node->objtype == OBJECT_COLUMN && list_length(names) > 1)
    {
        composite = model_find_kind(parse->model, KIND_COMPOSITE, target->schema, NULL, strVal(list_nth(names, list_length(names) - 2)));
        return composite && composite_comment(parse, composite, strVal(llast(names)), node->comment && *node->comment ? node->comment : NULL);
    }
    if (node->objtype == OBJECT_INDEX)
    {
        Object *key = model_find_taken(parse->model, SPACE_RELATION, target->schema, NULL, target->name);

        if (key && key->kind == KIND_CONSTRAINT)
            ((ConstraintDef *) key)->index_comment = node->comment && *node->comment ? arena_copy(parse->arena, node->comment) : NULL;
        return key && key->kind == KIND_CONSTRAINT;
    }
    return false;
}

/* A column of a view is an object only where something is said of it. */
static Object *
view_column_of(Parse *parse, const Statement *statement, const CommentStmt *node, const Target *target)
{
    const List *names = (const List *) node->object;
    const Object *view;

    if (node->objtype != OBJECT_COLUMN || target->object || list_length(names) < 2)
        return NULL;
    view = model_find(parse->model, SPACE_RELATION, target->schema, NULL, strVal(list_nth(names, list_length(names) - 2)));
    if (!view || (view->kind != KIND_VIEW && view->kind != KIND_MATVIEW))
        return NULL;
    return view_column(parse, statement, view, strVal(llast(names)));
}

/* Of two comments that one psql would run the later one holds; between files it would depend on their order. */
static bool
is_new(Parse *parse, const Statement *statement, const Object *object, const char *comment)
{
    const char *key = arena_printf(parse->arena, "comment on %s", object->key);
    const Statement *first = map_get(&parse->statements, key);

    map_put(&parse->statements, key, statement);
    if (!first || first->session == statement->session || str_eq(object->comment, comment))
        return true;
    parse_error(parse, statement, -1, "keep one of them", "%s has two comments: the other is at %s", object_title(parse->arena, object),
                origin_text(parse->arena, statement_origin(first, -1)));
    return false;
}

Outcome
comment_set(Parse *parse, const Statement *statement, Node *node)
{
    const CommentStmt *comment = (const CommentStmt *) node;
    const char *text = comment->comment && *comment->comment ? arena_copy(parse->arena, comment->comment) : NULL;
    Target target = target_find(parse, statement, comment->objtype, comment->object);
    Outcome outcome;

    if ((comment->objtype == OBJECT_EXTENSION || comment->objtype == OBJECT_LANGUAGE) && strcmp(strVal(comment->object), "plpgsql") == 0)
        return OUTCOME_DONE;                       /* pg_dump writes it, with the comment that every database has */
    if (is_part(parse, comment, &target))
        return OUTCOME_DONE;
    if (text && !target.object)
        target.object = view_column_of(parse, statement, comment, &target);
    if (!target.object && comment->objtype == OBJECT_SEQUENCE)
        target.object = identity_sequence_find(parse, target.schema, target.name);
    if (!target_ready(parse, statement, &target, "COMMENT ON", &outcome))
        return outcome;
    if (is_new(parse, statement, target.object, text))
    {
        target.object->comment = text;
        target.object->any &= ~(unsigned) CHANGED_COMMENT;
    }
    return OUTCOME_DONE;
}
