#include "parser/source.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "engine/base/map.h"
#include "engine/base/text.h"
#include "parser/split.h"

enum { MAX_INCLUDE_DEPTH = 50, MAX_FILES = 100000, MAX_FOLDER_DEPTH = 100 };
static const size_t max_file_size = (size_t) 1 << 30;

typedef struct Source
{
    Arena *arena, *places;
    Findings *findings;
    Vec *statements;
    Vec open;                                      /* real paths of the files that are being read, outermost first */
    Map seen;                                      /* real paths of all that were read */
    Vec *targets;                                  /* not NULL: includes are only noted here, as real paths */
    int files, session;
} Source;

static void source_file(Source *source, const char *path, Origin at);

#define COMPLAIN(source, at, hint, ...) findings_add((source)->findings, SEVERITY_ERROR, (at), (hint), __VA_ARGS__)

static const char *
error_words(Arena *arena, int number)
{
    char room[200];

    return arena_copy(arena, strerror_r(number, room, sizeof room));
}

static const char *
real_path(Arena *arena, const char *path)
{
    char room[PATH_MAX];

    return realpath(path, room) ? arena_copy(arena, room) : NULL;
}

/* ---- bytes ---- */

static bool
read_bytes(Source *source, const char *path, Origin at, const char **data, size_t *size)
{
    FILE *file = fopen(path, "rb");
    struct stat info;
    char *bytes;

    if (!file || fstat(fileno(file), &info) != 0 || S_ISDIR(info.st_mode))
    {
        COMPLAIN(source, at, NULL, "can't read \"%s\": %s", path, error_words(source->arena, file ? EISDIR : errno));
        if (file)
            fclose(file);
        return false;
    }
    if (info.st_size < 0 || (size_t) info.st_size > max_file_size)
    {
        COMPLAIN(source, at, "split it", "\"%s\" is larger than 1 GB", path);
        fclose(file);
        return false;
    }
    bytes = arena_alloc(source->arena, (size_t) info.st_size + 1);
    *size = fread(bytes, 1, (size_t) info.st_size, file);
    *data = bytes;
    fclose(file);
    return true;
}

/* Length of the character at `at`, by PostgreSQL's rules (pg_utf8_islegal()); 0: not UTF-8, or a zero byte. */
static size_t
utf8_length(const unsigned char *at, size_t left)
{
    unsigned char low = 0x80, high = 0xBF;
    size_t length = at[0] < 0x80 ? 1 : at[0] < 0xC2 ? 0 : at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : at[0] < 0xF5 ? 4 : 0;

    if (at[0] == 0 || length > left)
        return 0;
    if (at[0] == 0xE0)
        low = 0xA0;
    else if (at[0] == 0xED)
        high = 0x9F;
    else if (at[0] == 0xF0)
        low = 0x90;
    else if (at[0] == 0xF4)
        high = 0x8F;
    for (size_t i = 1; i < length; i++, low = 0x80, high = 0xBF)
        if (at[i] < low || at[i] > high)
            return 0;
    return length;
}

static bool
check_utf8(Source *source, const char *file, const char *data, size_t size)
{
    const unsigned char *at = (const unsigned char *) data;
    Origin place = {file, 1, 1};

    for (size_t i = 0, length; i < size; i += length)
    {
        length = utf8_length(at + i, size - i);
        if (!length)
        {
            COMPLAIN(source, place, "save the file as UTF-8", "byte 0x%02X is not UTF-8 text", at[i]);
            return false;
        }
        place.column++;
        if (at[i] == '\n')
            place.line++, place.column = 1;
    }
    return true;
}

/* ---- psql's commands ---- */

/* The first word of the rest of the line, quotes taken off; NULL: none, or one that needs psql to work out. */
static const char *
meta_argument(Arena *arena, const char *rest)
{
    Text word;

    text_init(&word, arena);
    while (*rest == ' ' || *rest == '\t')
        rest++;
    if (*rest == ':' || *rest == '`')
        return NULL;
    if (*rest == '\'')
    {
        for (rest++; *rest && !(*rest == '\'' && rest[1] != '\''); rest++)
        {
            if (*rest == '\'' || (*rest == '\\' && rest[1]))
                rest++;
            text_add_char(&word, *rest);
        }
        return *rest && word.length ? text_str(&word) : NULL;
    }
    while (*rest && *rest != ' ' && *rest != '\t')
        text_add_char(&word, *rest++);
    while (word.length && word.data[word.length - 1] == ';')
        word.data[--word.length] = '\0';
    return word.length ? text_str(&word) : NULL;
}

static const char *
include_path(Arena *arena, const char *from, const char *to)
{
    const char *slash = from ? strrchr(from, '/') : NULL;

    if (*to == '/' || !slash)
        return to;
    return arena_printf(arena, "%.*s/%s", (int) (slash - from), from, to);
}

static void
include(Source *source, const char *rest, Origin at)
{
    const char *name = meta_argument(source->arena, rest), *path, *real;

    if (!name)
    {
        if (!source->targets)
            COMPLAIN(source, at, "name one file", "\\i without a file name");
        return;
    }
    path = include_path(source->arena, at.file, name);
    real = real_path(source->arena, path);
    if (source->targets)
    {
        if (real)
            vec_add(source->arena, source->targets, real);
        return;
    }
    if (!real)
        COMPLAIN(source, at, "paths are relative to the file that the \\i stands in", "can't read \"%s\": %s", path, error_words(source->arena, errno));
    else if (vec_has_str(&source->open, real))
        COMPLAIN(source, at, NULL, "\"%s\" includes itself", path);
    else if (source->open.count >= MAX_INCLUDE_DEPTH)
        COMPLAIN(source, at, NULL, "includes nest deeper than %d files", MAX_INCLUDE_DEPTH);
    else
        source_file(source, path, at);
}

/* What has no say in what the schema is. */
static const char *const harmless[] = {
    "a", "C", "cd_", "conninfo", "echo", "encoding", "errverbose", "f", "H", "html", "pset", "p", "print", "qecho", "r", "reset",
    "restrict", "set", "t", "T", "timing", "unrestrict", "unset", "warn", "x", "o", "out", "s", "?", "h", "help", "copyright",
};

static bool
read_meta(void *context, const char *name, const char *rest, Origin at)
{
    Source *source = context;

    if (strcmp(name, "i") == 0 || strcmp(name, "ir") == 0 || strcmp(name, "include") == 0 || strcmp(name, "include_relative") == 0)
    {
        include(source, rest, at);
        return true;
    }
    if (strcmp(name, "q") == 0 || strcmp(name, "quit") == 0)
        return false;
    if (source->targets)
        return true;
    for (size_t i = 0; i < COUNT_OF(harmless); i++)
        if (strcmp(name, harmless[i]) == 0)
            return true;
    if (strcmp(name, "c") == 0 || strcmp(name, "connect") == 0)
        COMPLAIN(source, at, "a blueprint is of one database: keep others in folders of their own", "\\%s changes the database", name);
    else
        COMPLAIN(source, at, "take it out: only \\i, \\ir and commands that print or set psql options are understood", "psql command \\%.20s", name);
    return true;
}

/* ---- files ---- */

static void
split_bytes(Source *source, const char *file, const char *data, size_t size)
{
    static const char mark[] = "\xEF\xBB\xBF";
    Split split = {.arena = source->arena, .findings = source->targets ? NULL : source->findings, .file = file,
                   .statements = source->targets ? NULL : source->statements, .session = source->session,
                   .meta = read_meta, .context = source};

    if (size >= 2 && (memcmp(data, "\xFF\xFE", 2) == 0 || memcmp(data, "\xFE\xFF", 2) == 0))
    {
        if (!source->targets)
            COMPLAIN(source, ((Origin) {file, 1, 1}), "save the file as UTF-8", "the text is UTF-16");
        return;
    }
    if (size >= 3 && memcmp(data, mark, 3) == 0)
        data += 3, size -= 3;
    if (source->targets || check_utf8(source, file, data, size))
        split_text(&split, data, size, 1, 1);
}

static void
source_file(Source *source, const char *path, Origin at)
{
    const char *data, *real = real_path(source->arena, path);
    size_t size;

    if (++source->files > MAX_FILES)
    {
        if (source->files == MAX_FILES + 1)
            COMPLAIN(source, at, NULL, "more than %d files", MAX_FILES);
        return;
    }
    path = arena_copy(source->places, path);
    if (!read_bytes(source, path, at, &data, &size))
        return;
    map_put(&source->seen, real ? real : path, path);
    vec_add(source->arena, &source->open, real ? real : path);
    split_bytes(source, path, data, size);
    arena_give_back(source->arena, data, size + 1);         /* statements have texts of their own */
    source->open.count--;
}

/* ---- folders ---- */

static void
list_folder(Source *source, const char *path, int depth, Vec *files)
{
    size_t before = files->count;
    struct dirent *entry;
    DIR *folder = opendir(path);
    Vec folders = {0};

    if (!folder || depth > MAX_FOLDER_DEPTH)
    {
        COMPLAIN(source, ((Origin) {0}), NULL, "can't read \"%s\": %s", path, folder ? "folders nest too deep" : error_words(source->arena, errno));
        if (folder)
            closedir(folder);
        return;
    }
    while ((entry = readdir(folder)))
    {
        const char *below = arena_printf(source->arena, "%s%s%s", path, path[strlen(path) - 1] == '/' ? "" : "/", entry->d_name);
        const char *dot = strrchr(entry->d_name, '.');
        struct stat info;

        if (entry->d_name[0] == '.' || stat(below, &info) != 0)
            continue;
        if (S_ISDIR(info.st_mode))
            vec_add(source->arena, &folders, below);
        else if (dot && strcmp(dot, ".sql") == 0)
            vec_add(source->arena, files, below);
    }
    closedir(folder);
    VEC_EACH(const char *, below, &folders)
        list_folder(source, below, depth + 1, files);
    if (depth == 0 && files->count == before)
        COMPLAIN(source, ((Origin) {0}), "name the folder that holds the blueprint", "no SQL files (*.sql) in \"%s\"", path);
}

/* Files that another listed one includes are read there. */
static void
note_includes(Source *source, const Vec *files, Vec *targets)
{
    const char *data;
    size_t size;

    source->targets = targets;
    VEC_EACH(const char *, path, files)
        if (read_bytes(source, path, (Origin) {0}, &data, &size))
        {
            if (memmem(data, size, "\\i", 2))
                split_bytes(source, path, data, size);
            arena_give_back(source->arena, data, size + 1);
        }
    source->targets = NULL;
}

static void
read_folder(Source *source, const char *path)
{
    Vec files = {0}, included = {0}, later = {0};
    Map targets;

    list_folder(source, path, 0, &files);
    vec_sort_str(&files);
    note_includes(source, &files, &included);
    map_init(&targets, source->arena);
    VEC_EACH(const char *, target, &included)
        map_put(&targets, target, target);
    VEC_EACH(const char *, file, &files)
    {
        const char *real = real_path(source->arena, file);

        if (real && map_has(&targets, real))
        {
            vec_add(source->arena, &later, file);
            continue;
        }
        source->session++;
        source_file(source, file, (Origin) {0});
    }
    VEC_EACH(const char *, file, &later)           /* those that only include each other */
        if (!map_has(&source->seen, real_path(source->arena, file)))
        {
            source->session++;
            source_file(source, file, (Origin) {0});
        }
}

void
source_read(Arena *arena, Arena *places, const Vec *paths, Findings *findings, Vec *statements)
{
    Source source = {.arena = arena, .places = places, .findings = findings, .statements = statements};
    struct stat info;

    map_init(&source.seen, arena);
    if (!paths->count)
        COMPLAIN(&source, ((Origin) {0}), "name a folder or a file", "no blueprint");
    VEC_EACH(const char *, path, paths)
    {
        if (*path && stat(path, &info) == 0 && S_ISDIR(info.st_mode))
            read_folder(&source, path);
        else
        {
            source.session++;
            source_file(&source, path, (Origin) {0});
        }
    }
}

void
source_text(Arena *arena, Arena *places, const char *name, const char *sql, Findings *findings, Vec *statements)
{
    Source source = {.arena = arena, .places = places, .findings = findings, .statements = statements};

    map_init(&source.seen, arena);
    split_bytes(&source, name, sql, strlen(sql));
}

static bool
ignore_meta(void *context, const char *name, const char *rest, Origin at)
{
    (void) context, (void) name, (void) rest, (void) at;
    return true;
}

void
source_rest(Arena *arena, const Statement *statement, int location, Findings *findings, Vec *statements)
{
    Split split = {.arena = arena, .findings = findings, .statements = statements, .file = statement->file,
                   .session = statement->session, .meta = ignore_meta};

    split_rest(&split, statement, location);
}
