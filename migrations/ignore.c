#include "migrations/ignore.h"

#include "engine/model/moves.h"
#include "engine/plan/closure.h"

/* ---- one rule ---- */

/* The kind's word, as rules say it: "materialized-view". */
static bool
is_word(const char *word, const char *text, size_t length)
{
    if (strlen(word) != length)
        return false;
    for (size_t i = 0; i < length; i++)
        if (word[i] != text[i] && !(word[i] == ' ' && text[i] == '-'))
            return false;
    return true;
}

/* KIND_COUNT: the rule names none, or one that is not known. *pattern is what follows. */
static Kind
kind_of(const char *rule, const char **pattern)
{
    const char *colon = strchr(rule, ':');
    Kind kind = 0;

    *pattern = colon ? colon + 1 : rule;
    while (kind < KIND_COUNT && !(colon && is_word(kind_ops[kind]->word, rule, (size_t) (colon - rule))))
        kind++;
    return kind;
}

/* Goes back to the last "*" only, which is enough. */
static bool
matches(const char *pattern, const char *text)
{
    const char *star = NULL, *from = NULL;

    while (*text)
        if (*pattern == '*')
        {
            star = pattern++;
            from = text;
        }
        else if (*pattern == '?' || *pattern == *text)
        {
            pattern++;
            text++;
        }
        else if (star)
        {
            pattern = star + 1;
            text = ++from;
        }
        else
            return false;
    while (*pattern == '*')
        pattern++;
    return !*pattern;
}

static bool
is_for(Arena *scratch, const char *rule, const Object *object)
{
    const char *pattern, *start = object->schema ? arena_printf(scratch, "%s.", object->schema) : "";
    bool any_kind = !strchr(rule, ':');
    Kind kind = kind_of(rule, &pattern);

    if (any_kind ? object->parent != NULL : object->kind != kind)
        return false;
    if (object->parent)
        return matches(pattern, arena_printf(scratch, "%s%s.%s", start, object->parent, object->name));
    return matches(pattern, arena_printf(scratch, "%s%s", start, object->name)) ||
           (object->base && matches(pattern, arena_printf(scratch, "%s%s", start, object->base)));
}

bool
ignore_check(Arena *arena, const Vec *rules, Error *err)
{
    VEC_EACH(const char *, rule, rules)
    {
        const char *pattern;
        Kind kind = kind_of(rule, &pattern);

        if (*pattern && (kind != KIND_COUNT || !strchr(rule, ':')))
            continue;
        error_set(err, arena, ERR_USAGE, "--ignore: \"%s\" is no rule", rule);
        return error_hint(err, arena, "give a pattern, or a kind and a pattern: app.tmp_*, table:app.tmp_*, materialized-view:report.*");
    }
    return true;
}

/* ---- a model ---- */

typedef struct Marking
{
    Arena *scratch;
    const Model *model;
    const Vec *rules;
    bool *used;                                    /* by rule; NULL: nobody asks */
} Marking;

static void
mark_own(const Marking *marking, Object *object)
{
    object->ignored = NULL;
    for (size_t i = 0; i < marking->rules->count && !object->ignored; i++)
        if (is_for(marking->scratch, vec_at(marking->rules, i), object))
        {
            object->ignored = vec_at(marking->rules, i);
            if (marking->used)
                marking->used[i] = true;
        }
}

/* What it goes with when that goes. */
static bool
mark_with(const Marking *marking, Object *object)
{
    const KindOps *ops = object_ops(object);
    const Object *const with[] = {
        object->schema ? model_find(marking->model, SPACE_SCHEMA, NULL, NULL, object->schema) : NULL,
        model_parent(marking->model, object),
        ops->dropped_with ? ops->dropped_with(object, marking->model) : NULL,
    };

    for (size_t i = 0; i < COUNT_OF(with) && !object->ignored; i++)
        if (with[i])
            object->ignored = with[i]->ignored;
    return object->ignored != NULL;
}

static void
mark(const Model *model, const Vec *rules, bool *used)
{
    Marking marking = {.scratch = arena_new(), .model = model, .rules = rules, .used = used};
    bool more = true;

    VEC_EACH(Object *, object, &model->objects)
        mark_own(&marking, object);
    while (more)
    {
        more = false;
        VEC_EACH(Object *, object, &model->objects)
            if (!object->ignored)
                more |= mark_with(&marking, object);
    }
    arena_free(marking.scratch);
}

void
ignore_wishes(const Model *live, Model *blueprint, const Vec *rules)
{
    if (!rules->count)
        return;
    mark(live, rules, NULL);
    mark(blueprint, rules, NULL);
    for (size_t i = blueprint->wishes.count; i-- > 0;)
    {
        const Rename *wish = vec_at(&blueprint->wishes, i);
        const Object *now = wish->object;
        const Object *old = wish->part ? NULL
                            : model_find(live, kind_space[now->kind], wish->schema ? wish->schema : now->schema, now->parent, wish->name);

        if (now->ignored || (old && old->ignored))
            vec_remove_at(&blueprint->wishes, i);
    }
}

/* ---- both models ---- */

static void
tell_missing(const Model *live, const Model *blueprint, Findings *findings)
{
    Vec found = {0};

    VEC_EACH(const Object *, object, &blueprint->objects)
    {
        found.count = 0;
        if (!object->ignored)
            links_resolve(blueprint, object, findings->arena, &found);
        VEC_EACH(const Object *, need, &found)
            if (need->ignored && !need->parent && !map_has(&live->by_key, need->key))
                findings_add(findings, SEVERITY_ERROR, object->origin, "make it first, or take the rule away",
                             "%s needs %s, which the rule \"%s\" ignores, and which is not in the database", object_title(findings->arena, object),
                             object_title(findings->arena, need), need->ignored);
    }
}

static void
want_as_it_is(const Model *live, Model *blueprint)
{
    for (size_t i = blueprint->objects.count; i-- > 0;)
    {
        Object *object = i < blueprint->objects.count ? vec_at(&blueprint->objects, i) : NULL;

        if (object && object->ignored)
            model_remove(blueprint, object);
    }
    VEC_EACH(const Object *, object, &live->objects)
    {
        Object *copy;

        if (!object->ignored)
            continue;
        copy = arena_alloc(blueprint->arena, object_ops(object)->size);
        memcpy(copy, object, object_ops(object)->size);
        copy->children = (Vec) {0};
        model_add(blueprint, copy);
    }
    model_finish(blueprint);
}

void
ignore_apply(Model *live, Model *blueprint, const Vec *rules, Findings *findings)
{
    bool *used;

    if (!rules->count)
        return;
    used = arena_alloc(findings->arena, rules->count * sizeof *used);
    mark(live, rules, used);
    mark(blueprint, rules, used);
    for (size_t i = 0; i < rules->count; i++)
        if (!used[i])
            findings_add(findings, SEVERITY_WARNING, (Origin) {0}, NULL, "the rule \"%s\" ignores nothing: neither the database nor the blueprint has such",
                         (const char *) vec_at(rules, i));
    tell_missing(live, blueprint, findings);
    want_as_it_is(live, blueprint);
}
