/*
 * constraint.h -- what the files of constraints and indexes share inside parser/.
 *
 *   constraint.c         a Constraint node becomes an object
 *   constraint_names.c   the end of a statement: repeats, names, NOT NULL of primary keys
 *   constraint_finish.c  the end of all: columns and needs of foreign keys, defaults that need not be written
 *   constraint_like.c    copies for CREATE TABLE (LIKE ...)
 *   partition.c          what partitions have only as copies of their parents' indexes and constraints
 *   index.c, opclass.c   indexes
 */
#ifndef HC_PARSER_CONSTRAINT_H
#define HC_PARSER_CONSTRAINT_H

#include "parser/parse.h"

/* A constraint of the statement that is being read; Parse.unnamed holds these. */
typedef struct NewConstraint
{
    ConstraintDef *constraint;
    Object *parent;
    int location;
    Vec names;                                     /* that its columns suggest for its name */
    const char *only_column;                       /* CHECK: its one column; NULL: none or several */
} NewConstraint;

/* Columns that its index has, as names suggest them: keys, then INCLUDE. NULL for an expression that suggests none. */
void index_suggest_names(Parse *parse, List *params, Vec *names);
void index_include(Parse *parse, List *params, Vec *include);
const char *index_tablespace(Parse *parse, const char *name);       /* NULL for pg_default */

/* A free name for an index of a table: label "pkey", "key", "excl" or "idx". */
const char *index_autoname(Parse *parse, const Object *table, const Vec *suggested, const char *label);

/* The one column that a CHECK uses, as PostgreSQL counts for its name; NULL: none, several, or the whole row. */
const char *check_only_column(Parse *parse, const Object *table, Node *expression);

/* The columns of a primary key are NOT NULL. */
void constraint_make_not_null(Parse *parse, const Object *table, const ConstraintDef *constraint);

/* Its expressions wait no longer for canon_all(): it goes out of the model, or never came in. */
void constraint_forget(Parse *parse, const Object *object);

/* constraint_finish.c: the partitioned table that a partition belongs to; NULL: it is none. */
const Object *partition_parent(const Parse *parse, const Object *table);

/* partition.c: the name that a copy of an index, or of a constraint with one, gets on another table. */
const char *partition_copy_name(Parse *parse, const Object *table, const Object *original);
/* partition.c: names that copies of the parents' indexes have on this table are taken. */
void partition_take_names(Parse *parse, const Object *table);
/* ALTER INDEX parent ATTACH PARTITION child: the child goes out of the model unless it is to `stay`; it may be a parent of others all the same. */
void partition_attach(Parse *parse, const char *schema, const char *name, Object *child, bool stay);
bool partition_is_attached(Parse *parse, const char *schema, const char *name);
/* After all statements: own objects of partitions that PostgreSQL takes for copies of their parents' go out of the model. */
void partition_finish(Parse *parse);

#endif
