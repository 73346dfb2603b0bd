/*
 * Partition keys and bounds, as pg_get_partkeydef() and pg_get_expr(relpartbound) would print them.
 */
#include "parser/pgq.h"

#include "engine/kinds/column.h"
#include "engine/kinds/inheritance.h"
#include "parser/canon_walk.h"

static Node *
statement_of(Canon *canon, const char *before, const char *text)
{
    PgqError error;
    List *statements = pgq_parse(canon->arena, arena_printf(canon->arena, "%s%s", before, text), &error);

    return list_length(statements) == 1 ? linitial_node(RawStmt, statements)->stmt : NULL;
}

/* What the statement says after `before`. */
static const char *
cut(Canon *canon, Node *statement, const char *before)
{
    const char *sql = pgq_deparse(canon->arena, statement);

    return sql && strncmp(sql, before, strlen(before)) == 0 ? sql + strlen(before) : NULL;
}

/* ---- keys ---- */

static const char before_key[] = "CREATE TABLE t () PARTITION BY ";

static PartitionSpec *
parse_key(Canon *canon, const char *text, Node **statement)
{
    CreateStmt *create = (CreateStmt *) (*statement = statement_of(canon, before_key, text));

    return create && IsA(create, CreateStmt) ? create->partspec : NULL;
}

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
add_element(Canon *canon, Text *text, PartitionElem *element)
{
    const Column *column = element->name ? key_column(canon, canon->pending, element->name) : NULL;
    const PgType *type = column ? types_of_text(canon->types, column->type) : NULL;

    if (element->name)
        text_add(text, sql_ident(canon->arena, element->name));
    else
    {
        const char *sql;

        element->expr = expr_walk(canon, element->expr, &type);
        sql = pgq_deparse_expression(canon->arena, element->expr);
        text_addf(text, "(%s)", sql ? sql : "?");
    }
    if (element->collation)
    {
        const char *collation = names_text(canon, element->collation);

        if (!column || !str_eq(collation, column->collation ? column->collation : "\"default\""))
            text_addf(text, " COLLATE %s", collation);
    }
    if (element->opclass && !is_default_opclass(element->opclass, type))
        text_addf(text, " %s", names_text(canon, element->opclass));
}

const char *
partition_key(Canon *canon, const char *text, const char **sql)
{
    Node *statement;
    PartitionSpec *spec = parse_key(canon, text, &statement);
    const PgType *type;
    ListCell *cell;
    Text out;

    if (!spec)
        return NULL;
    foreach(cell, spec->partParams)
        lfirst_node(PartitionElem, cell)->expr = expr_walk(canon, lfirst_node(PartitionElem, cell)->expr, &type);
    if (canon->changed)
        *sql = cut(canon, statement, before_key);
    canon->rewrite = true;
    text_init(&out, canon->arena);
    text_add(&out, spec->strategy == PARTITION_STRATEGY_LIST ? "LIST (" : spec->strategy == PARTITION_STRATEGY_RANGE ? "RANGE (" : "HASH (");
    foreach(cell, spec->partParams)
    {
        if (cell != list_head(spec->partParams))
            text_add(&out, ", ");
        add_element(canon, &out, lfirst_node(PartitionElem, cell));
    }
    text_add(&out, ")");
    return text_str(&out);
}

/* ---- bounds ---- */

static const char before_bound[] = "CREATE TABLE t PARTITION OF p ";

/* Types of the parent's key; NULL for those that are not known. */
static void
key_types(Canon *canon, Vec *types)
{
    const Object *object = canon->pending->object;
    const Table *parent = object && object->kind == KIND_INHERITANCE ? inheritance_from(canon->model, (const Inheritance *) object) : NULL;
    Node *statement;
    PartitionSpec *spec = parent && parent->partition_key ? parse_key(canon, parent->partition_key->sql, &statement) : NULL;
    ListCell *cell;

    foreach(cell, spec ? spec->partParams : NIL)
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

static void
walk_bound(Canon *canon, PartitionBoundSpec *bound, const Vec *types)
{
    walk_values(canon, bound->listdatums, types, true);
    walk_values(canon, bound->lowerdatums, types, false);
    walk_values(canon, bound->upperdatums, types, false);
}

const char *
partition_bound(Canon *canon, const char *text, const char **sql)
{
    CreateStmt *create = (CreateStmt *) statement_of(canon, before_bound, text);
    Vec types = {0};

    if (!create || !IsA(create, CreateStmt) || !create->partbound)
        return NULL;
    key_types(canon, &types);
    walk_bound(canon, create->partbound, &types);
    if (canon->changed)
        *sql = cut(canon, (Node *) create, before_bound);
    canon->rewrite = true;
    walk_bound(canon, create->partbound, &types);
    return cut(canon, (Node *) create, before_bound);
}
