#include "engine/kinds/function.h"

#include <stdlib.h>

#include "engine/kinds/settings.h"
#include "engine/model/emit.h"
#include "engine/model/moves.h"

static const Field argument_fields[] = {
    FIELD(Argument, mode, TEXT, ALTER),
    FIELD(Argument, name, TEXT, ALTER),
    FIELD(Argument, type, TEXT, ALTER),
    FIELD_NAMED(Argument, value, "default", EXPR, ALTER),
    {0}
};

static const Field fields[] = {
    FIELD(Function, procedure, BOOL, RECREATE),
    FIELD(Function, window, BOOL, RECREATE),
    FIELD_ITEMS(Function, arguments, "arguments", argument_fields, ALTER),
    FIELD(Function, returns, TEXT, RECREATE),
    FIELD_NAMED(Function, returns_set, "returns a set", BOOL, RECREATE),
    FIELD(Function, language, TEXT, ALTER),
    FIELD(Function, body, BODY, ALTER),
    FIELD_NAMED(Function, sql_body, "SQL body", EXPR, ALTER),
    FIELD(Function, library, TEXT, ALTER),
    FIELD(Function, volatility, TEXT, ALTER),
    FIELD(Function, parallel, TEXT, ALTER),
    FIELD(Function, strict, BOOL, ALTER),
    FIELD_NAMED(Function, security_definer, "security definer", BOOL, ALTER),
    FIELD(Function, leakproof, BOOL, ALTER),
    FIELD(Function, cost, TEXT, ALTER),
    FIELD(Function, rows, TEXT, ALTER),
    FIELD_NAMED(Function, support, "support function", TEXT, ALTER),
    FIELD_NAMED(Function, config, "settings", NAMES, ALTER),
    FIELD(Function, transforms, NAMES, ALTER),
    {0}
};

bool
argument_is_input(const Argument *argument)
{
    return strcmp(argument->mode, "OUT") != 0 && strcmp(argument->mode, "TABLE") != 0;
}

const char *
function_identity(Arena *arena, const char *base, const Vec *arguments)
{
    Vec types = {0};

    VEC_EACH(const Argument *, argument, arguments)
        if (argument_is_input(argument))
            vec_add(arena, &types, argument->type);
    return function_signature(arena, base, &types);
}

const char *
function_signature(Arena *arena, const char *base, const Vec *types)
{
    return arena_printf(arena, "%s(%s)", sql_ident(arena, base), vec_join(arena, types, ", "));
}

/* The shortest text that gives the same float4 again, which is how pg_proc keeps COST and ROWS. */
const char *
function_number(Arena *arena, const char *text)
{
    enum { DIGITS = 9 };
    float number = strtof(text, NULL);

    if (number >= 0 && number < 1e6F && number == (float) (int) number)
        return arena_printf(arena, "%d", (int) number);
    for (int digits = 1; digits < DIGITS; digits++)
    {
        const char *shown = arena_printf(arena, "%.*g", digits, (double) number);

        if (strtof(shown, NULL) == number)
            return shown;
    }
    return arena_printf(arena, "%.*g", DIGITS, (double) number);
}

const char *
function_default_cost(const char *language)
{
    return strcmp(language, "c") == 0 || strcmp(language, "internal") == 0 ? "1" : "100";
}

/* ---- what CREATE OR REPLACE can do: ProcedureCreate() in catalog/pg_proc.c ---- */

static size_t
count_defaults(const Vec *arguments)
{
    size_t count = 0;

    VEC_EACH(const Argument *, argument, arguments)
        count += argument->value != NULL;
    return count;
}

static bool
can_replace_argument(const Argument *old, const Argument *new)
{
    if (strcmp(old->mode, new->mode) != 0 || strcmp(old->type, new->type) != 0)
        return false;
    /* A name may be given to an input that had none; the names of outputs are the columns of the result. */
    return str_eq(old->name, new->name) || (!old->name && strcmp(old->mode, "IN") == 0);
}

static bool
function_can_alter(const Object *old, const Object *new, uint64_t changed)
{
    const Vec *was = &((const Function *) old)->arguments, *is = &((const Function *) new)->arguments;

    if (changed & (field_bit(fields, "procedure") | field_bit(fields, "window") | field_bit(fields, "returns") | field_bit(fields, "returns a set")))
        return false;
    if (was->count != is->count || count_defaults(is) < count_defaults(was))
        return false;
    for (size_t i = 0; i < was->count; i++)
        if (!can_replace_argument(vec_at(was, i), vec_at(is, i)))
            return false;
    return true;
}

/* ---- SQL ---- */

static const char *
argument_list(Arena *arena, const Function *function, bool table)
{
    Vec items = {0};

    VEC_EACH(const Argument *, argument, &function->arguments)
    {
        bool in = strcmp(argument->mode, "IN") == 0, column = strcmp(argument->mode, "TABLE") == 0;

        if (column == table)
            vec_add(arena, &items, arena_printf(arena, "%s%s%s%s%s%s%s", in || table ? "" : argument->mode, in || table ? "" : " ",
                                                argument->name ? sql_ident(arena, argument->name) : "", argument->name ? " " : "",
                                                argument->type, argument->value ? " DEFAULT " : "",
                                                argument->value ? argument->value->sql : ""));
    }
    return vec_join(arena, &items, ", ");
}

static bool
returns_table(const Function *function)
{
    VEC_EACH(const Argument *, argument, &function->arguments)
        if (strcmp(argument->mode, "TABLE") == 0)
            return true;
    return false;
}

static void
add_settings(Text *sql, const Function *function)
{
    VEC_EACH(const char *, setting, &function->config)
        text_addf(sql, "\n    SET %s", setting_sql(sql->arena, setting));
}

static void
add_attributes(Text *sql, const Function *function)
{
    if (function->transforms.count)
    {
        Vec items = {0};

        VEC_EACH(const char *, type, &function->transforms)
            vec_add(sql->arena, &items, arena_printf(sql->arena, "FOR TYPE %s", type));
        text_addf(sql, "\n    TRANSFORM %s", vec_join(sql->arena, &items, ", "));
    }
    if (function->window)
        text_add(sql, "\n    WINDOW");
    if (strcmp(function->volatility, "VOLATILE") != 0)
        text_addf(sql, "\n    %s", function->volatility);
    if (function->strict)
        text_add(sql, "\n    STRICT");
    if (function->security_definer)
        text_add(sql, "\n    SECURITY DEFINER");
    if (function->leakproof)
        text_add(sql, "\n    LEAKPROOF");
    if (strcmp(function->parallel, "UNSAFE") != 0)
        text_addf(sql, "\n    PARALLEL %s", function->parallel);
    if (!str_eq(function->cost, function_default_cost(function->language)))
        text_addf(sql, "\n    COST %s", function->cost);
    if (!str_eq(function->rows, function->returns_set ? "1000" : "0"))
        text_addf(sql, "\n    ROWS %s", function->rows);
    if (function->support)
        text_addf(sql, "\n    SUPPORT %s", function->support);
}

/* $$, or with a tag: none that the body has in it, nor one that its last characters begin. */
static const char *
dollar_quoted(Arena *arena, const char *body)
{
    const char *tag = "";
    size_t length = strlen(body);

    for (int number = 0;; number++)
    {
        if (number)
            tag = number == 1 ? "function" : arena_printf(arena, "function%d", number);
        if (!strstr(body, arena_printf(arena, "$%s$", tag)) && (*tag || !length || body[length - 1] != '$') &&
            (!*tag || !strstr(body, arena_printf(arena, "$%s", tag))))
            return arena_printf(arena, "$%s$%s$%s$", tag, body, tag);
    }
}

static void
add_body(Text *sql, const Function *function)
{
    if (function->sql_body)
        text_addf(sql, "\n%s", function->sql_body->sql);
    else if (function->library)
        text_addf(sql, "\n    AS %s, %s", sql_literal(sql->arena, function->library), sql_literal(sql->arena, function->body));
    else
        text_addf(sql, "\n    AS %s", dollar_quoted(sql->arena, function->body));
}

static const char *
definition(Emit *emit, const Function *function, bool replace)
{
    Text sql;

    text_init(&sql, emit->arena);
    text_addf(&sql, "CREATE %s%s %s(%s)", replace ? "OR REPLACE " : "", function->procedure ? "PROCEDURE" : "FUNCTION",
              sql_qname(emit->arena, function->object.schema, function->object.base), argument_list(emit->arena, function, false));
    if (returns_table(function))
        text_addf(&sql, "\n    RETURNS TABLE (%s)", argument_list(emit->arena, function, true));
    else if (function->returns)
        text_addf(&sql, "\n    RETURNS %s%s", function->returns_set ? "SETOF " : "", function->returns);
    text_addf(&sql, "\n    LANGUAGE %s", sql_ident(emit->arena, function->language));
    add_attributes(&sql, function);
    add_settings(&sql, function);
    add_body(&sql, function);
    return text_str(&sql);
}

static const char *
function_sql_name(Arena *arena, const Object *object)
{
    return object->schema ? arena_printf(arena, "%s.%s", sql_ident(arena, object->schema), object->name) : object->name;
}

static const char *
routine_noun(const Object *object)
{
    return ((const Function *) object)->procedure ? "PROCEDURE" : "FUNCTION";
}

static void
function_create(Emit *emit, const Object *new)
{
    Step *step = emit_step(emit, COST(0), "%s", definition(emit, (const Function *) new, false));

    emit_undo(emit, step, false, "DROP %s %s", routine_noun(new), object_sql_name(emit->arena, new));
}

static void
function_alter(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    Step *step = emit_step(emit, COST(0), "%s", definition(emit, (const Function *) new, true));

    (void) changed;
    /* The way back must be one that CREATE OR REPLACE can go too. */
    if (function_can_alter(new, old, changed))
        emit_undo(emit, step, false, "%s", definition(emit, (const Function *) old, true));
}

static void
function_drop(Emit *emit, const Object *old)
{
    Step *step = emit_step(emit, COST(0), "DROP %s %s", routine_noun(old), object_sql_name(emit->arena, old));

    if (emit->change->action != ACTION_DROP)
        return;
    emit_hazard(emit, step, HAZARD_DROPS_OBJECT, NULL);
    emit_undo(emit, step, false, "%s", definition(emit, (const Function *) old, false));
}

/* ROUTINE stands for functions and procedures alike, in COMMENT ON, GRANT and ALTER ... OWNER TO. */
static void
follow(Object *object, const Moves *moves)
{
    Function *function = (Function *) object;

    VEC_EACH(Argument *, argument, &function->arguments)
        argument->type = moves_text(moves, SPACE_TYPE, argument->type);
    function->returns = moves_text(moves, SPACE_TYPE, function->returns);
    function->support = moves_text(moves, SPACE_ROUTINE, function->support);
    moves_texts(moves, SPACE_TYPE, &function->transforms);
}

const KindOps kind_function = {
    .noun = "ROUTINE",
    .word = "function",
    .acl_privileges = "EXECUTE",
    .has_owner = true,
    .renames = "",
    .size = sizeof(Function),
    .can_run = true,
    .fields = fields,
    .sql_name = function_sql_name,
    .can_alter = function_can_alter,
    .follow = follow,
    .create = function_create,
    .alter = function_alter,
    .drop = function_drop,
};
