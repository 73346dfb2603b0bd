#include "catalog/read.h"

#include "catalog_sql.h"
#include "engine/kinds/constraint.h"

static const char *
type_word(char type)
{
    switch (type)
    {
        case 'p':
            return "PRIMARY KEY";
        case 'u':
            return "UNIQUE";
        case 'f':
            return "FOREIGN KEY";
        case 'x':
            return "EXCLUDE";
        default:
            return "CHECK";
    }
}

static const char *
action_word(char action)
{
    switch (action)
    {
        case 'r':
            return "RESTRICT";
        case 'c':
            return "CASCADE";
        case 'n':
            return "SET NULL";
        case 'd':
            return "SET DEFAULT";
        default:
            return "NO ACTION";
    }
}

static bool
take_check(Reader *reader, ConstraintDef *constraint, const Row *row, Error *err)
{
    Pending *pending = reader_expression(reader, PENDING_EXPRESSION, row_text(row, "check"), &constraint->object, &constraint->check);

    if (!pending)
        return reader_torn(reader, &constraint->object, err);
    pending->target_type = "boolean";
    if (constraint->on_domain)
        pending->value_type = row_type(row, reader->arena, "value_type");
    else
    {
        pending->relation_schema = constraint->object.schema;
        pending->relation = constraint->object.parent;
    }
    constraint->no_inherit = row_bool(row, "no_inherit");
    return true;
}

static bool
take_foreign_key(Reader *reader, ConstraintDef *key, const Row *row, Error *err)
{
    if (!row_text(row, "ref_table"))
        return reader_torn(reader, &key->object, err);
    key->ref_schema = row_copy(row, reader->arena, "ref_schema");
    key->ref_table = row_copy(row, reader->arena, "ref_table");
    row_array(row, reader->arena, "ref_columns", &key->ref_columns);
    row_array(row, reader->arena, "on_delete_columns", &key->on_delete_columns);
    key->on_update = action_word(*row_text(row, "on_update"));
    key->on_delete = action_word(*row_text(row, "on_delete"));
    key->match = *row_text(row, "match") == 'f' ? "FULL" : "SIMPLE";
    return true;
}

/* Its keys and INCLUDE columns come with those of all indexes (catalog/index.c). */
static void
take_index(Reader *reader, ConstraintDef *constraint, const Row *row)
{
    reader_register(reader, &constraint->object, "pg_class", row_oid(row, "index"), 0);
    row_array(row, reader->arena, "options", &constraint->options);
    vec_sort_str(&constraint->options);
    constraint->tablespace = row_copy(row, reader->arena, "tablespace");
    constraint->index_comment = row_copy(row, reader->arena, "index_comment");
    constraint->nulls_not_distinct = row_bool(row, "nulls_not_distinct");
    constraint->method = row_copy(row, reader->arena, "method");
}

static void
take_where(Reader *reader, ConstraintDef *constraint, const Row *row)
{
    Pending *pending = reader_expression(reader, PENDING_EXPRESSION, row_text(row, "where"), &constraint->object, &constraint->where);

    if (!pending)
        return;
    pending->relation_schema = constraint->object.schema;
    pending->relation = constraint->object.parent;
    pending->target_type = "boolean";
}

static bool
take(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    ConstraintDef *constraint = object_make(reader->arena, KIND_CONSTRAINT, row_text(row, "schema"), row_text(row, "parent"), row_text(row, "name"));

    constraint->type = type_word(*row_text(row, "type"));
    constraint->on_domain = row_bool(row, "on_domain");
    row_array(row, reader->arena, "columns", &constraint->columns);
    constraint->deferrable = row_bool(row, "deferrable");
    constraint->initially_deferred = row_bool(row, "initially_deferred");
    constraint->not_valid = row_bool(row, "not_valid");
    constraint->without_overlaps = row_bool(row, "without_overlaps");
    constraint->not_enforced = row_bool(row, "not_enforced");
    if (constraint_is(constraint, "CHECK"))
        TRY(take_check(reader, constraint, row, err));
    else if (constraint_is(constraint, "FOREIGN KEY"))
        TRY(take_foreign_key(reader, constraint, row, err));
    else if (row_bool(row, "has_where") && !row_text(row, "where"))
        return reader_torn(reader, &constraint->object, err);
    take_where(reader, constraint, row);
    reader_add(reader, &constraint->object, "pg_constraint", row);
    if (constraint_has_index(constraint))
        take_index(reader, constraint, row);
    return true;
}

bool
read_constraint(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_constraint, NULL, take, reader, err);
}
