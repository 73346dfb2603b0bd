#include "parser/canon_walk.h"

#include "nodes/makefuncs.h"

#include "engine/kinds/composite.h"

void
expr_walk_list(Canon *canon, List *list)
{
    const PgType *type;
    ListCell *cell;

    foreach(cell, list)
        lfirst(cell) = expr_walk(canon, lfirst(cell), &type);
}

Node *
expr_walk_boolean(Canon *canon, Node *node)
{
    const PgType *type;

    if (!node)
        return NULL;
    node = expr_walk(canon, node, &type);
    return type == TYPE(unknown) ? cast_implicit(canon, node, type, TYPE(bool)) : node;
}

/* ---- what has no rule of its own ---- */

static bool
walk_unknown(Node *node, void *context)
{
    Canon *canon = context;
    const PgType *type;

    if (!node)
        return false;
    if (IsA(node, ColumnRef))
    {
        column_walk(canon, (ColumnRef *) node, &type);
        return false;
    }
    if (IsA(node, SelectStmt))
    {
        Outputs outputs;

        query_walk(canon, (SelectStmt *) node, canon->scope, false, QUERY_UNNAMED, &outputs);
        return false;
    }
    if (IsA(node, RangeVar))
        refs_relation(canon, (RangeVar *) node);
    else if (IsA(node, TypeName))
        refs_type(canon, (TypeName *) node);
    else if (IsA(node, FuncCall))
    {
        const Vec *overloads;

        refs_function(canon, &((FuncCall *) node)->funcname, &overloads);
    }
    else if (IsA(node, A_Expr))
        canon->certain = canon->certain && canon->path->count == 0;    /* the types are not known here */
    return raw_expression_tree_walker(node, walk_unknown, context);
}

void
expr_walk_unknown(Canon *canon, Node *node)
{
    walk_unknown(node, canon);
}

/* ---- AND, OR, NOT ---- */

/* Nested ANDs mean what a flat one means. */
static List *
flatten(BoolExprType kind, List *args)
{
    List *flat = NIL;
    ListCell *cell;

    foreach(cell, args)
    {
        BoolExpr *inner = lfirst(cell);

        if (IsA(inner, BoolExpr) && inner->boolop == kind)
            flat = list_concat(flat, inner->args);
        else
            flat = lappend(flat, inner);
    }
    return flat;
}

static Node *
walk_boolean(Canon *canon, BoolExpr *node, const PgType **type)
{
    ListCell *cell;

    *type = TYPE(bool);
    foreach(cell, node->args)
        lfirst(cell) = expr_walk_boolean(canon, lfirst(cell));
    if (canon->rewrite && node->boolop != NOT_EXPR)
        node->args = flatten(node->boolop, node->args);
    return (Node *) node;
}

/* ---- CASE, COALESCE, GREATEST ---- */

static Node *
walk_case(Canon *canon, CaseExpr *node, const PgType **type)
{
    int count = list_length(node->args), at = 1;
    const PgType **types = palloc0(sizeof *types * (size_t) (count + 1)), *value = NULL;
    List *results = NIL;
    bool has_value = node->arg != NULL;
    ListCell *cell;

    if (has_value)
        node->arg = (Expr *) expr_walk(canon, (Node *) node->arg, &value);
    if (value == TYPE(unknown))
    {
        node->arg = (Expr *) cast_implicit(canon, (Node *) node->arg, value, TYPE(text));
        value = TYPE(text);
    }
    foreach(cell, node->args)
    {
        CaseWhen *when = lfirst_node(CaseWhen, cell);

        if (has_value)
        {
            /* It stands for `value = when`, where only the right side is printed. */
            List *name = list_make1(makeString(pstrdup("=")));
            Node *left = (Node *) node->arg, *right;
            const PgType *right_type, *ignored;

            right = expr_walk(canon, (Node *) when->expr, &right_type);
            if (!IsA(left, CollateClause))
                call_binary(canon, &name, &left, value, &right, right_type, &ignored);
            when->expr = (Expr *) right;
        }
        else
            when->expr = (Expr *) expr_walk_boolean(canon, (Node *) when->expr);
        when->result = (Expr *) expr_walk(canon, (Node *) when->result, &types[at++]);
    }
    types[0] = TYPE(unknown);
    if (node->defresult)
        node->defresult = (Expr *) expr_walk(canon, (Node *) node->defresult, &types[0]);
    else if (canon->rewrite && lookup_common(canon->types, types, count + 1))
    {
        A_Const *null = makeNode(A_Const);

        null->isnull = true;
        null->location = -1;
        node->defresult = (Expr *) null;
    }
    /* The default comes first when the common type is chosen. */
    if (node->defresult)
        results = list_make1(node->defresult);
    foreach(cell, node->args)
        results = lappend(results, lfirst_node(CaseWhen, cell)->result);
    if (!node->defresult)
    {
        *type = lookup_common(canon->types, types, count + 1);
        return (Node *) node;
    }
    *type = cast_common(canon, results, types, count + 1);
    at = 1;
    node->defresult = linitial(results);
    foreach(cell, node->args)
        lfirst_node(CaseWhen, cell)->result = list_nth(results, at++);
    return (Node *) node;
}

static const PgType *
walk_common(Canon *canon, List *list)
{
    const PgType **types = palloc0(sizeof *types * (size_t) (list_length(list) + 1));
    ListCell *cell;
    int at = 0;

    foreach(cell, list)
        lfirst(cell) = expr_walk(canon, lfirst(cell), &types[at++]);
    return at ? cast_common(canon, list, types, at) : NULL;
}

/* ---- sub-selects ---- */

/* value op ANY (SELECT ...): only the left side's conversion is printed. */
static void
walk_tested(Canon *canon, SubLink *node, const PgType *const *types, int count, const Outputs *outputs)
{
    List *operator = node->operName ? node->operName : list_make1(makeString(pstrdup("=")));
    List *tests = IsA(node->testexpr, RowExpr) ? ((RowExpr *) node->testexpr)->args : list_make1(node->testexpr);
    int at = 0;
    ListCell *cell;

    foreach(cell, tests)
    {
        List *name = list_copy(operator);
        const PgType *right = outputs->known && at < (int) outputs->types.count ? vec_at(&outputs->types, (size_t) at) : NULL, *ignored;
        Node *dummy = (Node *) makeNode(SetToDefault);

        call_binary(canon, &name, (Node **) &lfirst(cell), at < count ? types[at] : NULL, &dummy, right, &ignored);
        at++;
    }
    if (!IsA(node->testexpr, RowExpr))
        node->testexpr = linitial(tests);
    else if (canon->rewrite)
        ((RowExpr *) node->testexpr)->row_format = COERCE_EXPLICIT_CALL;
    if (canon->rewrite && list_length(operator) > 1 && strcmp(strVal(linitial(operator)), "pg_catalog") == 0)
        operator = list_make1(llast(operator));
    /* IN is = ANY. */
    if (canon->rewrite)
        node->operName = list_length(operator) == 1 && node->subLinkType == ANY_SUBLINK && strcmp(strVal(llast(operator)), "=") == 0 ? NIL : operator;
}

static Node *
walk_sublink(Canon *canon, SubLink *node, const PgType **type)
{
    const PgType *single, **types = &single;
    Outputs outputs;
    int count = 1;

    if (node->testexpr && IsA(node->testexpr, RowExpr))
    {
        List *args = ((RowExpr *) node->testexpr)->args;
        ListCell *cell;

        count = 0;
        types = palloc0(sizeof *types * (size_t) (list_length(args) + 1));
        foreach(cell, args)
            lfirst(cell) = expr_walk(canon, lfirst(cell), &types[count++]);
    }
    else if (node->testexpr)
        node->testexpr = expr_walk(canon, node->testexpr, &single);
    if (!IsA(node->subselect, SelectStmt))
    {
        expr_walk_unknown(canon, node->subselect);
        return (Node *) node;
    }
    query_walk(canon, (SelectStmt *) node->subselect, canon->scope, false, node->subLinkType == EXISTS_SUBLINK ? QUERY_EXISTS : QUERY_UNNAMED, &outputs);
    if (node->testexpr)
        walk_tested(canon, node, types, count, &outputs);
    if (node->subLinkType != EXPR_SUBLINK && node->subLinkType != ARRAY_SUBLINK)
        *type = TYPE(bool);
    else if (outputs.known && outputs.types.count == 1)
    {
        *type = vec_at(&outputs.types, 0);
        if (*type && node->subLinkType == ARRAY_SUBLINK)
            *type = (*type)->element ? *type : types_array(canon->types, *type);
    }
    return (Node *) node;
}

/* ---- subscripts and fields ---- */

static const PgType *
field_type(Canon *canon, const PgType *type, const char *field)
{
    const Object *object;
    const Vec *columns;

    type = type ? type_base(type) : NULL;
    if (!type || type->kind != 'c')
        return NULL;
    object = model_find(canon->model, SPACE_TYPE, type->schema, NULL, type->name);
    if (object && object->kind == KIND_COMPOSITE)
    {
        VEC_EACH(const Attribute *, attribute, &((const CompositeType *) object)->attributes)
            if (strcmp(attribute->name, field) == 0)
                return types_of_text(canon->types, attribute->type);
        return NULL;
    }
    if ((columns = column_list(canon, type->schema, type->name)))
        VEC_EACH(const ScopeColumn *, column, columns)
            if (strcmp(column->name, field) == 0)
                return column->type;
    return NULL;
}

static Node *
walk_subscript(Canon *canon, Node *node, const PgType *literal)
{
    const PgType *type;

    if (!node)
        return NULL;
    node = expr_walk(canon, node, &type);
    return literal && type == TYPE(unknown) ? cast_implicit(canon, node, type, literal) : node;
}

static Node *
walk_indirection(Canon *canon, A_Indirection *node, const PgType **type)
{
    const PgType *now;
    ListCell *cell;

    node->arg = expr_walk(canon, node->arg, &now);
    foreach(cell, node->indirection)
    {
        A_Indices *indices = lfirst(cell);

        if (IsA(lfirst(cell), String))
            now = field_type(canon, now, strVal(lfirst(cell)));
        else if (IsA(lfirst(cell), A_Indices))
        {
            const PgType *base = now ? type_base(now) : NULL;
            bool is_array = base && base->element;
            const PgType *literal = is_array ? TYPE(int4) : base == TYPE(jsonb) ? TYPE(text) : NULL;

            indices->lidx = walk_subscript(canon, indices->lidx, literal);
            indices->uidx = walk_subscript(canon, indices->uidx, literal);
            if (base == TYPE(jsonb))
                continue;
            if (!indices->is_slice)
                now = is_array ? base->element : NULL;
            /* More subscripts may follow for one array, which has no type for its parts. */
            if (lnext(node->indirection, cell) && IsA(lfirst(lnext(node->indirection, cell)), A_Indices))
                now = indices->is_slice || !is_array ? NULL : base;
        }
        else
            now = NULL;
    }
    *type = now;
    return (Node *) node;
}

/* ---- the rest ---- */

static const PgType *
value_function_type(SQLValueFunctionOp op)
{
    switch (op)
    {
        case SVFOP_CURRENT_DATE: return TYPE(date);
        case SVFOP_CURRENT_TIME: case SVFOP_CURRENT_TIME_N: return TYPE(timetz);
        case SVFOP_CURRENT_TIMESTAMP: case SVFOP_CURRENT_TIMESTAMP_N: return TYPE(timestamptz);
        case SVFOP_LOCALTIME: case SVFOP_LOCALTIME_N: return TYPE(time);
        case SVFOP_LOCALTIMESTAMP: case SVFOP_LOCALTIMESTAMP_N: return TYPE(timestamp);
        default: return TYPE(name);
    }
}

static Node *
walk_test(Canon *canon, Node **arg, Node *node, bool boolean, const PgType **type)
{
    *arg = boolean ? expr_walk_boolean(canon, *arg) : expr_walk(canon, *arg, type);
    *type = TYPE(bool);
    return node;
}

static Node *
walk_row(Canon *canon, RowExpr *node, const PgType **type)
{
    expr_walk_list(canon, node->args);
    if (canon->rewrite)
        node->row_format = COERCE_EXPLICIT_CALL;
    *type = TYPE(record);
    return (Node *) node;
}

static Node *
walk_collate(Canon *canon, CollateClause *node, const PgType **type)
{
    refs_collation(canon, node);
    node->arg = expr_walk(canon, node->arg, type);
    return (Node *) node;
}

Node *
expr_walk(Canon *canon, Node *node, const PgType **type)
{
    Signature signature;

    *type = NULL;
    if (!node)
        return NULL;
    switch (nodeTag(node))
    {
        case T_A_Const:
            return cast_constant(canon, (A_Const *) node, type);
        case T_ColumnRef:
            return column_walk(canon, (ColumnRef *) node, type);
        case T_ParamRef:
            return column_walk_parameter(canon, (ParamRef *) node, type);
        case T_TypeCast:
            return cast_walk(canon, (TypeCast *) node, type);
        case T_A_Expr:
            return call_operator(canon, (A_Expr *) node, type);
        case T_BoolExpr:
            return walk_boolean(canon, (BoolExpr *) node, type);
        case T_FuncCall:
            return call_function(canon, (FuncCall *) node, type, &signature);
        case T_NullTest:
            return walk_test(canon, (Node **) &((NullTest *) node)->arg, node, false, type);
        case T_BooleanTest:
            return walk_test(canon, (Node **) &((BooleanTest *) node)->arg, node, true, type);
        case T_CaseExpr:
            return walk_case(canon, (CaseExpr *) node, type);
        case T_CoalesceExpr:
            *type = walk_common(canon, ((CoalesceExpr *) node)->args);
            return node;
        case T_MinMaxExpr:
            *type = walk_common(canon, ((MinMaxExpr *) node)->args);
            return node;
        case T_SubLink:
            return walk_sublink(canon, (SubLink *) node, type);
        case T_A_ArrayExpr:
            return cast_array(canon, (A_ArrayExpr *) node, type);
        case T_RowExpr:
            return walk_row(canon, (RowExpr *) node, type);
        case T_CollateClause:
            return walk_collate(canon, (CollateClause *) node, type);
        case T_A_Indirection:
            return walk_indirection(canon, (A_Indirection *) node, type);
        case T_SQLValueFunction:
            *type = value_function_type(((SQLValueFunction *) node)->op);
            return node;
        case T_GroupingFunc:
            expr_walk_list(canon, ((GroupingFunc *) node)->args);
            *type = TYPE(int4);
            return node;
        default:
            expr_walk_unknown(canon, node);
            return node;
    }
}
