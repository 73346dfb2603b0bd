/*
 * CREATE FOREIGN TABLE. The rest of a foreign table is a table's: parser/table.h.
 */
#include "parser/generic_options.h"
#include "parser/table.h"

#include "engine/base/text.h"
#include "engine/kinds/index.h"
#include "engine/kinds/trigger.h"
#include "engine/kinds/user_mapping.h"

/* Of LIKE it takes only what it can have (PostgreSQL 18; parser/newer.c refuses it before). */
static void
trim_likes(List *elements)
{
    ListCell *cell;

    foreach(cell, elements)
        if (IsA(lfirst(cell), TableLikeClause))
            lfirst_node(TableLikeClause, cell)->options &= ~(bits32) (CREATE_TABLE_LIKE_STORAGE | CREATE_TABLE_LIKE_COMPRESSION |
                                                                      CREATE_TABLE_LIKE_IDENTITY | CREATE_TABLE_LIKE_INDEXES);
}

Outcome
foreign_table_create(Parse *parse, const Statement *statement, Node *tree)
{
    CreateForeignTableStmt *node = (CreateForeignTableStmt *) tree;
    Outcome outcome;
    Table *table;

    if (!server_need(parse, statement, node->servername, NULL, &outcome))
        return outcome;
    trim_likes(node->base.tableElts);
    outcome = table_make(parse, statement, &node->base, &table);
    if (!table)
        return outcome;
    table->server = arena_copy(parse->arena, node->servername);
    table->tablespace = table->access_method = NULL;                /* a partition's are its table's, but this one has no storage */
    server_need(parse, statement, table->server, &table->object, &outcome);
    generic_options_read(parse, statement, node->options, &table->foreign_options);
    return outcome;
}

/* ---- the end of all ---- */

static void
refuse(Parse *parse, const Object *object, const Object *table, const char *what)
{
    findings_add(parse->findings, SEVERITY_ERROR, object->origin, NULL, "%s can't have %s", object_title(parse->arena, table), what);
}

/* NULL: it can have it. */
static const char *
what_it_lacks(const Object *child)
{
    const Trigger *trigger = (const Trigger *) child;

    switch (child->kind)
    {
        case KIND_INDEX:
            return "indexes";
        case KIND_CONSTRAINT:
            return strcmp(((const ConstraintDef *) child)->type, "CHECK") == 0 ? NULL : "keys and references";
        case KIND_POLICY:
            return "policies";
        case KIND_TRIGGER:
            return trigger->constraint ? "constraint triggers" : trigger->old_table || trigger->new_table ? "triggers with transition tables" : NULL;
        default:
            return NULL;
    }
}

static bool
is_unique(const Object *child)
{
    const ConstraintDef *key = (const ConstraintDef *) child;

    if (child->kind == KIND_INDEX)
        return ((const IndexDef *) child)->unique;
    return child->kind == KIND_CONSTRAINT && strcmp(key->type, "CHECK") != 0 && strcmp(key->type, "FOREIGN KEY") != 0;
}

/* DefineIndex() and DefineRelation() refuse both ways round. */
static void
check_partitioned(Parse *parse, const Table *table)
{
    const Inheritance *bond;
    const Object *above = &table->object;

    while ((bond = inheritance_partition_bond(above)))
    {
        above = model_find(parse->model, SPACE_RELATION, bond->from_schema, NULL, bond->from_table);
        if (!above)
            return;
        VEC_EACH(const Object *, child, &above->children)
            if (is_unique(child))
                findings_add(parse->findings, SEVERITY_ERROR, table->object.origin, "take the key away, or make the partition an ordinary table",
                             "%s can't be a partition of %s, which has %s", object_title(parse->arena, &table->object),
                             object_title(parse->arena, above), object_title(parse->arena, child));
    }
}

static void
check_foreign(Parse *parse, const Table *table)
{
    const Object *object = &table->object;

    if (!model_find(parse->model, SPACE_SERVER, NULL, NULL, table->server))
        findings_add(parse->findings, SEVERITY_ERROR, object->origin, "a blueprint declares everything that it refers to",
                     "server %s of %s does not exist in the blueprint", sql_ident(parse->arena, table->server), object_title(parse->arena, object));
    if (table->row_security || table->force_row_security)
        refuse(parse, object, object, "row security");
    if (table->options.count)
        refuse(parse, object, object, "storage parameters");
    if (table->unlogged || table->tablespace || table->access_method || table->cluster_on || table->of_type ||
        strcmp(table->replica_identity, "DEFAULT") != 0)
        refuse(parse, object, object, "what only tables with storage have");
    VEC_EACH(const Object *, child, &object->children)
        if (what_it_lacks(child))
            refuse(parse, child, object, what_it_lacks(child));
    check_partitioned(parse, table);
}

static void
check_ordinary(Parse *parse, const Table *table)
{
    if (table->foreign_options.count)
        refuse(parse, &table->object, &table->object, "OPTIONS: it is no foreign table");
    VEC_EACH(const Column *, column, &table->object.children)
        if (column->object.kind == KIND_COLUMN && column->foreign_options.count)
            refuse(parse, &column->object, &table->object, "columns with OPTIONS: it is no foreign table");
}

void
foreign_table_finish(Parse *parse)
{
    VEC_EACH(const Object *, object, &parse->model->objects)
    {
        const char *server = object->kind == KIND_USER_MAPPING ? ((const UserMapping *) object)->server : NULL;

        if (table_is_foreign(object))
            check_foreign(parse, (const Table *) object);
        else if (object->kind == KIND_TABLE)
            check_ordinary(parse, (const Table *) object);
        else if (server && !model_find(parse->model, SPACE_SERVER, NULL, NULL, server))
            findings_add(parse->findings, SEVERITY_ERROR, object->origin, "a blueprint declares everything that it refers to",
                         "server %s does not exist in the blueprint", sql_ident(parse->arena, server));
    }
}
