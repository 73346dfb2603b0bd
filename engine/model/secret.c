#include "engine/model/secret.h"

#include <strings.h>

static bool
holds(const char *name, size_t length, const char *word)
{
    size_t size = strlen(word);

    for (size_t at = 0; at + size <= length; at++)
        if (strncasecmp(name + at, word, size) == 0)
            return true;
    return false;
}

static bool
ends(const char *name, size_t length, const char *word)
{
    size_t size = strlen(word);

    return size <= length && strncasecmp(name + length - size, word, size) == 0;
}

bool
secret_is(const char *option)
{
    static const char *const words[] = {"password", "passwd", "passcode", "passphrase", "secret", "token", "credential",
                                        "api_key", "apikey", "access_key", "private_key", "client_key", "server_key"};
    static const char *const about[] = {"_required", "file", "_path", "_id", "_type"};
    size_t length = strcspn(option, "=");

    for (size_t i = 0; i < COUNT_OF(about); i++)
        if (ends(option, length, about[i]))
            return false;
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (holds(option, length, words[i]))
            return true;
    return false;
}

bool
secret_in(const Vec *options)
{
    VEC_EACH(const char *, option, options)
        if (secret_is(option))
            return true;
    return false;
}

const char *
secret_mask(Arena *arena, const char *option)
{
    if (!secret_is(option))
        return option;
    return arena_printf(arena, "%.*s=" SECRET_MASK, (int) strcspn(option, "="), option);
}
