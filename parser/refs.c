/*
 * What the names in an expression mean under the text's search path, and which of them its object needs.
 */
#include "parser/canon_walk.h"

#include <ctype.h>

void
refs_need(Canon *canon, Ref ref)
{
    const Object *own = canon->pending->object;
    Ref *need;

    if (!canon->needs || strcmp(ref.schema, "pg_catalog") == 0 || strcmp(ref.schema, "information_schema") == 0)
        return;
    /* A table is there when its constraints are, and the columns that they name are needs of their own; a recursive view needs itself. */
    if (ref.space == SPACE_RELATION && own && str_eq(own->schema, ref.schema) && (str_eq(own->name, ref.name) || str_eq(own->parent, ref.name)))
        return;
    VEC_EACH(const Ref *, have, canon->needs)
        if (have->space == ref.space && str_eq(have->schema, ref.schema) && str_eq(have->parent, ref.parent) && str_eq(have->name, ref.name) &&
            have->shallow == ref.shallow)
            return;
    need = arena_make(canon->keep, Ref);
    *need = ref;
    need->schema = arena_copy(canon->model->arena, ref.schema);
    need->parent = arena_copy(canon->model->arena, ref.parent);
    need->name = arena_copy(canon->model->arena, ref.name);
    vec_add(canon->keep, canon->needs, need);
}

/* The schema that an unqualified name is in; NULL, and the text is uncertain, when nobody declares it. */
static const char *
schema_of(Canon *canon, Space space, const char *name)
{
    bool known;
    const char *schema;

    if (canon->path->count == 0)
        return "pg_catalog";
    schema = names_schema_of(canon->names, canon->path, space, name, &known);
    if (known)
        return schema;
    canon->certain = false;
    return NULL;
}

void
refs_relation(Canon *canon, RangeVar *range)
{
    const char *schema = range->schemaname;

    if (!schema && !(schema = schema_of(canon, SPACE_RELATION, range->relname)))
        return;
    /* pg_catalog is found under any path, and reads better without. */
    if (!range->schemaname && strcmp(schema, "pg_catalog") != 0)
    {
        range->schemaname = pstrdup(schema);
        canon->changed = true;
    }
    if (canon->rewrite)
        range->schemaname = pstrdup(schema);
    refs_need(canon, (Ref) {.space = SPACE_RELATION, .schema = schema, .name = range->relname});
}

void
refs_type(Canon *canon, TypeName *type)
{
    const char *schema, *name;

    if (list_length(type->names) > 2 || type->names == NIL || type->pct_type)
        return;
    name = strVal(llast(type->names));
    if (list_length(type->names) == 2)
        schema = strVal(linitial(type->names));
    else
    {
        if (!(schema = schema_of(canon, SPACE_TYPE, name)) || strcmp(schema, "pg_catalog") == 0)
            return;
        type->names = list_make2(makeString(pstrdup(schema)), llast(type->names));
        canon->changed = true;
    }
    refs_need(canon, (Ref) {.space = SPACE_TYPE, .schema = schema, .name = name});
    follow_type(canon, type);
}

/* Those of pg_catalog go by "C", "POSIX", "default", "ucs_basic", and by names of locales: en_US, en-x-icu. */
void
refs_collation(Canon *canon, CollateClause *clause)
{
    static const char *const names[] = {"C", "POSIX", "default", "ucs_basic", "unicode", "pg_c_utf8", "pg_unicode_fast"};
    const char *name = strVal(llast(clause->collname));

    if (list_length(clause->collname) > 1)
    {
        if (canon->rewrite && strcmp(strVal(linitial(clause->collname)), "pg_catalog") == 0)
            clause->collname = list_make1(llast(clause->collname));
        return;
    }
    if (canon->path->count == 0)
        return;
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (strcmp(name, names[i]) == 0)
            return;
    canon->certain = false;
}

const char *
refs_operator(Canon *canon, const char *name)
{
    const char *place = NULL;

    if (names_is_builtin(SPACE_OPERATOR, name))
        return NULL;
    VEC_EACH(const char *, schema, canon->path)
        if (names_has(canon->names, SPACE_OPERATOR, schema, name))
        {
            if (place)
                return NULL;
            place = schema;
        }
    return place;
}

/* One identifier as regclassin() reads it: folded to lower case unless quoted. Returns what follows; NULL: it is none. */
static const char *
take_identifier(const char *at, char *name)
{
    char *to = name;

    if (*at == '"')
    {
        for (at++; *at && (*at != '"' || at[1] == '"'); at++)
        {
            if (*at == '"')
                at++;
            *to++ = *at;
        }
        *to = '\0';
        return *at == '"' && to > name ? at + 1 : NULL;
    }
    if (!isalpha((unsigned char) *at) && *at != '_' && !((unsigned char) *at & 0x80))
        return NULL;
    for (; isalnum((unsigned char) *at) || *at == '_' || *at == '$' || ((unsigned char) *at & 0x80); at++)
        *to++ = (char) ((unsigned char) *at & 0x80 ? *at : tolower((unsigned char) *at));
    *to = '\0';
    return at;
}

const char *
refs_regclass(Canon *canon, const char *text)
{
    char *first = palloc(strlen(text) + 1), *second = palloc(strlen(text) + 1);
    const char *at = take_identifier(text, first), *schema = first, *name = second;

    if (at && *at == '.')
        at = take_identifier(at + 1, second);
    else if (at && !*at)
    {
        name = first;
        schema = schema_of(canon, SPACE_RELATION, name);
    }
    if (!at || *at || !schema)
    {
        canon->certain = canon->certain && canon->path->count == 0;
        return text;
    }
    refs_need(canon, (Ref) {.space = SPACE_RELATION, .schema = schema, .name = name, .shallow = true});
    return sql_qname(canon->arena, strcmp(schema, "pg_catalog") == 0 ? NULL : schema, name);
}

static FunctionPlace
declared(Canon *canon, const char *schema, const char *name, const Vec **overloads)
{
    *overloads = map_get(&canon->model->routines, sql_qname(canon->arena, schema, name));
    refs_need(canon, (Ref) {.space = SPACE_ROUTINE, .schema = schema, .name = name, .any_signature = true});
    return PLACE_DECLARED;
}

FunctionPlace
refs_function(Canon *canon, List **name, const Vec **overloads)
{
    const char *last = strVal(llast(*name)), *place = NULL;
    bool builtin, several = false;

    if (list_length(*name) == 2)
    {
        const char *schema = strVal(linitial(*name));

        follow_function(canon, name);
        return strcmp(schema, "pg_catalog") == 0 ? PLACE_BUILTIN : declared(canon, schema, last, overloads);
    }
    if (list_length(*name) != 1)
        return PLACE_UNKNOWN;
    if (canon->path->count == 0)
        return PLACE_BUILTIN;
    builtin = names_is_builtin(SPACE_ROUTINE, last);
    VEC_EACH(const char *, schema, canon->path)
        if (names_has(canon->names, SPACE_ROUTINE, schema, last))
        {
            several = place != NULL;
            place = place ? place : schema;
        }
    if (builtin)
        return place ? PLACE_EITHER : PLACE_BUILTIN;
    if (!place || several)
    {
        canon->certain = false;
        return PLACE_UNKNOWN;
    }
    *name = list_make2(makeString(pstrdup(place)), llast(*name));
    canon->changed = true;
    return declared(canon, place, last, overloads);
}
