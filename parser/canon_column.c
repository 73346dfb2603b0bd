#include "parser/canon_walk.h"

#include "nodes/makefuncs.h"

#include "engine/kinds/column.h"
#include "engine/kinds/function.h"
#include "engine/kinds/matview.h"
#include "engine/kinds/view.h"

/* ---- the columns of relations ---- */

static int
compare_position(const void *a, const void *b)
{
    const Column *x = *(const Column *const *) a, *y = *(const Column *const *) b;

    return (x->position > y->position) - (x->position < y->position);
}

static void
add_table_columns(Canon *canon, const Object *table, Vec *columns)
{
    Vec sorted = {0};

    VEC_EACH(const Object *, child, &table->children)
        if (child->kind == KIND_COLUMN)
            vec_add(canon->arena, &sorted, child);
    if (sorted.count)
        qsort(sorted.items, sorted.count, sizeof *sorted.items, compare_position);
    VEC_EACH(const Column *, column, &sorted)
        scope_add_column(canon->keep, columns, column->object.name, types_of_text(canon->types, column->type), NULL);
}

static void
add_names(Canon *canon, const Vec *names, Vec *columns)
{
    VEC_EACH(const char *, name, names)
        scope_add_column(canon->keep, columns, name, NULL, NULL);
}

const Vec *
column_list(Canon *canon, const char *schema, const char *relation)
{
    const char *key = sql_qname(canon->arena, schema, relation);
    Vec *columns = map_get(&canon->relations, key);
    const Object *object;

    if (columns)
        return columns->count ? columns : NULL;
    canon_query_first(canon, schema, relation);
    if ((columns = map_get(&canon->relations, key)))
        return columns->count ? columns : NULL;
    columns = arena_make(canon->keep, Vec);
    object = model_find(canon->model, SPACE_RELATION, schema, NULL, relation);
    if (object && object->kind == KIND_TABLE)
        add_table_columns(canon, object, columns);
    else if (object && object->kind == KIND_VIEW)
        add_names(canon, &((const View *) object)->column_names, columns);
    else if (object && object->kind == KIND_MATVIEW)
        add_names(canon, &((const MatView *) object)->column_names, columns);
    VEC_EACH(ScopeColumn *, column, columns)
        column->renamed = follow_name(canon, schema, relation, column->name);
    map_put(&canon->relations, arena_copy(canon->keep, key), columns);
    return columns->count ? columns : NULL;
}

/* ---- references ---- */

static String *
string_node(const char *text)
{
    return makeString(pstrdup(text));
}

ColumnRef *
column_make(const ScopeColumn *column)
{
    ColumnRef *node = makeNode(ColumnRef);

    node->location = -1;
    if (column->item && column->item->name && !column->item->bare)
        node->fields = list_make2(string_node(column->item->name), string_node(column->name));
    else
        node->fields = list_make1(string_node(column->name));
    return node;
}

/* How the text itself says it: by the name that the item has there, unless an inner item took that name. */
static ColumnRef *
make_resolved(Canon *canon, ColumnRef *node, const ScopeColumn *column)
{
    const ScopeItem *item = column->item;

    if (!item || !item->alias || (item->bare && !canon->scope->outer) || scope_find_item(canon->scope, NULL, item->alias) != item)
        return node;
    node->fields = list_make2(string_node(item->alias), string_node(column->name));
    canon->changed = true;
    return node;
}

/* Of the relation that a CHECK, an index, a policy or a trigger's WHEN stands on: the column may yet be made, or get another type. */
static void
need_own_column(Canon *canon, const ScopeColumn *column)
{
    const Pending *pending = canon->pending;

    if (pending->relation && column->item && (column->item->bare || (pending->old_and_new && !canon->scope->outer)))
        refs_need(canon, (Ref) {.space = SPACE_COLUMN, .schema = pending->relation_schema, .parent = pending->relation, .name = column->name});
}

static Node *
found_column(Canon *canon, ColumnRef *node, const ScopeColumn *column, bool was_bare, const PgType **type)
{
    *type = column->type;
    if (!canon->rewrite)
    {
        need_own_column(canon, column);
        node = was_bare ? make_resolved(canon, node, column) : node;
        follow_column(canon, node, column->item, column);
        return (Node *) node;
    }
    /* The relation of a policy is bare at the top, and named inside a sub-select. */
    if (column->item && column->item->bare && canon->scope->outer)
    {
        node->fields = list_make2(string_node(column->item->name), string_node(column->name));
        return (Node *) node;
    }
    return (Node *) column_make(column);
}

/* The row as a value, "t" or "t.*": as the call of a function that nobody has, or it could be taken for a star or a column. */
static Node *
found_row(Canon *canon, ColumnRef *node, const ScopeItem *item, const PgType **type)
{
    *type = item->row;
    follow_column(canon, node, item, NULL);
    if (!canon->rewrite || !item->name)
        return (Node *) node;
    node->fields = list_make1(string_node(item->name));
    return (Node *) makeFuncCall(list_make1(string_node(COLUMN_ROW)), list_make1(node), COERCE_EXPLICIT_CALL, -1);
}

static Node *
walk_bare(Canon *canon, ColumnRef *node, const char *name, const PgType **type)
{
    const ScopeColumn *column;
    const ScopeItem *item;

    if (canon->value && strcmp(name, "value") == 0)
    {
        *type = canon->value;
        return (Node *) node;
    }
    switch (canon->scope ? scope_find(canon->scope, name, false, &column, &item) : FOUND_PERHAPS)
    {
        case FOUND_COLUMN:
            return found_column(canon, node, column, true, type);
        case FOUND_ITEM:
            return found_row(canon, node, item, type);
        case FOUND_NOTHING:
        case FOUND_PERHAPS:
            break;
    }
    return (Node *) node;
}

Node *
column_walk(Canon *canon, ColumnRef *node, const PgType **type)
{
    int count = list_length(node->fields);
    const Node *last = llast(node->fields);
    const char *qualifier, *schema = NULL;
    const ScopeColumn *column;
    const ScopeItem *item;

    if (count == 1)
        return IsA(last, String) ? walk_bare(canon, node, strVal(last), type) : (Node *) node;
    if (count > 3 || !canon->scope || !IsA(list_nth(node->fields, count - 2), String))
        return (Node *) node;
    qualifier = strVal(list_nth(node->fields, count - 2));
    if (count == 3)
        schema = strVal(linitial(node->fields));
    if (!(item = scope_find_item(canon->scope, schema, qualifier)))
        return (Node *) node;
    if (IsA(last, A_Star))
        return found_row(canon, node, item, type);
    column = scope_item_column(item, strVal(last));
    if (!column)
        follow_column(canon, node, item, NULL);
    if (!column && canon->rewrite && item->name && (!item->known || scope_is_system_column(strVal(last))))
    {
        /* Not a column that we know, but the item is: it must go by its canonical name. */
        node->fields = list_make2(string_node(item->name), (void *) last);
        return (Node *) node;
    }
    return column ? found_column(canon, node, column, false, type) : (Node *) node;
}

Node *
column_walk_parameter(Canon *canon, ParamRef *node, const PgType **type)
{
    const Object *object = canon->pending->object;
    int number = 0;

    if (canon->pending->kind != PENDING_BODY || !object || object->kind != KIND_FUNCTION)
        return (Node *) node;
    VEC_EACH(const Argument *, argument, &((const Function *) object)->arguments)
    {
        if (str_eq(argument->mode, "OUT") || str_eq(argument->mode, "TABLE") || ++number != node->number)
            continue;
        *type = types_of_text(canon->types, argument->type);
        if (canon->rewrite && argument->name)
        {
            ColumnRef *column = makeNode(ColumnRef);

            column->location = -1;
            column->fields = list_make1(string_node(argument->name));
            if (canon->scope->outer)
                column->fields = lcons(string_node(object->base), column->fields);
            return (Node *) column;
        }
    }
    return (Node *) node;
}

/* ---- names of output columns ---- */

static int figure(const Node *node, const char **name);

static int
figure_indirection(const A_Indirection *node, const char **name)
{
    const char *field = NULL;
    ListCell *cell;

    foreach(cell, node->indirection)
        if (IsA(lfirst(cell), String))
            field = strVal(lfirst(cell));
    *name = field ? field : *name;
    return field ? 2 : figure(node->arg, name);
}

static int
figure_column(const ColumnRef *node, const char **name)
{
    const char *field = NULL;
    ListCell *cell;

    foreach(cell, node->fields)
        if (IsA(lfirst(cell), String))
            field = strVal(lfirst(cell));
    *name = field ? field : *name;
    return field ? 2 : 0;
}

static int
figure_sublink(const SubLink *node, const char **name)
{
    const SelectStmt *query = (const SelectStmt *) node->subselect;

    if (node->subLinkType == EXISTS_SUBLINK || node->subLinkType == ARRAY_SUBLINK)
    {
        *name = node->subLinkType == EXISTS_SUBLINK ? "exists" : "array";
        return 2;
    }
    if (node->subLinkType != EXPR_SUBLINK)
        return 0;
    while (query->op != SETOP_NONE)
        query = query->larg;
    if (query->targetList)
    {
        const ResTarget *target = linitial(query->targetList);

        *name = target->name ? target->name : column_figure(target->val);
    }
    else
        *name = query->valuesLists ? "column1" : NULL;
    return 2;
}

static const char *
figure_value_function(SQLValueFunctionOp op)
{
    switch (op)
    {
        case SVFOP_CURRENT_DATE: return "current_date";
        case SVFOP_CURRENT_TIME: case SVFOP_CURRENT_TIME_N: return "current_time";
        case SVFOP_CURRENT_TIMESTAMP: case SVFOP_CURRENT_TIMESTAMP_N: return "current_timestamp";
        case SVFOP_LOCALTIME: case SVFOP_LOCALTIME_N: return "localtime";
        case SVFOP_LOCALTIMESTAMP: case SVFOP_LOCALTIMESTAMP_N: return "localtimestamp";
        case SVFOP_CURRENT_ROLE: return "current_role";
        case SVFOP_CURRENT_USER: return "current_user";
        case SVFOP_USER: return "user";
        case SVFOP_SESSION_USER: return "session_user";
        case SVFOP_CURRENT_CATALOG: return "current_catalog";
        case SVFOP_CURRENT_SCHEMA: return "current_schema";
    }
    return NULL;
}

static const char *
figure_xml(XmlExprOp op)
{
    switch (op)
    {
        case IS_XMLCONCAT: return "xmlconcat";
        case IS_XMLELEMENT: return "xmlelement";
        case IS_XMLFOREST: return "xmlforest";
        case IS_XMLPARSE: return "xmlparse";
        case IS_XMLPI: return "xmlpi";
        case IS_XMLROOT: return "xmlroot";
        case IS_XMLSERIALIZE: return "xmlserialize";
        case IS_DOCUMENT: break;
    }
    return NULL;
}

/* FigureColnameInternal(): how strong the name is, 0 for none, 1 for one of a type or CASE, 2 for a real one. */
static int
figure(const Node *node, const char **name)
{
    int strength;

    if (!node)
        return 0;
    switch (nodeTag(node))
    {
        case T_ColumnRef:
            return figure_column((const ColumnRef *) node, name);
        case T_A_Indirection:
            return figure_indirection((const A_Indirection *) node, name);
        case T_FuncCall:
            *name = strVal(llast(((const FuncCall *) node)->funcname));
            return 2;
        case T_A_Expr:
            if (((const A_Expr *) node)->kind != AEXPR_NULLIF)
                return 0;
            *name = "nullif";
            return 2;
        case T_TypeCast:
            if ((strength = figure(((const TypeCast *) node)->arg, name)) > 1)
                return strength;
            *name = strVal(llast(((const TypeCast *) node)->typeName->names));
            return 1;
        case T_CollateClause:
            return figure(((const CollateClause *) node)->arg, name);
        case T_SubLink:
            return figure_sublink((const SubLink *) node, name);
        case T_CaseExpr:
            if ((strength = figure((const Node *) ((const CaseExpr *) node)->defresult, name)) > 1)
                return strength;
            *name = "case";
            return 1;
        case T_SQLValueFunction:
            *name = figure_value_function(((const SQLValueFunction *) node)->op);
            return 2;
        case T_XmlExpr:
            *name = figure_xml(((const XmlExpr *) node)->op);
            return *name ? 2 : 0;
        case T_JsonFuncExpr:
            *name = ((const JsonFuncExpr *) node)->op == JSON_EXISTS_OP ? "json_exists" :
                    ((const JsonFuncExpr *) node)->op == JSON_QUERY_OP ? "json_query" : "json_value";
            return 2;
        default:
            break;
    }
    static const struct { NodeTag tag; const char *name; } plain[] = {
        {T_GroupingFunc, "grouping"}, {T_A_ArrayExpr, "array"}, {T_RowExpr, "row"}, {T_CoalesceExpr, "coalesce"},
        {T_XmlSerialize, "xmlserialize"}, {T_JsonParseExpr, "json"}, {T_JsonScalarExpr, "json_scalar"},
        {T_JsonSerializeExpr, "json_serialize"}, {T_JsonObjectConstructor, "json_object"}, {T_JsonArrayConstructor, "json_array"},
        {T_JsonArrayQueryConstructor, "json_array"}, {T_JsonObjectAgg, "json_objectagg"}, {T_JsonArrayAgg, "json_arrayagg"},
    };
    if (IsA(node, MinMaxExpr))
    {
        *name = ((const MinMaxExpr *) node)->op == IS_GREATEST ? "greatest" : "least";
        return 2;
    }
    for (size_t i = 0; i < COUNT_OF(plain); i++)
        if (nodeTag(node) == plain[i].tag)
        {
            *name = plain[i].name;
            return 2;
        }
    return 0;
}

const char *
column_figure(const Node *node)
{
    const char *name = NULL;

    figure(node, &name);
    return name;
}
