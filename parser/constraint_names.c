#include "parser/constraint.h"

#include "parser/autoname.h"
#include "parser/pgq.h"

/* ---- the columns of a CHECK ---- */

typedef struct Columns
{
    Parse *parse;
    const Object *table;
    Vec names;                                     /* "" is the whole row */
} Columns;

/* A whole row is a variable too, though no column: "t", "t.*", and functions of the row written like columns. */
static bool
gather(Node *node, void *context)
{
    Columns *columns = context;
    const ColumnRef *ref = (const ColumnRef *) node;
    const char *name;

    if (!node)
        return false;
    if (!IsA(node, ColumnRef))
        return raw_expression_tree_walker(node, gather, context);
    name = IsA(llast(ref->fields), String) ? strVal(llast(ref->fields)) : "";
    if (strcmp(name, columns->table->name) == 0 && !table_column(columns->parse, columns->table, name))
        name = "";
    vec_add_str_once(columns->parse->arena, &columns->names, arena_copy(columns->parse->arena, name));
    return false;
}

const char *
check_only_column(Parse *parse, const Object *table, Node *expression)
{
    Columns columns = {.parse = parse, .table = table};

    gather(expression, &columns);
    if (columns.names.count != 1 || !*(const char *) vec_at(&columns.names, 0))
        return NULL;
    return vec_at(&columns.names, 0);
}

/* ---- repeats: the end of transformIndexConstraints() ---- */

static bool
same_text(const Expression *a, const Expression *b)
{
    return a == b || (a && b && strcmp(a->sql, b->sql) == 0);
}

static bool
same_elements(const Vec *a, const Vec *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
    {
        const IndexElement *x = vec_at(a, i), *y = vec_at(b, i);

        if (!str_eq(x->column, y->column) || !same_text(x->expression, y->expression) || !str_eq(x->collation, y->collation) ||
            !str_eq(x->opclass, y->opclass) || !vec_eq_str(&x->opclass_options, &y->opclass_options) ||
            x->descending != y->descending || x->nulls_first != y->nulls_first || !str_eq(x->with_operator, y->with_operator))
            return false;
    }
    return true;
}

static bool
same_index(const ConstraintDef *a, const ConstraintDef *b)
{
    return vec_eq_str(&a->columns, &b->columns) && vec_eq_str(&a->include, &b->include) && same_elements(&a->elements, &b->elements) &&
           same_text(a->where, b->where) && str_eq(a->method, b->method) && a->nulls_not_distinct == b->nulls_not_distinct &&
           a->deferrable == b->deferrable && a->initially_deferred == b->initially_deferred;
}

/* The order in which the server makes them: checks with the table, then the primary key, the other indexes, foreign keys. */
static int
rank_of(const ConstraintDef *constraint)
{
    if (constraint_is(constraint, "CHECK"))
        return 0;
    if (constraint_is(constraint, "PRIMARY KEY"))
        return 1;
    return constraint_is(constraint, "FOREIGN KEY") ? 3 : 2;
}

static int
compare_ranks(const void *a, const void *b)
{
    return rank_of(((const NewConstraint *) a)->constraint) - rank_of(((const NewConstraint *) b)->constraint);
}

/* A key that an earlier one of the statement equals is dropped, and lends its name when that one has none. */
static bool
is_repeat(const NewConstraint *new, const Vec *kept)
{
    if (!constraint_has_index(new->constraint))
        return false;
    VEC_EACH(NewConstraint *, earlier, kept)
        if (constraint_has_index(earlier->constraint) && earlier->parent == new->parent && same_index(earlier->constraint, new->constraint))
        {
            if (!earlier->constraint->object.name)
                earlier->constraint->object.name = new->constraint->object.name;
            return true;
        }
    return false;
}

void
constraint_forget(Parse *parse, const Object *object)
{
    for (size_t i = 0; i < parse->pending.count; i++)
        if (((const Pending *) vec_at(&parse->pending, i))->object == object)
            vec_remove_at(&parse->pending, i--);
}

/* ---- names ---- */

static const char *
choose_name(Parse *parse, const NewConstraint *new)
{
    const ConstraintDef *constraint = new->constraint;
    const Object *parent = new->parent;

    if (constraint_is(constraint, "CHECK"))
        return autoname_constraint(parse, parent->schema, parent->name, new->only_column, "check");
    if (constraint_is(constraint, "FOREIGN KEY"))
        return autoname_constraint(parse, parent->schema, parent->name, autoname_columns(parse->arena, &constraint->columns), "fkey");
    return index_autoname(parse, parent, &new->names,
                          constraint_is(constraint, "PRIMARY KEY") ? "pkey" : constraint_is(constraint, "UNIQUE") ? "key" : "excl");
}

void
constraint_make_not_null(Parse *parse, const Object *table, const ConstraintDef *constraint)
{
    if (constraint_is(constraint, "PRIMARY KEY"))
        VEC_EACH(const char *, name, &constraint->columns)
        {
            Column *column = table_column(parse, table, name);

            if (column)
                column->not_null = true;
        }
}

void
constraint_statement_end(Parse *parse, const Statement *statement)
{
    Vec kept = {0};

    vec_sort(&parse->unnamed, compare_ranks);
    VEC_EACH(NewConstraint *, new, &parse->unnamed)
        if (is_repeat(new, &kept))
            constraint_forget(parse, &new->constraint->object);
        else
            vec_add(parse->arena, &kept, new);
    parse->unnamed.count = 0;
    VEC_EACH(NewConstraint *, new, &kept)
    {
        Object *object = &new->constraint->object;

        if (!object->name)
            object->name = choose_name(parse, new);
        if (parse_add(parse, statement, new->location, object))
            autoname_take_constraint(parse, object);
        constraint_make_not_null(parse, new->parent, new->constraint);
    }
}
