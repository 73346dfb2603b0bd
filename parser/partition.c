#include "parser/constraint.h"

#include "engine/base/text.h"
#include "engine/kinds/inheritance.h"
#include "parser/autoname.h"

/*
 * Each partition gets a copy of every index and constraint of its parent. When the copy is to be made, an own one of the
 * same shape is taken for it instead (DefineIndex(), AttachPartitionEnsureIndexes(), tryAttachPartitionForeignKey()); one
 * that is made later is one more. The order of objects in the model is the order in which they were declared.
 */

static bool
is_key_constraint(const Object *object)
{
    return object->kind == KIND_CONSTRAINT && constraint_has_index((const ConstraintDef *) object);
}

static const char *
label_of(const Object *object)
{
    const ConstraintDef *constraint = (const ConstraintDef *) object;

    if (object->kind == KIND_INDEX)
        return "idx";
    return constraint_is(constraint, "PRIMARY KEY") ? "pkey" : constraint_is(constraint, "UNIQUE") ? "key" : "excl";
}

/* ---- names of copies ---- */

static void
suggested_names(Parse *parse, const Object *object, Vec *names)
{
    const ConstraintDef *constraint = (const ConstraintDef *) object;
    const IndexDef *index = (const IndexDef *) object;
    bool is_index = object->kind == KIND_INDEX;

    vec_add_all(parse->arena, names, is_index ? &(Vec) {0} : &constraint->columns);
    VEC_EACH(const IndexElement *, element, is_index ? &index->elements : &constraint->elements)
        vec_add(parse->arena, names, element->column ? element->column : element->label);
    vec_add_all(parse->arena, names, is_index ? &index->include : &constraint->include);
}

const char *
partition_copy_name(Parse *parse, const Object *table, const Object *original)
{
    Vec names = {0};

    suggested_names(parse, original, &names);
    return index_autoname(parse, table, &names, label_of(original));
}

static void
take_copy_name(Parse *parse, const Object *table, const Object *original)
{
    const char *mark = arena_printf(parse->arena, "%s copies %s", table->key, original->key);

    if (map_has(&parse->taken, sql_qname(parse->arena, table->schema, mark)))
        return;
    autoname_take(parse, table->schema, mark);     /* first, for choosing a name comes here again */
    autoname_take(parse, table->schema, partition_copy_name(parse, table, original));
}

void
partition_take_names(Parse *parse, const Object *table)
{
    if (table->kind != KIND_TABLE)
        return;
    for (const Object *parent = partition_parent(parse, table); parent; parent = partition_parent(parse, parent))
        VEC_EACH(const Object *, child, &parent->children)
            if (child->kind == KIND_INDEX || is_key_constraint(child))
                take_copy_name(parse, table, child);
}

/* ---- ATTACH PARTITION of an index ---- */

static const char *
attached_mark(Parse *parse, const char *schema, const char *name)
{
    return arena_printf(parse->arena, "%s is attached", sql_qname(parse->arena, schema, name));
}

void
partition_attach(Parse *parse, const char *schema, const char *name, Object *child, bool stay)
{
    const char *mark = arena_printf(parse->arena, "%s in %s", sql_qname(parse->arena, child->schema, child->parent), sql_qname(parse->arena, schema, name));

    autoname_take(parse, child->schema, child->name);
    map_put(&parse->taken, mark, mark);
    map_put(&parse->taken, attached_mark(parse, child->schema, child->name), mark);
    if (stay)
        return;
    constraint_forget(parse, child);
    model_remove(parse->model, child);
}

bool
partition_is_attached(Parse *parse, const char *schema, const char *name)
{
    return map_has(&parse->taken, attached_mark(parse, schema, name));
}

/* ---- own objects that are taken for copies ---- */

static size_t
place_of(const Map *places, const Object *object)
{
    return (size_t) (uintptr_t) map_get(places, object->key);
}

/* Of an index or a key; NULL: neither. */
static bool *
invalid_of(Object *object)
{
    if (object->kind == KIND_INDEX)
        return &((IndexDef *) object)->invalid;
    return object->kind == KIND_CONSTRAINT ? &((ConstraintDef *) object)->invalid : NULL;
}

/* ON ONLY leaves an index invalid until every partition has its part of it; those made later have one from the start. */
static void
check_whole(Parse *parse, Object *index, const Map *places)
{
    const char *name = sql_qname(parse->arena, index->schema, index->name);

    VEC_EACH(const Object *, object, &parse->model->objects)
    {
        const Inheritance *bond = (const Inheritance *) object;
        const char *partition;

        if (object->kind != KIND_INHERITANCE || !bond->bound || !str_eq(bond->from_schema, index->schema) ||
            !str_eq(bond->from_table, index->parent) || place_of(places, object) > place_of(places, index))
            continue;
        if (table_is_foreign(model_parent(parse->model, object)))       /* has none, and pg_dump writes ON ONLY all the same */
            continue;
        partition = sql_qname(parse->arena, object->schema, object->parent);
        if (map_has(&parse->taken, arena_printf(parse->arena, "%s in %s", partition, name)))
            continue;
        findings_add(parse->findings, SEVERITY_ERROR, index->origin,
                     arena_printf(parse->arena, "leave ONLY away, or ALTER INDEX %s ATTACH PARTITION an index of %s", name, partition),
                     "%s is never valid: partition %s has no part of it", object_title(parse->arena, index), partition);
        return;
    }
}

static bool
same_elements(const Vec *a, const Vec *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
    {
        const IndexElement *x = vec_at(a, i), *y = vec_at(b, i);

        if (!str_eq(x->column, y->column) || !x->expression != !y->expression || !str_eq(x->collation, y->collation) ||
            !str_eq(x->opclass, y->opclass) || !str_eq(x->with_operator, y->with_operator))
            return false;
        if (x->expression && strcmp(x->expression->sql, y->expression->sql) != 0)
            return false;
    }
    return true;
}

/* CompareIndexInfo(): neither the sort order nor the options matter. */
static bool
same_index(const IndexDef *a, const IndexDef *b)
{
    return a->unique == b->unique && a->nulls_not_distinct == b->nulls_not_distinct && str_eq(a->method, b->method) &&
           same_elements(&a->elements, &b->elements) && vec_eq_str(&a->include, &b->include) && !a->where == !b->where &&
           (!a->where || strcmp(a->where->sql, b->where->sql) == 0);
}

static bool
same_key(const ConstraintDef *a, const ConstraintDef *b)
{
    return vec_eq_str(&a->columns, &b->columns) && vec_eq_str(&a->include, &b->include) && a->nulls_not_distinct == b->nulls_not_distinct;
}

static bool
same_foreign_key(const ConstraintDef *a, const ConstraintDef *b)
{
    return vec_eq_str(&a->columns, &b->columns) && str_eq(a->ref_schema, b->ref_schema) && str_eq(a->ref_table, b->ref_table) &&
           vec_eq_str(&a->ref_columns, &b->ref_columns) && str_eq(a->match, b->match) && str_eq(a->on_update, b->on_update) &&
           str_eq(a->on_delete, b->on_delete) && a->deferrable == b->deferrable && a->initially_deferred == b->initially_deferred;
}

/* Whether `own` of a partition serves as its copy of `original`; `early`: it was there when the copy was due. */
static bool
serves_as(const Object *own, const Object *original, bool early)
{
    const ConstraintDef *a = (const ConstraintDef *) own, *b = (const ConstraintDef *) original;

    if (own->kind != original->kind)
        return false;
    if (own->kind == KIND_INDEX)
        return early && same_index((const IndexDef *) own, (const IndexDef *) original);
    if (strcmp(a->type, b->type) != 0)
        return false;
    if (constraint_is(a, "CHECK"))
        return !b->no_inherit && strcmp(own->name, original->name) == 0;
    if (constraint_is(a, "FOREIGN KEY"))
        return early && same_foreign_key(a, b);
    return constraint_is(a, "PRIMARY KEY") || (early && !constraint_is(a, "EXCLUDE") && same_key(a, b));
}

static const Object *
bond_of(const Object *table)
{
    VEC_EACH(const Object *, child, &table->children)
        if (child->kind == KIND_INHERITANCE && ((const Inheritance *) child)->bound)
            return child;
    return NULL;
}

static bool
is_copy(Parse *parse, const Object *own, const Map *places, Map *used)
{
    const Object *table = model_find_kind(parse->model, KIND_TABLE, own->schema, NULL, own->parent), *parent;
    size_t due = 0;

    for (; table && (parent = partition_parent(parse, table)); table = parent)
    {
        size_t bond = place_of(places, bond_of(table));

        due = bond > due ? bond : due;
        VEC_EACH(const Object *, original, &parent->children)
        {
            size_t made = place_of(places, original);
            const char *mark = arena_printf(parse->arena, "%s.%s %s", own->schema, own->parent, original->key);

            if ((original->kind != KIND_INDEX && original->kind != KIND_CONSTRAINT) || map_has(used, mark) ||
                !serves_as(own, original, place_of(places, own) < (made > due ? made : due)))
                continue;
            map_put(used, mark, own);
            return true;
        }
    }
    return false;
}

/* Where there are no partitions there are no copies. */
static bool
is_concerned(const Parse *parse)
{
    VEC_EACH(Object *, object, &parse->model->objects)
        if ((object->kind == KIND_INHERITANCE && ((const Inheritance *) object)->bound) ||
            (invalid_of(object) && *invalid_of(object)))
            return true;
    return false;
}

void
partition_finish(Parse *parse)
{
    Map places, used;
    Vec copies = {0};
    size_t place = 0;

    if (!is_concerned(parse))
        return;
    map_init(&places, parse->arena);
    map_init(&used, parse->arena);
    VEC_EACH(const Object *, object, &parse->model->objects)
        map_put(&places, object->key, (const void *) (uintptr_t) ++place);
    VEC_EACH(Object *, object, &parse->model->objects)
    {
        bool *invalid = invalid_of(object);

        if (invalid && *invalid)
        {
            *invalid = false;
            check_whole(parse, object, &places);
        }
        if ((object->kind == KIND_INDEX || object->kind == KIND_CONSTRAINT) && is_copy(parse, object, &places, &used))
            vec_add(parse->arena, &copies, object);
    }
    VEC_EACH(Object *, copy, &copies)
    {
        constraint_forget(parse, copy);
        model_remove(parse->model, copy);
    }
}
