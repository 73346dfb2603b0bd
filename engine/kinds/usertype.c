#include "engine/kinds/usertype.h"

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
