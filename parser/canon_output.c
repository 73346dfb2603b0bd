#include "parser/canon_walk.h"

#include "engine/base/text.h"
#include "parser/pgq.h"

/* ---- types that say all ---- */

static bool
has_more_to_it(const PgType *type)
{
    const PgType *with_modifier[] = {
        TYPE(varchar), TYPE(bpchar), TYPE(numeric), TYPE(bit), TYPE(varbit), TYPE(time), TYPE(timetz), TYPE(timestamp),
        TYPE(timestamptz), TYPE(interval), TYPE(text), TYPE(name), TYPE(unknown),
    };

    for (size_t i = 0; i < COUNT_OF(with_modifier); i++)
        if (type == with_modifier[i])
            return true;
    /* The base types of extensions may have modifiers; an unknown kind may be one. */
    return strcmp(type->schema, "pg_catalog") != 0 && (type->kind == 'b' || type->kind == 'x') && !type->element;
}

static bool
says_all(const PgType *type)
{
    return type && !has_more_to_it(type_base(type->element ? type->element : type));
}

/* ---- expressions over columns of tables ---- */

typedef struct Anchor
{
    const char *alias;
    const RangeVar *relation;                      /* NULL: no relation, but a sub-select, a function ... */
} Anchor;

typedef struct Anchors
{
    Canon *canon;
    Vec items;                                     /* Anchor * */
    Text text;                                     /* the relations of the columns that were met, in order */
    bool failed;
} Anchors;

static void
add_anchor(Anchors *anchors, const Alias *alias, const RangeVar *relation)
{
    Anchor *anchor = arena_make(anchors->canon->arena, Anchor);

    anchor->alias = alias ? alias->aliasname : relation ? relation->relname : NULL;
    /* With names for its columns, a relation's columns are not what they are called. WITH queries have no schema. */
    anchor->relation = relation && relation->schemaname && !(alias && alias->colnames) ? relation : NULL;
    vec_add(anchors->canon->arena, &anchors->items, anchor);
}

static void
collect_anchors(Anchors *anchors, Node *item)
{
    const JoinExpr *join = (const JoinExpr *) item;

    if (IsA(item, RangeVar))
        add_anchor(anchors, ((RangeVar *) item)->alias, (RangeVar *) item);
    else if (IsA(item, RangeSubselect))
        add_anchor(anchors, ((RangeSubselect *) item)->alias, NULL);
    else if (IsA(item, RangeFunction))
        add_anchor(anchors, ((RangeFunction *) item)->alias, NULL);
    else if (!IsA(item, JoinExpr) || join->alias)
        anchors->failed = true;                    /* its name could hide another */
    else
    {
        collect_anchors(anchors, join->larg);
        collect_anchors(anchors, join->rarg);
    }
}

static bool
anchor_column(Anchors *anchors, const ColumnRef *ref)
{
    const Anchor *found = NULL;

    if (list_length(ref->fields) != 2 || !IsA(lsecond(ref->fields), String))
        return false;
    VEC_EACH(const Anchor *, anchor, &anchors->items)
        if (str_eq(anchor->alias, strVal(linitial(ref->fields))))
            found = anchor;
    if (!found || !found->relation)
        return false;
    text_addf(&anchors->text, " %s", sql_qname(anchors->canon->arena, found->relation->schemaname, found->relation->relname));
    return true;
}

static bool
walk_anchored(Node *node, void *context)
{
    Anchors *anchors = context;

    if (!node)
        return false;
    if (IsA(node, SubLink) || (IsA(node, ColumnRef) && !anchor_column(anchors, (ColumnRef *) node)))
        return true;
    return IsA(node, ColumnRef) ? false : raw_expression_tree_walker(node, walk_anchored, context);
}

/* The expression with the relations of its columns; NULL: that does not tell its type. */
static const char *
anchored(Canon *canon, const SelectStmt *query, Node *value)
{
    Anchors anchors = {.canon = canon};
    const char *sql;
    ListCell *cell;

    text_init(&anchors.text, canon->arena);
    foreach(cell, query->fromClause)
        collect_anchors(&anchors, lfirst(cell));
    if (anchors.failed || walk_anchored(value, &anchors))
        return NULL;
    sql = pgq_deparse_expression(canon->arena, value);
    return sql ? arena_printf(canon->arena, "%s of%s", sql, text_str(&anchors.text)) : NULL;
}

/* ---- */

const char *
output_type(Canon *canon, const SelectStmt *query, size_t at, const PgType *type)
{
    if (says_all(type))
        return sql_qname(canon->arena, type->schema, type->name);
    if (!canon->certain || query->op != SETOP_NONE || at >= (size_t) list_length(query->targetList))
        return NULL;
    return anchored(canon, query, list_nth_node(ResTarget, query->targetList, (int) at)->val);
}
