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

/* A type that goes aside holds on to the types that it is made of. */
bool
usertype_goes_aside(const Emit *emit, const Object *old)
{
    const Change *own = diff_change_of(emit->diff, old);

    if (own->aside || own->action != ACTION_RECREATE)
        return own->aside;
    VEC_EACH(const Change *, change, &emit->diff->changes)
        if (change->old && change->old != old && change->action == ACTION_RECREATE && kind_space[change->old->kind] == SPACE_TYPE &&
            needs_type(change->old, old) && usertype_goes_aside(emit, change->old))
            return true;
    return false;
}

static bool
is_taken(const Model *model, const char *schema, const char *name)
{
    return model_find(model, SPACE_TYPE, schema, NULL, name) || model_find(model, SPACE_RELATION, schema, NULL, name);
}

const char *
usertype_aside_name(const Emit *emit, const char *schema, const char *name)
{
    enum { ROOM = 63 - (sizeof "__old99" - 1) };
    size_t length = strlen(name);
    const char *aside;

    if (length > ROOM)
    {
        length = ROOM;
        while (length && ((unsigned char) name[length] & 0xC0) == 0x80)     /* never in the middle of a UTF-8 character */
            length--;
    }
    aside = arena_printf(emit->arena, "%.*s__old", (int) length, name);
    for (int number = 2; is_taken(emit->diff->old, schema, aside) || is_taken(emit->diff->new, schema, aside); number++)
        aside = arena_printf(emit->arena, "%.*s__old%d", (int) length, name, number);
    return aside;
}

void
usertype_drop(Emit *emit, const Object *old)
{
    const char *noun = object_ops(old)->noun, *name = object_sql_name(emit->arena, old), *aside;
    Step *step;

    if (usertype_goes_aside(emit, old))
    {
        aside = usertype_aside_name(emit, old->schema, old->name);
        step = emit_step(emit, COST(0), "ALTER %s %s RENAME TO %s", noun, name, sql_ident(emit->arena, aside));
        emit_undo(emit, step, false, "ALTER %s %s RENAME TO %s", noun, sql_qname(emit->arena, old->schema, aside),
                  sql_ident(emit->arena, old->name));
        return;
    }
    step = emit_step(emit, COST(0), "DROP %s %s", noun, name);
    if (emit->change->action == ACTION_DROP)
        emit_hazard(emit, step, HAZARD_DROPS_OBJECT, NULL);
}

void
usertype_finish(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    (void) new, (void) changed;
    if (old && usertype_goes_aside(emit, old))
        emit_step(emit, COST(0), "DROP %s %s", object_ops(old)->noun,
                  sql_qname(emit->arena, old->schema, usertype_aside_name(emit, old->schema, old->name)));
}
