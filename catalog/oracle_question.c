#include "catalog/oracle_part.h"

#include "engine/base/text.h"
#include "engine/kinds/column.h"
#include "engine/kinds/column_type.h"
#include "engine/kinds/constraint.h"
#include "engine/kinds/domain.h"
#include "engine/kinds/function.h"
#include "engine/kinds/inheritance.h"

/* ---- what is asked of which field ---- */

static bool ask_boolean(Oracle *oracle, Question *question);
static bool ask_check(Oracle *oracle, Question *question);
static bool ask_bare(Oracle *oracle, Question *question);
static bool ask_when(Oracle *oracle, Question *question);
static bool ask_default(Oracle *oracle, Question *question);
static bool ask_generated(Oracle *oracle, Question *question);
static bool ask_domain_default(Oracle *oracle, Question *question);
static bool ask_argument(Oracle *oracle, Question *question);
static bool ask_bound(Oracle *oracle, Question *question);
static bool ask_query(Oracle *oracle, Question *question);

/* Each fills what its field wants and returns true, or sets doubt->reason. */
static const struct Role
{
    Kind kind;
    const char *field;
    bool (*ask)(Oracle *oracle, Question *question);
} roles[] = {
    {KIND_CONSTRAINT, "check", ask_check},        {KIND_CONSTRAINT, "where", ask_boolean},
    {KIND_CONSTRAINT, "expression", ask_bare},    {KIND_INDEX, "expression", ask_bare},
    {KIND_INDEX, "where", ask_boolean},           {KIND_STATISTICS, "expression", ask_bare},
    {KIND_POLICY, "using", ask_boolean},          {KIND_POLICY, "with check", ask_boolean},
    {KIND_TRIGGER, "when", ask_when},             {KIND_RULE, "where", ask_when},
    {KIND_PUBLICATION_MEMBER, "where", ask_boolean},
    {KIND_DEFAULT, "value", ask_default},
    {KIND_COLUMN, "generated", ask_generated},    {KIND_DOMAIN, "default", ask_domain_default},
    {KIND_FUNCTION, "default", ask_argument},     {KIND_INHERITANCE, "bound", ask_bound},
    {KIND_VIEW, "query", ask_query},              {KIND_MATVIEW, "query", ask_query},
};

/*
 * The type without its modifier: a cast to varchar(3) would cut 'abcd' to 'abc' in silence, where a default of the former
 * fails. "character" and "bit" without one have the modifier 1, so these go by the names of the types themselves.
 */
static const char *
bare_type(Arena *arena, const char *type)
{
    TypeParts parts = type_parts(arena, type);

    if (strcmp(parts.base, "character") == 0)
        parts.base = "bpchar";
    else if (strcmp(parts.base, "bit") == 0)
        parts.base = "pg_catalog.\"bit\"";
    else if (strncmp(parts.base, "interval ", strlen("interval ")) == 0)
        parts.base = "interval";
    return arena_printf(arena, "%s%s", parts.base, parts.array ? "[]" : "");
}

void
question_add_item(Oracle *oracle, Question *question, const char *old, const char *new, const char *target)
{
    Item *item = arena_make(oracle->arena, Item);

    *item = (Item) {.sql = {old, new}, .target = target};
    for (Side side = SIDE_OLD; side < SIDES; side++)
        item->shape[side] = (Shape) {.sql = item->sql[side], .is_query = question->is_query, .relations_around = question->old_and_new ? 2 : 1};
    vec_add(oracle->arena, &question->items, item);
}

static void
add_whole(Oracle *oracle, Question *question, const char *target)
{
    question_add_item(oracle, question, question->doubt->old_expr->sql, question->doubt->new_expr->sql, target);
}

static void
over_parent(Question *question)
{
    question->schema = question->doubt->new->schema;
    question->relation = question->doubt->new->parent;
}

static bool
ask_boolean(Oracle *oracle, Question *question)
{
    over_parent(question);
    add_whole(oracle, question, "boolean");
    return true;
}

static bool
ask_bare(Oracle *oracle, Question *question)
{
    over_parent(question);
    add_whole(oracle, question, NULL);
    return true;
}

static bool
ask_when(Oracle *oracle, Question *question)
{
    question->old_and_new = true;
    return ask_boolean(oracle, question);
}

static bool
ask_check(Oracle *oracle, Question *question)
{
    const ConstraintDef *constraint = (const ConstraintDef *) question->doubt->new;
    const Domain *domain;

    if (!constraint->on_domain)
        return ask_boolean(oracle, question);
    domain = (const Domain *) model_find_kind(oracle->blueprint, KIND_DOMAIN, constraint->object.schema, NULL, constraint->object.parent);
    if (!domain)
    {
        question->doubt->reason = "the domain's type is not known";
        return false;
    }
    question->value_type = domain->type;
    add_whole(oracle, question, "boolean");
    return true;
}

static const Column *
find_column(const Oracle *oracle, const Object *relation_of, const char *name)
{
    const Object *found = model_find_kind(oracle->blueprint, KIND_COLUMN, relation_of->schema, relation_of->parent, name);

    if (!found)
        found = model_find_kind(oracle->live, KIND_COLUMN, relation_of->schema, relation_of->parent, name);
    return (const Column *) found;
}

/* Columns of views are not in the models. */
static const char *
live_type(Oracle *oracle, const Object *default_of)
{
    const char *type = NULL;
    Vec params = {0};
    Error ignored;

    vec_add(oracle->arena, &params, default_of->schema);
    vec_add(oracle->arena, &params, default_of->parent);
    vec_add(oracle->arena, &params, default_of->name);
    conn_value(oracle->conn, "SELECT format_type(a.atttypid, a.atttypmod) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
                             " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2 AND a.attname = $3",
               &params, oracle->arena, &type, &ignored);
    return type;
}

static bool
ask_default(Oracle *oracle, Question *question)
{
    const Object *new = question->doubt->new;
    const Column *column = find_column(oracle, new, new->name);
    const char *type = column ? column->type : live_type(oracle, new);

    if (!type)
    {
        question->doubt->reason = "the column's type is not known";
        return false;
    }
    add_whole(oracle, question, bare_type(oracle->arena, type));
    return true;
}

static bool
ask_generated(Oracle *oracle, Question *question)
{
    over_parent(question);
    add_whole(oracle, question, bare_type(oracle->arena, ((const Column *) question->doubt->new)->type));
    return true;
}

static bool
ask_domain_default(Oracle *oracle, Question *question)
{
    add_whole(oracle, question, bare_type(oracle->arena, ((const Domain *) question->doubt->new)->type));
    return true;
}

static bool
ask_argument(Oracle *oracle, Question *question)
{
    VEC_EACH(const Argument *, argument, &((const Function *) question->doubt->new)->arguments)
        if (argument->value == question->doubt->new_expr)
        {
            add_whole(oracle, question, argument->type);
            return true;
        }
    BUG("a default that no argument of \"%s\" has", question->doubt->new->name);
}

static bool
ask_query(Oracle *oracle, Question *question)
{
    question->is_query = true;
    add_whole(oracle, question, NULL);
    return true;
}

/* ---- bounds ---- */

static bool
is_limit(const char *value)
{
    return strcmp(value, "MINVALUE") == 0 || strcmp(value, "MAXVALUE") == 0;
}

/* The types of the partition key's columns; NULL items for expressions. */
static void
key_types(Oracle *oracle, const Inheritance *child, Vec *types)
{
    const Table *parent = (const Table *) model_find_kind(oracle->blueprint, KIND_TABLE, child->from_schema, NULL, child->from_table);
    Vec columns = {0};

    if (!parent || !parent->partition_key || !shape_partition_key(oracle->arena, parent->partition_key->sql, &columns))
        return;
    VEC_EACH(const char *, name, &columns)
    {
        const Object *column = name ? model_find_kind(oracle->blueprint, KIND_COLUMN, child->from_schema, child->from_table, name) : NULL;

        vec_add(oracle->arena, types, column ? ((const Column *) column)->type : NULL);
    }
}

static bool
ask_bound(Oracle *oracle, Question *question)
{
    Doubt *doubt = question->doubt;
    Vec values[SIDES] = {{0}}, types = {0};
    char kinds[SIDES];

    key_types(oracle, (const Inheritance *) doubt->new, &types);
    if (!shape_bound(oracle->arena, doubt->old_expr->sql, &kinds[SIDE_OLD], &values[SIDE_OLD]) ||
        !shape_bound(oracle->arena, doubt->new_expr->sql, &kinds[SIDE_NEW], &values[SIDE_NEW]) || !types.count)
    {
        doubt->reason = "the bound or the partition key can't be read";
        return false;
    }
    doubt->verdict = VERDICT_DIFFERENT;
    if (kinds[SIDE_OLD] != kinds[SIDE_NEW] || values[SIDE_OLD].count != values[SIDE_NEW].count ||
        (kinds[SIDE_OLD] == 'r' && values[SIDE_OLD].count != 2 * types.count))
        return false;
    for (size_t i = 0; i < values[SIDE_OLD].count; i++)
    {
        const char *old = vec_at(&values[SIDE_OLD], i), *new = vec_at(&values[SIDE_NEW], i);

        if (is_limit(old) || is_limit(new) || kinds[SIDE_OLD] == 'h')
        {
            if (strcmp(old, new) != 0)
                return false;
            continue;
        }
        question_add_item(oracle, question, old, new, vec_at(&types, i % types.count));
    }
    doubt->verdict = question->items.count ? VERDICT_UNKNOWN : VERDICT_EQUAL;
    return question->items.count > 0;
}

Question *
question_make(Oracle *oracle, Doubt *doubt)
{
    Question *question = arena_make(oracle->arena, Question);

    question->doubt = doubt;
    question->path = doubt->new->search_path ? doubt->new->search_path : "''";
    for (size_t i = 0; i < COUNT_OF(roles); i++)
        if (roles[i].kind == doubt->new->kind && strcmp(roles[i].field, doubt->field->name) == 0)
        {
            if (roles[i].ask(oracle, question))
                return question;
            if (doubt->verdict == VERDICT_UNKNOWN)
                doubt->verdict = VERDICT_UNPROVED;
            return NULL;
        }
    doubt->verdict = VERDICT_UNPROVED;
    doubt->reason = arena_printf(oracle->arena, "the server can't be asked what a %s means", doubt->field->name);
    return NULL;
}

Question *
question_of_values(Oracle *oracle, const Question *question)
{
    Question *values = arena_make(oracle->arena, Question);

    values->doubt = arena_make(oracle->arena, Doubt);
    *values->doubt = (Doubt) {.old = question->doubt->old, .new = question->doubt->new};
    values->path = question->path;
    values->typed = true;
    return values;
}

/* ---- the columns that expressions use ---- */

static bool
same_columns(const Question *a, const Question *b)
{
    return str_eq(a->schema, b->schema) && str_eq(a->relation, b->relation) && str_eq(a->value_type, b->value_type) &&
           a->old_and_new == b->old_and_new && a->real == b->real;
}

bool
question_fits(const Question *a, const Question *b)
{
    return same_columns(a, b) && strcmp(a->path, b->path) == 0;
}

static bool
uses(const Shape *shape, const char *column, const char *relation)
{
    return shape->star || vec_has_str(&shape->words, column) || (relation && vec_has_str(&shape->words, relation));
}

static bool
any_uses(const Vec *questions, const char *column)
{
    VEC_EACH(const Question *, question, questions)
        VEC_EACH(const Item *, item, &question->items)
            for (Side side = SIDE_OLD; side < SIDES; side++)
            {
                const Shape *shape = &item->shape[side];

                /* A bare name of the relation is its whole row; "t.a" names it too, which does no harm. */
                if (uses(shape, column, NULL) || (!question->old_and_new && vec_has_str(&shape->columns, question->relation)) ||
                    (question->old_and_new && (vec_has_str(&shape->columns, "old") || vec_has_str(&shape->columns, "new"))))
                    return true;
            }
    return false;
}

static const Object *
find_relation(const Model *model, const Question *question)
{
    return model_find(model, SPACE_RELATION, question->schema, NULL, question->relation);
}

/* As they will be; then those that will be gone. */
static void
relation_columns(const Oracle *oracle, const Question *question, Vec *columns)
{
    const Object *new = find_relation(oracle->blueprint, question), *old = find_relation(oracle->live, question);
    Vec names = {0};

    if (new)
        VEC_EACH(const Object *, child, &new->children)
            if (child->kind == KIND_COLUMN && vec_add_str_once(oracle->arena, &names, child->name))
                vec_add(oracle->arena, columns, child);
    if (old)
        VEC_EACH(const Object *, child, &old->children)
            if (child->kind == KIND_COLUMN && vec_add_str_once(oracle->arena, &names, child->name))
                vec_add(oracle->arena, columns, child);
}

/* Whole rows compare by position; columns of the model stand in the order of their names. */
static int
by_position(const void *a, const void *b)
{
    const Column *x = a, *y = b;

    return (x->position > y->position) - (x->position < y->position);
}

bool
question_can_be_real(const Oracle *oracle, const Question *question)
{
    const Object *old = question->relation ? find_relation(oracle->live, question) : NULL;
    const Object *new = question->relation ? find_relation(oracle->blueprint, question) : NULL;

    if (!old || !new || old->kind != new->kind)
        return false;
    VEC_EACH(const Object *, child, &new->children)
        if (child->kind == KIND_COLUMN)
        {
            const Object *before = model_find_kind(oracle->live, KIND_COLUMN, child->schema, child->parent, child->name);

            if (!before || !str_eq(((const Column *) before)->type, ((const Column *) child)->type))
                return false;
        }
    return true;
}

/* " FROM (SELECT NULL::integer AS a ... OFFSET 0) AS t": OFFSET 0 keeps the planner from putting the NULLs in their place. */
static void
add_typed_nulls(const Oracle *oracle, const Vec *questions, const Vec *columns, const char *alias, Text *sql)
{
    const char *between = "";

    text_add(sql, "(SELECT ");
    VEC_EACH(const Column *, column, columns)
        if (any_uses(questions, column->object.name))
        {
            text_addf(sql, "%sNULL::%s AS %s", between, column->type, sql_ident(oracle->arena, column->object.name));
            between = ", ";
        }
    text_addf(sql, " OFFSET 0) AS %s", alias);
}

static void
add_source(const Oracle *oracle, const Question *question, const Vec *columns, const Vec *questions, const char *alias, Text *sql)
{
    if (question->real || !columns->count)
        text_addf(sql, "ONLY %s AS %s", sql_qname(oracle->arena, question->schema, question->relation), alias);
    else
        add_typed_nulls(oracle, questions, columns, alias, sql);
}

static void
add_from(const Oracle *oracle, const Vec *questions, Text *sql)
{
    const Question *question = vec_at(questions, 0);
    Vec columns = {0};

    if (question->value_type)
        text_addf(sql, "\nFROM (SELECT NULL::%s AS \"value\" OFFSET 0) AS domain_value", question->value_type);
    if (!question->relation)
        return;
    relation_columns(oracle, question, &columns);
    vec_sort(&columns, by_position);
    text_add(sql, "\nFROM ");
    if (question->old_and_new)
    {
        add_source(oracle, question, &columns, questions, "\"old\"", sql);
        text_add(sql, ", ");
        add_source(oracle, question, &columns, questions, "\"new\"", sql);
    }
    else
        add_source(oracle, question, &columns, questions, sql_ident(oracle->arena, question->relation), sql);
}

/* ---- the statements ---- */

#define EXPLAIN "EXPLAIN (VERBOSE, COSTS OFF, FORMAT JSON) "

/* The line end closes a comment that the text may end with. Shape has seen to it that the text is one expression. */
static void
add_expression(Text *sql, const char *expression, const char *target)
{
    text_addf(sql, "(%s\n)", expression);
    if (target)
        text_addf(sql, "::%s", target);
}

const char *
question_batch_sql(const Oracle *oracle, const Vec *questions)
{
    const char *between = "";
    Text sql;

    text_init(&sql, oracle->arena);
    text_add(&sql, EXPLAIN "SELECT ");
    VEC_EACH(const Question *, question, questions)
        VEC_EACH(const Item *, item, &question->items)
            for (Side side = SIDE_OLD; side < SIDES; side++, between = ", ")
            {
                text_add(&sql, between);
                add_expression(&sql, item->sql[side], item->target);
            }
    add_from(oracle, questions, &sql);
    return text_str(&sql);
}

const char *
question_sql(const Oracle *oracle, const Question *question, Side side, bool explain)
{
    const Item *item = vec_at(&question->items, 0);
    Vec alone = {0};
    Text sql;

    text_init(&sql, oracle->arena);
    text_add(&sql, explain ? EXPLAIN : "");
    if (question->is_query)
    {
        text_add(&sql, item->sql[side]);
        return text_str(&sql);
    }
    vec_add(oracle->arena, &alone, question);
    text_add(&sql, "SELECT ");
    VEC_EACH(const Item *, each, &question->items)
    {
        text_add(&sql, each_at ? ", " : "");
        add_expression(&sql, each->sql[side], each->target);
        text_addf(&sql, " AS c%zu", each_at);      /* whatever it would be called: described columns are compared with their names */
    }
    add_from(oracle, &alone, &sql);
    return text_str(&sql);
}
