#include "parser/shape_text.h"

#include "parser/pgq.h"
#include "parser/shape.h"

typedef struct Shaper
{
    Arena *arena;
    const ShapeFacts *facts;
    Shape *shape;
    Text form;
    Vec ctes;
    int leaves;                                    /* columns and constants so far: where in the text we are */
    int around;                                    /* relations in sight, of all levels */
    int selects;                                   /* how deep in queries */
} Shaper;

static bool walk(Node *node, void *context);

static void
walk_list(Shaper *s, List *list)
{
    ListCell *cell;

    foreach(cell, list)
        walk(lfirst(cell), s);
}

static const char *
loose(Shaper *s, const Node *node, int more_flags)
{
    Text text;

    text_init(&text, s->arena);
    shape_text(&text, node, TEXT_DROP_CASTS | more_flags);
    return text_str(&text);
}

/* To be sure that two are the same, whatever the plan says. */
static const char *
strict(Shaper *s, const Node *node)
{
    Text text;

    text_init(&text, s->arena);
    if (!shape_text(&text, node, TEXT_DROP_CONSTANT_CASTS | TEXT_QUALIFIERS))
        s->shape->problem = "it holds something of which the server's plan does not tell all";
    return text_str(&text);
}

/* ---- calls ---- */

static bool
is_null_somewhere(Node *node, void *context)
{
    bool *found = context;

    if (!node || *found)
        return false;
    if ((IsA(node, A_Const) && ((A_Const *) node)->isnull) || (IsA(node, A_Expr) && ((A_Expr *) node)->kind == AEXPR_NULLIF))
        *found = true;
    return raw_expression_tree_walker(node, is_null_somewhere, context);
}

/* A column itself, at most cast: what a plan can't replace by a constant. */
static bool
is_column(const Node *node)
{
    for (;;)
        if (IsA(node, TypeCast))
            node = ((const TypeCast *) node)->arg;
        else if (IsA(node, CollateClause))
            node = ((const CollateClause *) node)->arg;
        else if (IsA(node, NamedArgExpr))
            node = (const Node *) ((const NamedArgExpr *) node)->arg;
        else if (IsA(node, A_Indirection))
            node = ((const A_Indirection *) node)->arg;
        else
            return IsA(node, ColumnRef);
}

/* Whether the plan may show something else than the call: its body, or its value. */
static bool
may_vanish(const ShapeRoutine *routine, List *arguments)
{
    bool null = false, column = false;
    ListCell *cell;

    foreach(cell, arguments)
    {
        is_null_somewhere(lfirst(cell), &null);
        column |= lfirst(cell) && is_column(lfirst(cell));
    }
    return !routine || routine->inlinable || (routine->changeable && null) || (routine->foldable && !column);
}

static void
note_call(Shaper *s, const FuncCall *call)
{
    const char *name = strVal(llast(call->funcname));
    bool qualified = list_length(call->funcname) > 1;
    const ShapeRoutine *routine = map_get(&s->facts->routines, name);

    if (qualified ? strcmp(strVal(linitial(call->funcname)), "pg_catalog") == 0 : !routine)
        return;
    if (!qualified)
        vec_add_str_once(s->arena, &s->shape->routines, arena_copy(s->arena, name));
    if (may_vanish(routine, call->args) && !call->over)
        text_addf(&s->form, "call %d %s\n", s->leaves, strict(s, (const Node *) call));
    else                                           /* in C, it may have been replaced by its value, but that is all it will ever be */
        text_addf(&s->form, "call %s/%d\n", !routine || routine->changeable ? name : shape_name(s->arena, call->funcname), list_length(call->args));
}

static void
note_operator(Shaper *s, const A_Expr *expr, const char *name, bool qualified)
{
    const ShapeRoutine *routine = map_get(&s->facts->operators, name);
    List *operands = list_make1(expr->rexpr);

    if (!qualified)
        vec_add_str_once(s->arena, &s->shape->operators, arena_copy(s->arena, name));
    if (!routine)
        return;
    if (expr->lexpr)
        operands = lappend(operands, expr->lexpr);
    if (routine->inlinable || (routine->foldable && !shape_varies((const Node *) operands)))
        text_addf(&s->form, "operator %d %s\n", s->leaves, strict(s, (const Node *) expr));
}

/* The server keeps BETWEEN as comparisons, and so with its first operand twice. */
static void
walk_between(Shaper *s, const A_Expr *expr)
{
    bool inside = expr->kind == AEXPR_BETWEEN;

    note_operator(s, expr, inside ? ">=" : "<", false);
    note_operator(s, expr, inside ? "<=" : ">", false);
    walk(expr->lexpr, s);
    walk(linitial((List *) expr->rexpr), s);
    walk(expr->lexpr, s);
    walk(lsecond((List *) expr->rexpr), s);
}

static void
walk_operator(Shaper *s, const A_Expr *expr)
{
    const char *name = strVal(llast(expr->name));

    if (expr->kind == AEXPR_BETWEEN || expr->kind == AEXPR_NOT_BETWEEN)
    {
        walk_between(s, expr);
        return;
    }
    note_operator(s, expr, name, list_length(expr->name) > 1);
    walk(expr->lexpr, s);
    walk(expr->rexpr, s);
}

/* ---- queries ---- */

static int
count_relations(const List *from)
{
    int count = 0;
    ListCell *cell;

    foreach(cell, from)
    {
        const Node *node = lfirst(cell);

        if (IsA(node, JoinExpr))
            count += count_relations(list_make2(((const JoinExpr *) node)->larg, ((const JoinExpr *) node)->rarg));
        else
            count++;
    }
    return count;
}

/* What GROUP BY 2 or ORDER BY total stand for, as the server would write them: the expression itself. */
static const Node *
meant_by(const Node *key, const List *targets)
{
    const char *name = NULL;
    ListCell *cell;

    if (IsA(key, A_Const) && !((const A_Const *) key)->isnull && IsA(&((const A_Const *) key)->val, Integer))
    {
        int number = intVal(&((const A_Const *) key)->val);

        foreach(cell, targets)
            if (IsA(lfirst_node(ResTarget, cell)->val, ColumnRef) &&
                !IsA(llast(((ColumnRef *) lfirst_node(ResTarget, cell)->val)->fields), String))
                return key;                        /* a star: nobody knows here which column it is */
        return number >= 1 && number <= list_length(targets) ? ((ResTarget *) list_nth(targets, number - 1))->val : key;
    }
    if (IsA(key, ColumnRef) && list_length(((const ColumnRef *) key)->fields) == 1 && IsA(linitial(((const ColumnRef *) key)->fields), String))
        name = strVal(linitial(((const ColumnRef *) key)->fields));
    if (name)
        foreach(cell, targets)
            if (lfirst_node(ResTarget, cell)->name && strcmp(lfirst_node(ResTarget, cell)->name, name) == 0)
                return lfirst_node(ResTarget, cell)->val;
    return key;
}

static void
note_sort(Shaper *s, const List *keys, const List *targets)
{
    ListCell *cell;

    foreach(cell, keys)
    {
        const SortBy *sort = lfirst_node(SortBy, cell);
        bool descending = sort->sortby_dir == SORTBY_DESC;
        bool nulls_first = sort->sortby_nulls == SORTBY_NULLS_DEFAULT ? descending : sort->sortby_nulls == SORTBY_NULLS_FIRST;

        text_addf(&s->form, " key %s %d %d%s;", loose(s, meant_by(sort->node, targets), 0), descending, nulls_first,
                  sort->useOp ? strVal(llast(sort->useOp)) : "");
    }
}

static void
note_keys(Shaper *s, const List *keys, const List *targets)
{
    ListCell *cell;

    foreach(cell, keys)
    {
        const Node *key = lfirst(cell);

        if (IsA(key, GroupingSet))
        {
            text_addf(&s->form, " set %d(", (int) ((const GroupingSet *) key)->kind);
            note_keys(s, ((const GroupingSet *) key)->content, targets);
            text_add(&s->form, ")");
        }
        else
            text_addf(&s->form, " key %s;", loose(s, meant_by(key, targets), 0));
    }
}

static void
note_window(Shaper *s, const WindowDef *window)
{
    text_addf(&s->form, "window %s from %s frame %d:", window->name ? window->name : "", window->refname ? window->refname : "", window->frameOptions);
    note_keys(s, window->partitionClause, NIL);
    text_add(&s->form, " by");
    note_sort(s, window->orderClause, NIL);
    text_addf(&s->form, " %s %s\n", window->startOffset ? loose(s, window->startOffset, 0) : "", window->endOffset ? loose(s, window->endOffset, 0) : "");
    walk_list(s, window->partitionClause);
    walk_list(s, window->orderClause);
}

/* FOR UPDATE of all there is, and FOR UPDATE OF the only relation, are the same. */
static void
note_locks(Shaper *s, const SelectStmt *select)
{
    int relations = count_relations(select->fromClause);
    ListCell *cell, *of;

    foreach(cell, select->lockingClause)
    {
        const LockingClause *lock = lfirst_node(LockingClause, cell);

        text_addf(&s->form, "lock %d %d", (int) lock->strength, (int) lock->waitPolicy);
        if (relations != 1)
            foreach(of, lock->lockedRels)
                text_addf(&s->form, " %s", ((RangeVar *) lfirst(of))->relname);
        text_add(&s->form, "\n");
    }
}

static void
note_limits(Shaper *s, const SelectStmt *select)
{
    if (select->limitOffset)
        text_addf(&s->form, "offset %s\n", loose(s, select->limitOffset, TEXT_QUALIFIERS));
    if (select->limitCount)
        text_addf(&s->form, "limit %s %d\n", loose(s, select->limitCount, TEXT_QUALIFIERS), (int) select->limitOption);
}

/* A plan shows that there are rows, not what is in them. */
static void
note_value(Shaper *s, Node *node)
{
    ShapeValue *value = arena_make(s->arena, ShapeValue);
    Text text;

    text_init(&text, s->arena);
    value->text = shape_text(&text, node, TEXT_DROP_CONSTANT_CASTS | TEXT_QUALIFIERS) ? text_str(&text) : NULL;
    value->sql = arena_copy(s->arena, pgq_deparse_expression(s->arena, node));
    vec_add(s->arena, &s->shape->values, value);
}

static void
walk_values(Shaper *s, const SelectStmt *select)
{
    ListCell *row, *cell;

    text_addf(&s->form, "values %d\n", list_length(select->valuesLists));
    foreach(row, select->valuesLists)
        foreach(cell, lfirst_node(List, row))
            note_value(s, lfirst(cell));
    walk_list(s, select->valuesLists);
}

/* Places are counted anew in each clause, for a "*" that only one of two texts has would move all that follows. */
static void
walk_clause(Shaper *s, const char *name, const void *clause)
{
    if (!clause)
        return;
    text_addf(&s->form, "%s\n", name);
    s->leaves = 0;
    walk((Node *) clause, s);
}

static void
walk_simple(Shaper *s, const SelectStmt *select)
{
    bool distinct = select->distinctClause != NIL, distinct_on = distinct && linitial(select->distinctClause);

    text_addf(&s->form, "select %d %d", distinct, select->groupDistinct);
    if (distinct_on)
    {
        text_add(&s->form, " on");
        note_keys(s, select->distinctClause, select->targetList);
    }
    /* In GROUP BY a column of that name would win over an output name: the server then writes it so, and the shapes differ. */
    text_add(&s->form, " group");
    note_keys(s, select->groupClause, select->targetList);
    s->shape->grouped |= select->groupClause != NIL;
    text_add(&s->form, "\n");
    walk_clause(s, "columns", select->targetList);
    walk_clause(s, "from", select->fromClause);
    walk_clause(s, "where", select->whereClause);
    walk_clause(s, "having", select->havingClause);
    walk_clause(s, "windows", select->windowClause);
}

static void
walk_select(Shaper *s, const SelectStmt *select)
{
    const SelectStmt *first = select;
    int around = s->around;

    while (first->op != SETOP_NONE)
        first = first->larg;
    s->selects++;
    walk((Node *) select->withClause, s);
    if (select->intoClause)
        s->shape->problem = "it holds SELECT INTO";
    s->around += count_relations(select->fromClause);
    if (select->op != SETOP_NONE)
    {
        text_addf(&s->form, "set %d %d (\n", (int) select->op, select->all);
        walk_select(s, select->larg);
        walk_select(s, select->rarg);
        text_add(&s->form, ")\n");
    }
    else if (select->valuesLists)
        walk_values(s, select);
    else
        walk_simple(s, select);
    if (select->sortClause)
    {
        text_add(&s->form, "order");
        note_sort(s, select->sortClause, first->targetList);
        text_add(&s->form, "\n");
        walk_list(s, select->sortClause);
    }
    note_limits(s, select);
    note_locks(s, select);
    s->around = around;
    s->selects--;
}

static void
walk_sublink(Shaper *s, const SubLink *link)
{
    text_addf(&s->form, "sublink %d %s %s\n", (int) link->subLinkType, link->operName ? shape_name(s->arena, link->operName) : link->testexpr ? "=" : "",
              link->testexpr ? loose(s, link->testexpr, s->around > 1 ? TEXT_QUALIFIERS : 0) : "");
    s->shape->subquery = true;
    walk(link->testexpr, s);
    walk(link->subselect, s);
}

static void
note_relation(Shaper *s, const RangeVar *range)
{
    ShapeRelation *relation;

    if (!range->schemaname && vec_has_str(&s->ctes, range->relname))
    {
        text_addf(&s->form, "cte %s\n", range->relname);
        return;
    }
    text_addf(&s->form, "relation%s\n", range->inh ? "" : " only");
    relation = arena_make(s->arena, ShapeRelation);
    *relation = (ShapeRelation) {arena_copy(s->arena, range->schemaname), arena_copy(s->arena, range->relname)};
    vec_add(s->arena, &s->shape->relations, relation);
}

static void
note_function_relation(Shaper *s, const RangeFunction *function)
{
    ListCell *cell;

    text_addf(&s->form, "function%s:", function->ordinality ? " ordinality" : "");
    foreach(cell, function->coldeflist)
    {
        const ColumnDef *column = lfirst_node(ColumnDef, cell);

        text_addf(&s->form, " %s %s", column->colname, strict(s, (const Node *) column->typeName));
    }
    text_add(&s->form, "\n");
    foreach(cell, function->functions)
        walk(linitial(lfirst_node(List, cell)), s);
}

static void
note_column(Shaper *s, const ColumnRef *column)
{
    ListCell *cell;

    s->leaves++;
    foreach(cell, column->fields)
        if (IsA(lfirst(cell), String))
            vec_add_str_once(s->arena, &s->shape->words, arena_copy(s->arena, strVal(lfirst(cell))));
        else
            s->shape->star = true;
    if (IsA(llast(column->fields), String))
        vec_add_str_once(s->arena, &s->shape->columns, arena_copy(s->arena, strVal(llast(column->fields))));
}

static void
note_cte(Shaper *s, const CommonTableExpr *cte)
{
    text_addf(&s->form, "with %s %d %s%s\n", cte->ctename, (int) cte->ctematerialized, cte->search_clause ? "search" : "", cte->cycle_clause ? "cycle" : "");
    if (cte->search_clause || cte->cycle_clause)
        s->shape->problem = "it holds SEARCH or CYCLE";
    walk(cte->ctequery, s);
}

/*
 * The arguments of a routine that is the only one of its name, as one would write them by hand: no VARIADIC ARRAY[], no casts
 * of constants to what the argument is anyway, and constants as strings ('1'::bigint and 1 are the same bigint).
 */
static void
simplify_arguments(FuncCall *call, const ShapeRoutine *routine)
{
    Node *last = call->args ? llast(call->args) : NULL;
    ListCell *cell;

    foreach(cell, call->args)
        if (IsA(lfirst(cell), NamedArgExpr))
            return;
    if (call->func_variadic && IsA(last, TypeCast))
        last = ((TypeCast *) last)->arg;
    if (call->func_variadic && IsA(last, A_ArrayExpr))
    {
        call->args = list_concat(list_truncate(list_copy(call->args), list_length(call->args) - 1), ((A_ArrayExpr *) last)->elements);
        call->func_variadic = false;
    }
    foreach(cell, call->args)
    {
        size_t at = (size_t) foreach_current_index(cell);
        TypeCast *cast = lfirst(cell);
        A_Const *constant = lfirst(cell);

        if (at >= routine->arguments.count && !routine->variadic)
            return;
        if (at >= routine->arguments.count)
            at = routine->arguments.count - 1;
        if (IsA(cast, TypeCast) && IsA(cast->arg, A_Const) && !cast->typeName->typmods && !cast->typeName->arrayBounds &&
            strcmp(strVal(llast(cast->typeName->names)), vec_at(&routine->arguments, at)) == 0)
            lfirst(cell) = constant = (A_Const *) cast->arg;
        if (IsA(constant, A_Const) && !constant->isnull && IsA(&constant->val, Integer))
            lfirst(cell) = shape_constant(intVal(&constant->val));
    }
}

/* A bare name that can mean one thing only is as good as a qualified one. */
static List *
qualify(const Map *known, List *names)
{
    const ShapeRoutine *routine = list_length(names) == 1 ? map_get(known, strVal(linitial(names))) : NULL;

    return routine && routine->only_schema ? lcons(makeString(pstrdup(routine->only_schema)), names) : names;
}

static void
prepare_call(Shaper *s, FuncCall *call)
{
    const ShapeRoutine *routine = map_get(&s->facts->routines, strVal(llast(call->funcname)));

    call->funcname = qualify(&s->facts->routines, call->funcname);
    if (routine && routine->alone && routine->only_schema && list_length(call->funcname) == 2 &&
        strcmp(strVal(linitial(call->funcname)), routine->only_schema) == 0)
        simplify_arguments(call, routine);
}

static bool
prepare(Node *node, void *context)
{
    Shaper *s = context;

    if (!node)
        return false;
    if (IsA(node, CommonTableExpr))
        vec_add(s->arena, &s->ctes, arena_copy(s->arena, ((CommonTableExpr *) node)->ctename));
    else if (IsA(node, FuncCall))
        prepare_call(s, (FuncCall *) node);
    else if (IsA(node, A_Expr))
        ((A_Expr *) node)->name = qualify(&s->facts->operators, ((A_Expr *) node)->name);
    return raw_expression_tree_walker(node, prepare, context);
}

static void
walk_call(Shaper *s, const FuncCall *call)
{
    note_call(s, call);
    walk_list(s, call->args);
    walk_list(s, call->agg_order);
    walk(call->agg_filter, s);
    if (call->over)
        note_window(s, call->over);
}

static bool
walk(Node *node, void *context)
{
    Shaper *s = context;

    if (!node)
        return false;
    switch (nodeTag(node))
    {
        case T_SelectStmt:
            walk_select(s, (SelectStmt *) node);
            return false;
        case T_SubLink:
            walk_sublink(s, (SubLink *) node);
            return false;
        case T_FuncCall:
            walk_call(s, (FuncCall *) node);
            return false;
        case T_A_Expr:
            walk_operator(s, (A_Expr *) node);
            return false;
        case T_WindowDef:
            note_window(s, (WindowDef *) node);
            return false;
        case T_RangeVar:
            note_relation(s, (RangeVar *) node);
            return false;
        case T_RangeFunction:
            note_function_relation(s, (RangeFunction *) node);
            return false;
        case T_CommonTableExpr:
            note_cte(s, (CommonTableExpr *) node);
            return false;
        case T_TypeCast:
            vec_add_str_once(s->arena, &s->shape->casts, arena_copy(s->arena, strVal(llast(((TypeCast *) node)->typeName->names))));
            return walk(((TypeCast *) node)->arg, s);
        case T_CollateClause:
            walk(((CollateClause *) node)->arg, s);
            text_addf(&s->form, "collate %d %s\n", s->leaves, shape_name(s->arena, ((CollateClause *) node)->collname));
            return false;
        case T_ColumnRef:
            note_column(s, (ColumnRef *) node);
            return false;
        case T_A_Const:
            s->leaves++;
            return false;
        case T_JoinExpr:
            text_addf(&s->form, "join %d\n", (int) ((JoinExpr *) node)->jointype);
            s->shape->outer_join |= ((JoinExpr *) node)->jointype != JOIN_INNER;
            break;
        case T_NullTest:
            if (s->selects)
                text_addf(&s->form, "%s\n", loose(s, node, 0));
            break;
        case T_ResTarget:
            if (((ResTarget *) node)->name)
                vec_add_str_once(s->arena, &s->shape->aliases, arena_copy(s->arena, ((ResTarget *) node)->name));
            break;
        default:
            break;
    }
    return raw_expression_tree_walker(node, walk, s);
}

/* ---- the way in ---- */

typedef struct Job
{
    Arena *arena;
    const ShapeFacts *facts;
    const Vec *shapes;
} Job;

static Node *
parse_one(Arena *arena, Shape *shape)
{
    PgqError error = {0};
    List *statements;
    Node *node;

    if (!shape->is_query)
        node = pgq_parse_expression(arena, shape->sql, &error);
    else
    {
        statements = pgq_parse(arena, shape->sql, &error);
        node = list_length(statements) == 1 ? linitial_node(RawStmt, statements)->stmt : NULL;
        if (node && !IsA(node, SelectStmt))
            node = NULL;
    }
    if (!node)
    {
        shape->problem = error.message ? error.message : "not one query";
        shape->unreadable = true;
    }
    return node;
}

static void
work(void *context)
{
    Job *job = context;

    VEC_EACH(Shape *, shape, job->shapes)
    {
        PgqScope scope = pgq_enter();
        Shaper s = {.arena = job->arena, .facts = job->facts, .shape = shape, .around = shape->is_query ? 0 : shape->relations_around};
        Node *node = parse_one(job->arena, shape);

        text_init(&s.form, job->arena);
        shape->subquery = shape->is_query;
        if (node)
        {
            prepare(node, &s);
            walk(node, &s);
        }
        shape->form = text_str(&s.form);
        vec_sort_str(&shape->columns);
        pgq_leave(scope);
    }
}

void
shape_all(Arena *arena, const ShapeFacts *facts, const Vec *shapes)
{
    Job job = {arena, facts, shapes};

    pgq_run(work, &job);
}
