#include "parser/canon_walk.h"

#include "nodes/makefuncs.h"

static List *
name_of(const char *name)
{
    return list_make1(makeString(pstrdup(name)));
}

static const char *
last_name(const List *name)
{
    return strVal(llast(name));
}

/* pg_catalog is searched first unless the path says when. */
static bool
builtin_first(const Canon *canon)
{
    return !vec_has_str(canon->path, "pg_catalog") || str_eq(vec_at(canon->path, 0), "pg_catalog");
}

/* Whether nothing on the search path can be meant instead of what pg_catalog has. */
static bool
builtin_is_meant(const Canon *canon, bool exact)
{
    return canon->path->count == 0 || !canon->foreign_overloads || (exact && builtin_first(canon));
}

/* ---- operators ---- */

/* An operator of pg_catalog loses its schema; one that the path could turn into another makes the text uncertain: an
 * extension's, when nothing of pg_catalog fits the operands or their types are not known. */
static bool
settle_operator(Canon *canon, List **name, bool found, bool exact)
{
    bool qualified = list_length(*name) > 1;
    const char *schema;

    if (qualified && strcmp(strVal(linitial(*name)), "pg_catalog") != 0)
        return false;
    if (!qualified && canon->path->count > 0 && (schema = refs_operator(canon, last_name(*name))))
    {
        *name = list_make2(makeString(pstrdup(schema)), llast(*name));
        canon->changed = true;
        return false;
    }
    if (!qualified && canon->path->count > 0 && !(found && builtin_is_meant(canon, exact)))
    {
        canon->certain = false;
        return false;
    }
    if (qualified && canon->rewrite)
        *name = name_of(last_name(*name));
    return found;
}

bool
call_binary(Canon *canon, List **name, Node **left, const PgType *left_type, Node **right, const PgType *right_type, const PgType **type)
{
    Signature signature;
    bool found = lookup_operator(canon->types, last_name(*name), false, left_type, right_type, &signature);

    *type = NULL;
    if (!settle_operator(canon, name, found, found && (signature.exact || signature.arguments[0] == TYPE(record))))
        return false;
    *left = cast_implicit(canon, *left, left_type, signature.arguments[0]);
    *right = cast_implicit(canon, *right, right_type, signature.arguments[1]);
    *type = signature.result;
    return true;
}

static Node *
walk_prefix(Canon *canon, A_Expr *node, const PgType **type)
{
    const PgType *right;
    Signature signature;
    bool found;

    node->rexpr = expr_walk(canon, node->rexpr, &right);
    found = lookup_operator(canon->types, last_name(node->name), true, NULL, right, &signature);
    if (!settle_operator(canon, &node->name, found, found && signature.exact))
        return (Node *) node;
    *type = signature.result;
    node->rexpr = cast_implicit(canon, node->rexpr, right, signature.arguments[0]);
    /* The parser makes a constant of "- 1", and so the server's "(- 1)" comes to be one when it is read again. */
    if (canon->rewrite && strcmp(last_name(node->name), "-") == 0 && IsA(node->rexpr, A_Const))
    {
        A_Const *value = (A_Const *) node->rexpr;

        if (IsA(&value->val, Integer))
            value->val.ival.ival = -value->val.ival.ival;
        else if (IsA(&value->val, Float))
            value->val.fval.fval = psprintf("-%s", value->val.fval.fval);
        else
            return (Node *) node;
        return cast_constant(canon, value, type);
    }
    return (Node *) node;
}

/* (a, b) = (1, 2): an operator for each pair. Equality falls apart into AND, inequality into OR. */
static Node *
walk_rows(Canon *canon, A_Expr *node, const PgType **type)
{
    RowExpr *left = (RowExpr *) node->lexpr, *right = (RowExpr *) node->rexpr;
    const char *operator = last_name(node->name);
    bool equal = strcmp(operator, "=") == 0, unequal = strcmp(operator, "<>") == 0;
    List *pairs = NIL;
    ListCell *a, *b;

    *type = TYPE(bool);
    forboth(a, left->args, b, right->args)
    {
        const PgType *left_type, *right_type, *pair_type;
        List *name = list_copy(node->name);

        lfirst(a) = expr_walk(canon, lfirst(a), &left_type);
        lfirst(b) = expr_walk(canon, lfirst(b), &right_type);
        call_binary(canon, &name, (Node **) &lfirst(a), left_type, (Node **) &lfirst(b), right_type, &pair_type);
        pairs = lappend(pairs, makeA_Expr(AEXPR_OP, name, lfirst(a), lfirst(b), -1));
    }
    left->row_format = right->row_format = canon->rewrite ? COERCE_EXPLICIT_CALL : left->row_format;
    if (!canon->rewrite)
        return (Node *) node;
    if ((equal || unequal) && list_length(pairs) > 1)
        return (Node *) makeBoolExpr(equal ? AND_EXPR : OR_EXPR, pairs, -1);
    return list_length(pairs) == 1 ? linitial(pairs) : (Node *) node;
}

static Node *
walk_any(Canon *canon, A_Expr *node, const PgType **type)
{
    const PgType *left, *right;
    Signature signature;
    bool found;

    node->lexpr = expr_walk(canon, node->lexpr, &left);
    node->rexpr = expr_walk(canon, node->rexpr, &right);
    found = lookup_array_operator(canon->types, last_name(node->name), left, right, &signature);
    *type = TYPE(bool);
    if (!settle_operator(canon, &node->name, found, found && signature.exact))
        return (Node *) node;
    node->lexpr = cast_implicit(canon, node->lexpr, left, signature.arguments[0]);
    node->rexpr = cast_implicit(canon, node->rexpr, right, signature.arguments[1]);
    return (Node *) node;
}

/* What transformAExprIn() does not put into an array: with columns in it (and what we can't tell apart from those). */
static bool
holds_column(Node *node, void *context)
{
    if (!node)
        return false;
    if (IsA(node, ColumnRef) || IsA(node, SubLink) || IsA(node, RowExpr) || IsA(node, ParamRef))
        return true;
    return raw_expression_tree_walker(node, holds_column, context);
}

typedef struct InList
{
    List *values;                                  /* walked */
    const PgType **types;                          /* of the value that is compared, then of each in the list */
    bool *in_array;
    int array_count;
} InList;

static void
walk_in_list(Canon *canon, InList *in)
{
    int at = 0;
    ListCell *cell;

    foreach(cell, in->values)
    {
        in->in_array[at] = !holds_column(lfirst(cell), NULL);
        in->array_count += in->in_array[at++];
        lfirst(cell) = expr_walk(canon, lfirst(cell), &in->types[at]);
    }
}

/* value = ANY (ARRAY[...]), or <> ALL; NULL: not known how, or not rewriting. */
static Node *
compare_with_array(Canon *canon, const A_Expr *node, Node *value, const InList *in)
{
    const PgType **types = palloc0(sizeof *types * (size_t) (in->array_count + 1)), *common, *array_type;
    List *name = list_copy(node->name), *elements = NIL;
    A_ArrayExpr *array = makeNode(A_ArrayExpr);
    Signature signature;
    int at = 0, count = 1;
    ListCell *cell;
    bool found;

    types[0] = in->types[0];
    foreach(cell, in->values)
    {
        if (in->in_array[at])
        {
            types[count++] = in->types[at + 1];
            elements = lappend(elements, lfirst(cell));
        }
        at++;
    }
    common = lookup_common(canon->types, types, count);
    array_type = common ? types_array(canon->types, common) : NULL;
    found = common && lookup_array_operator(canon->types, last_name(name), types[0], array_type, &signature);
    if (!settle_operator(canon, &name, found, found && signature.exact) || !canon->rewrite)
        return NULL;
    at = 1;
    foreach(cell, elements)
        lfirst(cell) = cast_implicit(canon, lfirst(cell), types[at++], common);
    array->elements = elements;
    array->location = -1;
    return (Node *) makeA_Expr(strcmp(last_name(name), "<>") == 0 ? AEXPR_OP_ALL : AEXPR_OP_ANY, name,
                               cast_implicit(canon, value, types[0], signature.arguments[0]),
                               cast_implicit(canon, (Node *) array, array_type, signature.arguments[1]), -1);
}

/* What is compared is copied for each value that stands apart: nested in itself, that would double with each level. */
static Node *
walk_in(Canon *canon, A_Expr *node, const PgType **type)
{
    size_t room = (size_t) list_length((List *) node->rexpr) + 1;
    InList in = {.values = (List *) node->rexpr, .types = palloc0(sizeof(PgType *) * room), .in_array = palloc0(room)};
    bool negated = strcmp(last_name(node->name), "<>") == 0, alone = list_length(in.values) == 1;
    unsigned copies = canon->copies;
    List *parts = NIL;
    ListCell *cell;
    int at = 0;

    *type = TYPE(bool);
    node->lexpr = expr_walk(canon, node->lexpr, &in.types[0]);
    walk_in_list(canon, &in);
    if (IsA(node->lexpr, RowExpr) || (canon->copies != copies && !alone))
    {
        canon->certain = canon->certain && canon->path->count == 0;
        return (Node *) node;
    }
    if (in.array_count > 1)
    {
        bool whole = in.array_count == list_length(in.values);
        Node *array = compare_with_array(canon, node, whole ? node->lexpr : copyObject(node->lexpr), &in);

        if (!array)
            return (Node *) node;
        parts = list_make1(array);
    }
    foreach(cell, in.values)
    {
        Node *left = alone || !canon->rewrite ? node->lexpr : copyObject(node->lexpr);
        List *name = list_copy(node->name);
        const PgType *ignored;

        if (in.in_array[at++] && in.array_count > 1)
            continue;
        canon->copies += !alone;
        call_binary(canon, &name, &left, in.types[0], (Node **) &lfirst(cell), in.types[at], &ignored);
        parts = lappend(parts, makeA_Expr(AEXPR_OP, name, left, lfirst(cell), -1));
    }
    if (!canon->rewrite)
        return (Node *) node;
    return list_length(parts) == 1 ? linitial(parts) : (Node *) makeBoolExpr(negated ? AND_EXPR : OR_EXPR, parts, -1);
}

static Node *
compare(Canon *canon, const char *operator, Node *left, const PgType *left_type, Node *right, const PgType *right_type)
{
    List *name = name_of(operator);
    const PgType *type;

    if (canon->rewrite)
    {
        left = copyObject(left);
        right = copyObject(right);
    }
    call_binary(canon, &name, &left, left_type, &right, right_type, &type);
    return (Node *) makeA_Expr(AEXPR_OP, name, left, right, -1);
}

/* What is compared is copied: nested in itself, that would double with each level. */
static Node *
walk_between(Canon *canon, A_Expr *node, const PgType **type)
{
    List *bounds = (List *) node->rexpr;
    bool outside = node->kind == AEXPR_NOT_BETWEEN || node->kind == AEXPR_NOT_BETWEEN_SYM;
    bool symmetric = node->kind == AEXPR_BETWEEN_SYM || node->kind == AEXPR_NOT_BETWEEN_SYM;
    const char *low = outside ? "<" : ">=", *high = outside ? ">" : "<=";
    BoolExprType inner = outside ? OR_EXPR : AND_EXPR, outer = outside ? AND_EXPR : OR_EXPR;
    const PgType *value, *from, *to;
    unsigned copies = canon->copies;
    Node *result, *a, *b;

    *type = TYPE(bool);
    node->lexpr = expr_walk(canon, node->lexpr, &value);
    linitial(bounds) = expr_walk(canon, linitial(bounds), &from);
    lsecond(bounds) = expr_walk(canon, lsecond(bounds), &to);
    if (canon->copies != copies)
    {
        canon->certain = canon->certain && builtin_is_meant(canon, false);
        return (Node *) node;
    }
    canon->copies++;
    a = linitial(bounds);
    b = lsecond(bounds);
    result = (Node *) makeBoolExpr(inner, list_make2(compare(canon, low, node->lexpr, value, a, from),
                                                     compare(canon, high, node->lexpr, value, b, to)), -1);
    if (symmetric)
        result = (Node *) makeBoolExpr(outer, list_make2(result,
            makeBoolExpr(inner, list_make2(compare(canon, low, node->lexpr, value, b, to),
                                           compare(canon, high, node->lexpr, value, a, from)), -1)), -1);
    return canon->rewrite ? result : (Node *) node;
}

static Node *
walk_binary(Canon *canon, A_Expr *node, const PgType **type)
{
    const PgType *left, *right;
    A_Expr_Kind kind = node->kind;

    if (IsA(node->lexpr, RowExpr) && IsA(node->rexpr, RowExpr) && kind == AEXPR_OP &&
        list_length(((RowExpr *) node->lexpr)->args) == list_length(((RowExpr *) node->rexpr)->args))
        return walk_rows(canon, node, type);
    node->lexpr = expr_walk(canon, node->lexpr, &left);
    node->rexpr = expr_walk(canon, node->rexpr, &right);
    call_binary(canon, &node->name, &node->lexpr, left, &node->rexpr, right, type);
    if (kind == AEXPR_NULLIF)
    {
        Signature signature;

        *type = *type && lookup_operator(canon->types, "=", false, left, right, &signature) ? signature.arguments[0] : NULL;
        return (Node *) node;
    }
    if (kind == AEXPR_DISTINCT || kind == AEXPR_NOT_DISTINCT)
        *type = TYPE(bool);
    if (!canon->rewrite)
        return (Node *) node;
    if (kind == AEXPR_NOT_DISTINCT)
    {
        node->kind = AEXPR_DISTINCT;
        return (Node *) makeBoolExpr(NOT_EXPR, list_make1(node), -1);
    }
    if (kind == AEXPR_LIKE || kind == AEXPR_ILIKE || kind == AEXPR_SIMILAR)
        node->kind = AEXPR_OP;
    return (Node *) node;
}

Node *
call_operator(Canon *canon, A_Expr *node, const PgType **type)
{
    switch (node->kind)
    {
        case AEXPR_OP:
            return node->lexpr ? walk_binary(canon, node, type) : walk_prefix(canon, node, type);
        case AEXPR_OP_ANY:
        case AEXPR_OP_ALL:
            return walk_any(canon, node, type);
        case AEXPR_IN:
            return walk_in(canon, node, type);
        case AEXPR_BETWEEN:
        case AEXPR_NOT_BETWEEN:
        case AEXPR_BETWEEN_SYM:
        case AEXPR_NOT_BETWEEN_SYM:
            return walk_between(canon, node, type);
        case AEXPR_DISTINCT:
        case AEXPR_NOT_DISTINCT:
        case AEXPR_NULLIF:
        case AEXPR_LIKE:
        case AEXPR_ILIKE:
        case AEXPR_SIMILAR:
            return walk_binary(canon, node, type);
    }
    return (Node *) node;
}

/* ---- functions ---- */

void
call_walk_window(Canon *canon, WindowDef *window)
{
    const PgType *type;

    if (!window)
        return;
    expr_walk_list(canon, window->partitionClause);
    query_walk_sort(canon, window->orderClause);
    if (window->startOffset)
        window->startOffset = expr_walk(canon, window->startOffset, &type);
    if (window->endOffset)
        window->endOffset = expr_walk(canon, window->endOffset, &type);
}

/* What the call means, among pg_catalog's or those that are declared; what could be both makes the text uncertain. */
static bool
find_function(Canon *canon, FuncCall *node, const PgType *const *types, int count, bool plain, Signature *signature, bool *builtin, const PgType **type)
{
    const Vec *overloads = NULL;
    bool qualified = list_length(node->funcname) > 1, found = false;
    FunctionPlace place = refs_function(canon, &node->funcname, &overloads);
    const char *name = last_name(node->funcname);

    *builtin = place == PLACE_BUILTIN || place == PLACE_EITHER;
    *type = NULL;
    if (place == PLACE_UNKNOWN)
        return false;
    if (place == PLACE_DECLARED)
    {
        found = plain && overloads && lookup_among(canon->types, overloads, types, count, node->func_variadic, signature);
        *type = found ? signature->result : NULL;
        return found;
    }
    found = plain && lookup_function(canon->types, name, types, count, node->func_variadic, signature);
    if (place == PLACE_BUILTIN && (qualified || builtin_is_meant(canon, found && signature->exact)))
    {
        *type = found ? signature->result : lookup_result(name);
        return found;
    }
    if (place == PLACE_EITHER && found && signature->exact && builtin_first(canon))
    {
        *type = signature->result;
        return true;
    }
    *builtin = false;
    canon->certain = false;
    return false;
}

/*
 * f(VARIADIC ARRAY[a, b]), which is how the server prints f(a, b), becomes f(a, b) again: the same call where the name has
 * no other overload (transformation in ParseFuncOrColumn(), parser/parse_func.c).
 */
static void
spread_variadic(Canon *canon, FuncCall *node)
{
    const Vec *overloads = NULL;
    A_ArrayExpr *array;

    if (!canon->rewrite || !node->func_variadic || !IsA(llast(node->args), A_ArrayExpr))
        return;
    array = llast(node->args);
    if (!array->elements || refs_function(canon, &node->funcname, &overloads) != PLACE_DECLARED || !overloads || overloads->count != 1)
        return;
    node->args = list_concat(list_truncate(list_copy(node->args), list_length(node->args) - 1), array->elements);
    node->func_variadic = false;
}

/* rank() and its like WITHIN GROUP pair their arguments with the columns that they are sorted by. */
static bool
is_hypothetical(const FuncCall *node)
{
    static const char *const names[] = {"rank", "dense_rank", "percent_rank", "cume_dist"};

    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (strcmp(last_name(node->funcname), names[i]) == 0)
            return true;
    return false;
}

/* Arguments, walked where they stand; for an ordered-set aggregate what it is sorted by too. False: they are not plain ones. */
static bool
walk_arguments(Canon *canon, FuncCall *node, const PgType **types, Node ***places, int *count)
{
    const PgType *ignored;
    bool plain = true;
    ListCell *cell;

    *count = 0;
    foreach(cell, node->args)
    {
        if (IsA(lfirst(cell), NamedArgExpr))
        {
            NamedArgExpr *named = lfirst(cell);

            named->arg = (Expr *) expr_walk(canon, (Node *) named->arg, &ignored);
            plain = false;
            continue;
        }
        lfirst(cell) = expr_walk(canon, lfirst(cell), &types[*count]);
        places[(*count)++] = (Node **) &lfirst(cell);
    }
    if (!node->agg_within_group)
    {
        query_walk_sort(canon, node->agg_order);
        return plain;
    }
    foreach(cell, node->agg_order)
    {
        SortBy *sort = lfirst_node(SortBy, cell);

        query_walk_sort_item(canon, sort, &types[*count]);
        places[(*count)++] = &sort->node;
    }
    return plain && !is_hypothetical(node);
}

Node *
call_function(Canon *canon, FuncCall *node, const PgType **type, Signature *signature)
{
    size_t room;
    const PgType **types;
    Node ***places;
    bool plain, builtin;
    int count;

    if (canon->path->count == 0 && list_length(node->funcname) == 1 && strcmp(last_name(node->funcname), COLUMN_ROW) == 0)
        return (Node *) node;
    spread_variadic(canon, node);
    room = (size_t) (list_length(node->args) + list_length(node->agg_order)) + 1;
    types = palloc0(sizeof *types * room);
    places = palloc0(sizeof *places * room);
    plain = walk_arguments(canon, node, types, places, &count);
    node->agg_filter = expr_walk_boolean(canon, node->agg_filter);
    call_walk_window(canon, node->over);
    signature->function = NULL;
    signature->columns = NULL;
    if (find_function(canon, node, types, count, plain, signature, &builtin, type))
        for (int at = 0; at < count; at++)
            cast_argument(canon, places[at], types[at], signature->arguments[at]);
    if (canon->rewrite && builtin)
    {
        node->funcname = name_of(last_name(node->funcname));
        node->funcformat = COERCE_EXPLICIT_CALL;
    }
    return (Node *) node;
}
