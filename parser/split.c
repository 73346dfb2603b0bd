#include "parser/split.h"

#include "engine/base/text.h"
#include "parser/scan.h"

enum { NAME_BYTES = 63 };

typedef struct State
{
    const Split *split;
    const char *text;
    Scanner scanner;
    const char *counted;                           /* line and column are of here; it only moves forward */
    int line, column;

    const char *start, *stop;                      /* of the statement, from its first token to behind its last; NULL: none yet */
    Origin at;
    size_t parens, begins;                         /* open brackets; BEGIN ATOMIC and the CASEs in it */
    char words[4];                                 /* how the statement begins: see is_routine() */
    size_t word_count;
    bool is_copy, after_begin, after_from, from_stdin;

    Vec annotations;                               /* Annotation *: of the statement */
    size_t waiting;                                /* how many of them, the last ones, have no token below yet */
    int comment_line;                              /* the line that the last comment above ends on; 0: none */
} State;

static Origin
place(State *state, const char *at)
{
    for (; state->counted < at; state->counted++)
        if (*state->counted == '\n')
            state->line++, state->column = 1;
        else
            state->column += (state->counted[1] & 0xC0) != 0x80;
    return (Origin) {state->split->file, state->line, state->column};
}

#define COMPLAIN(state, severity, at, hint, ...) \
    do { if ((state)->split->findings) findings_add((state)->split->findings, (severity), (at), (hint), __VA_ARGS__); } while (0)

/* ---- annotations ---- */

static void
drop_annotations(State *state)
{
    for (; state->waiting; state->waiting--)
    {
        const Annotation *lost = vec_at(&state->annotations, --state->annotations.count);

        COMPLAIN(state, SEVERITY_ERROR, lost->at, "put it on the line above what it is for", "an annotation with nothing right below it");
    }
    state->comment_line = 0;
}

/* NULL: another comment. */
static Annotation *
annotation_read(Arena *arena, const Token *token)
{
    const char *at = token->text + 2, *end = token->text + token->length, *word;
    Annotation *annotation;

    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    if (end - at < 3 || memcmp(at, "hc:", 3) != 0)
        return NULL;
    while (end > at && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r'))
        end--;
    annotation = arena_make(arena, Annotation);
    for (word = at += 3; at < end && *at != ' ' && *at != '\t'; at++)
        ;
    annotation->word = arena_copy_len(arena, word, (size_t) (at - word));
    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    annotation->text = arena_copy_len(arena, at, (size_t) (end - at));
    return annotation;
}

static bool
is_first_on_line(const State *state, const char *at)
{
    while (at > state->text && (at[-1] == ' ' || at[-1] == '\t'))
        at--;
    return at == state->text || at[-1] == '\n';
}

static void
read_comment(State *state, const Token *token)
{
    Annotation *annotation = token->kind == TOKEN_LINE_COMMENT ? annotation_read(state->split->arena, token) : NULL;
    Origin at;

    if (state->start && !annotation && !state->waiting)
        return;
    at = place(state, token->text);
    if (state->comment_line && at.line > state->comment_line + 1)
        drop_annotations(state);
    if (annotation && !is_first_on_line(state, token->text))
        COMPLAIN(state, SEVERITY_ERROR, at, "put it on a line of its own, above what it is for", "an annotation behind something else");
    else if (annotation)
    {
        annotation->at = at;
        annotation->location = -1;
        vec_add(state->split->arena, &state->annotations, annotation);
        state->waiting++;
    }
    state->comment_line = place(state, token->text + token->length).line;
}

/* A token inside a statement is what those above it are for. */
static void
settle_annotations(State *state, const Token *token)
{
    if (place(state, token->text).line > state->comment_line + 1)
        drop_annotations(state);
    for (size_t i = state->annotations.count - state->waiting; i < state->annotations.count; i++)
        ((Annotation *) vec_at(&state->annotations, i))->location = (int) (token->text - state->start);
    state->waiting = 0;
    state->comment_line = 0;
}

/* ---- statements ---- */

static void
begin_statement(State *state, const Token *token)
{
    state->at = place(state, token->text);
    if (state->comment_line && state->at.line > state->comment_line + 1)
        drop_annotations(state);
    state->waiting = 0;
    state->comment_line = 0;
    state->start = token->text;
    state->parens = state->begins = state->word_count = 0;
    state->is_copy = token_is_word(token, "copy");
    state->after_begin = state->after_from = state->from_stdin = false;
    memset(state->words, 0, sizeof state->words);
}

static void
end_statement(State *state)
{
    drop_annotations(state);
    if (state->start && state->split->statements)
    {
        Statement *statement = arena_make(state->split->arena, Statement);

        statement->sql = arena_copy_len(state->split->arena, state->start, (size_t) (state->stop - state->start));
        statement->file = state->at.file;
        statement->line = state->at.line;
        statement->column = state->at.column;
        statement->annotations = state->annotations;
        statement->session = state->split->session;
        vec_add(state->split->arena, state->split->statements, statement);
    }
    state->start = NULL;
    state->annotations = (Vec) {0};
    state->comment_line = 0;
}

/* CREATE [OR REPLACE] FUNCTION or PROCEDURE, by first letters, as psql tells. */
static bool
is_routine(const State *state)
{
    const char *words = state->words;

    return words[0] == 'c' && (words[1] == 'f' || words[1] == 'p' || (words[1] == 'o' && words[2] == 'r' && (words[3] == 'f' || words[3] == 'p')));
}

static void
read_word(State *state, const Token *token)
{
    static const char *const telling[] = {"create", "function", "procedure", "or", "replace"};

    for (size_t i = 0; i < COUNT_OF(telling); i++)
        if (state->word_count < sizeof state->words && token_is_word(token, telling[i]))
            state->words[state->word_count] = telling[i][0];
    state->word_count++;
    if (is_routine(state) && state->parens == 0)
    {
        if (state->after_begin && token_is_word(token, "atomic"))
            state->begins++;
        else if (state->begins && token_is_word(token, "case"))
            state->begins++;
        else if (state->begins && token_is_word(token, "end"))
            state->begins--;
    }
    if (state->is_copy && state->after_from && token_is_word(token, "stdin"))
        state->from_stdin = true;
}

static void
check_name(State *state, const Token *token)
{
    size_t length = token->length;

    if (token->kind == TOKEN_NAME && !token->open)
    {
        bool escaped = *token->text != '"';

        if (escaped)                               /* U&"...": what it is long without its escapes is not worth knowing */
            return;
        length -= 2;
        for (const char *c = token->text + 1; c < token->text + token->length - 2; c++)
            if (c[0] == '"' && c[1] == '"')
                length--, c++;
    }
    if (length > NAME_BYTES && !token->open)
        COMPLAIN(state, SEVERITY_WARNING, place(state, token->text), "write it as it will be",
                 "an identifier of %zu bytes: PostgreSQL cuts it to %d", length, NAME_BYTES);
}

/* Data follows up to a line with only "\." on it. */
static void
skip_copy_data(State *state)
{
    Scanner *scanner = &state->scanner;

    COMPLAIN(state, SEVERITY_ERROR, state->at, "declare reference rows with INSERT ... ON CONFLICT; load other data apart from the blueprint",
             "COPY with its data: rows are no declaration");
    while (scanner->at < scanner->end)
    {
        const char *line = scanner->at, *end = memchr(line, '\n', (size_t) (scanner->end - line));
        size_t length = (size_t) ((end ? end : scanner->end) - line);

        scanner->at = end ? end + 1 : scanner->end;
        if (length && line[length - 1] == '\r')
            length--;
        if (length == 2 && memcmp(line, "\\.", 2) == 0)
            return;
    }
}

/* From the backslash to the end of the line. False: the file ends here. */
static bool
read_meta(State *state, const Token *token)
{
    Arena *arena = state->split->arena;
    Scanner *scanner = &state->scanner;
    const char *name = scanner->at, *rest, *end;
    Origin at = place(state, token->text);

    end = memchr(name, '\n', (size_t) (scanner->end - name));
    end = end ? end : scanner->end;
    for (rest = name; rest < end && *rest != ' ' && *rest != '\t' && *rest != '\r' && *rest != '\\' && *rest != ';'; rest++)
        ;
    scanner->at = end;
    while (end > rest && (end[-1] == '\r' || end[-1] == ' ' || end[-1] == '\t'))
        end--;
    if (state->start)
    {
        COMPLAIN(state, SEVERITY_ERROR, at, "end the statement before it with a semicolon", "psql command \\%.*s inside a statement",
                 (int) (rest - name > 20 ? 20 : rest - name), name);
        end_statement(state);
        return true;
    }
    drop_annotations(state);
    return state->split->meta(state->split->context, arena_copy_len(arena, name, (size_t) (rest - name)),
                              arena_copy_len(arena, rest, (size_t) (end - rest)), at);
}

/* One token inside a statement, or the one that ends it. */
static void
read_token(State *state, const Token *token)
{
    bool ends = token_is_mark(token, ';') && !state->parens && !state->begins;

    if (ends)
    {
        bool copies = state->from_stdin;

        if (!state->start)
            drop_annotations(state);
        if (copies)
            state->start = NULL;
        end_statement(state);
        if (copies)
            skip_copy_data(state);
        return;
    }
    if (!state->start)
        begin_statement(state, token);
    else if (state->waiting)
        settle_annotations(state, token);
    state->stop = token->text + token->length;
    if (token_is_mark(token, '('))
        state->parens++;
    else if (token_is_mark(token, ')') && state->parens)
        state->parens--;
    if (token->kind == TOKEN_WORD)
        read_word(state, token);
    if (token->kind == TOKEN_WORD || token->kind == TOKEN_NAME)
        check_name(state, token);
    state->after_begin = token_is_word(token, "begin");
    state->after_from = token_is_word(token, "from");
}

void
split_text(const Split *split, const char *text, size_t length, int line, int column)
{
    State state = {.split = split, .text = text, .counted = text, .line = line, .column = column};
    Token token;

    scan_init(&state.scanner, text, length);
    while ((token = scan_next(&state.scanner)).kind != TOKEN_END)
        if (token.kind == TOKEN_LINE_COMMENT || token.kind == TOKEN_BLOCK_COMMENT)
            read_comment(&state, &token);
        else if (!token_is_mark(&token, '\\'))
            read_token(&state, &token);
        else if (!read_meta(&state, &token))
            break;
    if (!state.start)
        drop_annotations(&state);
    end_statement(&state);
}

void
split_rest(const Split *split, const Statement *statement, int location)
{
    Scanner scanner;
    Token token;

    scan_init(&scanner, statement->sql, strlen(statement->sql));
    while ((token = scan_next(&scanner)).kind != TOKEN_END)
        if (token_is_mark(&token, ';') && token.text - statement->sql >= location)
        {
            Origin at = statement_origin(statement, (int) (scanner.at - statement->sql));

            split_text(split, scanner.at, (size_t) (scanner.end - scanner.at), at.line, at.column);
            return;
        }
}
