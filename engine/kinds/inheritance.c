#include "engine/kinds/inheritance.h"

#include "engine/model/emit.h"

static const Field fields[] = {
    {0}
};

const KindOps kind_inheritance = {
    .noun = "INHERITANCE",
    .word = "inheritance",
    .size = sizeof(Inheritance),
    .fields = fields,
};
