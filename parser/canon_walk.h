/*
 * canon_walk.h -- inside parser/canon*.c: one walk over a raw parse tree, which is run twice.
 *
 * First to resolve: names are qualified in place, `*` is expanded, output columns get their names; the tree stays what
 * people wrote otherwise and is deparsed to Expression.sql. Then to rewrite: the same walk now also does what
 * PostgreSQL's parse analysis does to the tree (conversions that it inserts, operators that it puts in place of IN and
 * BETWEEN ...), so that what people write comes to look like what ruleutils.c prints. The result is only for comparing.
 *
 * Soundness: a type is known or it is NULL, and with NULL nothing is rewritten. A name that could mean something else
 * under the text's search path than what is found here makes the text uncertain: its canonical text then names the path,
 * and equals only what is written alike under the same one.
 *
 * Everything here runs inside a PgqScope, where the tree lives.
 */
#ifndef HC_CANON_WALK_H
#define HC_CANON_WALK_H

#include "parser/canon_type.h"

#include "parser/canon.h"
#include "parser/canon_lookup.h"
#include "parser/scope.h"

typedef struct Canon
{
    Arena *arena;                                  /* for the text at hand, and some that follow */
    Arena *keep;                                   /* as long as canon_all() runs */
    Model *model;
    const Names *names;
    TypeTable *types;
    Map relations;                                 /* qualified name: Vec * of ScopeColumn *, once asked for */
    Map queries;                                   /* qualified name: Job * of a view's query */
    Map scopes;                                    /* relation: Scope * that its expressions stand in; on `arena`, since they follow each other */
    bool foreign_overloads;                        /* extensions may bring operators and functions that take built-in types */

    struct Follow *follow;                         /* canon_follow.c's own: names are about to change; else NULL */

    unsigned copies;                               /* operands that were copied: see call_operator() */

    /* of the text at hand */
    const Pending *pending;
    const Vec *path;
    bool rewrite;                                  /* second run */
    bool changed;                                  /* the first run changed the tree */
    bool certain;                                  /* nothing depends on the search path */
    Scope *scope;
    ScopeWith *recursive;                          /* the WITH RECURSIVE query that is about to be walked: its first part gives the columns */
    const CommonTableExpr *recursive_cte;
    const PgType *value;                           /* of VALUE in a domain's CHECK */
    const Function *function;                      /* whose parameters a body may name */
    Vec *needs;                                    /* Ref *; NULL: not wanted */
} Canon;

/* The columns of a query. */
typedef struct Outputs
{
    bool known;                                    /* false: there may be more, or other ones */
    Vec names;                                     /* const char * */
    Vec types;                                     /* const PgType *, NULL for those not known */
} Outputs;

/* ---- canon_expr.c ---- */

/* Walk an expression. *type: NULL when it is not known. */
Node *expr_walk(Canon *canon, Node *node, const PgType **type);
void expr_walk_list(Canon *canon, List *list);
/* An expression that must be boolean: WHERE, ON, CHECK ... NULL gives NULL. */
Node *expr_walk_boolean(Canon *canon, Node *node);
/* Names and sub-selects of a node whose kind has no rule of its own: resolved, never rewritten. */
void expr_walk_unknown(Canon *canon, Node *node);

/* ---- canon_call.c: operators and functions ---- */

Node *call_operator(Canon *canon, A_Expr *node, const PgType **type);
Node *call_function(Canon *canon, FuncCall *node, const PgType **type, Signature *signature);
void call_walk_window(Canon *canon, WindowDef *window);           /* NULL is fine */
/* `left op right` with both sides walked: finds the operator and converts the sides; *type NULL and false when it is not known. */
bool call_binary(Canon *canon, List **name, Node **left, const PgType *left_type, Node **right, const PgType *right_type, const PgType **type);

/* ---- canon_cast.c: conversions and literals ---- */

Node *cast_walk(Canon *canon, TypeCast *node, const PgType **type);
/* An implicit conversion; only when rewriting, and only when both types are known. */
Node *cast_implicit(Canon *canon, Node *node, const PgType *from, const PgType *to);
/* The same for a function's argument, where a regclass literal is qualified in the text itself too. */
void cast_argument(Canon *canon, Node **node, const PgType *from, const PgType *to);
/* Convert the expressions of a list to their common type, and give that. types[] goes with the list. */
const PgType *cast_common(Canon *canon, List *list, const PgType **types, int count);
/* ARRAY[...] without a conversion. */
Node *cast_array(Canon *canon, A_ArrayExpr *node, const PgType **type);
Node *cast_constant(Canon *canon, A_Const *node, const PgType **type);

/* ---- canon_literal.c ---- */

/* How the server prints a literal of the type; the text itself where that is not known. In the current memory context. */
const char *literal_normal(const PgType *type, const char *text);
/* A number without a type, as numeric_out() prints it; NULL: it is none. */
const char *literal_number(const char *text);
bool literal_is_integer(const char *text, bool *fits_int4, bool *fits_int8);

/* ---- canon_query.c, canon_from.c ---- */

typedef enum QueryUse
{
    QUERY_NAMED,                                   /* the names of its columns count: a view, FROM, WITH */
    QUERY_UNNAMED,                                 /* they don't: an expression's sub-select */
    QUERY_EXISTS                                   /* nor do the columns */
} QueryUse;

void query_walk(Canon *canon, SelectStmt *query, Scope *outer, bool hides_outer, QueryUse use, Outputs *outputs);
/* The output columns of a SELECT or of RETURNING, in the scope at hand; stars give way. */
void query_walk_targets(Canon *canon, List **targets, QueryUse use, Outputs *outputs);
/* The same for a row of VALUES, whose stars give way where they can. */
List *query_expand_row(Canon *canon, List *row);
/* CREATE VIEW v (a, b): false when a star that could not be expanded is in the way. */
bool query_rename(SelectStmt *query, const Vec *names);
void from_collect(Canon *canon, Scope *scope, List *from);         /* names of the items, before anything is walked */
void from_walk(Canon *canon, Scope *scope, List *from);
void from_with(Canon *canon, Scope *scope, WithClause *with);
void from_with_columns(Canon *canon, ScopeWith *with, const CommonTableExpr *cte, const Outputs *outputs);

/* ORDER BY of an aggregate or a window: numbers and names of output columns mean nothing there. */
void query_walk_sort(Canon *canon, List *sort);
void query_walk_sort_item(Canon *canon, SortBy *sort, const PgType **type);

/* ---- canon_change.c: INSERT, UPDATE, DELETE in a body or in WITH ---- */

void change_walk(Canon *canon, Node *statement, Outputs *outputs); /* columns of RETURNING; not known without it */

/* ---- canon_column.c ---- */

#define COLUMN_ROW "hc:row"                        /* canonical texts only: the row of a FROM item, as a function of its name */
Node *column_walk(Canon *canon, ColumnRef *node, const PgType **type);
Node *column_walk_parameter(Canon *canon, ParamRef *node, const PgType **type);    /* $1 of a body: goes by its name where it has one */
ColumnRef *column_make(const ScopeColumn *column);
const Vec *column_list(Canon *canon, const char *schema, const char *relation);    /* ScopeColumn *; NULL: not known */
const char *column_figure(const Node *node);       /* FigureColname() of parse_target.c; NULL: "?column?" */

/* ---- canon_follow.c: what is going to be called otherwise; they do nothing unless Canon.follow is set ---- */

const char *follow_item(Canon *canon, const char *schema, const char *relation);    /* the new name; NULL: it keeps it */
const char *follow_name(Canon *canon, const char *schema, const char *relation, const char *column);
void follow_range(Canon *canon, RangeVar *range);
void follow_column(Canon *canon, ColumnRef *node, const ScopeItem *item, const ScopeColumn *column);
void follow_merged(Canon *canon, const ScopeColumn *left, const ScopeColumn *right);
void follow_key(Canon *canon, char **name);
void follow_type(Canon *canon, TypeName *type);
void follow_function(Canon *canon, List **names);
void follow_regclass(Canon *canon, char **text);
void follow_label(Canon *canon, char **text, const PgType *type);
void follow_fail(Canon *canon);

/* ---- refs.c: what a name means, and what the object needs ---- */

void refs_relation(Canon *canon, RangeVar *range);
void refs_type(Canon *canon, TypeName *type);
void refs_collation(Canon *canon, CollateClause *clause);
/* The schema of an operator that has no likes in pg_catalog, when one schema of the path alone declares such; else NULL. */
const char *refs_operator(Canon *canon, const char *name);
/* Text of a regclass constant ("My Table", 'x.sq'): qualified. The text itself when it can't be. */
const char *refs_regclass(Canon *canon, const char *text);
/* Qualify a function's name. Where no declared one is meant for certain, the name stays. Overloads: those declared (Function *), or NULL. */
typedef enum FunctionPlace { PLACE_BUILTIN, PLACE_DECLARED, PLACE_EITHER, PLACE_UNKNOWN } FunctionPlace;
FunctionPlace refs_function(Canon *canon, List **name, const Vec **overloads);
void refs_need(Canon *canon, Ref ref);

/* ---- canon_partition.c ---- */

void partition_walk_key(Canon *canon, PartitionSpec *key);
void partition_walk_bound(Canon *canon, PartitionBoundSpec *bound);
/* Types of the key that a bound is for: const PgType *, NULL for those that are not known. */
void partition_key_types(Canon *canon, Vec *types);

/* ---- canon_output.c ---- */

/*
 * What tells the type of an output column of a walked query, with modifier and collation: equal texts, equal types. That
 * is the type itself where it has neither, or else the expression with the tables that its columns are of. NULL: nothing
 * tells it. On canon->arena.
 */
const char *output_type(Canon *canon, const SelectStmt *query, size_t at, const PgType *type);

/* ---- canon_tree.c: one text, of whatever kind ---- */

typedef struct Tree
{
    PendingKind kind;
    Node *node;                                    /* the expression or query; a statement around other kinds */
    Outputs outputs;                               /* of a query, once it was walked */
} Tree;

void canon_init(Canon *canon, Arena *keep, Arena *arena, Model *model, const Names *names);
void canon_forget(Canon *canon);                                    /* what the texts so far took, between two of them */
void canon_begin(Canon *canon, const Pending *pending);            /* ready for the first run over a text */

bool tree_parse(Canon *canon, PendingKind kind, const char *sql, Tree *tree, const char **problem);
void tree_walk(Canon *canon, Tree *tree);
const char *tree_sql(Canon *canon, const Tree *tree);              /* on canon->arena; NULL: can't be written */
bool tree_is_sound(Canon *canon, const Tree *tree, const char *sql);           /* the text reads back as the tree */
bool tree_is_compound(const Tree *tree);                           /* Expression.compound */

/* ---- canon.c ---- */

void canon_query_first(Canon *canon, const char *schema, const char *relation);    /* see that a view's columns are known */

#endif
