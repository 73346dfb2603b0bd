#include "parser/canon.h"

#include "parser/pgq.h"

#include "engine/base/text.h"
#include "engine/kinds/column.h"
#include "engine/kinds/function.h"
#include "parser/canon_walk.h"

/* What came of a text; the same text in the same context comes to the same. */
typedef struct Result
{
    const char *sql, *canon;                       /* sql NULL: as it was */
    const char *problem;                           /* why it can't be read; else NULL */
    bool certain, compound;
    Vec needs;                                     /* Ref * */
    Vec names, types;                              /* of a query's columns, when they are known; see output_type() */
} Result;

typedef enum JobState { JOB_WAITS, JOB_RUNS, JOB_DONE } JobState;

typedef struct Job
{
    const Pending *pending;
    JobState state;
} Job;

typedef struct Run
{
    Canon canon;
    Vec jobs;                                      /* Job * */
    Map results;                                   /* text and context: Result * */
    Map shapes;                                    /* relation: what its columns are called, and their types */
    Map uncertain;                                 /* object key: the object; those with a text that depends on the search path */
    bool collect_needs;
    Findings *findings;
} Run;

static const char *
path_text(Arena *arena, const Vec *path)
{
    Vec quoted = {0};

    VEC_EACH(const char *, schema, path)
        vec_add(arena, &quoted, sql_ident(arena, schema));
    return quoted.count ? vec_join(arena, &quoted, ", ") : "''";
}

/* ---- one text ---- */

/* The canonical text of something that may mean something else under another path names the path. */
static const char *
finish_canon(Canon *canon, const char *text)
{
    if (canon->certain)
        return arena_copy(canon->model->arena, text);
    return arena_printf(canon->model->arena, "[%s] %s", path_text(canon->arena, canon->path), text);
}

static void
keep_columns(Canon *canon, const Outputs *outputs, Result *result)
{
    const Vec *renamed = canon->pending->rename_columns;
    const Object *object = canon->pending->object;
    Vec *columns = arena_make(canon->keep, Vec);

    result->names = (Vec) {0};
    for (size_t i = 0; i < outputs->names.count; i++)
    {
        const char *name = renamed && i < renamed->count ? vec_at(renamed, i) : vec_at(&outputs->names, i);

        name = arena_copy(canon->model->arena, name);
        vec_add(canon->model->arena, &result->names, name);
        scope_add_column(canon->keep, columns, name, vec_at(&outputs->types, i), NULL);
    }
    if (object)
        map_put(&canon->relations, sql_qname(canon->keep, object->schema, object->name), columns);
}

static void
keep_types(Canon *canon, const Tree *tree, Result *result)
{
    for (size_t i = 0; i < result->names.count; i++)
        vec_add(canon->model->arena, &result->types,
                arena_copy(canon->model->arena,
                           output_type(canon, (const SelectStmt *) tree->node, i, vec_at(&tree->outputs.types, i))));
}

/* Where the star of a query stands for unknown columns, they can't be renamed in place. */
static const char *
rename_around(Canon *canon, const char *sql)
{
    Text text;

    text_init(&text, canon->model->arena);
    text_addf(&text, "SELECT * FROM (%s) AS renamed(", sql);
    for (size_t i = 0; i < canon->pending->rename_columns->count; i++)
        text_addf(&text, "%s%s", i ? ", " : "", sql_ident(canon->arena, vec_at(canon->pending->rename_columns, i)));
    text_add(&text, ")");
    return text_str(&text);
}

static bool
rename_columns(Canon *canon, Tree *tree)
{
    const Vec *names = canon->pending->rename_columns;

    if (tree->kind != PENDING_QUERY || !names || !names->count)
        return true;
    canon->changed = true;
    return query_rename((SelectStmt *) tree->node, names);
}

static bool
run_tree(Canon *canon, Result *result)
{
    const Pending *pending = canon->pending;
    Tree tree;
    const char *text;

    if (!tree_parse(canon, pending->kind, pending->expression->sql, &tree, &result->problem))
        return false;
    tree_walk(canon, &tree);
    result->compound = tree_is_compound(&tree);
    if (!rename_columns(canon, &tree))
    {
        text = tree_sql(canon, &tree);
        result->sql = rename_around(canon, text && tree_is_sound(canon, &tree, text) ? text : pending->expression->sql);
        result->canon = finish_canon(canon, result->sql);
        return true;
    }
    if (canon->changed && canon->needs)
    {
        /* Never emit what does not read back as the tree that it was made from. */
        text = tree_sql(canon, &tree);
        if (text && tree_is_sound(canon, &tree, text))
            result->sql = arena_copy(canon->model->arena, text);
        else
            canon->certain = false;
    }
    if (tree.outputs.known)
        keep_columns(canon, &tree.outputs, result);
    canon->rewrite = true;
    tree_walk(canon, &tree);
    if (tree.outputs.known)
        keep_columns(canon, &tree.outputs, result);
    text = tree_sql(canon, &tree);
    result->canon = finish_canon(canon, text ? text : pending->expression->sql);
    if (tree.kind == PENDING_QUERY && tree.outputs.known)
        keep_types(canon, &tree, result);
    return true;
}

static void
run_text(Run *run, const Pending *pending, Result *result)
{
    Canon *canon = &run->canon;
    PgqScope scope = pgq_enter();

    canon_begin(canon, pending);
    canon->needs = run->collect_needs ? &result->needs : NULL;
    result->certain = run_tree(canon, result) && canon->certain;
    pgq_leave(scope);
}

/* ---- all texts ---- */

static const char *
shape_of(Run *run, const Pending *pending)
{
    const char *name = sql_qname(run->canon.keep, pending->relation_schema, pending->relation), *shape = map_get(&run->shapes, name);
    const Object *relation;
    Text text;

    if (shape)
        return shape;
    text_init(&text, run->canon.keep);
    relation = model_find(run->canon.model, SPACE_RELATION, pending->relation_schema, NULL, pending->relation);
    if (relation && relation->kind == KIND_TABLE)
        VEC_EACH(const Object *, child, &relation->children)
            if (child->kind == KIND_COLUMN)
            {
                const Column *column = (const Column *) child;

                text_add(&text, sql_ident(run->canon.arena, child->name));
                text_add_char(&text, ' ');
                text_add(&text, column->type);
                text_add_char(&text, ' ');
                text_add(&text, column->collation ? column->collation : "");
                text_add_char(&text, ';');
            }
    map_put(&run->shapes, name, text_str(&text));
    return text_str(&text);
}

/*
 * Partitions and their like are many tables with the same columns and the same texts. A text that does not name its table means the
 * same for all of them, unless it is asked which columns it needs.
 */
static void
add_relation(Run *run, Text *text, const Pending *pending)
{
    const char *shape;

    if (!pending->relation)
        return;
    shape = !run->collect_needs && !strstr(pending->expression->sql, pending->relation) ? shape_of(run, pending) : "";
    if (*shape)
    {
        text_add(text, shape);
        return;
    }
    text_add(text, pending->relation_schema ? pending->relation_schema : "");
    text_add_char(text, '.');
    text_add(text, pending->relation);
}

/* Defaults have no columns, so that it does not matter whose they are, unless they name their table. */
static const char *
result_key(Run *run, const Pending *pending)
{
    Canon *canon = &run->canon;
    Text text;

    text_init(&text, canon->arena);
    text_add_char(&text, (char) ('a' + pending->kind));
    text_add_char(&text, pending->old_and_new ? '1' : '0');
    if (!pending->object || pending->object->kind != KIND_DEFAULT || (pending->relation && strstr(pending->expression->sql, pending->relation)))
        add_relation(run, &text, pending);
    text_add_char(&text, '|');
    text_add(&text, pending->target_type ? pending->target_type : "");
    text_add_char(&text, '|');
    text_add(&text, pending->value_type ? pending->value_type : "");
    text_add_char(&text, '|');
    VEC_EACH(const char *, schema, pending->search_path)
    {
        text_add(&text, schema);
        text_add_char(&text, ',');
    }
    text_add_char(&text, '|');
    text_add(&text, pending->expression->sql);
    return text_str(&text);
}

static void
give_result(Run *run, const Pending *pending, const Result *result)
{
    Arena *arena = run->canon.model->arena;
    Object *object = pending->object;

    if (result->problem)
    {
        findings_add(run->findings, run->collect_needs ? SEVERITY_ERROR : SEVERITY_WARNING, pending->origin, NULL, "%s", result->problem);
        pending->expression->canon = pending->expression->sql;
    }
    else
    {
        pending->expression->canon = result->canon;
        pending->expression->compound = result->compound;
        if (result->sql)
            pending->expression->sql = result->sql;
    }
    if (!object)
        return;
    if (run->collect_needs)
        VEC_EACH(const Ref *, need, &result->needs)
            object_need(arena, object, *need);
    if (!result->certain && object->key)
        map_put(&run->uncertain, object->key, object);
    if (pending->column_names && !pending->column_names->count)
        vec_add_all(arena, pending->column_names, &result->names);
    if (pending->column_types && !pending->column_types->count)
        vec_add_all(arena, pending->column_types, &result->types);
}

static void
run_job(Run *run, Job *job)
{
    /* A query's result is that of one view, whose columns others ask for. */
    bool shared = job->pending->kind == PENDING_EXPRESSION || job->pending->kind == PENDING_PARTITION_KEY;
    const char *key = shared ? result_key(run, job->pending) : NULL;
    Result *result = key ? map_get(&run->results, key) : NULL;

    job->state = JOB_RUNS;
    if (!result)
    {
        result = arena_make(run->canon.keep, Result);
        run_text(run, job->pending, result);
        if (key)
            map_put(&run->results, arena_copy(run->canon.keep, key), result);
    }
    give_result(run, job->pending, result);
    job->state = JOB_DONE;
}

static Job *
job_of_relation(Canon *canon, const char *schema, const char *relation)
{
    return map_get(&canon->queries, sql_qname(canon->arena, schema, relation));
}

/* A view that is in the midst of being walked, because it reads itself, is as unknown as one of another database. */
void
canon_query_first(Canon *canon, const char *schema, const char *relation)
{
    Job *job = job_of_relation(canon, schema, relation);
    Canon before = *canon;

    if (!job || job->state != JOB_WAITS)
        return;
    run_job((Run *) canon, job);                   /* Canon is the first member of Run */
    before.relations = canon->relations;
    before.scopes = canon->scopes;
    *canon = before;
}

/* Functions that run when the object is made may have bare names in their bodies. */
static bool
may_run(const Object *object)
{
    if (!object_ops(object)->runs_code)
        return false;
    VEC_EACH(const Ref *, need, &object->needs)
        if (need->space == SPACE_ROUTINE || (need->space == SPACE_RELATION && !object->parent))
            return true;
    return false;
}

/* Where all texts of an object are certain, any search path will do; a body in quotes is a text that was not looked at. */
static void
forget_paths(Run *run)
{
    VEC_EACH(const Job *, job, &run->jobs)
    {
        Object *object = job->pending->object;

        if (!object || !object->key || map_has(&run->uncertain, object->key) || may_run(object))
            continue;
        if (object->kind != KIND_FUNCTION || !((const Function *) object)->body)
            object->search_path = NULL;
    }
}

static void
run_all(void *context)
{
    enum { TEXTS_AT_ONCE = 1000 };
    Run *run = context;
    size_t done = 0;

    VEC_EACH(Job *, job, &run->jobs)
    {
        if (done++ % TEXTS_AT_ONCE == 0)
            canon_forget(&run->canon);
        if (job->state == JOB_WAITS)
            run_job(run, job);
    }
    if (run->collect_needs)
        forget_paths(run);
}

void
canon_all(Model *model, const Names *names, const Vec *pending, bool collect_needs, Findings *findings)
{
    Run run = {.collect_needs = collect_needs, .findings = findings};
    Canon *canon = &run.canon;

    canon_init(canon, arena_new(), arena_new(), model, names);
    map_init(&run.results, canon->keep);
    map_init(&run.shapes, canon->keep);
    map_init(&run.uncertain, canon->keep);
    VEC_EACH(const Pending *, one, pending)
    {
        Job *job = arena_make(canon->keep, Job);

        job->pending = one;
        vec_add(canon->keep, &run.jobs, job);
        if (one->kind == PENDING_QUERY && one->object)
            map_put(&canon->queries, sql_qname(canon->keep, one->object->schema, one->object->name), job);
    }
    pgq_run(run_all, &run);
    arena_free(canon->arena);
    arena_free(canon->keep);
}
