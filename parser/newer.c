#include "parser/newer.h"

#include "parser/pgq.h"

typedef struct Newer
{
    Parse *parse;
    const Statement *statement;
    int version;                                   /* 150020 */
} Newer;

static void
need(const Newer *newer, int location, int major, const char *what)
{
    if (newer->version < major * 10000)
        parse_error(newer->parse, newer->statement, location, NULL, "%s needs PostgreSQL %d, and the server is %d", what, major, newer->version / 10000);
}

/* ---- expressions and queries ---- */

static bool
look(Node *node, void *context)
{
    const Newer *newer = context;

    if (!node)
        return false;
    switch (nodeTag(node))
    {
        case T_MergeStmt:
            need(newer, -1, 15, "MERGE");
            break;
        case T_JsonIsPredicate:
            need(newer, ((JsonIsPredicate *) node)->location, 16, "IS JSON");
            break;
        case T_JsonObjectConstructor:
        case T_JsonArrayConstructor:
        case T_JsonArrayQueryConstructor:
        case T_JsonObjectAgg:
        case T_JsonArrayAgg:
            need(newer, -1, 16, "a JSON constructor of the SQL standard");
            break;
        case T_JsonParseExpr:
        case T_JsonScalarExpr:
        case T_JsonSerializeExpr:
        case T_JsonFuncExpr:
            need(newer, -1, 17, "JSON(), JSON_QUERY() and their likes");
            break;
        case T_JsonTable:
            need(newer, -1, 17, "JSON_TABLE");
            break;
        default:
            break;
    }
    return raw_expression_tree_walker(node, look, context);
}

/* ---- tables ---- */

static void
check_constraint(const Newer *newer, const Constraint *constraint)
{
    if (constraint->nulls_not_distinct)
        need(newer, constraint->location, 15, "NULLS NOT DISTINCT");
    if (constraint->fk_del_set_cols)
        need(newer, constraint->location, 15, "ON DELETE SET NULL or DEFAULT of some columns");
}

static void
check_element(const Newer *newer, const Node *element)
{
    const ListCell *cell;

    if (element && IsA(element, Constraint))
        check_constraint(newer, (const Constraint *) element);
    if (!element || !IsA(element, ColumnDef))
        return;
    if (((const ColumnDef *) element)->storage_name)
        need(newer, ((const ColumnDef *) element)->location, 16, "STORAGE in CREATE TABLE");
    foreach(cell, ((const ColumnDef *) element)->constraints)
        check_constraint(newer, lfirst_node(Constraint, cell));
}

static void
check_options(const Newer *newer, const List *options)
{
    const ListCell *cell;

    foreach(cell, options)
        if (strcmp(lfirst_node(DefElem, cell)->defname, "security_invoker") == 0)
            need(newer, lfirst_node(DefElem, cell)->location, 15, "security_invoker");
}

static void
check_command(const Newer *newer, const AlterTableCmd *command)
{
    if (command->subtype == AT_SetExpression)
        need(newer, -1, 17, "SET EXPRESSION");
    if (command->subtype == AT_SetAccessMethod)
        need(newer, -1, 15, "SET ACCESS METHOD");
    check_element(newer, command->def);
}

/* Column lists, row filters and schemas came with PostgreSQL 15. */
static void
check_published(const Newer *newer, const List *list)
{
    const ListCell *cell;

    foreach(cell, list)
    {
        const PublicationObjSpec *spec = lfirst_node(PublicationObjSpec, cell);

        if (!spec->pubtable)
            need(newer, spec->location, 15, "TABLES IN SCHEMA");
        else if (spec->pubtable->whereClause)
            need(newer, spec->location, 15, "a row filter of a publication");
        else if (spec->pubtable->columns)
            need(newer, spec->location, 15, "a column list of a publication");
    }
}

static void
check_published_options(const Newer *newer, const List *options)
{
    const ListCell *cell;

    foreach(cell, options)
        if (strcmp(lfirst_node(DefElem, cell)->defname, "publish_generated_columns") == 0)
            need(newer, lfirst_node(DefElem, cell)->location, 18, "publish_generated_columns");
}

static void
check_subscription(const Newer *newer, const List *options)
{
    static const struct { const char *option; int major; } since[] = {
        {"two_phase", 15}, {"disable_on_error", 15}, {"password_required", 16}, {"run_as_owner", 16}, {"origin", 16}, {"failover", 17},
    };
    const ListCell *cell;

    foreach(cell, options)
        for (size_t i = 0; i < COUNT_OF(since); i++)
            if (strcmp(lfirst_node(DefElem, cell)->defname, since[i].option) == 0)
                need(newer, lfirst_node(DefElem, cell)->location, since[i].major, since[i].option);
    foreach(cell, options)
        if (strcmp(lfirst_node(DefElem, cell)->defname, "streaming") == 0 && strcasecmp(def_text(newer->parse, lfirst_node(DefElem, cell)), "parallel") == 0)
            need(newer, lfirst_node(DefElem, cell)->location, 16, "streaming = parallel");
}

void
newer_check(Parse *parse, const Statement *statement, Node *node)
{
    Newer newer = {parse, statement, parse->options ? parse->options->server_version : 0};
    const ListCell *cell;

    if (!newer.version || newer.version >= 180000)
        return;
    switch (nodeTag(node))
    {
        case T_CreateForeignTableStmt:
            foreach(cell, ((CreateStmt *) node)->tableElts)
                if (IsA(lfirst(cell), TableLikeClause))
                    need(&newer, lfirst_node(TableLikeClause, cell)->relation->location, 18, "LIKE in CREATE FOREIGN TABLE");
            /* fall through */
        case T_CreateStmt:
            foreach(cell, ((CreateStmt *) node)->tableElts)
                check_element(&newer, lfirst(cell));
            break;
        case T_AlterTableStmt:
            foreach(cell, ((AlterTableStmt *) node)->cmds)
                check_command(&newer, lfirst_node(AlterTableCmd, cell));
            break;
        case T_IndexStmt:
            if (((IndexStmt *) node)->nulls_not_distinct)
                need(&newer, -1, 15, "NULLS NOT DISTINCT");
            break;
        case T_CreateStatsStmt:
            if (!((CreateStatsStmt *) node)->defnames)
                need(&newer, -1, 16, "CREATE STATISTICS without a name");
            break;
        case T_ViewStmt:
            check_options(&newer, ((ViewStmt *) node)->options);
            pgq_walk(((ViewStmt *) node)->query, look, &newer);
            break;
        case T_CreatePublicationStmt:
            check_published(&newer, ((CreatePublicationStmt *) node)->pubobjects);
            check_published_options(&newer, ((CreatePublicationStmt *) node)->options);
            break;
        case T_AlterPublicationStmt:
            check_published(&newer, ((AlterPublicationStmt *) node)->pubobjects);
            check_published_options(&newer, ((AlterPublicationStmt *) node)->options);
            break;
        case T_CreateSubscriptionStmt:
            check_subscription(&newer, ((CreateSubscriptionStmt *) node)->options);
            break;
        case T_AlterSubscriptionStmt:
            check_subscription(&newer, ((AlterSubscriptionStmt *) node)->options);
            break;
        case T_CreateTableAsStmt:
            pgq_walk(((CreateTableAsStmt *) node)->query, look, &newer);
            break;
        default:
            break;
    }
}
