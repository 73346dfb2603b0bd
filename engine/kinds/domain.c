#include "engine/kinds/domain.h"

#include "engine/model/emit.h"

static const Field fields[] = {
    {0}
};

const KindOps kind_domain = {
    .noun = "DOMAIN",
    .word = "domain",
    .size = sizeof(Domain),
    .fields = fields,
};
