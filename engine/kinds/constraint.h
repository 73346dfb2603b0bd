/*
 * constraint.h -- every constraint of tables and domains, but NOT NULL, which is the column's (or domain's), and constraint
 * triggers, which are triggers. Its index, where it has one, is no object of its own. What a partition has only as a copy
 * of its parent's constraint, or a child only by inheritance, is no object either.
 */
#ifndef HC_CONSTRAINT_H
#define HC_CONSTRAINT_H

#include "engine/kinds/index.h"
#include "engine/model/field.h"

typedef struct ConstraintDef
{
    Object object;                                 /* parent: the table or the domain */
    const char *type;                              /* "PRIMARY KEY", "UNIQUE", "FOREIGN KEY", "CHECK", "EXCLUDE" */
    bool on_domain;
    Vec columns;                                   /* names, in order; empty for CHECK and EXCLUDE */
    Expression *check;
    const char *ref_schema, *ref_table;            /* FOREIGN KEY */
    Vec ref_columns;                               /* always filled in, also where the blueprint left them to the primary key */
    const char *on_update, *on_delete;             /* "NO ACTION" ... for FOREIGN KEY, else NULL */
    const char *match;                             /* "SIMPLE", "FULL"; NULL for others */
    Vec on_delete_columns;                         /* SET NULL (a, b) */
    bool deferrable, initially_deferred;
    bool not_valid;                                /* as wanted, or as it is */
    bool no_inherit;
    Vec include;
    bool nulls_not_distinct;
    const char *method;                            /* EXCLUDE */
    Vec elements;                                  /* IndexElement *, EXCLUDE */
    Expression *where;                             /* EXCLUDE */
    Vec options;                                   /* of its index */
    bool partitioned;                              /* live: of a partitioned table, as in IndexDef; never compared */
    const char *tablespace;                        /* of its index; NULL: the database's default */
    const char *index_comment;                     /* COMMENT ON INDEX of its index: not the constraint's own; NULL: none */
    bool invalid;                                  /* of a partitioned table: partitions lack their parts of it; false in a blueprint */
    const char *part_of_schema, *part_of;          /* live, of a partition: the plain index of its parent that its index is a part of.
                                                    * Neither can be dropped without the other; never compared */
    bool without_overlaps;                         /* PostgreSQL 18: the last column WITHOUT OVERLAPS, or PERIOD of a foreign key */
    bool not_enforced;                             /* PostgreSQL 18 */
} ConstraintDef;

bool constraint_has_index(const ConstraintDef *constraint);         /* PRIMARY KEY, UNIQUE, EXCLUDE: an index of the same name */
bool constraint_is(const ConstraintDef *constraint, const char *type);

/* "PRIMARY KEY (a, b)": all after CONSTRAINT name, as CREATE TABLE and ADD CONSTRAINT want it. */
const char *constraint_definition(Arena *arena, const ConstraintDef *constraint);

#endif
