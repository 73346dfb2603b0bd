/* ALTER TYPE ... ADD, DROP, ALTER ATTRIBUTE of a composite type that the blueprint makes. */
#include "parser/creation.h"

#include "engine/base/text.h"
#include "engine/kinds/composite.h"

static size_t
place_of(const CompositeType *type, const char *name)
{
    size_t at = 0;

    while (at < type->attributes.count && strcmp(((const Attribute *) vec_at(&type->attributes, at))->name, name) != 0)
        at++;
    return at;
}

static void
set_type(Parse *parse, const Statement *statement, CompositeType *type, Attribute *attribute, const ColumnDef *def)
{
    attribute->type = type_text(parse, statement, def->typeName, &type->object);
    attribute->collation = def->collClause ? collation_text(parse, statement, def->collClause) : NULL;
}

static Outcome
alter_attribute(Parse *parse, const Statement *statement, CompositeType *type, const AlterTableCmd *command)
{
    const ColumnDef *def = command->def && IsA(command->def, ColumnDef) ? (const ColumnDef *) command->def : NULL;
    const char *name = command->subtype == AT_AddColumn ? def->colname : command->name;
    size_t at = place_of(type, name);
    bool there = at < type->attributes.count;
    Attribute *attribute;

    switch (command->subtype)
    {
        case AT_AddColumn:
            if (there)
                return parse_error(parse, statement, def->location, NULL, "attribute \"%s\" is there already", name);
            attribute = arena_make(parse->arena, Attribute);
            attribute->name = arena_copy(parse->arena, name);
            set_type(parse, statement, type, attribute, def);
            vec_add(parse->arena, &type->attributes, attribute);
            return OUTCOME_DONE;
        case AT_DropColumn:
            if (there)
                vec_remove_at(&type->attributes, at);
            else if (!command->missing_ok)
                return parse_error(parse, statement, -1, NULL, "there is no attribute \"%s\"", name);
            return OUTCOME_DONE;
        case AT_AlterColumnType:
            if (!there)
                return parse_error(parse, statement, -1, NULL, "there is no attribute \"%s\"", name);
            set_type(parse, statement, type, vec_at(&type->attributes, at), def);
            return OUTCOME_DONE;
        case AT_ChangeOwner:
            owner_change(parse, statement, &type->object, command->newowner);
            return OUTCOME_DONE;
        default:
            return parse_error(parse, statement, -1, NULL, "a composite type can't be altered like this");
    }
}

Outcome
composite_alter(Parse *parse, const Statement *statement, const AlterTableStmt *node)
{
    List *names = node->relation->schemaname ? list_make2(makeString(node->relation->schemaname), makeString(node->relation->relname))
                                             : list_make1(makeString(node->relation->relname));
    Outcome outcome;
    CompositeType *type = (CompositeType *) type_to_alter(parse, statement, KIND_COMPOSITE, names, &outcome);
    const ListCell *cell;

    if (!type)
        return outcome;
    foreach(cell, node->cmds)
        alter_attribute(parse, statement, type, lfirst_node(AlterTableCmd, cell));
    return OUTCOME_DONE;
}
