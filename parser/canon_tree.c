#include "parser/pgq.h"

#include "engine/base/text.h"
#include "parser/canon_walk.h"

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

/* ---- what stands around a text ---- */

static ScopeItem *
add_relation(Canon *canon, Scope *scope, const Pending *pending, const char *alias, bool bare)
{
    const Vec *columns = column_list(canon, pending->relation_schema, pending->relation);
    ScopeItem *item = scope_add_item(canon->arena, scope, arena_copy(canon->arena, alias));

    item->open = item->is_relation = true;
    item->bare = bare;
    item->known = columns != NULL;
    item->row = types_find(canon->types, pending->relation_schema, pending->relation);
    if (bare)
    {
        item->written = follow_item(canon, pending->relation_schema, alias);
        item->schema = arena_copy(canon->arena, pending->relation_schema);
        item->relation = item->alias;
    }
    if (columns)
        VEC_EACH(const ScopeColumn *, column, columns)
        {
            scope_add_column(canon->arena, &item->columns, column->name, column->type, item);
            ((ScopeColumn *) vec_at(&item->columns, item->columns.count - 1))->renamed = column->renamed;
        }
    return item;
}

/* Parameters of a body: bare names that are no columns. Inside a SELECT the server prints them as function.parameter. */
static void
add_parameters(Canon *canon, Scope *scope, const Function *function)
{
    ScopeItem *item = scope_add_item(canon->arena, scope, function->object.base);

    item->known = item->open = item->bare = true;
    VEC_EACH(const Argument *, argument, &function->arguments)
        if (argument->name && !str_eq(argument->mode, "OUT") && !str_eq(argument->mode, "TABLE"))
            scope_add_column(canon->arena, &item->columns, argument->name, types_of_text(canon->types, argument->type), item);
    vec_add_all(canon->arena, &scope->visible, &item->columns);
}

static const char *
scope_key(Canon *canon, const Pending *pending)
{
    if (pending->relation)
        return object_key(canon->arena, SPACE_RELATION, pending->relation_schema, pending->old_and_new ? "old" : NULL, pending->relation);
    if (pending->kind == PENDING_BODY)
        return arena_printf(canon->arena, "body %s", pending->object ? pending->object->key : "");
    return "";
}

static Scope *
scope_around(Canon *canon, const Pending *pending)
{
    const char *key = scope_key(canon, pending);
    Scope *scope = map_get(&canon->scopes, key);

    if (scope)
        return scope;
    scope = arena_make(canon->arena, Scope);
    scope->complete = true;
    if (pending->relation && pending->old_and_new)
    {
        add_relation(canon, scope, pending, "old", false);
        add_relation(canon, scope, pending, "new", false);
    }
    else if (pending->relation)
    {
        const ScopeItem *item = add_relation(canon, scope, pending, pending->relation, true);

        scope->complete = item->known;
        vec_add_all(canon->arena, &scope->visible, &item->columns);
    }
    else if (pending->kind == PENDING_BODY && pending->object && pending->object->kind == KIND_FUNCTION)
        add_parameters(canon, scope, (const Function *) pending->object);
    map_put(&canon->scopes, arena_copy(canon->arena, key), scope);
    return scope;
}

/* ---- a Canon, and what it holds for one text ---- */

void
canon_init(Canon *canon, Arena *keep, Arena *arena, Model *model, const Names *names)
{
    canon->keep = keep;
    canon->arena = arena;
    canon->model = model;
    canon->names = names;
    canon->types = types_new(keep, model);
    canon->foreign_overloads = has_foreign_overloads(model, names);
    map_init(&canon->relations, keep);
    map_init(&canon->queries, keep);
    map_init(&canon->scopes, arena);
}

void
canon_forget(Canon *canon)
{
    arena_free(canon->arena);
    canon->arena = arena_new();
    map_init(&canon->scopes, canon->arena);
}

void
canon_begin(Canon *canon, const Pending *pending)
{
    canon->pending = pending;
    canon->path = pending->search_path;
    canon->rewrite = canon->changed = false;
    canon->certain = true;
    canon->copies = 0;
    canon->recursive = NULL;
    canon->value = pending->value_type ? types_of_text(canon->types, pending->value_type) : NULL;
    canon->needs = NULL;
    canon->scope = scope_around(canon, pending);
}

/* ---- trees of every kind of text ---- */

/* A body, a partition key and a bound are parts of statements: they are read as such, and cut out again. */
static const char *
statement_before(PendingKind kind)
{
    switch (kind)
    {
        case PENDING_BODY: return "CREATE FUNCTION f() RETURNS void ";
        case PENDING_PARTITION_KEY: return "CREATE TABLE t () PARTITION BY ";
        case PENDING_BOUND: return "CREATE TABLE t PARTITION OF p ";
        default: return "";
    }
}

static bool
has_part(PendingKind kind, const Node *node)
{
    switch (kind)
    {
        case PENDING_QUERY: return IsA(node, SelectStmt);
        case PENDING_ACTION: return IsA(node, SelectStmt) || IsA(node, InsertStmt) || IsA(node, UpdateStmt) || IsA(node, DeleteStmt) || IsA(node, NotifyStmt);
        case PENDING_BODY: return IsA(node, CreateFunctionStmt) && ((const CreateFunctionStmt *) node)->sql_body;
        case PENDING_PARTITION_KEY: return IsA(node, CreateStmt) && ((const CreateStmt *) node)->partspec;
        case PENDING_BOUND: return IsA(node, CreateStmt) && ((const CreateStmt *) node)->partbound;
        default: return true;
    }
}

bool
tree_parse(Canon *canon, PendingKind kind, const char *sql, Tree *tree, const char **problem)
{
    PgqError error = {0};

    *tree = (Tree) {.kind = kind};
    if (kind == PENDING_EXPRESSION)
        tree->node = pgq_parse_expression(canon->arena, sql, &error);
    else
    {
        List *statements = pgq_parse(canon->arena, arena_printf(canon->arena, "%s%s", statement_before(kind), sql), &error);

        if (list_length(statements) == 1 && has_part(kind, linitial_node(RawStmt, statements)->stmt))
            tree->node = linitial_node(RawStmt, statements)->stmt;
    }
    if (!tree->node)
        *problem = arena_copy(canon->model->arena, error.message ? error.message : "this can't be read as what it stands for");
    return tree->node != NULL;
}

const char *
tree_sql(Canon *canon, const Tree *tree)
{
    const char *before = statement_before(tree->kind), *sql;

    if (tree->kind == PENDING_EXPRESSION)
        return pgq_deparse_expression(canon->arena, tree->node);
    sql = pgq_deparse(canon->arena, tree->node);
    return sql && strncmp(sql, before, strlen(before)) == 0 ? sql + strlen(before) : NULL;
}

bool
tree_is_sound(Canon *canon, const Tree *tree, const char *sql)
{
    const char *problem;
    Tree again;

    return tree_parse(canon, tree->kind, sql, &again, &problem) && equal(again.node, tree->node);
}

/* c_expr and what is printed as one, as far as a DEFAULT commonly is; parentheses around anything else do no harm. */
bool
tree_is_compound(const Tree *tree)
{
    if (tree->kind != PENDING_EXPRESSION)
        return false;
    switch (nodeTag(tree->node))
    {
        case T_A_Const:
        case T_ColumnRef:
        case T_TypeCast:
        case T_SQLValueFunction:
        case T_A_ArrayExpr:
        case T_CaseExpr:
        case T_CoalesceExpr:
        case T_MinMaxExpr:
            return false;
        case T_FuncCall:
            return ((const FuncCall *) tree->node)->funcformat != COERCE_EXPLICIT_CALL;     /* x AT TIME ZONE y */
        default:
            return true;
    }
}

static void
walk_body(Canon *canon, Node *body)
{
    const PgType *type;
    Outputs outputs;
    ListCell *cell;

    if (IsA(body, ReturnStmt))
    {
        Node **value = &((ReturnStmt *) body)->returnval;

        *value = expr_walk(canon, *value, &type);
        if (type == TYPE(unknown))                 /* it is a SELECT's output column */
            *value = cast_implicit(canon, *value, type, TYPE(text));
    }
    else if (IsA(body, List))
        foreach(cell, (List *) body)
            walk_body(canon, lfirst(cell));
    else if (IsA(body, SelectStmt))
        query_walk(canon, (SelectStmt *) body, canon->scope, false, QUERY_NAMED, &outputs);
    else
        change_walk(canon, body, &outputs);
}

/* What a literal on its own becomes. The type of a view's column is found out here, not before. */
static const PgType *
target_type(Canon *canon)
{
    const Pending *pending = canon->pending;
    const Vec *columns;

    if (pending->target_type)
        return type_base(types_of_text(canon->types, pending->target_type));
    if (!pending->object || pending->object->kind != KIND_DEFAULT || !(columns = column_list(canon, pending->object->schema, pending->object->parent)))
        return NULL;
    VEC_EACH(const ScopeColumn *, column, columns)
        if (strcmp(column->name, pending->object->name) == 0)
            return column->type ? type_base(column->type) : NULL;
    return NULL;
}

void
tree_walk(Canon *canon, Tree *tree)
{
    const PgType *type;

    switch (tree->kind)
    {
        case PENDING_EXPRESSION:
            tree->node = expr_walk(canon, tree->node, &type);
            /* The server hides the outermost conversion, but a literal is printed with the type that it got. */
            if (type == TYPE(unknown))
                tree->node = cast_implicit(canon, tree->node, type, target_type(canon));
            break;
        case PENDING_QUERY:
            query_walk(canon, (SelectStmt *) tree->node, canon->scope, false, QUERY_NAMED, &tree->outputs);
            break;
        case PENDING_ACTION:
            if (!IsA(tree->node, NotifyStmt))
                walk_body(canon, tree->node);
            break;
        case PENDING_BODY:
            walk_body(canon, ((CreateFunctionStmt *) tree->node)->sql_body);
            break;
        case PENDING_PARTITION_KEY:
            partition_walk_key(canon, ((CreateStmt *) tree->node)->partspec);
            break;
        case PENDING_BOUND:
            partition_walk_bound(canon, ((CreateStmt *) tree->node)->partbound);
            break;
    }
}
