#include "catalog/read.h"

#include "catalog_sql.h"
#include "engine/kinds/constraint.h"
#include "engine/kinds/domain.h"

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
take_check(Reader *reader, ConstraintDef *constraint, const Object *parent, const Row *row, Error *err)
{
    static const char again[] = "SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint WHERE oid = $1";
    const char *text;
    Pending *pending;

    TRY(reader_by_number(reader, row, "check", row_oid(row, "relation"), again, &text, err));
    pending = reader_expression(reader, PENDING_EXPRESSION, text, &constraint->object, &constraint->check);
    if (!pending)
        return reader_torn(reader, &constraint->object, err);
    pending->target_type = "boolean";
    if (constraint->on_domain)
        pending->value_type = ((const Domain *) parent)->type;
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
    if (!row_text(row, "ref_table") || !reader_attribute_names(reader, row_oid(row, "ref_relation"), row_text(row, "ref_columns"), &key->ref_columns) ||
        !reader_attribute_names(reader, row_oid(row, "relation"), row_text(row, "on_delete_columns"), &key->on_delete_columns))
        return reader_torn(reader, &key->object, err);
    key->ref_schema = row_copy(row, reader->arena, "ref_schema");
    key->ref_table = row_copy(row, reader->arena, "ref_table");
    key->on_update = action_word(*row_text(row, "on_update"));
    key->on_delete = action_word(*row_text(row, "on_delete"));
    key->match = *row_text(row, "match") == 'f' ? "FULL" : "SIMPLE";
    return true;
}

/* What there is to know of its index comes with all indexes (catalog/index.c). */
static bool
take(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    uint32_t relation = row_oid(row, "relation");
    const Object *parent = relation ? reader_find(reader, "pg_class", relation, 0) : reader_find(reader, "pg_type", row_oid(row, "type_oid"), 0);
    ConstraintDef *constraint;

    if (!parent)
        return true;
    constraint = object_make(reader->arena, KIND_CONSTRAINT, parent->schema, parent->name, row_text(row, "name"));
    constraint->type = type_word(*row_text(row, "type"));
    constraint->on_domain = relation == 0;
    constraint->deferrable = row_bool(row, "deferrable");
    constraint->initially_deferred = row_bool(row, "initially_deferred");
    constraint->not_valid = row_bool(row, "not_valid");
    constraint->without_overlaps = row_bool(row, "without_overlaps");
    constraint->not_enforced = row_bool(row, "not_enforced");
    if (constraint_is(constraint, "CHECK"))
        TRY(take_check(reader, constraint, parent, row, err));
    else if (!constraint_is(constraint, "EXCLUDE") && !reader_attribute_names(reader, relation, row_text(row, "columns"), &constraint->columns))
        return reader_torn(reader, &constraint->object, err);
    if (constraint_is(constraint, "FOREIGN KEY"))
        TRY(take_foreign_key(reader, constraint, row, err));
    reader_add(reader, &constraint->object, "pg_constraint", row);
    if (constraint_has_index(constraint))
        reader_register(reader, &constraint->object, "pg_class", row_oid(row, "index"), 0);
    return true;
}

bool
read_constraint(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_constraint, NULL, take, reader, err);
}
