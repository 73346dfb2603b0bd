#include "engine/kinds/table.h"

#include "engine/model/emit.h"

static const Field fields[] = {
    {0}
};

const KindOps kind_table = {
    .noun = "TABLE",
    .word = "table",
    .size = sizeof(Table),
    .fields = fields,
};
