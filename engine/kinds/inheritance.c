#include "engine/kinds/inheritance.h"

#include "engine/base/text.h"
#include "engine/kinds/constraint.h"
#include "engine/model/moves.h"

static const Field fields[] = {
    FIELD(Inheritance, bound, EXPR, RECREATE),
    FIELD(Inheritance, position, INT, RECREATE),
    FIELD_NAMED(Inheritance, detach_pending, "detach pending", BOOL, RECREATE),
    {0}
};

Inheritance *
inheritance_make(Arena *arena, const Object *child, const char *from_schema, const char *from_table)
{
    Inheritance *made = object_make(arena, KIND_INHERITANCE, child->schema, child->name, sql_qname(arena, from_schema, from_table));

    made->from_schema = arena_copy(arena, from_schema);
    made->from_table = arena_copy(arena, from_table);
    object_need(arena, &made->object, (Ref) {.space = SPACE_RELATION, .schema = from_schema, .name = from_table, .shallow = true});
    object_need(arena, &made->object, (Ref) {.space = SPACE_RELATION, .schema = from_schema, .name = from_table, .order_only = true});
    object_need(arena, &made->object, (Ref) {.space = SPACE_RELATION, .schema = child->schema, .name = child->name, .order_only = true});
    return made;
}

const Table *
inheritance_from(const Model *model, const Inheritance *inheritance)
{
    return (const Table *) model_find_kind(model, KIND_TABLE, inheritance->from_schema, NULL, inheritance->from_table);
}

void
inheritance_link(Model *model)
{
    VEC_EACH(Object *, object, &model->objects)
        if (object->kind == KIND_INHERITANCE)
        {
            Table *from = (Table *) inheritance_from(model, (Inheritance *) object);
            Object *child = model_parent(model, object);

            if (from && child)
                vec_add(model->arena, &from->heirs, child);
        }
}

bool
inheritance_stands(const Diff *diff, const Object *inheritance)
{
    Action action = diff_change_of(diff, inheritance)->action;

    return action == ACTION_KEEP || action == ACTION_ALTER;
}

static const char *
sql_name(Arena *arena, const Object *object)
{
    return arena_printf(arena, "%s from %s", object_relation(arena, object), object->name);
}

/* Whether a new child would get its columns in the wrong order from CREATE TABLE ... INHERITS or PARTITION OF: those of its parents come first. */
static bool
has_natural_order(const Model *model, const Object *child)
{
    Arena *scratch = arena_new();
    Vec names = {0}, columns = {0};
    bool natural = true;

    VEC_EACH(const Object *, object, &child->children)
        if (object->kind == KIND_INHERITANCE)
        {
            const Table *from = inheritance_from(model, (const Inheritance *) object);

            columns.count = 0;
            if (from)
                table_columns(scratch, &from->object, &columns);
            VEC_EACH(const Object *, column, &columns)
                vec_add_str_once(scratch, &names, column->name);
        }
    columns.count = 0;
    table_columns(scratch, child, &columns);
    for (size_t i = 0; i < names.count && natural; i++)
        natural = i < columns.count && str_eq(((const Object *) columns.items[i])->name, names.items[i]);
    arena_free(scratch);
    return natural;
}

static const Object *
folds_into(const Object *object, const Model *model)
{
    const Object *child = model_parent(model, object);

    return child && has_natural_order(model, child) ? child : NULL;
}

/* The parent is made anew, and the child keeps the copy of a CHECK that it had from it. */
static bool
has_kept(const Emit *emit, const Object *child, const char *check)
{
    const Inheritance *old = (const Inheritance *) emit->change->old;
    const ConstraintDef *original = old ? (const ConstraintDef *) model_find(emit->diff->old, SPACE_CONSTRAINT, old->from_schema, old->from_table, check) : NULL;

    return original && !original->no_inherit && !emit_relation_is_new(emit, child);
}

/* ATTACH and INHERIT want the child to have every CHECK of the parent; those that a child has only from its parent are not in the model. */
static void
add_missing_checks(Emit *emit, const Object *from, const Object *child)
{
    const char *relation = object_sql_name(emit->arena, child);

    VEC_EACH(const Object *, object, &from->children)
    {
        const ConstraintDef *check = (const ConstraintDef *) object;
        const Object *own;
        Step *step;

        if (object->kind != KIND_CONSTRAINT || strcmp(check->type, "CHECK") != 0 || check->no_inherit)
            continue;
        own = model_find(emit->diff->new, SPACE_CONSTRAINT, child->schema, child->name, object->name);
        if (own || has_kept(emit, child, object->name) || vec_has_str(&((const Inheritance *) emit->change->new)->adopts, object->name))
            continue;
        step = emit_step(emit, COST(.on = relation, .lock = LOCK_ACCESS_EXCLUSIVE, .scans = true), "ALTER TABLE %s ADD CONSTRAINT %s %s",
                         relation, sql_ident(emit->arena, object->name), constraint_definition(emit->arena, check));
        emit_hazard(emit, step, HAZARD_MAY_FAIL, "a row may violate the check");
    }
}

/* The default partition of a table that is there already: it is read to see that none of its rows belongs in the new one. */
static const Object *
default_partition(const Emit *emit, const Table *from)
{
    const Object *old = model_find_kind(emit->diff->old, KIND_TABLE, from->object.schema, NULL, from->object.name);

    if (old)
        VEC_EACH(const Table *, heir, &((const Table *) old)->heirs)
            if (heir->bound && strcmp(heir->bound->sql, "DEFAULT") == 0)
                return &heir->object;
    return NULL;
}

static void
create(Emit *emit, const Object *object)
{
    const Inheritance *new = (const Inheritance *) object;
    const Table *from = inheritance_from(emit->diff->new, new);
    const Object *child = emit_new_parent(emit, object), *catch_all;
    const char *relation = object_relation(emit->arena, object), *parent = object->name;
    Step *step;

    if (!from || !child)
        return;
    add_missing_checks(emit, &from->object, child);
    if (!new->bound)
    {
        step = emit_step(emit, COST(.on = relation, .lock = LOCK_ACCESS_EXCLUSIVE), "ALTER TABLE %s INHERIT %s", relation, parent);
        emit_undo(emit, step, false, "ALTER TABLE %s NO INHERIT %s", relation, parent);
        return;
    }
    catch_all = default_partition(emit, from);
    step = emit_step(emit, COST(.on = relation, .lock = LOCK_ACCESS_EXCLUSIVE, .scans = true), "ALTER TABLE ONLY %s ATTACH PARTITION %s %s",
                     parent, relation, new->bound->sql);
    if (step->rows)
        emit_hazard(emit, step, HAZARD_MAY_FAIL, "a row may lie outside the bound");
    if (catch_all && strcmp(object_sql_name(emit->arena, catch_all), relation) != 0)
        emit_hazard(emit, step, HAZARD_SCANS_TABLE, "the default partition %s is read and locked too", object_sql_name(emit->arena, catch_all));
    emit_undo(emit, step, false, "ALTER TABLE %s DETACH PARTITION %s", parent, relation);
}

static void
drop(Emit *emit, const Object *object)
{
    const Inheritance *old = (const Inheritance *) object;
    const char *relation = object_relation(emit->arena, object), *parent = object->name;
    Step *step;

    if (!old->bound)
    {
        step = emit_step(emit, COST(.on = relation, .lock = LOCK_ACCESS_EXCLUSIVE), "ALTER TABLE %s NO INHERIT %s", relation, parent);
        emit_undo(emit, step, false, "ALTER TABLE %s INHERIT %s", relation, parent);
        return;
    }
    if (old->detach_pending)
    {
        emit_step(emit, COST(.on = relation, .lock = LOCK_ACCESS_EXCLUSIVE), "ALTER TABLE %s DETACH PARTITION %s FINALIZE", parent, relation);
        return;
    }
    step = emit_step(emit, COST(.on = parent, .lock = LOCK_ACCESS_EXCLUSIVE), "ALTER TABLE %s DETACH PARTITION %s", parent, relation);
    emit_undo(emit, step, false, "ALTER TABLE %s ATTACH PARTITION %s %s", parent, relation, old->bound->sql);
}

static void
follow(Object *object, const Moves *moves)
{
    Inheritance *bond = (Inheritance *) object;

    moves_relation(moves, &bond->from_schema, &bond->from_table);
    object->name = sql_qname(moves->arena, bond->from_schema, bond->from_table);
}

const KindOps kind_inheritance = {
    .noun = "INHERITANCE",
    .word = "inheritance",
    .size = sizeof(Inheritance),
    .fields = fields,
    .sql_name = sql_name,
    .folds_into = folds_into,
    .follow = follow,
    .create = create,
    .drop = drop,
};
