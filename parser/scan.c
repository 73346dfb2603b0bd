#include "parser/scan.h"

#include <strings.h>

static bool
is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

static bool
is_word_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80);
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
is_word_part(char c)
{
    return is_word_start(c) || is_digit(c) || c == '$';
}

static bool
is_operator_char(char c)
{
    return c && strchr("~!@#^&|`?+-*/%<>=", c);
}

void
scan_init(Scanner *scanner, const char *text, size_t length)
{
    scanner->at = text;
    scanner->end = text + length;
}

/* The byte `ahead` of here; 0 behind the end. */
static char
peek(const Scanner *scanner, size_t ahead)
{
    return (size_t) (scanner->end - scanner->at) > ahead ? scanner->at[ahead] : '\0';
}

/* From behind the opening quote to behind the closing one; false when there is none. */
static bool
skip_quoted(Scanner *scanner, char quote, bool backslashes)
{
    while (scanner->at < scanner->end)
    {
        char c = *scanner->at++;

        if (backslashes && c == '\\' && scanner->at < scanner->end)
            scanner->at++;
        else if (c == quote)
        {
            if (peek(scanner, 0) != quote)
                return true;
            scanner->at++;
        }
    }
    return false;
}

/* 'a' <newline> 'b' is one string, comments of one line between its parts included. */
static bool
skip_continuation(Scanner *scanner)
{
    const char *at = scanner->at;
    bool newline = false;

    for (;;)
    {
        while (at < scanner->end && is_space(*at))
            newline |= *at == '\n' || *at == '\r', at++;
        if (newline && scanner->end - at >= 2 && at[0] == '-' && at[1] == '-')
            while (at < scanner->end && *at != '\n' && *at != '\r')
                at++;
        else
            break;
    }
    if (!newline || at == scanner->end || *at != '\'')
        return false;
    scanner->at = at + 1;
    return true;
}

static bool
skip_string(Scanner *scanner, bool backslashes)
{
    do
        if (!skip_quoted(scanner, '\'', backslashes))
            return false;
    while (skip_continuation(scanner));
    return true;
}

static bool
skip_block_comment(Scanner *scanner)
{
    size_t depth = 0;

    while (scanner->at < scanner->end)
        if (peek(scanner, 0) == '/' && peek(scanner, 1) == '*')
            depth++, scanner->at += 2;
        else if (peek(scanner, 0) == '*' && peek(scanner, 1) == '/')
        {
            scanner->at += 2;
            if (--depth == 0)
                return true;
        }
        else
            scanner->at++;
    return false;
}

/* At a '$': the length of "$tag$", or 0. */
static size_t
dollar_tag(const Scanner *scanner)
{
    size_t length = 1;

    if (is_word_start(peek(scanner, length)))
        while (is_word_part(peek(scanner, length)) && peek(scanner, length) != '$')
            length++;
    return peek(scanner, length) == '$' ? length + 1 : 0;
}

static bool
skip_dollar_quoted(Scanner *scanner, size_t tag)
{
    const char *open = scanner->at, *close;

    scanner->at += tag;
    close = memmem(scanner->at, (size_t) (scanner->end - scanner->at), open, tag);
    scanner->at = close ? close + tag : scanner->end;
    return close;
}

static void
skip_operator(Scanner *scanner)
{
    do
        scanner->at++;
    while (is_operator_char(peek(scanner, 0)) && !(peek(scanner, 0) == '-' && peek(scanner, 1) == '-') &&
           !(peek(scanner, 0) == '/' && peek(scanner, 1) == '*'));
}

/* A word, or what a letter or two before a quote begin: E'', B'', X'', N'', U&'', U&"". */
static TokenKind
skip_word(Scanner *scanner, bool *open)
{
    char first = peek(scanner, 0) | 0x20;

    if (strchr("ebxn", first) && peek(scanner, 1) == '\'')
    {
        scanner->at += 2;
        *open = !skip_string(scanner, first == 'e');
        return TOKEN_STRING;
    }
    if (first == 'u' && peek(scanner, 1) == '&' && (peek(scanner, 2) == '\'' || peek(scanner, 2) == '"'))
    {
        bool name = peek(scanner, 2) == '"';

        scanner->at += 3;
        *open = name ? !skip_quoted(scanner, '"', false) : !skip_string(scanner, false);
        return name ? TOKEN_NAME : TOKEN_STRING;
    }
    while (is_word_part(peek(scanner, 0)))
        scanner->at++;
    return TOKEN_WORD;
}

static void
skip_number(Scanner *scanner)
{
    while (is_digit(peek(scanner, 0)) || is_word_start(peek(scanner, 0)) ||
           (peek(scanner, 0) == '.' && is_digit(peek(scanner, 1))))
        scanner->at++;
}

static TokenKind
skip_token(Scanner *scanner, bool *open)
{
    char c = *scanner->at, next = peek(scanner, 1);
    size_t tag;

    if (c == '-' && next == '-')
    {
        while (scanner->at < scanner->end && *scanner->at != '\n' && *scanner->at != '\r')
            scanner->at++;
        return TOKEN_LINE_COMMENT;
    }
    if (c == '/' && next == '*')
    {
        *open = !skip_block_comment(scanner);
        return TOKEN_BLOCK_COMMENT;
    }
    if (c == '\'' || c == '"')
    {
        scanner->at++;
        *open = c == '"' ? !skip_quoted(scanner, '"', false) : !skip_string(scanner, false);
        return c == '"' ? TOKEN_NAME : TOKEN_STRING;
    }
    if (c == '$' && (tag = dollar_tag(scanner)))
    {
        *open = !skip_dollar_quoted(scanner, tag);
        return TOKEN_STRING;
    }
    if (is_word_start(c))
        return skip_word(scanner, open);
    if (is_digit(c) || (c == '.' && is_digit(next)) || (c == '$' && is_digit(next)))
    {
        scanner->at++;
        skip_number(scanner);
        return TOKEN_NUMBER;
    }
    if (c == ':' && (next == ':' || next == '='))
    {
        scanner->at += 2;
        return TOKEN_OPERATOR;
    }
    if (is_operator_char(c))
    {
        skip_operator(scanner);
        return TOKEN_OPERATOR;
    }
    scanner->at++;
    return TOKEN_MARK;
}

Token
scan_next(Scanner *scanner)
{
    Token token = {0};

    while (scanner->at < scanner->end && is_space(*scanner->at))
        scanner->at++;
    token.text = scanner->at;
    if (scanner->at < scanner->end)
        token.kind = skip_token(scanner, &token.open);
    token.length = (size_t) (scanner->at - token.text);
    return token;
}

bool
token_is_mark(const Token *token, char mark)
{
    return token->kind == TOKEN_MARK && *token->text == mark;
}

bool
token_is_word(const Token *token, const char *lower_case_word)
{
    return token->kind == TOKEN_WORD && token->length == strlen(lower_case_word) &&
           strncasecmp(token->text, lower_case_word, token->length) == 0;
}
