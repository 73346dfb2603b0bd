/*
 * column.h -- a column of a table. Its default is an object of its own (default.h); its generation expression is not,
 * since it can't be had without the column.
 *
 * Order: columns of a table that stays are never compared by position, since PostgreSQL can't move them; a new table
 * gets them by position.
 */
#ifndef HC_COLUMN_H
#define HC_COLUMN_H

#include "engine/kinds/default.h"
#include "engine/kinds/sequence.h"
#include "engine/model/emit.h"

typedef struct Column
{
    Object object;
    const char *type;                              /* as format_type() with an empty search_path: "character varying(20)", "app.status[]" */
    const char *collation;                         /* qualified and quoted; NULL: the type's default */
    bool not_null;
    bool is_generated;                             /* while the catalog is read: the expression is still to come */
    bool generated_virtual;
    bool can_set_expression;                       /* live: on a server that has SET EXPRESSION (17). Never compared */
    bool inherited;                                /* has it only from a parent (attislocal false): nothing is to be made or dropped */
    const char *not_null_name;                     /* of the constraint that this is since PostgreSQL 18; NULL: not said, and any will do, or an
                                                    * older server */
    const char *identity;                          /* "ALWAYS", "BY DEFAULT"; NULL: none */
    SequenceOptions identity_options;              /* all zero without identity */
    const char *identity_called;                   /* blueprint: SEQUENCE NAME, in the table's schema; NULL: PostgreSQL may choose. Compared by
                                                    * engine/kinds/identity_sequence */
    const char *identity_sequence;                 /* live: its sequence, qualified and quoted; else NULL. Never compared */
    Expression *generated;                         /* GENERATED ALWAYS AS; NULL: none */
    const char *storage;                           /* "PLAIN" ...; NULL: the type's default */
    const char *compression;                       /* "pglz", "lz4"; NULL: default */
    int64_t statistics;                            /* -1: default */
    Vec options;                                   /* "n_distinct=5", sorted */
    Vec foreign_options;                           /* OPTIONS of a foreign table's column: "name=value", sorted */
    int64_t position;                              /* in the table, from 1; never compared */
    Expression *convert, *backfill;                /* blueprint: USING of a change of type, values for rows that have none; NULL: not said. Never compared */
    const char *written_path;                      /* the search path of those two */
} Column;

/* "name type COLLATE x DEFAULT y NOT NULL": as CREATE TABLE and ADD COLUMN want it. value: its default, or NULL. */
const char *column_definition(Arena *arena, const Column *column, const ColumnDefault *value);

/* ALTER COLUMN ... OPTIONS, for a column that was just made by a statement which could not say them. */
void column_emit_foreign_options(Emit *emit, const Column *column);

/* " (SEQUENCE NAME app.s INCREMENT BY 2)" after AS IDENTITY, or "". */
const char *column_identity_options(Arena *arena, const Column *column);
/* What a definition can't say: storage, statistics, options. For a column that was just made. */
void column_emit_rest(Emit *emit, const Column *column);

/* column_alter.c */
void column_alter(Emit *emit, const Object *old, const Object *new, uint64_t changed);

/*
 * The column of a table above whose own statement reaches this one: PostgreSQL passes ADD, DROP and ALTER COLUMN on to
 * all children. `action`: what is done to it there. NULL: none, or the bond between the tables is being made or cut.
 */
const Column *column_reached_from(const Emit *emit, const Object *column, Action action, uint64_t changed);

/* Bits of the field table. */
uint64_t column_bit(const char *field);

/* Whether its table stays and holds rows, as far as is known. */
bool column_has_rows(const Emit *emit, const Object *column);
/* The step that gives rows without a value theirs (Column.backfill). */
void column_emit_backfill(Emit *emit, const Column *column);

#endif
