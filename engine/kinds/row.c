#include "engine/kinds/row.h"

#include "engine/model/emit.h"

static const Field fields[] = {
    {0}
};

const KindOps kind_row = {
    .noun = "ROW",
    .word = "row",
    .size = sizeof(ReferenceRow),
    .fields = fields,
};
