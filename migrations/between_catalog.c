/* What the catalog would tell of the old side, were it a database. */
#include "migrations/between.h"

#include "engine/base/text.h"
#include "engine/kinds/column.h"
#include "engine/kinds/constraint.h"
#include "engine/kinds/domain.h"
#include "engine/kinds/inheritance.h"
#include "engine/kinds/range.h"
#include "engine/kinds/sequence.h"
#include "parser/shape.h"

/* ---- copies ---- */

static bool
is_copied(const Object *object)
{
    return object->kind == KIND_INDEX || object->kind == KIND_CONSTRAINT;
}

/* What the table wants to keep of what it has only as a child. The server named it, and the new side knows that name. */
static void
keep_copy(Work *work, Table *table, const Object *wanted, const Object *original)
{
    VEC_EACH(const Object *, own, &wanted->children)
    {
        Object *copy;

        if (own->kind != original->kind || map_has(&work->texts.model->by_key, own->key) ||
            fields_compare(object_ops(own)->fields, own, original, own, original, NULL))
            continue;
        copy = arena_alloc(work->models, object_ops(own)->size);
        memcpy(copy, own, object_ops(own)->size);
        copy->children = (Vec) {0};
        copy->comment = NULL;
        vec_add(work->models, &table->derived, copy);
        return;
    }
}

static void
keep_copies(Work *work, Table *table, const Object *wanted, const Object *below)
{
    VEC_EACH(const Inheritance *, bond, &below->children)
    {
        const Object *from = bond->object.kind == KIND_INHERITANCE ? (const Object *) inheritance_from(work->texts.model, bond) : NULL;

        if (!from)
            continue;
        VEC_EACH(const Object *, original, &from->children)
            if (is_copied(original) && (bond->bound || (original->kind == KIND_CONSTRAINT && constraint_is((const ConstraintDef *) original, "CHECK") &&
                                                        !((const ConstraintDef *) original)->no_inherit)))
                keep_copy(work, table, wanted, original);
        keep_copies(work, table, wanted, from);
    }
}

void
between_copies(Work *work)
{
    VEC_EACH(Object *, object, &work->texts.model->objects)
    {
        const Object *wanted = object->kind == KIND_TABLE ? map_get(&work->blueprint->by_key, object->key) : NULL;
        const Object *table = is_copied(object) ? model_parent(work->texts.model, object) : NULL;

        if (wanted)
            keep_copies(work, (Table *) object, wanted, object);
        if (table && table->kind == KIND_TABLE && object->kind == KIND_INDEX)
            ((IndexDef *) object)->partitioned = ((const Table *) table)->partition_key != NULL;
        else if (table && table->kind == KIND_TABLE)
            ((ConstraintDef *) object)->partitioned = ((const Table *) table)->partition_key != NULL;
    }
}

/*
 * ---- pg_depend ----
 *
 * The parser notes only what must be made first: a relation as a whole, and nothing of the relation that an object hangs on. What
 * must step aside when a column changes is told by columns.
 */

typedef struct Use
{
    const Pending *pending;
    Shape shape;
} Use;

static bool
uses(const Shape *shape, const char *column)
{
    return shape->star || shape->problem || vec_has_str(&shape->words, column);
}

static Ref
ref_of(const Object *child)
{
    return (Ref) {.space = kind_space[child->kind], .schema = child->schema, .parent = child->parent, .name = child->name, .shallow = true};
}

/* A constant that is compared with a column is of its type, though no text says so. */
static void
need_type_of(Work *work, Object *object, const Object *column)
{
    VEC_EACH(const Ref *, need, &column->needs)
        if (need->space == SPACE_TYPE)
            object_need(work->models, object, *need);
}

static void
need_columns(Work *work, Object *object, const Object *relation, const Shape *shape)
{
    VEC_EACH(Object *, column, &relation->children)
        if (column->kind == KIND_COLUMN && column != object && uses(shape, column->name))
        {
            object_need(work->models, object, ref_of(column));
            need_type_of(work, object, column);
        }
}

/* GROUP BY the key alone, and the other columns may be selected: the view then rests on the constraint. */
static void
need_key(Work *work, Object *object, const Object *relation, const Shape *shape)
{
    VEC_EACH(const ConstraintDef *, key, &relation->children)
    {
        bool all = true;

        if (key->object.kind != KIND_CONSTRAINT || !constraint_is(key, "PRIMARY KEY"))
            continue;
        VEC_EACH(const char *, column, &key->columns)
            all &= uses(shape, column);
        if (all)
            object_need(work->models, object, ref_of(&key->object));
    }
}

/* In place of whole relations, those of their columns that the query names. */
static void
narrow(Work *work, Object *object, const Shape *shape)
{
    Vec needs = object->needs;

    object->needs = (Vec) {0};
    VEC_EACH(const Ref *, need, &needs)
    {
        Ref shallow = *need;
        Vec found = {0};

        if (need->space != SPACE_RELATION || need->shallow)
        {
            object_need(work->models, object, *need);
            continue;
        }
        shallow.shallow = true;
        object_need(work->models, object, shallow);
        model_find_ref(work->texts.model, &shallow, work->models, &found);
        VEC_EACH(const Object *, relation, &found)
        {
            need_columns(work, object, relation, shape);
            if (shape->grouped)
                need_key(work, object, relation, shape);
        }
    }
}

static void
apply(Work *work, const Use *use)
{
    const Pending *pending = use->pending;
    const Object *relation = pending->relation ? model_find(work->texts.model, SPACE_RELATION, pending->relation_schema, NULL, pending->relation) : NULL;

    if (relation)
        need_columns(work, pending->object, relation, &use->shape);
    if (pending->kind == PENDING_QUERY)
        narrow(work, pending->object, &use->shape);
}

/* ---- what stands in fields ---- */

typedef struct Named
{
    Map collations, multiranges;                   /* qualified name: Object * */
} Named;

static void
find_named(Work *work, Named *named)
{
    map_init(&named->collations, work->models);
    map_init(&named->multiranges, work->models);
    VEC_EACH(const Object *, object, &work->texts.model->objects)
    {
        const RangeType *range = (const RangeType *) object;

        if (object->kind == KIND_COLLATION)
            map_put(&named->collations, sql_qname(work->models, object->schema, object->name), object);
        else if (object->kind == KIND_RANGE)
            map_put(&named->multiranges, sql_qname(work->models, range->multirange_schema, range->multirange), object);
    }
}

static void
need_named(Work *work, Object *object, const Map *map, const char *name)
{
    const Object *found = name ? map_get(map, name) : NULL;

    if (found)
        object_need(work->models, object, ref_of(found));
}

static void
of_column(Work *work, Object *object, const Named *named)
{
    need_named(work, object, &named->collations, ((const Column *) object)->collation);
    need_named(work, object, &named->multiranges, ((const Column *) object)->type);
}

static void
of_default(Work *work, Object *object, const Named *named)
{
    const Object *column = model_find(work->texts.model, SPACE_COLUMN, object->schema, object->parent, object->name);

    (void) named;
    if (!column)
        return;
    object_need(work->models, object, ref_of(column));
    need_type_of(work, object, column);
}

static void
of_domain(Work *work, Object *object, const Named *named)
{
    need_named(work, object, &named->collations, ((const Domain *) object)->collation);
}

static void
of_key(Work *work, Object *object, const Named *named)
{
    VEC_EACH(const char *, name, &((const ConstraintDef *) object)->columns)
    {
        const Object *column = model_find(work->texts.model, SPACE_COLUMN, object->schema, object->parent, name);

        if (column && column->kind == KIND_COLUMN && !constraint_is((const ConstraintDef *) object, "CHECK"))
            need_named(work, object, &named->collations, ((const Column *) column)->collation);
    }
}

/* What it names of its relation is told by its texts. */
static void
of_rule(Work *work, Object *object, const Named *named)
{
    (void) work, (void) named;
    VEC_EACH(Ref *, need, &object->needs)
        if (need->space == SPACE_RELATION && str_eq(need->schema, object->schema) && str_eq(need->name, object->parent))
            need->shallow = true;
}

/* It goes with the column that it belongs to. */
static void
of_sequence(Work *work, Object *object, const Named *named)
{
    (void) named;
    VEC_EACH(const Ref *, owner, &object_rare(object)->late_needs)
        object_need(work->models, object, *owner);
}

static void
of_index(Work *work, Object *object, const Named *named)
{
    VEC_EACH(const IndexElement *, element, &((const IndexDef *) object)->elements)
    {
        const Object *column = element->column ? model_find(work->texts.model, SPACE_COLUMN, object->schema, object->parent, element->column) : NULL;

        need_named(work, object, &named->collations, element->collation);
        if (column && column->kind == KIND_COLUMN && !element->collation)
            need_named(work, object, &named->collations, ((const Column *) column)->collation);
    }
}

/* A child is made in the shape of the table that it is a child of. */
static void
of_inheritance(Work *work, Object *object, const Named *named)
{
    const Inheritance *bond = (const Inheritance *) object;
    Object *child = model_find(work->texts.model, SPACE_RELATION, object->schema, NULL, object->parent);

    (void) named;
    if (child)
        object_need(work->models, child, (Ref) {.space = SPACE_RELATION, .schema = bond->from_schema, .name = bond->from_table, .shallow = true});
}

static const struct
{
    Kind kind;
    void (*need)(Work *work, Object *object, const Named *named);
} by_fields[] = {
    {KIND_COLUMN, of_column}, {KIND_DEFAULT, of_default}, {KIND_DOMAIN, of_domain}, {KIND_INDEX, of_index}, {KIND_INHERITANCE, of_inheritance},
    {KIND_CONSTRAINT, of_key}, {KIND_SEQUENCE, of_sequence}, {KIND_RULE, of_rule},
};

static void
need_by_fields(Work *work)
{
    Named named;

    find_named(work, &named);
    VEC_EACH(Object *, object, &work->texts.model->objects)
        for (size_t i = 0; i < COUNT_OF(by_fields); i++)
            if (by_fields[i].kind == object->kind)
                by_fields[i].need(work, object, &named);
}

void
between_needs(Work *work)
{
    Vec used = {0}, shapes = {0};
    ShapeFacts facts;

    map_init(&facts.routines, work->models);
    map_init(&facts.operators, work->models);
    VEC_EACH(const Pending *, pending, work->texts.pending)
    {
        Use *use;

        if (!pending->object || (pending->kind != PENDING_EXPRESSION && pending->kind != PENDING_QUERY) ||
            map_get(&work->texts.model->by_key, pending->object->key) != pending->object)
            continue;
        use = arena_make(work->models, Use);
        use->pending = pending;
        use->shape = (Shape) {.sql = pending->expression->sql, .is_query = pending->kind == PENDING_QUERY,
                              .relations_around = pending->old_and_new ? 2 : 1};
        vec_add(work->models, &used, use);
        vec_add(work->models, &shapes, &use->shape);
    }
    shape_all(work->models, &facts, &shapes);
    VEC_EACH(const Use *, use, &used)
        apply(work, use);
    need_by_fields(work);
}

/* A sequence that belongs to a column is made before it, and given to it in the end. */
static void
need_owner_late(Work *work, Object *sequence)
{
    Vec needs = sequence->needs;

    sequence->needs = (Vec) {0};
    VEC_EACH(const Ref *, need, &needs)
        if (need->space == SPACE_COLUMN || need->space == SPACE_RELATION)
            object_need_late(work->models, sequence, *need);
        else
            object_need(work->models, sequence, *need);
}

void
between_needs_of_new(Work *work)
{
    VEC_EACH(Object *, object, &work->blueprint->objects)
        if (object->kind == KIND_SEQUENCE)
            need_owner_late(work, object);
}
