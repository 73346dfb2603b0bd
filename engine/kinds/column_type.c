#include "engine/kinds/column_type.h"

#include <ctype.h>
#include <stdlib.h>

#include "engine/base/text.h"
#include "engine/kinds/domain.h"

TypeParts
type_parts(Arena *arena, const char *type)
{
    TypeParts parts = {.mods = {-1, -1}};
    size_t length = strlen(type);
    bool quoted = false;
    Text base;

    text_init(&base, arena);
    while (length > 2 && strcmp(type + length - 2, "[]") == 0)
    {
        parts.array = true;
        type = arena_copy_len(arena, type, length -= 2);
    }
    for (const char *c = type; *c; c++)
    {
        char *end;

        quoted ^= *c == '"';
        if (quoted || *c != '(')
        {
            text_add_char(&base, *c);
            continue;
        }
        parts.mods[0] = strtoll(c + 1, &end, 10);
        if (*end == ',')
            parts.mods[1] = strtoll(end + 1, &end, 10);
        c = *end == ')' ? end : c + strlen(c) - 1;
    }
    parts.base = text_str(&base);
    if (strncmp(parts.base, "interval ", 9) == 0)
    {
        parts.fields = parts.base + 9;
        parts.base = "interval";
    }
    return parts;
}

/* The parts of "schema.name" as SQL quotes them; false for a built-in type's bare name. */
static bool
split_name(Arena *arena, const char *name, const char **schema, const char **bare)
{
    Text part;

    text_init(&part, arena);
    *schema = NULL;
    for (const char *c = name; *c; c++)
        if (*c == '"')
        {
            for (c++; *c && !(*c == '"' && c[1] != '"'); c++)
            {
                text_add_char(&part, *c);
                c += *c == '"';
            }
            if (!*c)
                break;
        }
        else if (*c == '.' && !*schema)
        {
            *schema = arena_copy(arena, text_str(&part));
            text_init(&part, arena);
        }
        else
            text_add_char(&part, *c);
    *bare = text_str(&part);
    return *schema != NULL;
}

const Object *
type_object(Arena *arena, const Model *model, const char *type)
{
    const char *schema, *name;

    if (!split_name(arena, type_parts(arena, type).base, &schema, &name))
        return NULL;
    return model_find(model, SPACE_TYPE, schema, NULL, name);
}

static bool is_one_of(const char *word, const char *const *words);

const char *
type_storage(Arena *arena, const Model *model, const char *type)
{
    static const char *const plain[] = {"smallint", "integer", "bigint", "real", "double precision", "boolean", "date", "uuid", "money",
        "time without time zone", "time with time zone", "timestamp without time zone", "timestamp with time zone", "interval", "name",
        "oid", "regclass", "regproc", "regtype", "macaddr", "macaddr8", "point", "lseg", "box", "line", "circle", "\"char\"", "xid", "xid8",
        "cid", "tid", "pg_lsn", NULL};
    static const char *const in_row[] = {"numeric", "inet", "cidr", NULL};
    TypeParts parts = type_parts(arena, type);
    const Object *object = type_object(arena, model, type);

    if (parts.array)
        return "EXTENDED";
    if (object && object->kind == KIND_DOMAIN)
        return type_storage(arena, model, ((const Domain *) object)->type);
    if (object && object->kind == KIND_ENUM)
        return "PLAIN";
    return is_one_of(parts.base, plain) ? "PLAIN" : is_one_of(parts.base, in_row) ? "MAIN" : "EXTENDED";
}

static bool
is_one_of(const char *word, const char *const *words)
{
    for (; *words; words++)
        if (strcmp(word, *words) == 0)
            return true;
    return false;
}

bool
type_is_string(const char *base)
{
    static const char *const strings[] = {"text", "character varying", "character", "name", NULL};

    return is_one_of(base, strings);
}

static bool
is_number(const char *base)
{
    static const char *const numbers[] = {"smallint", "integer", "bigint", "numeric", "real", "double precision", NULL};

    return is_one_of(base, numbers);
}

/* What one built-in type becomes as another. Only pairs that have a cast; NUMBER pairs and strings are decided in code. */
enum { ASSIGN = 1, FREE = 2, FITS = 4, ZONE = 8 };

static const struct { const char *old, *new; int flags; } pairs[] = {
    {"text", "character varying", ASSIGN | FREE},
    {"character varying", "text", ASSIGN | FREE},
    {"xml", "text", ASSIGN | FREE},
    {"xml", "character varying", ASSIGN | FREE},
    {"cidr", "inet", ASSIGN | FREE | FITS},
    {"inet", "cidr", ASSIGN},
    {"integer", "oid", ASSIGN | FREE},
    {"oid", "integer", ASSIGN | FREE},
    {"integer", "regclass", ASSIGN | FREE},
    {"oid", "regclass", ASSIGN | FREE},
    {"regclass", "oid", ASSIGN | FREE | FITS},
    {"regclass", "integer", ASSIGN | FREE},
    {"oid", "bigint", ASSIGN | FITS},
    {"bigint", "oid", ASSIGN},
    {"smallint", "oid", ASSIGN},
    {"bit", "bit varying", ASSIGN | FREE},
    {"bit varying", "bit", ASSIGN},
    {"json", "jsonb", ASSIGN | FITS},
    {"jsonb", "json", ASSIGN | FITS},
    {"macaddr", "macaddr8", ASSIGN | FITS},
    {"macaddr8", "macaddr", ASSIGN},
    {"integer", "money", ASSIGN | FITS},
    {"bigint", "money", ASSIGN},
    {"numeric", "money", ASSIGN},
    {"money", "numeric", ASSIGN | FITS},
    {"date", "timestamp without time zone", ASSIGN | FITS},
    {"date", "timestamp with time zone", ASSIGN | FITS | ZONE},
    {"timestamp without time zone", "timestamp with time zone", ASSIGN | FITS | ZONE},
    {"timestamp with time zone", "timestamp without time zone", ASSIGN | FITS | ZONE},
    {"timestamp without time zone", "date", ASSIGN},
    {"timestamp without time zone", "time without time zone", ASSIGN},
    {"timestamp with time zone", "date", ASSIGN | ZONE},
    {"timestamp with time zone", "time without time zone", ASSIGN | ZONE},
    {"timestamp with time zone", "time with time zone", ASSIGN | ZONE},
    {"time without time zone", "time with time zone", ASSIGN | FITS | ZONE},
    {"time with time zone", "time without time zone", ASSIGN},
    {"time without time zone", "interval", ASSIGN | FITS},
    {"interval", "time without time zone", ASSIGN},
    /* Casts that must be asked for: USING. */
    {"integer", "boolean", 0},
    {"boolean", "integer", FITS},
    {"integer", "bit", 0},
    {"bigint", "bit", 0},
    {"bit", "integer", 0},
    {"bit", "bigint", 0},
    {"jsonb", "boolean", 0},
    {"jsonb", "smallint", 0},
    {"jsonb", "integer", 0},
    {"jsonb", "bigint", 0},
    {"jsonb", "numeric", 0},
    {"jsonb", "real", 0},
    {"jsonb", "double precision", 0},
    {"int4range", "int4multirange", FITS},
    {"int8range", "int8multirange", FITS},
    {"numrange", "nummultirange", FITS},
    {"daterange", "datemultirange", FITS},
    {"tsrange", "tsmultirange", FITS},
    {"tstzrange", "tstzmultirange", FITS},
};

static int
pair_flags(const char *old, const char *new)
{
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        if (strcmp(pairs[i].old, old) == 0 && strcmp(pairs[i].new, new) == 0)
            return pairs[i].flags;
    return -1;
}

/* Digits before the point that an integer type may need. */
static int64_t
whole_digits(const TypeParts *type)
{
    if (strcmp(type->base, "smallint") == 0)
        return 5;
    if (strcmp(type->base, "integer") == 0)
        return 10;
    if (strcmp(type->base, "bigint") == 0)
        return 19;
    return type->mods[0] < 0 ? INT64_MAX : type->mods[0] - (type->mods[1] < 0 ? 0 : type->mods[1]);
}

static bool
numbers_fit(const TypeParts *old, const TypeParts *new)
{
    bool old_float = strcmp(old->base, "real") == 0 || strcmp(old->base, "double precision") == 0;

    if (strcmp(new->base, "double precision") == 0)
        return strcmp(old->base, "bigint") != 0 && strcmp(old->base, "numeric") != 0;
    if (strcmp(new->base, "real") == 0)
        return strcmp(old->base, "smallint") == 0;
    if (old_float)
        return false;
    if (strcmp(new->base, "numeric") == 0)
        return new->mods[0] < 0 || (whole_digits(new) >= whole_digits(old) &&
                                    (strcmp(old->base, "numeric") != 0 || new->mods[1] >= old->mods[1]));
    return strcmp(old->base, "numeric") != 0 && whole_digits(new) >= whole_digits(old);
}

/* Whether a string of the old type always fits in the new one; anything does in one without a limit. */
static bool
string_fits(const TypeParts *old, const TypeParts *new)
{
    if (strcmp(new->base, "name") == 0)
        return false;
    return new->mods[0] < 0 || (type_is_string(old->base) && old->mods[0] >= 0 && old->mods[0] <= new->mods[0]);
}

/* Only the modifier differs, and it gives more room: no rewrite, except where values are stored padded. */
static bool
only_widens(const TypeParts *old, const TypeParts *new)
{
    if (strcmp(old->base, "numeric") == 0)
        return new->mods[0] < 0 || (old->mods[0] >= 0 && old->mods[0] <= new->mods[0] && old->mods[1] == new->mods[1]);
    return new->mods[0] < 0 || (old->mods[0] >= 0 && old->mods[0] <= new->mods[0]);
}

static TypeChange
same_base(const TypeParts *old, const TypeParts *new)
{
    bool wider = only_widens(old, new), padded = strcmp(old->base, "character") == 0 || strcmp(old->base, "bit") == 0;

    if (old->array)                                /* element by element, unless the limit goes altogether */
        return (TypeChange) {.rewrites = new->mods[0] >= 0, .narrows = !wider};
    if (strcmp(old->base, "numeric") == 0)
        return (TypeChange) {.rewrites = !wider, .narrows = !numbers_fit(old, new)};
    if (new->fields && !str_eq(old->fields, new->fields))
        return (TypeChange) {.rewrites = true, .narrows = true};
    return (TypeChange) {.rewrites = !wider || padded, .narrows = !wider || strcmp(old->base, "bit") == 0};
}

static TypeChange
between_builtin(Arena *arena, const TypeParts *old, const TypeParts *new, const char *new_type)
{
    const char *direct = arena_printf(arena, "::%s", new_type);
    TypeChange change = {.rewrites = true, .narrows = true};
    int flags;

    if (strcmp(old->base, new->base) == 0 && old->array == new->array)
        return same_base(old, new);
    if (old->array != new->array)
    {
        change.cast = type_is_string(new->base) && !new->array ? NULL : type_is_string(old->base) && !old->array ? direct :
                      arena_printf(arena, "::text::%s", new_type);
        change.narrows = change.cast != NULL || new->mods[0] >= 0;
        return change;
    }
    if (is_number(old->base) && is_number(new->base))
    {
        change.narrows = !numbers_fit(old, new);
        return change;
    }
    flags = pair_flags(old->base, new->base);
    if (type_is_string(new->base))
    {
        /* A constant changes only its label, but not in an array, and not where a length must be checked. */
        change.rewrites = flags < 0 || !(flags & FREE) || new->mods[0] >= 0 || old->array;
        change.narrows = !string_fits(old, new);
        return change;
    }
    if (flags < 0)
    {
        change.cast = type_is_string(old->base) ? direct : arena_printf(arena, "::text%s::%s", old->array ? "[]" : "", new_type);
        return change;
    }
    change.rewrites = !(flags & FREE) || new->mods[0] >= 0 || old->array;
    change.narrows = !(flags & FITS) && !(strcmp(old->base, "bit") == 0 && new->mods[0] < 0);
    change.by_time_zone = flags & ZONE;
    change.cast = flags & ASSIGN ? NULL : direct;
    return change;
}

static bool
has_check(const Object *domain)
{
    VEC_EACH(const Object *, child, &domain->children)
        if (child->kind == KIND_CONSTRAINT)
            return true;
    return ((const Domain *) domain)->not_null;
}

static bool
is_qualified(Arena *arena, const char *base)
{
    const char *schema, *name;

    return split_name(arena, base, &schema, &name);
}

TypeChange
type_change(Arena *arena, const Model *old_model, const char *old, const Model *new_model, const char *new)
{
    const Object *from = type_object(arena, old_model, old), *to = type_object(arena, new_model, new);
    TypeParts old_parts = type_parts(arena, old), new_parts = type_parts(arena, new);
    TypeChange change;

    /* A domain is its base type with a look at each value; domains of domains end at the innermost. */
    if (from && from->kind == KIND_DOMAIN && !old_parts.array)
        return type_change(arena, old_model, ((const Domain *) from)->type, new_model, new);
    if (to && to->kind == KIND_DOMAIN && !new_parts.array)
    {
        const char *base = ((const Domain *) to)->type;

        change = strcmp(old, base) == 0 ? (TypeChange) {0} : type_change(arena, old_model, old, new_model, base);
        change.rewrites |= has_check(to);
        change.narrows |= has_check(to);
        if (change.cast)
            change.cast = arena_printf(arena, "%s::%s", change.cast, new);
        return change;
    }
    if (strcmp(old, new) == 0)
        return (TypeChange) {0};
    if (type_is_string(new_parts.base) && !new_parts.array)
        return between_builtin(arena, &old_parts, &new_parts, new);
    if (is_qualified(arena, old_parts.base) || is_qualified(arena, new_parts.base))
    {
        /* An extension's type has casts of its own, which are the better way; enums and composites have none. */
        bool known = (from || to) && !type_is_string(old_parts.base);

        return (TypeChange) {.rewrites = true, .narrows = true,
                             .cast = arena_printf(arena, known ? old_parts.array && new_parts.array ? "::text[]::%s" : "::text::%s" : "::%s", new)};
    }
    return between_builtin(arena, &old_parts, &new_parts, new);
}
