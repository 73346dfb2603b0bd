/*
 * CREATE LANGUAGE, TRANSFORM, CONVERSION and ACCESS METHOD (engine/kinds/definition.h).
 */
#include "parser/definition.h"

#include "engine/base/text.h"

/* ---- languages ---- */

static void
set_routine(Parse *parse, const Statement *statement, Definition *definition, const char *option, List *names)
{
    if (names)
        definition_set_option(parse, definition, option, mentioned_routine(parse, statement, names, &definition->object));
}

/* Without a handler it is CREATE EXTENSION to the grammar. Every database has plpgsql, which dumps of old servers make. */
Outcome
language_create(Parse *parse, const Statement *statement, Node *node)
{
    const CreatePLangStmt *create = castNode(CreatePLangStmt, node);
    Definition *language;

    if (strcmp(create->plname, "plpgsql") == 0)
        return OUTCOME_DONE;
    language = object_make(parse->arena, KIND_LANGUAGE, NULL, NULL, create->plname);
    if (create->pltrusted)
        definition_set_option(parse, language, "TRUSTED", "true");
    set_routine(parse, statement, language, "HANDLER", create->plhandler);
    set_routine(parse, statement, language, "INLINE", create->plinline);
    set_routine(parse, statement, language, "VALIDATOR", create->plvalidator);
    parse_add(parse, statement, -1, &language->object);
    return OUTCOME_DONE;
}

/* ---- transforms ---- */

static bool
set_procedure(Parse *parse, const Statement *statement, Definition *transform, const char *option, const ObjectWithArgs *name)
{
    Vec types = {0};
    const char *procedure = name ? mentioned_procedure(parse, statement, name, &transform->object, &types) : NULL;

    if (procedure)
        definition_set_option(parse, transform, option, procedure);
    return !name || procedure;
}

Outcome
transform_create(Parse *parse, const Statement *statement, Node *node)
{
    const CreateTransformStmt *create = castNode(CreateTransformStmt, node);
    Definition *transform = object_make(parse->arena, KIND_TRANSFORM, NULL, NULL, "");

    if (!set_procedure(parse, statement, transform, "FROM SQL", create->fromsql))
        return parse_missing(parse, statement, -1, "function", NULL, strVal(llast(create->fromsql->objname)));
    if (!set_procedure(parse, statement, transform, "TO SQL", create->tosql))
        return parse_missing(parse, statement, -1, "function", NULL, strVal(llast(create->tosql->objname)));
    transform->object.name = arena_printf(parse->arena, "FOR %s LANGUAGE %s", type_text_bare(parse, statement, create->type_name, &transform->object),
                                          sql_ident(parse->arena, create->lang));
    object_need(parse->arena, &transform->object, (Ref) {.space = SPACE_LANGUAGE, .name = create->lang});
    object_need(parse->arena, &transform->object, (Ref) {.space = SPACE_EXTENSION, .name = create->lang});
    parse_add(parse, statement, -1, &transform->object);
    return OUTCOME_DONE;
}

/* ---- conversions ---- */

/* pg_encname_tbl in common/encnames.c: names that are more than another spelling of the one that is shown. */
static const struct { const char *alias, *name; } encodings[] = {
    {"abc", "WIN1258"},      {"alt", "WIN866"},       {"koi8", "KOI8R"},       {"mskanji", "SJIS"},     {"shiftjis", "SJIS"},
    {"tcvn", "WIN1258"},     {"tcvn5712", "WIN1258"}, {"unicode", "UTF8"},     {"vscii", "WIN1258"},    {"win", "WIN1251"},
    {"win932", "SJIS"},      {"win936", "GBK"},       {"win949", "UHC"},       {"win950", "BIG5"},      {"windows932", "SJIS"},
    {"windows936", "GBK"},   {"windows949", "UHC"},   {"windows950", "BIG5"},  {"windows866", "WIN866"}, {"windows874", "WIN874"},
    {"windows1250", "WIN1250"}, {"windows1251", "WIN1251"}, {"windows1252", "WIN1252"}, {"windows1253", "WIN1253"},
    {"windows1254", "WIN1254"}, {"windows1255", "WIN1255"}, {"windows1256", "WIN1256"}, {"windows1257", "WIN1257"},
    {"windows1258", "WIN1258"}, {"iso88591", "LATIN1"}, {"iso88592", "LATIN2"}, {"iso88593", "LATIN3"}, {"iso88594", "LATIN4"},
    {"iso88599", "LATIN5"},  {"iso885910", "LATIN6"}, {"iso885913", "LATIN7"}, {"iso885914", "LATIN8"}, {"iso885915", "LATIN9"},
    {"iso885916", "LATIN10"},
};

static const char *const encoding_names[] = {
    "SQL_ASCII", "EUC_JP", "EUC_CN", "EUC_KR", "EUC_TW", "EUC_JIS_2004", "UTF8", "MULE_INTERNAL", "LATIN1", "LATIN2", "LATIN3", "LATIN4",
    "LATIN5", "LATIN6", "LATIN7", "LATIN8", "LATIN9", "LATIN10", "WIN1256", "WIN1258", "WIN866", "WIN874", "KOI8R", "WIN1251", "WIN1252",
    "ISO_8859_5", "ISO_8859_6", "ISO_8859_7", "ISO_8859_8", "WIN1250", "WIN1253", "WIN1254", "WIN1255", "WIN1257", "KOI8U", "SJIS", "BIG5",
    "GBK", "UHC", "GB18030", "JOHAB", "SHIFT_JIS_2004",
};

/* clean_encoding_name() */
static const char *
cleaned(Arena *arena, const char *name)
{
    Text text;

    text_init(&text, arena);
    for (; *name; name++)
        if ((*name >= '0' && *name <= '9') || (*name >= 'a' && *name <= 'z'))
            text_add_char(&text, *name);
        else if (*name >= 'A' && *name <= 'Z')
            text_add_char(&text, (char) (*name - 'A' + 'a'));
    return text_str(&text);
}

/* As pg_encoding_to_char() shows it, a literal; NULL: there is none. */
static const char *
encoding_literal(Arena *arena, const char *name)
{
    const char *clean = cleaned(arena, name);

    for (size_t i = 0; i < COUNT_OF(encoding_names); i++)
        if (strcmp(cleaned(arena, encoding_names[i]), clean) == 0)
            return sql_literal(arena, encoding_names[i]);
    for (size_t i = 0; i < COUNT_OF(encodings); i++)
        if (strcmp(encodings[i].alias, clean) == 0)
            return sql_literal(arena, encodings[i].name);
    return NULL;
}

Outcome
conversion_create(Parse *parse, const Statement *statement, Node *node)
{
    const CreateConversionStmt *create = castNode(CreateConversionStmt, node);
    Definition *conversion = definition_make(parse, statement, KIND_CONVERSION, create->conversion_name);
    const char *from = encoding_literal(parse->arena, create->for_encoding_name), *to = encoding_literal(parse->arena, create->to_encoding_name);

    if (!from || !to)
        return parse_error(parse, statement, -1, NULL, "there is no encoding \"%s\"", from ? create->to_encoding_name : create->for_encoding_name);
    definition_set_option(parse, conversion, "FOR", from);
    definition_set_option(parse, conversion, "TO", to);
    set_routine(parse, statement, conversion, "FROM", create->func_name);
    if (create->def)
        definition_set_option(parse, conversion, "DEFAULT", "true");
    parse_add(parse, statement, -1, &conversion->object);
    return OUTCOME_DONE;
}

/* ---- access methods ---- */

Outcome
access_method_create(Parse *parse, const Statement *statement, Node *node)
{
    const CreateAmStmt *create = castNode(CreateAmStmt, node);
    Definition *method = object_make(parse->arena, KIND_ACCESS_METHOD, NULL, NULL, create->amname);

    definition_set_option(parse, method, "TYPE", create->amtype == 't' ? "TABLE" : "INDEX");
    set_routine(parse, statement, method, "HANDLER", create->handler_name);
    parse_add(parse, statement, -1, &method->object);
    return OUTCOME_DONE;
}
