#include "engine/kinds/enum.h"

#include "engine/model/emit.h"

static const Field fields[] = {
    {0}
};

const KindOps kind_enum = {
    .noun = "ENUM",
    .word = "enum",
    .size = sizeof(EnumType),
    .fields = fields,
};
