#include "parser/canon_walk.h"

#include "nodes/makefuncs.h"

/* The columns that a FROM item brings, in the order of `*`. */
typedef struct Part
{
    Vec columns;                                   /* ScopeColumn * */
    bool known;
} Part;

typedef struct From
{
    Canon *canon;
    Scope *scope;
    size_t next;                                   /* item of the scope: they stand in the order in which they are walked */
} From;

/* ---- names first: the server numbers all items of a level before it looks into any ---- */

static const char *
function_alias(const RangeFunction *range)
{
    const List *first = range->functions ? linitial(range->functions) : NIL;
    const char *name = first ? column_figure(linitial(first)) : NULL;

    return range->alias ? range->alias->aliasname : name;
}

static void
collect(Canon *canon, Scope *scope, Node *node)
{
    const char *alias = NULL, *written = NULL;

    if (IsA(node, RangeVar))
    {
        RangeVar *range = (RangeVar *) node;

        alias = range->alias ? range->alias->aliasname : range->relname;
        written = range->alias ? NULL : follow_item(canon, range->schemaname, range->relname);
    }
    else if (IsA(node, RangeSubselect))
        alias = ((RangeSubselect *) node)->alias ? ((RangeSubselect *) node)->alias->aliasname : "unnamed_subquery";
    else if (IsA(node, RangeFunction))
        alias = function_alias((RangeFunction *) node);
    else if (IsA(node, RangeTableFunc))
        alias = ((RangeTableFunc *) node)->alias ? ((RangeTableFunc *) node)->alias->aliasname : "xmltable";
    else if (IsA(node, JsonTable))
        alias = ((JsonTable *) node)->alias ? ((JsonTable *) node)->alias->aliasname : "json_table";
    else if (IsA(node, RangeTableSample))
    {
        collect(canon, scope, ((RangeTableSample *) node)->relation);
        return;
    }
    else if (IsA(node, JoinExpr))
    {
        JoinExpr *join = (JoinExpr *) node;

        collect(canon, scope, join->larg);
        collect(canon, scope, join->rarg);
        alias = join->alias ? join->alias->aliasname : NULL;
    }
    scope_add_item(canon->arena, scope, arena_copy(canon->arena, alias))->written = arena_copy(canon->arena, written);
}

void
from_collect(Canon *canon, Scope *scope, List *from)
{
    ListCell *cell;

    foreach(cell, from)
        collect(canon, scope, lfirst(cell));
    scope_name_items(canon->arena, scope);
}

/* ---- items ---- */

static ScopeItem *
next_item(From *from)
{
    return vec_at(&from->scope->items, from->next++);
}

/* Columns of an item, with the names that its alias gives to the first of them. */
static void
take_columns(From *from, ScopeItem *item, const Vec *columns, const Alias *alias)
{
    Arena *arena = from->canon->arena;
    int at = 0, renamed = alias ? list_length(alias->colnames) : 0;

    VEC_EACH(const ScopeColumn *, column, columns)
    {
        const char *name = at < renamed ? arena_copy(arena, strVal(list_nth(alias->colnames, at))) : column->name;

        scope_add_column(arena, &item->columns, name, column->type, item);
        if (at >= renamed)
            ((ScopeColumn *) vec_at(&item->columns, item->columns.count - 1))->renamed = column->renamed;
        at++;
    }
}

/* `force` writes all column names: what the server does where any is given, and for functions always. */
static void
canonical_alias(From *from, Alias **alias, const ScopeItem *item, const char *natural, bool force)
{
    List *names = NIL;

    if (!from->canon->rewrite || !item->name)
        return;
    if (*alias && (*alias)->colnames)
        force = true;
    if (force && item->known)
        VEC_EACH(const ScopeColumn *, column, &item->columns)
            names = lappend(names, makeString(pstrdup(column->name)));
    else if (*alias)
        names = (*alias)->colnames;
    *alias = names || !natural || strcmp(item->name, natural) != 0 ? makeAlias(item->name, names) : NULL;
}

static void
walk_relation(From *from, RangeVar *range, Part *part)
{
    ScopeItem *item = next_item(from);
    const ScopeWith *with = range->schemaname ? NULL : scope_find_with(from->scope, range->relname);
    const Vec *columns = NULL;
    static const Vec none;

    if (with)
    {
        item->known = with->known;
        columns = &with->columns;
    }
    else
    {
        refs_relation(from->canon, range);
        item->is_relation = true;
        if (range->schemaname)
            columns = column_list(from->canon, range->schemaname, range->relname);
        item->known = columns != NULL;
        if (range->schemaname)
            item->row = types_find(from->canon->types, range->schemaname, range->relname);
        if (!range->alias)
        {
            item->schema = arena_copy(from->canon->arena, range->schemaname);
            item->relation = item->alias;
        }
    }
    take_columns(from, item, columns ? columns : &none, range->alias);
    canonical_alias(from, &range->alias, item, range->relname, false);
    follow_range(from->canon, range);
    item->open = true;
    *part = (Part) {item->columns, item->known};
}

static void
outputs_to_columns(Arena *arena, const Outputs *outputs, Vec *columns)
{
    for (size_t i = 0; i < outputs->names.count; i++)
        scope_add_column(arena, columns, vec_at(&outputs->names, i), vec_at(&outputs->types, i), NULL);
}

static void
walk_subselect(From *from, RangeSubselect *range, Part *part)
{
    ScopeItem *item = next_item(from);
    Outputs outputs;
    Vec columns = {0};

    query_walk(from->canon, (SelectStmt *) range->subquery, from->scope, !range->lateral, QUERY_NAMED, &outputs);
    outputs_to_columns(from->canon->arena, &outputs, &columns);
    item->known = outputs.known;
    item->row = TYPE(record);
    take_columns(from, item, &columns, range->alias);
    canonical_alias(from, &range->alias, item, NULL, false);
    item->open = true;
    *part = (Part) {item->columns, item->known};
}

/* ---- functions in FROM ---- */

static void
add_definitions(From *from, List *definitions, Vec *columns)
{
    ListCell *cell;

    foreach(cell, definitions)
    {
        ColumnDef *definition = lfirst_node(ColumnDef, cell);

        refs_type(from->canon, definition->typeName);
        scope_add_column(from->canon->arena, columns, arena_copy(from->canon->arena, definition->colname),
                         types_of_node(from->canon->types, definition->typeName), NULL);
    }
}

/* "key text,value jsonb" */
static void
add_builtin_columns(From *from, const char *text, Vec *columns)
{
    Arena *arena = from->canon->arena;

    while (*text)
    {
        size_t name = strcspn(text, " "), type = strcspn(text + name + 1, ",");

        scope_add_column(arena, columns, arena_copy_len(arena, text, name),
                         types_find(from->canon->types, "pg_catalog", arena_copy_len(arena, text + name + 1, type)), NULL);
        text += name + 1 + type;
        text += *text == ',';
    }
}

static int
add_out_arguments(From *from, const Function *function, Vec *columns)
{
    int count = 0;

    VEC_EACH(const Argument *, argument, &function->arguments)
        if (!str_eq(argument->mode, "IN") && !str_eq(argument->mode, "VARIADIC"))
        {
            count++;
            scope_add_column(from->canon->arena, columns, argument->name ? argument->name : arena_printf(from->canon->arena, "column%d", count),
                             types_of_text(from->canon->types, argument->type), NULL);
        }
    return count;
}

/* False: not known. `name` is what the column of a scalar function is called. */
static bool
function_columns(From *from, const Signature *signature, const PgType *type, const char *name, Vec *columns)
{
    const PgType *base = type ? type_base(type) : NULL;
    const Vec *fields;

    if (!base || base == TYPE(unknown))
        return false;
    if (signature->function && add_out_arguments(from, signature->function, columns))
        return true;
    if (signature->columns && *signature->columns)
        add_builtin_columns(from, signature->columns, columns);
    else if (base->kind == 'c')
    {
        if (!(fields = column_list(from->canon, base->schema, base->name)))
            return false;
        vec_add_all(from->canon->arena, columns, fields);
    }
    else if (base == TYPE(record) || base->kind == 'x' || (base->kind == 'p' && base != TYPE(void)) || !name)
        return false;
    else
        scope_add_column(from->canon->arena, columns, name, type, NULL);
    return true;
}

static void
walk_function(From *from, RangeFunction *range, Part *part)
{
    ScopeItem *item = next_item(from);
    List *first = range->functions ? linitial(range->functions) : NIL;
    bool single = list_length(range->functions) == 1 && !range->is_rowsfrom;
    Vec columns = {0};
    ListCell *cell;

    foreach(cell, range->functions)
    {
        List *pair = lfirst(cell);
        const PgType *type = NULL;
        Signature signature = {0};

        if (IsA(linitial(pair), FuncCall))
            linitial(pair) = call_function(from->canon, linitial(pair), &type, &signature);
        else
            linitial(pair) = expr_walk(from->canon, linitial(pair), &type);
        if (lsecond(pair))
            add_definitions(from, lsecond(pair), &columns);
        if (single && !range->coldeflist && !lsecond(pair))
            item->known = function_columns(from, &signature, type, item->alias, &columns);
        item->row = single ? type : NULL;
    }
    if (range->coldeflist)
        add_definitions(from, range->coldeflist, &columns);
    if (single && (range->coldeflist || lsecond(first)))
        item->known = true;
    if (range->ordinality)
        scope_add_column(from->canon->arena, &columns, "ordinality", TYPE(int8), NULL);
    take_columns(from, item, &columns, range->alias);
    canonical_alias(from, &range->alias, item, NULL, item->known && !range->coldeflist);
    if (from->canon->rewrite)
        range->lateral = false;                    /* a function sees what stands left of it anyway */
    item->open = true;
    *part = (Part) {item->columns, item->known};
}

/* ---- joins ---- */

static void walk_item(From *from, Node *node, Part *part);

static bool
has_column(const Vec *columns, const char *name)
{
    VEC_EACH(const ScopeColumn *, column, columns)
        if (strcmp(column->name, name) == 0)
            return true;
    return false;
}

static const ScopeColumn *
column_named(const Vec *columns, const char *name)
{
    VEC_EACH(const ScopeColumn *, column, columns)
        if (strcmp(column->name, name) == 0)
            return column;
    return NULL;
}

/* buildMergedJoinVar(): the column of the side that can't be null; both sides' in one for FULL, or where types differ. */
static void
add_merged(From *from, JoinType kind, const ScopeColumn *left, const ScopeColumn *right, const char *name, Vec *columns)
{
    const ScopeColumn *one = kind == JOIN_RIGHT ? right : left;

    if (kind == JOIN_FULL || !left || !right || !left->type || left->type != right->type)
        scope_add_column(from->canon->arena, columns, name, left && right && left->type == right->type ? left->type : NULL, NULL);
    else
        scope_add_column(from->canon->arena, columns, name, one->type, one->item);
}

static void
merge(From *from, JoinExpr *join, const Part *left, const Part *right, Part *part)
{
    List *merged = join->usingClause;
    ListCell *cell;

    *part = (Part) {.known = left->known && right->known};
    if (join->isNatural && part->known)
    {
        VEC_EACH(const ScopeColumn *, column, &left->columns)
            if (has_column(&right->columns, column->name))
                merged = lappend(merged, makeString(pstrdup(column->name)));
        if (from->canon->rewrite)
        {
            /* NATURAL with nothing in common is a join on true. */
            join->isNatural = merged == NIL;
            join->usingClause = merged;
        }
    }
    else if (join->isNatural)
        return;
    foreach(cell, merged)
    {
        const char *name = strVal(lfirst(cell));

        follow_merged(from->canon, column_named(&left->columns, name), column_named(&right->columns, name));
        add_merged(from, join->jointype, column_named(&left->columns, name), column_named(&right->columns, name),
                   arena_copy(from->canon->arena, name), &part->columns);
    }
    for (int side = 0; side < 2; side++)
        VEC_EACH(const ScopeColumn *, column, side == 0 ? &left->columns : &right->columns)
        {
            bool again = false;

            foreach(cell, merged)
                again = again || strcmp(strVal(lfirst(cell)), column->name) == 0;
            if (!again)
                vec_add(from->canon->arena, &part->columns, column);
        }
}

/* A join with an alias hides what is in it. */
static void
alias_join(From *from, JoinExpr *join, size_t first, ScopeItem *item, Part *part)
{
    for (size_t at = first; at < from->next - 1; at++)
        ((ScopeItem *) vec_at(&from->scope->items, at))->open = false;
    item->known = part->known;
    take_columns(from, item, &part->columns, join->alias);
    canonical_alias(from, &join->alias, item, NULL, false);
    item->open = true;
    part->columns = item->columns;
}

static void
walk_join(From *from, JoinExpr *join, Part *part)
{
    Scope *scope = from->scope;
    Vec visible = scope->visible;
    bool complete = scope->complete;
    size_t first = from->next;
    Part left, right;
    ScopeItem *item;

    walk_item(from, join->larg, &left);
    scope->visible = (Vec) {0};
    vec_add_all(from->canon->arena, &scope->visible, &visible);
    vec_add_all(from->canon->arena, &scope->visible, &left.columns);
    scope->complete = complete && left.known;
    walk_item(from, join->rarg, &right);
    item = next_item(from);

    /* ON sees the two sides, and nothing beside them. */
    scope->visible = (Vec) {0};
    vec_add_all(from->canon->arena, &scope->visible, &left.columns);
    vec_add_all(from->canon->arena, &scope->visible, &right.columns);
    scope->complete = left.known && right.known;
    join->quals = expr_walk_boolean(from->canon, join->quals);
    merge(from, join, &left, &right, part);
    scope->visible = visible;
    scope->complete = complete;
    if (join->join_using_alias)
        part->known = false;
    if (join->alias)
        alias_join(from, join, first, item, part);
}

static void
walk_item(From *from, Node *node, Part *part)
{
    *part = (Part) {0};
    if (IsA(node, RangeVar))
        walk_relation(from, (RangeVar *) node, part);
    else if (IsA(node, RangeSubselect) && IsA(((RangeSubselect *) node)->subquery, SelectStmt))
        walk_subselect(from, (RangeSubselect *) node, part);
    else if (IsA(node, RangeFunction))
        walk_function(from, (RangeFunction *) node, part);
    else if (IsA(node, JoinExpr))
        walk_join(from, (JoinExpr *) node, part);
    else if (IsA(node, RangeTableSample))
    {
        walk_item(from, ((RangeTableSample *) node)->relation, part);
        expr_walk_list(from->canon, ((RangeTableSample *) node)->args);
    }
    else
    {
        ScopeItem *item = next_item(from);

        expr_walk_unknown(from->canon, node);
        item->open = true;
    }
}

void
from_walk(Canon *canon, Scope *scope, List *list)
{
    From from = {.canon = canon, .scope = scope};
    ListCell *cell;

    scope->complete = true;
    foreach(cell, list)
    {
        Part part;

        walk_item(&from, lfirst(cell), &part);
        vec_add_all(canon->arena, &scope->visible, &part.columns);
        scope->complete = scope->complete && part.known;
    }
}

/* ---- WITH ---- */

void
from_with_columns(Canon *canon, ScopeWith *with, const CommonTableExpr *cte, const Outputs *outputs)
{
    int renamed = list_length(cte->aliascolnames);

    with->known = outputs->known;
    with->columns = (Vec) {0};
    for (size_t i = 0; i < outputs->names.count; i++)
        scope_add_column(canon->arena, &with->columns,
                         (int) i < renamed ? arena_copy(canon->arena, strVal(list_nth(cte->aliascolnames, (int) i))) : vec_at(&outputs->names, i),
                         vec_at(&outputs->types, i), NULL);
}

void
from_with(Canon *canon, Scope *scope, WithClause *with)
{
    ListCell *cell;

    if (!with)
        return;
    foreach(cell, with->ctes)
    {
        CommonTableExpr *cte = lfirst_node(CommonTableExpr, cell);
        ScopeWith *own = arena_make(canon->arena, ScopeWith);
        Outputs outputs;

        own->name = arena_copy(canon->arena, cte->ctename);
        if (with->recursive)
            vec_add(canon->arena, &scope->withs, own);
        if (!IsA(cte->ctequery, SelectStmt))
        {
            change_walk(canon, cte->ctequery, &outputs);
            from_with_columns(canon, own, cte, &outputs);
            if (!with->recursive)
                vec_add(canon->arena, &scope->withs, own);
            continue;
        }
        if (with->recursive)
        {
            canon->recursive = own;
            canon->recursive_cte = cte;
        }
        query_walk(canon, (SelectStmt *) cte->ctequery, scope, true, QUERY_NAMED, &outputs);
        from_with_columns(canon, own, cte, &outputs);
        if (!with->recursive)
            vec_add(canon->arena, &scope->withs, own);
    }
}
