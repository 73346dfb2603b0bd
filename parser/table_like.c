#include "parser/autoname.h"
#include "parser/table.h"

#include "engine/kinds/composite.h"

static void
copy_column(Parse *parse, const Statement *statement, Table *table, const TableLikeClause *like, Column *from)
{
    Column *column = column_new(parse, statement, like->relation->location, &table->object, from->object.name);

    if (!column)
        return;
    column->type = from->type;
    column->collation = from->collation;
    column->not_null = from->not_null;
    if (from->not_null && column_names_not_null(parse))
    {
        /* The copy has the name, so that the server would give the original another one if it came later. */
        if (!from->not_null_name)
            from->not_null_name = autoname_make(parse->arena, from->object.parent, from->object.name, "not_null");
        column->not_null_name = from->not_null_name;
    }
    VEC_EACH(const Ref *, need, &from->object.needs)
        if (need->space == SPACE_TYPE)
            object_need(parse->arena, &column->object, *need);
    if (like->options & CREATE_TABLE_LIKE_STORAGE)
        column->storage = from->storage;
    if (like->options & CREATE_TABLE_LIKE_COMPRESSION)
        column->compression = from->compression;
    if (like->options & CREATE_TABLE_LIKE_COMMENTS)
        column->object.comment = from->object.comment;
    if (like->options & CREATE_TABLE_LIKE_DEFAULTS && !from->generated)
        default_copy(parse, statement, &from->object, column);
    if (like->options & CREATE_TABLE_LIKE_GENERATED)
        generated_copy(parse, statement, from, column);
    if (like->options & CREATE_TABLE_LIKE_IDENTITY && from->identity)
    {
        identity_copy(parse, statement, column, from);
    }
}

static void
copy_attributes(Parse *parse, const Statement *statement, Table *table, const TableLikeClause *like, const Object *type)
{
    VEC_EACH(const Attribute *, attribute, &((const CompositeType *) type)->attributes)
    {
        Column *column = column_new(parse, statement, like->relation->location, &table->object, attribute->name);

        if (!column)
            return;
        column->type = attribute->type;
        column->collation = attribute->collation;
        VEC_EACH(const Ref *, need, &type->needs)
            object_need(parse->arena, &column->object, *need);
    }
}

/* A composite type lives among the types, but LIKE finds it as a relation. */
static const Object *
source_of(Parse *parse, const Statement *statement, const TableLikeClause *like)
{
    const Object *source = find_relation(parse, statement, like->relation);

    return source ? source : model_find_kind(parse->model, KIND_COMPOSITE, relation_schema(parse, statement, like->relation), NULL,
                                             like->relation->relname);
}

bool
table_like_ready(Parse *parse, const Statement *statement, const TableLikeClause *like)
{
    return source_of(parse, statement, like) != NULL;
}

void
table_like_columns(Parse *parse, const Statement *statement, Table *table, const TableLikeClause *like)
{
    const Object *source = source_of(parse, statement, like);
    Vec columns = {0};

    if (source->kind == KIND_COMPOSITE)
    {
        copy_attributes(parse, statement, table, like, source);
        return;
    }
    if (source->kind != KIND_TABLE)
    {
        parse_error(parse, statement, like->relation->location, "write the columns out", "what columns %s has can't be known from a blueprint",
                    object_title(parse->arena, source));
        return;
    }
    table_columns(parse->arena, source, &columns);
    VEC_EACH(Column *, column, &columns)
        copy_column(parse, statement, table, like, column);
}

void
table_like_rest(Parse *parse, const Statement *statement, Table *table, const TableLikeClause *like)
{
    const Object *source = source_of(parse, statement, like);

    if (source->kind == KIND_TABLE)
        constraint_like(parse, statement, &table->object, source, like->options & CREATE_TABLE_LIKE_CONSTRAINTS,
                        like->options & CREATE_TABLE_LIKE_INDEXES, like->options & CREATE_TABLE_LIKE_COMMENTS);
}
