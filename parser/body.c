#include "parser/body.h"

#include <ctype.h>

#include "engine/kinds/function.h"
#include "parser/scan.h"

/* What a token says as a name; NULL: it is none. */
static const char *
token_name(Arena *arena, const Token *token)
{
    char *name, *to;

    if (token->kind == TOKEN_WORD)
    {
        name = arena_copy_len(arena, token->text, token->length);
        for (to = name; *to; to++)
            *to = (char) tolower((unsigned char) *to);
        return name;
    }
    if (token->kind != TOKEN_NAME || token->length < 2 || token->text[0] != '"')
        return NULL;
    name = to = arena_alloc(arena, token->length);
    for (size_t i = 1; i + 1 < token->length; i++)
    {
        *to++ = token->text[i];
        i += token->text[i] == '"';
    }
    *to = '\0';
    return name;
}

static void
add_named(Parse *parse, Object *object, const char *schema, const char *name)
{
    static const Space spaces[] = {SPACE_RELATION, SPACE_ROUTINE, SPACE_TYPE};
    Arena *scratch = arena_new();

    for (size_t i = 0; i < COUNT_OF(spaces); i++)
    {
        Ref ref = {.space = spaces[i], .schema = schema, .name = name, .shallow = spaces[i] == SPACE_RELATION, .any_signature = spaces[i] == SPACE_ROUTINE};
        Vec found = {0};

        model_find_ref(parse->model, &ref, scratch, &found);
        VEC_EACH(const Object *, other, &found)
            if (other != object)
                vec_add(parse->arena, &object_rare_make(parse->arena, object)->soft_needs, other);
    }
    arena_free(scratch);
}

/* The schemas that a bare name may be in: those of the path that the function was written under, and its own. */
static void
add_bare(Parse *parse, Function *function, const char *name)
{
    if (function->body_path)
        VEC_EACH(const char *, schema, function->body_path)
            add_named(parse, &function->object, schema, name);
    if (!function->body_path || !vec_has_str(function->body_path, function->object.schema))
        add_named(parse, &function->object, function->object.schema, name);
}

static void
look_into(Parse *parse, Function *function)
{
    Arena *scratch = arena_new();
    const char *before = NULL;                     /* the name in front of a dot */
    bool dot = false;
    Scanner scanner;
    Token token;
    Map seen;

    map_init(&seen, scratch);
    scan_init(&scanner, function->body, strlen(function->body));
    while ((token = scan_next(&scanner)).kind != TOKEN_END)
    {
        const char *name = token_name(scratch, &token), *both;

        if (token_is_mark(&token, '.') && before)
        {
            dot = true;
            continue;
        }
        both = name ? arena_printf(scratch, "%s.%s", dot ? before : "", name) : NULL;
        if (both && !map_has(&seen, both))
        {
            map_put(&seen, both, both);
            if (dot)
                add_named(parse, &function->object, before, name);
            else
                add_bare(parse, function, name);
        }
        dot = false;
        before = name;
    }
    arena_free(scratch);
}

void
body_finish(Parse *parse)
{
    VEC_EACH(Object *, object, &parse->model->objects)
    {
        Function *function = (Function *) object;

        if (object->kind == KIND_FUNCTION && function->body && !function->library && !str_eq(function->language, "internal"))
            look_into(parse, function);
    }
}
