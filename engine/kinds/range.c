#include "engine/kinds/range.h"

#include "engine/model/emit.h"

static const Field fields[] = {
    {0}
};

const KindOps kind_range = {
    .noun = "RANGE",
    .word = "range",
    .size = sizeof(RangeType),
    .fields = fields,
};
