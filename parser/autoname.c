#include "parser/autoname.h"

#include "engine/base/text.h"

enum { NAME_BYTES = NAMEDATALEN - 1 };

/* The longest part of at most `limit` bytes that does not cut a UTF-8 character. */
static size_t
clip(const char *text, size_t length, size_t limit)
{
    if (length <= limit)
        return length;
    while (limit > 0 && ((unsigned char) text[limit] & 0xC0) == 0x80)
        limit--;
    return limit;
}

const char *
autoname_make(Arena *arena, const char *first, const char *second, const char *label)
{
    size_t first_length = strlen(first), second_length = second ? strlen(second) : 0;
    size_t overhead = (second ? 1 : 0) + (label ? strlen(label) + 1 : 0);
    size_t room = overhead < NAME_BYTES ? NAME_BYTES - overhead : 0;
    Text name;

    while (first_length + second_length > room)
        if (first_length > second_length)
            first_length--;
        else
            second_length--;
    text_init(&name, arena);
    text_add_len(&name, first, clip(first, strlen(first), first_length));
    if (second)
    {
        text_add_char(&name, '_');
        text_add_len(&name, second, clip(second, strlen(second), second_length));
    }
    if (label)
    {
        text_add_char(&name, '_');
        text_add(&name, label);
    }
    return text_str(&name);
}

/* ---- what is taken ---- */

static Map *
map_ready(Map *map, Arena *arena)
{
    if (!map->arena)
        map_init(map, arena);
    return map;
}

void
autoname_take(Parse *parse, const char *schema, const char *name)
{
    const char *key = sql_qname(parse->reading, schema, name);

    map_put(map_ready(&parse->taken, parse->reading), key, key);
}

void
autoname_take_constraint(Parse *parse, const Object *constraint)
{
    const char *key = sql_qname(parse->reading, constraint->schema, constraint->name);
    Map *map = map_ready(&parse->constraint_names, parse->reading);
    Vec *have = map_get(map, key);

    if (!have)
        map_put(map, key, have = arena_make(parse->reading, Vec));
    vec_add(parse->reading, have, constraint);
}

static bool
relation_is_taken(Parse *parse, const char *schema, const char *name)
{
    return model_find_taken(parse->model, SPACE_RELATION, schema, NULL, name) ||
           model_find_kind(parse->model, KIND_COMPOSITE, schema, NULL, name) ||
           map_has(&parse->taken, sql_qname(parse->reading, schema, name));
}

/* Constraint names need not be unique in a schema; PostgreSQL's own choices are nevertheless. */
static bool
constraint_is_taken(Parse *parse, const char *schema, const char *name)
{
    const Vec *have = map_get(&parse->constraint_names, sql_qname(parse->reading, schema, name));

    if (!have)
        return false;
    VEC_EACH(const Object *, constraint, have)
        if (model_find(parse->model, SPACE_CONSTRAINT, constraint->schema, constraint->parent, name) == constraint)
            return true;
    return false;
}

static const char *
numbered(Arena *arena, const char *label, int pass)
{
    return pass ? arena_printf(arena, "%s%d", label, pass) : label;
}

const char *
autoname_relation(Parse *parse, const char *schema, const char *first, const char *second, const char *label, bool for_constraint)
{
    for (int pass = 0;; pass++)
    {
        const char *name = autoname_make(parse->arena, first, second, numbered(parse->arena, label, pass));

        if (!relation_is_taken(parse, schema, name) && !(for_constraint && constraint_is_taken(parse, schema, name)))
            return name;
    }
}

const char *
autoname_constraint(Parse *parse, const char *schema, const char *first, const char *second, const char *label)
{
    for (int pass = 0;; pass++)
    {
        const char *name = autoname_make(parse->arena, first, second, numbered(parse->arena, label, pass));

        if (!constraint_is_taken(parse, schema, name))
            return name;
    }
}

/* ---- the middle of a name ---- */

const char *
autoname_columns(Arena *arena, const Vec *names)
{
    Text text;

    text_init(&text, arena);
    VEC_EACH(const char *, name, names)
    {
        if (text.length)
            text_add_char(&text, '_');
        text_add_len(&text, name, strnlen(name, NAME_BYTES));
        if (text.length >= NAMEDATALEN)
            break;
    }
    return text_str(&text);
}

void
autoname_index_columns(Arena *arena, const Vec *names, Vec *columns)
{
    VEC_EACH(const char *, wanted, names)
    {
        const char *base = wanted ? wanted : "expr", *name = base;

        for (int number = 1; vec_has_str(columns, name); number++)
        {
            const char *digits = arena_printf(arena, "%d", number);

            name = arena_printf(arena, "%.*s%s", (int) clip(base, strlen(base), NAME_BYTES - strlen(digits)), base, digits);
        }
        vec_add(arena, columns, name);
    }
}

/* ---- what an expression is called: FigureColnameInternal() in parser/parse_target.c ---- */

/* How good a name is: of a type cast's two, the operand's wins when it is better than a guess. */
typedef enum Strength { STRENGTH_NONE, STRENGTH_GUESS, STRENGTH_SURE } Strength;

static Strength figure(const Node *node, const char **name);

static Strength
sure(const char **name, const char *text)
{
    *name = text;
    return STRENGTH_SURE;
}

static const char *
last_string(const List *list)
{
    const char *last = NULL;
    const ListCell *cell;

    foreach(cell, list)
        if (IsA(lfirst(cell), String))
            last = strVal(lfirst(cell));
    return last;
}

static const char *
value_function_name(SQLValueFunctionOp op)
{
    switch (op)
    {
        case SVFOP_CURRENT_DATE:
            return "current_date";
        case SVFOP_CURRENT_TIME:
        case SVFOP_CURRENT_TIME_N:
            return "current_time";
        case SVFOP_CURRENT_TIMESTAMP:
        case SVFOP_CURRENT_TIMESTAMP_N:
            return "current_timestamp";
        case SVFOP_LOCALTIME:
        case SVFOP_LOCALTIME_N:
            return "localtime";
        case SVFOP_LOCALTIMESTAMP:
        case SVFOP_LOCALTIMESTAMP_N:
            return "localtimestamp";
        case SVFOP_CURRENT_ROLE:
            return "current_role";
        case SVFOP_CURRENT_USER:
            return "current_user";
        case SVFOP_USER:
            return "user";
        case SVFOP_SESSION_USER:
            return "session_user";
        case SVFOP_CURRENT_CATALOG:
            return "current_catalog";
        case SVFOP_CURRENT_SCHEMA:
            return "current_schema";
    }
    return NULL;
}

static const char *
xml_name(XmlExprOp op)
{
    switch (op)
    {
        case IS_XMLCONCAT:
            return "xmlconcat";
        case IS_XMLELEMENT:
            return "xmlelement";
        case IS_XMLFOREST:
            return "xmlforest";
        case IS_XMLPARSE:
            return "xmlparse";
        case IS_XMLPI:
            return "xmlpi";
        case IS_XMLROOT:
            return "xmlroot";
        case IS_XMLSERIALIZE:
            return "xmlserialize";
        case IS_DOCUMENT:
            return NULL;
    }
    return NULL;
}

/* The column of a scalar sub-select has the name it has there, "?column?" too. */
static Strength
figure_sublink(const SubLink *link, const char **name)
{
    const SelectStmt *select = (const SelectStmt *) link->subselect;
    const ResTarget *target;

    if (link->subLinkType == EXISTS_SUBLINK)
        return sure(name, "exists");
    if (link->subLinkType == ARRAY_SUBLINK)
        return sure(name, "array");
    if (link->subLinkType != EXPR_SUBLINK || !select || !IsA(select, SelectStmt))
        return STRENGTH_NONE;
    while (select->larg)
        select = select->larg;
    if (select->valuesLists)
        return sure(name, "column1");
    if (!select->targetList)
        return STRENGTH_NONE;
    target = linitial(select->targetList);
    if (target->name)
        return sure(name, target->name);
    if (!autoname_expression(target->val))
        return sure(name, "?column?");
    return sure(name, autoname_expression(target->val));
}

static Strength
figure_cast(const TypeCast *cast, const char **name)
{
    Strength strength = figure(cast->arg, name);

    if (strength == STRENGTH_SURE || !cast->typeName || !last_string(cast->typeName->names))
        return strength;
    *name = last_string(cast->typeName->names);
    return STRENGTH_GUESS;
}

static Strength
figure_case(const CaseExpr *expr, const char **name)
{
    if (figure((const Node *) expr->defresult, name) == STRENGTH_SURE)
        return STRENGTH_SURE;
    *name = "case";
    return STRENGTH_GUESS;
}

static Strength
figure_json(const Node *node, const char **name)
{
    switch (nodeTag(node))
    {
        case T_JsonParseExpr:
            return sure(name, "json");
        case T_JsonScalarExpr:
            return sure(name, "json_scalar");
        case T_JsonSerializeExpr:
            return sure(name, "json_serialize");
        case T_JsonObjectConstructor:
            return sure(name, "json_object");
        case T_JsonArrayConstructor:
        case T_JsonArrayQueryConstructor:
            return sure(name, "json_array");
        case T_JsonObjectAgg:
            return sure(name, "json_objectagg");
        case T_JsonArrayAgg:
            return sure(name, "json_arrayagg");
        case T_JsonFuncExpr:
            switch (((const JsonFuncExpr *) node)->op)
            {
                case JSON_EXISTS_OP:
                    return sure(name, "json_exists");
                case JSON_QUERY_OP:
                    return sure(name, "json_query");
                case JSON_VALUE_OP:
                    return sure(name, "json_value");
                case JSON_TABLE_OP:
                    return STRENGTH_NONE;
            }
            return STRENGTH_NONE;
        default:
            return STRENGTH_NONE;
    }
}

static Strength
figure(const Node *node, const char **name)
{
    const char *last = NULL;

    if (!node)
        return STRENGTH_NONE;
    switch (nodeTag(node))
    {
        case T_ColumnRef:
            last = last_string(((const ColumnRef *) node)->fields);
            return last ? sure(name, last) : STRENGTH_NONE;
        case T_A_Indirection:
            last = last_string(((const A_Indirection *) node)->indirection);
            return last ? sure(name, last) : figure(((const A_Indirection *) node)->arg, name);
        case T_FuncCall:
            return sure(name, last_string(((const FuncCall *) node)->funcname));
        case T_A_Expr:
            return ((const A_Expr *) node)->kind == AEXPR_NULLIF ? sure(name, "nullif") : STRENGTH_NONE;
        case T_TypeCast:
            return figure_cast((const TypeCast *) node, name);
        case T_CollateClause:
            return figure(((const CollateClause *) node)->arg, name);
        case T_GroupingFunc:
            return sure(name, "grouping");
        case T_MergeSupportFunc:
            return sure(name, "merge_action");
        case T_SubLink:
            return figure_sublink((const SubLink *) node, name);
        case T_CaseExpr:
            return figure_case((const CaseExpr *) node, name);
        case T_A_ArrayExpr:
            return sure(name, "array");
        case T_RowExpr:
            return sure(name, "row");
        case T_CoalesceExpr:
            return sure(name, "coalesce");
        case T_MinMaxExpr:
            return sure(name, ((const MinMaxExpr *) node)->op == IS_GREATEST ? "greatest" : "least");
        case T_SQLValueFunction:
            return sure(name, value_function_name(((const SQLValueFunction *) node)->op));
        case T_XmlExpr:
            last = xml_name(((const XmlExpr *) node)->op);
            return last ? sure(name, last) : STRENGTH_NONE;
        case T_XmlSerialize:
            return sure(name, "xmlserialize");
        default:
            return figure_json(node, name);
    }
}

const char *
autoname_expression(const Node *expression)
{
    const char *name = NULL;

    figure(expression, &name);
    return name;
}
