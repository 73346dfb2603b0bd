#include "engine/kinds/matview.h"

#include "engine/model/emit.h"

static const Field fields[] = {
    {0}
};

const KindOps kind_matview = {
    .noun = "MATVIEW",
    .word = "matview",
    .size = sizeof(MatView),
    .fields = fields,
};
