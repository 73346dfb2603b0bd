#include "parser/annotation.h"

#include "engine/kinds/once.h"
#include "parser/scan.h"

/* What changes rows or calls something, and can run in a transaction. */
static bool
may_run(const Node *node)
{
    switch (nodeTag(node))
    {
        case T_SelectStmt: case T_InsertStmt: case T_UpdateStmt: case T_DeleteStmt: case T_MergeStmt: case T_DoStmt: case T_CallStmt:
        case T_TruncateStmt: case T_RefreshMatViewStmt:
            return true;
        default:
            return false;
    }
}

bool
is_run_once(const Statement *statement)
{
    VEC_EACH(const Annotation *, annotation, &statement->annotations)
        if (annotation->location == -1 && strcmp(annotation->word, "run-once") == 0)
            return true;
    return false;
}

static int64_t
next_position(const Model *model)
{
    int64_t last = 0;

    VEC_EACH(const Object *, object, &model->objects)
        if (object->kind == KIND_ONCE && ((const Once *) object)->position > last)
            last = ((const Once *) object)->position;
    return last + 1;
}

static bool
is_name(const char *text)
{
    Scanner scanner;
    Token token;

    scan_init(&scanner, text, strlen(text));
    token = scan_next(&scanner);
    return token.kind == TOKEN_WORD && scan_next(&scanner).kind == TOKEN_END;
}

Outcome
once_read(Parse *parse, const Statement *statement, Node *node)
{
    const Annotation *annotation = annotation_at(statement, -1, "run-once");
    const Object *have;
    Once *once;

    if (!may_run(node))
        return parse_error(parse, statement, -1, "a declaration needs no hc:run-once; anything else that runs once must be able to run in a transaction",
                           "this can't be a step that runs once");
    if (!is_name(annotation->text))
    {
        findings_add(parse->findings, SEVERITY_ERROR, annotation->at, "name it with one word, such as fill_totals_2024: -- hc:run-once fill_totals_2024",
                     "hc:run-once wants a name to be remembered by");
        return OUTCOME_DONE;
    }
    if ((have = model_find(parse->model, SPACE_OTHER, NULL, NULL, annotation->text)))
    {
        findings_add(parse->findings, SEVERITY_ERROR, annotation->at, "give each one a name of its own", "%s is there already: see %s",
                     object_title(parse->arena, have), origin_text(parse->arena, have->origin));
        return OUTCOME_DONE;
    }
    once = object_make(parse->arena, KIND_ONCE, NULL, NULL, annotation->text);
    once->sql = arena_copy(parse->arena, statement->sql);
    once->position = next_position(parse->model);
    parse_add(parse, statement, -1, &once->object);
    return OUTCOME_DONE;
}
