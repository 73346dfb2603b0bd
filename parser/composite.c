#include "parser/annotation.h"
#include "parser/creation.h"

#include "engine/kinds/composite.h"

Outcome
composite_create(Parse *parse, const Statement *statement, Node *node)
{
    const CompositeTypeStmt *create = castNode(CompositeTypeStmt, node);
    CompositeType *type = object_make(parse->arena, KIND_COMPOSITE,
                                      creation_schema(statement, arena_copy(parse->arena, create->typevar->schemaname)), NULL,
                                      create->typevar->relname);
    ListCell *cell;

    foreach(cell, create->coldeflist)
    {
        const ColumnDef *column = lfirst_node(ColumnDef, cell);
        Attribute *attribute = arena_make(parse->arena, Attribute);

        VEC_EACH(const Attribute *, other, &type->attributes)
            if (strcmp(other->name, column->colname) == 0)
                return parse_error(parse, statement, column->location, NULL, "attribute \"%s\" is there twice", column->colname);
        attribute->name = arena_copy(parse->arena, column->colname);
        attribute->type = type_text(parse, statement, column->typeName, &type->object);
        if (column->collClause)
            attribute->collation = collation_text(parse, statement, column->collClause);
        vec_add(parse->arena, &type->attributes, attribute);
    }
    if (parse_add(parse, statement, create->typevar->location, &type->object))
        foreach(cell, create->coldeflist)
            annotation_part(parse, statement, lfirst_node(ColumnDef, cell)->location, &type->object, lfirst_node(ColumnDef, cell)->colname);
    return OUTCOME_DONE;
}

bool
composite_comment(Parse *parse, Object *composite, const char *attribute, const char *comment)
{
    VEC_EACH(Attribute *, have, &((CompositeType *) composite)->attributes)
        if (strcmp(have->name, attribute) == 0)
        {
            have->comment = arena_copy(parse->arena, comment);
            return true;
        }
    return false;
}
