#include "engine/kinds/constraint.h"

#include "engine/model/emit.h"

static const Field fields[] = {
    {0}
};

const char *
constraint_definition(Arena *arena, const ConstraintDef *constraint)
{
    (void) constraint;
    return arena_copy(arena, "");
}

const KindOps kind_constraint = {
    .noun = "CONSTRAINT",
    .word = "constraint",
    .size = sizeof(ConstraintDef),
    .fields = fields,
};
