#include "engine/kinds/policy.h"

#include "engine/model/emit.h"

static const Field fields[] = {
    {0}
};

const KindOps kind_policy = {
    .noun = "POLICY",
    .word = "policy",
    .size = sizeof(Policy),
    .fields = fields,
};
