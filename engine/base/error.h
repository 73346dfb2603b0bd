/*
 * error.h -- failure is a value.
 *
 * A function that can fail returns bool (or a pointer, NULL on failure) and takes an Error * last; it fills the Error
 * exactly when it fails. Callers pass the failure on with TRY(). A message says what is wrong: lower case, no full
 * stop. The hint says what to do. Texts live on the arena given to error_set(); the Error itself on the caller's stack.
 *
 *     static bool read_it(Arena *arena, const char *path, Error *err)
 *     {
 *         TRY(open_it(path, err));
 *         if (...)
 *             return error_set(err, arena, ERR_FAILED, "\"%s\" is empty", path);
 *         return true;
 *     }
 */
#ifndef HC_ERROR_H
#define HC_ERROR_H

#include "engine/base/arena.h"

typedef enum ErrorCode
{
#define ERROR_CODE(name, status, meaning) ERR_##name,
#include "engine/base/error.def"
#undef ERROR_CODE
} ErrorCode;

/* A place in a blueprint file; file NULL: from the catalog, or unknown. Lines and columns count from 1, columns in characters. */
typedef struct Origin
{
    const char *file;
    int line, column;
} Origin;

typedef struct Error
{
    ErrorCode code;
    const char *message, *hint;                    /* hint may be NULL */
    char sqlstate[6];                              /* of the server, or empty */
    Origin at;
} Error;

#define TRY(call) do { if (!(call)) return false; } while (0)

/* Fill err and return false. */
bool error_set(Error *err, Arena *arena, ErrorCode code, const char *format, ...) __attribute__((format(printf, 4, 5)));
bool error_hint(Error *err, Arena *arena, const char *format, ...) __attribute__((format(printf, 3, 4)));
int error_exit_status(ErrorCode code);
const char *error_meaning(ErrorCode code);

/* Several findings, shown together: the blueprint reader gathers them here. */
typedef enum Severity { SEVERITY_ERROR, SEVERITY_WARNING } Severity;

typedef struct Finding
{
    Severity severity;
    Origin at;
    const char *message, *hint;
} Finding;

typedef struct Findings
{
    Arena *arena;
    Finding **items;                               /* sorted by findings_sort() */
    size_t count, room, errors;
} Findings;

void findings_init(Findings *findings, Arena *arena);
void findings_add(Findings *findings, Severity severity, Origin at, const char *hint, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
void findings_add_all(Findings *findings, const Findings *more);    /* the findings themselves are shared */
void findings_sort(Findings *findings);            /* by file, line, column; identical findings become one */
const char *origin_text(Arena *arena, Origin at);  /* "file:line:col", or "" */

#endif
