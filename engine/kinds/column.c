#include "engine/kinds/column.h"

#include "engine/model/emit.h"

static const Field fields[] = {
    {0}
};

const KindOps kind_column = {
    .noun = "COLUMN",
    .word = "column",
    .size = sizeof(Column),
    .fields = fields,
};
