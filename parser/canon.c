#include "parser/pgq.h"

#include "engine/base/text.h"
#include "nodes/makefuncs.h"
#include "parser/canon.h"

/* Resolves names only: everything else that differs in text is left to the server to judge. */

typedef struct Canon
{
    Arena *arena;
    const Names *names;
    const Pending *pending;
    Vec ctes;
    bool collect_needs;
} Canon;

static bool
collect_ctes(Node *node, void *context)
{
    Canon *canon = context;

    if (!node)
        return false;
    if (IsA(node, CommonTableExpr))
        vec_add(canon->arena, &canon->ctes, arena_copy(canon->arena, ((CommonTableExpr *) node)->ctename));
    return raw_expression_tree_walker(node, collect_ctes, context);
}

static void
need(const Canon *canon, Ref ref)
{
    if (canon->collect_needs && ref.schema && strcmp(ref.schema, "pg_catalog") != 0)
        object_need(canon->arena, canon->pending->object, ref);
}

static const char *
schema_of(const Canon *canon, Space space, const char *name, bool *known)
{
    *known = false;
    if (!canon->pending->search_path->count)
        return NULL;
    return names_schema_of(canon->names, canon->pending->search_path, space, name, known);
}

static void
resolve_relation(Canon *canon, RangeVar *range)
{
    bool known;
    const char *schema;

    if (!range->schemaname && vec_has_str(&canon->ctes, range->relname))
        return;
    if (!range->schemaname && (schema = schema_of(canon, SPACE_RELATION, range->relname, &known)) && strcmp(schema, "pg_catalog") != 0)
        range->schemaname = pstrdup(schema);
    need(canon, (Ref) {.space = SPACE_RELATION, .schema = range->schemaname, .name = range->relname});
}

static List *
resolve_names(Canon *canon, Space space, List *names)
{
    const char *schema;
    bool known;

    if (list_length(names) == 1)
    {
        const char *name = strVal(linitial(names));

        schema = schema_of(canon, space, name, &known);
        if (!schema || !known || strcmp(schema, "pg_catalog") == 0)
            return names;
        names = lcons(makeString(pstrdup(schema)), names);
    }
    else if (list_length(names) == 2 && strcmp(strVal(linitial(names)), "pg_catalog") == 0 && space == SPACE_ROUTINE)
        return names;
    if (list_length(names) == 2)
        need(canon, (Ref) {.space = space, .schema = strVal(linitial(names)), .name = strVal(lsecond(names)),
                           .any_signature = space == SPACE_ROUTINE, .shallow = true});
    return names;
}

static void
resolve_constant(Canon *canon, Node *node)
{
    A_Const *constant = (A_Const *) node;
    PgqError error;
    TypeName *type;
    const char *schema, *name;
    bool known;

    if (!IsA(node, A_Const) || constant->isnull || !IsA(&constant->val, String))
        return;
    type = pgq_parse_type(canon->arena, strVal(&constant->val), &error);
    if (!type || !type->names)
        return;
    name = strVal(llast(type->names));
    schema = list_length(type->names) > 1 ? strVal(list_nth(type->names, list_length(type->names) - 2))
                                          : schema_of(canon, SPACE_RELATION, name, &known);
    if (!schema)
        return;
    strVal(&constant->val) = pstrdup(sql_qname(canon->arena, schema, name));
    need(canon, (Ref) {.space = SPACE_RELATION, .schema = schema, .name = name, .shallow = true});
}

static bool
resolve(Node *node, void *context)
{
    Canon *canon = context;

    if (!node)
        return false;
    if (IsA(node, RangeVar))
        resolve_relation(canon, (RangeVar *) node);
    else if (IsA(node, FuncCall))
    {
        FuncCall *call = (FuncCall *) node;

        if (strcmp(strVal(llast(call->funcname)), "nextval") == 0 && list_length(call->args) == 1)
        {
            Node *argument = linitial(call->args);

            resolve_constant(canon, IsA(argument, TypeCast) ? ((TypeCast *) argument)->arg : argument);
            if (!IsA(argument, TypeCast))
            {
                TypeCast *cast = makeNode(TypeCast);

                cast->arg = argument;
                cast->typeName = makeTypeName(pstrdup("regclass"));
                linitial(call->args) = cast;
            }
        }
        call->funcname = resolve_names(canon, SPACE_ROUTINE, call->funcname);
    }
    else if (IsA(node, TypeCast))
    {
        TypeCast *cast = (TypeCast *) node;

        if (strcmp(strVal(llast(cast->typeName->names)), "regclass") == 0)
            resolve_constant(canon, cast->arg);
    }
    else if (IsA(node, TypeName))
        ((TypeName *) node)->names = resolve_names(canon, SPACE_TYPE, ((TypeName *) node)->names);
    return raw_expression_tree_walker(node, resolve, context);
}

static const char *
target_name(const ResTarget *target)
{
    const Node *value = target->val;

    if (target->name)
        return target->name;
    while (value && IsA(value, TypeCast))
        value = ((const TypeCast *) value)->arg;
    if (value && IsA(value, ColumnRef) && IsA(llast(((const ColumnRef *) value)->fields), String))
        return strVal(llast(((const ColumnRef *) value)->fields));
    if (value && IsA(value, FuncCall))
        return strVal(llast(((const FuncCall *) value)->funcname));
    return "?column?";
}

static void
output_columns(Canon *canon, SelectStmt *select)
{
    const Pending *pending = canon->pending;
    ListCell *cell;
    size_t at = 0;

    while (select->op != SETOP_NONE)
        select = select->larg;
    foreach(cell, select->targetList)
    {
        ResTarget *target = lfirst_node(ResTarget, cell);

        if (pending->rename_columns && at < pending->rename_columns->count)
            target->name = pstrdup(vec_at(pending->rename_columns, at));
        at++;
        if (pending->column_names)
            vec_add(canon->arena, pending->column_names, arena_copy(canon->arena, target_name(target)));
        if (pending->column_exprs)
            vec_add(canon->arena, pending->column_exprs, pgq_deparse_expression(canon->arena, target->val));
    }
}

static bool
finish(Canon *canon, Findings *findings)
{
    const Pending *pending = canon->pending;
    Expression *expression = pending->expression;
    PgqScope scope = pgq_enter();
    PgqError error = {0};
    const char *text = NULL;

    canon->ctes = (Vec) {0};
    if (pending->kind == PENDING_EXPRESSION)
    {
        Node *node = pgq_parse_expression(canon->arena, expression->sql, &error);

        if (node)
        {
            collect_ctes(node, canon);
            resolve(node, canon);
            text = pgq_deparse_expression(canon->arena, node);
        }
    }
    else if (pending->kind == PENDING_QUERY)
    {
        List *statements = pgq_parse(canon->arena, expression->sql, &error);

        if (statements)
        {
            Node *node = linitial_node(RawStmt, statements)->stmt;

            collect_ctes(node, canon);
            resolve(node, canon);
            if (IsA(node, SelectStmt))
                output_columns(canon, (SelectStmt *) node);
            text = pgq_deparse(canon->arena, node);
        }
    }
    else
        text = expression->sql;
    pgq_leave(scope);
    if (!text)
    {
        findings_add(findings, canon->collect_needs ? SEVERITY_ERROR : SEVERITY_WARNING, pending->origin, NULL, "%s",
                     error.message ? error.message : "this expression can't be read");
        text = expression->sql;
    }
    expression->sql = expression->canon = text;
    return true;
}

typedef struct Job
{
    Canon canon;
    const Vec *pending;
    Findings *findings;
} Job;

static void
work(void *context)
{
    Job *job = context;

    VEC_EACH(const Pending *, pending, job->pending)
    {
        job->canon.pending = pending;
        finish(&job->canon, job->findings);
    }
}

void
canon_all(Model *model, const Names *names, const Vec *pending, bool collect_needs, Findings *findings)
{
    Job job = {{.arena = model->arena, .names = names, .collect_needs = collect_needs}, pending, findings};

    pgq_run(work, &job);
}
