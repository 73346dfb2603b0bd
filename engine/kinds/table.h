/*
 * table.h -- CREATE TABLE: plain, partitioned, partitions, inheriting, typed.
 *
 * Columns, defaults, constraints, indexes, triggers and policies are objects of their own whose parent is the table.
 */
#ifndef HC_TABLE_H
#define HC_TABLE_H

#include "engine/model/field.h"

typedef struct Table
{
    Object object;
    bool unlogged;
    Vec options;                                   /* "fillfactor=70", "toast.autovacuum_enabled=false"; sorted */
    Expression *partition_key;                     /* "RANGE (created_at)"; NULL: not partitioned */
    Vec inherits;                                  /* quoted qualified names, in order; a partition's only parent too */
    Expression *bound;                             /* "FOR VALUES FROM (1) TO (5)" or "DEFAULT"; NULL: no partition */
    const char *of_type;                           /* OF type; NULL: untyped */
    const char *access_method;                     /* NULL: the server's default ("heap" counts as that) */
    const char *tablespace;                        /* NULL: the default */
    bool row_security, force_row_security;
    const char *replica_identity;                  /* "DEFAULT", "FULL", "NOTHING", or an index's name in quotes */
    const char *cluster_on;                        /* index name; NULL: none */
    int64_t rows, bytes;                           /* from the live statistics; -1: not known. Told, never compared */
} Table;

#endif
