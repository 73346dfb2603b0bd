#include "parser/canon.h"

#include "parser/pgq.h"

#include "engine/kinds/function.h"
#include "engine/kinds/matview.h"
#include "engine/kinds/view.h"
#include "parser/canon_walk.h"

/* What came of a text; the same text in the same context comes to the same. */
typedef struct Result
{
    const char *sql, *canon;                       /* sql NULL: as it was */
    const char *problem;                           /* why it can't be read; else NULL */
    int location;
    bool certain;
    Vec needs;                                     /* Ref * */
    Vec names, exprs;                              /* of a query's columns, when they are known */
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
    Map scopes;                                    /* relation: Scope * */
    Map uncertain;                                 /* object key: the object; those with a text that depends on the search path */
    bool collect_needs;
    Findings *findings;
} Run;

/* ---- what stands around a text ---- */

static ScopeItem *
add_relation(Run *run, Scope *scope, const Pending *pending, const char *alias, bool bare)
{
    Canon *canon = &run->canon;
    const Vec *columns = column_list(canon, pending->relation_schema, pending->relation);
    ScopeItem *item = scope_add_item(canon->keep, scope, arena_copy(canon->keep, alias));

    item->open = item->is_relation = true;
    item->bare = bare;
    item->known = columns != NULL;
    item->row = types_find(canon->types, pending->relation_schema, pending->relation);
    if (bare)
    {
        item->schema = arena_copy(canon->keep, pending->relation_schema);
        item->relation = item->alias;
    }
    if (columns)
        VEC_EACH(const ScopeColumn *, column, columns)
            scope_add_column(canon->keep, &item->columns, column->name, column->type, item);
    return item;
}

static Scope *
scope_around(Run *run, const Pending *pending)
{
    Canon *canon = &run->canon;
    const char *key = pending->relation ? arena_printf(canon->arena, "%d%s", pending->old_and_new, sql_qname(canon->arena, pending->relation_schema, pending->relation))
                                        : pending->kind == PENDING_BODY ? "body" : "";
    Scope *scope = map_get(&run->scopes, key);

    if (scope)
        return scope;
    scope = arena_make(canon->keep, Scope);
    /* Bare names in a body that are no columns are parameters. */
    scope->complete = pending->kind != PENDING_BODY;
    if (pending->relation && pending->old_and_new)
    {
        add_relation(run, scope, pending, "old", false);
        add_relation(run, scope, pending, "new", false);
    }
    else if (pending->relation)
    {
        const ScopeItem *item = add_relation(run, scope, pending, pending->relation, true);

        scope->complete = item->known;
        vec_add_all(canon->keep, &scope->visible, &item->columns);
    }
    map_put(&run->scopes, arena_copy(canon->keep, key), scope);
    return scope;
}

static const char *
path_text(Canon *canon)
{
    Text text;

    text_init(&text, canon->arena);
    VEC_EACH(const char *, schema, canon->path)
        text_addf(&text, "%s%s", text.length ? ", " : "", sql_ident(canon->arena, schema));
    return text_str(&text);
}

/* ---- one text ---- */

Node *
canon_to_target(Canon *canon, Node *node, const PgType *type, const PgType *target)
{
    /* The server hides the outermost conversion, but a literal is printed with the type that it got. */
    if (target && type == TYPE(unknown))
        return cast_implicit(canon, node, type, type_base(target));
    return node;
}

static const PgType *
type_of(Canon *canon, const char *text)
{
    return text ? types_of_text(canon->types, text) : NULL;
}

/* The canonical text of something that may mean something else under another path names the path. */
static const char *
finish_canon(Canon *canon, const char *text)
{
    if (canon->certain)
        return arena_copy(canon->model->arena, text);
    return arena_printf(canon->model->arena, "[%s] %s", path_text(canon), text);
}

/* Never emit what does not read back as the tree that it was made from. */
static const char *
checked(Canon *canon, Node *node, const char *sql, bool expression)
{
    PgqError error;
    Node *again = NULL;

    if (sql && expression)
        again = pgq_parse_expression(canon->arena, sql, &error);
    else if (sql)
    {
        List *statements = pgq_parse(canon->arena, sql, &error);

        again = list_length(statements) == 1 ? linitial_node(RawStmt, statements)->stmt : NULL;
    }
    if (again && equal(again, node))
        return arena_copy(canon->model->arena, sql);
    canon->certain = false;
    return NULL;
}

static bool
run_expression(Canon *canon, Result *result)
{
    const Pending *pending = canon->pending;
    const PgType *target = type_of(canon, pending->target_type), *type;
    PgqError error;
    Node *node = pgq_parse_expression(canon->arena, pending->expression->sql, &error);
    const char *text;

    if (!node)
    {
        result->problem = arena_copy(canon->model->arena, error.message);
        return false;
    }
    node = expr_walk(canon, node, &type);
    if (canon->changed && canon->needs)
        result->sql = checked(canon, node, pgq_deparse_expression(canon->arena, node), true);
    canon->rewrite = true;
    node = expr_walk(canon, node, &type);
    node = canon_to_target(canon, node, type, target);
    text = pgq_deparse_expression(canon->arena, node);
    result->canon = finish_canon(canon, text ? text : pending->expression->sql);
    return true;
}

static void
keep_columns(Canon *canon, const Outputs *outputs, Result *result)
{
    const Vec *renamed = canon->pending->rename_columns;
    const Object *object = canon->pending->object;
    Vec *columns = arena_make(canon->keep, Vec);

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
keep_exprs(Canon *canon, SelectStmt *query, Result *result)
{
    ListCell *cell;

    while (query->op != SETOP_NONE)
        query = query->larg;
    foreach(cell, query->targetList)
    {
        const char *text = pgq_deparse_expression(canon->arena, lfirst_node(ResTarget, cell)->val);

        vec_add(canon->model->arena, &result->exprs, finish_canon(canon, text ? text : "?"));
    }
}

/* A star of unknown columns can't be renamed in place. */
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
run_query(Canon *canon, Result *result)
{
    const Pending *pending = canon->pending;
    const char *text = pending->expression->sql;
    PgqError error;
    List *statements = pgq_parse(canon->arena, text, &error);
    SelectStmt *query = list_length(statements) == 1 ? (SelectStmt *) linitial_node(RawStmt, statements)->stmt : NULL;
    Outputs outputs;

    if (!query || !IsA(query, SelectStmt))
    {
        result->problem = arena_copy(canon->model->arena, error.message ? error.message : "not a query");
        return false;
    }
    query_walk(canon, query, canon->scope, false, QUERY_NAMED, &outputs);
    if (pending->rename_columns && pending->rename_columns->count)
    {
        if (!query_rename(query, pending->rename_columns))
        {
            const char *inside = checked(canon, (Node *) query, pgq_deparse(canon->arena, (Node *) query), false);

            result->sql = rename_around(canon, inside ? inside : text);
            result->canon = finish_canon(canon, result->sql);
            return true;
        }
        canon->changed = true;
    }
    if (canon->changed && canon->needs)
        result->sql = checked(canon, (Node *) query, pgq_deparse(canon->arena, (Node *) query), false);
    if (outputs.known)
        keep_columns(canon, &outputs, result);
    canon->rewrite = true;
    query_walk(canon, query, canon->scope, false, QUERY_NAMED, &outputs);
    if (outputs.known)
        keep_columns(canon, &outputs, &(Result) {0});
    text = pgq_deparse(canon->arena, (Node *) query);
    result->canon = finish_canon(canon, text ? text : pending->expression->sql);
    if (result->names.count)
        keep_exprs(canon, query, result);
    return true;
}

/* A body is walked as the statement that it would be part of, and cut out of it again. */
static const char before_body[] = "CREATE FUNCTION f() RETURNS void ";

static const char *
body_text(Canon *canon, Node *statement)
{
    const char *sql = pgq_deparse(canon->arena, statement);

    return sql && strncmp(sql, before_body, sizeof before_body - 1) == 0 ? sql + sizeof before_body - 1 : NULL;
}

static void
walk_body(Canon *canon, Node *body)
{
    const PgType *type;
    Outputs outputs;
    ListCell *cell;

    if (IsA(body, ReturnStmt))
        ((ReturnStmt *) body)->returnval = expr_walk(canon, ((ReturnStmt *) body)->returnval, &type);
    else if (IsA(body, List))
        foreach(cell, (List *) body)
            walk_body(canon, lfirst(cell));
    else if (IsA(body, SelectStmt))
        query_walk(canon, (SelectStmt *) body, canon->scope, false, QUERY_NAMED, &outputs);
    else
        expr_walk_unknown(canon, body);
}

static bool
run_body(Canon *canon, Result *result)
{
    PgqError error;
    List *statements = pgq_parse(canon->arena, arena_printf(canon->arena, "%s%s", before_body, canon->pending->expression->sql), &error);
    CreateFunctionStmt *create = list_length(statements) == 1 ? (CreateFunctionStmt *) linitial_node(RawStmt, statements)->stmt : NULL;
    const char *text;

    if (!create || !IsA(create, CreateFunctionStmt) || !create->sql_body)
    {
        result->problem = arena_copy(canon->model->arena, error.message ? error.message : "not a function body");
        return false;
    }
    walk_body(canon, create->sql_body);
    text = body_text(canon, (Node *) create);
    if (text && canon->changed && canon->needs)
        result->sql = arena_copy(canon->model->arena, text);
    canon->rewrite = true;
    walk_body(canon, create->sql_body);
    text = body_text(canon, (Node *) create);
    result->canon = finish_canon(canon, text ? text : canon->pending->expression->sql);
    return true;
}

static bool
run_partition(Canon *canon, Result *result)
{
    const char *text = canon->pending->expression->sql, *sql = NULL;

    text = canon->pending->kind == PENDING_BOUND ? partition_bound(canon, text, &sql) : partition_key(canon, text, &sql);
    if (!text)
    {
        result->problem = "not a partition key or bound";
        return false;
    }
    result->canon = finish_canon(canon, text);
    if (sql && canon->needs)
        result->sql = arena_copy(canon->model->arena, sql);
    return true;
}

static void
run_text(Run *run, const Pending *pending, Result *result)
{
    Canon *canon = &run->canon;
    PgqScope scope = pgq_enter();
    bool ok;

    canon->pending = pending;
    canon->path = pending->search_path;
    canon->rewrite = canon->changed = false;
    canon->certain = true;
    canon->copies = 0;
    canon->recursive = NULL;
    canon->value = type_of(canon, pending->value_type);
    canon->needs = run->collect_needs ? &result->needs : NULL;
    canon->scope = scope_around(run, pending);
    switch (pending->kind)
    {
        case PENDING_EXPRESSION:
            ok = run_expression(canon, result);
            break;
        case PENDING_QUERY:
            ok = run_query(canon, result);
            break;
        case PENDING_BODY:
            ok = run_body(canon, result);
            break;
        default:
            ok = run_partition(canon, result);
            break;
    }
    result->certain = ok && canon->certain;
    pgq_leave(scope);
}

/* ---- all texts ---- */

static const char *
result_key(Run *run, const Pending *pending)
{
    Canon *canon = &run->canon;
    Text text;

    text_init(&text, canon->arena);
    text_addf(&text, "%d%d|%s|%s|%s|%s|", pending->kind, pending->old_and_new, pending->relation_schema ? pending->relation_schema : "",
              pending->relation ? pending->relation : "", pending->target_type ? pending->target_type : "", pending->value_type ? pending->value_type : "");
    VEC_EACH(const char *, schema, pending->search_path)
        text_addf(&text, "%s,", schema);
    text_addf(&text, "|%s", pending->expression->sql);
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
    if (pending->column_exprs && !pending->column_exprs->count)
        vec_add_all(arena, pending->column_exprs, &result->exprs);
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
    *canon = before;
}

/*
 * Extensions whose operators take only types of their own, or have names of their own: with them, what is written with
 * built-in types alone means what pg_catalog has.
 */
static bool
is_harmless(const char *extension)
{
    static const char *const names[] = {
        "adminpack", "amcheck", "autoinc", "bloom", "btree_gin", "btree_gist", "citext", "cube", "dblink", "dict_int",
        "dict_xsyn", "earthdistance", "file_fdw", "fuzzystrmatch", "hstore", "insert_username", "isn", "lo", "ltree", "moddatetime", "old_snapshot",
        "pageinspect", "pg_buffercache", "pg_cron", "pg_freespacemap", "pg_partman", "pg_prewarm", "pg_stat_statements", "pg_surgery", "pg_trgm",
        "pg_visibility", "pg_walinspect", "pgaudit", "pgcrypto", "pgrowlocks", "pgstattuple", "plpgsql", "postgres_fdw", "refint", "seg",
        "sslinfo", "tablefunc", "tcn", "tsm_system_rows", "tsm_system_time", "unaccent", "uuid-ossp", "vector", "xml2",
    };

    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (strcmp(names[i], extension) == 0)
            return true;
    return false;
}

static bool
has_foreign_overloads(const Model *model, const Names *names)
{
    VEC_EACH(const Object *, object, &model->objects)
        if (object->kind == KIND_OPERATOR)
            return true;
    for (; names; names = names->live)
        VEC_EACH(const char *, extension, &names->extensions)
            if (!is_harmless(extension))
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

        if (!object || !object->key || map_has(&run->uncertain, object->key))
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
        {
            arena_free(run->canon.arena);
            run->canon.arena = arena_new();
        }
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

    canon->arena = arena_new();
    canon->keep = arena_new();
    canon->model = model;
    canon->names = names;
    canon->types = types_new(canon->keep, model);
    canon->foreign_overloads = has_foreign_overloads(model, names);
    map_init(&canon->relations, canon->keep);
    map_init(&canon->queries, canon->keep);
    map_init(&run.results, canon->keep);
    map_init(&run.scopes, canon->keep);
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
