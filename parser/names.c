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

enum { NAME_SIZE = 64 };

static int
compare_name(const void *key, const void *member)
{
    return strcmp(key, *(const char *const *) member);
}

#define LISTED(list, name) (bsearch((name), (list), COUNT_OF(list), sizeof *(list), compare_name) != NULL)

/* Those of PostgreSQL 14 on. Each language has a configuration and a dictionary "LANGUAGE_stem" (src/backend/snowball/snowball_create.pl). */
static const char *const languages[] = {
    "arabic",  "armenian",   "basque",  "catalan", "danish",     "dutch",  "english",    "finnish",   "french",   "german",
    "greek",   "hindi",      "hungarian", "indonesian", "irish", "italian", "lithuanian", "nepali",   "norwegian", "portuguese",
    "romanian", "russian",   "serbian", "spanish", "swedish",    "tamil",  "turkish",    "yiddish",
};

static const char *const builtin_templates[] = {"ispell", "simple", "snowball", "synonym", "thesaurus"};

/* Of any types; sorted as bytes. */
static const char *const builtin_operators[] = {
    "!!", "!~", "!~*", "!~~", "!~~*", "#", "##", "#-", "#>", "#>>", "%", "&", "&&", "&<", "&<|", "&>", "*", "*<", "*<=", "*<>", "*=",
    "*>", "*>=", "+", "-", "->", "->>", "-|-", "/", "<", "<->", "<<", "<<=", "<<|", "<=", "<>", "<@", "<^", "=", ">", ">=", ">>",
    ">>=", ">^", "?", "?#", "?&", "?-", "?-|", "?|", "?||", "@", "@-@", "@>", "@?", "@@", "@@@", "^", "^@", "|", "|&>", "|/", "|>>",
    "||", "||/", "~", "~*", "~<=~", "~<~", "~=", "~>=~", "~>~", "~~", "~~*",
};

static bool
is_builtin_dictionary(const char *name)
{
    static const char suffix[] = "_stem";
    char language[NAME_SIZE];
    size_t length = strlen(name);

    if (strcmp(name, "simple") == 0)
        return true;
    if (length < sizeof suffix || length >= sizeof language || strcmp(name + length - (sizeof suffix - 1), suffix) != 0)
        return false;
    snprintf(language, sizeof language, "%.*s", (int) (length - (sizeof suffix - 1)), name);
    return LISTED(languages, language);
}

bool
names_is_builtin(Space space, const char *name)
{
    switch (space)
    {
        case SPACE_ROUTINE:
            return LISTED(builtin_routines, name);
        case SPACE_RELATION:
            return LISTED(builtin_relations, name);
        case SPACE_TYPE:
            return LISTED(builtin_types, name) || LISTED(builtin_relations, name);
        case SPACE_OPERATOR:
            return LISTED(builtin_operators, name);
        case SPACE_TS_PARSER:
            return strcmp(name, "default") == 0;
        case SPACE_TS_TEMPLATE:
            return LISTED(builtin_templates, name);
        case SPACE_TS_DICTIONARY:
            return is_builtin_dictionary(name);
        case SPACE_TS_CONFIGURATION:
            return strcmp(name, "simple") == 0 || LISTED(languages, name);
        default:
            return false;
    }
}

/* ---- declared names ---- */

void
names_init(Names *names, Arena *arena)
{
    *names = (Names) {.arena = arena};
    for (size_t space = 0; space < COUNT_OF(names->declared); space++)
        map_init(&names->declared[space], arena);
}

static const Map *
map_of(const Names *names, Space space)
{
    return &names->declared[space];
}

/* Keys are looked up for every name of every expression: no allocation for one of usual length. */
enum { KEY_SIZE = 256 };

static const char *
make_key(char *room, Arena *arena, const char *schema, const char *name)
{
    size_t length = strlen(schema), size = length + strlen(name) + 24;
    char *key = size <= KEY_SIZE ? room : arena_alloc(arena, size), *to = key;

    do                                             /* the length, lowest digit first: what follows can't look like two names */
        *to++ = (char) ('0' + length % 10);
    while (length /= 10);
    *to++ = '.';
    to = stpcpy(to, schema);
    *to++ = '.';
    stpcpy(to, name);
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
        add(names, map_of(names, SPACE_TYPE), schema, name, extension);
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

const char *
names_declared_schema(const Names *names, const Vec *search_path, Space space, const char *name)
{
    VEC_EACH(const char *, schema, search_path)
        if (declares(names, space, schema, name))
            return schema;
    return names->live ? names_declared_schema(names->live, search_path, space, name) : NULL;
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
