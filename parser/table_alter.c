#include "parser/constraint.h"
#include "parser/generic_options.h"
#include "parser/table.h"

#include "engine/base/text.h"
#include "engine/kinds/sequence.h"

/* ---- whether all that the statement names is there ---- */

static const RangeVar *
other_table(const AlterTableCmd *command)
{
    switch (command->subtype)
    {
        case AT_AddInherit:
        case AT_DropInherit:
            return castNode(RangeVar, command->def);
        case AT_AttachPartition:
        case AT_DetachPartition:
        case AT_DetachPartitionFinalize:
            return castNode(PartitionCmd, command->def)->name;
        default:
            return NULL;
    }
}

static const Object *
constraint_of(Parse *parse, const Object *table, const char *name)
{
    return model_find(parse->model, SPACE_CONSTRAINT, table->schema, table->name, name);
}

/* What a command needs; *what and *name tell what is missing. */
static bool
is_there(Parse *parse, const Statement *statement, const Object *table, const AlterTableCmd *command, const Vec *added, const char **what,
         const char **name)
{
    const RangeVar *other = other_table(command);

    *name = command->name;
    if (is_column_command(command))
    {
        const ColumnDef *def = command->subtype == AT_AddColumn || command->subtype == AT_AlterColumnType ? castNode(ColumnDef, command->def) : NULL;

        *what = "column";
        if (def && def->typeName && !type_ready(parse, statement, def->typeName))
            return *name = def->colname, *what = "type of column", false;
        return column_alter_ready(parse, table, command, added);
    }
    if (is_trigger_command(command))
        return *what = "trigger", trigger_known(parse, table, command);
    if (is_rule_command(command))
        return *what = "rule", rule_known(parse, table, command);
    if (other)
        return *what = "table", *name = other->relname, find_relation(parse, statement, other) != NULL;
    *what = "constraint";
    switch (command->subtype)
    {
        case AT_ValidateConstraint:
            return constraint_of(parse, table, command->name) != NULL;
        case AT_AlterConstraint:
            *name = castNode(Constraint, command->def)->conname;
            return constraint_of(parse, table, *name) != NULL;
        case AT_DropConstraint:
            return command->missing_ok || constraint_of(parse, table, command->name) != NULL;
        case AT_AddConstraint:
            *what = "index";
            *name = castNode(Constraint, command->def)->indexname;
            return constraint_ready(parse, table, castNode(Constraint, command->def));
        default:
            return true;
    }
}

static bool
all_there(Parse *parse, const Statement *statement, const Object *table, const AlterTableStmt *node, Outcome *outcome)
{
    Vec added = {0};
    const ListCell *cell;

    foreach(cell, node->cmds)
    {
        const AlterTableCmd *command = lfirst_node(AlterTableCmd, cell);
        const char *what, *name;

        if (!is_there(parse, statement, table, command, &added, &what, &name))
        {
            bool own = !strstr(what, "table");

            *outcome = parse_missing(parse, statement, node->relation->location,
                                     own ? arena_printf(parse->arena, "%s of %s", what, sql_qname(parse->arena, table->schema, table->name)) : what,
                                     NULL, name);
            return false;
        }
        if (command->subtype == AT_AddColumn)
            vec_add(parse->arena, &added, castNode(ColumnDef, command->def)->colname);
    }
    return true;
}

/* ---- the table's own properties ---- */

static void
set_replica_identity(Parse *parse, Table *table, const ReplicaIdentityStmt *identity)
{
    table->replica_index = NULL;
    switch (identity->identity_type)
    {
        case 'f':
            table->replica_identity = "FULL";
            break;
        case 'n':
            table->replica_identity = "NOTHING";
            break;
        case 'i':
            table->replica_index = arena_copy(parse->arena, identity->name);
            table->replica_identity = arena_printf(parse->arena, "USING INDEX %s", sql_ident(parse->arena, identity->name));
            break;
        default:
            table->replica_identity = "DEFAULT";
            break;
    }
}

/* Sequences of its columns go with it, since version 15. */
static void
set_logged(Parse *parse, Table *table, bool logged)
{
    table->unlogged = !logged;
    if (parse->options && parse->options->server_version && parse->options->server_version < 150000)
        return;
    VEC_EACH(Object *, object, &parse->model->objects)
    {
        Sequence *sequence = (Sequence *) object;

        if (object->kind == KIND_SEQUENCE && str_eq(sequence->owned_schema, table->object.schema) &&
            str_eq(sequence->owned_table, table->object.name))
            sequence->unlogged = !logged;
    }
}

static void
set_row_type(Parse *parse, const Statement *statement, Table *table, const TypeName *type)
{
    table->of_type = type_text(parse, statement, type, &table->object);
}

static bool
alter_property(Parse *parse, const Statement *statement, Table *table, const AlterTableCmd *command)
{
    switch (command->subtype)
    {
        case AT_ClusterOn:
            table->cluster_on = arena_copy(parse->arena, command->name);
            return true;
        case AT_DropCluster:
            table->cluster_on = NULL;
            return true;
        case AT_SetLogged:
        case AT_SetUnLogged:
            set_logged(parse, table, command->subtype == AT_SetLogged);
            return true;
        case AT_DropOids:
            return true;
        case AT_SetAccessMethod:
            table->access_method = table_access_method(parse, command->name);
            return true;
        case AT_SetTableSpace:
            table->tablespace = table_place(parse, command->name);
            return true;
        case AT_SetRelOptions:
            reloptions_set(parse, &table->options, (List *) command->def);
            return true;
        case AT_ResetRelOptions:
            reloptions_reset(parse, &table->options, (List *) command->def);
            return true;
        case AT_GenericOptions:
            generic_options_read(parse, statement, castNode(List, command->def), &table->foreign_options);
            return true;
        case AT_AddOf:
            set_row_type(parse, statement, table, castNode(TypeName, command->def));
            return true;
        case AT_DropOf:
            table->of_type = NULL;
            return true;
        case AT_ReplicaIdentity:
            set_replica_identity(parse, table, castNode(ReplicaIdentityStmt, command->def));
            return true;
        case AT_EnableRowSecurity:
        case AT_DisableRowSecurity:
            table->row_security = command->subtype == AT_EnableRowSecurity;
            return true;
        case AT_ForceRowSecurity:
        case AT_NoForceRowSecurity:
            table->force_row_security = command->subtype == AT_ForceRowSecurity;
            return true;
        case AT_ChangeOwner:
            owner_change(parse, statement, &table->object, command->newowner);
            return true;
        default:
            return false;
    }
}

/* ---- parents, children, constraints ---- */

static bool
alter_bond(Parse *parse, const Statement *statement, Table *table, const AlterTableCmd *command)
{
    const RangeVar *range = other_table(command);
    Object *other = range ? find_relation(parse, statement, range) : NULL;

    if (!other)
        return false;
    if (other->kind != KIND_TABLE)
        parse_error(parse, statement, range->location, NULL, "%s is no table", object_title(parse->arena, other));
    else if (command->subtype == AT_AddInherit)
        inheritance_add(parse, statement, table, (Table *) other, NULL, range->location, false);
    else if (command->subtype == AT_DropInherit)
        inheritance_remove(parse, statement, table, (Table *) other, range->location);
    else if (command->subtype == AT_AttachPartition)
        inheritance_add(parse, statement, (Table *) other, table, castNode(PartitionCmd, command->def)->bound, range->location, false);
    else if (command->subtype == AT_DetachPartition)
        inheritance_remove(parse, statement, (Table *) other, table, range->location);
    return true;
}

static void
drop_constraint(Parse *parse, const Object *table, const AlterTableCmd *command)
{
    Object *constraint = (Object *) constraint_of(parse, table, command->name);

    if (constraint)
    {
        constraint_forget(parse, constraint);
        model_remove(parse->model, constraint);
    }
}

static bool
alter_constraint(Parse *parse, const Statement *statement, Table *table, const AlterTableCmd *command, bool recurse, Object **last)
{
    const Object *object = &table->object;
    const Constraint *node = command->def && IsA(command->def, Constraint) ? (const Constraint *) command->def : NULL;

    switch (command->subtype)
    {
        case AT_AddConstraint:
            *last = constraint_add(parse, statement, &table->object, node, NULL);
            if (*last && constraint_has_index((ConstraintDef *) *last))
                ((ConstraintDef *) *last)->invalid = !recurse && table->partition_key;
            return true;
        case AT_AlterConstraint:
            constraint_alter(parse, statement, (Object *) constraint_of(parse, object, node->conname), node);
            return true;
        case AT_ValidateConstraint:
            constraint_validate((Object *) constraint_of(parse, object, command->name));
            return true;
        case AT_DropConstraint:
            drop_constraint(parse, object, command);
            return true;
        default:
            return false;
    }
}

/* ---- the whole statement ---- */

static Outcome
alter_table(Parse *parse, const Statement *statement, Table *table, const AlterTableStmt *node)
{
    Outcome outcome;
    Object *last = NULL;
    const ListCell *cell;
    bool recurse = node->relation->inh;

    if (!all_there(parse, statement, &table->object, node, &outcome))
        return outcome;
    foreach(cell, node->cmds)
    {
        const AlterTableCmd *command = lfirst_node(AlterTableCmd, cell);

        if (is_column_command(command))
            column_alter_do(parse, statement, table, command, recurse);
        else if (is_trigger_command(command))
            trigger_enable(parse, statement, &table->object, command);
        else if (is_rule_command(command))
            rule_enable(parse, statement, &table->object, command);
        else if (!alter_constraint(parse, statement, table, command, recurse, &last) && !alter_bond(parse, statement, table, command) &&
                 !alter_property(parse, statement, table, command))
            parse_error(parse, statement, -1, "take it out of the blueprint", "ALTER TABLE can't do this in a blueprint");
    }
    constraint_statement_end(parse, statement);
    if (recurse)
        column_key_recurse(parse, table);
    return OUTCOME_DONE;
}

static Outcome
alter_sequence(Parse *parse, const Statement *statement, Object *object, const AlterTableStmt *node)
{
    const ListCell *cell;

    foreach(cell, node->cmds)
    {
        const AlterTableCmd *command = lfirst_node(AlterTableCmd, cell);

        if (command->subtype == AT_ChangeOwner)
            owner_change(parse, statement, object, command->newowner);
        else if (command->subtype == AT_SetLogged || command->subtype == AT_SetUnLogged)
            ((Sequence *) object)->unlogged = command->subtype == AT_SetUnLogged;
        else
            return parse_error(parse, statement, -1, NULL, "a sequence can't be altered like this");
    }
    return OUTCOME_DONE;
}

Outcome
table_alter(Parse *parse, const Statement *statement, Node *tree)
{
    const AlterTableStmt *node = castNode(AlterTableStmt, tree);
    Object *object;

    if (node->objtype == OBJECT_TYPE)
        return composite_alter(parse, statement, node);
    if (node->objtype == OBJECT_INDEX)
        return index_alter(parse, statement, node);
    object = find_relation(parse, statement, node->relation);
    if (!object && node->missing_ok && parse->last_call)
        return OUTCOME_DONE;
    if (!object)
        return parse_missing(parse, statement, node->relation->location, "table", relation_schema(parse, statement, node->relation),
                             node->relation->relname);
    switch (object->kind)
    {
        case KIND_TABLE:
            return alter_table(parse, statement, (Table *) object, node);
        case KIND_VIEW:
            return view_alter(parse, statement, object, node);
        case KIND_MATVIEW:
            return matview_alter(parse, statement, object, node);
        case KIND_SEQUENCE:
            return alter_sequence(parse, statement, object, node);
        case KIND_INDEX:
            return index_alter(parse, statement, node);
        default:
            return parse_error(parse, statement, node->relation->location, NULL, "%s can't be altered by ALTER TABLE", object_title(parse->arena, object));
    }
}

/* CLUSTER t USING i says what ALTER TABLE t CLUSTER ON i says, and sorts the rows; the other forms only do that. */
Outcome
cluster_read(Parse *parse, const Statement *statement, Node *node)
{
    const ClusterStmt *cluster = castNode(ClusterStmt, node);
    AlterTableCmd command = {.type = T_AlterTableCmd, .subtype = AT_ClusterOn, .name = cluster->indexname};
    AlterTableStmt alter = {.type = T_AlterTableStmt, .relation = cluster->relation, .objtype = OBJECT_TABLE};

    if (!cluster->relation || !cluster->indexname)
        return OUTCOME_DONE;
    alter.cmds = list_make1(&command);
    return table_alter(parse, statement, (Node *) &alter);
}
