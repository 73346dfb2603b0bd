/*
 * column.h -- a column of a table. Its default is an object of its own (default.h); its generation expression is not,
 * since it can't be had without the column.
 */
#ifndef HC_COLUMN_H
#define HC_COLUMN_H

#include "engine/kinds/sequence.h"
#include "engine/model/field.h"

typedef struct Column
{
    Object object;
    const char *type;                              /* as format_type() with an empty search_path: "character varying(20)", "app.status[]" */
    const char *collation;                         /* qualified and quoted; NULL: the type's default */
    bool not_null;
    const char *identity;                          /* "ALWAYS", "BY DEFAULT"; NULL: none */
    SequenceOptions identity_options;              /* all zero without identity */
    Expression *generated;                         /* GENERATED ALWAYS AS; NULL: none */
    bool generated_virtual;
    const char *storage;                           /* "PLAIN" ...; NULL: the type's default */
    const char *compression;                       /* "pglz", "lz4"; NULL: default */
    int64_t statistics;                            /* -1: default */
    Vec options;                                   /* "n_distinct=5", sorted */
    bool inherited;                                /* has it only from a parent (attislocal false): nothing is to be made or dropped */
    int64_t position;                              /* in the table, from 1; never compared */
} Column;

#endif
