#include "parser/parse.h"

#include "engine/base/text.h"
#include "engine/kinds/row.h"
#include "parser/creation.h"
#include "parser/row_value.h"

/* One INSERT on its way to its rows. */
typedef struct Insert
{
    Parse *parse;
    const Statement *statement;
    const InsertStmt *node;
    const Object *table;
    Vec columns;                                   /* names, in the order of the values */
    Vec key_columns;                               /* of ON CONFLICT */
} Insert;

static bool
refuse(const Insert *insert, int location, const char *hint, const char *message)
{
    parse_error(insert->parse, insert->statement, location, hint, "%s", message);
    return false;
}

/* ---- the statement ---- */

static int
compare_positions(const void *a, const void *b)
{
    const Column *x = a, *y = b;

    return (x->position > y->position) - (x->position < y->position);
}

static void
all_columns(Insert *insert)
{
    Vec columns = {0};

    VEC_EACH(Object *, child, &insert->table->children)
        if (child->kind == KIND_COLUMN)
            vec_add(insert->parse->arena, &columns, child);
    vec_sort(&columns, compare_positions);
    VEC_EACH(const Column *, column, &columns)
        vec_add(insert->parse->arena, &insert->columns, column->object.name);
}

static bool
has_column(const Insert *insert, const char *name)
{
    return model_find(insert->parse->model, SPACE_COLUMN, insert->table->schema, insert->table->name, name) != NULL;
}

static bool
read_columns(Insert *insert)
{
    const ListCell *cell;

    if (!insert->node->cols)
        all_columns(insert);
    foreach(cell, insert->node->cols)
    {
        const ResTarget *target = lfirst_node(ResTarget, cell);

        if (target->indirection)
            return refuse(insert, target->location, NULL, "a reference row gives whole columns");
        if (!has_column(insert, target->name))
        {
            parse_error(insert->parse, insert->statement, target->location, NULL, "column %s of %s does not exist in the blueprint",
                        sql_ident(insert->parse->arena, target->name), object_title(insert->parse->arena, insert->table));
            return false;
        }
        vec_add(insert->parse->arena, &insert->columns, arena_copy(insert->parse->arena, target->name));
    }
    return true;
}

static bool
read_named_key(Insert *insert, const char *name)
{
    const Object *found = model_find(insert->parse->model, SPACE_CONSTRAINT, insert->table->schema, insert->table->name, name);

    if (!found)
        return refuse(insert, -1, NULL, "the constraint of ON CONFLICT does not exist in the blueprint");
    insert->key_columns = ((const ConstraintDef *) found)->columns;
    return insert->key_columns.count || refuse(insert, -1, "name the columns of a unique key", "the constraint of ON CONFLICT is no unique key");
}

static bool
read_target(Insert *insert, const InferClause *infer)
{
    const ListCell *cell;

    if (!infer)
        return true;
    if (infer->conname)
        return read_named_key(insert, infer->conname);
    if (infer->whereClause)
        return refuse(insert, infer->location, "take a unique key without WHERE", "the key of a reference row can't be that of a partial index");
    foreach(cell, infer->indexElems)
    {
        const IndexElem *element = lfirst_node(IndexElem, cell);

        if (!element->name)
            return refuse(insert, infer->location, "take a unique key of columns", "the key of a reference row can't be an expression");
        vec_add(insert->parse->arena, &insert->key_columns, arena_copy(insert->parse->arena, element->name));
    }
    return true;
}

/* Whether the statement as a whole is one that can be read. */
static bool
check_statement(const Insert *insert)
{
    const InsertStmt *node = insert->node;
    const SelectStmt *source = (const SelectStmt *) node->selectStmt;

    if (insert->table->kind != KIND_TABLE)
        return refuse(insert, node->relation->location, NULL, "reference rows are those of tables");
    if (!node->onConflictClause)
        return refuse(insert, -1, "add ON CONFLICT (key) DO NOTHING, or DO UPDATE SET ... = EXCLUDED...; load other data apart from the blueprint",
                      "INSERT without ON CONFLICT: a second run would insert the rows again");
    if (!source || !IsA(source, SelectStmt) || !source->valuesLists || source->sortClause || source->limitCount || source->limitOffset)
        return refuse(insert, -1, "write the rows out: INSERT ... VALUES (...) ON CONFLICT ...", "which rows INSERT ... SELECT makes depends on other rows");
    if (node->withClause || source->withClause || node->returningList || node->relation->alias)
        return refuse(insert, -1, "take WITH, RETURNING and the alias out", "this INSERT is more than a declaration of rows");
    return true;
}

/* ---- keys ---- */

static bool
is_key_of(const ReferenceRow *row, const Vec *columns)
{
    VEC_EACH(const char *, column, columns)
        if (!vec_has_str(&row->fixed, column) || strcmp(row_value(row, column), "NULL") == 0)
            return false;
    return columns->count > 0;
}

static void
add_key(const Insert *insert, ReferenceRow *row, const Vec *columns)
{
    Vec *key = arena_make(insert->parse->arena, Vec);

    vec_add_all(insert->parse->arena, key, columns);
    vec_add(insert->parse->arena, &row->keys, key);
}

/* The columns of a unique index without expressions and predicate. */
static bool
index_columns(const Insert *insert, const IndexDef *index, Vec *columns)
{
    if (!index->unique || index->where)
        return false;
    VEC_EACH(const IndexElement *, element, &index->elements)
    {
        if (!element->column)
            return false;
        vec_add(insert->parse->arena, columns, element->column);
    }
    return true;
}

/* Without a target any unique key decides: all that the row has values for, primary keys first. */
static void
find_keys(const Insert *insert, ReferenceRow *row)
{
    static const char *const types[] = {"PRIMARY KEY", "UNIQUE"};

    for (size_t i = 0; i < COUNT_OF(types); i++)
        VEC_EACH(const Object *, child, &insert->table->children)
            if (child->kind == KIND_CONSTRAINT && strcmp(((const ConstraintDef *) child)->type, types[i]) == 0 &&
                is_key_of(row, &((const ConstraintDef *) child)->columns))
                add_key(insert, row, &((const ConstraintDef *) child)->columns);
    VEC_EACH(const Object *, child, &insert->table->children)
    {
        Vec columns = {0};

        if (child->kind == KIND_INDEX && index_columns(insert, (const IndexDef *) child, &columns) && is_key_of(row, &columns))
            add_key(insert, row, &columns);
    }
}

static int
compare_keys(const void *a, const void *b)
{
    const Vec *x = a, *y = b;

    for (size_t i = 0; i < x->count && i < y->count; i++)
        if (strcmp(vec_at(x, i), vec_at(y, i)) != 0)
            return strcmp(vec_at(x, i), vec_at(y, i));
    return (x->count > y->count) - (x->count < y->count);
}

static bool
set_keys(const Insert *insert, ReferenceRow *row, int location)
{
    const Vec *first;
    Vec texts = {0};

    row->key_columns = insert->key_columns;
    if (!row->key_columns.count)
    {
        find_keys(insert, row);
        vec_sort(&row->keys, compare_keys);        /* whatever the order of the constraints' statements */
    }
    else if (is_key_of(row, &row->key_columns))
        add_key(insert, row, &row->key_columns);
    else
        return refuse(insert, location, "give the columns of the key values that are the same each time",
                      "the key of a reference row must be given, and constant");
    if (!row->keys.count)
        return refuse(insert, location, "name the key: ON CONFLICT (column), and give its columns constant values",
                      "no unique key of the table is among the columns with constant values: each run would insert the row again");
    first = vec_at(&row->keys, 0);
    VEC_EACH(const char *, column, first)
        vec_add(insert->parse->arena, &texts, row_value(row, column));
    row->object.name = vec_join(insert->parse->arena, &texts, ", ");
    return true;
}

/* ---- rows ---- */

static bool
set_values(const Insert *insert, ReferenceRow *row, List *values)
{
    const ListCell *cell;
    size_t at = 0;

    foreach(cell, values)
    {
        Node *value = lfirst(cell);
        const char *column;

        if (at == insert->columns.count)
            return refuse(insert, exprLocation(value), NULL, "the row has more values than columns");
        column = vec_at(&insert->columns, at++);
        if (IsA(value, SetToDefault))
            continue;
        vec_add(insert->parse->arena, &row->columns, column);
        vec_add(insert->parse->arena, &row->values, node_sql(insert->parse, value));
        if (row_value_is_fixed(value, NULL))
            vec_add(insert->parse->arena, &row->fixed, column);
    }
    if (at < insert->columns.count && insert->node->cols)
        return refuse(insert, values ? exprLocation(linitial(values)) : -1, NULL, "the row has fewer values than columns");
    return true;
}

/*
 * Only what the row has from its INSERT too, or the next run would differ from this one: EXCLUDED's own value, or the same
 * value again.
 */
static bool
is_as_inserted(const Insert *insert, const ReferenceRow *row, const ResTarget *target)
{
    const char *inserted = row_value(row, target->name), *excluded;

    if (!vec_has_str(&row->fixed, target->name))
        return false;
    if (row_value_is_excluded(target->val, &excluded))
        return strcmp(excluded, target->name) == 0;
    return strcmp(inserted, node_sql(insert->parse, target->val)) == 0;
}

static bool
set_update(const Insert *insert, ReferenceRow *row)
{
    const OnConflictClause *conflict = insert->node->onConflictClause;
    Parse *parse = insert->parse;
    const ListCell *cell;

    foreach(cell, conflict->targetList)
    {
        const ResTarget *target = lfirst_node(ResTarget, cell);

        if (target->indirection || IsA(target->val, MultiAssignRef))
            return refuse(insert, target->location, "write each column's own: SET a = EXCLUDED.a, b = EXCLUDED.b", "SET of more than one column at once");
        if (!has_column(insert, target->name))
            return refuse(insert, target->location, NULL, "a column of DO UPDATE does not exist in the blueprint");
        if (row_value_mentions_row(target->val))
            return refuse(insert, target->location, "set it to a value, or to EXCLUDED's", "what DO UPDATE makes of the row depends on the row that is there");
        vec_add(parse->arena, &row->update_columns, arena_copy(parse->arena, target->name));
        vec_add(parse->arena, &row->update_values, IsA(target->val, SetToDefault) ? "DEFAULT" : node_sql(parse, target->val));
        if (is_as_inserted(insert, row, target))
            vec_add(parse->arena, &row->compared, arena_copy(parse->arena, target->name));
        else if (row_value_is_fixed(target->val, &row->fixed))
            parse_warning(parse, insert->statement, target->location, "give the column in the INSERT and set it to EXCLUDED's",
                          "what DO UPDATE gives to %s is not what the INSERT gives: it will not be compared", sql_ident(parse->arena, target->name));
    }
    if (!conflict->whereClause)
        return true;
    row->update_where = node_sql(parse, conflict->whereClause);
    if (!row_condition_is_fixed(conflict->whereClause, &row->fixed, row->object.parent))
        row->compared = (Vec) {0};
    return true;
}

static bool
read_row(const Insert *insert, List *values)
{
    static const char *const overriding[] = {[OVERRIDING_NOT_SET] = NULL, [OVERRIDING_USER_VALUE] = "USER", [OVERRIDING_SYSTEM_VALUE] = "SYSTEM"};
    Parse *parse = insert->parse;
    ReferenceRow *row = object_make(parse->arena, KIND_ROW, insert->table->schema, insert->table->name, "");
    int location = values ? exprLocation(linitial(values)) : -1;

    row->current = true;
    row->overriding = overriding[insert->node->override];
    TRY(set_values(insert, row, values));
    TRY(set_keys(insert, row, location));
    TRY(set_update(insert, row));
    object_need_relation(parse->arena, &row->object, insert->table->schema, insert->table->name);
    parse_add(parse, insert->statement, location, &row->object);
    return true;
}

/* A row that a foreign key of the same table leads to comes first. */
static void
order_rows(const Insert *insert)
{
    Map by_value;

    VEC_EACH(const Object *, child, &insert->table->children)
    {
        const ConstraintDef *key = (const ConstraintDef *) child;

        if (child->kind != KIND_CONSTRAINT || !str_eq(key->ref_table, insert->table->name) || !str_eq(key->ref_schema, insert->table->schema) ||
            key->columns.count != 1 || key->ref_columns.count != 1)
            continue;
        map_init(&by_value, insert->parse->arena);
        VEC_EACH(Object *, row, &insert->table->children)
            if (row->kind == KIND_ROW && row_value((ReferenceRow *) row, vec_at(&key->ref_columns, 0)))
                map_put(&by_value, row_value_plain(insert->parse->arena, row_value((ReferenceRow *) row, vec_at(&key->ref_columns, 0))), row);
        VEC_EACH(Object *, row, &insert->table->children)
        {
            const char *value = row->kind == KIND_ROW ? row_value((ReferenceRow *) row, vec_at(&key->columns, 0)) : NULL;
            const Object *first = value ? map_get(&by_value, row_value_plain(insert->parse->arena, value)) : NULL;

            if (first && first != row)
                object_need(insert->parse->arena, row, (Ref) {.space = SPACE_ROW, .schema = first->schema, .parent = first->parent, .name = first->name});
        }
    }
}

Outcome
row_insert(Parse *parse, const Statement *statement, Node *node)
{
    Insert insert = {.parse = parse, .statement = statement, .node = (const InsertStmt *) node};
    const RangeVar *relation = insert.node->relation;
    const ListCell *cell;

    insert.table = find_relation(parse, statement, relation);
    if (!insert.table)
        return parse_missing(parse, statement, relation->location, "table", relation_schema(parse, statement, relation), relation->relname);
    if (table_is_foreign(insert.table))
        return parse_error(parse, statement, relation->location, "declare them where the table is", "rows of %s are another server's",
                           object_title(parse->arena, insert.table));
    if (!check_statement(&insert) || !read_columns(&insert) || !read_target(&insert, insert.node->onConflictClause->infer))
        return OUTCOME_DONE;
    foreach(cell, ((const SelectStmt *) insert.node->selectStmt)->valuesLists)
        if (!read_row(&insert, lfirst_node(List, cell)))
            return OUTCOME_DONE;
    order_rows(&insert);
    return OUTCOME_DONE;
}
