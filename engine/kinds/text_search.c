/*
 * Text search parsers, templates, dictionaries and configurations (engine/kinds/definition.h):
 * https://www.postgresql.org/docs/current/textsearch.html
 */
#include "engine/kinds/definition.h"

static const Field option_fields[] = {
    FIELD(Definition, options, SET, RECREATE),
    {0}
};

/* What is stored already was computed with the old one, and nothing computes it again. */
static void
tell_stale(Emit *emit, const Object *object, Step *step)
{
    const char *stale = definition_stale(emit, object);

    if (stale)
        emit_hazard(emit, step, HAZARD_STALE_RESULTS, "%s", stale);
}

const KindOps kind_ts_parser = {
    .noun = "TEXT SEARCH PARSER",
    .word = "text search parser",
    .renames = "",
    .size = sizeof(Definition),
    .fields = option_fields,
    .sql_name = definition_sql_name,
    .follow = definition_follow,
    .create = definition_create,
    .drop = definition_drop,
};

const KindOps kind_ts_template = {
    .noun = "TEXT SEARCH TEMPLATE",
    .word = "text search template",
    .renames = "",
    .size = sizeof(Definition),
    .fields = option_fields,
    .sql_name = definition_sql_name,
    .follow = definition_follow,
    .create = definition_create,
    .drop = definition_drop,
};

/* ---- dictionaries ---- */

static const Field dictionary_fields[] = {
    FIELD_NAMED(Definition, options, "template", SET, RECREATE),
    FIELD_ITEMS(Definition, items, "options", definition_item_fields, ALTER),
    {0}
};

static void
add_settings(Arena *arena, const Definition *dictionary, Vec *settings)
{
    VEC_EACH(const DefinitionItem *, item, &dictionary->written)
        vec_add(arena, settings, arena_printf(arena, "%s = %s", item->key, item->value));
}

static void
dictionary_create(Emit *emit, const Object *new)
{
    const Definition *dictionary = (const Definition *) new;
    Vec settings = {0};

    vec_add_all(emit->arena, &settings, &dictionary->options);
    add_settings(emit->arena, dictionary, &settings);
    definition_emit_create(emit, new, arena_printf(emit->arena, "CREATE TEXT SEARCH DICTIONARY %s (\n    %s\n)", object_sql_name(emit->arena, new),
                                                   vec_join(emit->arena, &settings, ",\n    ")));
}

/* Each option that is named is taken away, and those with a value are added at the end: AlterTSDictionary(). So all are given, and
 * the server has them in their order. */
static const char *
dictionary_sql(Arena *arena, const Definition *from, const Definition *to)
{
    Vec settings = {0};

    VEC_EACH(const DefinitionItem *, item, &from->items)
        if (!definition_item(&to->items, item->key))
            vec_add(arena, &settings, item->key);
    add_settings(arena, to, &settings);
    return arena_printf(arena, "ALTER TEXT SEARCH DICTIONARY %s (%s)", object_sql_name(arena, &to->object), vec_join(arena, &settings, ", "));
}

static void
dictionary_alter(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    Step *step = emit_step(emit, COST(0), "%s", dictionary_sql(emit->arena, (const Definition *) old, (const Definition *) new));

    (void) changed;
    tell_stale(emit, old, step);
    emit_undo(emit, step, false, "%s", dictionary_sql(emit->arena, (const Definition *) new, (const Definition *) old));
}

const KindOps kind_ts_dictionary = {
    .noun = "TEXT SEARCH DICTIONARY",
    .word = "text search dictionary",
    .has_owner = true,
    .renames = "",
    .size = sizeof(Definition),
    .fields = dictionary_fields,
    .sql_name = definition_sql_name,
    .follow = definition_follow,
    .create = dictionary_create,
    .alter = dictionary_alter,
    .drop = definition_drop,
};

/* ---- configurations ---- */

static const Field configuration_fields[] = {
    FIELD_NAMED(Definition, options, "parser", SET, RECREATE),
    FIELD_ITEMS(Definition, items, "mappings", definition_item_fields, ALTER),
    {0}
};

typedef enum Mapping { MAPPING_ADDED, MAPPING_CHANGED, MAPPING_DROPPED } Mapping;

static const char *const mapping_verbs[] = {[MAPPING_ADDED] = "ADD", [MAPPING_CHANGED] = "ALTER", [MAPPING_DROPPED] = "DROP"};

static bool
is_such(const Vec *from, const Vec *to, const char *key, Mapping mapping)
{
    const DefinitionItem *was = definition_item(from, key), *is = definition_item(to, key);

    switch (mapping)
    {
        case MAPPING_ADDED:
            return !was && is;
        case MAPPING_CHANGED:
            return was && is && strcmp(was->value, is->value) != 0;
        case MAPPING_DROPPED:
            return was && !is;
    }
    return false;
}

/* Tokens that go to the same dictionaries, and come from the same, are of one statement. */
static bool
is_alike(const Vec *from, const Vec *to, const DefinitionItem *a, const DefinitionItem *b)
{
    const DefinitionItem *a_was = definition_item(from, a->key), *b_was = definition_item(from, b->key);
    const DefinitionItem *a_is = definition_item(to, a->key), *b_is = definition_item(to, b->key);

    return str_eq(a_was ? a_was->value : NULL, b_was ? b_was->value : NULL) && str_eq(a_is ? a_is->value : NULL, b_is ? b_is->value : NULL);
}

static const char *
mapping_sql(Arena *arena, const Object *configuration, Mapping mapping, const char *tokens, const char *dictionaries)
{
    return arena_printf(arena, "ALTER TEXT SEARCH CONFIGURATION %s %s MAPPING FOR %s%s%s", object_sql_name(arena, configuration),
                        mapping_verbs[mapping], tokens, mapping == MAPPING_DROPPED ? "" : " WITH ", mapping == MAPPING_DROPPED ? "" : dictionaries);
}

static void
emit_mappings(Emit *emit, const Object *configuration, const Vec *from, const Vec *to, Mapping mapping)
{
    static const Mapping back[] = {MAPPING_DROPPED, MAPPING_CHANGED, MAPPING_ADDED};
    const Vec *items = mapping == MAPPING_DROPPED ? from : to;
    Vec done = {0};

    VEC_EACH(const DefinitionItem *, first, items)
    {
        const DefinitionItem *was = definition_item(from, first->key), *is = definition_item(to, first->key);
        Vec tokens = {0};
        Step *step;

        if (!is_such(from, to, first->key, mapping) || vec_has_str(&done, first->key))
            continue;
        VEC_EACH(const DefinitionItem *, item, items)
            if (is_such(from, to, item->key, mapping) && is_alike(from, to, first, item))
                vec_add(emit->arena, &tokens, item->key);
        vec_add_all(emit->arena, &done, &tokens);
        step = emit_step(emit, COST(0), "%s", mapping_sql(emit->arena, configuration, mapping, vec_join(emit->arena, &tokens, ", "), is ? is->value : ""));
        if (emit->operation == OPERATION_ALTER)
            tell_stale(emit, configuration, step);
        emit_undo(emit, step, false, "%s",
                  mapping_sql(emit->arena, configuration, back[mapping], vec_join(emit->arena, &tokens, ", "), was ? was->value : ""));
    }
}

static void
configuration_create(Emit *emit, const Object *new)
{
    static const Vec none;

    definition_create(emit, new);
    emit_mappings(emit, new, &none, &((const Definition *) new)->items, MAPPING_ADDED);
}

static void
configuration_alter(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    const Vec *from = &((const Definition *) old)->items, *to = &((const Definition *) new)->items;

    (void) changed;
    emit_mappings(emit, new, from, to, MAPPING_DROPPED);
    emit_mappings(emit, new, from, to, MAPPING_CHANGED);
    emit_mappings(emit, new, from, to, MAPPING_ADDED);
}

const KindOps kind_ts_configuration = {
    .noun = "TEXT SEARCH CONFIGURATION",
    .word = "text search configuration",
    .has_owner = true,
    .renames = "",
    .size = sizeof(Definition),
    .fields = configuration_fields,
    .sql_name = definition_sql_name,
    .follow = definition_follow,
    .create = configuration_create,
    .alter = configuration_alter,
    .drop = definition_drop,
};
