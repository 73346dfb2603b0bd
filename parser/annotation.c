#include "parser/annotation.h"

#include "engine/model/moves.h"
#include "engine/model/step.h"
#include "parser/pgq.h"
#include "parser/scan.h"

#include <ctype.h>

/* Every word that there is, with what it must stand above. */
static const struct { const char *word, *place; } words[] = {
    {"renamed", "a CREATE statement, a column, a constraint, a label, an attribute or a column of a view's query"},
    {"using", "a column whose type changes"},
    {"backfill", "a column"},
    {"allow", "a CREATE statement, what stands inside one, or DROP ... IF EXISTS of a table, a view, an index, a sequence, a type or a schema"},
    {"run-once", "a statement that is no declaration"},
};

const Annotation *
annotation_at(const Statement *statement, int location, const char *word)
{
    VEC_EACH(Annotation *, annotation, &statement->annotations)
        if (annotation->location == location && strcmp(annotation->word, word) == 0)
        {
            annotation->taken = true;
            return annotation;
        }
    return NULL;
}

/* ---- names in them ---- */

static const char *
token_name(Arena *arena, const Token *token)
{
    char *name, *to;

    if (token->kind == TOKEN_WORD)
    {
        name = arena_copy_len(arena, token->text, token->length);
        for (char *c = name; *c; c++)
            *c = (char) ((unsigned char) *c & 0x80 ? *c : tolower((unsigned char) *c));
        return name;
    }
    if (token->kind != TOKEN_NAME || *token->text != '"' || token->open)
        return NULL;
    name = to = arena_alloc(arena, token->length);
    for (const char *c = token->text + 1; c < token->text + token->length - 1; c++)
    {
        *to++ = *c;
        c += *c == '"';
    }
    *to = '\0';
    return name;
}

/* "from name", "from schema.name" */
static bool
read_from(Arena *arena, const char *text, const char **schema, const char **name)
{
    Scanner scanner;
    Token token;

    *schema = NULL;
    scan_init(&scanner, text, strlen(text));
    token = scan_next(&scanner);
    if (!token_is_word(&token, "from"))
        return false;
    token = scan_next(&scanner);
    if (!(*name = token_name(arena, &token)))
        return false;
    token = scan_next(&scanner);
    if (token_is_mark(&token, '.'))
    {
        token = scan_next(&scanner);
        *schema = *name;
        if (!(*name = token_name(arena, &token)))
            return false;
        token = scan_next(&scanner);
    }
    return token.kind == TOKEN_END;
}

static void
wish(Parse *parse, const Annotation *annotation, const Object *object, const char *part)
{
    Rename *made = arena_make(parse->arena, Rename);
    bool schemas = !part && !object->parent && object->schema;

    *made = (Rename) {.object = object, .part = arena_copy(parse->arena, part), .at = annotation->at};
    if (!read_from(parse->arena, annotation->text, &made->schema, &made->name))
        findings_add(parse->findings, SEVERITY_ERROR, annotation->at, "write -- hc:renamed from old_name", "hc:renamed wants the old name");
    else if (made->schema && !schemas)
        findings_add(parse->findings, SEVERITY_ERROR, annotation->at, "give its name alone", "the old name of %s has no schema",
                     part ? sql_ident(parse->arena, part) : object_title(parse->arena, object));
    else if (str_eq(made->name, part ? part : object->base ? object->base : object->name) && (!made->schema || str_eq(made->schema, object->schema)))
        findings_add(parse->findings, SEVERITY_ERROR, annotation->at, "give the name that it had before", "%s is called that now",
                     part ? sql_ident(parse->arena, part) : object_title(parse->arena, object));
    else
        vec_add(parse->arena, &parse->model->wishes, made);
}

/* ---- expressions in them ---- */

static bool
is_expression(Parse *parse, const Annotation *annotation)
{
    PgqScope scope = pgq_enter();
    PgqError error;
    bool is = pgq_parse_expression(parse->arena, annotation->text, &error) != NULL;

    pgq_leave(scope);
    if (!is)
        findings_add(parse->findings, SEVERITY_ERROR, annotation->at, "it takes one expression, on the same line", "hc:%s: %s", annotation->word,
                     *annotation->text ? error.message : "an expression is missing");
    return is;
}

/* Over the columns of the table; nothing that it needs is waited for. */
static void
expression(Parse *parse, const Statement *statement, const Annotation *annotation, Column *column, Expression **slot)
{
    Pending *pending;

    if (!is_expression(parse, annotation))
        return;
    pending = parse_pending_text(parse, statement, PENDING_EXPRESSION, annotation->text, NULL, slot);
    pending->relation_schema = column->object.schema;
    pending->relation = column->object.parent;
    pending->origin = annotation->at;
    column->written_path = statement->search_path_text;
}

/* ---- consent ---- */

static void
allow(Parse *parse, const Annotation *annotation, const Object *object, const char *key)
{
    Arena *arena = parse->arena;
    size_t length = strcspn(annotation->text, " \t");
    const char *word = arena_copy_len(arena, annotation->text, length), *reason = annotation->text + length;
    HazardCode code = hazard_by_word(word);
    Allow *made = arena_make(arena, Allow);
    Vec known = {0};

    for (int i = 0; i < HAZARD_COUNT; i++)
        if (hazard_asks((HazardCode) i))
            vec_add(arena, &known, hazard_word((HazardCode) i));
    reason += strspn(reason, " \t");
    *made = (Allow) {object, key, code == HAZARD_COUNT ? NULL : hazard_word(code), arena_copy(arena, reason)};
    if (code == HAZARD_COUNT || !hazard_asks(code))
        findings_add(parse->findings, SEVERITY_ERROR, annotation->at, arena_printf(arena, "there is %s", vec_join(arena, &known, ", ")),
                     "hc:allow wants a hazard that has to be allowed, and a reason");
    else if (!*reason)
        findings_add(parse->findings, SEVERITY_ERROR, annotation->at, arena_printf(arena, "write -- hc:allow %s and why", made->hazard), "hc:allow wants a reason");
    else
        vec_add(arena, &parse->model->allows, made);
}

void
annotation_allow_drop(Parse *parse, const Statement *statement, const char *key)
{
    VEC_EACH(Annotation *, annotation, &statement->annotations)
        if (annotation->location < 0 && strcmp(annotation->word, "allow") == 0)
        {
            annotation->taken = true;
            allow(parse, annotation, NULL, key);
        }
}

static bool
take_one(Parse *parse, const Statement *statement, const Annotation *annotation, Object *object)
{
    if (strcmp(annotation->word, "renamed") == 0 && object_ops(object)->renames)
        wish(parse, annotation, object, NULL);
    else if (strcmp(annotation->word, "using") == 0 && object->kind == KIND_COLUMN)
        expression(parse, statement, annotation, (Column *) object, &((Column *) object)->convert);
    else if (strcmp(annotation->word, "backfill") == 0 && object->kind == KIND_COLUMN)
        expression(parse, statement, annotation, (Column *) object, &((Column *) object)->backfill);
    else if (strcmp(annotation->word, "allow") == 0)
        allow(parse, annotation, object, NULL);
    else
        return false;
    return true;
}

/* ---- who takes them ---- */

static bool
is_for(const Annotation *annotation, const Statement *statement, int location)
{
    if (annotation->taken)
        return false;
    return annotation->location >= 0 ? annotation->location == location : statement->made.count == 1;
}

void
annotation_take(Parse *parse, const Statement *statement, int location, Object *object)
{
    VEC_EACH(Annotation *, annotation, &statement->annotations)
        if (is_for(annotation, statement, location))
            annotation->taken = take_one(parse, statement, annotation, object);
}

void
annotation_part(Parse *parse, const Statement *statement, int location, Object *object, const char *part)
{
    VEC_EACH(Annotation *, annotation, &statement->annotations)
        if (annotation->location == location && !annotation->taken && strcmp(annotation->word, "renamed") == 0)
        {
            annotation->taken = true;
            wish(parse, annotation, object, part);
        }
}

void
annotation_labels(Parse *parse, const Statement *statement, Vec *locations)
{
    Scanner scanner;
    Token token;
    bool inside = false;

    scan_init(&scanner, statement->sql, strlen(statement->sql));
    while ((token = scan_next(&scanner)).kind != TOKEN_END)
    {
        inside |= token_is_mark(&token, '(');
        if (inside && token.kind == TOKEN_STRING)
        {
            int *location = arena_make(parse->arena, int);

            *location = (int) (token.text - statement->sql);
            vec_add(parse->arena, locations, location);
        }
    }
}

/* ---- what nobody took ---- */

static void
complain(Parse *parse, const Annotation *annotation)
{
    Vec known = {0};

    for (size_t i = 0; i < COUNT_OF(words); i++)
    {
        if (strcmp(words[i].word, annotation->word) == 0)
        {
            findings_add(parse->findings, SEVERITY_ERROR, annotation->at,
                         arena_printf(parse->arena, "put it on a line of its own, right above %s", words[i].place),
                         "nothing that hc:%s can be for stands below it", annotation->word);
            return;
        }
        vec_add(parse->arena, &known, arena_printf(parse->arena, "hc:%s", words[i].word));
    }
    findings_add(parse->findings, SEVERITY_ERROR, annotation->at, arena_printf(parse->arena, "there is %s", vec_join(parse->arena, &known, ", ")),
                 "there is no annotation hc:%s", annotation->word);
}

/* What a later statement took away again has nothing that may happen to it; what is there has its key. */
static void
settle_allows(Model *model)
{
    for (size_t i = model->allows.count; i-- > 0;)
    {
        Allow *made = vec_at(&model->allows, i);

        if (made->object && map_get(&model->by_key, made->object->key) != made->object)
            vec_remove_at(&model->allows, i);
        else if (made->object)
            made->key = made->object->key;
    }
}

/* What a later statement took away again has nothing to be renamed. */
static void
forget_wishes(Model *model)
{
    for (size_t i = model->wishes.count; i-- > 0;)
    {
        const Object *object = ((const Rename *) vec_at(&model->wishes, i))->object;

        if (map_get(&model->by_key, object->key) != object)
            vec_remove_at(&model->wishes, i);
    }
}

/* So that the order of statements doesn't matter. */
static int
compare_wishes(const void *a, const void *b)
{
    const Rename *x = a, *y = b;
    int order = strcmp(x->object->key, y->object->key);

    return order ? order : str_cmp(x->part, y->part);
}

void
annotation_finish(Parse *parse, const Vec *statements)
{
    forget_wishes(parse->model);
    settle_allows(parse->model);
    vec_sort(&parse->model->wishes, compare_wishes);
    VEC_EACH(const Statement *, statement, statements)
        VEC_EACH(Annotation *, annotation, &statement->annotations)
        {
            if (!annotation->taken)
                complain(parse, annotation);
            annotation->taken = true;              /* statements taken out of one share it */
        }
}
