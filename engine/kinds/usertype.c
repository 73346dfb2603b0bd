#include "engine/kinds/usertype.h"

#include "engine/kinds/column_type.h"
#include "engine/kinds/composite.h"

static bool
needs_type(const Object *object, const Object *type)
{
    VEC_EACH(const Ref *, need, &object->needs)
        if (need->space == SPACE_TYPE && str_eq(need->schema, type->schema) && str_eq(need->name, type->name))
            return true;
    return false;
}

void
usertype_relations(const Emit *emit, const Object *type, Vec *relations)
{
    VEC_EACH(const Object *, object, &emit->diff->old->objects)
        if (object->kind == KIND_COLUMN && needs_type(object, type))
            vec_add_str_once(emit->arena, relations, object_relation(emit->arena, object));
    vec_sort_str(relations);
}

void
usertype_drop(Emit *emit, const Object *old)
{
    Step *step = emit_step(emit, COST(0), "DROP %s %s", object_ops(old)->noun, object_sql_name(emit->arena, old));

    if (emit->change->action == ACTION_DROP)
        emit_hazard(emit, step, HAZARD_DROPS_OBJECT, NULL);
}

/* ---- from the old type to the new one ---- */

static const CompositeType *
composite_of(const Emit *emit, const Model *model, const char *type)
{
    const Object *object = type_object(emit->arena, model, type);

    return object && object->kind == KIND_COMPOSITE ? (const CompositeType *) object : NULL;
}

/* Whether what the old type writes is what the new one reads: a composite value is the list of its attributes. */
static bool
reads_alike(const Emit *emit, const char *old_type, const char *new_type)
{
    const CompositeType *old = composite_of(emit, emit->diff->old, old_type), *new = composite_of(emit, emit->diff->new, new_type);

    if (!old || !new)
        return true;
    if (old->attributes.count != new->attributes.count)
        return false;
    for (size_t i = 0; i < old->attributes.count; i++)
    {
        const Attribute *a = vec_at(&old->attributes, i), *b = vec_at(&new->attributes, i);

        if (strcmp(a->name, b->name) != 0 || !reads_alike(emit, a->type, b->type))
            return false;
    }
    return true;
}

static bool
is_same(const Emit *emit, const char *old_type, const char *new_type)
{
    const Object *object = type_object(emit->arena, emit->diff->old, old_type);

    return strcmp(old_type, new_type) == 0 && !(object && diff_change_of(emit->diff, object)->aside);
}

static const Attribute *
attribute_named(const CompositeType *type, const char *name)
{
    VEC_EACH(const Attribute *, attribute, &type->attributes)
        if (strcmp(attribute->name, name) == 0)
            return attribute;
    return NULL;
}

static const char *
recast_attributes(Emit *emit, const char *value, const char *old_type, const char *new_type, bool *loses)
{
    const CompositeType *old = composite_of(emit, emit->diff->old, old_type), *new = composite_of(emit, emit->diff->new, new_type);
    Vec parts = {0};

    VEC_EACH(const Attribute *, attribute, &old->attributes)
        *loses |= !attribute_named(new, attribute->name);
    VEC_EACH(const Attribute *, attribute, &new->attributes)
    {
        const Attribute *was = attribute_named(old, attribute->name);
        const char *part = arena_printf(emit->arena, "(%s).%s", value, sql_ident(emit->arena, attribute->name));

        if (!was)
            part = "NULL";
        else if (!is_same(emit, was->type, attribute->type))
            part = usertype_recast(emit, part, was->type, attribute->type, loses);
        vec_add(emit->arena, &parts, part);
    }
    /* IS NULL would be true of a row of nulls too. */
    return arena_printf(emit->arena, "CASE WHEN %s IS DISTINCT FROM NULL THEN ROW(%s)::%s END", value, vec_join(emit->arena, &parts, ", "),
                        new_type);
}

const char *
usertype_recast(Emit *emit, const char *value, const char *old_type, const char *new_type, bool *loses)
{
    bool array = type_parts(emit->arena, new_type).array;

    if (reads_alike(emit, old_type, new_type))
        return arena_printf(emit->arena, "%s::text%s::%s", value, array ? "[]" : "", new_type);
    if (!array)
        return recast_attributes(emit, value, old_type, new_type, loses);
    emit_refuse(emit, "%s is an array of a composite type whose attributes change so that the type must be made anew, and no expression "
                "turns the old values into new ones: keep the attributes in their order and add others at the end", value);
    return value;
}
