#include "engine/kinds/settings.h"

#include "engine/base/text.h"
#include "engine/model/emit.h"
#include "engine/model/secret.h"

static const Field fields[] = {
    FIELD(Settings, values, OPTIONS, ALTER),
    {0}
};

Settings *
settings_make(Arena *arena, const char *role, const char *database)
{
    const char *name = role ? arena_printf(arena, "role %s%s", role, database ? " in database" : "") : database ? "database" : "all roles";
    Settings *settings = object_make(arena, KIND_SETTINGS, NULL, NULL, name);

    settings->role = arena_copy(arena, role);
    settings->database = arena_copy(arena, database);
    if (role)
        object_need(arena, &settings->object, (Ref) {.space = SPACE_ROLE, .name = role});
    return settings;
}

/* These variables hold lists of quoted names (variable_is_guc_list_quote() in bin/pg_dump/dumputils.c). */
bool
setting_is_list(const char *name)
{
    static const char *const lists[] = {"local_preload_libraries", "search_path",     "session_preload_libraries",
                                        "shared_preload_libraries", "temp_tablespaces", "unix_socket_directories"};

    for (size_t i = 0; i < COUNT_OF(lists); i++)
        if (strcmp(lists[i], name) == 0)
            return true;
    return false;
}

/* The items of a list of quoted names, as literals: "a, \"B c\"" gives 'a', 'B c'. */
static const char *
list_literals(Arena *arena, const char *list)
{
    Vec items = {0};

    while (*list)
    {
        char *name = arena_alloc(arena, strlen(list) + 1), *to = name;
        bool quoted = false;

        for (; *list && (quoted || *list != ','); list++)
        {
            if (*list != '"')
            {
                if (quoted || *list != ' ')
                    *to++ = *list;
            }
            else if (quoted && list[1] == '"')
                *to++ = *list++;
            else
                quoted = !quoted;
        }
        vec_add(arena, &items, sql_literal(arena, name));
        if (*list)
            list++;
    }
    return items.count ? vec_join(arena, &items, ", ") : "''";
}

static const char *
setting_name(Arena *arena, const char *name)
{
    Text text;

    /* "plpgsql.extra_errors" is two names. */
    text_init(&text, arena);
    while (*name)
    {
        size_t length = strcspn(name, ".");

        text_add(&text, sql_ident(arena, arena_copy_len(arena, name, length)));
        name += length;
        if (*name)
            text_add_char(&text, *name++);
    }
    return text_str(&text);
}

const char *
setting_sql(Arena *arena, const char *setting)
{
    size_t length = strcspn(setting, "=");
    const char *name = arena_copy_len(arena, setting, length), *value = setting + length + (setting[length] == '=');

    return arena_printf(arena, "%s TO %s", setting_name(arena, name), setting_is_list(name) ? list_literals(arena, value) : sql_literal(arena, value));
}

/* ---- SQL ---- */

static const char *
start_of(Arena *arena, const Settings *settings)
{
    const char *database = settings->database ? sql_ident(arena, settings->database) : NULL;

    if (!settings->role && database)
        return arena_printf(arena, "ALTER DATABASE %s", database);
    return arena_printf(arena, "ALTER ROLE %s%s%s", settings->role ? sql_ident(arena, settings->role) : "ALL", database ? " IN DATABASE " : "",
                        database ? database : "");
}

/* The setting of the same parameter; NULL: none. */
static const char *
find(const Vec *values, const char *setting)
{
    size_t length = strcspn(setting, "=") + 1;

    VEC_EACH(const char *, value, values)
        if (strncmp(value, setting, length) == 0)
            return value;
    return NULL;
}

static void
set_or_reset(Emit *emit, const char *start, const char *setting, const char *old, const char *new)
{
    const char *name = setting_name(emit->arena, arena_copy_len(emit->arena, setting, strcspn(setting, "=")));
    Step *step = new ? emit_step(emit, COST(0), "%s SET %s", start, setting_sql(emit->arena, new))
                     : emit_step(emit, COST(0), "%s RESET %s", start, name);

    if (new && secret_is(new))
        emit_shown(emit, step, "%s SET %s TO '%s'", start, name, SECRET_MASK);
    if (old && secret_is(old))
        return;
    if (old)
        emit_undo(emit, step, false, "%s SET %s", start, setting_sql(emit->arena, old));
    else
        emit_undo(emit, step, false, "%s RESET %s", start, name);
}

static void
change(Emit *emit, const Settings *about, const Vec *from, const Vec *to)
{
    const char *start = start_of(emit->arena, about);

    VEC_EACH(const char *, old, from)
        if (!find(to, old))
            set_or_reset(emit, start, old, old, NULL);
    VEC_EACH(const char *, new, to)
        if (!str_eq(find(from, new), new))
            set_or_reset(emit, start, new, find(from, new), new);
}

static void
create(Emit *emit, const Object *new)
{
    const Vec none = {0};

    change(emit, (const Settings *) new, &none, &((const Settings *) new)->values);
}

static void
alter(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    if (changed)
        change(emit, (const Settings *) new, &((const Settings *) old)->values, &((const Settings *) new)->values);
}

static void
drop(Emit *emit, const Object *old)
{
    const Vec none = {0};

    change(emit, (const Settings *) old, &((const Settings *) old)->values, &none);
}

/* DROP ROLE takes a role's settings along. */
static const Object *
dropped_with(const Object *object, const Model *model)
{
    const Settings *settings = (const Settings *) object;

    return settings->role ? model_find(model, SPACE_ROLE, NULL, NULL, settings->role) : NULL;
}

static const char *
sql_name(Arena *arena, const Object *object)
{
    const Settings *settings = (const Settings *) object;
    const char *role = settings->role ? arena_printf(arena, "role %s", sql_ident(arena, settings->role)) : "all roles";

    if (!settings->database)
        return arena_printf(arena, "of %s", role);
    return arena_printf(arena, "of %s%sdatabase %s", settings->role ? role : "", settings->role ? " in " : "", sql_ident(arena, settings->database));
}

static bool
claimed(const Object *live, const Model *blueprint, unsigned manage)
{
    const Settings *settings = (const Settings *) live;
    const char *key = settings->role ? object_key(blueprint->arena, SPACE_ROLE, NULL, NULL, settings->role) : NULL;

    if (vec_has_str(&blueprint->absent, live->key))
        return true;
    if (key && (map_has(&blueprint->by_key, key) || vec_has_str(&blueprint->absent, key)))
        return true;
    return settings->database && manage & CLAIM_SETTINGS;
}

const KindOps kind_settings = {
    .noun = "SETTINGS",
    .word = "settings",
    .claimed = claimed,
    .last = true,
    .size = sizeof(Settings),
    .fields = fields,
    .sql_name = sql_name,
    .dropped_with = dropped_with,
    .create = create,
    .alter = alter,
    .drop = drop,
};
