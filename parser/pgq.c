#include "parser/pgq.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "lib/stringinfo.h"
#include "parser/scan.h"

/* Exported by libpg_query, in none of its headers. */
extern void deparseRawStmt(StringInfo text, RawStmt *statement);

/* ---- the big stack ---- */

enum { STACK_GUARD = 64 * 1024 };                  /* a whole number of pages everywhere */

static _Thread_local bool on_big_stack;

struct PgqJob
{
    void (*work)(void *context);
    void *context;
    pthread_t thread;
    void *stack;
    size_t size;
};

static void *
run_job(void *argument)
{
    PgqJob *job = argument;

    on_big_stack = true;
    job->work(job->context);
    return NULL;
}

/* A page that nobody may touch ends the stack. NULL: no room. */
static void *
stack_new(size_t size)
{
    void *stack = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);

    if (stack == MAP_FAILED)
        return NULL;
    mprotect(stack, STACK_GUARD, PROT_NONE);
    return stack;
}

/*
 * Where little address space is allowed (ulimit -v), a smaller stack is better than none. One that pthread_create() makes would
 * do as well, but valgrind takes half a second for each.
 */
static void
start(PgqJob *job)
{
    pthread_attr_t attributes;

    pthread_attr_init(&attributes);
    for (job->size = PGQ_STACK; ; job->size /= 2)
    {
        if (job->size < PGQ_STACK_MIN)
            BUG("no memory for a stack of %d bytes", PGQ_STACK_MIN);
        if (!(job->stack = stack_new(job->size)))
            continue;
        if (pthread_attr_setstack(&attributes, job->stack, job->size) == 0 && pthread_create(&job->thread, &attributes, run_job, job) == 0)
            break;
        munmap(job->stack, job->size);
    }
    pthread_attr_destroy(&attributes);
}

void
pgq_run(void (*work)(void *context), void *context)
{
    PgqJob job = {.work = work, .context = context};

    if (on_big_stack)
    {
        work(context);
        return;
    }
    start(&job);
    pgq_end(&job);
}

PgqJob *
pgq_begin(Arena *arena, void (*work)(void *context), void *context)
{
    PgqJob *job = arena_make(arena, PgqJob);

    *job = (PgqJob) {.work = work, .context = context};
    start(job);
    return job;
}

void
pgq_end(PgqJob *job)
{
    pthread_join(job->thread, NULL);
    munmap(job->stack, job->size);
}

/* ---- scopes ---- */

PgqScope
pgq_enter(void)
{
    PgqScope scope = {.before = CurrentMemoryContext};

    scope.own = pg_query_enter_memory_context();
    return scope;
}

void
pgq_leave(PgqScope scope)
{
    pg_query_exit_memory_context(scope.own);
    if (scope.before)
        MemoryContextSwitchTo(scope.before);
}

/* ---- how deep a text nests ---- */

/*
 * The parser flattens lists and AND/OR, and nests everything else by at least one token for each level: an operator, a
 * keyword such as NOT or JOIN, or a bracket. So the tokens that can nest, counted since the last comma or semicolon of
 * each open bracket, bound the depth of the tree. Brackets nest more costly than operators, and words count for little
 * in what people write; that's why the limits differ. A join counts for more: each sees all the columns of those before it.
 */
enum { MAX_BRACKETS = 3000, MAX_DEPTH = 20000, JOIN_DEPTH = 8 };

/* Words that nest without a bracket or an operator beside them. */
static const char *const nesting_words[] = {
    "all", "any", "at", "between", "collate", "cross", "distinct", "except", "full", "ilike", "in", "inner", "intersect", "is",
    "isnull", "join", "left", "like", "natural", "not", "notnull", "operator", "overlaps", "right", "similar", "some",
    "then", "union", "when",
};

static int
compare_word(const void *key, const void *member)
{
    const Token *token = key;
    const char *word = *(const char *const *) member;
    int order = strncasecmp(token->text, word, token->length);

    return order ? order : word[token->length] ? -1 : 0;
}

typedef struct Level
{
    int operators, words;                          /* since the last comma; operators also since the last AND, OR */
    bool is_case;
} Level;

static bool
depth_problem(PgqError *error, const char *sql, const Token *token, const char *message)
{
    error->message = message;
    error->hint = "split it into smaller ones";
    error->location = (int) (token->text - sql);
    return false;
}

/* Most texts are too short to nest deep, whatever is in them. The rest is counted. */
static bool
is_shallow(const char *sql)
{
    size_t brackets = 0, marks = 0;

    if (strnlen(sql, MAX_BRACKETS) < MAX_BRACKETS)
        return true;
    for (const char *at = sql; *at; at++)
    {
        unsigned char c = (unsigned char) *at;

        brackets += c == '(' || c == '[' || c == 'c' || c == 'C';       /* CASE */
        marks += c < 'A' && c != ',' && (c < '0' || c > '9');           /* operators and what stands between words */
        marks += c >= 128 || (c >= '[' && c <= '`') || c > 'z';
    }
    return brackets <= MAX_BRACKETS && 2 * (brackets + marks) < MAX_DEPTH;
}

static bool
check_depth(const char *sql, PgqError *error)
{
    static _Thread_local Level levels[MAX_BRACKETS + 1];
    Scanner scanner;
    Token token;
    int at = 0, below = 0;                         /* below: the counts of all levels but the innermost */

    if (is_shallow(sql))
        return true;
    levels[0] = (Level) {0};
    scan_init(&scanner, sql, strlen(sql));
    while ((token = scan_next(&scanner)).kind != TOKEN_END)
    {
        bool is_case = token_is_word(&token, "case");
        Level *level = &levels[at];

        if (is_case || token_is_mark(&token, '(') || token_is_mark(&token, '['))
        {
            if (at == MAX_BRACKETS)
                return depth_problem(error, sql, &token, "brackets nest too deep");
            level->operators++;
            below += level->operators + level->words;
            levels[++at] = (Level) {.is_case = is_case};
        }
        else if (at && (token_is_mark(&token, ')') || token_is_mark(&token, ']') || (level->is_case && token_is_word(&token, "end"))))
        {
            at--;
            below -= levels[at].operators + levels[at].words;
        }
        else if (token_is_mark(&token, ',') || token_is_mark(&token, ';'))
            *level = (Level) {.is_case = level->is_case};
        else if (token_is_word(&token, "and") || token_is_word(&token, "or"))
            level->operators = 0;
        else if (token.kind == TOKEN_OPERATOR)
            level->operators += (int) (token.length < MAX_DEPTH ? token.length : MAX_DEPTH);
        else if (token.kind == TOKEN_WORD &&
                 bsearch(&token, nesting_words, COUNT_OF(nesting_words), sizeof *nesting_words, compare_word))
            level->words += token_is_word(&token, "join") ? JOIN_DEPTH : 1;
        level = &levels[at];
        if (below + level->operators + level->words > MAX_DEPTH)
            return depth_problem(error, sql, &token, "an expression nests too deep");
    }
    return true;
}

/* ---- parsing ---- */

/* PostgreSQL counts characters from 1; everything here counts bytes from 0. */
static int
byte_offset(const char *sql, int character)
{
    const char *at = sql;

    if (character <= 0)
        return -1;
    for (; *at && character > 1; character--)
        do
            at++;
        while ((*at & 0xC0) == 0x80);
    return (int) (at - sql);
}

static List *
parse(Arena *arena, const char *sql, PgQueryParseMode mode, PgqError *error)
{
    PgQueryInternalParsetreeAndError result;

    *error = (PgqError) {.location = -1};
    if (!check_depth(sql, error))
        return NULL;
    result = pg_query_raw_parse(sql, mode);
    free(result.stderr_buffer);
    if (!result.error)
        return result.tree;
    error->message = arena_copy(arena, result.error->message);
    error->location = byte_offset(sql, result.error->cursorpos);
    pg_query_free_error(result.error);
    return NULL;
}

List *
pgq_parse(Arena *arena, const char *sql, PgqError *error)
{
    return parse(arena, sql, PG_QUERY_PARSE_DEFAULT, error);
}

/* The mode for PL/pgSQL expressions would do, but takes "a FROM t" too; whether there is more than one value, it tells. */
Node *
pgq_parse_expression(Arena *arena, const char *sql, PgqError *error)
{
    List *statements = parse(arena, sql, PG_QUERY_PARSE_PLPGSQL_EXPR, error);
    SelectStmt *select;
    ResTarget *target;

    if (error->message)
        return NULL;
    select = statements ? (SelectStmt *) linitial_node(RawStmt, statements)->stmt : NULL;
    if (select && IsA(select, SelectStmt) && list_length(select->targetList) == 1 && !select->fromClause && !select->whereClause &&
        !select->groupClause && !select->havingClause && !select->windowClause && !select->sortClause && !select->limitCount &&
        !select->limitOffset && !select->lockingClause && !select->distinctClause && select->op == SETOP_NONE)
    {
        target = linitial_node(ResTarget, select->targetList);
        if (!target->name && !target->indirection)
            return target->val;
    }
    error->message = "not an expression";
    return NULL;
}

TypeName *
pgq_parse_type(Arena *arena, const char *sql, PgqError *error)
{
    List *types = parse(arena, sql, PG_QUERY_PARSE_TYPE_NAME, error);

    if (error->message)
        return NULL;
    if (list_length(types) == 1 && IsA(linitial(types), TypeName))
        return linitial_node(TypeName, types);
    error->message = "not a type name";
    return NULL;
}

/* ---- deparsing ---- */

/* The deparser reports what it can't write by ereport(): without a handler that would end the program. */
const char *
pgq_deparse(Arena *arena, Node *statement)
{
    PgqScope scope = pgq_enter();
    RawStmt raw = {.type = T_RawStmt, .stmt = statement};
    const char *volatile sql = NULL;

    PG_TRY();
    {
        StringInfoData text;

        initStringInfo(&text);
        deparseRawStmt(&text, &raw);
        sql = arena_copy_len(arena, text.data, (size_t) text.len);
    }
    PG_CATCH();
    {
        MemoryContextSwitchTo(scope.own);
        FlushErrorState();
    }
    PG_END_TRY();
    pgq_leave(scope);
    return sql;
}

const char *
pgq_deparse_expression(Arena *arena, Node *expression)
{
    static const char before[] = "SELECT ";
    ResTarget target = {.type = T_ResTarget, .val = expression, .location = -1};
    ListCell cell = {.ptr_value = &target};
    List list = {.type = T_List, .length = 1, .max_length = 1, .elements = &cell};
    SelectStmt select = {.type = T_SelectStmt, .targetList = &list};
    const char *sql = pgq_deparse(arena, (Node *) &select);

    return sql ? sql + (sizeof before - 1) : NULL;
}

/* ---- walking ---- */

void
pgq_walk(Node *node, bool (*look)(Node *node, void *context), void *context)
{
    MemoryContext before = CurrentMemoryContext;

    PG_TRY();
    {
        look(node, context);
    }
    PG_CATCH();
    {
        MemoryContextSwitchTo(before);
        FlushErrorState();
    }
    PG_END_TRY();
}

/* ---- PL/pgSQL ---- */

const char *
pgq_plpgsql_json(Arena *arena, const char *sql, PgqError *error)
{
    PgQueryPlpgsqlParseResult result;
    const char *json = NULL;

    *error = (PgqError) {.location = -1};
    if (!check_depth(sql, error))
        return NULL;
    result = pg_query_parse_plpgsql(sql);
    if (result.error)
    {
        error->message = arena_copy(arena, result.error->message);
        error->location = byte_offset(sql, result.error->cursorpos);
    }
    else
        json = arena_copy(arena, result.plpgsql_funcs);
    pg_query_free_plpgsql_parse_result(result);
    return json;
}
