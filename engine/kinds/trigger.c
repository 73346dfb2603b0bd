#include "engine/kinds/trigger.h"

#include "engine/model/emit.h"

static const Field fields[] = {
    {0}
};

const KindOps kind_trigger = {
    .noun = "TRIGGER",
    .word = "trigger",
    .size = sizeof(Trigger),
    .fields = fields,
};
