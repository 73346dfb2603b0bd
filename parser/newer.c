#include "parser/newer.h"

#include <ctype.h>

#include "parser/pgq.h"

typedef struct Newer
{
    Parse *parse;
    const Statement *statement;
    int version;                                   /* 150020 */
    const char *text;                              /* that locations count in */
    int place;                                     /* in the statement, of a text inside it; -1: the text is the statement's */
} Newer;

static void
need(const Newer *newer, int location, int major, const char *what)
{
    parse_error(newer->parse, newer->statement, newer->place >= 0 ? newer->place : location, NULL,
                "%s needs PostgreSQL %d, and the server is %d", what, major, newer->version / 10000);
}

static void
need_option(const Newer *newer, int major, const List *options, const char *name, const char *value, const char *what)
{
    const ListCell *cell;

    foreach(cell, options)
    {
        const DefElem *def = lfirst_node(DefElem, cell);

        if (strcmp(def->defname, name) == 0 && (!value || strcasecmp(def_text(newer->parse, def), value) == 0))
            need(newer, def->location, major, what);
    }
}

/* ---- what the rows of newer.def ask ---- */

static bool
is_word(const char *text, const char *word)
{
    return text && strcmp(text, word) == 0;
}

static bool
has_exclusion(const List *elements)
{
    const ListCell *cell;

    foreach(cell, elements)
        if (IsA(lfirst(cell), Constraint) && lfirst_node(Constraint, cell)->contype == CONSTR_EXCLUSION)
            return true;
    return false;
}

static const TableLikeClause *
like_of(const List *elements)
{
    const ListCell *cell;

    foreach(cell, elements)
        if (IsA(lfirst(cell), TableLikeClause))
            return lfirst_node(TableLikeClause, cell);
    return NULL;
}

static bool
has_command(const List *commands, AlterTableType type)
{
    const ListCell *cell;

    foreach(cell, commands)
        if (lfirst_node(AlterTableCmd, cell)->subtype == type)
            return true;
    return false;
}

static const List *
options_of(const AlterTableCmd *command)
{
    return command->subtype == AT_SetRelOptions ? (const List *) command->def : NIL;
}

static Node *
definition_of(const AlterTableCmd *command)
{
    switch (command->subtype)
    {
        case AT_AddColumn:
        case AT_AddConstraint:
        case AT_AlterColumnType:
        case AT_ColumnDefault:
        case AT_SetExpression:
        case AT_AttachPartition:
            return command->def;
        default:
            return NULL;
    }
}

static bool
is_new_number(const Newer *newer, const A_Const *constant)
{
    const char *at = newer->text + Max(constant->location, 0);

    if (constant->location < 0 || constant->isnull || (nodeTag(&constant->val) != T_Integer && nodeTag(&constant->val) != T_Float))
        return false;
    if (at[0] == '0' && at[1] && strchr("xXoObB", at[1]))
        return true;
    while (isdigit((unsigned char) *at) || *at == '.')
        at++;
    return *at == '_';
}

static bool
is_odd_scale(const TypeName *type)
{
    const A_Const *precision, *scale;

    if (list_length(type->typmods) != 2 || !is_word(strVal(llast(type->names)), "numeric"))
        return false;
    precision = linitial(type->typmods);
    scale = lsecond(type->typmods);
    return IsA(precision, A_Const) && IsA(scale, A_Const) && IsA(&precision->val, Integer) && IsA(&scale->val, Integer) &&
           (intVal(&scale->val) < 0 || intVal(&scale->val) > intVal(&precision->val));
}

/* One that has a syntax of its own. */
static bool
is_keyword_call(const FuncCall *call, const char *name, int arguments)
{
    return call->funcformat == COERCE_SQL_SYNTAX && list_length(call->args) == arguments && is_word(strVal(llast(call->funcname)), name);
}

/* ---- the walk ---- */

static bool
look(Node *node, void *context)
{
    const Newer *newer = context;

    if (!node)
        return false;
    switch (nodeTag(node))
    {
#define NODE(type) case T_##type: { const type *n = (const type *) node; (void) n;
#define END return false; }
#define EXPRESSION NODE
#define END_EXPRESSION break; }
#define SINCE(major, when, location, what) if (newer->version < (major) * 10000 && (when)) need(newer, (location), (major), (what));
#define OPTION(major, options, name, value, what) \
    if (newer->version < (major) * 10000) need_option(newer, (major), (options), (name), (value), (what));
#define INTO(part) look((Node *) (part), context);
#include "parser/newer.def"
        default:
            break;
    }
    return raw_expression_tree_walker(node, look, context);
}

/* The walker of expressions knows no other statements. */
static bool
is_known(const Node *node)
{
    switch (nodeTag(node))
    {
#undef NODE
#undef END
#undef EXPRESSION
#undef END_EXPRESSION
#undef SINCE
#undef OPTION
#undef INTO
#define NODE(type) case T_##type:
#define END
#define EXPRESSION NODE
#define END_EXPRESSION
#define SINCE(major, when, location, what)
#define OPTION(major, options, name, value, what)
#define INTO(part)
#include "parser/newer.def"
        case T_SelectStmt:
        case T_InsertStmt:
        case T_UpdateStmt:
        case T_DeleteStmt:
            return true;
        default:
            return false;
    }
}

/* A body that stands in quotes and that the server reads when the function is made. */
static void
check_body(Newer *newer, const CreateFunctionStmt *create)
{
    const DefElem *language = NULL, *as = NULL;
    const ListCell *cell;
    PgqError error;

    foreach(cell, create->options)
    {
        const DefElem *def = lfirst_node(DefElem, cell);

        if (strcmp(def->defname, "language") == 0)
            language = def;
        else if (strcmp(def->defname, "as") == 0)
            as = def;
    }
    if (!language || !as || strcasecmp(strVal(language->arg), "sql") != 0 || list_length((List *) as->arg) != 1)
        return;
    newer->text = arena_copy(newer->parse->arena, strVal(linitial((List *) as->arg)));
    newer->place = Max(as->location, 0);
    foreach(cell, pgq_parse(newer->parse->arena, newer->text, &error))
        if (is_known(lfirst_node(RawStmt, cell)->stmt))
            pgq_walk(lfirst_node(RawStmt, cell)->stmt, look, newer);
}

void
newer_check(Parse *parse, const Statement *statement, Node *node)
{
    Newer newer = {parse, statement, parse->options ? parse->options->server_version : 0, statement->sql, -1};

    if (!newer.version || newer.version >= 180000 || !is_known(node))
        return;
    pgq_walk(node, look, &newer);
    if (IsA(node, CreateFunctionStmt))
        check_body(&newer, (const CreateFunctionStmt *) node);
}
