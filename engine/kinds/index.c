#include "engine/kinds/index.h"

#include "engine/model/emit.h"

static const Field fields[] = {
    {0}
};

const Field index_element_fields[] = {{0}};

const char *
index_elements_sql(Arena *arena, const Vec *elements)
{
    (void) elements;
    return arena_copy(arena, "()");
}

const KindOps kind_index = {
    .noun = "INDEX",
    .word = "index",
    .size = sizeof(IndexDef),
    .fields = fields,
};
