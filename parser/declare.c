#include "parser/declare.h"

#include "engine/base/text.h"
#include "parser/annotation.h"
#include "parser/autoname.h"
#include "parser/pgq.h"
#include "parser/replace.h"
#include "parser/session.h"
#include "parser/source.h"

enum { MAX_SYNTAX_ERRORS = 100 };

static const char *
range_schema(const Statement *statement, const RangeVar *range)
{
    return creation_schema(statement, range->schemaname);
}

static void
declare_range(Parse *parse, const Statement *statement, Space space, const RangeVar *range)
{
    names_add(&parse->names, space, range_schema(statement, range), range->relname);
}

static void
declare_list(Parse *parse, const Statement *statement, Space space, const List *names)
{
    const char *schema = list_length(names) > 1 ? strVal(list_nth(names, list_length(names) - 2)) : NULL;

    names_add(&parse->names, space, creation_schema(statement, schema), strVal(llast(names)));
}

static bool
has_identity(const ColumnDef *column)
{
    const ListCell *cell;

    foreach(cell, column->constraints)
        if (lfirst_node(Constraint, cell)->contype == CONSTR_IDENTITY)
            return true;
    return false;
}

/* The sequences of serial and identity columns, by the name that they get unless it is taken. */
static void
declare_columns(Parse *parse, const Statement *statement, const RangeVar *range, const List *elements)
{
    const ListCell *cell;

    foreach(cell, elements)
    {
        const ColumnDef *column = lfirst(cell);

        if (IsA(column, ColumnDef) && ((column->typeName && serial_type(column->typeName)) || has_identity(column)))
            names_add(&parse->names, SPACE_RELATION, range_schema(statement, range),
                      autoname_make(parse->arena, range->relname, column->colname, "seq"));
    }
}

static void
declare_table(Parse *parse, const Statement *statement, const CreateStmt *node)
{
    declare_range(parse, statement, SPACE_RELATION, node->relation);
    declare_columns(parse, statement, node->relation, node->tableElts);
}

static void
declare_range_type(Parse *parse, const Statement *statement, const CreateRangeStmt *node)
{
    const char *name = strVal(llast(node->typeName));
    const char *schema = creation_schema(statement, list_length(node->typeName) > 1 ? strVal(list_nth(node->typeName, list_length(node->typeName) - 2)) : NULL);
    const char *at = strstr(name, "range");
    bool named = false;
    const ListCell *cell;

    names_add(&parse->names, SPACE_TYPE, schema, name);
    foreach(cell, node->params)
    {
        const DefElem *def = lfirst_node(DefElem, cell);

        if (strcmp(def->defname, "multirange_type_name") == 0 && def->arg && IsA(def->arg, TypeName))
        {
            declare_list(parse, statement, SPACE_TYPE, castNode(TypeName, def->arg)->names);
            named = true;
        }
    }
    if (!named)                                    /* makeMultirangeTypeName() */
        names_add(&parse->names, SPACE_TYPE, schema,
                  at ? arena_printf(parse->arena, "%.*smulti%s", (int) (at - name), name, at) : autoname_make(parse->arena, name, NULL, "multirange"));
    names_add(&parse->names, SPACE_ROUTINE, schema, name);
}

/* The space of those that CREATE names with a list of names alone; SPACE_OTHER: it is another. */
static Space
other_space(ObjectType type)
{
    static const struct { ObjectType type; Space space; } spaces[] = {
        {OBJECT_COLLATION, SPACE_COLLATION},        {OBJECT_OPERATOR, SPACE_OPERATOR},
        {OBJECT_OPCLASS, SPACE_OPERATOR_CLASS},     {OBJECT_OPFAMILY, SPACE_OPERATOR_FAMILY},
        {OBJECT_TSPARSER, SPACE_TS_PARSER},         {OBJECT_TSTEMPLATE, SPACE_TS_TEMPLATE},
        {OBJECT_TSDICTIONARY, SPACE_TS_DICTIONARY}, {OBJECT_TSCONFIGURATION, SPACE_TS_CONFIGURATION},
    };

    for (size_t i = 0; i < COUNT_OF(spaces); i++)
        if (spaces[i].type == type)
            return spaces[i].space;
    return SPACE_OTHER;
}

static void
declare_define(Parse *parse, const Statement *statement, const DefineStmt *node)
{
    if (node->kind == OBJECT_AGGREGATE)
        declare_list(parse, statement, SPACE_ROUTINE, node->defnames);
    else if (node->kind == OBJECT_TYPE)
        declare_list(parse, statement, SPACE_TYPE, node->defnames);
    else if (other_space(node->kind) != SPACE_OTHER)
        declare_list(parse, statement, other_space(node->kind), node->defnames);
}

/* ALTER ... RENAME TO and SET SCHEMA: the new name is one too. */
static void
declare_rename(Parse *parse, const Statement *statement, const RenameStmt *node)
{
    const char *schema, *name;

    switch (node->renameType)
    {
        case OBJECT_TABLE:
        case OBJECT_SEQUENCE:
        case OBJECT_VIEW:
        case OBJECT_MATVIEW:
        case OBJECT_FOREIGN_TABLE:
        case OBJECT_INDEX:
            names_add(&parse->names, SPACE_RELATION, relation_schema(parse, statement, node->relation), node->newname);
            break;
        case OBJECT_TYPE:
        case OBJECT_DOMAIN:
            qualified_name(parse, statement, SPACE_TYPE, castNode(List, node->object), &schema, &name);
            names_add(&parse->names, SPACE_TYPE, schema, node->newname);
            break;
        case OBJECT_FDW:
            names_add(&parse->names, SPACE_WRAPPER, "", node->newname);
            break;
        case OBJECT_FUNCTION:
        case OBJECT_PROCEDURE:
        case OBJECT_ROUTINE:
        case OBJECT_AGGREGATE:
            qualified_name(parse, statement, SPACE_ROUTINE, castNode(ObjectWithArgs, node->object)->objname, &schema, &name);
            names_add(&parse->names, SPACE_ROUTINE, schema, node->newname);
            break;
        default:
            if (node->object && IsA(node->object, List) && other_space(node->renameType) != SPACE_OTHER)
            {
                List *names = (List *) node->object;

                if (node->renameType == OBJECT_OPCLASS || node->renameType == OBJECT_OPFAMILY)
                    names = list_copy_tail(names, 1);
                qualified_name(parse, statement, other_space(node->renameType), names, &schema, &name);
                names_add(&parse->names, other_space(node->renameType), schema, node->newname);
            }
            break;
    }
}

static void
declare_move(Parse *parse, const AlterObjectSchemaStmt *node)
{
    const Node *object = node->object;

    if (node->relation)
        names_add(&parse->names, SPACE_RELATION, node->newschema, node->relation->relname);
    else if (object && IsA(object, List) && (node->objectType == OBJECT_TYPE || node->objectType == OBJECT_DOMAIN))
        names_add(&parse->names, SPACE_TYPE, node->newschema, strVal(llast((const List *) object)));
    else if (object && IsA(object, List) && other_space(node->objectType) != SPACE_OTHER)
        names_add(&parse->names, other_space(node->objectType), node->newschema, strVal(llast((const List *) object)));
    else if (object && IsA(object, ObjectWithArgs))
        names_add(&parse->names, node->objectType == OBJECT_OPERATOR ? SPACE_OPERATOR : SPACE_ROUTINE, node->newschema,
                  strVal(llast(((const ObjectWithArgs *) object)->objname)));
}

static void
declare_node(Parse *parse, const Statement *statement, Node *node)
{
    switch (nodeTag(node))
    {
        case T_CreateStmt:
            declare_table(parse, statement, (CreateStmt *) node);
            break;
        case T_CreateForeignTableStmt:
            declare_table(parse, statement, &((CreateForeignTableStmt *) node)->base);
            break;
        case T_AlterTableStmt:
        {
            const AlterTableStmt *alter = (AlterTableStmt *) node;
            const ListCell *cell;

            foreach(cell, alter->cmds)
                if (lfirst_node(AlterTableCmd, cell)->subtype == AT_AddColumn)
                    declare_columns(parse, statement, alter->relation, list_make1(lfirst_node(AlterTableCmd, cell)->def));
            break;
        }
        case T_CreateFdwStmt:
            names_add(&parse->names, SPACE_WRAPPER, "", ((CreateFdwStmt *) node)->fdwname);
            break;
        case T_ViewStmt:
            declare_range(parse, statement, SPACE_RELATION, ((ViewStmt *) node)->view);
            break;
        case T_CreateTableAsStmt:
            declare_range(parse, statement, SPACE_RELATION, ((CreateTableAsStmt *) node)->into->rel);
            break;
        case T_CreateSeqStmt:
            declare_range(parse, statement, SPACE_RELATION, ((CreateSeqStmt *) node)->sequence);
            break;
        case T_CompositeTypeStmt:
            declare_range(parse, statement, SPACE_TYPE, ((CompositeTypeStmt *) node)->typevar);
            break;
        case T_CreateEnumStmt:
            declare_list(parse, statement, SPACE_TYPE, ((CreateEnumStmt *) node)->typeName);
            break;
        case T_CreateDomainStmt:
            declare_list(parse, statement, SPACE_TYPE, ((CreateDomainStmt *) node)->domainname);
            break;
        case T_CreateRangeStmt:
            declare_range_type(parse, statement, (CreateRangeStmt *) node);
            break;
        case T_CreateFunctionStmt:
            declare_list(parse, statement, SPACE_ROUTINE, ((CreateFunctionStmt *) node)->funcname);
            break;
        case T_DefineStmt:
            declare_define(parse, statement, (DefineStmt *) node);
            break;
        case T_CreateOpClassStmt:
            declare_list(parse, statement, SPACE_OPERATOR_CLASS, ((CreateOpClassStmt *) node)->opclassname);
            if (!((CreateOpClassStmt *) node)->opfamilyname)
                declare_list(parse, statement, SPACE_OPERATOR_FAMILY, ((CreateOpClassStmt *) node)->opclassname);
            break;
        case T_CreateOpFamilyStmt:
            declare_list(parse, statement, SPACE_OPERATOR_FAMILY, ((CreateOpFamilyStmt *) node)->opfamilyname);
            break;
        case T_CreateExtensionStmt:
            names_add_extension(&parse->names, extension_schema(statement, (CreateExtensionStmt *) node), ((CreateExtensionStmt *) node)->extname);
            break;
        case T_RenameStmt:
            declare_rename(parse, statement, (RenameStmt *) node);
            break;
        case T_AlterObjectSchemaStmt:
            declare_move(parse, (AlterObjectSchemaStmt *) node);
            break;
        default:
            break;
    }
}

/* ---- statements ---- */

/* The statements inside this one, or none. */
static void
expand(Parse *parse, Statement *statement, Node *node, Vec *inner)
{
    if (is_run_once(statement))
        return;
    if (IsA(node, CreateSchemaStmt))
        schema_elements(parse, statement, (CreateSchemaStmt *) node, inner);
    else if (IsA(node, DoStmt))
        statement->done = do_statements(parse, statement, (DoStmt *) node, inner);
}

/* What is carried from statement to statement. */
typedef struct Declaring
{
    Session session;
    Replacements replacements;
} Declaring;

static void declare_statement(Parse *parse, Declaring *declaring, Statement *statement, Vec *out, Vec *hidden);

static void
declare_parsed(Parse *parse, Declaring *declaring, Statement *statement, Node *node, Vec *out)
{
    Session *session = &declaring->session;
    Vec inner = {0};

    session_follow(session, node);
    if (!statement->inner)
    {
        statement->search_path = session->path;
        statement->search_path_text = session->path_text;
    }
    statement->tablespace = session->tablespace;
    statement->access_method = session->access_method;
    statement->tag = nodeTag(node);
    declare_node(parse, statement, node);
    if (!is_run_once(statement))
        replace_note(parse, &declaring->replacements, statement, node);
    vec_add(parse->source, out, statement);
    expand(parse, statement, node, &inner);
    VEC_EACH(Statement *, part, &inner)
        declare_statement(parse, declaring, part, out, NULL);
}

static void
syntax_error(Parse *parse, const Statement *statement, const PgqError *error, Vec *hidden)
{
    const char *hint = error->hint;

    if (!hint && error->location >= 0 && statement->sql[error->location] == ':')
        hint = "variables of psql are not known here";
    if (!hint)
        hint = arena_printf(parse->arena, "this is read as PostgreSQL %s reads it: syntax of a newer one needs a newer libpg_query", parser_version());
    parse_error(parse, statement, error->location, hint, "%s", error->message);
    if (hidden && parse->findings->errors < MAX_SYNTAX_ERRORS)
        source_rest(parse->source, statement, error->location, parse->findings, hidden);
}

/* Trees take some thirty times the room of their texts: those of a usual blueprint are kept, those of a huge one are made again. */
enum { KEPT_MAX = 1024 * 1024 };

static bool
is_small(const Vec *statements)
{
    size_t size = 0;

    for (size_t i = 0; i < statements->count && size < KEPT_MAX; i++)
        size += strnlen(((const Statement *) vec_at(statements, i))->sql, KEPT_MAX);
    return size < KEPT_MAX;
}

static void
declare_tree(Parse *parse, Declaring *declaring, Statement *statement, bool keep, Vec *out, Vec *hidden)
{
    PgqError error;
    List *tree = pgq_parse(parse->arena, statement->sql, &error);
    Node *node = tree ? linitial_node(RawStmt, tree)->stmt : NULL;

    if (error.message)
        syntax_error(parse, statement, &error, hidden);
    else if (node)
        declare_parsed(parse, declaring, statement, node, out);
    /* What holds other statements has been taken apart. */
    if (keep && node && !IsA(node, CreateSchemaStmt) && !IsA(node, DoStmt))
        statement->tree = node;
}

static void
declare_statement(Parse *parse, Declaring *declaring, Statement *statement, Vec *out, Vec *hidden)
{
    PgqScope scope;

    if (parse->keeps_trees)
    {
        declare_tree(parse, declaring, statement, true, out, hidden);
        return;
    }
    scope = pgq_enter();
    declare_tree(parse, declaring, statement, false, out, hidden);
    pgq_leave(scope);
}

void
declare_all(Parse *parse, Vec *statements)
{
    Declaring declaring;
    Vec out = {0};

    parse->keeps_trees = is_small(statements);
    session_init(&declaring.session, parse->arena);
    replace_init(&declaring.replacements, parse->source);
    VEC_EACH(Statement *, statement, statements)
    {
        Vec hidden = {0};

        if (statement->session != declaring.session.number)
            session_start(&declaring.session, statement->session);
        declare_statement(parse, &declaring, statement, &out, &hidden);
        for (size_t i = 0; i < hidden.count; i++)
            declare_statement(parse, &declaring, vec_at(&hidden, i), &out, &hidden);
    }
    *statements = out;
}
