#include "engine/kinds/enum.h"

#include "engine/kinds/usertype.h"
#include "engine/model/moves.h"

static const Field fields[] = {
    FIELD(EnumType, labels, NAMES, ALTER),
    {0}
};

/* ALTER TYPE only adds: the old labels must all be there still, in their order. */
static bool
enum_can_alter(const Object *old, const Object *new, uint64_t changed)
{
    const Vec *was = &((const EnumType *) old)->labels, *is = &((const EnumType *) new)->labels;
    size_t found = 0;

    (void) changed;
    for (size_t i = 0; i < is->count && found < was->count; i++)
        if (str_eq(vec_at(is, i), vec_at(was, found)))
            found++;
    return found == was->count;
}

static void
enum_create(Emit *emit, const Object *new)
{
    const char *name = object_sql_name(emit->arena, new);
    Vec labels = {0};
    Step *step;

    VEC_EACH(const char *, label, &((const EnumType *) new)->labels)
        vec_add(emit->arena, &labels, sql_literal(emit->arena, label));
    step = emit_step(emit, COST(0), labels.count ? "CREATE TYPE %s AS ENUM (\n    %s\n)" : "CREATE TYPE %s AS ENUM (%s)", name,
                     vec_join(emit->arena, &labels, ",\n    "));
    emit_undo(emit, step, false, "DROP TYPE %s", name);
}

/* A label can't be used in the transaction that adds it (postgresql.org/docs/current/sql-altertype.html, Notes). */
static void
enum_alter(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    const Vec *was = &((const EnumType *) old)->labels, *is = &((const EnumType *) new)->labels;
    const char *name = object_sql_name(emit->arena, new);
    Step *step = NULL;
    size_t at = 0;                                 /* in the old labels */

    (void) changed;
    for (size_t i = 0; i < is->count; i++)
    {
        const char *label = sql_literal(emit->arena, vec_at(is, i));

        if (at < was->count && str_eq(vec_at(is, i), vec_at(was, at)))
            at++;
        else if (at == was->count)
            step = emit_step(emit, COST(0), "ALTER TYPE %s ADD VALUE %s", name, label);
        else
            step = emit_step(emit, COST(0), "ALTER TYPE %s ADD VALUE %s BEFORE %s", name, label,
                             sql_literal(emit->arena, vec_at(was, at)));
    }
    if (step)
        step->commit_after = true;
}

static void
follow(Object *object, const Moves *moves)
{
    EnumType *type = (EnumType *) object;

    for (size_t i = 0; i < type->labels.count; i++)
        type->labels.items[i] = (void *) (uintptr_t) moves_part(moves, SPACE_TYPE, object->schema, object->name, vec_at(&type->labels, i));
}

static bool
has_part(const Object *object, const char *part)
{
    return vec_has_str(&((const EnumType *) object)->labels, part);
}

const KindOps kind_enum = {
    .noun = "TYPE",
    .word = "enum",
    .acl_privileges = "USAGE",
    .has_owner = true,
    .renames = "",
    .part_renames = "VALUE",
    .size = sizeof(EnumType),
    .fields = fields,
    .can_alter = enum_can_alter,
    .follow = follow,
    .has_part = has_part,
    .create = enum_create,
    .alter = enum_alter,
    .drop = usertype_drop,
};
