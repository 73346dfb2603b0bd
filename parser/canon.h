/*
 * canon.h -- rung 1 of the proof ladder: equal trees.
 *
 * Both roads hand every expression and query here, after all relations of their model are known. For each one canon
 *   - resolves names (relations, functions, types) and, where the columns of every FROM item are known, expands `*` and
 *     qualifies columns; the result, deparsed, becomes Expression.sql: it means the same under any search path;
 *   - applies sound rewrites only, and deparses to Expression.canon: equal canon, equal meaning. No rule may make two
 *     expressions equal that PostgreSQL could tell apart ('1'::text and '1'::int stay different);
 *   - collects what the expression uses as needs of its object (relations, functions, types, sequences).
 * Facts behind the rules: ruleutils.c and parse_coerce.c of PostgreSQL.
 */
#ifndef HC_CANON_H
#define HC_CANON_H

#include "engine/model/field.h"
#include "engine/model/model.h"
#include "engine/model/moves.h"
#include "parser/names.h"

typedef enum PendingKind
{
    PENDING_EXPRESSION,                            /* a scalar expression */
    PENDING_QUERY,                                 /* a SELECT or VALUES: a view's */
    PENDING_ACTION,                                /* a rule's: SELECT, INSERT, UPDATE, DELETE or NOTIFY */
    PENDING_BODY,                                  /* a SQL-standard function body: RETURN ..., BEGIN ATOMIC ... END */
    PENDING_PARTITION_KEY,                         /* "RANGE (a, lower(b) COLLATE x opclass)" */
    PENDING_BOUND                                  /* "FOR VALUES ...", "DEFAULT" */
} PendingKind;

/* One text that waits for the model to be complete. Who makes it fills everything; texts and vectors must live as long as the model. */
typedef struct Pending
{
    PendingKind kind;
    Expression *expression;                        /* sql is set; canon_all() sets canon and replaces sql */
    Object *object;                                /* whose it is: gets the needs */
    const char *relation_schema, *relation;        /* whose columns stand without qualification; NULL: none */
    const char *target_type;                       /* what the value is coerced to (a default, a generated column, "boolean" for CHECK); NULL: nothing */
    const char *value_type;                        /* VALUE's type in a domain CHECK; NULL elsewhere */
    bool old_and_new;                              /* a trigger's WHEN, a rule: OLD and NEW are the relation's row */
    const Vec *search_path;                        /* of the statement; empty for texts of the catalog */
    Vec *column_names, *column_types;              /* of a query: filled when not NULL (View.column_names ...) */
    const Vec *rename_columns;                     /* of a query: CREATE VIEW v (a, b): names to give to its columns; NULL: none */
    Origin origin;
} Pending;

/*
 * Finish every Pending of a model. collect_needs: blueprint yes, catalog no (pg_depend knows better). A text that can't
 * be parsed is a finding (error for a blueprint; for the catalog the canon is then the text itself, and a warning).
 */
void canon_all(Model *model, const Names *names, const Vec *pending, bool collect_needs, Findings *findings);

/*
 * Before moves_apply(): the texts of a live model, and what stands around them, as they will be once things are renamed. Where
 * that can't be told a text stays as it is. canon_all() must follow, when the names are applied to the model too.
 */
void canon_follow(Model *model, const Names *names, const Vec *pending, const Moves *moves);

#endif
