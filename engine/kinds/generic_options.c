#include "engine/kinds/generic_options.h"

#include "engine/base/text.h"
#include "engine/model/secret.h"

static size_t
name_length(const char *option)
{
    return strcspn(option, "=");
}

static const char *
name_sql(Arena *arena, const char *option)
{
    return sql_ident(arena, arena_copy_len(arena, option, name_length(option)));
}

static const char *
option_sql(Arena *arena, const char *option, Secrets secrets)
{
    const char *value = option + name_length(option);

    if (secrets == SECRETS_MASKED && secret_is(option))
        value = "=" SECRET_MASK;
    return arena_printf(arena, "%s %s", name_sql(arena, option), sql_literal(arena, *value ? value + 1 : ""));
}

static const char *
find(const Vec *options, const char *option)
{
    size_t length = name_length(option);

    VEC_EACH(const char *, have, options)
        if (name_length(have) == length && strncmp(have, option, length) == 0)
            return have;
    return NULL;
}

static const char *
clause(Arena *arena, const Vec *parts)
{
    return parts->count ? arena_printf(arena, " OPTIONS (%s)", vec_join(arena, parts, ", ")) : "";
}

const char *
generic_options_sql(Arena *arena, const Vec *options, Secrets secrets)
{
    Vec parts = {0};

    VEC_EACH(const char *, option, options)
        if (secrets != SECRETS_LEFT_OUT || !secret_is(option))
            vec_add(arena, &parts, option_sql(arena, option, secrets));
    return clause(arena, &parts);
}

const char *
generic_options_change(Arena *arena, const Vec *old, const Vec *new, Secrets secrets)
{
    Vec parts = {0};

    VEC_EACH(const char *, option, old)
        if (!find(new, option))
            vec_add(arena, &parts, arena_printf(arena, "DROP %s", name_sql(arena, option)));
    VEC_EACH(const char *, option, new)
    {
        const char *have = find(old, option);

        if ((have && strcmp(have, option) == 0) || (secrets == SECRETS_LEFT_OUT && secret_is(option)))
            continue;
        vec_add(arena, &parts, arena_printf(arena, "%s %s", have ? "SET" : "ADD", option_sql(arena, option, secrets)));
    }
    return clause(arena, &parts);
}

Step *
generic_options_step(Emit *emit, StepCost cost, const char *start, const Vec *options)
{
    Step *step = emit_step(emit, cost, "%s%s", start, generic_options_sql(emit->arena, options, SECRETS_SAID));

    if (secret_in(options))
        emit_shown(emit, step, "%s%s", start, generic_options_sql(emit->arena, options, SECRETS_MASKED));
    return step;
}

Step *
generic_options_alter(Emit *emit, StepCost cost, const char *start, const char *back, const Vec *old, const Vec *new)
{
    Arena *arena = emit->arena;
    const char *undo = generic_options_change(arena, new, old, SECRETS_LEFT_OUT);
    Step *step = emit_step(emit, cost, "%s%s", start, generic_options_change(arena, old, new, SECRETS_SAID));

    if (secret_in(new))
        emit_shown(emit, step, "%s%s", start, generic_options_change(arena, old, new, SECRETS_MASKED));
    if (*undo || strcmp(start, back) != 0)
        emit_undo(emit, step, secret_in(old), "%s%s", back, undo);
    return step;
}
