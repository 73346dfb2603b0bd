#include "parser/canon_type.h"

#include <stdlib.h>

#include "nodes/makefuncs.h"

#include "engine/kinds/composite.h"
#include "engine/kinds/domain.h"
#include "engine/kinds/range.h"
#include "parser/pgq.h"

#define POINTER(id) ((id) == TY_none ? NULL : &pg_types[id])

const PgType pg_types[TY_COUNT] = {
#define PG_TYPE(id, name, category, preferred, kind, element, array, of) \
    [id] = {"pg_catalog", name, kind, category, preferred, POINTER(element), POINTER(array), POINTER(of)},
#include "parser/canon_types.def"
#undef PG_TYPE
};

struct TypeTable
{
    Arena *arena;
    const Model *model;
    Map by_name, by_text;                          /* of user-defined types; of the texts that were asked for */
    void *remembered;                              /* of canon_lookup.c */
};

static const PgType not_a_type;                    /* by_text's mark for a text that can't be read */

TypeTable *
types_new(Arena *arena, const Model *model)
{
    TypeTable *types = arena_make(arena, TypeTable);

    types->arena = arena;
    types->model = model;
    map_init(&types->by_name, arena);
    map_init(&types->by_text, arena);
    return types;
}

Arena *
types_arena(const TypeTable *types)
{
    return types->arena;
}

void **
types_remembered(TypeTable *types)
{
    return &types->remembered;
}

static int
compare_name(const void *key, const void *member)
{
    return strcmp(key, ((const PgType *) member)->name);
}

static const PgType *
find_builtin(const char *name)
{
    /* canon_types.def is sorted; row 0 is no type. */
    return bsearch(name, pg_types + 1, TY_COUNT - 1, sizeof *pg_types, compare_name);
}

static void
fill_from_model(TypeTable *types, PgType *type)
{
    const Object *object = model_find(types->model, SPACE_TYPE, type->schema, NULL, type->name);

    type->kind = 'x';
    type->category = 'U';
    if (!object)
    {
        if (model_find(types->model, SPACE_RELATION, type->schema, NULL, type->name))
        {
            type->kind = 'c';
            type->category = 'C';
        }
    }
    else if (object->kind == KIND_ENUM)
    {
        type->kind = 'e';
        type->category = 'E';
    }
    else if (object->kind == KIND_COMPOSITE)
    {
        type->kind = 'c';
        type->category = 'C';
    }
    else if (object->kind == KIND_RANGE)
    {
        type->kind = 'r';
        type->category = 'R';
        type->of = types_of_text(types, ((const RangeType *) object)->subtype);
    }
    else if (object->kind == KIND_DOMAIN)
    {
        type->of = types_of_text(types, ((const Domain *) object)->type);
        if (type->of)
        {
            type->kind = 'd';
            type->category = type->of->category;
        }
    }
}

const PgType *
types_find(TypeTable *types, const char *schema, const char *name)
{
    const PgType *found = strcmp(schema, "pg_catalog") == 0 ? find_builtin(name) : NULL;
    const char *key;
    PgType *type;

    if (found)
        return found;
    key = sql_qname(types->arena, schema, name);
    if ((found = map_get(&types->by_name, key)))
        return found;
    type = arena_make(types->arena, PgType);
    type->schema = arena_copy(types->arena, schema);
    type->name = arena_copy(types->arena, name);
    map_put(&types->by_name, key, type);           /* first: a domain that is defined by itself must not loop */
    fill_from_model(types, type);
    return type;
}

const PgType *
types_array(TypeTable *types, const PgType *element)
{
    const PgType *found;
    const char *key;
    PgType *type;

    if (element->array)
        return element->array;
    key = arena_printf(types->arena, "%s[]", sql_qname(types->arena, element->schema, element->name));
    if ((found = map_get(&types->by_name, key)))
        return found;
    type = arena_make(types->arena, PgType);
    *type = (PgType) {.schema = element->schema, .name = arena_printf(types->arena, "_%s", element->name), .kind = 'b', .category = 'A', .element = element};
    map_put(&types->by_name, key, type);
    return type;
}

const PgType *
types_of_text(TypeTable *types, const char *text)
{
    const PgType *found = map_get(&types->by_text, text);
    PgqScope scope;
    PgqError error;
    TypeName *node;

    if (found)
        return found == &not_a_type ? NULL : found;
    scope = pgq_enter();
    node = pgq_parse_type(types->arena, text, &error);
    found = node ? types_of_node(types, node) : NULL;
    pgq_leave(scope);
    map_put(&types->by_text, arena_copy(types->arena, text), found ? found : &not_a_type);
    return found;
}

const PgType *
types_of_node(TypeTable *types, const TypeName *node)
{
    const PgType *type = NULL;
    int count = list_length(node->names);

    if (node->setof || node->pct_type || count == 0)
        return NULL;
    if (count == 1)
        type = find_builtin(strVal(linitial(node->names)));
    else if (count == 2)
        type = types_find(types, strVal(linitial(node->names)), strVal(lsecond(node->names)));
    if (type && node->arrayBounds && !type->element)
        type = types_array(types, type);
    return type;
}

/*
 * Types that PostgreSQL's grammar spells with words of its own come out of it with the schema; all others without. Not bit and
 * bpchar: with the schema they would print as bit and char, which mean bit(1) and char(1).
 */
static bool
is_grammar_type(const PgType *type)
{
    static const char *const names[] = {
        "bool", "float4", "float8", "int2", "int4", "int8", "interval", "json", "numeric",
        "time", "timestamp", "timestamptz", "timetz", "varbit", "varchar",
    };

    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (strcmp(names[i], type->name) == 0)
            return true;
    return false;
}

TypeName *
types_node(const PgType *type)
{
    const PgType *element = type->element ? type->element : type;
    List *names = list_make1(makeString(pstrdup(element->name)));
    TypeName *node;

    if (strcmp(element->schema, "pg_catalog") != 0 || is_grammar_type(element))
        names = lcons(makeString(pstrdup(element->schema)), names);
    node = makeTypeNameFromNameList(names);
    if (type->element)
        node->arrayBounds = list_make1(makeInteger(-1));
    return node;
}

const PgType *
type_base(const PgType *type)
{
    for (int depth = 0; type && type->kind == 'd' && depth < 100; depth++)
        type = type->of;
    return type;
}
