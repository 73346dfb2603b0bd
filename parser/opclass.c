#include "parser/opclass.h"

#include "engine/base/text.h"
#include "engine/kinds/definition.h"
#include "engine/kinds/extension.h"

static const struct Opclass { const char *method, *name, *type; bool is_default; const char *extension; } opclasses[] = {
#define OPCLASS(method, name, type, is_default, extension) {method, name, type, is_default, extension},
#include "parser/opclass.def"
#undef OPCLASS
};

static const struct Opclass *
opclass_find(const char *method, const char *name, bool of_extension)
{
    for (size_t i = 0; i < COUNT_OF(opclasses); i++)
        if (strcmp(opclasses[i].name, name) == 0 && strcmp(opclasses[i].method, method) == 0 && (opclasses[i].extension != NULL) == of_extension)
            return &opclasses[i];
    return NULL;
}

/* ---- names ---- */

static const char *
extension_home(Parse *parse, const Statement *statement, const char *name)
{
    const Extension *extension = (const Extension *) model_find(parse->model, SPACE_EXTENSION, NULL, NULL, name);

    if (extension && extension->in_schema)
        return extension->in_schema;
    return creation_schema(statement, NULL);
}

const char *
opclass_text(Parse *parse, const Statement *statement, Object *object, const char *method, List *name)
{
    const char *base = str_node(parse, llast(name)), *schema = NULL;
    const struct Opclass *brought = opclass_find(method, base, true);

    if (list_length(name) > 1)
        schema = str_node(parse, list_nth(name, list_length(name) - 2));
    if (schema ? strcmp(schema, "pg_catalog") == 0 : opclass_find(method, base, false) != NULL)
        return sql_ident(parse->arena, base);
    if (brought)
        object_need(parse->arena, object, (Ref) {.space = SPACE_EXTENSION, .name = brought->extension});
    if (!schema)
        schema = names_declared_schema(&parse->names, &statement->search_path, SPACE_OPERATOR_CLASS, base);
    if (!schema)
        schema = brought ? extension_home(parse, statement, brought->extension) : creation_schema(statement, NULL);
    object_need(parse->arena, object, (Ref) {.space = SPACE_OPERATOR_CLASS, .schema = schema, .name = definition_using(parse->arena, base, method)});
    return sql_qname(parse->arena, schema, base);
}

/* ---- defaults ---- */

/* One part of a quoted, qualified name; *rest is what follows. */
static const char *
name_part(Arena *arena, const char *text, const char **rest)
{
    Text part;

    text_init(&part, arena);
    if (*text != '"')
    {
        size_t length = strcspn(text, ".([");

        *rest = text + length;
        return arena_copy_len(arena, text, length);
    }
    for (text++; *text; text++)
        if (*text != '"')
            text_add_char(&part, *text);
        else if (text[1] == '"')
            text_add_char(&part, *text++);
        else
            break;
    *rest = *text ? text + 1 : text;
    return text_str(&part);
}

const char *
opclass_type_schema(Arena *arena, const char *type, const char **name)
{
    const char *rest, *first = name_part(arena, type, &rest);

    if (*rest != '.')
        return NULL;
    *name = name_part(arena, rest + 1, &rest);
    return strchr(rest, '[') ? NULL : first;
}

/* "timestamp(3) with time zone" is of type "timestamp with time zone", "public.ltree" of type "ltree". */
static const char *
bare_type(Arena *arena, const char *type)
{
    const char *name, *open, *close;

    if (opclass_type_schema(arena, type, &name))
        return name;
    open = strchr(type, '(');
    close = open ? strchr(open, ')') : NULL;
    return close ? arena_printf(arena, "%.*s%s", (int) (open - type), type, close + 1) : type;
}

static bool
has_own_default(const char *method, const char *type)
{
    for (size_t i = 0; i < COUNT_OF(opclasses); i++)
        if (opclasses[i].is_default && strcmp(opclasses[i].method, method) == 0 && strcmp(opclasses[i].type, type) == 0 &&
            !opclasses[i].extension)
            return true;
    return false;
}

/* A class that is the default for its own type is no default for a type that has one itself (GetDefaultOpClass()). */
bool
opclass_is_default(Arena *arena, const Model *model, const char *method, const char *opclass, const char *type)
{
    const char *rest, *first = name_part(arena, opclass, &rest), *base = first;
    bool qualified = *rest == '.';
    const struct Opclass *own;
    const Definition *declared = NULL;

    if (qualified)
        base = name_part(arena, rest + 1, &rest);
    if (qualified)
        declared = (const Definition *) model_find(model, SPACE_OPERATOR_CLASS, first, NULL, definition_using(arena, base, method));
    if (declared)
        return definition_option(declared, "DEFAULT") && (!type || strcmp(type, definition_option(declared, "FOR TYPE")) == 0 ||
                                                          !has_own_default(method, bare_type(arena, type)));
    own = opclass_find(method, base, qualified);
    if (!own || !own->is_default)
        return false;
    if (!type)
        return true;
    type = bare_type(arena, type);
    for (size_t i = 0; i < COUNT_OF(opclasses); i++)
        if (opclasses[i].is_default && &opclasses[i] != own && strcmp(opclasses[i].method, method) == 0 &&
            strcmp(opclasses[i].type, type) == 0 && strcmp(own->type, type) != 0 && !opclasses[i].extension)
            return false;
    return true;
}
