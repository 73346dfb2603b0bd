#include "engine/model/field.h"

#include "engine/model/secret.h"

uint64_t
field_bit(const Field *fields, const char *name)
{
    for (size_t i = 0; fields[i].name; i++)
        if (strcmp(fields[i].name, name) == 0)
            return UINT64_C(1) << i;
    BUG("no field \"%s\"", name);
}

#define AT(Type, item, field) (*(Type const *) ((const char *) (item) + (field)->offset))

/* NULL: not known. */
static const Vec *
options_at(const void *item, const Field *field)
{
    return field->type == FIELD_OPTIONS ? &AT(Vec, item, field) : AT(Vec *, item, field);
}

static bool
options_equal(const Vec *a, const Vec *b)
{
    return !a || !b || vec_eq_str(a, b);
}

static void
masked_options(Arena *arena, const Vec *options, Vec *masked)
{
    if (options)
        VEC_EACH(const char *, option, options)
            vec_add(arena, masked, secret_mask(arena, option));
}

static const char *
show_options(Arena *arena, const Vec *options)
{
    Vec masked = {0};

    if (!options)
        return "not known";
    masked_options(arena, options, &masked);
    return masked.count ? arena_printf(arena, "(%s)", vec_join(arena, &masked, ", ")) : "none";
}

static bool
lists_equal(const Field *items, const Vec *a, const Vec *b, const Object *old_object, const Object *new_object, const Judge *judge)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (fields_compare(items, a->items[i], b->items[i], old_object, new_object, judge))
            return false;
    return true;
}

static Vec
sorted(Arena *arena, const Vec *set)
{
    Vec copy = {0};

    vec_add_all(arena, &copy, set);
    vec_sort_str(&copy);
    return copy;
}

static bool
sets_equal(const Vec *a, const Vec *b)
{
    Arena *scratch;
    Vec left, right;
    bool equal;

    if (a->count != b->count || vec_eq_str(a, b))
        return a->count == b->count;
    scratch = arena_new();
    left = sorted(scratch, a);
    right = sorted(scratch, b);
    equal = vec_eq_str(&left, &right);
    arena_free(scratch);
    return equal;
}

static bool
field_equal(const Field *field, const void *old, const void *new, const Object *old_object, const Object *new_object, const Judge *judge)
{
    const Expression *a, *b;

    switch (field->type)
    {
        case FIELD_BOOL:
            return AT(bool, old, field) == AT(bool, new, field);
        case FIELD_INT:
            return AT(int64_t, old, field) == AT(int64_t, new, field);
        case FIELD_TEXT:
        case FIELD_BODY:
            return str_eq(AT(char *, old, field), AT(char *, new, field));
        case FIELD_LOOSE:
            return !AT(char *, old, field) || !AT(char *, new, field) || str_eq(AT(char *, old, field), AT(char *, new, field));
        case FIELD_SET:
            return sets_equal(&AT(Vec, old, field), &AT(Vec, new, field));
        case FIELD_NAMES:
            return vec_eq_str(&AT(Vec, old, field), &AT(Vec, new, field));
        case FIELD_OPTIONS:
        case FIELD_LOOSE_OPTIONS:
            return options_equal(options_at(old, field), options_at(new, field));
        case FIELD_LIST:
            return lists_equal(field->item_fields, &AT(Vec, old, field), &AT(Vec, new, field), old_object, new_object, judge);
        case FIELD_EXPR:
        case FIELD_QUERY:
            a = AT(Expression *, old, field);
            b = AT(Expression *, new, field);
            if (!a || !b)
                return a == b;
            return strcmp(a->canon, b->canon) == 0 || (judge && judge->same(judge->context, old_object, new_object, field, a, b));
    }
    BUG("field type %d", field->type);
}

uint64_t
fields_compare(const Field *fields, const void *old, const void *new, const Object *old_object, const Object *new_object, const Judge *judge)
{
    uint64_t changed = 0;

    for (size_t i = 0; fields[i].name; i++)
        if (fields[i].change != CHANGE_IGNORE && !field_equal(&fields[i], old, new, old_object, new_object, judge))
            changed |= UINT64_C(1) << i;
    return changed;
}

static void
hash_names(const Vec *names, Hasher *hasher)
{
    hasher_add_int(hasher, (int64_t) names->count);
    VEC_EACH(const char *, name, names)
        hasher_add_str(hasher, name);
}

static void
hash_options(const Vec *options, Hasher *hasher)
{
    Arena *scratch = arena_new();
    Vec masked = {0};

    masked_options(scratch, options, &masked);
    hash_names(&masked, hasher);
    arena_free(scratch);
}

static void
hash_set(const Vec *set, Hasher *hasher)
{
    Arena *scratch = arena_new();
    Vec names = sorted(scratch, set);

    hash_names(&names, hasher);
    arena_free(scratch);
}

void
fields_hash(const Field *fields, const void *item, Hasher *hasher)
{
    for (const Field *field = fields; field->name; field++)
    {
        if (field->change == CHANGE_IGNORE)
            continue;
        switch (field->type)
        {
            case FIELD_BOOL:
                hasher_add_int(hasher, AT(bool, item, field));
                break;
            case FIELD_INT:
                hasher_add_int(hasher, AT(int64_t, item, field));
                break;
            case FIELD_TEXT:
            case FIELD_LOOSE:
            case FIELD_BODY:
                hasher_add_str(hasher, AT(char *, item, field));
                break;
            case FIELD_NAMES:
                hash_names(&AT(Vec, item, field), hasher);
                break;
            case FIELD_OPTIONS:
            case FIELD_LOOSE_OPTIONS:
                hash_options(options_at(item, field), hasher);
                break;
            case FIELD_SET:
                hash_set(&AT(Vec, item, field), hasher);
                break;
            case FIELD_EXPR:
            case FIELD_QUERY:
                hasher_add_str(hasher, AT(Expression *, item, field) ? AT(Expression *, item, field)->canon : NULL);
                break;
            case FIELD_LIST:
                hasher_add_int(hasher, (int64_t) AT(Vec, item, field).count);
                VEC_EACH(const void *, part, &AT(Vec, item, field))
                    fields_hash(field->item_fields, part, hasher);
                break;
        }
    }
}

static const char *
show_list(Arena *arena, const Field *field, const void *item)
{
    Vec parts = {0};

    VEC_EACH(const void *, part, &AT(Vec, item, field))
    {
        Vec words = {0};

        for (const Field *sub = field->item_fields; sub->name; sub++)
        {
            const char *value = field_show_whole(arena, sub, part);

            if (sub->type == FIELD_BOOL)
            {
                if (AT(bool, part, sub))
                    vec_add(arena, &words, sub->name);
            }
            else if (strcmp(value, "none") != 0)
                vec_add(arena, &words, value);
        }
        vec_add(arena, &parts, vec_join(arena, &words, " "));
    }
    return arena_printf(arena, "(%s)", vec_join(arena, &parts, ", "));
}

const char *
field_show_whole(Arena *arena, const Field *field, const void *item)
{
    switch (field->type)
    {
        case FIELD_BOOL:
            return AT(bool, item, field) ? "yes" : "no";
        case FIELD_INT:
            return arena_printf(arena, "%" PRId64, AT(int64_t, item, field));
        case FIELD_TEXT:
        case FIELD_BODY:
            return AT(char *, item, field) ? AT(char *, item, field) : "none";
        case FIELD_LOOSE:
            return AT(char *, item, field) ? AT(char *, item, field) : "any";
        case FIELD_NAMES:
        case FIELD_SET:
            return AT(Vec, item, field).count ? arena_printf(arena, "(%s)", vec_join(arena, &AT(Vec, item, field), ", ")) : "none";
        case FIELD_OPTIONS:
        case FIELD_LOOSE_OPTIONS:
            return show_options(arena, options_at(item, field));
        case FIELD_EXPR:
        case FIELD_QUERY:
            return AT(Expression *, item, field) ? AT(Expression *, item, field)->sql : "none";
        case FIELD_LIST:
            return AT(Vec, item, field).count ? show_list(arena, field, item) : "none";
    }
    BUG("field type %d", field->type);
}

const char *
field_show(Arena *arena, const Field *field, const void *item)
{
    enum { WIDTH = 60 };
    Text line;
    size_t shown = 0;

    text_init(&line, arena);
    for (const unsigned char *c = (const unsigned char *) field_show_whole(arena, field, item); *c; c++)
    {
        bool blank = *c == ' ' || *c == '\n' || *c == '\t' || *c == '\r';

        if (blank && line.length && line.data[line.length - 1] == ' ')
            continue;
        if (shown >= WIDTH && (*c & 0xC0) != 0x80)     /* never in the middle of a UTF-8 character */
        {
            text_add(&line, "...");
            break;
        }
        text_add_char(&line, blank ? ' ' : *c < 0x20 || *c == 0x7F ? '?' : (char) *c);
        shown++;
    }
    return text_str(&line);
}

static bool
acl_equal(const Vec *a, const Vec *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
    {
        const AclItem *x = a->items[i], *y = b->items[i];

        if (!str_eq(x->grantee, y->grantee) || strcmp(x->privilege, y->privilege) != 0 || x->grantable != y->grantable ||
            x->missing != y->missing)
            return false;
    }
    return true;
}

static bool
labels_equal(const Vec *a, const Vec *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
    {
        const SecurityLabel *x = a->items[i], *y = b->items[i];

        if (strcmp(x->provider, y->provider) != 0 || strcmp(x->label, y->label) != 0)
            return false;
    }
    return true;
}

unsigned
object_compare_common(const Object *old, const Object *new)
{
    unsigned changed = 0;

    if (!str_eq(old->comment, new->comment))
        changed |= CHANGED_COMMENT;
    if (object_ops(new)->has_owner && !str_eq(old->owner, new->owner))
        changed |= CHANGED_OWNER;
    if (!acl_equal(&old->acl, &new->acl))
        changed |= CHANGED_ACL;
    if (object_rare(old)->moved.count)
        changed |= CHANGED_NAME;
    if (!labels_equal(&object_rare(old)->labels, &object_rare(new)->labels))
        changed |= CHANGED_LABELS;
    return changed & ~(old->any | new->any);
}

const char *
object_hash(Arena *arena, const Object *object)
{
    Hasher *hasher = hasher_new(arena);

    hasher_add_int(hasher, (int64_t) object->kind);
    hasher_add_str(hasher, object->key);
    hasher_add_str(hasher, object->comment);
    hasher_add_str(hasher, object->owner);
    VEC_EACH(const AclItem *, item, &object->acl)
    {
        hasher_add_str(hasher, item->grantee);
        hasher_add_str(hasher, item->privilege);
        hasher_add_int(hasher, item->grantable * 2 + item->missing);
    }
    VEC_EACH(const SecurityLabel *, label, &object_rare(object)->labels)
    {
        hasher_add_str(hasher, label->provider);
        hasher_add_str(hasher, label->label);
    }
    fields_hash(object_ops(object)->fields, object, hasher);
    return hasher_hex(hasher, arena);
}

const char *
expression_tight(Arena *arena, const Expression *expression)
{
    return expression->compound ? arena_printf(arena, "(%s)", expression->sql) : expression->sql;
}
