#include "catalog/read.h"

#include "engine/base/text.h"
#include "parser/scan.h"

/* pg_attribute's OID, which never changes (pg_attribute.h). Its own columns are among those that column.sql tells. */
enum { PG_ATTRIBUTE = 1249 };

static void
read_stand_ins(Reader *reader)
{
    const ColumnFacts *column;

    while ((column = reader_attribute(reader, PG_ATTRIBUTE, (int) reader->stand_ins.count + 1)))
        vec_add(reader->arena, &reader->stand_ins, column->name);
}

/* The number of the column that a word stands for; 0: none. */
static int
number_of(const Reader *reader, const Token *token)
{
    if (token->kind != TOKEN_WORD || strncmp(token->text, "att", 3) != 0)
        return 0;
    for (size_t i = 0; i < reader->stand_ins.count; i++)
    {
        const char *name = vec_at(&reader->stand_ins, i);

        if (strncmp(name, token->text, token->length) == 0 && !name[token->length])
            return (int) i + 1;
    }
    return 0;
}

static bool
is_operator(const Token *token, const char *text)
{
    return token->kind == TOKEN_OPERATOR && token->length == strlen(text) && memcmp(token->text, text, token->length) == 0;
}

/* Beside these a word may name something else: a function, a type, a collation, an argument, a field, an element. */
static bool
is_clear(const Token *before, const Token *after)
{
    static const char *const words[] = {"as", "collate", "name"};

    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (token_is_word(before, words[i]))
            return false;
    return !token_is_mark(before, '.') && !is_operator(before, "::") && !token_is_mark(after, '.') && !token_is_mark(after, '(') &&
           !is_operator(after, "=>") && after->kind != TOKEN_STRING;
}

/* NULL: it can't be told. */
static const char *
with_names(Reader *reader, uint32_t relation, const char *sql)
{
    Token before = {0}, token, after;
    const char *rest = sql;
    Scanner scanner;
    Text text;

    text_init(&text, reader->arena);
    scan_init(&scanner, sql, strlen(sql));
    for (token = scan_next(&scanner); token.kind != TOKEN_END; before = token, token = after)
    {
        int number = number_of(reader, &token);
        const ColumnFacts *column;

        after = scan_next(&scanner);
        if (token_is_word(&token, "pg_attribute"))
            return NULL;                           /* all its columns, as a row */
        if (!number)
            continue;
        column = reader_attribute(reader, relation, number);
        if (!column || !is_clear(&before, &after))
            return NULL;
        text_add_len(&text, rest, (size_t) (token.text - rest));
        text_add(&text, sql_ident(reader->arena, column->name));
        rest = token.text + token.length;
    }
    text_add(&text, rest);
    return text_str(&text);
}

bool
reader_by_number(Reader *reader, const Row *row, const char *column, uint32_t relation, const char *again, const char **text, Error *err)
{
    Vec params = {0};

    *text = row_text(row, column);
    if (!*text || !row_bool(row, "by_number"))
        return true;
    if (!reader->stand_ins.count)
        read_stand_ins(reader);
    if ((*text = with_names(reader, relation, *text)))
        return true;
    vec_add(reader->arena, &params, row_copy(row, reader->arena, "oid"));
    return conn_value(reader->conn, again, &params, reader->arena, text, err);
}
