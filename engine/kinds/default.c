#include "engine/kinds/default.h"

#include "engine/model/emit.h"

static const Field fields[] = {
    {0}
};

const KindOps kind_default = {
    .noun = "DEFAULT",
    .word = "default",
    .size = sizeof(ColumnDefault),
    .fields = fields,
};
