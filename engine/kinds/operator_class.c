/*
 * Operator classes and families (engine/kinds/definition.h): https://www.postgresql.org/docs/current/sql-createopclass.html
 *
 * A family is always an object of its own, though CREATE OPERATOR CLASS may make it. Which members a class holds tightly, and
 * which are loose in its family, is the access method's choice (parser/operator_class.c); both roads have them where the server
 * has them.
 */
#include "engine/kinds/definition.h"

/* ---- families ---- */

static const Field family_fields[] = {
    FIELD_ITEMS(Definition, items, "members", definition_item_fields, ALTER),
    {0}
};

/* "ALTER OPERATOR FAMILY f ADD a, b" for what `to` has and `from` lacks or has otherwise. */
static const char *
add_sql(Arena *arena, const char *family, const Vec *from, const Vec *to)
{
    Vec added = {0};

    VEC_EACH(const DefinitionItem *, item, to)
    {
        const DefinitionItem *was = definition_item(from, item->key);

        if (!was || strcmp(was->value, item->value) != 0)
            vec_add(arena, &added, item->value);
    }
    return added.count ? arena_printf(arena, "ALTER OPERATOR FAMILY %s ADD\n    %s", family, vec_join(arena, &added, ",\n    ")) : NULL;
}

static const char *
drop_sql(Arena *arena, const char *family, const Vec *from, const Vec *to)
{
    Vec dropped = {0};

    VEC_EACH(const DefinitionItem *, item, from)
    {
        const DefinitionItem *is = definition_item(to, item->key);

        if (!is || strcmp(is->value, item->value) != 0)
            vec_add(arena, &dropped, item->key);
    }
    return dropped.count ? arena_printf(arena, "ALTER OPERATOR FAMILY %s DROP\n    %s", family, vec_join(arena, &dropped, ",\n    ")) : NULL;
}

static void
alter_members(Emit *emit, const char *family, const Vec *from, const Vec *to)
{
    const char *drop = drop_sql(emit->arena, family, from, to), *add = add_sql(emit->arena, family, from, to);

    if (drop)
        emit_undo(emit, emit_step(emit, COST(0), "%s", drop), false, "%s", add_sql(emit->arena, family, to, from));
    if (add)
        emit_undo(emit, emit_step(emit, COST(0), "%s", add), false, "%s", drop_sql(emit->arena, family, to, from));
}

static void
family_create(Emit *emit, const Object *new)
{
    static const Vec none;
    const char *name = object_sql_name(emit->arena, new);

    definition_emit_create(emit, new, arena_printf(emit->arena, "CREATE OPERATOR FAMILY %s", name));
    alter_members(emit, name, &none, &((const Definition *) new)->items);
}

static void
family_alter(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    (void) changed;
    alter_members(emit, object_sql_name(emit->arena, new), &((const Definition *) old)->items, &((const Definition *) new)->items);
}

const KindOps kind_operator_family = {
    .noun = "OPERATOR FAMILY",
    .word = "operator family",
    .has_owner = true,
    .size = sizeof(Definition),
    .fields = family_fields,
    .sql_name = definition_sql_name,
    .follow = definition_follow,
    .create = family_create,
    .alter = family_alter,
    .drop = definition_drop,
};

/* ---- classes ---- */

static const Field class_fields[] = {
    FIELD(Definition, options, SET, RECREATE),
    FIELD_ITEMS(Definition, items, "members", definition_item_fields, RECREATE),
    {0}
};

static const Object *
dropped_with(const Object *object, const Model *model)
{
    VEC_EACH(const Ref *, need, &object->needs)
        if (need->space == SPACE_OPERATOR_FAMILY)
            return model_find(model, need->space, need->schema, NULL, need->name);
    return NULL;
}

/* What is added to the family goes to the class with btree and hash alone (btadjustmembers(), hashadjustmembers()); the class
 * never lets go of a member. */
static bool
class_can_alter(const Object *old, const Object *new, uint64_t changed)
{
    const Definition *was = (const Definition *) old, *is = (const Definition *) new;
    const char *method = definition_option(is, "USING");

    if (changed & field_bit(class_fields, "options"))
        return false;
    VEC_EACH(const DefinitionItem *, item, &was->items)
    {
        const DefinitionItem *stays = definition_item(&is->items, item->key);

        if (!stays || strcmp(stays->value, item->value) != 0)
            return false;
    }
    return !changed || strcmp(method, "btree") == 0 || strcmp(method, "hash") == 0;
}

static void
class_create(Emit *emit, const Object *new)
{
    const Definition *class = (const Definition *) new;
    const char *storage = definition_option(class, "STORAGE");
    Vec members = {0};

    VEC_EACH(const DefinitionItem *, item, &class->items)
        vec_add(emit->arena, &members, item->value);
    if (storage || !members.count)
        vec_add(emit->arena, &members, arena_printf(emit->arena, "STORAGE %s", storage ? storage : definition_option(class, "FOR TYPE")));
    definition_emit_create(emit, new, arena_printf(emit->arena, "CREATE OPERATOR CLASS %s\n    %sFOR TYPE %s USING %s FAMILY %s AS\n    %s",
                                                   definition_called(emit->arena, new), definition_option(class, "DEFAULT") ? "DEFAULT " : "",
                                                   definition_option(class, "FOR TYPE"), definition_option(class, "USING"),
                                                   definition_option(class, "FAMILY"), vec_join(emit->arena, &members, ",\n    ")));
}

static void
class_alter(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    const Definition *class = (const Definition *) new;
    const char *family = arena_printf(emit->arena, "%s USING %s", definition_option(class, "FAMILY"), definition_option(class, "USING"));

    (void) changed;
    emit_step(emit, COST(0), "%s", add_sql(emit->arena, family, &((const Definition *) old)->items, &class->items));
}

const KindOps kind_operator_class = {
    .noun = "OPERATOR CLASS",
    .word = "operator class",
    .has_owner = true,
    .size = sizeof(Definition),
    .fields = class_fields,
    .sql_name = definition_sql_name,
    .dropped_with = dropped_with,
    .can_alter = class_can_alter,
    .follow = definition_follow,
    .create = class_create,
    .alter = class_alter,
    .drop = definition_drop,
};
