#include "engine/kinds/options.h"

static size_t
name_length(const char *option)
{
    return strcspn(option, "=");
}

static const char *
name_sql(Arena *arena, const char *option)
{
    size_t length = name_length(option), space = strcspn(option, ".");

    if (space < length)
        return sql_qname(arena, arena_copy_len(arena, option, space), arena_copy_len(arena, option + space + 1, length - space - 1));
    return sql_ident(arena, arena_copy_len(arena, option, length));
}

static const char *
option_sql(Arena *arena, const char *option)
{
    const char *value = option + name_length(option);

    return arena_printf(arena, "%s=%s", name_sql(arena, option), sql_literal(arena, *value ? value + 1 : "true"));
}

const char *
options_sql(Arena *arena, const Vec *options)
{
    Vec parts = {0};

    VEC_EACH(const char *, option, options)
        vec_add(arena, &parts, option_sql(arena, option));
    return vec_join(arena, &parts, ", ");
}

const char *
options_with(Arena *arena, const Vec *options)
{
    return options->count ? arena_printf(arena, " WITH (%s)", options_sql(arena, options)) : "";
}

static bool
has_name(const Vec *options, const char *option)
{
    size_t length = name_length(option);

    VEC_EACH(const char *, have, options)
        if (name_length(have) == length && strncmp(have, option, length) == 0)
            return true;
    return false;
}

const char *
options_to_set(Arena *arena, const Vec *old, const Vec *new)
{
    Vec set = {0};

    VEC_EACH(const char *, option, new)
        if (!vec_has_str(old, option))
            vec_add(arena, &set, option_sql(arena, option));
    return set.count ? vec_join(arena, &set, ", ") : NULL;
}

const char *
options_to_reset(Arena *arena, const Vec *old, const Vec *new)
{
    Vec reset = {0};

    VEC_EACH(const char *, option, old)
        if (!has_name(new, option))
            vec_add(arena, &reset, name_sql(arena, option));
    return reset.count ? vec_join(arena, &reset, ", ") : NULL;
}

const char *
options_get(Arena *arena, const Vec *options, const char *name)
{
    size_t length = strlen(name);

    VEC_EACH(const char *, option, options)
        if (name_length(option) == length && strncmp(option, name, length) == 0)
            return option[length] ? arena_copy(arena, option + length + 1) : "true";
    return NULL;
}
