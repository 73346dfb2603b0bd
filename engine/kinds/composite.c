#include "engine/kinds/composite.h"

#include "engine/kinds/usertype.h"
#include "engine/model/moves.h"

static const Field attribute_fields[] = {
    FIELD(Attribute, name, TEXT, ALTER),
    FIELD(Attribute, type, TEXT, ALTER),
    FIELD(Attribute, collation, TEXT, ALTER),
    FIELD(Attribute, comment, TEXT, ALTER),
    {0}
};

static const Field fields[] = {
    FIELD_ITEMS(CompositeType, attributes, "attributes", attribute_fields, ALTER),
    {0}
};

static const Attribute *
find_attribute(const Object *composite, const char *name)
{
    VEC_EACH(const Attribute *, attribute, &((const CompositeType *) composite)->attributes)
        if (strcmp(attribute->name, name) == 0)
            return attribute;
    return NULL;
}

/*
 * ADD ATTRIBUTE adds at the end: what stays must come first and in its order. ALTER ATTRIBUTE TYPE fails as soon as a column is
 * of the type, so another type makes the composite anew.
 */
static bool
composite_can_alter(const Object *old, const Object *new, uint64_t changed)
{
    const Vec *is = &((const CompositeType *) new)->attributes;
    size_t at = 0;

    (void) changed;
    VEC_EACH(const Attribute *, attribute, &((const CompositeType *) old)->attributes)
    {
        const Attribute *stays = find_attribute(new, attribute->name);

        if (!stays)
            continue;
        if (vec_at(is, at) != stays || strcmp(attribute->type, stays->type) != 0 || !str_eq(attribute->collation, stays->collation))
            return false;
        at++;
    }
    for (; at < is->count; at++)
        if (find_attribute(old, ((const Attribute *) vec_at(is, at))->name))
            return false;
    return true;
}

static const char *
attribute_definition(Arena *arena, const Attribute *attribute)
{
    return arena_printf(arena, "%s %s%s%s", sql_ident(arena, attribute->name), attribute->type, attribute->collation ? " COLLATE " : "",
                        attribute->collation ? attribute->collation : "");
}

/* old_type NULL: the type is new. */
static void
emit_comments(Emit *emit, const Object *old_type, const Object *new_type)
{
    VEC_EACH(const Attribute *, attribute, &((const CompositeType *) new_type)->attributes)
    {
        const Attribute *old = old_type ? find_attribute(old_type, attribute->name) : NULL;
        const char *before = old ? old->comment : NULL, *start;
        Step *step;

        if (str_eq(before, attribute->comment))
            continue;
        start = arena_printf(emit->arena, "COMMENT ON COLUMN %s.%s IS", object_sql_name(emit->arena, new_type),
                             sql_ident(emit->arena, attribute->name));
        step = emit_step(emit, COST(0), "%s %s", start, sql_literal(emit->arena, attribute->comment));
        emit_undo(emit, step, false, "%s %s", start, sql_literal(emit->arena, before));
    }
}

static void
composite_create(Emit *emit, const Object *new)
{
    const char *name = object_sql_name(emit->arena, new);
    Vec definitions = {0};
    Step *step;

    VEC_EACH(const Attribute *, attribute, &((const CompositeType *) new)->attributes)
        vec_add(emit->arena, &definitions, attribute_definition(emit->arena, attribute));
    step = emit_step(emit, COST(0), definitions.count ? "CREATE TYPE %s AS (\n    %s\n)" : "CREATE TYPE %s AS (%s)", name,
                     vec_join(emit->arena, &definitions, ",\n    "));
    emit_undo(emit, step, false, "DROP TYPE %s", name);
    emit_comments(emit, NULL, new);
}

static void
composite_alter(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    const char *name = object_sql_name(emit->arena, new);
    Step *step;

    (void) changed;
    VEC_EACH(const Attribute *, attribute, &((const CompositeType *) old)->attributes)
        if (!find_attribute(new, attribute->name))
        {
            Vec relations = {0};

            usertype_relations(emit, old, &relations);
            step = emit_step(emit, COST(0), "ALTER TYPE %s DROP ATTRIBUTE %s", name, sql_ident(emit->arena, attribute->name));
            if (relations.count)
                emit_hazard(emit, step, HAZARD_DELETES_DATA, "values of the attribute in columns of %s",
                            vec_join(emit->arena, &relations, ", "));
            emit_undo(emit, step, true, "ALTER TYPE %s ADD ATTRIBUTE %s", name, attribute_definition(emit->arena, attribute));
        }
    VEC_EACH(const Attribute *, attribute, &((const CompositeType *) new)->attributes)
        if (!find_attribute(old, attribute->name))
        {
            step = emit_step(emit, COST(0), "ALTER TYPE %s ADD ATTRIBUTE %s", name, attribute_definition(emit->arena, attribute));
            emit_undo(emit, step, false, "ALTER TYPE %s DROP ATTRIBUTE %s", name, sql_ident(emit->arena, attribute->name));
        }
    emit_comments(emit, old, new);
}

static void
follow(Object *object, const Moves *moves)
{
    VEC_EACH(Attribute *, attribute, &((CompositeType *) object)->attributes)
    {
        attribute->name = moves_part(moves, SPACE_TYPE, object->schema, object->name, attribute->name);
        attribute->type = moves_text(moves, SPACE_TYPE, attribute->type);
        attribute->collation = moves_text(moves, SPACE_COLLATION, attribute->collation);
    }
}

static bool
has_part(const Object *object, const char *part)
{
    VEC_EACH(const Attribute *, attribute, &((const CompositeType *) object)->attributes)
        if (strcmp(attribute->name, part) == 0)
            return true;
    return false;
}

const KindOps kind_composite = {
    .noun = "TYPE",
    .word = "composite type",
    .acl_privileges = "USAGE",
    .has_owner = true,
    .renames = "",
    .part_renames = "ATTRIBUTE",
    .size = sizeof(CompositeType),
    .fields = fields,
    .can_alter = composite_can_alter,
    .follow = follow,
    .has_part = has_part,
    .create = composite_create,
    .alter = composite_alter,
    .drop = usertype_drop,
};
