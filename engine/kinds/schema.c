#include "engine/kinds/schema.h"

#include "engine/model/emit.h"

static const Field fields[] = {
    {0}
};

const KindOps kind_schema = {
    .noun = "SCHEMA",
    .word = "schema",
    .size = sizeof(Schema),
    .fields = fields,
};
