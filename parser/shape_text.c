#include "parser/shape_text.h"

const char *
shape_name(Arena *arena, const List *names)
{
    Text text;
    ListCell *cell;

    text_init(&text, arena);
    foreach(cell, names)
    {
        const char *name = IsA(lfirst(cell), String) ? strVal(lfirst(cell)) : "*";

        if (foreach_current_index(cell) == 0 && list_length(names) > 1 && strcmp(name, "pg_catalog") == 0)
            continue;
        text_addf(&text, "%s%s", text.length ? "." : "", sql_ident(arena, name));
    }
    return text_str(&text);
}

Node *
shape_constant(int number)
{
    A_Const *constant = makeNode(A_Const);

    constant->val.sval = *makeString(psprintf("%d", number));
    constant->location = -1;
    return (Node *) constant;
}

static bool
find_column(Node *node, void *context)
{
    bool *found = context;

    if (!node || *found)
        return false;
    if (IsA(node, ColumnRef) || IsA(node, SubLink) || IsA(node, ParamRef))
        *found = true;
    return raw_expression_tree_walker(node, find_column, context);
}

bool
shape_varies(const Node *node)
{
    bool found = false;

    find_column((Node *) node, &found);
    return found;
}

static bool
write_list(Text *text, const List *list, int flags)
{
    bool whole = true;
    ListCell *cell;

    text_add_char(text, '(');
    foreach(cell, list)
    {
        if (foreach_current_index(cell))
            text_add(text, ", ");
        whole &= shape_text(text, lfirst(cell), flags);
    }
    text_add_char(text, ')');
    return whole;
}

static bool
write_constant(Text *text, const A_Const *constant)
{
    if (constant->isnull)
        text_add(text, "NULL");
    else if (IsA(&constant->val, Integer))
        text_addf(text, "%d", intVal(&constant->val));
    else if (IsA(&constant->val, Float))
        text_add(text, ((const Float *) &constant->val)->fval);
    else if (IsA(&constant->val, Boolean))
        text_add(text, boolVal(&constant->val) ? "true" : "false");
    else if (IsA(&constant->val, String))
        text_add(text, sql_literal(text->arena, strVal(&constant->val)));
    else if (IsA(&constant->val, BitString))
        text_addf(text, "%s'", ((const BitString *) &constant->val)->bsval);
    else
        return false;
    return true;
}

/* The last name of the type when it has no modifier and is no array: else NULL. */
static const char *
plain_type(const TypeName *type)
{
    return type->arrayBounds || type->typmods || type->setof || !type->names ? NULL : strVal(llast(type->names));
}

/* A cast that changes nothing: of a string to text, of a number that fits to integer. */
static bool
says_the_same(const TypeCast *cast)
{
    const A_Const *constant = (const A_Const *) cast->arg;
    const char *type = plain_type(cast->typeName);

    if (!IsA(constant, A_Const) || constant->isnull || !type)
        return false;
    return (IsA(&constant->val, String) && strcmp(type, "text") == 0) || (IsA(&constant->val, Integer) && strcmp(type, "int4") == 0);
}

static bool
write_cast(Text *text, const TypeCast *cast, int flags)
{
    bool whole;

    if (flags & TEXT_DROP_CASTS || (flags & TEXT_DROP_CONSTANT_CASTS && says_the_same(cast)))
        return shape_text(text, cast->arg, flags);
    text_add_char(text, '(');
    whole = shape_text(text, cast->arg, flags);
    text_add(text, ")::");
    return shape_text(text, (const Node *) cast->typeName, flags) && whole;
}

static bool
write_type(Text *text, const TypeName *type, int flags)
{
    bool whole = type->names != NIL && !type->pct_type;

    text_addf(text, "%s%s", type->setof ? "setof " : "", shape_name(text->arena, type->names));
    if (type->typmods)
        whole &= write_list(text, type->typmods, flags);
    for (int i = 0; i < list_length(type->arrayBounds); i++)
        text_add(text, "[]");
    return whole;
}

static bool
write_column(Text *text, const ColumnRef *column, int flags)
{
    if (flags & TEXT_QUALIFIERS || !IsA(llast(column->fields), String))
        text_add(text, shape_name(text->arena, column->fields));
    else
        text_add(text, sql_ident(text->arena, strVal(llast(column->fields))));
    return true;
}

static bool
write_call(Text *text, const FuncCall *call, int flags)
{
    bool whole = !call->over;                      /* a window is an atom of its own */

    text_add(text, shape_name(text->arena, call->funcname));
    text_addf(text, "%s%s%s", call->agg_star ? "*" : "", call->agg_distinct ? " distinct" : "", call->func_variadic ? " variadic" : "");
    whole &= write_list(text, call->args, flags);
    if (call->agg_order)
    {
        text_addf(text, " %s order ", call->agg_within_group ? "within group" : "");
        whole &= write_list(text, call->agg_order, flags);
    }
    if (call->agg_filter)
    {
        text_add(text, " filter ");
        whole &= shape_text(text, call->agg_filter, flags);
    }
    return whole;
}

/* IN (1, 2) and = ANY (ARRAY[1, 2]) are the same; so are BETWEEN and two comparisons, which the walk takes apart. */
static bool
write_operator(Text *text, const A_Expr *expr, int flags)
{
    bool whole = true;
    const Node *right = expr->rexpr;

    text_add_char(text, '(');
    if (expr->lexpr)
        whole = shape_text(text, expr->lexpr, flags);
    switch (expr->kind)
    {
        case AEXPR_OP: case AEXPR_LIKE: case AEXPR_ILIKE: case AEXPR_SIMILAR:
            text_addf(text, " %s ", shape_name(text->arena, expr->name));
            break;
        case AEXPR_IN: case AEXPR_OP_ANY: case AEXPR_OP_ALL:
            text_addf(text, " %s %s ", shape_name(text->arena, expr->name),
                      expr->kind == AEXPR_OP_ALL || strcmp(strVal(llast(expr->name)), "<>") == 0 ? "all" : "any");
            if (right && IsA(right, A_ArrayExpr))
                return write_list(text, ((const A_ArrayExpr *) right)->elements, flags) && whole;
            break;
        default:
            text_addf(text, " %d %s ", expr->kind, shape_name(text->arena, expr->name));
    }
    if (right)
        whole &= shape_text(text, right, flags);
    text_add_char(text, ')');
    return whole;
}

typedef struct Rest
{
    Text *text;
    int flags;
    const Node *top;
} Rest;

static bool
write_child(Node *node, void *context)
{
    Rest *rest = context;

    text_add_char(rest->text, ' ');
    if (node)
        shape_text(rest->text, node, rest->flags);
    return false;
}

/* What is left: its sort and its children. Not the whole of it, so it counts for little. */
static bool
write_rest(Text *text, const Node *node, int flags)
{
    Rest rest = {text, flags, node};

    text_addf(text, "<%d", (int) nodeTag(node));
    raw_expression_tree_walker((Node *) node, write_child, &rest);
    text_add_char(text, '>');
    return false;
}

static bool
write_case(Text *text, const CaseExpr *expr, int flags)
{
    bool whole = true;
    ListCell *cell;

    text_add(text, "case ");
    if (expr->arg)
        whole &= shape_text(text, (Node *) expr->arg, flags);
    foreach(cell, expr->args)
    {
        const CaseWhen *when = lfirst_node(CaseWhen, cell);

        text_add(text, " when ");
        whole &= shape_text(text, (Node *) when->expr, flags);
        text_add(text, " then ");
        whole &= shape_text(text, (Node *) when->result, flags);
    }
    text_add(text, " else ");
    if (expr->defresult)
        whole &= shape_text(text, (Node *) expr->defresult, flags);
    else
        text_add(text, "NULL");
    text_add(text, " end");
    return whole;
}

static bool
write_indirection(Text *text, const A_Indirection *indirection, int flags)
{
    bool whole = shape_text(text, indirection->arg, flags);
    ListCell *cell;

    foreach(cell, indirection->indirection)
    {
        const Node *part = lfirst(cell);

        if (IsA(part, String))
            text_addf(text, ".%s", sql_ident(text->arena, strVal(part)));
        else if (IsA(part, A_Star))
            text_add(text, ".*");
        else
        {
            const A_Indices *indices = (const A_Indices *) part;

            text_add_char(text, '[');
            if (indices->lidx)
                whole &= shape_text(text, indices->lidx, flags);
            text_add(text, indices->is_slice ? ":" : "");
            if (indices->uidx)
                whole &= shape_text(text, indices->uidx, flags);
            text_add_char(text, ']');
        }
    }
    return whole;
}

bool
shape_text(Text *text, const Node *node, int flags)
{
    switch (nodeTag(node))
    {
        case T_List:
            return write_list(text, (const List *) node, flags);
        case T_String:
            text_add(text, strVal(node));
            return true;
        case T_ColumnRef:
            return write_column(text, (const ColumnRef *) node, flags);
        case T_A_Const:
            return write_constant(text, (const A_Const *) node);
        case T_TypeCast:
            return write_cast(text, (const TypeCast *) node, flags);
        case T_TypeName:
            return write_type(text, (const TypeName *) node, flags);
        case T_FuncCall:
            return write_call(text, (const FuncCall *) node, flags);
        case T_A_Expr:
            return write_operator(text, (const A_Expr *) node, flags);
        case T_BoolExpr:
            text_addf(text, "%d", (int) ((const BoolExpr *) node)->boolop);
            return write_list(text, ((const BoolExpr *) node)->args, flags);
        case T_NullTest:
            text_addf(text, "%s ", ((const NullTest *) node)->nulltesttype == IS_NULL ? "null" : "not null");
            return shape_text(text, (Node *) ((const NullTest *) node)->arg, flags);
        case T_BooleanTest:
            text_addf(text, "is %d ", (int) ((const BooleanTest *) node)->booltesttype);
            return shape_text(text, (Node *) ((const BooleanTest *) node)->arg, flags);
        case T_CaseExpr:
            return write_case(text, (const CaseExpr *) node, flags);
        case T_CoalesceExpr:
            text_add(text, "coalesce");
            return write_list(text, ((const CoalesceExpr *) node)->args, flags);
        case T_MinMaxExpr:
            text_add(text, ((const MinMaxExpr *) node)->op == IS_GREATEST ? "greatest" : "least");
            return write_list(text, ((const MinMaxExpr *) node)->args, flags);
        case T_RowExpr:
            text_add(text, "row");
            return write_list(text, ((const RowExpr *) node)->args, flags);
        case T_A_ArrayExpr:
            text_add(text, "array");
            return write_list(text, ((const A_ArrayExpr *) node)->elements, flags);
        case T_SQLValueFunction:
            text_addf(text, "value %d %d", (int) ((const SQLValueFunction *) node)->op, (int) ((const SQLValueFunction *) node)->typmod);
            return true;
        case T_CollateClause:
            if (!shape_text(text, ((const CollateClause *) node)->arg, flags))
                return false;
            text_addf(text, " collate %s", shape_name(text->arena, ((const CollateClause *) node)->collname));
            return true;
        case T_NamedArgExpr:
            text_addf(text, "%s => ", ((const NamedArgExpr *) node)->name);
            return shape_text(text, (Node *) ((const NamedArgExpr *) node)->arg, flags);
        case T_A_Indirection:
            return write_indirection(text, (const A_Indirection *) node, flags);
        case T_SetToDefault:
            text_add(text, "default");
            return true;
        default:
            return write_rest(text, node, flags);
    }
}
