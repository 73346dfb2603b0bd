#include "catalog/read.h"

#include "catalog_sql.h"
#include "engine/kinds/constraint.h"
#include "parser/keys.h"

static void
stands_on_table(Pending *pending, const Object *object)
{
    pending->relation_schema = object->schema;
    pending->relation = object->parent;
}

static bool
take_index(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    IndexDef *index = object_make(reader->arena, KIND_INDEX, row_text(row, "schema"), row_text(row, "parent"), row_text(row, "name"));
    Pending *pending;

    index->method = row_copy(row, reader->arena, "method");
    index->unique = row_bool(row, "unique");
    index->nulls_not_distinct = row_bool(row, "nulls_not_distinct");
    row_array(row, reader->arena, "options", &index->options);
    vec_sort_str(&index->options);
    index->tablespace = row_copy(row, reader->arena, "tablespace");
    index->invalid = row_bool(row, "invalid");
    pending = reader_expression(reader, PENDING_EXPRESSION, row_text(row, "where"), &index->object, &index->where);
    if (pending)
    {
        stands_on_table(pending, &index->object);
        pending->target_type = "boolean";
    }
    else if (row_bool(row, "has_where"))
        return reader_torn(reader, &index->object, err);
    reader_add(reader, &index->object, "pg_class", row);
    return true;
}

/* ---- the columns of indexes, and of constraints' indexes ---- */

static bool
take_expression(Reader *reader, Object *object, IndexElement *element, const Row *row, Error *err)
{
    const char *definition = row_text(row, "definition");
    Pending *pending = reader_expression(reader, PENDING_EXPRESSION, row_text(row, "expression"), object, &element->expression);

    if (!pending)
        return reader_torn(reader, object, err);
    stands_on_table(pending, object);
    /* The catalog does not tell whether a collation was written or is the expression's own: the definition does. */
    if (element->collation)
    {
        if (!definition)
            return reader_torn(reader, object, err);
        if (!index_has_collation(definition, (int) row_int(row, "n")))
            element->collation = NULL;
    }
    return true;
}

static bool
take_element(Reader *reader, Object *object, Vec *elements, const Row *row, Error *err)
{
    IndexElement *element = arena_make(reader->arena, IndexElement);

    element->column = row_copy(row, reader->arena, "column");
    element->collation = row_copy(row, reader->arena, "collation");
    element->opclass = row_copy(row, reader->arena, "opclass");
    row_array(row, reader->arena, "opclass_options", &element->opclass_options);
    vec_sort_str(&element->opclass_options);
    element->descending = row_bool(row, "descending");
    element->nulls_first = row_bool(row, "nulls_first");
    element->with_operator = row_copy(row, reader->arena, "with_operator");
    if (row_bool(row, "is_expression"))
        TRY(take_expression(reader, object, element, row, err));
    vec_add(reader->arena, elements, element);
    return true;
}

static bool
take_column(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Object *object = reader_find(reader, "pg_class", row_oid(row, "oid"), 0);
    IndexDef *index = (IndexDef *) object;
    ConstraintDef *constraint = (ConstraintDef *) object;
    bool is_index;

    if (!object || (object->kind != KIND_INDEX && object->kind != KIND_CONSTRAINT))
        return true;
    is_index = object->kind == KIND_INDEX;
    if (row_bool(row, "included"))
        vec_add(reader->arena, is_index ? &index->include : &constraint->include, row_copy(row, reader->arena, "column"));
    else
        TRY(take_element(reader, object, is_index ? &index->elements : &constraint->elements, row, err));
    if (is_index && row_text(row, "statistics"))
        vec_add(reader->arena, &index->statistics, arena_printf(reader->arena, "%s=%s", row_text(row, "n"), row_text(row, "statistics")));
    return true;
}

bool
read_index(Reader *reader, Error *err)
{
    TRY(conn_each(reader->conn, sql_index, NULL, take_index, reader, err));
    return conn_each(reader->conn, sql_index_column, NULL, take_column, reader, err);
}
