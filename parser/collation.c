/*
 * CREATE COLLATION: https://www.postgresql.org/docs/current/sql-createcollation.html
 */
#include "parser/definition.h"

#include "engine/base/text.h"

static const char *
collation_option(Parse *parse, const DefineStmt *define, const char *name)
{
    ListCell *cell;

    foreach(cell, define->definition)
        if (strcmp(lfirst_node(DefElem, cell)->defname, name) == 0)
            return def_text(parse, lfirst_node(DefElem, cell));
    return NULL;
}

static List *
source_of(const DefineStmt *define)
{
    ListCell *cell;

    foreach(cell, define->definition)
        if (strcmp(lfirst_node(DefElem, cell)->defname, "from") == 0)
            return def_names(lfirst_node(DefElem, cell));
    return NIL;
}

/* What is built in tells its provider and locale by its name: "C", "de-AT-x-icu" (pg_import_system_collations()). */
static bool
copy_builtin(Parse *parse, const char *name, Definition *collation)
{
    static const char icu[] = "-x-icu";
    size_t length = strlen(name), suffix = strlen(icu);
    bool is_icu = length > suffix && strcmp(name + length - suffix, icu) == 0;

    if (!is_icu && strcmp(name, "C") != 0 && strcmp(name, "POSIX") != 0)
        return false;
    definition_set_option(parse, collation, "PROVIDER", is_icu ? "icu" : "libc");
    definition_set_option(parse, collation, "LOCALE",
                          sql_literal(parse->arena, is_icu ? arena_copy_len(parse->arena, name, length - suffix) : name));
    return true;
}

static Outcome
copy_collation(Parse *parse, const Statement *statement, const DefineStmt *define, Definition *collation)
{
    List *names = source_of(define);
    const char *name = names ? str_node(parse, llast(names)) : "", *schema;
    const Definition *source;

    if (list_length(names) > 1)
        schema = strVal(linitial(names));
    else
        schema = names_declared_schema(&parse->names, &statement->search_path, SPACE_COLLATION, name);
    if (!schema || strcmp(schema, "pg_catalog") == 0)
    {
        if (!copy_builtin(parse, name, collation))
            return parse_error(parse, statement, -1, "write its provider and locale", "what the collation %s is depends on the system", sql_ident(parse->arena, name));
        parse_add(parse, statement, -1, &collation->object);
        return OUTCOME_DONE;
    }
    source = (const Definition *) model_find(parse->model, SPACE_COLLATION, schema, NULL, name);
    if (!source)
        return parse_missing(parse, statement, -1, "collation", schema, name);
    vec_add_all(parse->arena, &collation->options, &source->options);
    parse_add(parse, statement, -1, &collation->object);
    return OUTCOME_DONE;
}

Outcome
collation_create(Parse *parse, const Statement *statement, const DefineStmt *define)
{
    Arena *arena = parse->arena;
    const char *provider = collation_option(parse, define, "provider"), *locale = collation_option(parse, define, "locale");
    const char *collate = collation_option(parse, define, "lc_collate"), *ctype = collation_option(parse, define, "lc_ctype");
    const char *deterministic = collation_option(parse, define, "deterministic"), *rules = collation_option(parse, define, "rules");
    Definition *collation = definition_make(parse, statement, KIND_COLLATION, define->defnames);

    if (collation_option(parse, define, "from"))
        return copy_collation(parse, statement, define, collation);
    if (!locale && (!collate || !ctype))
        return parse_error(parse, statement, -1, NULL, "a collation needs a locale, or both LC_COLLATE and LC_CTYPE");
    vec_add(arena, &collation->options, arena_printf(arena, "PROVIDER = %s", provider ? provider : "libc"));
    if (!locale && collate && str_eq(collate, ctype))
        locale = collate;
    if (locale)
        vec_add(arena, &collation->options, arena_printf(arena, "LOCALE = %s", sql_literal(arena, locale)));
    else
    {
        vec_add(arena, &collation->options, arena_printf(arena, "LC_COLLATE = %s", sql_literal(arena, collate)));
        vec_add(arena, &collation->options, arena_printf(arena, "LC_CTYPE = %s", sql_literal(arena, ctype)));
    }
    if (deterministic && (*deterministic == 'f' || *deterministic == '0' || *deterministic == 'n'))
        vec_add(arena, &collation->options, "DETERMINISTIC = false");
    if (rules)
        vec_add(arena, &collation->options, arena_printf(arena, "RULES = %s", sql_literal(arena, rules)));
    vec_sort_str(&collation->options);
    parse_add(parse, statement, -1, &collation->object);
    return OUTCOME_DONE;
}
