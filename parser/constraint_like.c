#include "parser/constraint.h"

#include "engine/kinds/inheritance.h"
#include "parser/autoname.h"

/* One CREATE TABLE (LIKE source INCLUDING ...): expandTableLikeClause() in parser/parse_utilcmd.c. */
typedef struct Copying
{
    Parse *parse;
    const Statement *statement;
    Object *table;
    bool comments;
} Copying;

/* An expression is settled for its own table, under the search path that it was written with. */
static Expression *
copy_expression(const Copying *copying, const Expression *source, Object *object)
{
    Parse *parse = copying->parse;
    Pending *waiting;

    if (!source)
        return NULL;
    for (size_t i = parse->pending.count; i-- > 0;)
    {
        const Pending *have = vec_at(&parse->pending, i);

        if (have->expression != source)
            continue;
        waiting = arena_make(parse->arena, Pending);
        *waiting = *have;
        waiting->expression = arena_make(parse->arena, Expression);
        *waiting->expression = *source;
        waiting->object = object;
        waiting->relation_schema = object->schema;
        waiting->relation = object->parent;
        vec_add(parse->arena, &parse->pending, waiting);
        return waiting->expression;
    }
    BUG("an expression that nobody waits for");
}

static Vec
copy_vec(const Copying *copying, const Vec *source)
{
    Vec copy = {0};

    vec_add_all(copying->parse->arena, &copy, source);
    return copy;
}

static Vec
copy_elements(const Copying *copying, const Vec *source, Object *object)
{
    Vec copy = {0};

    VEC_EACH(const IndexElement *, element, source)
    {
        IndexElement *own = arena_make(copying->parse->arena, IndexElement);

        *own = *element;
        own->expression = copy_expression(copying, element->expression, object);
        vec_add(copying->parse->arena, &copy, own);
    }
    return copy;
}

/* Identity, and needs that are of no table: on extensions, types and functions. */
static void
init_object(const Copying *copying, Object *copy, const Object *source, const char *name)
{
    *copy = (Object) {.kind = source->kind, .schema = copying->table->schema, .parent = copying->table->name, .name = name};
    VEC_EACH(const Ref *, need, &source->needs)
        if (need->space == SPACE_EXTENSION)
            object_need(copying->parse->arena, copy, *need);
}

static void
add_copy(const Copying *copying, Object *copy)
{
    if (parse_add(copying->parse, copying->statement, -1, copy) && copy->kind == KIND_CONSTRAINT)
        autoname_take_constraint(copying->parse, copy);
}

static void
copy_check(const Copying *copying, const ConstraintDef *source)
{
    ConstraintDef *copy = arena_make(copying->parse->arena, ConstraintDef);

    *copy = *source;
    init_object(copying, &copy->object, &source->object, source->object.name);
    copy->object.comment = copying->comments ? source->object.comment : NULL;
    copy->check = copy_expression(copying, source->check, &copy->object);
    copy->not_valid = false;
    add_copy(copying, &copy->object);
}

static void
copy_key(const Copying *copying, const ConstraintDef *source)
{
    ConstraintDef *copy = arena_make(copying->parse->arena, ConstraintDef);

    *copy = *source;
    init_object(copying, &copy->object, &source->object, partition_copy_name(copying->parse, copying->table, &source->object));
    copy->index_comment = copying->comments ? source->index_comment : NULL;
    copy->columns = copy_vec(copying, &source->columns);
    copy->include = copy_vec(copying, &source->include);
    copy->options = copy_vec(copying, &source->options);
    copy->elements = copy_elements(copying, &source->elements, &copy->object);
    copy->where = copy_expression(copying, source->where, &copy->object);
    add_copy(copying, &copy->object);
    constraint_make_not_null(copying->parse, copying->table, copy);
}

static void
copy_index(const Copying *copying, const IndexDef *source)
{
    IndexDef *copy = arena_make(copying->parse->arena, IndexDef);

    *copy = *source;
    init_object(copying, &copy->object, &source->object, partition_copy_name(copying->parse, copying->table, &source->object));
    copy->object.comment = copying->comments ? source->object.comment : NULL;
    copy->include = copy_vec(copying, &source->include);
    copy->options = copy_vec(copying, &source->options);
    copy->statistics = (Vec) {0};
    copy->elements = copy_elements(copying, &source->elements, &copy->object);
    copy->where = copy_expression(copying, source->where, &copy->object);
    add_copy(copying, &copy->object);
}

static void
copy_checks(const Copying *copying, const Object *source, bool inherited)
{
    const Model *model = copying->parse->model;

    VEC_EACH(const Object *, child, &source->children)
    {
        const ConstraintDef *check = (const ConstraintDef *) child;

        if (child->kind == KIND_CONSTRAINT && constraint_is(check, "CHECK") && !(inherited && check->no_inherit) &&
            !model_find(model, SPACE_CONSTRAINT, copying->table->schema, copying->table->name, child->name))
            copy_check(copying, check);
    }
    VEC_EACH(const Object *, child, &source->children)
    {
        const Inheritance *bond = (const Inheritance *) child;
        const Object *parent = child->kind == KIND_INHERITANCE
                                   ? model_find_kind(model, KIND_TABLE, bond->from_schema, NULL, bond->from_table) : NULL;

        if (parent)
            copy_checks(copying, parent, true);
    }
}

void
constraint_like(Parse *parse, const Statement *statement, Object *table, const Object *source, bool checks, bool indexes, bool comments)
{
    Copying copying = {parse, statement, table, comments};

    if (checks)
        copy_checks(&copying, source, false);
    for (; indexes && source; source = partition_parent(parse, source))
        for (size_t i = 0, count = source->children.count; i < count; i++)
        {
            const Object *child = vec_at(&source->children, i);

            if (child->kind == KIND_INDEX)
                copy_index(&copying, (const IndexDef *) child);
            else if (child->kind == KIND_CONSTRAINT && constraint_has_index((const ConstraintDef *) child))
                copy_key(&copying, (const ConstraintDef *) child);
        }
}
