#include "engine/model/model.h"

#include "engine/base/text.h"

Model *
model_new(Arena *arena)
{
    Model *model = arena_make(arena, Model);

    model->arena = arena;
    map_init(&model->by_key, arena);
    map_init(&model->by_second_key, arena);
    map_init(&model->routines, arena);
    return model;
}

static const char *
key_of(Arena *arena, const Object *object)
{
    Space space = kind_space[object->kind];

    /* Names of indexes are unique in their schema, not only on their table. */
    return object_key(arena, space, object->schema, space == SPACE_RELATION ? NULL : object->parent, object->name);
}

Object *
model_add(Model *model, Object *object)
{
    Object *have, *parent;

    object->key = key_of(model->arena, object);
    if ((have = map_get(&model->by_key, object->key)))
        return have;
    map_put(&model->by_key, object->key, object);
    vec_add(model->arena, &model->objects, object);
    object->second_key = object_ops(object)->second_key ? object_ops(object)->second_key(model->arena, object) : NULL;
    if (object->second_key)
        map_put(&model->by_second_key, object->second_key, object);
    if (kind_space[object->kind] == SPACE_ROUTINE)
    {
        const char *key = sql_qname(model->arena, object->schema, object->base);
        Vec *overloads = map_get(&model->routines, key);

        if (!overloads)
            map_put(&model->routines, key, overloads = arena_make(model->arena, Vec));
        vec_add(model->arena, overloads, object);
    }
    if (object->parent && (parent = model_parent(model, object)))
        vec_add(model->arena, &parent->children, object);
    return NULL;
}

static void
vec_remove(Vec *vec, const void *item)
{
    for (size_t i = 0; i < vec->count; i++)
        if (vec->items[i] == item)
        {
            vec_remove_at(vec, i);
            return;
        }
}

void
model_remove(Model *model, Object *object)
{
    Object *parent = object->parent ? model_parent(model, object) : NULL;

    while (object->children.count)
        model_remove(model, vec_at(&object->children, object->children.count - 1));
    if (parent)
        vec_remove(&parent->children, object);
    if (kind_space[object->kind] == SPACE_ROUTINE)
        vec_remove(map_get(&model->routines, sql_qname(model->arena, object->schema, object->base)), object);
    map_remove(&model->by_key, object->key);
    if (object->second_key && map_get(&model->by_second_key, object->second_key) == object)
        map_remove(&model->by_second_key, object->second_key);
    vec_remove(&model->objects, object);
}

static Object *
find(const Model *model, const char *key, bool second_too)
{
    Object *found = map_get(&model->by_key, key);

    return found || !second_too ? found : map_get(&model->by_second_key, key);
}

static Object *
find_name(const Model *model, Space space, const char *schema, const char *parent, const char *name, bool second_too)
{
    char room[512];
    const char *key = object_key_short(room, sizeof room, space, schema, parent, name);
    Arena *scratch;
    Object *found;

    if (key)
        return find(model, key, second_too);
    scratch = arena_new();
    found = find(model, object_key(scratch, space, schema, parent, name), second_too);
    arena_free(scratch);
    return found;
}

Object *
model_find(const Model *model, Space space, const char *schema, const char *parent, const char *name)
{
    return find_name(model, space, schema, parent, name, false);
}

Object *
model_find_taken(const Model *model, Space space, const char *schema, const char *parent, const char *name)
{
    return find_name(model, space, schema, parent, name, true);
}

Object *
model_find_kind(const Model *model, Kind kind, const char *schema, const char *parent, const char *name)
{
    Space space = kind_space[kind];
    Object *found = model_find(model, space, schema, space == SPACE_RELATION ? NULL : parent, name);

    return found && found->kind == kind ? found : NULL;
}

void
model_find_ref(const Model *model, const Ref *ref, Arena *arena, Vec *found)
{
    Object *object;

    if (ref->space == SPACE_ROUTINE && ref->any_signature)
    {
        Vec *overloads = map_get(&model->routines, sql_qname(arena, ref->schema, ref->name));

        if (overloads)
            vec_add_all(arena, found, overloads);
        if (overloads && overloads->count)
            return;
        /* A range type brings functions of its own name, which are no objects: the type stands for them. */
        object = map_get(&model->by_key, object_key(arena, SPACE_TYPE, ref->schema, NULL, ref->name));
        if (object)
            vec_add(arena, found, object);
        return;
    }
    object = map_get(&model->by_key, object_key(arena, ref->space, ref->schema, ref->parent, ref->name));
    if (!object && ref->space == SPACE_TYPE)
        object = map_get(&model->by_key, object_key(arena, SPACE_RELATION, ref->schema, NULL, ref->name));
    else if (!object && ref->space == SPACE_RELATION)
        object = map_get(&model->by_key, object_key(arena, SPACE_TYPE, ref->schema, NULL, ref->name));
    if (!object)
        object = map_get(&model->by_second_key, object_key(arena, ref->space, ref->schema, ref->parent, ref->name));
    if (!object)
        return;
    vec_add(arena, found, object);
    if (ref->space == SPACE_RELATION && !ref->shallow)
        VEC_EACH(Object *, child, &object->children)
            if (child->kind == KIND_COLUMN)
                vec_add(arena, found, child);
}

Object *
model_parent(const Model *model, const Object *object)
{
    Object *parent;

    if (!object->parent)
        return NULL;
    parent = model_find(model, SPACE_RELATION, object->schema, NULL, object->parent);
    return parent ? parent : model_find(model, SPACE_TYPE, object->schema, NULL, object->parent);
}

int
object_compare(const void *a, const void *b)
{
    const Object *x = a, *y = b;
    int order = (x->kind > y->kind) - (x->kind < y->kind);

    if (!order)
        order = str_cmp(x->schema, y->schema);
    if (!order)
        order = str_cmp(x->parent, y->parent);
    if (!order && object_ops(x)->position)
    {
        int64_t first = object_ops(x)->position(x), second = object_ops(y)->position(y);

        order = (first > second) - (first < second);
    }
    return order ? order : str_cmp(x->name, y->name);
}

static const char *
key_to_sort(const void *object)
{
    return ((const Object *) object)->key;
}

void
model_finish(Model *model)
{
    vec_sort_by(&model->objects, key_to_sort);
    VEC_EACH(Object *, object, &model->objects)
    {
        vec_sort(&object->children, object_compare);
        acl_sort(&object->acl);
    }
}

const char *
model_allows(const Model *blueprint, const Model *of, const Object *object, const char *hazard)
{
    for (; object; object = model_parent(of, object))
        VEC_EACH(const Allow *, allow, &blueprint->allows)
            if (strcmp(allow->key, object->key) == 0 && strcmp(allow->hazard, hazard) == 0)
                return allow->reason;
    return NULL;
}
