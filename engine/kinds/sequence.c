#include "engine/kinds/sequence.h"

#include "engine/model/emit.h"

static const Field fields[] = {
    {0}
};

SequenceOptions
sequence_defaults(const char *type, int64_t increment)
{
    (void) type;
    return (SequenceOptions) {.increment = increment};
}

const char *
sequence_options_sql(Arena *arena, const char *type, const SequenceOptions *options, bool all)
{
    (void) type, (void) options, (void) all;
    return arena_copy(arena, "");
}

const KindOps kind_sequence = {
    .noun = "SEQUENCE",
    .word = "sequence",
    .size = sizeof(Sequence),
    .fields = fields,
};
