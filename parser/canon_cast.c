#include "parser/canon_walk.h"

#include "nodes/makefuncs.h"

#include "engine/kinds/composite.h"

/* ---- constants with a type ---- */

static A_Const *
string_constant(const char *text)
{
    A_Const *node = makeNode(A_Const);

    node->val.sval.type = T_String;
    node->val.sval.sval = pstrdup(text);
    node->location = -1;
    return node;
}

static Node *
cast_make(Node *arg, const PgType *type)
{
    TypeCast *cast = makeNode(TypeCast);

    cast->arg = arg;
    cast->typeName = types_node(type);
    cast->location = -1;
    return (Node *) cast;
}

static Node *
integer_constant(const char *text)
{
    A_Const *node = makeNode(A_Const);

    node->val.ival.type = T_Integer;
    node->val.ival.ival = atoi(text);
    node->location = -1;
    return (Node *) node;
}

static Node *
boolean_constant(bool value)
{
    A_Const *node = makeNode(A_Const);

    node->val.boolval.type = T_Boolean;
    node->val.boolval.boolval = value;
    node->location = -1;
    return (Node *) node;
}

/*
 * A number that fits integer is a bare integer, converted where another numeric type is wanted: PostgreSQL prints
 * '5'::bigint, (5)::bigint, '5'::numeric by how it came to be, and the value is the same. Below zero it prints '-5'::integer.
 */
static Node *
number_constant(const PgType *type, const char *text)
{
    bool small, large, integer = literal_is_integer(text, &small, &large);
    A_Const *node;

    if (integer && small && !(type == TYPE(int2) && (atoi(text) > INT16_MAX || atoi(text) < INT16_MIN)))
    {
        const char *plain = literal_number(text);
        Node *value = *plain == '-' ? cast_make((Node *) string_constant(plain), TYPE(int4)) : integer_constant(plain);

        return type == TYPE(int4) ? value : cast_make(value, type);
    }
    if (type != TYPE(numeric) || *text == '-' || !strchr(text, '.') || !literal_number(text))
        return cast_make((Node *) string_constant(text), type);
    node = makeNode(A_Const);
    node->val.fval.type = T_Float;
    node->val.fval.fval = pstrdup(text);
    node->location = -1;
    return (Node *) node;
}

/* A literal as a constant of a type; text NULL is NULL. */
static Node *
typed_constant(Canon *canon, const char *text, const PgType *type)
{
    if (type->kind == 'd')
        return cast_make(typed_constant(canon, text, type_base(type)), type);
    if (!text)
    {
        A_Const *node = makeNode(A_Const);

        node->isnull = true;
        node->location = -1;
        return cast_make((Node *) node, type);
    }
    if (type == TYPE(regclass))
        text = refs_regclass(canon, text);
    text = literal_normal(type, text);
    if (type == TYPE(int4) || type == TYPE(int8) || type == TYPE(int2) || type == TYPE(numeric))
        return number_constant(type, text);
    if (type == TYPE(bool) && (strcmp(text, "true") == 0 || strcmp(text, "false") == 0))
        return boolean_constant(*text == 't');
    return cast_make((Node *) string_constant(text), type);
}

static bool
is_literal(const Node *node)
{
    return node && IsA(node, A_Const) && (((const A_Const *) node)->isnull || IsA(&((const A_Const *) node)->val, String));
}

static const char *
literal_text(const Node *node)
{
    const A_Const *literal = (const A_Const *) node;

    return literal->isnull ? NULL : literal->val.sval.sval;
}

Node *
cast_constant(Canon *canon, A_Const *node, const PgType **type)
{
    const Node *value = (const Node *) &node->val;
    bool small, large;

    if (is_literal((Node *) node))
    {
        *type = TYPE(unknown);
        return (Node *) node;
    }
    if (IsA(value, Integer))
    {
        *type = TYPE(int4);
        if (!canon->rewrite || node->val.ival.ival >= 0)
            return (Node *) node;
        return number_constant(TYPE(int4), psprintf("%d", node->val.ival.ival));
    }
    if (IsA(value, Boolean))
        *type = TYPE(bool);
    else if (IsA(value, Float))
    {
        const char *text = node->val.fval.fval, *plain;

        /* make_const(): an integer too large for int4 is int8, too large for that, or with a point, numeric. */
        if (literal_is_integer(text, &small, &large))
            *type = large ? TYPE(int8) : TYPE(numeric);
        else if (literal_number(text))
            *type = TYPE(numeric);
        if (*type && canon->rewrite && (plain = literal_number(text)))
            return number_constant(*type, plain);
    }
    return (Node *) node;
}

/* ---- conversions ---- */

/* The text of a constant that stands under a conversion to `type` without modifiers. */
static const char *
constant_of(Canon *canon, const Node *node, const PgType *type)
{
    const TypeCast *cast = (const TypeCast *) node;

    if (!node || !IsA(node, TypeCast) || cast->typeName->typmods || !is_literal(cast->arg) || types_of_node(canon->types, cast->typeName) != type)
        return NULL;
    return literal_text(cast->arg);
}

/* What PostgreSQL makes of `node :: to`, where node is walked and its type is known. */
static Node *
convert(Canon *canon, Node *node, const PgType *from, const PgType *to)
{
    const char *text;

    if (from == to || to == TYPE(any))
        return node;
    /* varchar and text are the same bytes; so are a large bigint and the numeric of it. */
    if ((to == TYPE(text) && (text = constant_of(canon, node, TYPE(varchar)))) ||
        (to == TYPE(varchar) && (text = constant_of(canon, node, TYPE(text)))) ||
        (to == TYPE(numeric) && (text = constant_of(canon, node, TYPE(int8)))))
        return typed_constant(canon, text, to);
    if (to == TYPE(record) && type_base(from)->kind == 'c')
        return node;
    if (IsA(node, A_ArrayExpr) && from->element && to->element && to != TYPE(oidvector) && to != TYPE(int2vector))
    {
        ListCell *cell;

        /* ARRAY[...]::text[] and ARRAY[(...)::text] are the same; which one is printed depends on how it came to be. */
        foreach(cell, ((A_ArrayExpr *) node)->elements)
            lfirst(cell) = IsA(lfirst(cell), A_ArrayExpr) ? convert(canon, lfirst(cell), from, to) : convert(canon, lfirst(cell), from->element, to->element);
        return node;
    }
    return cast_make(node, to);
}

Node *
cast_implicit(Canon *canon, Node *node, const PgType *from, const PgType *to)
{
    if (!canon->rewrite || !from || !to || from == to || to == TYPE(any) || to == TYPE(unknown))
        return node;
    if (IsA(node, CollateClause))
    {
        CollateClause *collate = (CollateClause *) node;

        collate->arg = cast_implicit(canon, collate->arg, from, to);
        return node;
    }
    if (from == TYPE(unknown))
        return is_literal(node) ? typed_constant(canon, literal_text(node), to) : node;
    return convert(canon, node, from, to);
}

const PgType *
cast_common(Canon *canon, List *list, const PgType **types, int count)
{
    const PgType *common = lookup_common(canon->types, types, count);

    for (int i = 0; common && i < count; i++)
    {
        ListCell *cell = list_nth_cell(list, i);

        lfirst(cell) = cast_implicit(canon, lfirst(cell), types[i], common);
    }
    return common;
}

/* ---- ARRAY[...] ---- */

/* The elements become what the target array has; without a target, their common type decides (transformArrayExpr()). */
static Node *
array_walk(Canon *canon, A_ArrayExpr *node, const PgType *target, const PgType **type)
{
    int count = list_length(node->elements), at = 0;
    const PgType **types = palloc0(sizeof *types * (size_t) (count + 1));
    const PgType *element = target ? target->element : NULL;
    bool nested = false;
    ListCell *cell;

    *type = target;
    foreach(cell, node->elements)
    {
        if (IsA(lfirst(cell), A_ArrayExpr))
        {
            nested = true;
            lfirst(cell) = array_walk(canon, lfirst(cell), target, &types[at++]);
        }
        else
            lfirst(cell) = expr_walk(canon, lfirst(cell), &types[at++]);
    }
    if (count == 0)
        return target && canon->rewrite ? cast_make((Node *) node, target) : (Node *) node;
    if (nested)
    {
        for (at = 0; !target && at < count; at++)
            *type = at == 0 || types[at] == *type ? types[at] : NULL;
        return (Node *) node;
    }
    if (!target)
    {
        element = cast_common(canon, node->elements, types, count);
        *type = element ? types_array(canon->types, element) : NULL;
        return (Node *) node;
    }
    for (at = 0; canon->rewrite && at < count; at++)
    {
        cell = list_nth_cell(node->elements, at);
        if (types[at] == TYPE(unknown) || types[at] == element)
            lfirst(cell) = cast_implicit(canon, lfirst(cell), types[at], element);
        else if (types[at])
            lfirst(cell) = convert(canon, lfirst(cell), types[at], element);
        else
            lfirst(cell) = cast_make(lfirst(cell), element);
    }
    return (Node *) node;
}

/* ---- explicit conversions ---- */

/* ROW(...)::composite: each field becomes that of the type (coerce_record_to_complex()). */
static Node *
cast_row(Canon *canon, TypeCast *node, const PgType *to)
{
    RowExpr *row = (RowExpr *) node->arg;
    const CompositeType *composite = (const CompositeType *) model_find_kind(canon->model, KIND_COMPOSITE, to->schema, NULL, to->name);
    size_t at = 0;
    ListCell *cell;

    if (composite && composite->attributes.count != (size_t) list_length(row->args))
        composite = NULL;
    foreach(cell, row->args)
    {
        const PgType *from, *field = composite ? types_of_text(canon->types, ((const Attribute *) vec_at(&composite->attributes, at++))->type) : NULL;

        lfirst(cell) = expr_walk(canon, lfirst(cell), &from);
        if (from && field)
            lfirst(cell) = cast_implicit(canon, lfirst(cell), from, field);
    }
    if (canon->rewrite)
    {
        row->row_format = COERCE_EXPLICIT_CALL;
        node->typeName = types_node(to);
    }
    return (Node *) node;
}

static Node *
finish_cast(Canon *canon, TypeCast *node, const PgType *from, const PgType *to)
{
    List *typmods = node->typeName->typmods;

    if (!canon->rewrite || !to)
        return (Node *) node;
    if (!typmods && is_literal(node->arg))
        return typed_constant(canon, literal_text(node->arg), to);
    if (!typmods && from)
        return convert(canon, node->arg, from, to);
    node->typeName = types_node(to);
    node->typeName->typmods = typmods;
    return (Node *) node;
}

/* A regclass constant names a relation: that is resolved in the text itself too. */
static void
resolve_regclass(Canon *canon, Node *arg)
{
    A_Const *literal = (A_Const *) arg;
    const char *text = literal_text(arg);

    if (!text || canon->rewrite)
        return;
    follow_regclass(canon, &literal->val.sval.sval);
    literal->val.sval.sval = pstrdup(refs_regclass(canon, text));
    canon->changed |= strcmp(text, literal->val.sval.sval) != 0;
}

void
cast_argument(Canon *canon, Node **node, const PgType *from, const PgType *to)
{
    if (to == TYPE(regclass) && from == TYPE(unknown) && is_literal(*node))
        resolve_regclass(canon, *node);
    *node = cast_implicit(canon, *node, from, to);
}

Node *
cast_walk(Canon *canon, TypeCast *node, const PgType **type)
{
    const PgType *from = NULL, *to;

    refs_type(canon, node->typeName);
    *type = to = types_of_node(canon->types, node->typeName);
    if (IsA(node->arg, A_ArrayExpr) && (!to || (to->element && !node->typeName->typmods && to != TYPE(oidvector) && to != TYPE(int2vector))))
    {
        node->arg = array_walk(canon, (A_ArrayExpr *) node->arg, to, &from);
        return to && canon->rewrite ? node->arg : (Node *) node;
    }
    if (is_literal(node->arg))
    {
        if (to == TYPE(regclass))
            resolve_regclass(canon, node->arg);
        else if (literal_text(node->arg))
            follow_label(canon, &((A_Const *) node->arg)->val.sval.sval, to);
        return finish_cast(canon, node, TYPE(unknown), to);
    }
    if (to && to->kind == 'c' && IsA(node->arg, RowExpr))
        return cast_row(canon, node, to);
    node->arg = expr_walk(canon, node->arg, &from);
    return finish_cast(canon, node, from, to);
}

Node *
cast_array(Canon *canon, A_ArrayExpr *node, const PgType **type)
{
    return array_walk(canon, node, NULL, type);
}
