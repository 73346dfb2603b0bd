#include "parser/constraint.h"
#include "parser/creation.h"
#include "parser/table.h"

#include "engine/base/text.h"
#include "engine/kinds/column_type.h"

/* ---- what ADD COLUMN ... DEFAULT costs ---- */

/* Of PostgreSQL's own functions those that may give each row another value, as far as a default might call them. */
static bool
is_volatile(const char *name)
{
    static const char *const names[] = {"clock_timestamp", "currval", "gen_random_uuid", "lastval", "nextval", "random", "random_normal",
        "setval", "set_config", "timeofday", "txid_status", "uuidv4", "uuidv7"};

    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return strncmp(name, "pg_", 3) == 0;
}

typedef struct Calls
{
    Parse *parse;
    const Statement *statement;
    ColumnDefault *value;
} Calls;

/* Functions that are not PostgreSQL's own are looked at when the plan is made: the blueprint may declare them later. */
static bool
gather_calls(Node *node, void *context)
{
    Calls *calls = context;
    const char *schema, *name;
    Ref *ref;

    if (!node)
        return false;
    if (IsA(node, FuncCall))
    {
        qualified_name(calls->parse, calls->statement, SPACE_ROUTINE, ((FuncCall *) node)->funcname, &schema, &name);
        if (strcmp(schema, "pg_catalog") == 0)
            calls->value->constant &= !is_volatile(name);
        else
        {
            ref = arena_make(calls->parse->arena, Ref);
            *ref = (Ref) {.space = SPACE_ROUTINE, .schema = schema, .name = name, .any_signature = true};
            vec_add(calls->parse->arena, &calls->value->calls, ref);
        }
    }
    return raw_expression_tree_walker(node, gather_calls, context);
}

/* ---- the expressions that wait for canon_all() ---- */

static void
remember(Parse *parse, const Object *object, Pending *pending)
{
    if (!parse->values.arena)
        map_init(&parse->values, parse->reading);
    map_put(&parse->values, object->key, pending);
}

static const Pending *
pending_of(const Parse *parse, const Object *object, const Expression *expression)
{
    const Pending *found = parse->values.arena ? map_get(&parse->values, object->key) : NULL;

    if (found && found->expression == expression)
        return found;
    VEC_EACH(const Pending *, pending, &parse->pending)
        if (pending->expression == expression)
            return pending;
    return NULL;
}

/* Names mean the same in the copy: it goes with the search path of the original. */
static Pending *
copy_expression(Parse *parse, const Statement *statement, const Object *from, const Expression *expression, Object *to, Expression **slot)
{
    const Pending *original = pending_of(parse, from, expression);
    Pending *copy = parse_pending_text(parse, statement, PENDING_EXPRESSION, expression->sql, to, slot);

    if (original)
        copy->search_path = original->search_path;
    to->search_path = from->search_path;
    copy->relation_schema = to->schema;
    copy->relation = to->parent;
    return copy;
}

/* ---- defaults ---- */

static const char *
column_type(Parse *parse, const Object *table, const char *column)
{
    const Column *found = table->kind == KIND_TABLE ? table_column(parse, table, column) : NULL;

    return found ? found->type : NULL;
}

bool
default_says_nothing(Parse *parse, const Statement *statement, const char *type, const Node *expression)
{
    const Object *object;
    TypeParts parts;

    if (!is_null_constant(expression) || !type)
        return false;
    if (!IsA(expression, A_Const))
        return IsA(((const TypeCast *) expression)->arg, A_Const) && !((const TypeCast *) expression)->typeName->typmods &&
               str_eq(type, type_text(parse, statement, ((const TypeCast *) expression)->typeName, NULL));
    parts = type_parts(parse->arena, type);
    object = type_object(parse->arena, parse->model, type);
    return (parts.mods[0] < 0 || strcmp(parts.base, "interval") == 0) && !(object && object->kind == KIND_DOMAIN && !parts.array);
}

void
default_drop(Parse *parse, Object *table, const char *column)
{
    Object *have = model_find(parse->model, SPACE_DEFAULT, table->schema, table->name, column);

    if (!have)
        return;
    constraint_forget(parse, have);
    model_remove(parse->model, have);
}

/* A new default in the place of any old one. */
static ColumnDefault *
make_default(Parse *parse, const Statement *statement, Object *table, const char *column, int location)
{
    ColumnDefault *value = object_make(parse->arena, KIND_DEFAULT, table->schema, table->name, column);

    default_drop(parse, table, column);
    parse_add(parse, statement, location, &value->object);
    return value;
}

static void
finish_default(Parse *parse, ColumnDefault *value, Pending *pending, const Object *table)
{
    pending->relation_schema = value->object.schema;
    pending->relation = value->object.parent;
    pending->target_type = column_type(parse, table, value->object.name);
    remember(parse, &value->object, pending);
}

void
default_set(Parse *parse, const Statement *statement, Object *table, const char *column, Node *expression)
{
    const char *type = column_type(parse, table, column);
    ColumnDefault *value;
    Calls calls = {.parse = parse, .statement = statement};

    if (default_says_nothing(parse, statement, type, expression))
    {
        default_drop(parse, table, column);
        return;
    }
    value = make_default(parse, statement, table, column, exprLocation(expression));
    value->constant = true;
    calls.value = value;
    gather_calls(expression, &calls);
    finish_default(parse, value, parse_expression(parse, statement, expression, &value->object, &value->value), table);
}

void
default_sql(Parse *parse, const Statement *statement, const Object *column, const char *sql)
{
    Object *table = model_parent(parse->model, column);
    ColumnDefault *value = make_default(parse, statement, table, column->name, -1);

    finish_default(parse, value, parse_pending_text(parse, statement, PENDING_EXPRESSION, sql, &value->object, &value->value), table);
}

void
default_copy(Parse *parse, const Statement *statement, const Object *from, Column *to)
{
    const ColumnDefault *original = default_of(parse->model, from);
    Object *table = model_parent(parse->model, &to->object);
    ColumnDefault *value;

    if (!original)
        return;
    value = make_default(parse, statement, table, to->object.name, -1);
    value->constant = original->constant;
    value->calls = original->calls;
    finish_default(parse, value, copy_expression(parse, statement, &original->object, original->value, &value->object, &value->value), table);
}

void
generated_copy(Parse *parse, const Statement *statement, const Column *from, Column *to)
{
    Pending *copy;

    if (!from->generated)
        return;
    copy = copy_expression(parse, statement, &from->object, from->generated, &to->object, &to->generated);
    copy->target_type = to->type;
    to->generated_virtual = from->generated_virtual;
    remember(parse, &to->object, copy);
}

void
column_set_generated(Parse *parse, const Statement *statement, Column *column, Node *expression)
{
    Pending *pending;

    if (column->generated)
        constraint_forget(parse, &column->object);
    pending = parse_expression(parse, statement, expression, &column->object, &column->generated);
    pending->relation_schema = column->object.schema;
    pending->relation = column->object.parent;
    pending->target_type = column->type;
    remember(parse, &column->object, pending);
}
