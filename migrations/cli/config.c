#include "migrations/cli/config.h"

#include <ctype.h>
#include <errno.h>
#include <ini.h>
#include <stdio.h>

/* Lines longer than this would be cut in two by libinih. */
enum { LINE_MAX_BYTES = 4000 };

typedef struct Config
{
    Arena *arena;
    const char *file;
    const Command *command;
    Options *options;
    FILE *stream;
    int line;                                      /* of the line that was read last */
    bool section_seen, blueprint_of_section, too_long;
    Vec paths, lists;                              /* lists: those that the section has begun anew */
    Error *err;
    bool failed;
} Config;

/* Counts the lines, which libinih doesn't tell. */
static char *
read_line(char *line, int room, void *context)
{
    Config *config = context;

    if (config->failed || !fgets(line, room, config->stream))
        return NULL;
    config->line++;
    if (strlen(line) >= LINE_MAX_BYTES)
    {
        config->too_long = true;
        return NULL;
    }
    return line;
}

static int
fail(Config *config, const char *message)
{
    if (!config->failed)
        error_set(config->err, config->arena, ERR_USAGE, "%s:%d: %s", config->file, config->line, message);
    config->failed = true;
    return 0;
}

static void
add_paths(Config *config, const char *value, bool of_section)
{
    if (of_section && !config->blueprint_of_section)
        config->paths = (Vec) {0};
    config->blueprint_of_section |= of_section;
    while (*value)
    {
        size_t length = strcspn(value, " \t");

        if (length)
            vec_add(config->arena, &config->paths, arena_copy_len(config->arena, value, length));
        value += length + (value[length] != '\0');
    }
}

static int
take_key(void *context, const char *section, const char *name, const char *value)
{
    Config *config = context;
    bool of_section = *section != '\0', is_blueprint = strcmp(name, "blueprint") == 0;
    const Option *option = is_blueprint ? NULL : option_by_name(name);

    if (config->failed)
        return 0;
    config->section_seen |= of_section && str_eq(section, config->options->environment);
    if (!value)
        return fail(config, "a key without a value");
    if (!is_blueprint && (!option || option->offset == offsetof(Options, environment) || option->offset == offsetof(Options, help)))
        return fail(config, arena_printf(config->arena, "unknown key \"%s\"", name));
    if (of_section && !str_eq(section, config->options->environment))
        return 1;
    if (is_blueprint)
    {
        add_paths(config, value, of_section);
        return 1;
    }
    if (!(option->commands & ~option->typed & config->command->bit) || (option->type == OPTION_FORMAT && !config->command->formats))
        return 1;
    if (option->type == OPTION_LIST && of_section && vec_add_str_once(config->arena, &config->lists, name))
        *(Vec *) ((char *) config->options + option->offset) = (Vec) {0};
    config->failed = !option_set(config->arena, option, config->command,
                                 arena_printf(config->arena, "%s:%d: %s", config->file, config->line, name), value, config->options, config->err);
    return !config->failed;
}

bool
config_read(Arena *arena, const char *file, const Command *command, Options *options, Error *err)
{
    Config config = {.arena = arena, .file = file, .command = command, .options = options, .err = err};
    int bad_line;

    if (!(config.stream = fopen(file, "re")))
    {
        if (errno != ENOENT)
            return error_set(err, arena, ERR_FAILED, "can't read %s: %s", file, strerror(errno));
        return !options->environment ||
               error_set(err, arena, ERR_USAGE, "there is no %s here to read the environment \"%s\" from", file, options->environment);
    }
    ini_max_line = LINE_MAX_BYTES + 3;
    ini_use_stack = false;
    ini_allow_multiline = false;
    ini_allow_inline_comments = false;             /* a conninfo may well hold a semicolon */
    bad_line = ini_parse_stream(read_line, &config, take_key, &config);
    fclose(config.stream);
    if (config.failed)
        return false;
    if (config.too_long)
        return error_set(err, arena, ERR_USAGE, "%s:%d: the line is too long", file, config.line);
    if (bad_line)
        return error_set(err, arena, ERR_USAGE, "%s:%d: neither a section nor \"key = value\"", file, bad_line);
    if (options->environment && !config.section_seen)
        return error_set(err, arena, ERR_USAGE, "%s has no section [%s], or nothing in it", file, options->environment);
    if (!options->paths.count)
        options->paths = config.paths;
    return true;
}
