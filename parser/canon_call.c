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

    if (qualified && strcmp(strVal(linitial(*name)), "pg_catalog") != 0)
        return false;
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

/* Whether a list of IN may become an array: transformAExprIn() does so with what holds no column. */
static bool
holds_no_column(Node *node, void *context)
{
    if (!node)
        return false;
    if (IsA(node, ColumnRef) || IsA(node, SubLink) || IsA(node, RowExpr) || IsA(node, ParamRef))
        return true;
    return raw_expression_tree_walker(node, holds_no_column, context);
}

static Node *
walk_in(Canon *canon, A_Expr *node, const PgType **type)
{
    List *values = (List *) node->rexpr, *name = node->name;
    int count = list_length(values), at = 0;
    const PgType **types = palloc0(sizeof *types * (size_t) (count + 1)), *common;
    bool constant = !IsA(node->lexpr, RowExpr) && !holds_no_column((Node *) values, NULL);
    A_ArrayExpr *array;
    Signature signature;
    ListCell *cell;
    bool found;

    *type = TYPE(bool);
    node->lexpr = expr_walk(canon, node->lexpr, &types[at++]);
    foreach(cell, values)
        lfirst(cell) = expr_walk(canon, lfirst(cell), &types[at++]);
    if (count == 1 && !IsA(node->lexpr, RowExpr))
    {
        if (canon->rewrite)
            node->kind = AEXPR_OP;
        if (canon->rewrite)
            node->rexpr = linitial(values);
        call_binary(canon, &node->name, &node->lexpr, types[0], canon->rewrite ? &node->rexpr : (Node **) &linitial(values), types[1], type);
        *type = TYPE(bool);
        return (Node *) node;
    }
    common = constant ? lookup_common(canon->types, types, count + 1) : NULL;
    found = common && lookup_array_operator(canon->types, last_name(name), types[0], types_array(canon->types, common), &signature);
    if (!settle_operator(canon, &node->name, found, found && signature.exact) || !canon->rewrite)
        return (Node *) node;
    at = 1;
    foreach(cell, values)
        lfirst(cell) = cast_implicit(canon, lfirst(cell), types[at++], common);
    array = makeNode(A_ArrayExpr);
    array->elements = values;
    array->location = -1;
    node->kind = strcmp(last_name(name), "<>") == 0 ? AEXPR_OP_ALL : AEXPR_OP_ANY;
    node->lexpr = cast_implicit(canon, node->lexpr, types[0], signature.arguments[0]);
    node->rexpr = cast_implicit(canon, (Node *) array, types_array(canon->types, common), signature.arguments[1]);
    return (Node *) node;
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
find_function(Canon *canon, FuncCall *node, const PgType *const *types, int count, bool plain, Signature *signature, bool *builtin)
{
    const Vec *overloads = NULL;
    bool qualified = list_length(node->funcname) > 1, found = false;
    FunctionPlace place = refs_function(canon, &node->funcname, &overloads);
    const char *name = last_name(node->funcname);

    *builtin = place == PLACE_BUILTIN || place == PLACE_EITHER;
    if (place == PLACE_UNKNOWN)
        return false;
    if (place == PLACE_DECLARED)
        return plain && overloads && lookup_among(canon->types, overloads, types, count, node->func_variadic, signature);
    found = plain && lookup_function(canon->types, name, types, count, node->func_variadic, signature);
    if (place == PLACE_BUILTIN && (qualified || builtin_is_meant(canon, found && signature->exact)))
        return found;
    if (place == PLACE_EITHER && found && signature->exact && builtin_first(canon))
        return true;
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

Node *
call_function(Canon *canon, FuncCall *node, const PgType **type, Signature *signature)
{
    int count, at = 0;
    const PgType **types, *ignored;
    bool plain = !node->agg_within_group, builtin;
    ListCell *cell;

    spread_variadic(canon, node);
    count = list_length(node->args);
    types = palloc0(sizeof *types * (size_t) (count + 1));
    foreach(cell, node->args)
    {
        if (IsA(lfirst(cell), NamedArgExpr))
        {
            NamedArgExpr *named = lfirst(cell);

            named->arg = (Expr *) expr_walk(canon, (Node *) named->arg, &ignored);
            plain = false;
            at++;
        }
        else
            lfirst(cell) = expr_walk(canon, lfirst(cell), &types[at++]);
    }
    query_walk_sort(canon, node->agg_order);
    node->agg_filter = expr_walk_boolean(canon, node->agg_filter);
    call_walk_window(canon, node->over);
    signature->function = NULL;
    signature->columns = NULL;
    if (find_function(canon, node, types, count, plain, signature, &builtin))
    {
        *type = signature->result;
        at = 0;
        foreach(cell, node->args)
        {
            cast_argument(canon, (Node **) &lfirst(cell), types[at], signature->arguments[at]);
            at++;
        }
    }
    if (canon->rewrite && builtin)
    {
        node->funcname = name_of(last_name(node->funcname));
        node->funcformat = COERCE_EXPLICIT_CALL;
    }
    return (Node *) node;
}
