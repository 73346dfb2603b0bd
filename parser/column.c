#include "parser/constraint.h"
#include "parser/generic_options.h"
#include "parser/pgq.h"
#include "parser/table.h"

#include "engine/base/text.h"
#include "engine/kinds/column_type.h"
#include "engine/kinds/domain.h"
#include "engine/kinds/sequence.h"

Column *
table_column(Parse *parse, const Object *table, const char *name)
{
    return (Column *) model_find_kind(parse->model, KIND_COLUMN, table->schema, table->name, name);
}

static int64_t
last_position(const Object *table)
{
    int64_t last = 0;

    VEC_EACH(const Object *, child, &table->children)
        if (child->kind == KIND_COLUMN && ((const Column *) child)->position > last)
            last = ((const Column *) child)->position;
    return last;
}

Column *
column_new(Parse *parse, const Statement *statement, int location, const Object *table, const char *name)
{
    Column *column;

    if (table_column(parse, table, name))
    {
        parse_error(parse, statement, location, NULL, "column %s of %s is defined twice", sql_ident(parse->arena, name),
                    object_title(parse->arena, table));
        return NULL;
    }
    column = object_make(parse->arena, KIND_COLUMN, table->schema, table->name, name);
    column->statistics = -1;
    column->position = last_position(table) + 1;
    parse_add(parse, statement, location, &column->object);
    return column;
}

/* ---- properties ---- */

static const char *
upper(Parse *parse, const char *word)
{
    char *copy = arena_copy_own(parse->arena, word);

    for (char *c = copy; *c; c++)
        *c = (char) pg_toupper((unsigned char) *c);
    return copy;
}

void
column_set_storage(Parse *parse, const Statement *statement, Column *column, const char *word)
{
    static const char *const words[] = {"PLAIN", "EXTERNAL", "MAIN", "EXTENDED", "DEFAULT"};
    const char *storage = upper(parse, word);
    bool known = false;

    for (size_t i = 0; i < COUNT_OF(words); i++)
        known |= strcmp(words[i], storage) == 0;
    if (!known)
        parse_error(parse, statement, -1, NULL, "there is no storage \"%s\"", word);
    if (strcmp(storage, "DEFAULT") == 0 || strcmp(storage, type_storage(parse->arena, parse->model, column->type)) == 0)
        storage = NULL;
    column->storage = storage;
}

void
column_set_compression(Parse *parse, Column *column, const char *word)
{
    column->compression = word && strcmp(word, "default") != 0 ? arena_copy(parse->arena, word) : NULL;
}

void
column_settle_collation(Parse *parse, Column *column)
{
    const Object *type = type_object(parse->arena, parse->model, column->type);
    TypeParts parts = type_parts(parse->arena, column->type);

    if (!column->collation)
        return;
    if (type && type->kind == KIND_DOMAIN && str_eq(((const Domain *) type)->collation, column->collation))
        column->collation = NULL;
    else if (strcmp(parts.base, "name") == 0 && strcmp(column->collation, "\"C\"") == 0)
        column->collation = NULL;
}

/* ---- the definition ---- */

static bool
is_attribute(const Constraint *node)
{
    switch (node->contype)
    {
        case CONSTR_ATTR_DEFERRABLE:
        case CONSTR_ATTR_NOT_DEFERRABLE:
        case CONSTR_ATTR_DEFERRED:
        case CONSTR_ATTR_IMMEDIATE:
            return true;
        default:
            return false;
    }
}

/* What is said twice, and differently. */
static void
conflict(Parse *parse, const Statement *statement, const Constraint *node, const Column *column, const char *what)
{
    parse_error(parse, statement, node->location, NULL, "column %s has %s", sql_ident(parse->arena, column->object.name), what);
}

bool
column_names_not_null(const Parse *parse)
{
    return parse->options && parse->options->server_version >= 180000;
}

typedef struct Defining
{
    Parse *parse;
    const Statement *statement;
    Table *table;
    Column *column;
    Object *constraint;                            /* the last one, which attributes are about */
    bool is_null, has_default;
} Defining;

static void
take_constraint(Defining *defining, const Constraint *node)
{
    Parse *parse = defining->parse;
    Column *column = defining->column;

    switch (node->contype)
    {
        case CONSTR_NULL:
            defining->is_null = true;
            break;
        case CONSTR_NOTNULL:
            column->not_null = true;
            if (node->conname && column_names_not_null(parse))
                column->not_null_name = arena_copy(parse->arena, node->conname);
            break;
        case CONSTR_DEFAULT:
            if (defining->has_default)
                conflict(parse, defining->statement, node, column, "more than one default");
            defining->has_default = true;
            default_set(parse, defining->statement, &defining->table->object, column->object.name, node->raw_expr);
            break;
        case CONSTR_IDENTITY:
            identity_set(parse, defining->statement, column, node);
            break;
        case CONSTR_GENERATED:
            if (node->generated_when != 'a')
                conflict(parse, defining->statement, node, column, "an expression that is not GENERATED ALWAYS");
            default_drop(parse, &defining->table->object, column->object.name);
            column_set_generated(parse, defining->statement, column, node->raw_expr);
            break;
        case CONSTR_CHECK:
        case CONSTR_PRIMARY:
        case CONSTR_UNIQUE:
        case CONSTR_EXCLUSION:
        case CONSTR_FOREIGN:
            defining->constraint = constraint_add(parse, defining->statement, &defining->table->object, node, column->object.name);
            break;
        default:
            if (is_attribute(node) && defining->constraint)
                constraint_attribute(defining->constraint, node->contype);
            break;
    }
}

static void
check_conflicts(Defining *defining, const ColumnDef *def)
{
    Column *column = defining->column;
    const char *name = sql_ident(defining->parse->arena, column->object.name), *what = NULL;

    if (defining->is_null && (column->not_null || column->identity))
        what = "is declared both NULL and NOT NULL";
    else if (column->identity && defining->has_default)
        what = "has both a default and an identity";
    else if (column->generated && (column->identity || defining->has_default))
        what = "has a generation expression, and so no default and no identity";
    if (what)
        parse_error(defining->parse, defining->statement, def->location, NULL, "column %s %s", name, what);
}

static void
read_type(Parse *parse, const Statement *statement, const Table *table, Column *column, const ColumnDef *def)
{
    const char *serial = serial_type(def->typeName);

    column->type = serial ? serial : type_text(parse, statement, def->typeName, &column->object);
    if (serial && def->typeName->arrayBounds)
        parse_error(parse, statement, def->typeName->location, NULL, "there is no array of a serial type");
    else if (serial)
        serial_make(parse, statement, def->location, table, column, serial);
    if (def->collClause)
        column->collation = collation_text(parse, statement, def->collClause);
    column_settle_collation(parse, column);
}

void
column_define(Parse *parse, const Statement *statement, Table *table, const ColumnDef *def, Column *have)
{
    Defining defining = {.parse = parse, .statement = statement, .table = table};
    const ListCell *cell;

    defining.column = have ? have : column_new(parse, statement, def->location, &table->object, def->colname);
    if (!defining.column)
        return;
    if (!have)
        read_type(parse, statement, table, defining.column, def);
    if (def->storage_name)
        column_set_storage(parse, statement, defining.column, def->storage_name);
    if (def->compression)
        column_set_compression(parse, defining.column, def->compression);
    generic_options_read(parse, statement, def->fdwoptions, &defining.column->foreign_options);
    foreach(cell, def->constraints)
        take_constraint(&defining, lfirst_node(Constraint, cell));
    check_conflicts(&defining, def);
}

/* ---- the end of a column ---- */

static bool
uses_column(const Object *object, const char *name)
{
    const ConstraintDef *constraint = (const ConstraintDef *) object;
    const IndexDef *index = (const IndexDef *) object;
    const Vec *elements = object->kind == KIND_INDEX ? &index->elements : &constraint->elements;

    VEC_EACH(const IndexElement *, element, elements)
        if (str_eq(element->column, name))
            return true;
    if (object->kind == KIND_INDEX)
        return vec_has_str(&index->include, name);
    return vec_has_str(&constraint->columns, name) || vec_has_str(&constraint->include, name);
}

static void
remove_object(Parse *parse, Object *object)
{
    constraint_forget(parse, object);
    model_remove(parse->model, object);
}

static bool
find_column(Node *node, void *context)
{
    if (!node)
        return false;
    if (IsA(node, ColumnRef))
    {
        const Node *last = llast(((ColumnRef *) node)->fields);

        return IsA(last, String) && strcmp(strVal(last), context) == 0;
    }
    return raw_expression_tree_walker(node, find_column, context);
}

bool
expression_mentions_column(Parse *parse, const char *sql, const char *name)
{
    PgqScope scope = pgq_enter();
    PgqError error;
    Node *node = pgq_parse_expression(parse->arena, sql, &error);
    bool found = node && find_column(node, (void *) name);

    pgq_leave(scope);
    return found;
}

/* Whether an expression of the table's own mentions the column; its text is parsed again to see. */
static bool
expression_uses(Parse *parse, const Object *object, const char *name)
{
    VEC_EACH(const Pending *, pending, &parse->pending)
        if (pending->object == object && expression_mentions_column(parse, pending->expression->sql, name))
            return true;
    return false;
}

static void
remove_keys(Parse *parse, const Object *table, const char *name)
{
    for (size_t i = table->children.count; i-- > 0;)
    {
        Object *child = vec_at(&table->children, i);

        if ((child->kind == KIND_INDEX || child->kind == KIND_CONSTRAINT) && (uses_column(child, name) || expression_uses(parse, child, name)))
            remove_object(parse, child);
    }
}

/* Foreign keys of other tables that refer to it go only with CASCADE; they fail by themselves otherwise. */
static void
remove_sequences(Parse *parse, const Column *column)
{
    for (size_t i = parse->model->objects.count; i-- > 0;)
    {
        Object *object = vec_at(&parse->model->objects, i);
        const Sequence *sequence = (const Sequence *) object;

        if (object->kind == KIND_SEQUENCE && str_eq(sequence->owned_schema, column->object.schema) &&
            str_eq(sequence->owned_table, column->object.parent) && str_eq(sequence->owned_column, column->object.name))
            model_remove(parse->model, object);
    }
}

void
column_remove(Parse *parse, Column *column)
{
    Object *table = model_parent(parse->model, &column->object);

    default_drop(parse, table, column->object.name);
    remove_keys(parse, table, column->object.name);
    remove_sequences(parse, column);
    remove_object(parse, &column->object);
}
