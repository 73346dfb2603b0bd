#include "engine/model/moves.h"

#include "engine/base/text.h"

void
moves_init(Moves *moves, Arena *arena)
{
    *moves = (Moves) {.arena = arena};
    map_init(&moves->by_key, arena);
    map_init(&moves->parts, arena);
    map_init(&moves->routines, arena);
}

static const char *
part_key(Arena *arena, const char *key, const char *part)
{
    return arena_printf(arena, "%s\n%s", key, part);
}

static const char *
key_of(const Moves *moves, Space space, const char *schema, const char *parent, const char *name)
{
    return object_key(moves->arena, space, schema, space == SPACE_RELATION ? NULL : parent, name);
}

static void
add_routine(Moves *moves, Move *move)
{
    static Move apart;
    const char *key = sql_qname(moves->arena, move->schema, move->base);
    const Move *have = map_get(&moves->routines, key);

    map_put(&moves->routines, key, have && !(str_eq(have->new_schema, move->new_schema) && str_eq(have->new_base, move->new_base)) ? &apart : move);
}

void
moves_add(Moves *moves, Move *move)
{
    const char *key = key_of(moves, kind_space[move->object->kind], move->schema, move->parent, move->name);

    vec_add(moves->arena, &moves->all, move);
    if (move->part)
    {
        Move *column = arena_make(moves->arena, Move);

        map_put(&moves->parts, part_key(moves->arena, key, move->part), move);
        *column = (Move) {.object = move->object, .schema = move->schema, .name = move->part, .new_schema = move->new_schema, .new_name = move->new_part};
        map_put(&moves->by_key, key_of(moves, SPACE_COLUMN, move->schema, move->name, move->part), column);
    }
    else
        map_put(&moves->by_key, key, move);
    if (!move->part && move->base)
        add_routine(moves, move);
}

/* ---- look-ups ---- */

void
moves_schema(const Moves *moves, const char **schema)
{
    const Move *move = *schema ? map_get(&moves->by_key, key_of(moves, SPACE_SCHEMA, NULL, NULL, *schema)) : NULL;

    if (move)
        *schema = move->new_name;
}

static void
rename_in(const Moves *moves, Space space, const char **schema, const char **name)
{
    const Move *move = *name ? map_get(&moves->by_key, key_of(moves, space, *schema, NULL, *name)) : NULL;

    if (move)
    {
        *schema = move->new_schema;
        *name = move->new_name;
    }
    else
        moves_schema(moves, schema);
}

/* A relation and a type are the same to who mentions a row type; a key's index is a relation by the name of its constraint. */
void
moves_relation(const Moves *moves, const char **schema, const char **name)
{
    bool is_type = *name && map_has(&moves->by_key, key_of(moves, SPACE_TYPE, *schema, NULL, *name));

    rename_in(moves, is_type ? SPACE_TYPE : SPACE_RELATION, schema, name);
}

const char *
moves_child(const Moves *moves, Space space, const char *schema, const char *parent, const char *name)
{
    const Move *move = name ? map_get(&moves->by_key, key_of(moves, space, schema, parent, name)) : NULL;

    return move ? move->new_name : name;
}

void
moves_columns(const Moves *moves, const char *schema, const char *parent, Vec *names)
{
    for (size_t i = 0; i < names->count; i++)
        names->items[i] = (void *) (uintptr_t) moves_child(moves, SPACE_COLUMN, schema, parent, vec_at(names, i));
}

const char *
moves_part(const Moves *moves, Space space, const char *schema, const char *name, const char *part)
{
    const Move *move = map_get(&moves->parts, part_key(moves->arena, key_of(moves, space, schema, NULL, name), part));

    return move ? move->new_part : part;
}

bool
moves_routine(const Moves *moves, const char **schema, const char **base)
{
    const Move *move = map_get(&moves->routines, sql_qname(moves->arena, *schema, *base));

    if (move && !move->object)
        return false;
    if (move)
    {
        *schema = move->new_schema;
        *base = move->new_base;
    }
    else
        moves_schema(moves, schema);
    return true;
}

/* ---- texts ---- */

static bool
is_plain(char c)
{
    return c == '_' || c == '$' || (c & 0x80) || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A name at *at, unquoted, and *at behind it; NULL: there is none. The server writes what needs it in quotes. */
static const char *
take_name(Arena *arena, const char **at)
{
    const char *start = *at;
    Text name;

    if (*start != '"')
    {
        while (is_plain(**at))
            ++*at;
        return *at == start ? NULL : arena_copy_len(arena, start, (size_t) (*at - start));
    }
    text_init(&name, arena);
    for (++*at; **at && (**at != '"' || (*at)[1] == '"'); ++*at)
    {
        *at += **at == '"';
        text_add_char(&name, **at);
    }
    *at += **at == '"';
    return text_str(&name);
}

/* False: it keeps its name. */
static bool
add_renamed(const Moves *moves, Space space, const char *schema, const char *name, Text *text)
{
    const char *old_schema = schema, *old_name = name;

    if (space == SPACE_ROUTINE)
        moves_routine(moves, &schema, &name);
    else if (space == SPACE_COLLATION)
        rename_in(moves, SPACE_COLLATION, &schema, &name);
    else
        moves_relation(moves, &schema, &name);
    if (str_eq(schema, old_schema) && str_eq(name, old_name))
        return false;
    text_add(text, sql_qname(moves->arena, schema, name));
    return true;
}

const char *
moves_text(const Moves *moves, Space space, const char *text)
{
    Text renamed;

    if (!text || !strchr(text, '.'))
        return text;
    text_init(&renamed, moves->arena);
    for (const char *at = text; *at;)
    {
        const char *start = at, *schema = take_name(moves->arena, &at), *name = NULL, *end = at;

        if (schema && *at == '.')
        {
            at++;
            name = take_name(moves->arena, &at);
        }
        if (name && add_renamed(moves, space, schema, name, &renamed))
            continue;
        if (!name)
            at = end;
        if (!schema && *at == '\'')                /* a literal names nothing */
            at += strcspn(at + 1, "'") + 1;
        if (!schema)
            at += *at != '\0';
        text_add_len(&renamed, start, (size_t) (at - start));
    }
    return text_str(&renamed);
}

void
moves_texts(const Moves *moves, Space space, Vec *texts)
{
    for (size_t i = 0; i < texts->count; i++)
        texts->items[i] = (void *) (uintptr_t) moves_text(moves, space, vec_at(texts, i));
}

/* ---- a whole model ---- */

static void
follow_refs(const Moves *moves, const Vec *refs)
{
    VEC_EACH(Ref *, ref, refs)
    {
        const char *schema = ref->schema;

        if (ref->space == SPACE_SCHEMA)
            moves_schema(moves, &ref->name);
        else if (!schema && !ref->parent)
            ref->name = moves_child(moves, ref->space, NULL, NULL, ref->name);
        else if (ref->space == SPACE_ROUTINE && ref->any_signature)
            moves_routine(moves, &ref->schema, &ref->name);
        else if (ref->space == SPACE_ROUTINE)
        {
            const Move *move = map_get(&moves->by_key, key_of(moves, SPACE_ROUTINE, schema, NULL, ref->name));

            moves_schema(moves, &ref->schema);
            if (move)
                ref->schema = move->new_schema, ref->name = move->new_name;
            else
                ref->name = moves_text(moves, SPACE_TYPE, ref->name);
        }
        else if (ref->parent)
        {
            ref->name = moves_child(moves, ref->space, schema, ref->parent, ref->name);
            moves_relation(moves, &ref->schema, &ref->parent);
        }
        else
            moves_relation(moves, &ref->schema, &ref->name);
    }
}

/* Identity last: follow() still needs the old one. */
void
moves_object(const Moves *moves, Object *object)
{
    const Move *move = map_get(&moves->by_key, key_of(moves, kind_space[object->kind], object->schema, object->parent, object->name));
    const char *schema = object->schema;

    follow_refs(moves, &object->needs);
    follow_refs(moves, &object_rare(object)->late_needs);
    if (object_ops(object)->follow)
        object_ops(object)->follow(object, moves);
    if (object->parent)
        moves_relation(moves, &object->schema, &object->parent);
    else
        moves_schema(moves, &object->schema);
    if (move)
    {
        object->schema = object->parent ? object->schema : move->new_schema;
        object->name = move->new_name;
        object->base = move->new_base;
        if (!str_eq(move->name, move->new_name) || !str_eq(schema, object->schema))
            vec_add(moves->arena, &object_rare_make(moves->arena, object)->moved,
                    arena_printf(moves->arena, "name: %s -> %s", object->parent || str_eq(schema, object->schema) ? move->name : sql_qname(moves->arena, move->schema, move->name),
                                 object->parent || str_eq(schema, object->schema) ? move->new_name : sql_qname(moves->arena, move->new_schema, move->new_name)));
    }
    else if (object->base)
        object->name = moves_text(moves, SPACE_TYPE, object->name);
}

void
moves_apply(Model *model, const Moves *moves)
{
    Vec objects = model->objects;

    VEC_EACH(const Move *, move, &moves->all)
        if (move->part)
            vec_add(moves->arena, &object_rare_make(moves->arena, move->object)->moved, arena_printf(moves->arena, "%s -> %s", move->part, move->new_part));
    VEC_EACH(Object *, object, &objects)
        moves_object(moves, object);
    model->objects = (Vec) {0};
    map_init(&model->by_key, model->arena);
    map_init(&model->by_second_key, model->arena);
    map_init(&model->routines, model->arena);
    VEC_EACH(Object *, object, &objects)
        object->children = (Vec) {0};
    for (int children = 0; children < 2; children++)
        VEC_EACH(Object *, object, &objects)
            if ((object->parent != NULL) == children)
                model_add(model, object);
    model_finish(model);
}
