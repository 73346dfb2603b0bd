/*
 * What the tables of a bond share is in neither model: a partition's copies of keys, indexes and checks. When the bond is
 * cut, PostgreSQL leaves them to the child; when one is made, it takes the child's own for copies where they are alike.
 */
#include "engine/kinds/inheritance.h"

#include "engine/base/text.h"
#include "engine/kinds/constraint.h"

static bool
has_bond(const Model *model, const Object *bond)
{
    return map_has(&model->by_key, bond->key);
}

static bool
is_check(const Object *object)
{
    return object->kind == KIND_CONSTRAINT && constraint_is((const ConstraintDef *) object, "CHECK");
}

/* ---- a bond is cut ---- */

/* Whether a check comes from another parent, which stays. */
static bool
stays_inherited(const Model *old, const Model *new, const Object *table, const Object *check)
{
    VEC_EACH(const Inheritance *, bond, &table->children)
        if (bond->object.kind == KIND_INHERITANCE && has_bond(new, &bond->object) && is_check(check) &&
            model_find(old, SPACE_CONSTRAINT, bond->from_schema, bond->from_table, check->name))
            return true;
    return false;
}

static bool
loses_parent(const Model *new, const Object *table)
{
    VEC_EACH(const Object *, bond, &table->children)
        if (bond->kind == KIND_INHERITANCE && !has_bond(new, bond))
            return true;
    return false;
}

static void
leave_copies(Model *old, const Model *new, const Table *table)
{
    if (!table->derived.count || !map_has(&new->by_key, table->object.key) || !loses_parent(new, &table->object))
        return;
    VEC_EACH(Object *, copy, &table->derived)
        if (!stays_inherited(old, new, &table->object, copy))
            model_add(old, copy);
}

/* ---- a bond is made ---- */

static bool
may_serve(const Object *own, const Object *original)
{
    if (own->kind != original->kind || fields_compare(object_ops(own)->fields, own, original, own, original, NULL))
        return false;
    return !is_check(own) || (strcmp(own->name, original->name) == 0 && !((const ConstraintDef *) original)->no_inherit);
}

static Object *
find_own(const Model *new, const Object *child, const Object *original, bool only_checks)
{
    VEC_EACH(Object *, own, &child->children)
        if ((is_check(own) || (!only_checks && (own->kind == KIND_CONSTRAINT || own->kind == KIND_INDEX))) &&
            !map_has(&new->by_key, own->key) && may_serve(own, original))
            return own;
    return NULL;
}

static void
adopt_from(Model *old, const Model *new, Inheritance *bond, const Object *child, const Object *from, bool only_checks)
{
    if (!from)
        return;
    VEC_EACH(const Object *, original, &from->children)
    {
        Object *own = original->kind == KIND_CONSTRAINT || original->kind == KIND_INDEX ? find_own(new, child, original, only_checks) : NULL;

        if (!own)
            continue;
        if (is_check(own))
            vec_add(new->arena, &bond->adopts, own->name);
        model_remove(old, own);
    }
    VEC_EACH(const Inheritance *, above, &from->children)
        if (above->object.kind == KIND_INHERITANCE)
            adopt_from(old, new, bond, child, (const Object *) inheritance_from(new, above), only_checks);
}

/* Indexes serve only where a partition is attached. A check that a child has of its own too can't be taken from it. */
static void
adopt(Model *old, const Model *new, Inheritance *bond)
{
    const Object *child = model_find_kind(old, KIND_TABLE, bond->object.schema, NULL, bond->object.parent);

    if (child)
        adopt_from(old, new, bond, child, (const Object *) inheritance_from(new, bond), !bond->bound || has_bond(old, &bond->object));
}

void
inheritance_align(Model *old, Model *new)
{
    size_t before = old->objects.count;

    for (size_t i = 0; i < before; i++)
        if (((const Object *) vec_at(&old->objects, i))->kind == KIND_TABLE)
            leave_copies(old, new, vec_at(&old->objects, i));
    VEC_EACH(Object *, object, &new->objects)
        if (object->kind == KIND_INHERITANCE)
            adopt(old, new, (Inheritance *) object);
    model_finish(old);
}
