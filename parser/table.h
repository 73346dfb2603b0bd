/*
 * table.h -- what the files of tables share inside parser/.
 *
 *   table.c            CREATE TABLE, and the end of all
 *   column.c           a column's definition
 *   serial.c           serial and identity columns, and their sequences
 *   table_like.c       CREATE TABLE (LIKE ...)
 *   inheritance.c      INHERITS, PARTITION OF, ATTACH: children have the columns of their parents
 *   table_alter.c      ALTER TABLE, what concerns the table
 *   column_alter.c     ALTER TABLE, what concerns a column
 *   default.c          defaults
 *   toast.c            options that a table has no place for
 *   foreign_table.c    CREATE FOREIGN TABLE
 *
 * Statements are done one after the other as the server would do them, so that a table at any moment is what it would
 * be there: a child gets a copy of each parent's column when the two meet, and later changes reach it as ALTER TABLE recurses.
 */
#ifndef HC_PARSER_TABLE_H
#define HC_PARSER_TABLE_H

#include "engine/kinds/inheritance.h"
#include "parser/parse.h"

/* ---- column.c ---- */

/* A column as it is defined, put behind the last one; its constraints are added. `have`: the column that it is merged with
 * (from a parent or a type), or NULL. */
void column_define(Parse *parse, const Statement *statement, Table *table, const ColumnDef *def, Column *have);

/* A new column with nothing but its place; added to the model. NULL after a finding: there is one. */
Column *column_new(Parse *parse, const Statement *statement, int location, const Object *table, const char *name);

/* Whether the server keeps the names of NOT NULL constraints (PostgreSQL 18). */
bool column_names_not_null(const Parse *parse);

void column_set_storage(Parse *parse, const Statement *statement, Column *column, const char *word);
void column_set_compression(Parse *parse, Column *column, const char *word);
void column_set_generated(Parse *parse, const Statement *statement, Column *column, Node *expression);
/* The collation that the type has anyway is none. */
void column_settle_collation(Parse *parse, Column *column);

/* Whether an expression has a reference to a column of this name. */
bool expression_mentions_column(Parse *parse, const char *sql, const char *name);

/* Out of the model, with its default, its sequence, and the keys, indexes and foreign keys that use it. */
void column_remove(Parse *parse, Column *column);

/* ---- serial.c ---- */

void serial_make(Parse *parse, const Statement *statement, int location, const Table *table, Column *column, const char *type);
void identity_copy(Parse *parse, const Statement *statement, Column *column, const Column *from);     /* LIKE ... INCLUDING IDENTITY */
/* The object of a sequence by its own name; NULL: none. Once all statements are read, those whose column has none any more go. */
Object *identity_sequence_find(const Parse *parse, const char *schema, const char *name);
void identity_finish(Parse *parse);
void identity_set(Parse *parse, const Statement *statement, Column *column, const Constraint *node);

/* ---- default.c ---- */

/* A copy of `from`'s default for another table's column of the same name; none when there is none. */
void default_copy(Parse *parse, const Statement *statement, const Object *from, Column *to);
/* The same for a generation expression. */
void generated_copy(Parse *parse, const Statement *statement, const Column *from, Column *to);
void default_sql(Parse *parse, const Statement *statement, const Object *column, const char *sql);

/* ---- inheritance.c ---- */

/* Children of a table, in the order in which they became that. */
void inheritance_heirs(const Parse *parse, const Object *table, Vec *heirs);
/* All tables below, each once, however many ways lead to it. */
void inheritance_descendants(const Parse *parse, const Object *table, Vec *descendants);
bool inheritance_is_partition(const Parse *parse, const Object *table);
const Inheritance *inheritance_partition_bond(const Object *table);  /* to the table that it is a partition of; NULL: it is none */

/* The child gets the parent's columns. bound: of a partition, else NULL. fresh: the child is just being made. */
void inheritance_add(Parse *parse, const Statement *statement, Table *child, Table *from, PartitionBoundSpec *bound, int location, bool fresh);
void inheritance_remove(Parse *parse, const Statement *statement, Table *child, const Table *from, int location);

/* ADD COLUMN reaches a child. */
void inheritance_add_column(Parse *parse, const Statement *statement, const Table *child, const Column *from);

/* ---- table_like.c ---- */

bool table_like_ready(Parse *parse, const Statement *statement, const TableLikeClause *like);
void table_like_columns(Parse *parse, const Statement *statement, Table *table, const TableLikeClause *like);
void table_like_rest(Parse *parse, const Statement *statement, Table *table, const TableLikeClause *like);

/* ---- column_alter.c ---- */

bool is_column_command(const AlterTableCmd *command);
/* False: it must wait. `added`: names of columns that the statement adds before. */
bool column_alter_ready(Parse *parse, const Object *table, const AlterTableCmd *command, const Vec *added);
void column_alter_do(Parse *parse, const Statement *statement, Table *table, const AlterTableCmd *command, bool recurse);
/* A primary key makes its columns NOT NULL in the children too. */
void column_key_recurse(Parse *parse, const Table *table);

/* ---- toast.c ---- */

void toast_finish(Parse *parse, Table *table);                      /* what the server has no place for is dropped silently */

/* ---- foreign_table.c ---- */

void foreign_table_finish(Parse *parse);                            /* what a foreign table can't have, and what only one can */

/* ---- table.c ---- */

/* CREATE TABLE but for the words before and behind it. *made is NULL when it must wait, or a finding was made. */
Outcome table_make(Parse *parse, const Statement *statement, const CreateStmt *node, Table **made);

const char *table_access_method(Parse *parse, const char *name);    /* NULL for the default */
const char *table_place(Parse *parse, const char *tablespace);      /* NULL for the default */

#endif
