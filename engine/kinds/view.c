#include "engine/kinds/view.h"

#include "engine/model/emit.h"

static const Field fields[] = {
    {0}
};

const KindOps kind_view = {
    .noun = "VIEW",
    .word = "view",
    .size = sizeof(View),
    .fields = fields,
};
