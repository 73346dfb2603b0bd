#include "parser/database.h"

#include "engine/kinds/database.h"
#include "engine/model/field.h"

/* ---- which database ---- */

static const char *
named_by(const Node *node)
{
    switch (nodeTag(node))
    {
        case T_AlterDatabaseStmt:
            return ((const AlterDatabaseStmt *) node)->dbname;
        case T_AlterDatabaseSetStmt:
            return ((const AlterDatabaseSetStmt *) node)->dbname;
        case T_AlterRoleSetStmt:
            return ((const AlterRoleSetStmt *) node)->database;
        case T_AlterOwnerStmt:
            return ((const AlterOwnerStmt *) node)->objectType == OBJECT_DATABASE ? strVal(((const AlterOwnerStmt *) node)->object) : NULL;
        case T_CommentStmt:
            return ((const CommentStmt *) node)->objtype == OBJECT_DATABASE ? strVal(((const CommentStmt *) node)->object) : NULL;
        case T_GrantStmt:
            return ((const GrantStmt *) node)->objtype == OBJECT_DATABASE ? strVal(linitial(((const GrantStmt *) node)->objects)) : NULL;
        default:
            return NULL;
    }
}

bool
database_elsewhere(Parse *parse, const Statement *statement, Node *node)
{
    const char *ours = parse->options ? parse->options->database : NULL, *name = named_by(node);

    if (!ours || !name || strcmp(ours, name) == 0)
        return false;
    parse_warning(parse, statement, -1,
                  "to mean the database that is connected to, whatever its name: DO $$ BEGIN EXECUTE format('... DATABASE %I ...', current_database()); END $$",
                  "this is about the database \"%s\", not about \"%s\": left out", name, ours);
    return true;
}

Object *
database_mention(Parse *parse, const Statement *statement, const char *name)
{
    const char *known = parse->options ? parse->options->database : NULL;
    Object *database = model_find(parse->model, SPACE_DATABASE, NULL, NULL, known ? known : name);

    if (database)
        return database;
    database = object_make(parse->arena, KIND_DATABASE, NULL, NULL, known ? known : name);
    database->any = CHANGED_COMMENT | CHANGED_OWNER | CHANGED_ACL;
    parse_add(parse, statement, -1, database);
    return database;
}

/* ---- statements ---- */

Outcome
database_alter(Parse *parse, const Statement *statement, Node *node)
{
    const AlterDatabaseStmt *alter = castNode(AlterDatabaseStmt, node);
    Database *database = (Database *) database_mention(parse, statement, alter->dbname);
    ListCell *cell;

    foreach(cell, alter->options)
    {
        const DefElem *option = lfirst_node(DefElem, cell);

        if (strcmp(option->defname, "connection_limit") == 0)
            database->connection_limit = def_text(parse, option);
        else
            parse_warning(parse, statement, option->location, NULL, "the option \"%s\" of databases is not managed", option->defname);
    }
    return OUTCOME_DONE;
}

Outcome
database_set(Parse *parse, const Statement *statement, Node *node)
{
    const AlterDatabaseSetStmt *set = castNode(AlterDatabaseSetStmt, node);

    return settings_change(parse, statement, NULL, set->dbname, set->setstmt);
}
