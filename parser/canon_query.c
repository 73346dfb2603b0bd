#include "parser/canon_walk.h"

#include "nodes/makefuncs.h"

enum { MAX_COPIES = 500 };                         /* of output expressions, for GROUP BY 1 and the like: a text must not explode */

/* What GROUP BY and ORDER BY can name. */
typedef struct Targets
{
    List *list;                                    /* ResTarget * */
    Vec copied;                                    /* those (ResTarget *) that hold copies themselves */
    bool named;                                    /* something still goes by the name of one */
} Targets;

/* ---- output columns ---- */

static ResTarget *
star_target(Canon *canon, const ScopeColumn *column)
{
    ResTarget *target = makeNode(ResTarget);
    ColumnRef *ref = column_make(column);

    if (!canon->rewrite && column->item && column->item->alias)
        ref->fields = list_make2(makeString(pstrdup(column->item->alias)), makeString(pstrdup(column->name)));
    target->name = pstrdup(column->name);
    target->val = (Node *) ref;
    target->location = -1;
    return target;
}

/* The columns that `*` or `t.*` stands for; NULL: not known. */
static const Vec *
star_columns(Canon *canon, const ColumnRef *ref)
{
    int count = list_length(ref->fields);
    const ScopeItem *item;

    if (count == 1)
        return canon->scope->complete ? &canon->scope->visible : NULL;
    if (count > 3)
        return NULL;
    item = scope_find_item(canon->scope, count == 3 ? strVal(linitial(ref->fields)) : NULL, strVal(list_nth(ref->fields, count - 2)));
    return item && item->known ? &item->columns : NULL;
}

static bool
is_star(const Node *node)
{
    return node && IsA(node, ColumnRef) && IsA(llast(((const ColumnRef *) node)->fields), A_Star);
}

/* Whether the text can name each column as star_target() does. */
static bool
can_name_all(Canon *canon, const Vec *columns)
{
    VEC_EACH(const ScopeColumn *, column, columns)
        if (column->item && column->item->alias && scope_find_item(canon->scope, NULL, column->item->alias) != column->item)
            return false;
    return true;
}

/* Each star gives way to what it stands for. False: some could not. */
static bool
expand_stars(Canon *canon, List **targets, QueryUse use)
{
    List *expanded = NIL;
    bool known = true;
    ListCell *cell;

    foreach(cell, *targets)
    {
        ResTarget *target = lfirst_node(ResTarget, cell);
        const Vec *columns = is_star(target->val) ? star_columns(canon, (ColumnRef *) target->val) : NULL;

        if (target->val && IsA(target->val, A_Indirection) && IsA(llast(((A_Indirection *) target->val)->indirection), A_Star))
            known = false;
        else if (is_star(target->val) && (!columns || (!canon->rewrite && (use == QUERY_EXISTS || !can_name_all(canon, columns)))))
            known = false;
        else if (columns)
        {
            VEC_EACH(const ScopeColumn *, column, columns)
                expanded = lappend(expanded, star_target(canon, column));
            canon->changed = true;
            continue;
        }
        expanded = lappend(expanded, target);
    }
    *targets = expanded;
    return known;
}

List *
query_expand_row(Canon *canon, List *row)
{
    List *expanded = NIL;
    ListCell *cell;

    foreach(cell, row)
    {
        const Vec *columns = is_star(lfirst(cell)) ? star_columns(canon, lfirst(cell)) : NULL;

        if (!columns || (!canon->rewrite && !can_name_all(canon, columns)))
        {
            expanded = lappend(expanded, lfirst(cell));
            continue;
        }
        VEC_EACH(const ScopeColumn *, column, columns)
            expanded = lappend(expanded, star_target(canon, column)->val);
        canon->changed = true;
    }
    return expanded;
}

/* The name goes into the text where PostgreSQL would have to find one. */
static void
name_target(Canon *canon, ResTarget *target, bool write)
{
    const char *name = column_figure(target->val);

    if (target->name || is_star(target->val))
        return;
    if (canon->rewrite || canon->follow || (write && (!name || !IsA(target->val, ColumnRef))))
    {
        target->name = pstrdup(name ? name : "?column?");
        canon->changed = true;
    }
}

static const char *
target_name(const ResTarget *target)
{
    const char *name = target->name ? target->name : column_figure(target->val);

    return name ? name : "?column?";
}

static void
walk_targets(Canon *canon, List **list, QueryUse use, bool keep_unknown, Outputs *outputs, Targets *targets)
{
    ListCell *cell;

    outputs->known = expand_stars(canon, list, use);
    targets->list = *list;
    foreach(cell, *list)
    {
        ResTarget *target = lfirst_node(ResTarget, cell);
        const PgType *type = NULL;
        unsigned copies = canon->copies;

        name_target(canon, target, use == QUERY_NAMED);
        if (!target->val || is_star(target->val))
            continue;
        vec_add(canon->arena, &outputs->names, arena_copy(canon->arena, target_name(target)));
        target->val = expr_walk(canon, target->val, &type);
        if (type == TYPE(unknown) && !keep_unknown)
        {
            target->val = cast_implicit(canon, target->val, type, TYPE(text));
            type = TYPE(text);
        }
        vec_add(canon->arena, &outputs->types, type);
        if (canon->copies != copies)
            vec_add(canon->arena, &targets->copied, target);
    }
}

void
query_walk_targets(Canon *canon, List **targets, QueryUse use, Outputs *outputs)
{
    Targets ignored = {0};

    walk_targets(canon, targets, use, false, outputs, &ignored);
    outputs->known = outputs->known && *targets;
}

/* ---- GROUP BY, ORDER BY, DISTINCT ON ---- */

static Node *
copy_target(Canon *canon, Targets *targets, const ResTarget *target, Node *instead)
{
    bool holds_copies = false;

    VEC_EACH(const ResTarget *, copied, &targets->copied)
        holds_copies |= copied == target;
    if (!canon->rewrite || holds_copies || canon->copies >= MAX_COPIES || is_star(target->val))
    {
        targets->named = true;
        return instead;
    }
    canon->copies++;
    return copyObject(target->val);
}

/* A bare number or name that means an output column: findTargetlistEntrySQL92(). False: it is an expression. */
static bool
find_target(Canon *canon, Targets *targets, Node **node, bool of_union)
{
    ColumnRef *ref = (ColumnRef *) *node;
    bool star = false;                             /* one that stands for unknown columns: numbers after it are not known */
    ListCell *cell;

    if (IsA(*node, A_Const) && !((A_Const *) *node)->isnull && IsA(&((A_Const *) *node)->val, Integer))
    {
        int number = ((A_Const *) *node)->val.ival.ival, at = 0;

        if (of_union)
            return true;
        foreach(cell, targets->list)
        {
            if (is_star(lfirst_node(ResTarget, cell)->val))
                return true;
            if (++at == number)
                *node = copy_target(canon, targets, lfirst(cell), *node);
        }
        return true;
    }
    if (!IsA(*node, ColumnRef) || list_length(ref->fields) != 1 || !IsA(linitial(ref->fields), String))
        return false;
    foreach(cell, targets->list)
    {
        star |= is_star(lfirst_node(ResTarget, cell)->val);
        if (!is_star(lfirst_node(ResTarget, cell)->val) && strcmp(target_name(lfirst(cell)), strVal(linitial(ref->fields))) == 0)
        {
            if (of_union && canon->rewrite && !star)
            {
                A_Const *number = makeNode(A_Const);

                number->val.ival.type = T_Integer;
                number->val.ival.ival = foreach_current_index(cell) + 1;
                number->location = -1;
                *node = (Node *) number;
            }
            else if (!of_union)
                *node = copy_target(canon, targets, lfirst(cell), *node);
            return true;
        }
    }
    return of_union;
}

static void
drop_defaults(Canon *canon, SortBy *sort)
{
    if (!canon->rewrite)
        return;
    if ((sort->sortby_dir == SORTBY_DESC && sort->sortby_nulls == SORTBY_NULLS_FIRST) ||
        (sort->sortby_dir != SORTBY_DESC && sort->sortby_dir != SORTBY_USING && sort->sortby_nulls == SORTBY_NULLS_LAST))
        sort->sortby_nulls = SORTBY_NULLS_DEFAULT;
    if (sort->sortby_dir == SORTBY_ASC)
        sort->sortby_dir = SORTBY_DEFAULT;
}

void
query_walk_sort_item(Canon *canon, SortBy *sort, const PgType **type)
{
    sort->node = expr_walk(canon, sort->node, type);
    drop_defaults(canon, sort);
}

static void
walk_sort_item(Canon *canon, SortBy *sort, Targets *targets, bool of_union)
{
    const PgType *type;

    if (!targets || !find_target(canon, targets, &sort->node, of_union))
        query_walk_sort_item(canon, sort, &type);
    else
        drop_defaults(canon, sort);
}

static void
walk_sort(Canon *canon, List *list, Targets *targets, bool of_union)
{
    ListCell *cell;

    foreach(cell, list)
        walk_sort_item(canon, lfirst_node(SortBy, cell), targets, of_union);
}

void
query_walk_sort(Canon *canon, List *sort)
{
    walk_sort(canon, sort, NULL, false);
}

static void
walk_distinct(Canon *canon, List *list, Targets *targets)
{
    const PgType *type;
    ListCell *cell;

    foreach(cell, list)
        if (lfirst(cell) && !find_target(canon, targets, (Node **) &lfirst(cell), false))
            lfirst(cell) = expr_walk(canon, lfirst(cell), &type);
}

static void
walk_group(Canon *canon, List *list, Targets *targets)
{
    ListCell *cell;

    foreach(cell, list)
    {
        Node *node = lfirst(cell);
        const ScopeColumn *column;
        const ScopeItem *item;
        const PgType *type;

        if (IsA(node, GroupingSet))
        {
            walk_group(canon, ((GroupingSet *) node)->content, targets);
            continue;
        }
        /* Here a column of FROM comes before an output column of that name. */
        if (IsA(node, ColumnRef) && list_length(((ColumnRef *) node)->fields) == 1 && IsA(linitial(((ColumnRef *) node)->fields), String))
        {
            Found found = scope_find(canon->scope, strVal(linitial(((ColumnRef *) node)->fields)), true, &column, &item);

            if (found == FOUND_PERHAPS)
                continue;
            if (found != FOUND_COLUMN && find_target(canon, targets, (Node **) &lfirst(cell), false))
                continue;
        }
        else if (find_target(canon, targets, (Node **) &lfirst(cell), false))
            continue;
        lfirst(cell) = expr_walk(canon, node, &type);
    }
}

/* ---- one SELECT ---- */

static void
walk_limits(Canon *canon, SelectStmt *query)
{
    const PgType *type;

    if (query->limitCount)
        query->limitCount = expr_walk(canon, query->limitCount, &type);
    if (query->limitOffset)
        query->limitOffset = expr_walk(canon, query->limitOffset, &type);
}

static void
strip_names(Canon *canon, List *targets)
{
    ListCell *cell;

    if (!canon->rewrite)
        return;
    foreach(cell, targets)
        lfirst_node(ResTarget, cell)->name = NULL;
}

/* FOR UPDATE is printed as one FOR UPDATE OF for each relation. */
static void
spread_locks(Canon *canon, SelectStmt *query)
{
    List *spread = NIL;
    ListCell *cell, *rel;

    if (!canon->rewrite)
        return;
    VEC_EACH(const ScopeItem *, item, &canon->scope->items)
        if (!item->is_relation || !item->name)
            return;
    foreach(cell, query->lockingClause)
    {
        LockingClause *locks = lfirst_node(LockingClause, cell);
        List *names = NIL;

        foreach(rel, locks->lockedRels)
        {
            const ScopeItem *item = scope_find_item(canon->scope, NULL, lfirst_node(RangeVar, rel)->relname);

            names = lappend(names, makeString(pstrdup(item ? item->name : lfirst_node(RangeVar, rel)->relname)));
        }
        if (!locks->lockedRels)
            VEC_EACH(const ScopeItem *, item, &canon->scope->items)
                names = lappend(names, makeString(pstrdup(item->name)));
        foreach(rel, names)
        {
            LockingClause *one = makeNode(LockingClause);

            *one = *locks;
            one->lockedRels = list_make1(makeRangeVar(NULL, strVal(lfirst(rel)), -1));
            spread = lappend(spread, one);
        }
    }
    query->lockingClause = spread;
}

static void
walk_select(Canon *canon, SelectStmt *query, QueryUse use, bool keep_unknown, Outputs *outputs)
{
    Targets targets = {0};
    ListCell *cell;

    from_collect(canon, canon->scope, query->fromClause);
    from_with(canon, canon->scope, query->withClause);
    from_walk(canon, canon->scope, query->fromClause);
    walk_targets(canon, &query->targetList, use, keep_unknown, outputs, &targets);
    query->whereClause = expr_walk_boolean(canon, query->whereClause);
    walk_group(canon, query->groupClause, &targets);
    query->havingClause = expr_walk_boolean(canon, query->havingClause);
    foreach(cell, query->windowClause)
        call_walk_window(canon, lfirst(cell));
    walk_distinct(canon, query->distinctClause, &targets);
    walk_sort(canon, query->sortClause, &targets, false);
    walk_limits(canon, query);
    spread_locks(canon, query);
    if (use != QUERY_NAMED && !targets.named)
        strip_names(canon, query->targetList);
}

/* ---- VALUES ---- */

static void
walk_values(Canon *canon, SelectStmt *query, Outputs *outputs)
{
    int columns = list_length(linitial(query->valuesLists)), rows = list_length(query->valuesLists);
    Targets targets = {0};
    ListCell *cell;

    from_with(canon, canon->scope, query->withClause);
    canon->scope->complete = true;
    outputs->known = true;
    for (int at = 0; at < columns; at++)
    {
        const PgType **types = palloc0(sizeof *types * (size_t) rows), *common;
        List *values = NIL;
        int row = 0;

        foreach(cell, query->valuesLists)
        {
            if (list_length(lfirst(cell)) != columns)
                return;
            values = lappend(values, expr_walk(canon, list_nth(lfirst(cell), at), &types[row++]));
        }
        common = cast_common(canon, values, types, rows);
        row = 0;
        foreach(cell, query->valuesLists)
            lfirst(list_nth_cell(lfirst(cell), at)) = list_nth(values, row++);
        vec_add(canon->arena, &outputs->names, arena_printf(canon->arena, "column%d", at + 1));
        vec_add(canon->arena, &outputs->types, common);
    }
    walk_sort(canon, query->sortClause, &targets, true);
    walk_limits(canon, query);
}

/* ---- UNION and its like ---- */

static void walk_query(Canon *canon, SelectStmt *query, Scope *outer, bool hides_outer, QueryUse use, bool keep_unknown, Outputs *outputs);

/* A literal in one part takes the type of the other part's column. */
static const PgType *
union_type(Canon *canon, SelectStmt *left, const PgType *left_type, SelectStmt *right, const PgType *right_type, int at)
{
    const PgType *types[2] = {left_type, right_type}, *common = lookup_common(canon->types, types, 2);
    SelectStmt *sides[2] = {left, right};

    for (int side = 0; common && side < 2; side++)
    {
        ResTarget *target;

        if (types[side] != TYPE(unknown) || sides[side]->op != SETOP_NONE || at >= list_length(sides[side]->targetList))
            continue;
        target = list_nth(sides[side]->targetList, at);
        target->val = cast_implicit(canon, target->val, types[side], common);
    }
    return common;
}

static void
walk_union(Canon *canon, SelectStmt *query, QueryUse use, Outputs *outputs)
{
    ScopeWith *recursive = canon->recursive;
    const CommonTableExpr *cte = canon->recursive_cte;
    Outputs left = {0}, right = {0};
    Targets targets = {0};
    SelectStmt *first = query->larg;

    canon->recursive = NULL;
    canon->scope->complete = true;
    from_with(canon, canon->scope, query->withClause);
    walk_query(canon, query->larg, canon->scope, false, query->sortClause ? QUERY_NAMED : use, true, &left);
    if (recursive)
        from_with_columns(canon, recursive, cte, &left);
    walk_query(canon, query->rarg, canon->scope, false, QUERY_UNNAMED, true, &right);
    outputs->known = left.known && right.known && left.types.count == right.types.count;
    for (size_t at = 0; at < left.types.count; at++)
    {
        const PgType *type = NULL;

        if (outputs->known)
            type = union_type(canon, query->larg, vec_at(&left.types, at), query->rarg, vec_at(&right.types, at), (int) at);
        vec_add(canon->arena, &outputs->names, vec_at(&left.names, at));
        vec_add(canon->arena, &outputs->types, type);
    }
    while (first->op != SETOP_NONE)
        first = first->larg;
    targets.list = first->targetList;
    walk_sort(canon, query->sortClause, &targets, true);
    walk_limits(canon, query);
    if (query->sortClause && use != QUERY_NAMED && outputs->known)
        strip_names(canon, first->targetList);
}

/* ---- any of them ---- */

static void
walk_query(Canon *canon, SelectStmt *query, Scope *outer, bool hides_outer, QueryUse use, bool keep_unknown, Outputs *outputs)
{
    Scope *before = canon->scope, *scope = arena_make(canon->arena, Scope);

    *outputs = (Outputs) {0};
    scope->outer = outer;
    scope->hides_outer = hides_outer;
    canon->scope = scope;
    if (query->op != SETOP_NONE)
        walk_union(canon, query, use, outputs);
    else
    {
        canon->recursive = NULL;
        if (query->valuesLists)
            walk_values(canon, query, outputs);
        else
            walk_select(canon, query, use, keep_unknown, outputs);
    }
    canon->scope = before;
}

void
query_walk(Canon *canon, SelectStmt *query, Scope *outer, bool hides_outer, QueryUse use, Outputs *outputs)
{
    walk_query(canon, query, outer, hides_outer, use, false, outputs);
}

bool
query_rename(SelectStmt *query, const Vec *names)
{
    size_t at = 0;

    while (query->op != SETOP_NONE)
        query = query->larg;
    if (list_length(query->targetList) < (int) names->count)
        return false;
    VEC_EACH(const char *, name, names)
    {
        ResTarget *target = list_nth(query->targetList, (int) at++);

        if (is_star(target->val))
            return false;
        target->name = pstrdup(name);
    }
    return true;
}
