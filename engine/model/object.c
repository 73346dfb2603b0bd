#include "engine/model/object.h"

#include "engine/base/text.h"
#include "engine/model/field.h"
#include "engine/model/model.h"

#define KIND(NAME, name, SPACE) extern const KindOps kind_##name;
#include "engine/model/kinds.def"
#undef KIND

const KindOps *const kind_ops[KIND_COUNT] = {
#define KIND(NAME, name, SPACE) [KIND_##NAME] = &kind_##name,
#include "engine/model/kinds.def"
#undef KIND
};

const Space kind_space[KIND_COUNT] = {
#define KIND(NAME, name, SPACE) [KIND_##NAME] = SPACE_##SPACE,
#include "engine/model/kinds.def"
#undef KIND
};

Kind
kind_by_word(const char *word)
{
    for (int kind = 0; kind < KIND_COUNT; kind++)
        if (strcmp(kind_ops[kind]->word, word) == 0)
            return (Kind) kind;
    return KIND_COUNT;
}

void *
object_make(Arena *arena, Kind kind, const char *schema, const char *parent, const char *name)
{
    Object *object = arena_alloc(arena, kind_ops[kind]->size);

    object->kind = kind;
    object->schema = arena_copy(arena, schema);
    object->parent = arena_copy(arena, parent);
    object->name = arena_copy(arena, name);
    return object;
}

const ObjectRare *
object_rare(const Object *object)
{
    static const ObjectRare none;

    return object->rare ? object->rare : &none;
}

ObjectRare *
object_rare_make(Arena *arena, Object *object)
{
    if (!object->rare)
        object->rare = arena_make(arena, ObjectRare);
    return object->rare;
}

static const char *const space_words[] = {
    [SPACE_SCHEMA] = "schema",       [SPACE_EXTENSION] = "extension", [SPACE_TYPE] = "type",
    [SPACE_RELATION] = "relation",   [SPACE_ROUTINE] = "routine",     [SPACE_COLUMN] = "column",
    [SPACE_DEFAULT] = "default",     [SPACE_CONSTRAINT] = "constraint", [SPACE_TRIGGER] = "trigger",
    [SPACE_STATISTICS] = "statistics",
    [SPACE_POLICY] = "policy",       [SPACE_ROW] = "row",             [SPACE_ROLE] = "role",
    [SPACE_DEFAULT_PRIVILEGE] = "default privileges", [SPACE_COLLATION] = "collation", [SPACE_OPERATOR] = "operator", [SPACE_CAST] = "cast",
    [SPACE_WRAPPER] = "wrapper", [SPACE_SERVER] = "server", [SPACE_USER_MAPPING] = "user mapping",
    [SPACE_RULE] = "rule", [SPACE_PUBLICATION] = "publication", [SPACE_PUBLICATION_MEMBER] = "publication member",
    [SPACE_SUBSCRIPTION] = "subscription", [SPACE_EVENT_TRIGGER] = "event trigger",
    [SPACE_OPERATOR_FAMILY] = "operator family", [SPACE_OPERATOR_CLASS] = "operator class", [SPACE_ACCESS_METHOD] = "access method",
    [SPACE_CONVERSION] = "conversion", [SPACE_LANGUAGE] = "language", [SPACE_TRANSFORM] = "transform",
    [SPACE_TS_PARSER] = "text search parser", [SPACE_TS_TEMPLATE] = "text search template",
    [SPACE_TS_DICTIONARY] = "text search dictionary", [SPACE_TS_CONFIGURATION] = "text search configuration",
    [SPACE_MEMBERSHIP] = "membership", [SPACE_DATABASE] = "database", [SPACE_SETTINGS] = "settings", [SPACE_IDENTITY_SEQUENCE] = "identity sequence", [SPACE_OTHER] = "other",
};

/* A part is written with blanks and backslashes escaped, so that no name, however hostile, can look like two. */
static char *
add_part(char *to, const char *part)
{
    *to++ = ' ';
    if (!part)
        *to++ = '.';
    else if (strcmp(part, ".") == 0)
        *to++ = '\\', *to++ = '.';
    else
        for (; *part; part++)
        {
            if (*part == ' ' || *part == '\\')
                *to++ = '\\';
            *to++ = *part;
        }
    return to;
}

static size_t
part_room(const char *part)
{
    return 2 * (part ? strlen(part) : 1) + 1;
}

static const char *
write_key(char *key, Space space, const char *schema, const char *parent, const char *name)
{
    char *to = stpcpy(key, space_words[space]);

    to = add_part(to, schema);
    to = add_part(to, parent);
    to = add_part(to, name);
    *to = '\0';
    return key;
}

static size_t
key_room(Space space, const char *schema, const char *parent, const char *name)
{
    return strlen(space_words[space]) + part_room(schema) + part_room(parent) + part_room(name) + 1;
}

const char *
object_key_short(char *room, size_t size, Space space, const char *schema, const char *parent, const char *name)
{
    return key_room(space, schema, parent, name) <= size ? write_key(room, space, schema, parent, name) : NULL;
}

const char *
object_key(Arena *arena, Space space, const char *schema, const char *parent, const char *name)
{
    char room[512];
    const char *key = object_key_short(room, sizeof room, space, schema, parent, name);

    if (key)
        return arena_copy_len(arena, key, strlen(key));
    return write_key(arena_alloc(arena, key_room(space, schema, parent, name)), space, schema, parent, name);
}

const char *
object_relation(Arena *arena, const Object *object)
{
    return sql_qname(arena, object->schema, object->parent);
}

const char *
object_noun(const Object *object)
{
    const KindOps *ops = object_ops(object);

    return ops->noun_of ? ops->noun_of(object) : ops->noun;
}

static const char *
word_of(Arena *arena, const Object *object)
{
    const char *noun = object_noun(object);
    char *word;

    if (noun == object_ops(object)->noun)
        return object_ops(object)->word;
    word = arena_copy_own(arena, noun);
    for (char *c = word; *c; c++)
        *c = (char) (*c >= 'A' && *c <= 'Z' ? *c - 'A' + 'a' : *c);
    return word;
}

const char *
object_sql_name(Arena *arena, const Object *object)
{
    const KindOps *ops = object_ops(object);

    if (ops->sql_name)
        return ops->sql_name(arena, object);
    if (object->parent && kind_space[object->kind] != SPACE_RELATION)
        return arena_printf(arena, "%s ON %s", sql_ident(arena, object->name), object_relation(arena, object));
    return sql_qname(arena, object->schema, object->name);
}

const char *
object_title(Arena *arena, const Object *object)
{
    const char *word = word_of(arena, object);

    if (object->parent && kind_space[object->kind] == SPACE_COLUMN)
        return arena_printf(arena, "%s %s.%s", word, object_relation(arena, object), sql_ident(arena, object->name));
    return arena_printf(arena, "%s %s", word, object_sql_name(arena, object));
}

static void
add_ref(Arena *arena, Vec *refs, Ref ref)
{
    Ref *copy;

    VEC_EACH(const Ref *, have, refs)
        if (have->space == ref.space && str_eq(have->schema, ref.schema) && str_eq(have->parent, ref.parent) &&
            str_eq(have->name, ref.name) && have->any_signature == ref.any_signature && have->shallow == ref.shallow &&
            have->order_only == ref.order_only)
            return;
    copy = arena_make(arena, Ref);
    *copy = ref;
    copy->schema = arena_copy(arena, ref.schema);
    copy->parent = arena_copy(arena, ref.parent);
    copy->name = arena_copy(arena, ref.name);
    vec_add(arena, refs, copy);
}

void
object_need(Arena *arena, Object *object, Ref ref)
{
    add_ref(arena, &object->needs, ref);
}

void
object_need_late(Arena *arena, Object *object, Ref ref)
{
    add_ref(arena, &object_rare_make(arena, object)->late_needs, ref);
}

void
object_need_relation(Arena *arena, Object *object, const char *schema, const char *name)
{
    object_need(arena, object, (Ref) {.space = SPACE_RELATION, .schema = schema, .name = name});
}

void
acl_add(Arena *arena, Vec *acl, const char *grantee, const char *privilege, bool grantable, bool missing)
{
    AclItem *item;

    VEC_EACH(AclItem *, have, acl)
        if (str_eq(have->grantee, grantee) && strcmp(have->privilege, privilege) == 0 && have->missing == missing)
        {
            have->grantable |= grantable;
            return;
        }
    item = arena_make(arena, AclItem);
    *item = (AclItem) {arena_copy(arena, grantee), arena_copy(arena, privilege), grantable, missing};
    vec_add(arena, acl, item);
}

static int
compare_acl(const void *a, const void *b)
{
    const AclItem *x = a, *y = b;
    int order = str_cmp(x->grantee, y->grantee);

    if (!order)
        order = strcmp(x->privilege, y->privilege);
    return order ? order : x->missing - y->missing;
}

void
acl_sort(Vec *acl)
{
    vec_sort(acl, compare_acl);
}

static int
compare_labels(const void *a, const void *b)
{
    return strcmp(((const SecurityLabel *) a)->provider, ((const SecurityLabel *) b)->provider);
}

void
object_set_label(Arena *arena, Object *object, const char *provider, const char *label)
{
    Vec *labels = &object_rare_make(arena, object)->labels;
    SecurityLabel *made;

    for (size_t i = labels->count; i-- > 0;)
        if (strcmp(((const SecurityLabel *) vec_at(labels, i))->provider, provider) == 0)
            vec_remove_at(labels, i);
    if (!label)
        return;
    made = arena_make(arena, SecurityLabel);
    *made = (SecurityLabel) {arena_copy(arena, provider), arena_copy(arena, label)};
    vec_add(arena, labels, made);
    vec_sort(labels, compare_labels);
}

const char *
object_label(const Object *object, const char *provider)
{
    VEC_EACH(const SecurityLabel *, label, &object_rare(object)->labels)
        if (strcmp(label->provider, provider) == 0)
            return label->label;
    return NULL;
}

void
acl_builtin(Arena *arena, Kind kind, Vec *acl)
{
    if (!kind_ops[kind]->acl_privileges)
        return;
    if (kind_space[kind] == SPACE_ROUTINE)
        acl_add(arena, acl, NULL, "EXECUTE", false, false);
    else if (kind_space[kind] == SPACE_TYPE || kind_space[kind] == SPACE_LANGUAGE)
        acl_add(arena, acl, NULL, "USAGE", false, false);
    else if (kind_space[kind] == SPACE_DATABASE)
    {
        acl_add(arena, acl, NULL, "CONNECT", false, false);
        acl_add(arena, acl, NULL, "TEMPORARY", false, false);
    }
}
