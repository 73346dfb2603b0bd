/*
 * scan.h -- SQL text as tokens, by the rules of PostgreSQL's own scanner (src/backend/parser/scan.l, psqlscan.l).
 *
 * Good for finding out where statements, comments and meta-commands begin and end, how deep a text nests and how long
 * its names are, also in a text that does not parse. Never for understanding SQL: that is the parser's work. Any bytes
 * may come in; every call moves on by at least one byte until TOKEN_END.
 */
#ifndef HC_SCAN_H
#define HC_SCAN_H

#include "engine/base/base.h"

typedef enum TokenKind
{
    TOKEN_END,
    TOKEN_WORD,                                    /* keyword or plain identifier */
    TOKEN_NAME,                                    /* "quoted identifier", U&"..." too */
    TOKEN_STRING,                                  /* '...', E'...', $$...$$ and the like, with all its continuations */
    TOKEN_NUMBER,                                  /* and parameters: $1 */
    TOKEN_OPERATOR,                                /* one operator, however long; also "::", ":=", "=>" */
    TOKEN_MARK,                                    /* one of ( ) [ ] , ; . : \ or a byte that no token begins with */
    TOKEN_LINE_COMMENT, TOKEN_BLOCK_COMMENT
} TokenKind;

typedef struct Token
{
    TokenKind kind;
    const char *text;                              /* inside the scanned text; not terminated */
    size_t length;
    bool open;                                     /* the text ended inside it */
} Token;

typedef struct Scanner
{
    const char *at, *end;
} Scanner;

void scan_init(Scanner *scanner, const char *text, size_t length);
Token scan_next(Scanner *scanner);                 /* skips white space */

bool token_is_mark(const Token *token, char mark);
bool token_is_word(const Token *token, const char *lower_case_word);

#endif
