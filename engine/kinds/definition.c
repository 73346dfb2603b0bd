#include "engine/kinds/definition.h"

#include "engine/kinds/column.h"
#include "engine/model/moves.h"

static const Field fields[] = {
    FIELD(Definition, options, SET, RECREATE),
    {0}
};

const Field definition_item_fields[] = {
    FIELD(DefinitionItem, key, TEXT, ALTER),
    FIELD(DefinitionItem, value, TEXT, ALTER),
    {0}
};

/* ---- names ---- */

const char *
operator_signature(Arena *arena, const char *name, const char *left, const char *right)
{
    return arena_printf(arena, "%s (%s, %s)", name, left ? left : "NONE", right ? right : "NONE");
}

const char *
definition_using(Arena *arena, const char *name, const char *method)
{
    return arena_printf(arena, "%s USING %s", sql_ident(arena, name), sql_ident(arena, method));
}

/* An operator's name is no identifier. */
const char *
definition_called(Arena *arena, const Object *object)
{
    const char *bare = ((const Definition *) object)->bare;

    if (object->kind == KIND_OPERATOR)
        return arena_printf(arena, "%s.%s", sql_ident(arena, object->schema), bare);
    return sql_qname(arena, object->schema, object->base ? object->base : bare ? bare : object->name);
}

const char *
definition_sql_name(Arena *arena, const Object *object)
{
    const char *rest = ((const Definition *) object)->rest;

    return arena_printf(arena, "%s%s", definition_called(arena, object), rest ? rest : "");
}

/* The name of a cast or transform is no identifier either: it is made of types. */
static const char *
plain_name(Arena *arena, const Object *object)
{
    return arena_copy(arena, object->name);
}

/* ---- options and items ---- */

const char *
definition_option(const Definition *definition, const char *name)
{
    size_t length = strlen(name);

    VEC_EACH(const char *, option, &definition->options)
        if (strncmp(option, name, length) == 0 && strncmp(option + length, " = ", strlen(" = ")) == 0)
            return option + length + strlen(" = ");
    return NULL;
}

const DefinitionItem *
definition_item(const Vec *items, const char *key)
{
    VEC_EACH(const DefinitionItem *, item, items)
        if (strcmp(item->key, key) == 0)
            return item;
    return NULL;
}

void
definition_add_item(Arena *arena, Vec *items, const char *key, const char *value)
{
    DefinitionItem *item = arena_make(arena, DefinitionItem);

    *item = (DefinitionItem) {key, value};
    vec_add(arena, items, item);
}

static int
compare_items(const void *a, const void *b)
{
    return strcmp(((const DefinitionItem *) a)->key, ((const DefinitionItem *) b)->key);
}

void
definition_sort_items(Vec *items)
{
    vec_sort(items, compare_items);
}

/* ---- renames ---- */

void
definition_follow(Object *object, const Moves *moves)
{
    Definition *definition = (Definition *) object;

    definition->rest = moves_text(moves, SPACE_TYPE, definition->rest);
    moves_texts(moves, SPACE_TYPE, &definition->options);
    VEC_EACH(DefinitionItem *, item, &definition->items)
    {
        item->key = moves_text(moves, SPACE_TYPE, item->key);
        item->value = moves_text(moves, SPACE_TYPE, item->value);
    }
    object->name = moves_text(moves, SPACE_TYPE, object->name);
}

/* ---- SQL ---- */

void
definition_emit_create(Emit *emit, const Object *new, const char *sql)
{
    emit_undo(emit, emit_step(emit, COST(0), "%s", sql), false, "DROP %s %s", object_ops(new)->noun, object_sql_name(emit->arena, new));
}

void
definition_create(Emit *emit, const Object *new)
{
    definition_emit_create(emit, new, arena_printf(emit->arena, "CREATE %s %s (%s)", object_ops(new)->noun,
                                                   new->kind == KIND_AGGREGATE ? object_sql_name(emit->arena, new) : definition_called(emit->arena, new),
                                                   vec_join(emit->arena, &((const Definition *) new)->options, ", ")));
}

void
definition_drop(Emit *emit, const Object *old)
{
    Step *step = emit_step(emit, COST(0), "DROP %s %s", object_ops(old)->noun, object_sql_name(emit->arena, old));

    if (emit->change->action == ACTION_DROP)
        emit_hazard(emit, step, HAZARD_DROPS_OBJECT, NULL);
}

static bool
needs_one_of(const Object *object, const Vec *sources)
{
    VEC_EACH(const Ref *, need, &object->needs)
        VEC_EACH(const Object *, source, sources)
            if (need->space == kind_space[source->kind] && str_eq(need->schema, source->schema) && str_eq(need->name, source->name))
                return true;
    return false;
}

const char *
definition_stale(Emit *emit, const Object *object)
{
    Vec sources = {0}, stale = {0};

    vec_add(emit->arena, &sources, object);
    VEC_EACH(const Object *, user, &emit->diff->old->objects)
        if (user->kind == KIND_TS_CONFIGURATION && needs_one_of(user, &sources))
            vec_add(emit->arena, &sources, user);
    VEC_EACH(const Object *, user, &emit->diff->old->objects)
        if ((user->kind == KIND_INDEX || (user->kind == KIND_COLUMN && ((const Column *) user)->generated)) && needs_one_of(user, &sources) &&
            diff_change_of(emit->diff, user)->action == ACTION_KEEP)
            vec_add(emit->arena, &stale, object_title(emit->arena, user));
    vec_sort_str(&stale);
    return stale.count ? vec_join(emit->arena, &stale, ", ") : NULL;
}

/* ---- aggregates: ALTER FUNCTION and GRANT ON FUNCTION do for them what ALTER AGGREGATE does not ---- */

const KindOps kind_aggregate = {
    .can_run = true,
    .noun = "AGGREGATE",
    .word = "aggregate",
    .acl_privileges = "EXECUTE",
    .acl_noun = "FUNCTION",
    .has_owner = true,
    .renames = "",
    .size = sizeof(Definition),
    .fields = fields,
    .sql_name = definition_sql_name,
    .follow = definition_follow,
    .create = definition_create,
    .drop = definition_drop,
};

/* ---- operators ---- */

/* ALTER OPERATOR ... SET knows the estimators alone before PostgreSQL 17, and what 17 adds can't be taken back. */
static bool
operator_can_alter(const Object *old, const Object *new, uint64_t changed)
{
    static const char *const fixed[] = {"FUNCTION", "COMMUTATOR", "NEGATOR", "HASHES", "MERGES"};

    (void) changed;
    for (size_t i = 0; i < COUNT_OF(fixed); i++)
        if (!str_eq(definition_option((const Definition *) old, fixed[i]), definition_option((const Definition *) new, fixed[i])))
            return false;
    return true;
}

static const char *
estimators(Arena *arena, const Definition *from, const Definition *to)
{
    static const char *const names[] = {"RESTRICT", "JOIN"};
    Vec sets = {0};

    for (size_t i = 0; i < COUNT_OF(names); i++)
    {
        const char *was = definition_option(from, names[i]), *is = definition_option(to, names[i]);

        if (!str_eq(was, is))
            vec_add(arena, &sets, arena_printf(arena, "%s = %s", names[i], is ? is : "NONE"));
    }
    return vec_join(arena, &sets, ", ");
}

static void
operator_alter(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    const Definition *was = (const Definition *) old, *is = (const Definition *) new;
    const char *name = object_sql_name(emit->arena, new);
    Step *step = emit_step(emit, COST(0), "ALTER OPERATOR %s SET (%s)", name, estimators(emit->arena, was, is));

    (void) changed;
    emit_undo(emit, step, false, "ALTER OPERATOR %s SET (%s)", name, estimators(emit->arena, is, was));
}

const KindOps kind_operator = {
    .can_run = true,
    .noun = "OPERATOR",
    .word = "operator",
    .has_owner = true,
    .size = sizeof(Definition),
    .fields = fields,
    .sql_name = definition_sql_name,
    .can_alter = operator_can_alter,
    .follow = definition_follow,
    .create = definition_create,
    .alter = operator_alter,
    .drop = definition_drop,
};

/* ---- collations ---- */

const KindOps kind_collation = {
    .noun = "COLLATION",
    .word = "collation",
    .has_owner = true,
    .renames = "",
    .size = sizeof(Definition),
    .fields = fields,
    .sql_name = definition_sql_name,
    .follow = definition_follow,
    .create = definition_create,
    .drop = definition_drop,
};

/* ---- CREATE CAST (a AS b) WITH ... AS ... ---- */

static void
cast_create(Emit *emit, const Object *new)
{
    const Definition *cast = (const Definition *) new;
    const char *when = definition_option(cast, "WHEN");

    definition_emit_create(emit, new, arena_printf(emit->arena, "CREATE CAST %s %s%s%s", new->name, definition_option(cast, "METHOD"),
                                                   when ? " " : "", when ? when : ""));
}

const KindOps kind_cast = {
    .can_run = true,
    .noun = "CAST",
    .word = "cast",
    .size = sizeof(Definition),
    .fields = fields,
    .sql_name = plain_name,
    .follow = definition_follow,
    .create = cast_create,
    .drop = definition_drop,
};

/* ---- CREATE DEFAULT CONVERSION name FOR 'source' TO 'destination' FROM function ---- */

static void
conversion_create(Emit *emit, const Object *new)
{
    const Definition *conversion = (const Definition *) new;

    definition_emit_create(emit, new, arena_printf(emit->arena, "CREATE %sCONVERSION %s FOR %s TO %s FROM %s",
                                                   definition_option(conversion, "DEFAULT") ? "DEFAULT " : "", definition_called(emit->arena, new),
                                                   definition_option(conversion, "FOR"), definition_option(conversion, "TO"),
                                                   definition_option(conversion, "FROM")));
}

const KindOps kind_conversion = {
    .noun = "CONVERSION",
    .word = "conversion",
    .has_owner = true,
    .renames = "",
    .size = sizeof(Definition),
    .fields = fields,
    .sql_name = definition_sql_name,
    .follow = definition_follow,
    .create = conversion_create,
    .drop = definition_drop,
};

/* ---- CREATE ACCESS METHOD name TYPE type HANDLER function ---- */

static void
access_method_create(Emit *emit, const Object *new)
{
    const Definition *method = (const Definition *) new;

    definition_emit_create(emit, new, arena_printf(emit->arena, "CREATE ACCESS METHOD %s TYPE %s HANDLER %s", definition_called(emit->arena, new),
                                                   definition_option(method, "TYPE"), definition_option(method, "HANDLER")));
}

const KindOps kind_access_method = {
    .noun = "ACCESS METHOD",
    .word = "access method",
    .size = sizeof(Definition),
    .fields = fields,
    .sql_name = definition_sql_name,
    .follow = definition_follow,
    .create = access_method_create,
    .drop = definition_drop,
};

/* ---- CREATE TRANSFORM FOR type LANGUAGE name (FROM SQL WITH FUNCTION ..., TO SQL WITH FUNCTION ...) ---- */

static const char *
transform_sql(Arena *arena, const Definition *transform, const char *create)
{
    static const char *const ways[] = {"FROM SQL", "TO SQL"};
    Vec functions = {0};

    for (size_t i = 0; i < COUNT_OF(ways); i++)
        if (definition_option(transform, ways[i]))
            vec_add(arena, &functions, arena_printf(arena, "%s WITH FUNCTION %s", ways[i], definition_option(transform, ways[i])));
    return arena_printf(arena, "%s TRANSFORM %s (%s)", create, transform->object.name, vec_join(arena, &functions, ", "));
}

static void
transform_create(Emit *emit, const Object *new)
{
    definition_emit_create(emit, new, transform_sql(emit->arena, (const Definition *) new, "CREATE"));
}

static void
transform_alter(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    Step *step = emit_step(emit, COST(0), "%s", transform_sql(emit->arena, (const Definition *) new, "CREATE OR REPLACE"));

    (void) changed;
    emit_undo(emit, step, false, "%s", transform_sql(emit->arena, (const Definition *) old, "CREATE OR REPLACE"));
}

static const Field replaced_fields[] = {
    FIELD(Definition, options, SET, ALTER),
    {0}
};

const KindOps kind_transform = {
    .noun = "TRANSFORM",
    .word = "transform",
    .size = sizeof(Definition),
    .fields = replaced_fields,
    .sql_name = plain_name,
    .follow = definition_follow,
    .create = transform_create,
    .alter = transform_alter,
    .drop = definition_drop,
};

/* ---- CREATE TRUSTED LANGUAGE name HANDLER function INLINE function VALIDATOR function ---- */

static const char *
language_sql(Arena *arena, const Definition *language, const char *create)
{
    static const char *const parts[] = {"HANDLER", "INLINE", "VALIDATOR"};
    Text sql;

    text_init(&sql, arena);
    text_addf(&sql, "%s %sLANGUAGE %s", create, definition_option(language, "TRUSTED") ? "TRUSTED " : "", sql_ident(arena, language->object.name));
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (definition_option(language, parts[i]))
            text_addf(&sql, " %s %s", parts[i], definition_option(language, parts[i]));
    return text_str(&sql);
}

static void
language_create(Emit *emit, const Object *new)
{
    definition_emit_create(emit, new, language_sql(emit->arena, (const Definition *) new, "CREATE"));
}

static void
language_alter(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    Step *step = emit_step(emit, COST(0), "%s", language_sql(emit->arena, (const Definition *) new, "CREATE OR REPLACE"));

    (void) changed;
    emit_undo(emit, step, false, "%s", language_sql(emit->arena, (const Definition *) old, "CREATE OR REPLACE"));
}

const KindOps kind_language = {
    .noun = "LANGUAGE",
    .word = "language",
    .acl_privileges = "USAGE",
    .has_owner = true,
    .renames = "",
    .size = sizeof(Definition),
    .fields = replaced_fields,
    .sql_name = definition_sql_name,
    .follow = definition_follow,
    .create = language_create,
    .alter = language_alter,
    .drop = definition_drop,
};
