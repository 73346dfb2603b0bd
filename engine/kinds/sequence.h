/* sequence.h -- CREATE SEQUENCE, with those of serial columns; those of identity columns belong to their column. */
#ifndef HC_SEQUENCE_H
#define HC_SEQUENCE_H

#include "engine/model/field.h"

/* The options that a sequence and an identity column share, always with PostgreSQL's defaults filled in. */
typedef struct SequenceOptions
{
    int64_t start, increment, min, max, cache;
    bool cycle;
} SequenceOptions;

typedef struct Sequence
{
    Object object;
    const char *type;                              /* "bigint", "integer", "smallint" */
    SequenceOptions options;
    bool unlogged;
    const char *owned_schema, *owned_table, *owned_column;      /* OWNED BY; NULL: none */
} Sequence;

/* PostgreSQL's defaults for a type and an increment: init_params() in commands/sequence.c. */
SequenceOptions sequence_defaults(const char *type, int64_t increment);

/* " INCREMENT BY 2 MINVALUE 5 ...": the options that differ from the defaults, or all with `all`. */
const char *sequence_options_sql(Arena *arena, const char *type, const SequenceOptions *options, bool all);

/* What follows GENERATED ... AS IDENTITY: " (SEQUENCE NAME app.s INCREMENT BY 2)", or "". `name`: qualified and quoted; NULL: none. */
const char *sequence_identity_sql(Arena *arena, const char *type, const SequenceOptions *options, const char *name);

/* Sequences that columns of the table own, and that stay, while the table is dropped and made again: DROP would take them along. */
void sequence_let_go(Emit *emit, const Object *table);
void sequence_take_back(Emit *emit, const Object *table);

#endif
