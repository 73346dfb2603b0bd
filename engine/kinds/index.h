/* index.h -- CREATE INDEX, without the indexes that belong to a constraint or hang on a partitioned parent's index. */
#ifndef HC_INDEX_H
#define HC_INDEX_H

#include "engine/model/emit.h"

/* One key of an index, or of an EXCLUDE constraint. */
typedef struct IndexElement
{
    const char *column;                            /* NULL: an expression */
    Expression *expression;
    const char *collation;                         /* NULL: the column's or expression's own */
    const char *own_collation;                     /* live: what that is for an expression, but for the default one; never compared */
    const char *opclass;                           /* NULL: the default, without options; else as it is to be written, qualified
                                                    * outside pg_catalog */
    const char *default_opclass;                   /* live: the name of the class, said or not; never compared */
    Vec opclass_options;                           /* "siglen=32" */
    bool descending, nulls_first;                  /* nulls_first as it works out: true by default when descending */
    const char *label;                             /* what an expression suggests for a name; blueprint only, never compared */
    const char *with_operator;                     /* EXCLUDE only: "=" or "OPERATOR(app.===)" */
} IndexElement;

typedef struct IndexDef
{
    Object object;                                 /* parent: the table or materialized view */
    bool unique, nulls_not_distinct;
    const char *method;                            /* "btree" ... */
    Vec elements;                                  /* IndexElement * */
    Vec include;                                   /* column names */
    Expression *where;
    Vec options;                                   /* "fillfactor=70" */
    bool partitioned;                              /* live: of a partitioned table, so that ALTER INDEX can't set options; never compared */
    const char *tablespace;                        /* NULL: the database's default */
    bool has_keys;                                 /* live: keys of partitions are parts of it (ConstraintDef.part_of); never compared */
    bool invalid;                                  /* left behind by a failed CREATE INDEX CONCURRENTLY; false in a blueprint */
    Vec statistics;                                /* "2=500": targets of expression columns, sorted */
} IndexDef;

extern const Field index_element_fields[];

/* "(a DESC, lower(b) COLLATE x opclass)" with its parentheses; with operators for EXCLUDE. */
const char *index_elements_sql(Arena *arena, const Vec *elements);

/* " INCLUDE (a, b)", or "". */
const char *index_include_sql(Arena *arena, const Vec *columns);

/* The names, quoted, with commas between. */
const char *index_columns_sql(Arena *arena, const Vec *columns);

/* ALTER INDEX on an index, or on that of a constraint. */
void index_alter_options(Emit *emit, const Object *index, const Vec *old, const Vec *new);
void index_alter_tablespace(Emit *emit, const Object *index, const char *old, const char *new);

/* A collation that is said of an expression although it is its own is not kept by the server: KindOps.adopt() of those with keys. */
void index_elements_adopt(const Vec *wanted, const Vec *live);

/* Keys of an index or EXCLUDE constraint when something is renamed. */
struct Moves;
void index_elements_follow(const struct Moves *moves, const Object *object, Vec *elements);

#endif
