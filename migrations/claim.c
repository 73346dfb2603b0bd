#include "migrations/claim.h"

#include "engine/model/field.h"

static const struct { const char *word; unsigned bits; } words[] = {
    {"privileges", CLAIM_PRIVILEGES},
    {"owners", CLAIM_OWNERS},
    {"roles", CLAIM_ROLES},
    {"default-privileges", CLAIM_DEFAULT_PRIVILEGES},
    {"publications", CLAIM_PUBLICATIONS},
    {"subscriptions", CLAIM_SUBSCRIPTIONS},
    {"user-mappings", CLAIM_USER_MAPPINGS},
    {"event-triggers", CLAIM_EVENT_TRIGGERS},
    {"labels", CLAIM_LABELS},
    {"settings", CLAIM_SETTINGS},
    {"all", CLAIM_ALL},
};

static unsigned
bits_of(const char *word)
{
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strcmp(words[i].word, word) == 0)
            return words[i].bits;
    return 0;
}

bool
claim_read(Arena *arena, const Vec *list, unsigned *claims, Error *err)
{
    *claims = 0;
    VEC_EACH(const char *, word, list)
    {
        Vec known = {0};

        if (bits_of(word))
        {
            *claims |= bits_of(word);
            continue;
        }
        for (size_t i = 0; i < COUNT_OF(words); i++)
            vec_add(arena, &known, words[i].word);
        error_set(err, arena, ERR_USAGE, "--manage: \"%s\" is not known", word);
        return error_hint(err, arena, "give some of %s", vec_join(arena, &known, ", "));
    }
    return true;
}

static bool
is_claimed(const Object *object, unsigned claims)
{
    return !object_ops(object)->claim || claims & object_ops(object)->claim;
}

/* Whether all that a live object needs is wanted too: a user mapping goes with its server, whoever manages it. */
static bool
may_stay(const Model *live, const Model *blueprint, const Object *object, unsigned claims)
{
    Arena *scratch = arena_new();
    Vec found = {0};
    bool stays = true;

    VEC_EACH(const Ref *, need, &object->needs)
        model_find_ref(live, need, scratch, &found);
    VEC_EACH(const Object *, need, &found)
        stays &= map_has(&blueprint->by_key, need->key) || !is_claimed(need, claims);
    arena_free(scratch);
    return stays;
}

/* What is nobody's business, a role of another application for one, is no part of the comparison. */
static void
leave_alone(Model *live, const Model *blueprint, unsigned manage)
{
    for (size_t i = live->objects.count; i-- > 0;)
    {
        Object *object = vec_at(&live->objects, i);
        const KindOps *ops = object_ops(object);

        if (ops->claimed && !map_has(&blueprint->by_key, object->key) && !ops->claimed(object, blueprint, manage))
        {
            model_remove(live, object);
            vec_add(live->arena, &live->left_alone, object);
        }
    }
}

/* Objects of a sort that nobody claims are left as they are: the blueprint is taken to want them so. */
static void
keep_unclaimed(const Model *live, Model *blueprint, unsigned claims)
{
    bool kept = false;

    VEC_EACH(const Object *, object, &live->objects)
    {
        Object *copy;

        if (is_claimed(object, claims) || !may_stay(live, blueprint, object, claims))
            continue;
        copy = arena_alloc(blueprint->arena, object_ops(object)->size);
        memcpy(copy, object, object_ops(object)->size);
        copy->children = (Vec) {0};
        model_add(blueprint, copy);
        kept = true;
    }
    if (kept)
        model_finish(blueprint);
}

/* Labels of providers that the blueprint does not mention are as they are. */
static void
keep_labels(Model *blueprint, Object *object, const Object *there)
{
    VEC_EACH(const SecurityLabel *, label, &object_rare(there)->labels)
        if (!vec_has_str(&blueprint->label_providers, label->provider))
            object_set_label(blueprint->arena, object, label->provider, label->label);
}

/* Who claims everything has the schema that every database is made with, too: as it is then (initdb), where nothing is said of it. */
static void
claim_public(Model *blueprint)
{
    Object *schema = model_find(blueprint, SPACE_SCHEMA, NULL, NULL, "public");

    if (!schema)
        return;
    if (schema->any & CHANGED_COMMENT)
        schema->comment = "standard public schema";
    schema->any &= ~(unsigned) (CHANGED_COMMENT | CHANGED_OWNER | CHANGED_ACL);
}

void
claim_apply(Model *live, Model *blueprint, unsigned claims, const char *role)
{
    leave_alone(live, blueprint, claims);
    if ((claims & CLAIM_ALL) == CLAIM_ALL)
        claim_public(blueprint);
    claims |= blueprint->claims;
    VEC_EACH(Object *, object, &blueprint->objects)
    {
        const KindOps *ops = object_ops(object);
        const Object *there = map_get(&live->by_key, object->key);

        if (there && there->kind != object->kind)
            there = NULL;
        if (there && ops->adopt)
            ops->adopt(object, there);
        if (there && !(claims & CLAIM_LABELS))
            keep_labels(blueprint, object, there);
        if (ops->has_owner && !(claims & CLAIM_OWNERS))
            object->owner = there ? there->owner : NULL;
        else if (ops->has_owner && !object->owner)
            object->owner = role;
        if (!ops->acl_privileges || (claims & CLAIM_PRIVILEGES))
            continue;
        object->acl = (Vec) {0};
        if (there)
            object->acl = there->acl;
        else
            acl_builtin(blueprint->arena, object->kind, &object->acl);
    }
    keep_unclaimed(live, blueprint, claims);
    blueprint->claims = claims;
}
