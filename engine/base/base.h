/*
 * base.h -- what every file of hcmigrate includes first.
 *
 * The standard headers that everybody needs, and BUG() for what can't happen.
 */
#ifndef HC_BASE_H
#define HC_BASE_H

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* The impossible: print where and abort. Never for input, only for our own mistakes and for memory running out. */
#define BUG(...) bug_at(__FILE__, __LINE__, __VA_ARGS__)
_Noreturn void bug_at(const char *file, int line, const char *format, ...) __attribute__((format(printf, 3, 4)));

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* Equal, where NULL equals only NULL. */
static inline bool
str_eq(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* Order with NULL first; plain byte order, so that no locale can change a plan. */
static inline int
str_cmp(const char *a, const char *b)
{
    if (!a || !b)
        return (a != NULL) - (b != NULL);
    return strcmp(a, b);
}

#endif
