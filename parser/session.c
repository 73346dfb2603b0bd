#include "parser/session.h"

#include "engine/base/text.h"

/* ---- following the search path ---- */

const char *
search_path_text(Arena *arena, const Vec *path)
{
    Vec quoted = {0};

    VEC_EACH(const char *, schema, path)
        vec_add(arena, &quoted, sql_ident(arena, schema));
    return quoted.count ? vec_join(arena, &quoted, ", ") : "''";
}

static void
set_path(Session *session, const Vec *path)
{
    session->path = *path;
    session->path_text = search_path_text(session->arena, path);
}

static void
set_default_path(Session *session)
{
    Vec path = {0};

    vec_add(session->arena, &path, "public");
    set_path(session, &path);
}

void
session_init(Session *session, Arena *arena)
{
    *session = (Session) {.arena = arena, .number = -1};
    set_default_path(session);
}

void
session_start(Session *session, int number)
{
    session->number = number;
    session->in_transaction = session->is_local = false;
    session->tablespace = session->access_method = NULL;
    set_default_path(session);
}

static void
add_schema(Session *session, Vec *path, const char *name)
{
    if (*name && strcmp(name, "$user") != 0)
        vec_add(session->arena, path, arena_copy(session->arena, name));
}

/* SplitIdentifierString(): names between commas, folded to lower case unless they are quoted. */
static void
split_names(Session *session, const char *list, Vec *path)
{
    while (*list)
    {
        Text name;

        text_init(&name, session->arena);
        while (*list == ' ' || *list == '\t' || *list == '\n' || *list == '\r' || *list == ',')
            list++;
        if (*list == '"')
            for (list++; *list && !(*list == '"' && *++list != '"'); list++)
                text_add_char(&name, *list);
        else
            for (; *list && *list != ',' && *list != ' ' && *list != '\t' && *list != '\n' && *list != '\r'; list++)
                text_add_char(&name, *list >= 'A' && *list <= 'Z' ? (char) (*list + 'a' - 'A') : *list);
        add_schema(session, path, text_str(&name));
    }
}

static void
change_path(Session *session, const Vec *path, bool is_local)
{
    if (is_local && !session->in_transaction)
        return;
    if (is_local && !session->is_local)
        session->outside = session->path;
    session->is_local = is_local;
    set_path(session, path);
}

static const char *
const_string(const Node *node)
{
    if (node && IsA(node, TypeCast))
        node = ((const TypeCast *) node)->arg;
    if (!node || !IsA(node, A_Const) || ((const A_Const *) node)->isnull || !IsA(&((const A_Const *) node)->val, String))
        return NULL;
    return strVal(&((const A_Const *) node)->val);
}

static bool
const_true(const Node *node)
{
    const char *text = const_string(node);

    if (node && IsA(node, A_Const) && IsA(&((const A_Const *) node)->val, Boolean))
        return boolVal(&((const A_Const *) node)->val);
    return text && (*text == 't' || *text == 'T');
}

/* The others that matter; "" and what is not set is the server's own. */
static void
follow_place(Session *session, const VariableSetStmt *node)
{
    const char **place = !node->name ? NULL : strcmp(node->name, "default_tablespace") == 0 ? &session->tablespace
                         : strcmp(node->name, "default_table_access_method") == 0 ? &session->access_method : NULL;
    const char *value = place && node->kind == VAR_SET_VALUE ? const_string(linitial(node->args)) : NULL;

    if (node->kind == VAR_RESET_ALL)
        session->tablespace = session->access_method = NULL;
    else if (place)
        *place = value && *value ? arena_copy(session->arena, value) : NULL;
}

static void
follow_set(Session *session, const VariableSetStmt *node)
{
    const ListCell *cell;
    Vec path = {0};

    follow_place(session, node);
    if (node->kind == VAR_RESET_ALL || (node->name && strcmp(node->name, "search_path") == 0 && (node->kind == VAR_RESET || node->kind == VAR_SET_DEFAULT)))
    {
        vec_add(session->arena, &path, "public");
        change_path(session, &path, node->is_local);
        return;
    }
    if (!node->name || strcmp(node->name, "search_path") != 0 || node->kind != VAR_SET_VALUE)
        return;
    foreach(cell, node->args)
        if (const_string(lfirst(cell)))
            add_schema(session, &path, const_string(lfirst(cell)));
    change_path(session, &path, node->is_local);
}

/* The only function call of a SELECT without anything else, by its last name; NULL: another kind of query. */
static const FuncCall *
lone_call(const SelectStmt *node, const char **name)
{
    const ResTarget *target;
    const FuncCall *call;

    if (node->op != SETOP_NONE || list_length(node->targetList) != 1 || node->fromClause || node->whereClause || node->withClause || node->intoClause)
        return NULL;
    target = linitial_node(ResTarget, node->targetList);
    call = (const FuncCall *) target->val;
    if (!call || !IsA(call, FuncCall))
        return NULL;
    if (list_length(call->funcname) > 1 && strcmp(strVal(linitial(call->funcname)), "pg_catalog") != 0)
        return NULL;
    *name = strVal(llast(call->funcname));
    return call;
}

static bool
is_set_config(const SelectStmt *node, const FuncCall **call)
{
    const char *name;

    *call = lone_call(node, &name);
    return *call && strcmp(name, "set_config") == 0 && list_length((*call)->args) == 3 && const_string(linitial((*call)->args));
}

static void
follow_select(Session *session, const SelectStmt *node)
{
    const FuncCall *call;
    const char *value;
    Vec path = {0};

    if (!is_set_config(node, &call) || strcmp(const_string(linitial(call->args)), "search_path") != 0)
        return;
    if (!(value = const_string(lsecond(call->args))))
        return;
    split_names(session, value, &path);
    change_path(session, &path, const_true(lthird(call->args)));
}

static void
follow_transaction(Session *session, const TransactionStmt *node)
{
    switch (node->kind)
    {
        case TRANS_STMT_BEGIN:
        case TRANS_STMT_START:
            session->in_transaction = true;
            break;
        case TRANS_STMT_COMMIT:
            if (session->is_local)
                set_path(session, &session->outside);
            session->in_transaction = session->is_local = false;
            break;
        default:
            break;
    }
}

void
session_follow(Session *session, const Node *node)
{
    if (IsA(node, VariableSetStmt))
        follow_set(session, (const VariableSetStmt *) node);
    else if (IsA(node, SelectStmt))
        follow_select(session, (const SelectStmt *) node);
    else if (IsA(node, TransactionStmt))
        follow_transaction(session, (const TransactionStmt *) node);
}

/* ---- what a statement leaves to the session ---- */

static void
complete_key(Constraint *key, char *tablespace)
{
    bool has_index = key->contype == CONSTR_PRIMARY || key->contype == CONSTR_UNIQUE || key->contype == CONSTR_EXCLUSION;

    if (has_index && !key->indexspace && !key->indexname)
        key->indexspace = tablespace;
}

static void
complete_keys(const List *elements, char *tablespace)
{
    const ListCell *cell, *inner;

    foreach(cell, elements)
    {
        if (IsA(lfirst(cell), Constraint))
            complete_key(lfirst_node(Constraint, cell), tablespace);
        else if (IsA(lfirst(cell), ColumnDef))
            foreach(inner, lfirst_node(ColumnDef, cell)->constraints)
                complete_key(lfirst_node(Constraint, inner), tablespace);
    }
}

/* A partition goes where its parent says; a partitioned table has no storage (DefineRelation() in commands/tablecmds.c). */
static void
complete_table(CreateStmt *table, char *tablespace, char *access_method)
{
    if (!table->tablespacename && !table->partbound)
        table->tablespacename = tablespace;
    if (!table->accessMethod && !table->partspec)
        table->accessMethod = access_method;
    complete_keys(table->tableElts, tablespace);
}

static void
complete_alter(const AlterTableStmt *alter, char *tablespace)
{
    const ListCell *cell;

    foreach(cell, alter->cmds)
    {
        const AlterTableCmd *command = lfirst_node(AlterTableCmd, cell);

        if (command->subtype == AT_AddConstraint || command->subtype == AT_AddColumn)
            complete_keys(list_make1(command->def), tablespace);
    }
}

void
session_complete(const Statement *statement, Node *node)
{
    char *tablespace = (char *) (uintptr_t) statement->tablespace, *access_method = (char *) (uintptr_t) statement->access_method;

    if (!tablespace && !access_method)
        return;
    if (IsA(node, CreateStmt))
        complete_table((CreateStmt *) node, tablespace, access_method);
    else if (IsA(node, AlterTableStmt))
        complete_alter((const AlterTableStmt *) node, tablespace);
    else if (IsA(node, IndexStmt) && !((IndexStmt *) node)->tableSpace)
        ((IndexStmt *) node)->tableSpace = tablespace;
    else if (IsA(node, CreateTableAsStmt))
    {
        IntoClause *into = ((CreateTableAsStmt *) node)->into;

        into->tableSpaceName = into->tableSpaceName ? into->tableSpaceName : tablespace;
        into->accessMethod = into->accessMethod ? into->accessMethod : access_method;
    }
}

/* ---- what is no declaration, and does no harm ---- */

Outcome
set_read(Parse *parse, const Statement *statement, Node *node)
{
    const VariableSetStmt *set = (const VariableSetStmt *) node;

    if (set->name && strcmp(set->name, "search_path") == 0 && set->kind == VAR_SET_CURRENT)
        return parse_error(parse, statement, -1, NULL, "SET search_path FROM CURRENT has no meaning here");
    if (set->name && (strcmp(set->name, "role") == 0 || strcmp(set->name, "session_authorization") == 0) && set->kind == VAR_SET_VALUE)
        return parse_error(parse, statement, -1, "say who owns what with ALTER ... OWNER TO",
                           "who owns the objects that follow would depend on the order of statements");
    return OUTCOME_DONE;
}

Outcome
select_read(Parse *parse, const Statement *statement, Node *node)
{
    const SelectStmt *select = (const SelectStmt *) node;
    const FuncCall *call;
    const char *name;

    if (select->intoClause)
        return parse_error(parse, statement, -1, "write the columns out: CREATE TABLE name (...)", "SELECT INTO takes a table's definition from data");
    if (is_set_config(select, &call))
        return OUTCOME_DONE;
    if (lone_call(select, &name) && strcmp(name, "setval") == 0)
        return parse_warning(parse, statement, -1, NULL, "where a sequence stands is data: setval() is left out");
    return parse_error(parse, statement, -1, "put -- hc:run-once NAME above it to have it run once",
                       "a SELECT is no declaration");
}

Outcome
transaction_read(Parse *parse, const Statement *statement, Node *node)
{
    switch (((const TransactionStmt *) node)->kind)
    {
        case TRANS_STMT_BEGIN:
        case TRANS_STMT_START:
        case TRANS_STMT_COMMIT:
            return OUTCOME_DONE;
        default:
            return parse_error(parse, statement, -1, NULL, "only BEGIN and COMMIT may stand in a blueprint");
    }
}
