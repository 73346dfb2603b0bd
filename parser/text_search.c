/*
 * Text search parsers, templates, dictionaries and configurations: https://www.postgresql.org/docs/current/sql-createtsconfig.html
 * and its likes.
 */
#include "parser/definition.h"

#include "engine/base/text.h"
#include "parser/target.h"

static const OptionRule parser_rules[] = {
    {"start", "START", VALUE_ROUTINE, NULL},       {"gettoken", "GETTOKEN", VALUE_ROUTINE, NULL}, {"end", "END", VALUE_ROUTINE, NULL},
    {"lextypes", "LEXTYPES", VALUE_ROUTINE, NULL}, {"headline", "HEADLINE", VALUE_ROUTINE, NULL}, {0},
};

static const OptionRule template_rules[] = {
    {"init", "INIT", VALUE_ROUTINE, NULL}, {"lexize", "LEXIZE", VALUE_ROUTINE, NULL}, {0},
};

/* ---- dictionaries ---- */

/* serialize_deflist() in commands/tsearchcmds.c: numbers stay as they are, all else is text. */
static const char *
setting_value(Parse *parse, const DefElem *def)
{
    if (def->arg && (IsA(def->arg, Integer) || IsA(def->arg, Float)))
        return def_text(parse, def);
    return sql_literal(parse->arena, def_text(parse, def));
}

static void
set_setting(Parse *parse, Definition *dictionary, const DefElem *def)
{
    const char *key = sql_ident(parse->arena, def->defname);

    for (size_t i = dictionary->written.count; i-- > 0;)
        if (strcmp(((const DefinitionItem *) vec_at(&dictionary->written, i))->key, key) == 0)
            vec_remove_at(&dictionary->written, i);
    if (def->arg)
        definition_add_item(parse->arena, &dictionary->written, key, setting_value(parse, def));
}

static void
sort_settings(Parse *parse, Definition *dictionary)
{
    dictionary->items = (Vec) {0};
    vec_add_all(parse->arena, &dictionary->items, &dictionary->written);
    definition_sort_items(&dictionary->items);
}

static Outcome
create_dictionary(Parse *parse, const Statement *statement, const DefineStmt *define)
{
    Definition *dictionary = definition_make(parse, statement, KIND_TS_DICTIONARY, define->defnames);
    ListCell *cell;

    foreach(cell, define->definition)
    {
        const DefElem *def = lfirst_node(DefElem, cell);

        if (pg_strcasecmp(def->defname, "template") != 0)
            set_setting(parse, dictionary, def);
        else if (def_names(def))
            definition_set_option(parse, dictionary, "TEMPLATE",
                                  definition_mentioned(parse, statement, SPACE_TS_TEMPLATE, def_names(def), &dictionary->object));
    }
    if (!definition_option(dictionary, "TEMPLATE"))
        return parse_error(parse, statement, -1, NULL, "a text search dictionary needs a template");
    sort_settings(parse, dictionary);
    parse_add(parse, statement, -1, &dictionary->object);
    return OUTCOME_DONE;
}

Outcome
ts_dictionary_alter(Parse *parse, const Statement *statement, Node *node)
{
    const AlterTSDictionaryStmt *alter = castNode(AlterTSDictionaryStmt, node);
    Target target = target_find(parse, statement, OBJECT_TSDICTIONARY, (Node *) alter->dictname);
    Outcome outcome;
    ListCell *cell;

    if (!target_ready(parse, statement, &target, "ALTER", &outcome))
        return outcome;
    foreach(cell, alter->options)
        set_setting(parse, (Definition *) target.object, lfirst_node(DefElem, cell));
    sort_settings(parse, (Definition *) target.object);
    return OUTCOME_DONE;
}

/* ---- configurations ---- */

/* What initdb makes (src/backend/snowball/snowball_create.pl): words go to the language's stemmer, but to English where the
 * language has no ASCII letters of its own and the word has no others; all else is simple. */
static void
copy_builtin(Parse *parse, Definition *configuration, const char *language)
{
    static const char *const plain[] = {"email", "file", "float", "host", "hword_numpart", "int", "numhword", "numword", "sfloat", "uint",
                                        "url", "url_path", "version"};
    static const char *const ascii[] = {"asciihword", "asciiword", "hword_asciipart"};
    static const char *const words[] = {"hword", "hword_part", "word"};
    bool simple = strcmp(language, "simple") == 0, foreign = strcmp(language, "russian") == 0 || strcmp(language, "hindi") == 0;
    const char *stem = simple ? "simple" : arena_printf(parse->arena, "%s_stem", language);

    for (size_t i = 0; i < COUNT_OF(plain); i++)
        definition_add_item(parse->arena, &configuration->items, sql_ident(parse->arena, plain[i]), "simple");
    for (size_t i = 0; i < COUNT_OF(ascii); i++)
        definition_add_item(parse->arena, &configuration->items, ascii[i], foreign ? "english_stem" : stem);
    for (size_t i = 0; i < COUNT_OF(words); i++)
        definition_add_item(parse->arena, &configuration->items, words[i], stem);
    definition_sort_items(&configuration->items);
    definition_set_option(parse, configuration, "PARSER", sql_ident(parse->arena, "default"));
}

static void
copy_declared(Parse *parse, Definition *configuration, const Definition *source)
{
    VEC_EACH(const DefinitionItem *, item, &source->items)
        definition_add_item(parse->arena, &configuration->items, item->key, item->value);
    definition_set_option(parse, configuration, "PARSER", definition_option(source, "PARSER"));
    VEC_EACH(const Ref *, need, &source->object.needs)
        object_need(parse->arena, &configuration->object, *need);
}

/* COPY takes the source as it is in the end, as LIKE does. */
static Outcome
copy_configuration(Parse *parse, const Statement *statement, Definition *configuration, List *names)
{
    const char *schema, *name;
    const Object *source;

    qualified_name(parse, statement, SPACE_TS_CONFIGURATION, names, &schema, &name);
    if (strcmp(schema, "pg_catalog") == 0 && names_is_builtin(SPACE_TS_CONFIGURATION, name))
        copy_builtin(parse, configuration, name);
    else if (!(source = model_find(parse->model, SPACE_TS_CONFIGURATION, schema, NULL, name)))
        return parse_missing(parse, statement, -1, "text search configuration", schema, name);
    else if (!parse->quiet && !parse->last_call)
        return OUTCOME_DEFER;
    else
    {
        parse->quiet = false;
        copy_declared(parse, configuration, (const Definition *) source);
    }
    parse_add(parse, statement, -1, &configuration->object);
    return OUTCOME_DONE;
}

static Outcome
create_configuration(Parse *parse, const Statement *statement, const DefineStmt *define)
{
    Definition *configuration = definition_make(parse, statement, KIND_TS_CONFIGURATION, define->defnames);
    ListCell *cell;

    foreach(cell, define->definition)
    {
        const DefElem *def = lfirst_node(DefElem, cell);

        if (pg_strcasecmp(def->defname, "copy") == 0 && def_names(def))
            return copy_configuration(parse, statement, configuration, def_names(def));
        if (pg_strcasecmp(def->defname, "parser") != 0 || !def_names(def))
            return parse_error(parse, statement, def->location, NULL, "a text search configuration has no option \"%s\" like this", def->defname);
        definition_set_option(parse, configuration, "PARSER",
                              definition_mentioned(parse, statement, SPACE_TS_PARSER, def_names(def), &configuration->object));
    }
    if (!definition_option(configuration, "PARSER"))
        return parse_error(parse, statement, -1, NULL, "a text search configuration needs a parser");
    parse_add(parse, statement, -1, &configuration->object);
    return OUTCOME_DONE;
}

/* ---- mappings ---- */

static void
remove_mapping(Definition *configuration, const char *token)
{
    for (size_t i = configuration->items.count; i-- > 0;)
        if (strcmp(((const DefinitionItem *) vec_at(&configuration->items, i))->key, token) == 0)
            vec_remove_at(&configuration->items, i);
}

/* The list with one dictionary in the place of another. */
static const char *
replaced(Arena *arena, const char *list, const char *old, const char *new)
{
    static const char between[] = ", ";
    Vec dictionaries = {0};

    while (*list)
    {
        const char *end = strstr(list, between);
        const char *one = end ? arena_copy_len(arena, list, (size_t) (end - list)) : list;

        vec_add(arena, &dictionaries, strcmp(one, old) == 0 ? new : one);
        list = end ? end + strlen(between) : "";
    }
    return vec_join(arena, &dictionaries, between);
}

static void
replace_dictionary(Parse *parse, Definition *configuration, const Vec *tokens, const char *old, const char *new)
{
    VEC_EACH(DefinitionItem *, item, &configuration->items)
        if (!tokens->count || vec_has_str(tokens, item->key))
            item->value = replaced(parse->arena, item->value, old, new);
}

/* Whether all tokens that the statement is about are mapped (for ADD: none is): else it waits for the statement that comes before. */
static bool
is_ready(const Definition *configuration, const AlterTSConfigurationStmt *alter, const Vec *tokens)
{
    bool adds = alter->kind == ALTER_TSCONFIG_ADD_MAPPING;

    VEC_EACH(const char *, token, tokens)
        if ((definition_item(&configuration->items, token) != NULL) == adds && !alter->missing_ok)
            return false;
    return true;
}

static Outcome
not_ready(Parse *parse, const Statement *statement, const Object *configuration, const AlterTSConfigurationStmt *alter)
{
    if (!parse->last_call)
        return OUTCOME_DEFER;
    return parse_error(parse, statement, -1, NULL, alter->kind == ALTER_TSCONFIG_ADD_MAPPING ? "%s has a mapping for this token already"
                                                                                             : "%s has no mapping for this token",
                       object_title(parse->arena, configuration));
}

Outcome
ts_configuration_alter(Parse *parse, const Statement *statement, Node *node)
{
    const AlterTSConfigurationStmt *alter = castNode(AlterTSConfigurationStmt, node);
    Target target = target_find(parse, statement, OBJECT_TSCONFIGURATION, (Node *) alter->cfgname);
    Definition *configuration = (Definition *) target.object;
    Vec tokens = {0}, dictionaries = {0};
    Outcome outcome;
    ListCell *cell;

    if (!target_ready(parse, statement, &target, "ALTER", &outcome))
        return outcome;
    foreach(cell, alter->tokentype)
        vec_add_str_once(parse->arena, &tokens, sql_ident(parse->arena, strVal(lfirst(cell))));
    if (!is_ready(configuration, alter, &tokens))
        return not_ready(parse, statement, target.object, alter);
    foreach(cell, alter->dicts)
        vec_add(parse->arena, &dictionaries,
                definition_mentioned(parse, statement, SPACE_TS_DICTIONARY, (List *) lfirst(cell), target.object));
    if (alter->replace)
    {
        replace_dictionary(parse, configuration, &tokens, vec_at(&dictionaries, 0), vec_at(&dictionaries, 1));
        return OUTCOME_DONE;
    }
    VEC_EACH(const char *, token, &tokens)
    {
        remove_mapping(configuration, token);
        if (dictionaries.count)
            definition_add_item(parse->arena, &configuration->items, token, vec_join(parse->arena, &dictionaries, ", "));
    }
    definition_sort_items(&configuration->items);
    return OUTCOME_DONE;
}

/* ---- CREATE ---- */

static Outcome
create_simple(Parse *parse, const Statement *statement, const DefineStmt *define, Kind kind, const OptionRule *rules)
{
    Definition *definition = definition_make(parse, statement, kind, define->defnames);

    if (definition_options(parse, statement, define->definition, rules, NULL, definition))
        parse_add(parse, statement, -1, &definition->object);
    return OUTCOME_DONE;
}

Outcome
text_search_create(Parse *parse, const Statement *statement, const DefineStmt *define)
{
    switch (define->kind)
    {
        case OBJECT_TSPARSER:
            return create_simple(parse, statement, define, KIND_TS_PARSER, parser_rules);
        case OBJECT_TSTEMPLATE:
            return create_simple(parse, statement, define, KIND_TS_TEMPLATE, template_rules);
        case OBJECT_TSDICTIONARY:
            return create_dictionary(parse, statement, define);
        default:
            return create_configuration(parse, statement, define);
    }
}
