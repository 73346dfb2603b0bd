#include "parser/constraint.h"

#include "engine/base/text.h"

/* ---- pieces ---- */

static const char *
type_of(ConstrType type)
{
    switch (type)
    {
        case CONSTR_PRIMARY:
            return "PRIMARY KEY";
        case CONSTR_UNIQUE:
            return "UNIQUE";
        case CONSTR_FOREIGN:
            return "FOREIGN KEY";
        case CONSTR_EXCLUSION:
            return "EXCLUDE";
        case CONSTR_CHECK:
            return "CHECK";
        default:
            return NULL;
    }
}

static const char *
action_of(char action)
{
    switch (action)
    {
        case FKCONSTR_ACTION_RESTRICT:
            return "RESTRICT";
        case FKCONSTR_ACTION_CASCADE:
            return "CASCADE";
        case FKCONSTR_ACTION_SETNULL:
            return "SET NULL";
        case FKCONSTR_ACTION_SETDEFAULT:
            return "SET DEFAULT";
        default:
            return "NO ACTION";
    }
}

static void
stands_on(Pending *pending, const ConstraintDef *constraint, const Object *parent)
{
    pending->target_type = "boolean";
    if (constraint->on_domain)
        pending->value_type = ((const Domain *) parent)->type;
    else
    {
        pending->relation_schema = constraint->object.schema;
        pending->relation = constraint->object.parent;
    }
}

static void
read_check(Parse *parse, const Statement *statement, NewConstraint *new, const Constraint *node)
{
    ConstraintDef *check = new->constraint;

    stands_on(parse_expression(parse, statement, node->raw_expr, &check->object, &check->check), check, new->parent);
    check->no_inherit = node->is_no_inherit;
    if (!check->on_domain && !node->conname)
        new->only_column = check_only_column(parse, new->parent, node->raw_expr);
}

static void
read_columns(Parse *parse, List *names, const char *column, Vec *columns)
{
    if (column)
        vec_add(parse->arena, columns, arena_copy(parse->arena, column));
    else
        str_list(parse, names, columns);
}

static bool
read_foreign_key(Parse *parse, const Statement *statement, ConstraintDef *key, const Constraint *node, const char *column)
{
    if (node->fk_matchtype == FKCONSTR_MATCH_PARTIAL)
        return parse_error(parse, statement, node->location, NULL, "PostgreSQL has no MATCH PARTIAL"), false;
    read_columns(parse, node->fk_attrs, column, &key->columns);
    key->ref_schema = relation_schema(parse, statement, node->pktable);
    key->ref_table = arena_copy(parse->arena, node->pktable->relname);
    str_list(parse, node->pk_attrs, &key->ref_columns);
    key->match = node->fk_matchtype == FKCONSTR_MATCH_FULL ? "FULL" : "SIMPLE";
    key->on_update = action_of(node->fk_upd_action);
    key->on_delete = action_of(node->fk_del_action);
    str_list(parse, node->fk_del_set_cols, &key->on_delete_columns);
    return true;
}

static void
read_index_part(Parse *parse, ConstraintDef *constraint, const Constraint *node)
{
    str_list(parse, node->including, &constraint->include);
    reloptions_set(parse, &constraint->options, node->options);
    constraint->tablespace = index_tablespace(parse, node->indexspace);
}

/* WITH =; WITH OPERATOR(pg_catalog.=) is the same. */
static const char *
operator_text(Parse *parse, List *name)
{
    const char *symbol = str_node(parse, llast(name)), *schema;

    if (list_length(name) == 1)
        return symbol;
    schema = str_node(parse, list_nth(name, list_length(name) - 2));
    return strcmp(schema, "pg_catalog") == 0 ? symbol : arena_printf(parse->arena, "OPERATOR(%s.%s)", sql_ident(parse->arena, schema), symbol);
}

static void
read_exclude(Parse *parse, const Statement *statement, NewConstraint *new, const Constraint *node)
{
    ConstraintDef *constraint = new->constraint;
    const ListCell *cell;
    size_t at = 0;

    constraint->method = node->access_method ? arena_copy(parse->arena, node->access_method) : "btree";
    foreach(cell, node->exclusions)
    {
        List *pair = lfirst_node(List, cell), *param = list_make1(linitial(pair));

        index_elements(parse, statement, &constraint->object, constraint->method, param, &constraint->elements);
        ((IndexElement *) vec_at(&constraint->elements, at++))->with_operator = operator_text(parse, lsecond_node(List, pair));
        index_suggest_names(parse, param, &new->names);
    }
    if (node->where_clause)
        stands_on(parse_expression(parse, statement, node->where_clause, &constraint->object, &constraint->where), constraint, new->parent);
    read_index_part(parse, constraint, node);
    vec_add_all(parse->arena, &new->names, &constraint->include);
}

/* ---- USING INDEX ---- */

static IndexDef *
index_to_use(Parse *parse, const Object *parent, const Constraint *node)
{
    return (IndexDef *) model_find_kind(parse->model, KIND_INDEX, parent->schema, NULL, node->indexname);
}

bool
constraint_ready(Parse *parse, const Object *parent, const Constraint *node)
{
    return !node->indexname || index_to_use(parse, parent, node);
}

static const char *
unfit(const IndexDef *index, const Object *parent)
{
    if (!str_eq(index->object.parent, parent->name))
        return "it is on another table";
    if (!index->unique)
        return "it is not unique";
    if (index->where)
        return "it is partial";
    VEC_EACH(const IndexElement *, element, &index->elements)
    {
        if (!element->column)
            return "it has expressions";
        if (element->descending || element->nulls_first)
            return "it has no default sort order";
    }
    return NULL;
}

/* The index becomes the constraint's own, with all that it has, and takes its name. */
static bool
adopt_index(Parse *parse, const Statement *statement, ConstraintDef *constraint, const Object *parent, const Constraint *node)
{
    IndexDef *index = index_to_use(parse, parent, node);

    if (!index)
        return parse_missing(parse, statement, node->location, "index", parent->schema, node->indexname), false;
    if (unfit(index, parent))
        return parse_error(parse, statement, node->location, NULL, "index %s can't become a constraint: %s",
                           sql_ident(parse->arena, node->indexname), unfit(index, parent)), false;
    VEC_EACH(const IndexElement *, element, &index->elements)
        vec_add(parse->arena, &constraint->columns, element->column);
    constraint->include = index->include;
    constraint->options = index->options;
    constraint->tablespace = index->tablespace;
    constraint->nulls_not_distinct = index->nulls_not_distinct;
    constraint->index_comment = index->object.comment;
    if (!constraint->object.name)
        constraint->object.name = index->object.name;
    model_remove(parse->model, &index->object);
    return true;
}

/* ---- the way in ---- */

static bool
read_key(Parse *parse, const Statement *statement, NewConstraint *new, const Constraint *node, const char *column)
{
    ConstraintDef *constraint = new->constraint;

    if (node->indexname)
        return adopt_index(parse, statement, constraint, new->parent, node);
    read_columns(parse, node->keys, column && !node->keys ? column : NULL, &constraint->columns);
    constraint->nulls_not_distinct = node->nulls_not_distinct;
    read_index_part(parse, constraint, node);
    vec_add_all(parse->arena, &new->names, &constraint->columns);
    vec_add_all(parse->arena, &new->names, &constraint->include);
    return true;
}

static bool
read_node(Parse *parse, const Statement *statement, NewConstraint *new, const Constraint *node, const char *column)
{
    ConstraintDef *constraint = new->constraint;

    switch (node->contype)
    {
        case CONSTR_CHECK:
            read_check(parse, statement, new, node);
            return true;
        case CONSTR_FOREIGN:
            return read_foreign_key(parse, statement, constraint, node, node->fk_attrs ? NULL : column);
        case CONSTR_EXCLUSION:
            read_exclude(parse, statement, new, node);
            return true;
        default:
            return read_key(parse, statement, new, node, column);
    }
}

/* What a CREATE TABLE says is valid from the start, whatever it says of validity: there are no rows. */
static bool
is_not_valid(const Statement *statement, const Constraint *node)
{
    return (node->contype == CONSTR_CHECK || node->contype == CONSTR_FOREIGN) && node->skip_validation && statement->tag != T_CreateStmt;
}

Object *
constraint_add(Parse *parse, const Statement *statement, Object *parent, const Constraint *node, const char *column)
{
    NewConstraint *new = arena_make(parse->arena, NewConstraint);
    ConstraintDef *constraint;

    if (!type_of(node->contype))
        BUG("constraint type %d", node->contype);
    constraint = object_make(parse->arena, KIND_CONSTRAINT, parent->schema, parent->name, node->conname);
    *new = (NewConstraint) {.constraint = constraint, .parent = parent, .location = node->location};
    constraint->type = type_of(node->contype);
    constraint->on_domain = parent->kind == KIND_DOMAIN;
    constraint->deferrable = node->deferrable;
    constraint->initially_deferred = node->initdeferred;
    constraint->not_valid = is_not_valid(statement, node);
    if (!read_node(parse, statement, new, node, column))
        return NULL;
    vec_add(parse->arena, &parse->unnamed, new);
    return &constraint->object;
}

/* transformConstraintAttrs(): INITIALLY DEFERRED alone means DEFERRABLE too. */
void
constraint_attribute(Object *object, ConstrType attribute)
{
    ConstraintDef *constraint = (ConstraintDef *) object;

    if (attribute == CONSTR_ATTR_DEFERRABLE || attribute == CONSTR_ATTR_DEFERRED)
        constraint->deferrable = true;
    else if (attribute == CONSTR_ATTR_NOT_DEFERRABLE)
        constraint->deferrable = false;
    if (attribute == CONSTR_ATTR_DEFERRED || attribute == CONSTR_ATTR_IMMEDIATE)
        constraint->initially_deferred = attribute == CONSTR_ATTR_DEFERRED;
}

void
constraint_alter(Parse *parse, const Statement *statement, Object *object, const Constraint *node)
{
    ConstraintDef *constraint = (ConstraintDef *) object;

    if (!constraint_is(constraint, "FOREIGN KEY"))
    {
        parse_error(parse, statement, node->location, "drop it and add it again", "only a foreign key can be altered like this");
        return;
    }
    constraint->deferrable = node->deferrable;
    constraint->initially_deferred = node->initdeferred;
}

void
constraint_validate(Object *constraint)
{
    ((ConstraintDef *) constraint)->not_valid = false;
}
