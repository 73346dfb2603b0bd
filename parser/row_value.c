#include "parser/row_value.h"

#include "engine/base/text.h"
#include "parser/scan.h"

/* Functions of pg_catalog that only work on what they are given. */
static const char *const pure_functions[] = {
    "abs", "array_append", "array_cat", "bit_length", "btrim", "char_length", "concat", "concat_ws", "convert_from", "convert_to", "daterange", "decode",
    "encode", "format", "int4range", "int8range", "interval", "json_build_array", "json_build_object", "jsonb_build_array", "jsonb_build_object",
    "left", "length", "lower", "lpad", "ltrim", "make_date", "make_interval", "make_time", "make_timestamp", "make_timestamptz", "md5", "numrange",
    "replace", "right", "round", "rpad", "rtrim", "sha256", "split_part", "string_to_array", "substr", "substring", "to_date", "to_json", "to_jsonb",
    "to_number", "to_timestamp", "trim", "tsrange", "tstzrange", "upper",
};

static bool
is_pure(const FuncCall *call)
{
    const char *name = strVal(llast(call->funcname));

    if (list_length(call->funcname) > 1 && strcmp(strVal(linitial(call->funcname)), "pg_catalog") != 0)
        return false;
    for (size_t i = 0; i < COUNT_OF(pure_functions); i++)
        if (strcmp(pure_functions[i], name) == 0)
            return true;
    return false;
}

typedef struct Look
{
    const Vec *excluded;
    const char *table;                             /* its columns count as fixed; NULL: no table's do */
    bool in_query;                                 /* columns are those of a sub-select */
} Look;

static bool
is_excluded(const ColumnRef *reference, const char **column)
{
    if (list_length(reference->fields) != 2 || !IsA(linitial(reference->fields), String) || !IsA(lsecond(reference->fields), String) ||
        strcmp(strVal(linitial(reference->fields)), "excluded") != 0)
        return false;
    *column = strVal(lsecond(reference->fields));
    return true;
}

static bool
is_of_table(const ColumnRef *reference, const char *table)
{
    return table && list_length(reference->fields) == 2 && IsA(linitial(reference->fields), String) && IsA(lsecond(reference->fields), String) &&
           strcmp(strVal(linitial(reference->fields)), table) == 0;
}

/* PostgreSQL's walkers go on as long as they are told false. */
static bool
is_unfixed(Node *node, void *context)
{
    const Look *look = context;
    Look inside = *look;
    const char *column;

    if (!node)
        return false;
    switch (nodeTag(node))
    {
        case T_TypeName:
        case T_A_Const:
        case T_RangeVar:
            return false;
        case T_ColumnRef:
            if (look->in_query && !is_excluded((ColumnRef *) node, &column))
                return false;
            if (is_of_table((ColumnRef *) node, look->table))
                return false;
            return !look->excluded || !is_excluded((ColumnRef *) node, &column) || !vec_has_str(look->excluded, column);
        case T_FuncCall:
            return !is_pure((FuncCall *) node) || raw_expression_tree_walker(node, is_unfixed, context);
        case T_SelectStmt:
            inside.in_query = true;
            return ((SelectStmt *) node)->lockingClause || ((SelectStmt *) node)->intoClause ||
                   raw_expression_tree_walker(node, is_unfixed, &inside);
        case T_List:
        case T_TypeCast:
        case T_A_ArrayExpr:
        case T_A_Expr:
        case T_A_Indirection:
        case T_BoolExpr:
        case T_BooleanTest:
        case T_CaseExpr:
        case T_CaseWhen:
        case T_CoalesceExpr:
        case T_CollateClause:
        case T_JoinExpr:
        case T_MinMaxExpr:
        case T_NullTest:
        case T_ResTarget:
        case T_RowExpr:
        case T_SubLink:
            return raw_expression_tree_walker(node, is_unfixed, context);
        default:
            return true;
    }
}

bool
row_condition_is_fixed(Node *condition, const Vec *excluded, const char *table)
{
    Look look = {.excluded = excluded, .table = table};

    return !is_unfixed(condition, &look);
}

bool
row_value_is_fixed(Node *value, const Vec *excluded)
{
    return row_condition_is_fixed(value, excluded, NULL);
}

/* What this can't look into counts as not mentioning it: the server will tell. */
static bool
mentions_row(Node *node, void *context)
{
    const char *column;

    if (!node)
        return false;
    switch (nodeTag(node))
    {
        case T_ColumnRef:
            return !is_excluded((ColumnRef *) node, &column);
        case T_List:
        case T_TypeCast:
        case T_A_ArrayExpr:
        case T_A_Expr:
        case T_A_Indirection:
        case T_BoolExpr:
        case T_BooleanTest:
        case T_CaseExpr:
        case T_CaseWhen:
        case T_CoalesceExpr:
        case T_CollateClause:
        case T_FuncCall:
        case T_MinMaxExpr:
        case T_NullTest:
        case T_RowExpr:
            return raw_expression_tree_walker(node, mentions_row, context);
        default:
            return false;
    }
}

bool
row_value_is_excluded(const Node *value, const char **column)
{
    return IsA(value, ColumnRef) && is_excluded((const ColumnRef *) value, column);
}

bool
row_value_mentions_row(Node *value)
{
    return mentions_row(value, NULL);
}

const char *
row_value_plain(Arena *arena, const char *sql)
{
    Scanner scanner;
    Token value, after;
    Text text;

    scan_init(&scanner, sql, strlen(sql));
    value = scan_next(&scanner);
    after = scan_next(&scanner);
    if (after.kind != TOKEN_END && !(after.kind == TOKEN_OPERATOR && after.length == 2 && memcmp(after.text, "::", 2) == 0))
        return sql;
    if (value.kind == TOKEN_NUMBER)
        return arena_copy_len(arena, value.text, value.length);
    if (value.kind != TOKEN_STRING || *value.text != '\'')
        return sql;
    text_init(&text, arena);
    for (const char *c = value.text + 1; c < value.text + value.length - 1; c++)
    {
        text_add_char(&text, *c);
        c += *c == '\'';
    }
    return text_str(&text);
}
