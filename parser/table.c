#include "parser/table.h"

#include "engine/base/text.h"
#include "engine/kinds/composite.h"
#include "parser/pgq.h"

#include "catalog/pg_class.h"

/* ---- whether all that the statement stands on is there ---- */

static bool
parents_ready(Parse *parse, const Statement *statement, const CreateStmt *node, Outcome *outcome)
{
    const ListCell *cell;

    foreach(cell, node->inhRelations)
    {
        const RangeVar *range = lfirst_node(RangeVar, cell);
        const Object *found = find_relation(parse, statement, range);

        if (!found)
            *outcome = parse_missing(parse, statement, range->location, "table", relation_schema(parse, statement, range), range->relname);
        else if (found->kind != KIND_TABLE)
            *outcome = parse_error(parse, statement, range->location, NULL, "%s is no table", object_title(parse->arena, found));
        else
            continue;
        return false;
    }
    return true;
}

/* A copy of a table that changes later would depend on the order of the statements: copies are made last, one by one. */
static bool
may_copy(Parse *parse, const CreateStmt *node)
{
    const ListCell *cell;

    foreach(cell, node->tableElts)
        if (IsA(lfirst(cell), TableLikeClause) && !parse->last_call)
        {
            bool quiet = parse->quiet;

            parse->quiet = false;
            return quiet;
        }
    return true;
}

static bool
elements_ready(Parse *parse, const Statement *statement, const CreateStmt *node, Outcome *outcome)
{
    const ListCell *cell;

    foreach(cell, node->tableElts)
    {
        const Node *element = lfirst(cell);
        const RangeVar *source = IsA(element, TableLikeClause) ? ((const TableLikeClause *) element)->relation : NULL;
        const ColumnDef *column = IsA(element, ColumnDef) ? (const ColumnDef *) element : NULL;

        if (source && !table_like_ready(parse, statement, (const TableLikeClause *) element))
            *outcome = parse_missing(parse, statement, source->location, "table", relation_schema(parse, statement, source), source->relname);
        else if (column && column->typeName && !type_ready(parse, statement, column->typeName))
            *outcome = parse_missing(parse, statement, column->location, "type of column", NULL, column->colname);
        else
            continue;
        return false;
    }
    return true;
}

static Object *
row_type(Parse *parse, const Statement *statement, const CreateStmt *node)
{
    return node->ofTypename ? find_object(parse, statement, SPACE_TYPE, NULL, node->ofTypename->names) : NULL;
}

static bool
is_ready(Parse *parse, const Statement *statement, const CreateStmt *node, Outcome *outcome)
{
    const Object *type = row_type(parse, statement, node);

    if (!parents_ready(parse, statement, node, outcome) || !elements_ready(parse, statement, node, outcome))
        return false;
    if (node->ofTypename && !type)
        *outcome = parse_missing(parse, statement, node->ofTypename->location, "type", NULL, strVal(llast(node->ofTypename->names)));
    else if (!may_copy(parse, node))
        *outcome = OUTCOME_DEFER;
    else if (node->ofTypename && type->kind != KIND_COMPOSITE)
        *outcome = parse_error(parse, statement, node->ofTypename->location, NULL, "%s is no composite type", object_title(parse->arena, type));
    else
        return true;
    return false;
}

/* ---- the table itself ---- */

const char *
table_access_method(Parse *parse, const char *name)
{
    return name && strcmp(name, "heap") != 0 ? arena_copy(parse->arena, name) : NULL;
}

const char *
table_place(Parse *parse, const char *tablespace)
{
    return tablespace && *tablespace && strcmp(tablespace, "pg_default") != 0 ? arena_copy(parse->arena, tablespace) : NULL;
}

/* "RANGE (a, lower(b))": written by the deparser behind a CREATE TABLE whose start is known. */
static void
set_partition_key(Parse *parse, const Statement *statement, Table *table, PartitionSpec *spec)
{
    static const char start[] = "CREATE TABLE p () PARTITION BY ";
    CreateStmt *create = makeNode(CreateStmt);
    const ListCell *cell;
    const char *sql;
    Pending *pending;

    create->relation = makeNode(RangeVar);
    create->relation->relname = (char *) "p";
    create->relation->inh = true;
    create->relation->relpersistence = RELPERSISTENCE_PERMANENT;
    create->partspec = spec;
    sql = pgq_deparse(parse->arena, (Node *) create);
    if (!sql || strncmp(sql, start, strlen(start)) != 0)
    {
        parse_error(parse, statement, spec->location, NULL, "a partition key that can't be written back as SQL");
        return;
    }
    sql += strlen(start);
    pending = parse_pending_text(parse, statement, PENDING_PARTITION_KEY,
                                 arena_printf(parse->arena, "%.*s %s", (int) strcspn(sql, " ("), sql, sql + strcspn(sql, "(")),
                                 &table->object, &table->partition_key);
    pending->origin = statement_origin(statement, spec->location);
    pending->relation_schema = table->object.schema;
    pending->relation = table->object.name;
    foreach(cell, spec->partParams)
        if (lfirst_node(PartitionElem, cell)->name)
            vec_add(parse->arena, &table->partition_columns, arena_copy(parse->arena, lfirst_node(PartitionElem, cell)->name));
}

static void
set_row_type(Parse *parse, const Statement *statement, Table *table, const Object *type)
{
    table->of_type = sql_qname(parse->arena, type->schema, type->name);
    object_need(parse->arena, &table->object, (Ref) {.space = SPACE_TYPE, .schema = type->schema, .name = type->name});
    VEC_EACH(const Attribute *, attribute, &((const CompositeType *) type)->attributes)
    {
        Column *column = column_new(parse, statement, -1, &table->object, attribute->name);

        if (!column)
            continue;
        column->type = attribute->type;
        column->collation = attribute->collation;
        VEC_EACH(const Ref *, need, &type->needs)
            object_need(parse->arena, &column->object, *need);
    }
}

static Table *
new_table(Parse *parse, const Statement *statement, const CreateStmt *node)
{
    const RangeVar *range = node->relation;
    Table *table = object_make(parse->arena, KIND_TABLE, creation_schema(statement, arena_copy(parse->arena, range->schemaname)), NULL,
                               range->relname);

    table->unlogged = range->relpersistence == RELPERSISTENCE_UNLOGGED;
    table->replica_identity = "DEFAULT";
    table->rows = table->bytes = -1;
    table->access_method = table_access_method(parse, node->accessMethod);
    table->tablespace = table_place(parse, node->tablespacename);
    reloptions_set(parse, &table->options, node->options);
    return parse_add(parse, statement, range->location, &table->object) ? table : NULL;
}

/* ---- what stands in the parentheses ---- */

static void
add_parents(Parse *parse, const Statement *statement, Table *table, const CreateStmt *node)
{
    const ListCell *cell;

    foreach(cell, node->inhRelations)
    {
        const RangeVar *range = lfirst_node(RangeVar, cell);
        Table *from = (Table *) find_relation(parse, statement, range);

        if (node->partbound && !node->tablespacename)
            table->tablespace = from->tablespace;
        inheritance_add(parse, statement, table, from, node->partbound, range->location, true);
    }
}

/* A column of a parent is merged with; partitions and typed tables have no others. */
static void
add_column(Parse *parse, const Statement *statement, Table *table, const CreateStmt *node, const ColumnDef *def)
{
    Column *have = table_column(parse, &table->object, def->colname);
    bool given = node->partbound || node->ofTypename, merges = have && (given || have->inherited);

    if (given && !have)
    {
        parse_error(parse, statement, def->location, NULL, "there is no column %s to say something of", sql_ident(parse->arena, def->colname));
        return;
    }
    if (merges && !given)
    {
        const char *type = def->typeName && !serial_type(def->typeName) ? type_text(parse, statement, def->typeName, NULL) : have->type;

        if (type && strcmp(type, have->type) != 0)
            parse_error(parse, statement, def->location, NULL, "column %s is %s here, and %s in a parent", sql_ident(parse->arena, def->colname),
                        type, have->type);
        have->inherited = false;
    }
    column_define(parse, statement, table, def, merges ? have : NULL);
}

static void
add_table_constraint(Parse *parse, const Statement *statement, Table *table, const Constraint *node, Object **last)
{
    switch (node->contype)
    {
        case CONSTR_CHECK:
        case CONSTR_PRIMARY:
        case CONSTR_UNIQUE:
        case CONSTR_EXCLUSION:
        case CONSTR_FOREIGN:
            *last = constraint_add(parse, statement, &table->object, node, NULL);
            break;
        default:
            if (*last)
                constraint_attribute(*last, node->contype);
            break;
    }
}

static void
add_elements(Parse *parse, const Statement *statement, Table *table, const CreateStmt *node)
{
    const ListCell *cell;
    Object *last = NULL;

    foreach(cell, node->tableElts)
    {
        const Node *element = lfirst(cell);

        if (IsA(element, ColumnDef))
            add_column(parse, statement, table, node, (const ColumnDef *) element);
        else if (IsA(element, TableLikeClause))
            table_like_columns(parse, statement, table, (const TableLikeClause *) element);
    }
    foreach(cell, node->tableElts)
        if (IsA(lfirst(cell), Constraint))
            add_table_constraint(parse, statement, table, lfirst_node(Constraint, cell), &last);
    foreach(cell, node->constraints)
        add_table_constraint(parse, statement, table, lfirst_node(Constraint, cell), &last);
    constraint_statement_end(parse, statement);
    foreach(cell, node->tableElts)
        if (IsA(lfirst(cell), TableLikeClause))
            table_like_rest(parse, statement, table, lfirst_node(TableLikeClause, cell));
}

Outcome
table_make(Parse *parse, const Statement *statement, const CreateStmt *node, Table **made)
{
    Outcome outcome = OUTCOME_DONE;
    Table *table;

    *made = NULL;
    if (node->relation->relpersistence == RELPERSISTENCE_TEMP)
        return parse_error(parse, statement, node->relation->location, "take the statement out of the blueprint",
                           "a temporary table is no part of a blueprint");
    if (!is_ready(parse, statement, node, &outcome))
        return outcome;
    *made = table = new_table(parse, statement, node);
    if (!table)
        return OUTCOME_DONE;
    if (node->ofTypename)
        set_row_type(parse, statement, table, row_type(parse, statement, node));
    if (node->partspec)
        set_partition_key(parse, statement, table, node->partspec);
    add_parents(parse, statement, table, node);
    add_elements(parse, statement, table, node);
    return OUTCOME_DONE;
}

Outcome
table_create(Parse *parse, const Statement *statement, Node *tree)
{
    Table *table;

    return table_make(parse, statement, castNode(CreateStmt, tree), &table);
}

/* ---- the end of all ---- */

/* A partition holds no NULL where its table does not allow any: however the two met. Partitions make a tree. */
static void
share_not_null(Parse *parse, const Table *table)
{
    Vec heirs = {0};

    if (!table->partition_key)
        return;
    inheritance_heirs(parse, &table->object, &heirs);
    VEC_EACH(const Table *, heir, &heirs)
    {
        if (!inheritance_is_partition(parse, &heir->object))
            continue;
        VEC_EACH(const Object *, child, &table->object.children)
            if (child->kind == KIND_COLUMN && ((const Column *) child)->not_null && table_column(parse, &heir->object, child->name))
                table_column(parse, &heir->object, child->name)->not_null = true;
        share_not_null(parse, heir);
    }
}

static void
check_index_name(Parse *parse, const Table *table, const char *name)
{
    if (name && !model_find_taken(parse->model, SPACE_RELATION, table->object.schema, NULL, name))
        findings_add(parse->findings, SEVERITY_ERROR, table->object.origin, "a blueprint declares everything that it refers to",
                     "index %s of %s does not exist in the blueprint", sql_ident(parse->arena, name), object_title(parse->arena, &table->object));
}

void
table_finish(Parse *parse)
{
    VEC_EACH(Object *, object, &parse->model->objects)
        if (object->kind == KIND_TABLE)
        {
            Table *table = (Table *) object;

            if (!inheritance_is_partition(parse, object))
                share_not_null(parse, table);
            check_index_name(parse, table, table->replica_index);
            check_index_name(parse, table, table->cluster_on);
            table_need_indexes(parse->arena, table);
            toast_finish(parse, table);
        }
    inheritance_link(parse->model);
}
