#include "engine/kinds/extension.h"

#include "engine/model/emit.h"

static const Field fields[] = {
    {0}
};

const KindOps kind_extension = {
    .noun = "EXTENSION",
    .word = "extension",
    .size = sizeof(Extension),
    .fields = fields,
};
