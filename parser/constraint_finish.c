#include "parser/constraint.h"

#include "engine/base/text.h"
#include "engine/kinds/inheritance.h"
#include "parser/opclass.h"

static void
complain(Parse *parse, const Object *object, const char *hint, const char *message)
{
    findings_add(parse->findings, SEVERITY_ERROR, object->origin, hint, "%s: %s", object_title(parse->arena, object), message);
}

/* The table that a child hangs on; NULL: none (a domain's constraint, an index of a materialized view). */
static const Object *
table_of(Parse *parse, const Object *object)
{
    return model_find_kind(parse->model, KIND_TABLE, object->schema, NULL, object->parent);
}

static bool
need_column(Parse *parse, Object *object, const Object *table, const char *name)
{
    bool there = table_column(parse, table, name) != NULL;

    if (!there)
        complain(parse, object, NULL, arena_printf(parse->arena, "%s has no column %s", object_title(parse->arena, table), sql_ident(parse->arena, name)));
    object_need(parse->arena, object, (Ref) {.space = SPACE_COLUMN, .schema = table->schema, .parent = table->name, .name = name});
    return there;
}

static bool
need_columns(Parse *parse, Object *object, const Object *table, const Vec *names)
{
    bool there = true;

    VEC_EACH(const char *, name, names)
        there &= need_column(parse, object, table, name);
    return there;
}

/* ---- what the server leaves out of a definition, since it is the default ---- */

static void
settle_collation(IndexElement *element, const Column *column)
{
    if (!element->collation)
        return;
    if (column && str_eq(column->collation, element->collation))
        element->collation = NULL;
    else if (strcmp(element->collation, "\"default\"") == 0 && (!column || !column->collation))
        element->collation = NULL;
}

/* An operator without a schema is PostgreSQL's own, unless the column's type comes from an extension that brings its own. */
static void
settle_operator(Parse *parse, IndexElement *element, const Column *column)
{
    const char *schema, *name;

    if (!element->with_operator || strncmp(element->with_operator, "OPERATOR(", 9) == 0 || !column)
        return;
    schema = opclass_type_schema(parse->arena, column->type, &name);
    if (!schema || model_find(parse->model, SPACE_TYPE, schema, NULL, name) || model_find(parse->model, SPACE_RELATION, schema, NULL, name))
        return;
    element->with_operator = arena_printf(parse->arena, "OPERATOR(%s.%s)", sql_ident(parse->arena, schema), element->with_operator);
}

static void
settle_elements(Parse *parse, Object *object, const char *method, const Vec *elements)
{
    const Object *table = table_of(parse, object);

    VEC_EACH(IndexElement *, element, elements)
    {
        const Column *column = table && element->column ? table_column(parse, table, element->column) : NULL;

        if (table && element->column)
            need_column(parse, object, table, element->column);
        settle_collation(element, column);
        settle_operator(parse, element, column);
        if (element->opclass && !element->opclass_options.count &&
            opclass_is_default(parse->arena, parse->model, method, element->opclass, column ? column->type : NULL))
            element->opclass = NULL;
    }
}

void
index_finish(Parse *parse)
{
    VEC_EACH(Object *, object, &parse->model->objects)
    {
        const Object *table = object->parent ? table_of(parse, object) : NULL;

        if (object->kind == KIND_INDEX)
        {
            settle_elements(parse, object, ((IndexDef *) object)->method, &((IndexDef *) object)->elements);
            if (table)
                need_columns(parse, object, table, &((IndexDef *) object)->include);
        }
        else if (object->kind == KIND_CONSTRAINT && table)
        {
            settle_elements(parse, object, ((ConstraintDef *) object)->method, &((ConstraintDef *) object)->elements);
            need_columns(parse, object, table, &((ConstraintDef *) object)->columns);
            need_columns(parse, object, table, &((ConstraintDef *) object)->include);
        }
    }
    partition_finish(parse);
}

/* ---- foreign keys ---- */

static bool
same_set(const Vec *a, const Vec *b)
{
    if (a->count != b->count)
        return false;
    VEC_EACH(const char *, name, a)
        if (!vec_has_str(b, name))
            return false;
    return true;
}

static bool
index_is_key(Parse *parse, const IndexDef *index, const Vec *columns)
{
    Vec names = {0};

    if (!index->unique || index->where)
        return false;
    VEC_EACH(const IndexElement *, element, &index->elements)
    {
        if (!element->column)
            return false;
        vec_add(parse->arena, &names, element->column);
    }
    return same_set(&names, columns);
}

static bool
is_key(Parse *parse, const Object *object, const Vec *columns)
{
    const ConstraintDef *constraint = (const ConstraintDef *) object;

    if (object->kind == KIND_INDEX)
        return index_is_key(parse, (const IndexDef *) object, columns);
    return object->kind == KIND_CONSTRAINT && (constraint_is(constraint, "PRIMARY KEY") || constraint_is(constraint, "UNIQUE")) &&
           !constraint->deferrable && same_set(&constraint->columns, columns);
}

/* The partitioned table that a partition belongs to; NULL: it is none. */
const Object *
partition_parent(const Parse *parse, const Object *table)
{
    VEC_EACH(const Object *, child, &table->children)
        if (child->kind == KIND_INHERITANCE && ((const Inheritance *) child)->bound)
            return model_find_kind(parse->model, KIND_TABLE, ((const Inheritance *) child)->from_schema, NULL,
                                   ((const Inheritance *) child)->from_table);
    return NULL;
}

/* A partition has the keys of its parents too. The primary key is the first choice: it is what stays. */
static const Object *
find_key(Parse *parse, const Object *table, const Vec *columns)
{
    const Object *found = NULL;

    for (; table; table = partition_parent(parse, table))
    {
        VEC_EACH(const Object *, child, &table->children)
            if (is_key(parse, child, columns) &&
                (!found || (child->kind == KIND_CONSTRAINT && constraint_is((const ConstraintDef *) child, "PRIMARY KEY"))))
                found = child;
        if (found)
            return found;
    }
    return NULL;
}

static const ConstraintDef *
primary_key(const Parse *parse, const Object *table)
{
    for (; table; table = partition_parent(parse, table))
        VEC_EACH(const Object *, child, &table->children)
            if (child->kind == KIND_CONSTRAINT && constraint_is((const ConstraintDef *) child, "PRIMARY KEY"))
                return (const ConstraintDef *) child;
    return NULL;
}

static void
need_key(Parse *parse, ConstraintDef *key, const Object *table)
{
    const Object *found = find_key(parse, table, &key->ref_columns);

    if (!found)
        complain(parse, &key->object, "declare a PRIMARY KEY, UNIQUE constraint or unique index that is not deferrable on exactly these columns",
                 arena_printf(parse->arena, "no key of %s has the columns (%s)", object_title(parse->arena, table),
                              index_columns_sql(parse->arena, &key->ref_columns)));
    else if (found->kind == KIND_INDEX)
        object_need(parse->arena, &key->object, (Ref) {.space = SPACE_RELATION, .schema = found->schema, .name = found->name});
    else
        object_need(parse->arena, &key->object,
                    (Ref) {.space = SPACE_CONSTRAINT, .schema = found->schema, .parent = found->parent, .name = found->name});
}

static void
finish_foreign_key(Parse *parse, ConstraintDef *key)
{
    const Object *table = model_find(parse->model, SPACE_RELATION, key->ref_schema, NULL, key->ref_table);
    const char *name = sql_qname(parse->arena, key->ref_schema, key->ref_table);

    if (!table && key->ref_columns.count && names_has(&parse->names, SPACE_RELATION, key->ref_schema, key->ref_table))
        return;                                    /* an extension's */
    if (!table || table->kind != KIND_TABLE)
    {
        complain(parse, &key->object, "a blueprint declares everything that it refers to",
                 arena_printf(parse->arena, table ? "%s is no table" : "table %s does not exist in the blueprint", name));
        return;
    }
    if (!key->ref_columns.count)
    {
        const ConstraintDef *primary = primary_key(parse, table);

        if (!primary)
        {
            complain(parse, &key->object, "name the referenced columns", arena_printf(parse->arena, "table %s has no primary key", name));
            return;
        }
        vec_add_all(parse->arena, &key->ref_columns, &primary->columns);
    }
    if (key->columns.count != key->ref_columns.count)
    {
        complain(parse, &key->object, NULL, "the numbers of referring and referenced columns differ");
        return;
    }
    object_need(parse->arena, &key->object, (Ref) {.space = SPACE_RELATION, .schema = key->ref_schema, .name = key->ref_table, .shallow = true});
    if (need_columns(parse, &key->object, table, &key->ref_columns))
        need_key(parse, key, table);
}

void
constraint_finish(Parse *parse)
{
    VEC_EACH(Object *, object, &parse->model->objects)
        if (object->kind == KIND_CONSTRAINT && constraint_is((ConstraintDef *) object, "FOREIGN KEY"))
            finish_foreign_key(parse, (ConstraintDef *) object);
}
