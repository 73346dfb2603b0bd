#include "catalog/read.h"

#include "catalog_sql.h"
#include "engine/kinds/function.h"

static const char *
word_for(const char *letter, const char *letters, const char *const *words)
{
    const char *found = letter && *letter ? strchr(letters, *letter) : NULL;

    return found ? words[found - letters] : words[0];
}

static const char *const modes[] = {"IN", "OUT", "INOUT", "VARIADIC", "TABLE"};
static const char *const volatilities[] = {"VOLATILE", "STABLE", "IMMUTABLE"};
static const char *const parallels[] = {"UNSAFE", "RESTRICTED", "SAFE"};

static void
take_arguments(Reader *reader, const Row *row, Vec *arguments)
{
    Vec types = {0}, letters = {0}, names = {0};

    row_types(row, reader->arena, "types", &types);
    row_array(row, reader->arena, "modes", &letters);
    row_array(row, reader->arena, "names", &names);
    for (size_t i = 0; i < types.count; i++)
    {
        Argument *argument = arena_make(reader->arena, Argument);
        const char *name = i < names.count ? vec_at(&names, i) : NULL;

        argument->mode = word_for(i < letters.count ? vec_at(&letters, i) : NULL, "iobvt", modes);
        argument->name = name && *name ? name : NULL;
        argument->type = vec_at(&types, i);
        vec_add(reader->arena, arguments, argument);
    }
}

static void
take_defaults(Reader *reader, const Row *row, Function *function)
{
    Vec defaults = {0};

    row_array(row, reader->arena, "defaults", &defaults);
    for (size_t i = 0; i < defaults.count && i < function->arguments.count; i++)
    {
        Argument *argument = vec_at(&function->arguments, i);
        Pending *pending = reader_expression(reader, PENDING_EXPRESSION, vec_at(&defaults, i), &function->object, &argument->value);

        if (pending)
            pending->target_type = argument->type;
    }
}

static void
take_settings(Reader *reader, const Row *row, Vec *config)
{
    row_array(row, reader->arena, "proconfig", config);
    read_setting_names(config);
}

static bool
take_function(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Vec arguments = {0};
    const char *kind = row_text(row, "prokind");
    Function *function;

    take_arguments(reader, row, &arguments);
    function = object_make(reader->arena, KIND_FUNCTION, row_text(row, "schema"), NULL,
                           function_identity(reader->arena, row_text(row, "name"), &arguments));
    function->object.base = row_copy(row, reader->arena, "name");
    if (row_bool(row, "has_sql_body") && !row_text(row, "sql_body"))
        return error_set(err, reader->arena, ERR_TORN, "function \"%s\" changed while it was read", function->object.base);
    function->arguments = arguments;
    take_defaults(reader, row, function);
    function->procedure = *kind == 'p';
    function->window = *kind == 'w';
    function->returns = row_type(row, reader->arena, "returns");
    function->returns_set = row_bool(row, "proretset");
    function->language = row_copy(row, reader->arena, "language");
    if (row_bool(row, "has_sql_body"))
        reader_expression(reader, PENDING_BODY, row_text(row, "sql_body"), &function->object, &function->sql_body);
    else
        function->body = row_copy(row, reader->arena, "prosrc");
    function->library = row_copy(row, reader->arena, "probin");
    function->volatility = word_for(row_text(row, "provolatile"), "vsi", volatilities);
    function->parallel = word_for(row_text(row, "proparallel"), "urs", parallels);
    function->strict = row_bool(row, "proisstrict");
    function->security_definer = row_bool(row, "prosecdef");
    function->leakproof = row_bool(row, "proleakproof");
    function->cost = function_number(reader->arena, row_text(row, "procost"));
    function->rows = function_number(reader->arena, row_text(row, "prorows"));
    function->support = row_copy(row, reader->arena, "support");
    take_settings(reader, row, &function->config);
    row_array(row, reader->arena, "transforms", &function->transforms);
    reader_add(reader, &function->object, "pg_proc", row);
    return true;
}

bool
read_function(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_function, NULL, take_function, reader, err);
}
