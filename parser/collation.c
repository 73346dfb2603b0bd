/*
 * CREATE COLLATION: https://www.postgresql.org/docs/current/sql-createcollation.html
 */
#include "parser/definition.h"

static const char *
collation_option(Parse *parse, const DefineStmt *define, const char *name)
{
    ListCell *cell;

    foreach(cell, define->definition)
        if (strcmp(lfirst_node(DefElem, cell)->defname, name) == 0)
            return def_text(parse, lfirst_node(DefElem, cell));
    return NULL;
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
        return parse_error(parse, statement, -1, "write its provider and locale", "a collation can't be copied from another in a blueprint");
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
