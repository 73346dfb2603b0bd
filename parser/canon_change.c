/*
 * INSERT, UPDATE and DELETE, as bodies and WITH have them. What else there is is resolved and left as it is.
 */
#include "parser/canon_walk.h"

#include "nodes/makefuncs.h"

static void
begin_level(Canon *canon)
{
    Scope *scope = arena_make(canon->arena, Scope);

    scope->outer = canon->scope;
    scope->hides_outer = canon->scope->outer != NULL;      /* in WITH; a body's parameters are seen */
    canon->scope = scope;
}

static const PgType *
column_type(const Scope *scope, const char *name)
{
    const ScopeColumn *column = scope_item_column(vec_at(&scope->items, 0), name);

    return column && column->type ? type_base(column->type) : NULL;
}

/* A literal takes the column's type; the conversion of anything else is not printed. */
static Node *
walk_value(Canon *canon, Node *value, const PgType *target)
{
    const PgType *type;

    if (!value || IsA(value, SetToDefault))
        return value;
    value = expr_walk(canon, value, &type);
    return type == TYPE(unknown) && target ? cast_implicit(canon, value, type, target) : value;
}

static void
walk_assignments(Canon *canon, List *targets)
{
    ListCell *cell;

    foreach(cell, targets)
    {
        ResTarget *target = lfirst_node(ResTarget, cell);

        if (IsA(target->val, MultiAssignRef))
            expr_walk_unknown(canon, ((MultiAssignRef *) target->val)->source);
        else
            target->val = walk_value(canon, target->val, target->indirection ? NULL : column_type(canon->scope, target->name));
    }
}

/* Without a list, INSERT means the first columns, as many as there are values. */
static void
list_columns(Canon *canon, InsertStmt *insert, int count)
{
    const ScopeItem *item = vec_at(&canon->scope->items, 0);

    if (!canon->rewrite || insert->cols || !item->known)
        return;
    for (int at = 0; at < count && at < (int) item->columns.count; at++)
    {
        ResTarget *target = makeNode(ResTarget);

        target->name = pstrdup(((const ScopeColumn *) vec_at(&item->columns, (size_t) at))->name);
        target->location = -1;
        insert->cols = lappend(insert->cols, target);
    }
}

static const PgType *
type_of_column(const InsertStmt *insert, const Scope *scope, int at)
{
    const ScopeItem *item = vec_at(&scope->items, 0);

    if (insert->cols)
        return at < list_length(insert->cols) && !((ResTarget *) list_nth(insert->cols, at))->indirection
                   ? column_type(scope, ((ResTarget *) list_nth(insert->cols, at))->name) : NULL;
    return item->known && at < (int) item->columns.count ? column_type(scope, ((const ScopeColumn *) vec_at(&item->columns, (size_t) at))->name) : NULL;
}

/* The source does not see the table; what comes after it does. */
static void
walk_source(Canon *canon, InsertStmt *insert, const Scope *level)
{
    SelectStmt *source = (SelectStmt *) insert->selectStmt;
    Outputs outputs;
    ListCell *cell;

    if (!source)
        return;
    if (!source->valuesLists || source->sortClause || source->limitCount || source->withClause)
    {
        query_walk(canon, source, canon->scope, true, QUERY_UNNAMED, &outputs);
        if (outputs.known)
            list_columns(canon, insert, (int) outputs.types.count);
        return;
    }
    canon->scope = level->outer;
    foreach(cell, source->valuesLists)
        lfirst(cell) = query_expand_row(canon, lfirst(cell));
    canon->scope = (Scope *) level;
    list_columns(canon, insert, list_length(linitial(source->valuesLists)));
    canon->scope = level->outer;
    foreach(cell, source->valuesLists)
    {
        ListCell *value;
        int at = 0;

        foreach(value, (List *) lfirst(cell))
            lfirst(value) = walk_value(canon, lfirst(value), type_of_column(insert, level, at++));
    }
    canon->scope = (Scope *) level;
}

static void
walk_conflict(Canon *canon, OnConflictClause *conflict)
{
    const ScopeItem *table = vec_at(&canon->scope->items, 0);
    ScopeItem *excluded;
    ListCell *cell;

    if (!conflict)
        return;
    if (conflict->infer)
    {
        foreach(cell, conflict->infer->indexElems)
        {
            IndexElem *element = lfirst_node(IndexElem, cell);
            const PgType *type;

            element->expr = expr_walk(canon, element->expr, &type);
        }
        conflict->infer->whereClause = expr_walk_boolean(canon, conflict->infer->whereClause);
    }
    excluded = scope_add_item(canon->arena, canon->scope, "excluded");
    excluded->known = table->known;
    excluded->open = true;
    VEC_EACH(const ScopeColumn *, column, &table->columns)
        scope_add_column(canon->arena, &excluded->columns, column->name, column->type, excluded);
    walk_assignments(canon, conflict->targetList);
    conflict->whereClause = expr_walk_boolean(canon, conflict->whereClause);
}

static void
walk_tables(Canon *canon, RangeVar *table, List *more, WithClause *with)
{
    List *from = lcons(table, list_copy(more));

    from_collect(canon, canon->scope, from);
    from_with(canon, canon->scope, with);
    from_walk(canon, canon->scope, from);
}

void
change_walk(Canon *canon, Node *statement, Outputs *outputs)
{
    Scope *before = canon->scope;
    InsertStmt *insert = (InsertStmt *) statement;
    UpdateStmt *update = (UpdateStmt *) statement;
    DeleteStmt *delete = (DeleteStmt *) statement;
    List **returning;

    *outputs = (Outputs) {0};
    if (IsA(statement, InsertStmt))
    {
        begin_level(canon);
        walk_tables(canon, insert->relation, NIL, insert->withClause);
        walk_source(canon, insert, canon->scope);
        walk_conflict(canon, insert->onConflictClause);
        returning = &insert->returningList;
    }
    else if (IsA(statement, UpdateStmt))
    {
        begin_level(canon);
        walk_tables(canon, update->relation, update->fromClause, update->withClause);
        walk_assignments(canon, update->targetList);
        update->whereClause = expr_walk_boolean(canon, update->whereClause);
        returning = &update->returningList;
    }
    else if (IsA(statement, DeleteStmt))
    {
        begin_level(canon);
        walk_tables(canon, delete->relation, delete->usingClause, delete->withClause);
        delete->whereClause = expr_walk_boolean(canon, delete->whereClause);
        returning = &delete->returningList;
    }
    else
    {
        expr_walk_unknown(canon, statement);
        return;
    }
    query_walk_targets(canon, returning, QUERY_NAMED, outputs);
    canon->scope = before;
}
