/*
 * Partition keys and bounds, as pg_get_partkeydef() and pg_get_expr(relpartbound) would print them.
 */
#include "parser/pgq.h"

#include "engine/kinds/column.h"
#include "engine/kinds/inheritance.h"
#include "parser/canon_walk.h"

static const Column *
key_column(Canon *canon, const Pending *pending, const char *name)
{
    const Object *column = pending->relation
        ? model_find(canon->model, SPACE_COLUMN, pending->relation_schema, pending->relation, name)
        : pending->object ? model_find(canon->model, SPACE_COLUMN, pending->object->schema, pending->object->name, name) : NULL;

    return (const Column *) column;
}

static const char *
names_text(Canon *canon, const List *names)
{
    Text text;
    ListCell *cell;

    text_init(&text, canon->arena);
    foreach(cell, names)
        if (list_length(names) == 1 || cell != list_head(names) || strcmp(strVal(lfirst(cell)), "pg_catalog") != 0)
            text_addf(&text, "%s%s", text.length ? "." : "", sql_ident(canon->arena, strVal(lfirst(cell))));
    return text_str(&text);
}

/* The default operator class of the commonest types; the server does not print what is default. */
static bool
is_default_opclass(const List *names, const PgType *type)
{
    const char *name = strVal(llast(names));
    size_t length;

    type = type ? type_base(type) : NULL;
    if (!type || strcmp(type->schema, "pg_catalog") != 0 || (list_length(names) > 1 && strcmp(strVal(linitial(names)), "pg_catalog") != 0))
        return false;
    length = strlen(type->name);
    if (type == TYPE(varchar) && strcmp(name, "text_ops") == 0)
        return true;
    return strncmp(name, type->name, length) == 0 && strcmp(name + length, "_ops") == 0;
}

static void
drop_defaults(Canon *canon, PartitionElem *element, const PgType *type)
{
    const Column *column = element->name ? key_column(canon, canon->pending, element->name) : NULL;

    if (column)
        type = types_of_text(canon->types, column->type);
    if (element->collation && column && str_eq(names_text(canon, element->collation), column->collation ? column->collation : "\"default\""))
        element->collation = NIL;
    if (element->opclass && is_default_opclass(element->opclass, type))
        element->opclass = NIL;
    if (list_length(element->opclass) > 1 && strcmp(strVal(linitial(element->opclass)), "pg_catalog") == 0)
        element->opclass = list_make1(llast(element->opclass));
    if (list_length(element->collation) > 1 && strcmp(strVal(linitial(element->collation)), "pg_catalog") == 0)
        element->collation = list_make1(llast(element->collation));
}

void
partition_walk_key(Canon *canon, PartitionSpec *key)
{
    ListCell *cell;

    foreach(cell, key->partParams)
    {
        PartitionElem *element = lfirst_node(PartitionElem, cell);
        const PgType *type = NULL;

        element->expr = expr_walk(canon, element->expr, &type);
        follow_key(canon, &element->name);
        if (canon->rewrite)
            drop_defaults(canon, element, type);
    }
}

/* ---- bounds ---- */

void
partition_key_types(Canon *canon, Vec *types)
{
    const Object *object = canon->pending->object;
    const Table *parent = object && object->kind == KIND_INHERITANCE ? inheritance_from(canon->model, (const Inheritance *) object) : NULL;
    const char *problem;
    Tree tree;
    ListCell *cell;

    if (!parent || !parent->partition_key || !tree_parse(canon, PENDING_PARTITION_KEY, parent->partition_key->sql, &tree, &problem))
        return;
    foreach(cell, ((CreateStmt *) tree.node)->partspec->partParams)
    {
        const PartitionElem *element = lfirst_node(PartitionElem, cell);
        const Object *column = element->name ? model_find(canon->model, SPACE_COLUMN, parent->object.schema, parent->object.name, element->name) : NULL;

        vec_add(canon->arena, types, column ? types_of_text(canon->types, ((const Column *) column)->type) : NULL);
    }
}

static const PgType *
type_at(const Vec *types, size_t at)
{
    return at < types->count ? vec_at(types, at) : NULL;
}

/* A value becomes a constant of the key's type. */
static void
walk_values(Canon *canon, List *values, const Vec *types, bool one_type)
{
    size_t at = 0;
    ListCell *cell;

    foreach(cell, values)
    {
        const PgType *key = type_at(types, one_type ? 0 : at), *type;

        at++;
        if (IsA(lfirst(cell), ColumnRef))
            continue;                              /* MINVALUE, MAXVALUE */
        lfirst(cell) = expr_walk(canon, lfirst(cell), &type);
        lfirst(cell) = cast_implicit(canon, lfirst(cell), type, key ? type_base(key) : NULL);
    }
}

void
partition_walk_bound(Canon *canon, PartitionBoundSpec *bound)
{
    Vec types = {0};

    partition_key_types(canon, &types);
    walk_values(canon, bound->listdatums, &types, true);
    walk_values(canon, bound->lowerdatums, &types, false);
    walk_values(canon, bound->upperdatums, &types, false);
}
