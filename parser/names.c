#include "parser/names.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- what PostgreSQL has in pg_catalog: sorted lists ---- */

static const char *const builtin_types[] = {
#define TYPE(name) name,
#define RELATION(name)
#define ROUTINE(name)
#include "parser/builtin.def"
#undef TYPE
#undef RELATION
#undef ROUTINE
};

static const char *const builtin_relations[] = {
#define TYPE(name)
#define RELATION(name) name,
#define ROUTINE(name)
#include "parser/builtin.def"
#undef TYPE
#undef RELATION
#undef ROUTINE
};

static const char *const builtin_routines[] = {
#define TYPE(name)
#define RELATION(name)
#define ROUTINE(name) name,
#include "parser/builtin.def"
#undef TYPE
#undef RELATION
#undef ROUTINE
};

static int
compare_name(const void *key, const void *member)
{
    return strcmp(key, *(const char *const *) member);
}

#define LISTED(list, name) (bsearch((name), (list), COUNT_OF(list), sizeof *(list), compare_name) != NULL)

bool
names_is_builtin(Space space, const char *name)
{
    if (space == SPACE_ROUTINE)
        return LISTED(builtin_routines, name);
    if (space == SPACE_RELATION)
        return LISTED(builtin_relations, name);
    return space == SPACE_TYPE && (LISTED(builtin_types, name) || LISTED(builtin_relations, name));
}

/* ---- declared names ---- */

void
names_init(Names *names, Arena *arena)
{
    *names = (Names) {.arena = arena};
    map_init(&names->relations, arena);
    map_init(&names->types, arena);
    map_init(&names->routines, arena);
    map_init(&names->collations, arena);
    map_init(&names->opclasses, arena);
    map_init(&names->wrappers, arena);
}

static const Map *
map_of(const Names *names, Space space)
{
    switch (space)
    {
        case SPACE_RELATION: return &names->relations;
        case SPACE_TYPE: return &names->types;
        case SPACE_ROUTINE: return &names->routines;
        case SPACE_WRAPPER: return &names->wrappers;
        default: BUG("no names of space %d", space);
    }
}

/* Keys are looked up for every name of every expression: no allocation for one of usual length. */
enum { KEY_SIZE = 256 };

static const char *
make_key(char *room, Arena *arena, const char *schema, const char *name)
{
    size_t length = strlen(schema), size = length + strlen(name) + 24;
    char *key = size <= KEY_SIZE ? room : arena_alloc(arena, size);

    snprintf(key, size, "%zu.%s.%s", length, schema, name);
    return key;
}

/* The value of a name is the extension that brings it, "" for none. Who declares it oneself wins. */
static void
add(Names *names, const Map *map, const char *schema, const char *name, const char *extension)
{
    char room[KEY_SIZE];
    const char *key = make_key(room, names->arena, schema, name);

    if (!map_has(map, key) || !*extension)
        map_put((Map *) map, arena_copy(names->arena, key), extension);
}

static void
add_relation(Names *names, Space space, const char *schema, const char *name, const char *extension)
{
    add(names, map_of(names, space), schema, name, extension);
    if (space == SPACE_RELATION)
        add(names, &names->types, schema, name, extension);
}

void
names_add(Names *names, Space space, const char *schema, const char *name)
{
    add_relation(names, space, schema, name, "");
}

bool
names_has(const Names *names, Space space, const char *schema, const char *name)
{
    char room[KEY_SIZE];

    return map_has(map_of(names, space), make_key(room, names->arena, schema, name)) ||
           (names->live && names_has(names->live, space, schema, name));
}

static bool
declares(const Names *names, Space space, const char *schema, const char *name)
{
    char room[KEY_SIZE];

    return map_has(map_of(names, space), make_key(room, names->arena, schema, name));
}

static const char *
search(const Names *names, const Vec *search_path, Space space, const char *name)
{
    if (!vec_has_str(search_path, "pg_catalog") && (names_is_builtin(space, name) || declares(names, space, "pg_catalog", name)))
        return "pg_catalog";
    VEC_EACH(const char *, schema, search_path)
    {
        if (declares(names, space, schema, name))
            return schema;
        if (strcmp(schema, "pg_catalog") == 0 && names_is_builtin(space, name))
            return "pg_catalog";
    }
    return NULL;
}

/* What the live database knows counts only where nobody declares the name. */
const char *
names_schema_of(const Names *names, const Vec *search_path, Space space, const char *name, bool *known)
{
    const char *found = search(names, search_path, space, name);

    if (!found && names->live)
        found = search(names->live, search_path, space, name);
    *known = found != NULL;
    if (found)
        return found;
    return search_path->count ? vec_at(search_path, 0) : "pg_catalog";
}

void
names_add_collation(Names *names, const char *schema, const char *name)
{
    add(names, &names->collations, schema, name, "");
}

const char *
names_collation_schema(const Names *names, const Vec *search_path, const char *name)
{
    char room[KEY_SIZE];

    VEC_EACH(const char *, schema, search_path)
        if (map_has(&names->collations, make_key(room, names->arena, schema, name)))
            return schema;
    return "pg_catalog";
}

void
names_add_opclass(Names *names, const char *schema, const char *name)
{
    add(names, &names->opclasses, schema, name, "");
}

const char *
names_opclass_schema(const Names *names, const Vec *search_path, const char *name)
{
    char room[KEY_SIZE];

    VEC_EACH(const char *, schema, search_path)
        if (map_has(&names->opclasses, make_key(room, names->arena, schema, name)))
            return schema;
    return names->live ? names_opclass_schema(names->live, search_path, name) : NULL;
}

/* ---- extensions ---- */

static const struct Brought { Space space; const char *extension, *name; } brought[] = {
#define KNOWN(extension)
#define BROUGHT(space, extension, name) {SPACE_##space, extension, name},
#include "parser/extension.def"
#undef KNOWN
#undef BROUGHT
};

static const char *const known_extensions[] = {
#define KNOWN(extension) extension,
#define BROUGHT(space, extension, name)
#include "parser/extension.def"
#undef KNOWN
#undef BROUGHT
};

static bool
is_known(const char *extension)
{
    for (size_t i = 0; i < COUNT_OF(known_extensions); i++)
        if (strcmp(known_extensions[i], extension) == 0)
            return true;
    return false;
}

void
names_add_extension(Names *names, const char *schema, const char *extension)
{
    bool is_live = names->live && vec_has_str(&names->live->extensions, extension);

    vec_add_str_once(names->arena, &names->extensions, arena_copy(names->arena, extension));
    if (!is_known(extension) && !is_live)
        names->open = true;
    for (size_t i = 0; i < COUNT_OF(brought); i++)
        if (strcmp(brought[i].extension, extension) == 0)
            add_relation(names, brought[i].space, brought[i].space == SPACE_WRAPPER ? "" : schema, brought[i].name, brought[i].extension);
}

const char *
names_extension_of(const Names *names, Space space, const char *schema, const char *name)
{
    char room[KEY_SIZE];
    const char *extension = map_get(map_of(names, space), make_key(room, names->arena, schema, name));

    return extension && *extension ? extension : NULL;
}

const char *
names_known_extension(Space space, const char *name)
{
    for (size_t i = 0; i < COUNT_OF(brought); i++)
        if (brought[i].space == space && strcmp(brought[i].name, name) == 0)
            return brought[i].extension;
    return NULL;
}
