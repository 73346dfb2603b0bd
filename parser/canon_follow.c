/*
 * Texts of a live database as the server will print them once something is renamed (engine/model/moves.h). The walk that
 * resolves names finds out what each name means; every place where that is going to be called otherwise becomes an edit,
 * and all edits are made when the walk is over, so that it sees nothing but old names.
 *
 * What is not understood stays as it is, and so does a text in which a new name would mean something else: it then differs
 * from the blueprint's, and what it belongs to is made anew.
 */
#include "parser/canon_walk.h"

#include "parser/pgq.h"

struct Follow
{
    const Moves *moves;
    Vec edits;                                     /* Edit *: of the text at hand */
    bool failed;
};

typedef struct Edit
{
    List **list, *names;
    char **text;
    const char *name;
} Edit;

/* ---- edits ---- */

static void
edit_list(Canon *canon, List **list, List *names)
{
    Edit *edit = arena_make(canon->arena, Edit);

    *edit = (Edit) {.list = list, .names = names};
    vec_add(canon->arena, &canon->follow->edits, edit);
}

static void
edit_text(Canon *canon, char **text, const char *name)
{
    Edit *edit = arena_make(canon->arena, Edit);

    *edit = (Edit) {.text = text, .name = name};
    vec_add(canon->arena, &canon->follow->edits, edit);
}

static String *
string_node(const char *text)
{
    return makeString(pstrdup(text));
}

void
follow_fail(Canon *canon)
{
    if (canon->follow)
        canon->follow->failed = true;
}

/* ---- relations and their columns ---- */

const char *
follow_item(Canon *canon, const char *schema, const char *relation)
{
    const char *name = relation;

    if (!canon->follow || !schema)
        return NULL;
    moves_relation(canon->follow->moves, &schema, &name);
    return strcmp(name, relation) == 0 ? NULL : name;
}

const char *
follow_name(Canon *canon, const char *schema, const char *relation, const char *column)
{
    const char *name = canon->follow ? moves_child(canon->follow->moves, SPACE_COLUMN, schema, relation, column) : column;

    return strcmp(name, column) == 0 ? NULL : name;
}

void
follow_range(Canon *canon, RangeVar *range)
{
    const char *schema = range->schemaname, *name = range->relname;

    if (!canon->follow || !schema)
        return;
    moves_relation(canon->follow->moves, &schema, &name);
    if (strcmp(schema, range->schemaname) != 0)
        edit_text(canon, &range->schemaname, schema);
    if (strcmp(name, range->relname) != 0)
        edit_text(canon, &range->relname, name);
}

static const char *
written(const ScopeItem *item)
{
    return item->written ? item->written : item->alias;
}

/* Whether a qualifier means this item once all are called as they will be. */
static bool
is_seen_as(const Canon *canon, const ScopeItem *wanted, const char *name)
{
    for (const Scope *level = canon->scope; level; level = level->outer)
        VEC_EACH(const ScopeItem *, item, &level->items)
            if (str_eq(written(item), name))
                return item == wanted;
    return false;
}

/* Whether a bare new name could be taken for another column. */
static bool
is_free(const Canon *canon, const char *name)
{
    const ScopeColumn *column;
    const ScopeItem *item;

    switch (scope_find(canon->scope, name, false, &column, &item))
    {
        case FOUND_COLUMN: return column->renamed != NULL;
        case FOUND_PERHAPS: return false;
        default: return true;
    }
}

void
follow_column(Canon *canon, ColumnRef *node, const ScopeItem *item, const ScopeColumn *column)
{
    int count = list_length(node->fields);
    const char *qualifier = count > 1 && item && item->written ? item->written : NULL, *name = column ? column->renamed : NULL;
    List *fields;

    if (!canon->follow || (!qualifier && !name && !(count == 1 && !column && item && item->written)))
        return;
    if (count == 1 && !column)
    {
        edit_list(canon, &node->fields, list_make1(string_node(item->written)));       /* a whole row */
        return;
    }
    if (qualifier ? !is_seen_as(canon, item, qualifier) : count == 1 && !is_free(canon, name))
        canon->follow->failed = true;
    fields = list_make1(name ? (Node *) string_node(name) : (Node *) llast(node->fields));
    if (count > 1)
        fields = lcons(qualifier ? (Node *) string_node(qualifier) : (Node *) list_nth(node->fields, count - 2), fields);
    edit_list(canon, &node->fields, fields);
}

/* JOIN ... USING names columns of both sides at once. */
void
follow_merged(Canon *canon, const ScopeColumn *left, const ScopeColumn *right)
{
    if ((left && left->renamed) || (right && right->renamed))
        follow_fail(canon);
}

void
follow_key(Canon *canon, char **name)
{
    const Pending *pending = canon->pending;
    const char *schema = pending->relation ? pending->relation_schema : pending->object ? pending->object->schema : NULL;
    const char *relation = pending->relation ? pending->relation : pending->object ? pending->object->name : NULL;
    const char *renamed = *name && relation ? follow_name(canon, schema, relation, *name) : NULL;

    if (renamed)
        edit_text(canon, name, renamed);
}

/* ---- types, functions, constants ---- */

void
follow_type(Canon *canon, TypeName *type)
{
    const char *schema, *name, *old_schema, *old_name;

    if (!canon->follow || list_length(type->names) != 2)
        return;
    old_schema = schema = strVal(linitial(type->names));
    old_name = name = strVal(llast(type->names));
    moves_relation(canon->follow->moves, &schema, &name);
    if (strcmp(schema, old_schema) != 0 || strcmp(name, old_name) != 0)
        edit_list(canon, &type->names, list_make2(string_node(schema), string_node(name)));
}

void
follow_function(Canon *canon, List **names)
{
    const char *schema, *name, *old_schema, *old_name;

    if (!canon->follow || list_length(*names) != 2)
        return;
    old_schema = schema = strVal(linitial(*names));
    old_name = name = strVal(llast(*names));
    if (!moves_routine(canon->follow->moves, &schema, &name))
        canon->follow->failed = true;
    else if (strcmp(schema, old_schema) != 0 || strcmp(name, old_name) != 0)
        edit_list(canon, names, list_make2(string_node(schema), string_node(name)));
}

void
follow_regclass(Canon *canon, char **text)
{
    const char *renamed = canon->follow ? moves_text(canon->follow->moves, SPACE_RELATION, *text) : *text;

    if (strcmp(renamed, *text) != 0)
        edit_text(canon, text, renamed);
}

void
follow_label(Canon *canon, char **text, const PgType *type)
{
    const char *renamed = canon->follow && type ? moves_part(canon->follow->moves, SPACE_TYPE, type->schema, type->name, *text) : *text;

    if (strcmp(renamed, *text) != 0)
        edit_text(canon, text, renamed);
}

/* ---- texts ---- */

static bool
is_mentioned(const Moves *moves, const char *sql)
{
    VEC_EACH(const Move *, move, &moves->all)
        if (strstr(sql, move->part ? move->part : move->base ? move->base : move->name))
            return true;
    return false;
}

/* Output columns of a view that is renamed itself in part. */
static void
rename_outputs(Canon *canon, Tree *tree)
{
    const Object *view = canon->pending->object;
    Vec names = {0};
    bool changed = false;

    if (tree->kind != PENDING_QUERY || !view || !tree->outputs.known)
        return;
    VEC_EACH(const char *, name, &tree->outputs.names)
    {
        const char *renamed = follow_name(canon, view->schema, view->name, name);

        changed |= renamed != NULL;
        vec_add(canon->arena, &names, renamed ? renamed : name);
    }
    if (changed && !query_rename((SelectStmt *) tree->node, &names))
        canon->follow->failed = true;
}

static void
follow_text(Canon *canon, const Pending *pending)
{
    PgqScope scope = pgq_enter();
    const char *problem, *sql;
    Tree tree;

    canon_begin(canon, pending);
    canon->follow->edits = (Vec) {0};
    canon->follow->failed = false;
    if (tree_parse(canon, pending->kind, pending->expression->sql, &tree, &problem))
    {
        tree_walk(canon, &tree);
        rename_outputs(canon, &tree);
        VEC_EACH(const Edit *, edit, &canon->follow->edits)
            if (edit->list)
                *edit->list = edit->names;
            else
                *edit->text = pstrdup(edit->name);
        sql = tree_sql(canon, &tree);
        if (!canon->follow->failed && sql && tree_is_sound(canon, &tree, sql))
            pending->expression->sql = arena_copy(canon->model->arena, sql);
    }
    pgq_leave(scope);
}

typedef struct Run
{
    Canon canon;
    struct Follow follow;
    const Vec *pending;
} Run;

static void
run_all(void *context)
{
    Run *run = context;

    VEC_EACH(const Pending *, pending, run->pending)
    {
        if (!is_mentioned(run->follow.moves, pending->expression->sql))
            continue;
        /* Bodies and actions of rules come from the blueprint, and can always be replaced. */
        if (pending->kind != PENDING_BODY && pending->kind != PENDING_ACTION)
            follow_text(&run->canon, pending);
        canon_forget(&run->canon);
    }
}

/* What stands around a text has names, too. */
static void
follow_context(const Moves *moves, Pending *pending)
{
    if (pending->relation)
        moves_relation(moves, &pending->relation_schema, &pending->relation);
    pending->target_type = moves_text(moves, SPACE_TYPE, pending->target_type);
    pending->value_type = moves_text(moves, SPACE_TYPE, pending->value_type);
    if (pending->column_names)
        pending->column_names->count = 0;
    if (pending->column_types)
        pending->column_types->count = 0;
}

void
canon_follow(Model *model, const Names *names, const Vec *pending, const Moves *moves)
{
    Run run = {.follow = {.moves = moves}, .pending = pending};

    canon_init(&run.canon, arena_new(), arena_new(), model, names);
    run.canon.follow = &run.follow;
    pgq_run(run_all, &run);
    arena_free(run.canon.arena);
    arena_free(run.canon.keep);
    VEC_EACH(Pending *, one, pending)
        follow_context(moves, one);
}
