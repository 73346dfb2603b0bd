#include "engine/kinds/composite.h"

#include "engine/model/emit.h"

static const Field fields[] = {
    {0}
};

const KindOps kind_composite = {
    .noun = "COMPOSITE",
    .word = "composite",
    .size = sizeof(CompositeType),
    .fields = fields,
};
