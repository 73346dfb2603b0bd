/* ALTER TABLE: what concerns one column, and the same column of the table's children. */
#include "parser/constraint.h"
#include "parser/generic_options.h"
#include "parser/table.h"

#include "engine/base/text.h"

bool
is_column_command(const AlterTableCmd *command)
{
    switch (command->subtype)
    {
        case AT_AddColumn:
        case AT_DropColumn:
        case AT_ColumnDefault:
        case AT_DropNotNull:
        case AT_SetNotNull:
        case AT_SetExpression:
        case AT_DropExpression:
        case AT_SetStatistics:
        case AT_SetOptions:
        case AT_ResetOptions:
        case AT_SetStorage:
        case AT_SetCompression:
        case AT_AlterColumnType:
        case AT_AlterColumnGenericOptions:
        case AT_AddIdentity:
        case AT_SetIdentity:
        case AT_DropIdentity:
            return true;
        default:
            return false;
    }
}

bool
column_alter_ready(Parse *parse, const Object *table, const AlterTableCmd *command, const Vec *added)
{
    if (command->subtype == AT_AddColumn)
        return true;
    if (command->subtype == AT_DropColumn && command->missing_ok)
        return true;
    return !command->name || vec_has_str(added, command->name) || table_column(parse, table, command->name);
}

typedef struct Alter
{
    Parse *parse;
    const Statement *statement;
    Table *table;
    Column *column;
    const AlterTableCmd *command;
} Alter;

/* ---- ADD and DROP COLUMN ---- */

static void
add_column(Parse *parse, const Statement *statement, Table *table, const AlterTableCmd *command)
{
    const ColumnDef *def = castNode(ColumnDef, command->def);
    Vec heirs = {0};
    Column *column;

    column = table_column(parse, &table->object, def->colname);
    if (command->missing_ok && column)
    {
        const char *serial = serial_type(def->typeName), *type = serial ? serial : type_text(parse, statement, def->typeName, NULL);

        if (type && strcmp(type, column->type) != 0)
            parse_error(parse, statement, def->location, "keep one of them", "column %s is there already, as %s",
                        sql_ident(parse->arena, def->colname), column->type);
        return;
    }
    column_define(parse, statement, table, def, NULL);
    column = table_column(parse, &table->object, def->colname);
    inheritance_heirs(parse, &table->object, &heirs);
    VEC_EACH(const Table *, heir, &heirs)
        if (column)
            inheritance_add_column(parse, statement, heir, column);
}

static bool
comes_from_parent(Parse *parse, const Object *table, const char *name)
{
    VEC_EACH(const Inheritance *, bond, &table->children)
        if (bond->object.kind == KIND_INHERITANCE && model_find_kind(parse->model, KIND_COLUMN, bond->from_schema, bond->from_table, name))
            return true;
    return false;
}

static void
drop_column(Parse *parse, Table *table, const char *name, bool recurse)
{
    Column *column = table_column(parse, &table->object, name);
    Vec heirs = {0};

    if (!column)
        return;
    column_remove(parse, column);
    inheritance_heirs(parse, &table->object, &heirs);
    VEC_EACH(Table *, heir, &heirs)
    {
        Column *below = table_column(parse, &heir->object, name);

        if (!below || comes_from_parent(parse, &heir->object, name))
            continue;
        if (below->inherited && recurse)
            drop_column(parse, heir, name, true);
        else
            below->inherited = false;
    }
}

/* ---- one column ---- */

static void
set_default(Alter *alter)
{
    if (alter->column->identity || alter->column->generated)
        parse_error(alter->parse, alter->statement, -1, NULL, "%s has an identity or an expression, and so no default",
                    object_title(alter->parse->arena, &alter->column->object));
    else if (alter->command->def)
        default_set(alter->parse, alter->statement, &alter->table->object, alter->column->object.name, alter->command->def);
    else
        default_drop(alter->parse, &alter->table->object, alter->column->object.name);
}

/* An expression that waits is coerced to the column's type. */
static void
retarget(Parse *parse, const Column *column)
{
    const ColumnDefault *value = default_of(parse->model, &column->object);

    VEC_EACH(Pending *, pending, &parse->pending)
        if ((value && pending->expression == value->value) || (column->generated && pending->expression == column->generated))
            pending->target_type = column->type;
}

static void
set_type(Alter *alter)
{
    const ColumnDef *def = castNode(ColumnDef, alter->command->def);
    Column *column = alter->column;
    const char *type = type_text(alter->parse, alter->statement, def->typeName, &column->object), *before = column->type;

    if (!type)
        return;
    column->type = type;
    column->collation = def->collClause ? collation_text(alter->parse, alter->statement, def->collClause) : NULL;
    column_settle_collation(alter->parse, column);
    if (column->identity)
    {
        const SequenceOptions old = sequence_defaults(before, column->identity_options.increment);
        const SequenceOptions new = sequence_defaults(type, column->identity_options.increment);

        if (column->identity_options.max == old.max)
            column->identity_options.max = new.max;
        if (column->identity_options.min == old.min)
            column->identity_options.min = new.min;
    }
    retarget(alter->parse, column);
}

static void
set_identity(Alter *alter)
{
    List *options = castNode(List, alter->command->def), *rest = NIL;
    const char *type = alter->column->type;
    const ListCell *cell;

    if (!alter->column->identity)
    {
        parse_error(alter->parse, alter->statement, -1, NULL, "%s is no identity column", object_title(alter->parse->arena, &alter->column->object));
        return;
    }
    foreach(cell, options)
    {
        DefElem *def = lfirst_node(DefElem, cell);

        if (strcmp(def->defname, "generated") == 0)
            alter->column->identity = intVal(def->arg) == 'a' ? "ALWAYS" : "BY DEFAULT";
        else
            rest = lappend(rest, def);
    }
    if (rest)
        sequence_options(alter->parse, alter->statement, rest, &type, &alter->column->identity_options, NULL);
}

static void
drop_identity(Alter *alter)
{
    alter->column->identity = NULL;
    alter->column->identity_options = (SequenceOptions) {0};
}

static void
drop_expression(Alter *alter)
{
    if (alter->column->generated)
        constraint_forget(alter->parse, &alter->column->object);
    alter->column->generated = NULL;
    alter->column->generated_virtual = false;
}

static void
add_identity(Alter *alter)
{
    if (alter->column->identity || default_of(alter->parse->model, &alter->column->object))
        parse_error(alter->parse, alter->statement, -1, NULL, "%s has an identity or a default already",
                    object_title(alter->parse->arena, &alter->column->object));
    else
        identity_set(alter->parse, alter->statement, alter->column, castNode(Constraint, alter->command->def));
}

static void
set_options(Alter *alter)
{
    List *options = castNode(List, alter->command->def);

    if (alter->command->subtype == AT_SetOptions)
        reloptions_set(alter->parse, &alter->column->options, options);
    else
        reloptions_reset(alter->parse, &alter->column->options, options);
}

static void
alter_one(Alter *alter)
{
    switch (alter->command->subtype)
    {
        case AT_ColumnDefault:
            set_default(alter);
            break;
        case AT_SetNotNull:
            alter->column->not_null = true;
            break;
        case AT_DropNotNull:
            alter->column->not_null = false;
            break;
        case AT_SetExpression:
            column_set_generated(alter->parse, alter->statement, alter->column, alter->command->def);
            break;
        case AT_DropExpression:
            drop_expression(alter);
            break;
        case AT_SetStatistics:
            alter->column->statistics = alter->command->def ? intVal(alter->command->def) : -1;
            break;
        case AT_SetOptions:
        case AT_ResetOptions:
            set_options(alter);
            break;
        case AT_SetStorage:
            column_set_storage(alter->parse, alter->statement, alter->column, strVal(alter->command->def));
            break;
        case AT_SetCompression:
            column_set_compression(alter->parse, alter->column, strVal(alter->command->def));
            break;
        case AT_AlterColumnType:
            set_type(alter);
            break;
        case AT_AlterColumnGenericOptions:
            generic_options_read(alter->parse, alter->statement, castNode(List, alter->command->def), &alter->column->foreign_options);
            break;
        case AT_AddIdentity:
            add_identity(alter);
            break;
        case AT_SetIdentity:
            set_identity(alter);
            break;
        case AT_DropIdentity:
            drop_identity(alter);
            break;
        default:
            BUG("column command %d", alter->command->subtype);
    }
}

/* What ALTER TABLE passes on to children. Identity it does since version 17, where a partition's counts as its table's. */
static bool
recurses(AlterTableType type)
{
    return type != AT_SetOptions && type != AT_ResetOptions && type != AT_SetCompression && type != AT_AlterColumnGenericOptions && type != AT_AddIdentity && type != AT_SetIdentity &&
           type != AT_DropIdentity;
}

static void
alter_all(Alter *alter, bool recurse)
{
    Vec heirs = {0};

    alter_one(alter);
    if (!recurse || !recurses(alter->command->subtype))
        return;
    inheritance_descendants(alter->parse, &alter->table->object, &heirs);
    VEC_EACH(Table *, heir, &heirs)
    {
        Alter below = *alter;

        below.table = heir;
        below.column = table_column(alter->parse, &heir->object, alter->column->object.name);
        if (below.column)
            alter_one(&below);
    }
}

void
column_alter_do(Parse *parse, const Statement *statement, Table *table, const AlterTableCmd *command, bool recurse)
{
    Alter alter = {parse, statement, table, command->name ? table_column(parse, &table->object, command->name) : NULL, command};

    if (command->subtype == AT_AddColumn)
        add_column(parse, statement, table, command);
    else if (command->subtype == AT_DropColumn)
        drop_column(parse, table, command->name, recurse);
    else if (alter.column)
        alter_all(&alter, recurse);
    else
        parse_error(parse, statement, -1, NULL, "the column must be named");
}

/* ---- ADD PRIMARY KEY ---- */

static void
make_not_null(Parse *parse, const Object *table, const char *name)
{
    Vec heirs = {0};

    inheritance_descendants(parse, table, &heirs);
    VEC_EACH(const Object *, heir, &heirs)
    {
        Column *column = table_column(parse, heir, name);

        if (column)
            column->not_null = true;
    }
}

void
column_key_recurse(Parse *parse, const Table *table)
{
    VEC_EACH(const Object *, child, &table->object.children)
        if (child->kind == KIND_CONSTRAINT && strcmp(((const ConstraintDef *) child)->type, "PRIMARY KEY") == 0)
            VEC_EACH(const char *, name, &((const ConstraintDef *) child)->columns)
                make_not_null(parse, &table->object, name);
}
