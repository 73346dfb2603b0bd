/*
 * table.h -- CREATE TABLE: plain, partitioned, partitions, inheriting, typed; CREATE FOREIGN TABLE.
 *
 * Columns, defaults, constraints, indexes, triggers and policies are objects of their own whose parent is the table; so
 * is the bond to each table that it inherits from or is a partition of (inheritance.h).
 *
 * A foreign table is a table with a server: all of that holds for it too. It has no rows of its own, so it can be made anew.
 */
#ifndef HC_TABLE_H
#define HC_TABLE_H

#include "engine/model/emit.h"
#include "engine/model/field.h"

typedef struct Table
{
    Object object;
    bool unlogged;
    Vec options;                                   /* "fillfactor=70", "toast.autovacuum_enabled=false"; sorted */
    Expression *partition_key;                     /* "RANGE (created_at)"; NULL: not partitioned */
    const char *of_type;                           /* OF type, qualified and quoted; NULL: untyped */
    const char *access_method;                     /* NULL: the server's default ("heap" counts as that) */
    const char *tablespace;                        /* NULL: the default */
    const char *server;                            /* of a foreign table; NULL: it is none */
    Vec foreign_options;                           /* OPTIONS of a foreign table: "name=value", sorted */
    bool row_security, force_row_security;
    const char *replica_identity;                  /* "DEFAULT", "FULL", "NOTHING", "USING INDEX name": as SQL has it */
    const char *replica_index;                     /* the name in USING INDEX, bare; else NULL */
    const char *cluster_on;                        /* index name; NULL: none */
    Vec inherits;                                  /* quoted qualified names, in order; a partition's only parent too. For
                                                    * look-ups: what is compared are the Inheritance objects */
    Expression *bound;                             /* of that Inheritance; NULL: no partition */
    Vec partition_columns;                         /* names of columns in the partition key; for look-ups */
    Vec heirs;                                     /* Table *: whose Inheritance names this table; see inheritance_link() */
    Vec derived;                                   /* live: Object *: constraints and indexes that it has only as copies of its
                                                    * parents', not in the model; see inheritance_align() */
    int64_t rows, bytes;                           /* from the live statistics; -1: not known. Told, never compared */
} Table;

/* Have finish() wait for the indexes (or the constraints they belong to) that the table names. Both roads call it. */
void table_need_indexes(Arena *arena, Table *table);

bool table_is_foreign(const Object *object);                        /* NULL is none */
bool table_is_partitioned(const Object *object);                    /* the same */

/* Columns by position. The vector is new; items are the model's. */
void table_columns(Arena *arena, const Object *table, Vec *columns);

/* CLUSTER ON and REPLICA IDENTITY USING INDEX, where they name an index that was just made again under a table that does
 * not change itself. Indexes and constraints call it at the end of their create(). */
void table_mark_index(Emit *emit, const Object *index);

/* table_create.c: CREATE TABLE with all that is folded into it. */
void table_create_sql(Emit *emit, const Object *new);

#endif
