#include "engine/kinds/function.h"

#include "engine/model/emit.h"

static const Field fields[] = {
    {0}
};

const KindOps kind_function = {
    .noun = "FUNCTION",
    .word = "function",
    .size = sizeof(Function),
    .fields = fields,
};
