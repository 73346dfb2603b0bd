#include "catalog/oracle_part.h"

#include "engine/base/text.h"

/*
 * To guess how many rows a condition leaves, the planner calls stable functions, and current_setting('app.tenant') fails
 * where nobody has set it. What it is set to matters for the guess alone, and a plan shows no guess. Which type a setting
 * is cast to is not known, so these are tried in turn.
 */
static const char *const values[] = {"0", "00000000-0000-0000-0000-000000000000", "2000-01-01", "{}", "t"};

static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.";

/* A name with a dot in the server's message, whatever its language. */
static const char *
setting_in(Arena *arena, const char *message)
{
    for (const char *at = message; *at; at++)
    {
        size_t length = strspn(at, letters);
        const char *dot = length ? memchr(at, '.', length) : NULL;

        if (dot && dot > at && dot < at + length - 1)
            return arena_copy_len(arena, at, length);
        if (length)
            at += length - 1;
    }
    return NULL;
}

static const char *
value_of(const Setting *setting)
{
    return values[setting->turn % COUNT_OF(values)];
}

/* "0", but not as a part of "2000". */
static bool
message_quotes(const char *message, const char *value)
{
    size_t length = strlen(value);

    for (const char *at = message; (at = strstr(at, value)); at++)
        if ((at == message || !strchr(letters, at[-1])) && (!at[length] || !strchr(letters, at[length])))
            return true;
    return false;
}

/* One at a time: where two have the value that is complained of, the message will tell next time whether it was the other. */
static bool
advance(Oracle *oracle, const char *message)
{
    Setting *found = NULL;

    VEC_EACH(Setting *, setting, &oracle->settings)
        if (setting->made && message_quotes(message, value_of(setting)))
            found = setting;
    if (found)
        found->wants_another = true;
    return found != NULL;
}

bool
setting_may_help(Oracle *oracle, const Error *error)
{
    const char *name;
    Setting *setting;

    if (strcmp(error->sqlstate, "42704") != 0)     /* undefined_object; then data exceptions: another value may do */
        return strncmp(error->sqlstate, "22", 2) == 0 && advance(oracle, error->message);
    name = setting_in(oracle->arena, error->message);
    if (!name)
        return false;
    VEC_EACH(Setting *, known, &oracle->settings)
        if (strcmp(known->name, name) == 0)
            return !known->made;                   /* with a value, it is something else that does not exist */
    setting = arena_make(oracle->arena, Setting);
    setting->name = name;
    vec_add(oracle->arena, &oracle->settings, setting);
    return true;
}

bool
setting_next(Oracle *oracle, Error *err)
{
    VEC_EACH(Setting *, setting, &oracle->settings)
    {
        Vec params = {0};
        Error ignored;

        setting->turn += setting->wants_another;
        setting->wants_another = false;
        setting->made = true;
        vec_add(oracle->arena, &params, setting->name);
        vec_add(oracle->arena, &params, value_of(setting));
        TRY(conn_run(oracle->conn, "SAVEPOINT setting", err));
        if (!conn_each(oracle->conn, "SELECT set_config($1, $2, true)", &params, NULL, NULL, &ignored))
            TRY(conn_run(oracle->conn, "ROLLBACK TO SAVEPOINT setting", err));
    }
    return true;
}
