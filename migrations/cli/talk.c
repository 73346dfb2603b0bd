#include "migrations/cli/talk.h"

#include "engine/base/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

static bool is_quiet;

void
talk_quiet(bool quiet)
{
    is_quiet = quiet;
}

static void
print_safely(const char *text)
{
    for (const unsigned char *c = (const unsigned char *) text; *c; c++)
        putc((*c < 0x20 && *c != '\n' && *c != '\t') || *c == 0x7F ? '?' : *c, stderr);
}

void
talk_say(const char *format, ...)
{
    Arena *scratch;
    va_list args;

    if (is_quiet)
        return;
    scratch = arena_new();
    va_start(args, format);
    print_safely(arena_vprintf(scratch, format, args));
    va_end(args);
    putc('\n', stderr);
    arena_free(scratch);
}

static void
print_hint(const char *hint)
{
    if (!hint)
        return;
    fputs("HINT: ", stderr);
    print_safely(hint);
    putc('\n', stderr);
}

void
talk_error(const Error *err)
{
    Arena *scratch = arena_new();

    fputs("hcmigrate: ", stderr);
    if (err->at.file)
        print_safely(arena_printf(scratch, "%s: ", origin_text(scratch, err->at)));
    print_safely(err->message ? err->message : error_meaning(err->code));
    putc('\n', stderr);
    print_hint(err->hint);
    arena_free(scratch);
}

void
talk_findings(const Findings *findings)
{
    Arena *scratch = arena_new();

    for (size_t i = 0; i < findings->count; i++)
    {
        const Finding *finding = findings->items[i];
        const char *place = origin_text(scratch, finding->at);

        if (is_quiet && finding->severity != SEVERITY_ERROR)
            continue;
        print_safely(arena_printf(scratch, "%s%s%s: %s\n", place, *place ? ": " : "", finding->severity == SEVERITY_ERROR ? "error" : "warning",
                                  finding->message));
        print_hint(finding->hint);
    }
    arena_free(scratch);
}

bool
talk_can_ask(void)
{
    return isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

bool
talk_ask(const char *question)
{
    char answer[16];

    fprintf(stderr, "%s [y/N] ", question);
    fflush(stderr);
    if (!fgets(answer, sizeof answer, stdin))
    {
        putc('\n', stderr);
        return false;
    }
    answer[strcspn(answer, "\n")] = '\0';
    return strcasecmp(answer, "y") == 0 || strcasecmp(answer, "yes") == 0;
}

bool
talk_colour(void)
{
    const char *no_colour = getenv("NO_COLOR"), *terminal = getenv("TERM");

    return isatty(STDOUT_FILENO) && !(no_colour && *no_colour) && !(terminal && strcmp(terminal, "dumb") == 0);
}

bool
talk_result(Arena *arena, const char *text, Error *err)
{
    if (fputs(text, stdout) < 0 || fflush(stdout) != 0)
        return error_set(err, arena, ERR_FAILED, "can't write to standard output: %s", strerror(errno));
    return true;
}
