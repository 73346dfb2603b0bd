#include "engine/base/error.h"

#include <stdlib.h>

static const struct { int status; const char *meaning; } codes[] = {
#define ERROR_CODE(name, status, meaning) [ERR_##name] = {status, meaning},
#include "engine/base/error.def"
#undef ERROR_CODE
};

bool
error_set(Error *err, Arena *arena, ErrorCode code, const char *format, ...)
{
    va_list args;

    *err = (Error) {.code = code};
    va_start(args, format);
    err->message = arena_vprintf(arena, format, args);
    va_end(args);
    return false;
}

bool
error_hint(Error *err, Arena *arena, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    err->hint = arena_vprintf(arena, format, args);
    va_end(args);
    return false;
}

int
error_exit_status(ErrorCode code)
{
    return codes[code].status;
}

const char *
error_meaning(ErrorCode code)
{
    return codes[code].meaning;
}

void
findings_init(Findings *findings, Arena *arena)
{
    *findings = (Findings) {.arena = arena};
}

static void
take(Findings *findings, Finding *finding)
{
    if (findings->count == findings->room)
    {
        size_t room = findings->room ? findings->room * 2 : 8;
        Finding **items = arena_alloc(findings->arena, room * sizeof *items);

        if (findings->count)
            memcpy(items, findings->items, findings->count * sizeof *items);
        findings->items = items;
        findings->room = room;
    }
    findings->items[findings->count++] = finding;
    findings->errors += finding->severity == SEVERITY_ERROR;
}

void
findings_add(Findings *findings, Severity severity, Origin at, const char *hint, const char *format, ...)
{
    Finding *finding = arena_make(findings->arena, Finding);
    va_list args;

    va_start(args, format);
    finding->message = arena_vprintf(findings->arena, format, args);
    va_end(args);
    finding->severity = severity;
    finding->at = at;
    finding->hint = arena_copy(findings->arena, hint);
    take(findings, finding);
}

void
findings_add_all(Findings *findings, const Findings *more)
{
    for (size_t i = 0; i < more->count; i++)
        take(findings, more->items[i]);
}

static int
compare_findings(const void *a, const void *b)
{
    const Finding *x = *(Finding *const *) a, *y = *(Finding *const *) b;
    int order = str_cmp(x->at.file, y->at.file);

    if (!order)
        order = (x->at.line > y->at.line) - (x->at.line < y->at.line);
    if (!order)
        order = (x->at.column > y->at.column) - (x->at.column < y->at.column);
    return order ? order : strcmp(x->message, y->message);
}

void
findings_sort(Findings *findings)
{
    size_t kept = 0;

    if (!findings->count)
        return;
    qsort(findings->items, findings->count, sizeof *findings->items, compare_findings);
    for (size_t i = 0; i < findings->count; i++)
    {
        if (kept && compare_findings(&findings->items[kept - 1], &findings->items[i]) == 0)
        {
            findings->errors -= findings->items[i]->severity == SEVERITY_ERROR;
            continue;
        }
        findings->items[kept++] = findings->items[i];
    }
    findings->count = kept;
}

const char *
origin_text(Arena *arena, Origin at)
{
    if (!at.file)
        return "";
    if (!at.line)
        return arena_copy(arena, at.file);
    return arena_printf(arena, "%s:%d:%d", at.file, at.line, at.column ? at.column : 1);
}
