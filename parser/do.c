#include "parser/parse.h"

#include "engine/base/text.h"
#include "parser/scan.h"

/*
 * What is read of PL/pgSQL: statements that declare, bare or guarded in one of the ways that say "unless it is there":
 *
 *     BEGIN
 *         IF NOT EXISTS (SELECT FROM pg_type WHERE typname = 'status') THEN CREATE TYPE status AS ENUM (...); END IF;
 *         IF to_regclass('app.t') IS NULL THEN CREATE TABLE app.t (...); END IF;
 *         CREATE ROLE reader;
 *     EXCEPTION WHEN duplicate_object THEN NULL;
 *     END
 *
 * Anything else (loops, variables, other conditions, EXECUTE of more than a literal and the database's name) is refused: what it does depends on
 * the database that it meets. A guard must name, in a literal, something that its statement mentions.
 */
typedef struct Body
{
    Parse *parse;
    const Statement *statement;
    const char *text;
    int base;                                      /* where text begins in statement->sql; -1: not to be told (escapes) */
    Scanner scanner;
    Token token;                                   /* the next one */
    Vec *inner;
} Body;

/* ---- tokens ---- */

static void
next(Body *body)
{
    do
        body->token = scan_next(&body->scanner);
    while (body->token.kind == TOKEN_LINE_COMMENT || body->token.kind == TOKEN_BLOCK_COMMENT);
}

static bool
take_word(Body *body, const char *word)
{
    if (!token_is_word(&body->token, word))
        return false;
    next(body);
    return true;
}

static bool
take_mark(Body *body, char mark)
{
    if (!token_is_mark(&body->token, mark))
        return false;
    next(body);
    return true;
}

/* From here to the semicolon that ends the statement; false: there is none. */
static bool
take_statement(Body *body, const char **start, const char **end)
{
    size_t depth = 0;

    *start = body->token.text;
    for (;; next(body))
    {
        if (body->token.kind == TOKEN_END)
            return false;
        if (token_is_mark(&body->token, '('))
            depth++;
        else if (token_is_mark(&body->token, ')') && depth)
            depth--;
        else if (token_is_mark(&body->token, ';') && !depth)
            break;
    }
    *end = body->token.text;
    next(body);
    return true;
}

/* What a literal says, when it has no escapes; NULL otherwise. */
static const char *
literal_value(Arena *arena, const Token *token)
{
    const char *inside;
    Text text;

    if (token->kind != TOKEN_STRING || token->open)
        return NULL;
    if (*token->text == '$')
    {
        inside = memchr(token->text + 1, '$', token->length - 1);
        return arena_copy_len(arena, inside + 1, token->length - 2 * (size_t) (inside + 1 - token->text));
    }
    if (*token->text != '\'')
        return NULL;
    text_init(&text, arena);
    for (const char *c = token->text + 1; c < token->text + token->length - 1; c++)
    {
        text_add_char(&text, *c);
        c += *c == '\'';
    }
    return text_str(&text);
}

/* ---- statements that declare ---- */

static void
add_inner(Body *body, const char *sql, const char *at)
{
    Arena *arena = body->parse->arena;
    Statement *part = arena_make(arena, Statement);
    Origin origin = statement_origin(body->statement, body->base < 0 ? -1 : body->base + (int) (at - body->text));

    *part = (Statement) {.sql = sql, .file = origin.file, .line = origin.line, .column = origin.column, .inner = true,
                         .session = body->statement->session, .search_path = body->statement->search_path,
                         .search_path_text = body->statement->search_path_text};
    if (!body->inner->count)
        part->annotations = body->statement->annotations;
    vec_add(arena, body->inner, part);
}

/* format('... %I ...', current_database()), behind the first word: the only name that may differ from one database to the next. */
static const char *
read_format(Body *body)
{
    const char *database = body->parse->options && body->parse->options->database ? body->parse->options->database : "current";
    const char *format;
    size_t wanted = 0, given = 0;
    Text sql;

    if (!take_mark(body, '(') || !(format = literal_value(body->parse->arena, &body->token)))
        return NULL;
    text_init(&sql, body->parse->arena);
    for (const char *c = format; *c; c++)
    {
        if (*c != '%')
            text_add_char(&sql, *c);
        else if (*++c == 'I' || *c == 'L')
        {
            text_add(&sql, *c == 'I' ? sql_ident(sql.arena, database) : sql_literal(sql.arena, database));
            wanted++;
        }
        else if (*c == '%')
            text_add_char(&sql, '%');
        else
            return NULL;
    }
    next(body);
    for (; take_mark(body, ','); given++)
        if (take_word(body, "current_database") ? !take_mark(body, '(') || !take_mark(body, ')') : !take_word(body, "current_catalog"))
            return NULL;
    return given == wanted && take_mark(body, ')') ? text_str(&sql) : NULL;
}

/* EXECUTE of a literal, or of one that holds the database's name. */
static bool
read_execute(Body *body)
{
    const char *at = body->token.text, *sql;

    if (take_word(body, "format"))
        sql = read_format(body);
    else if ((sql = literal_value(body->parse->arena, &body->token)))
        next(body);
    if (!sql)
        return false;
    if (!take_mark(body, ';'))
        return false;
    add_inner(body, sql, at);
    return true;
}

/* One statement; false: it is none that declares. */
static bool
read_statement(Body *body)
{
    static const char *const declaring[] = {"create", "alter", "comment", "grant", "revoke"};
    const char *start, *end;

    if (take_word(body, "null"))
        return take_mark(body, ';');
    if (take_word(body, "raise"))
        return !token_is_word(&body->token, "exception") && !token_is_mark(&body->token, ';') && take_statement(body, &start, &end);
    if (take_word(body, "execute"))
        return read_execute(body);
    for (size_t i = 0; i < COUNT_OF(declaring); i++)
        if (token_is_word(&body->token, declaring[i]))
        {
            if (!take_statement(body, &start, &end))
                return false;
            add_inner(body, arena_copy_len(body->parse->arena, start, (size_t) (end - start)), start);
            return true;
        }
    return false;
}

/* ---- guards ---- */

/* "app.status": its last part. */
static const char *
last_part(const char *name)
{
    const char *dot = strrchr(name, '.');

    return dot ? dot + 1 : name;
}

static bool
mentions(const char *sql, const char *name)
{
    size_t length = strlen(name);
    Scanner scanner;
    Token token;

    scan_init(&scanner, sql, strlen(sql));
    while ((token = scan_next(&scanner)).kind != TOKEN_END)
        if ((token.kind == TOKEN_WORD && token.length == length && strncasecmp(token.text, name, length) == 0) ||
            ((token.kind == TOKEN_NAME || token.kind == TOKEN_STRING) && token.length == length + 2 && memcmp(token.text + 1, name, length) == 0))
            return true;
    return false;
}

/* What a condition says of the catalog, up to the closing bracket: its literals. False: it looks at something else. */
static bool
read_condition(Body *body, Vec *literals)
{
    bool of_catalog = false;

    for (size_t depth = 1;; next(body))
    {
        const char *value = literal_value(body->parse->arena, &body->token);

        if (body->token.kind == TOKEN_END)
            return false;
        if (value && *value)
            vec_add(body->parse->arena, literals, last_part(value));
        if (body->token.kind == TOKEN_WORD &&
            (strncasecmp(body->token.text, "pg_", 3) == 0 || token_is_word(&body->token, "information_schema")))
            of_catalog = true;
        if (token_is_mark(&body->token, '('))
            depth++;
        else if (token_is_mark(&body->token, ')') && --depth == 0)
            break;
    }
    next(body);
    return of_catalog;
}

/* "NOT EXISTS (SELECT ... FROM pg_...)" or "to_regtype('...') IS NULL", and THEN. */
static bool
read_guard(Body *body, Vec *literals)
{
    static const char *const lookups[] = {"to_regclass", "to_regtype", "to_regproc", "to_regprocedure", "to_regnamespace", "to_regrole"};
    const char *value;

    if (take_word(body, "not"))
        return take_word(body, "exists") && take_mark(body, '(') && read_condition(body, literals) && take_word(body, "then");
    for (size_t i = 0; i < COUNT_OF(lookups); i++)
        if (take_word(body, lookups[i]))
        {
            if (!take_mark(body, '(') || !(value = literal_value(body->parse->arena, &body->token)))
                return false;
            vec_add(body->parse->arena, literals, last_part(value));
            next(body);
            return take_mark(body, ')') && take_word(body, "is") && take_word(body, "null") && take_word(body, "then");
        }
    return false;
}

/* After IF. */
static bool
read_if(Body *body)
{
    size_t before = body->inner->count;
    Vec literals = {0};

    if (!read_guard(body, &literals))
        return false;
    while (!token_is_word(&body->token, "end") && !token_is_word(&body->token, "else"))
        if (!read_statement(body))
            return false;
    for (size_t i = before; i < body->inner->count; i++)
    {
        bool named = false;

        VEC_EACH(const char *, literal, &literals)
            named |= mentions(((const Statement *) vec_at(body->inner, i))->sql, literal);
        if (!named)
            return false;
    }
    before = body->inner->count;
    if (take_word(body, "else"))
        while (!token_is_word(&body->token, "end"))
            if (!read_statement(body) || body->inner->count != before)
                return false;
    return take_word(body, "end") && take_word(body, "if") && take_mark(body, ';');
}

/* After EXCEPTION: handlers that do nothing. */
static bool
read_handlers(Body *body)
{
    size_t before = body->inner->count;

    while (take_word(body, "when"))
    {
        while (!token_is_word(&body->token, "then"))
        {
            if (body->token.kind == TOKEN_END)
                return false;
            next(body);
        }
        next(body);
        while (!token_is_word(&body->token, "when") && !token_is_word(&body->token, "end"))
            if (!read_statement(body) || body->inner->count != before)
                return false;
    }
    return true;
}

/* After BEGIN, to behind the END that belongs to it. */
static bool
read_block(Body *body)
{
    for (;;)
    {
        if (take_word(body, "end"))
            return true;
        if (take_word(body, "exception"))
            return read_handlers(body) && take_word(body, "end");
        if (take_word(body, "begin") ? !read_block(body) || !take_mark(body, ';') : take_word(body, "if") ? !read_if(body) : !read_statement(body))
            return false;
    }
}

/* ---- the statement ---- */

static const DefElem *
argument(const DoStmt *node, const char *name)
{
    const ListCell *cell;

    foreach(cell, node->args)
        if (strcmp(lfirst_node(DefElem, cell)->defname, name) == 0)
            return lfirst_node(DefElem, cell);
    return NULL;
}

/* Where the body begins in the statement's text, when it stands there letter by letter. */
static int
body_location(const Statement *statement, const DefElem *as)
{
    size_t length = strlen(strVal(as->arg));
    const char *at;

    if (as->location < 0)
        return -1;
    at = strchr(statement->sql + as->location, statement->sql[as->location] == '$' ? '$' : '\'');
    if (at && *at == '$')
        at = strchr(at + 1, '$');
    return at && strncmp(at + 1, strVal(as->arg), length) == 0 ? (int) (at + 1 - statement->sql) : -1;
}

bool
do_statements(Parse *parse, const Statement *statement, DoStmt *node, Vec *inner)
{
    const DefElem *as = argument(node, "as"), *language = argument(node, "language");
    Body body = {.parse = parse, .statement = statement, .inner = inner};

    if (!as || !IsA(as->arg, String) || (language && strcmp(strVal(language->arg), "plpgsql") != 0))
        return false;
    body.text = arena_copy(parse->arena, strVal(as->arg));
    body.base = body_location(statement, as);
    scan_init(&body.scanner, body.text, strlen(body.text));
    next(&body);
    if (take_word(&body, "begin") && read_block(&body))
    {
        take_mark(&body, ';');
        if (body.token.kind == TOKEN_END)
            return true;
    }
    *inner = (Vec) {0};
    return false;
}

/* Only those get here whose statements can't be taken out. */
Outcome
do_read(Parse *parse, const Statement *statement, Node *node)
{
    (void) node;
    return parse_error(parse, statement, -1,
                       "write what it makes as plain statements (only CREATE guarded by IF NOT EXISTS or by a duplicate_object handler is read), "
                       "or put -- hc:run-once NAME above it",
                       "this DO block is no declaration: what it does depends on the database it meets");
}
