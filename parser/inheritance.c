#include "parser/table.h"

#include "engine/base/text.h"
#include "parser/pgq.h"

#include "catalog/pg_class.h"

/* ---- who inherits from whom ---- */

static bool
is_alive(const Parse *parse, const Object *bond)
{
    return map_get(&parse->model->by_key, bond->key) == bond;
}

void
inheritance_heirs(const Parse *parse, const Object *table, Vec *heirs)
{
    VEC_EACH(const Inheritance *, bond, &parse->bonds)
        if (strcmp(bond->from_table, table->name) == 0 && strcmp(bond->from_schema, table->schema) == 0 && is_alive(parse, &bond->object))
        {
            Object *child = model_parent(parse->model, &bond->object);

            if (child)
                vec_add(parse->arena, heirs, child);
        }
}

void
inheritance_descendants(const Parse *parse, const Object *table, Vec *descendants)
{
    size_t next = descendants->count;
    Map seen;

    map_init(&seen, parse->arena);
    for (const Object *at = table; at; at = next < descendants->count ? vec_at(descendants, next++) : NULL)
    {
        Vec heirs = {0};

        inheritance_heirs(parse, at, &heirs);
        VEC_EACH(Object *, heir, &heirs)
            if (!map_has(&seen, heir->key))
            {
                map_put(&seen, heir->key, heir);
                vec_add(parse->arena, descendants, heir);
            }
    }
}

static bool
is_descendant(const Parse *parse, const Object *table, const Object *of)
{
    Vec descendants = {0};

    inheritance_descendants(parse, of, &descendants);
    VEC_EACH(const Object *, descendant, &descendants)
        if (descendant == table)
            return true;
    return false;
}

static Inheritance *
bond_of(const Parse *parse, const Object *child, const Object *from)
{
    VEC_EACH(Inheritance *, bond, &child->children)
        if (bond->object.kind == KIND_INHERITANCE && model_find(parse->model, SPACE_RELATION, bond->from_schema, NULL, bond->from_table) == from)
            return bond;
    return NULL;
}

const Inheritance *
inheritance_partition_bond(const Object *table)
{
    VEC_EACH(const Inheritance *, bond, &table->children)
        if (bond->object.kind == KIND_INHERITANCE && bond->bound)
            return bond;
    return NULL;
}

bool
inheritance_is_partition(const Parse *parse, const Object *table)
{
    (void) parse;
    return inheritance_partition_bond(table) != NULL;
}

/* ---- the bound ---- */

/* As it stands behind ATTACH PARTITION: written by the deparser in a statement whose start is known. */
static const char *
bound_sql(Parse *parse, PartitionBoundSpec *bound)
{
    static const char start[] = "ALTER TABLE p ATTACH PARTITION c ";
    AlterTableStmt *statement = makeNode(AlterTableStmt);
    AlterTableCmd *command = makeNode(AlterTableCmd);
    PartitionCmd *partition = makeNode(PartitionCmd);
    RangeVar *outer = makeNode(RangeVar), *inner = makeNode(RangeVar);
    const char *sql;

    outer->relname = (char *) "p";
    inner->relname = (char *) "c";
    outer->inh = inner->inh = true;
    outer->relpersistence = inner->relpersistence = RELPERSISTENCE_PERMANENT;
    partition->name = inner;
    partition->bound = bound;
    command->subtype = AT_AttachPartition;
    command->def = (Node *) partition;
    statement->relation = outer;
    statement->objtype = OBJECT_TABLE;
    statement->cmds = list_make1(command);
    sql = pgq_deparse(parse->arena, (Node *) statement);
    return sql && strncmp(sql, start, strlen(start)) == 0 ? sql + strlen(start) : NULL;
}

static void
set_bound(Parse *parse, const Statement *statement, Inheritance *bond, PartitionBoundSpec *bound)
{
    const char *sql = bound_sql(parse, bound);
    Pending *pending;

    if (!sql)
    {
        parse_error(parse, statement, bound->location, NULL, "a bound that can't be written back as SQL");
        sql = "DEFAULT";
    }
    pending = parse_pending_text(parse, statement, PENDING_BOUND, sql, &bond->object, &bond->bound);
    pending->origin = statement_origin(statement, bound->location);
    pending->relation_schema = bond->from_schema;
    pending->relation = bond->from_table;
}

/* ---- columns ---- */

static void
follow_column(Parse *parse, Column *column, const Column *from)
{
    object_need(parse->arena, &column->object, (Ref) {.space = SPACE_COLUMN, .schema = from->object.schema, .parent = from->object.parent,
                                                      .name = from->object.name, .order_only = true});
}

/* MergeAttributes(): what CREATE TABLE takes over from a parent. Identity, statistics and options stay there. */
static void
take_column(Parse *parse, const Statement *statement, const Table *child, const Column *from)
{
    Column *column = column_new(parse, statement, -1, &child->object, from->object.name);

    if (!column)
        return;
    column->type = from->type;
    column->collation = from->collation;
    column->not_null = from->not_null;
    column->storage = from->storage;
    column->compression = from->compression;
    column->inherited = true;
    VEC_EACH(const Ref *, need, &from->object.needs)
        if (need->space == SPACE_TYPE)
            object_need(parse->arena, &column->object, *need);
    follow_column(parse, column, from);
    default_copy(parse, statement, &from->object, column);
    generated_copy(parse, statement, from, column);
}

static void
check_type(Parse *parse, const Statement *statement, int location, const Column *have, const Column *from)
{
    if (strcmp(have->type, from->type) != 0 || !str_eq(have->collation, from->collation))
        parse_error(parse, statement, location, NULL, "%s is %s, but its parent's column is %s", object_title(parse->arena, &have->object),
                    have->type, from->type);
}

static void
merge_column(Parse *parse, const Statement *statement, int location, Column *have, const Column *from, bool partition, bool fresh)
{
    check_type(parse, statement, location, have, from);
    follow_column(parse, have, from);
    if (fresh)
        have->not_null |= from->not_null;
    if (partition)
        have->inherited = true;
}

static bool
lacks_column(Parse *parse, const Statement *statement, int location, const Table *child, const Column *from)
{
    parse_error(parse, statement, location, NULL, "%s lacks the column %s of %s", object_title(parse->arena, &child->object),
                sql_ident(parse->arena, from->object.name), sql_qname(parse->arena, from->object.schema, from->object.parent));
    return false;
}

static bool
bring_columns(Parse *parse, const Statement *statement, int location, const Table *child, const Table *from, bool partition, bool fresh)
{
    Vec columns = {0};

    table_columns(parse->arena, &from->object, &columns);
    VEC_EACH(const Column *, column, &columns)
    {
        Column *have = table_column(parse, &child->object, column->object.name);

        if (have)
            merge_column(parse, statement, location, have, column, partition, fresh);
        else if (fresh)
            take_column(parse, statement, child, column);
        else
            return lacks_column(parse, statement, location, child, column);
    }
    return true;
}

void
inheritance_add_column(Parse *parse, const Statement *statement, const Table *child, const Column *from)
{
    Column *have = table_column(parse, &child->object, from->object.name);
    Vec heirs = {0};

    if (have)
    {
        merge_column(parse, statement, -1, have, from, false, false);
        return;
    }
    take_column(parse, statement, child, from);
    have = table_column(parse, &child->object, from->object.name);
    inheritance_heirs(parse, &child->object, &heirs);
    VEC_EACH(const Table *, heir, &heirs)
        if (have)
            inheritance_add_column(parse, statement, heir, have);
}

/* ---- the bond ---- */

void
inheritance_add(Parse *parse, const Statement *statement, Table *child, Table *from, PartitionBoundSpec *bound, int location, bool fresh)
{
    Inheritance *bond;

    if (bond_of(parse, &child->object, &from->object))
    {
        parse_error(parse, statement, location, NULL, "%s inherits from %s already", object_title(parse->arena, &child->object),
                    object_title(parse->arena, &from->object));
        return;
    }
    if (!fresh && inheritance_is_partition(parse, &child->object))
    {
        parse_error(parse, statement, location, NULL, "%s is a partition already", object_title(parse->arena, &child->object));
        return;
    }
    if (child == from || (!fresh && is_descendant(parse, &from->object, &child->object)))
    {
        parse_error(parse, statement, location, NULL, "%s would inherit from itself", object_title(parse->arena, &child->object));
        return;
    }
    if (!bound != !from->partition_key)
    {
        parse_error(parse, statement, location, NULL, bound ? "%s is not partitioned" : "%s is partitioned: its children are partitions, with FOR VALUES",
                    object_title(parse->arena, &from->object));
        return;
    }
    if (!bring_columns(parse, statement, location, child, from, bound != NULL, fresh))
        return;
    bond = inheritance_make(parse->arena, &child->object, from->object.schema, from->object.name);
    bond->position = (int64_t) child->inherits.count + 1;
    if (!parse_add(parse, statement, location, &bond->object))
        return;
    vec_add(parse->arena, &parse->bonds, bond);
    vec_add(parse->arena, &child->inherits, bond->object.name);
    if (bound)
        set_bound(parse, statement, bond, bound);
    child->bound = bond->bound;
}

static bool
has_another_parent(Parse *parse, const Table *child, const char *column)
{
    VEC_EACH(const Inheritance *, bond, &child->object.children)
        if (bond->object.kind == KIND_INHERITANCE && model_find_kind(parse->model, KIND_COLUMN, bond->from_schema, bond->from_table, column))
            return true;
    return false;
}

static void
forget_parent(Parse *parse, Table *child, const Inheritance *bond)
{
    int64_t position = 0;

    child->inherits.count = 0;
    VEC_EACH(Inheritance *, other, &child->object.children)
        if (other->object.kind == KIND_INHERITANCE)
        {
            other->position -= other->position > bond->position;
            position++;
        }
    for (int64_t at = 1; at <= position; at++)
        VEC_EACH(const Inheritance *, other, &child->object.children)
            if (other->object.kind == KIND_INHERITANCE && other->position == at)
                vec_add(parse->arena, &child->inherits, other->object.name);
    child->bound = NULL;
}

/* RemoveInheritance(): what no parent has any more is the child's own. */
void
inheritance_remove(Parse *parse, const Statement *statement, Table *child, const Table *from, int location)
{
    Inheritance *bond = bond_of(parse, &child->object, &from->object);

    if (!bond)
    {
        parse_error(parse, statement, location, NULL, "%s does not inherit from %s", object_title(parse->arena, &child->object),
                    object_title(parse->arena, &from->object));
        return;
    }
    for (size_t i = parse->pending.count; i-- > 0;)
        if (((const Pending *) vec_at(&parse->pending, i))->object == &bond->object)
            vec_remove_at(&parse->pending, i);
    model_remove(parse->model, &bond->object);
    forget_parent(parse, child, bond);
    VEC_EACH(Object *, object, &child->object.children)
        if (object->kind == KIND_COLUMN && !has_another_parent(parse, child, object->name))
            ((Column *) object)->inherited = false;
}
