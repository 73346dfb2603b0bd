/*
 * parse.h -- inside parser/: how a statement becomes objects.
 *
 * Statement order never matters. Every statement of all files is parsed once to learn which names are declared, then
 * handed to its handler (handlers.def). A handler whose target is not in the model yet (an ALTER TABLE before the CREATE
 * TABLE, LIKE of a later table) returns OUTCOME_DEFER and must have changed nothing; it is called again, in source
 * order, until no call makes progress. What is still deferred then is an error: the handler is called a last time with
 * parse->last_call set, and says what is missing. What looks at the final state of others (LIKE) defers until
 * parse->quiet is set, which is when nobody else can go on, and clears it.
 *
 * Handlers run inside libpg_query's memory context: the tree dies with the statement, so whatever the model keeps is
 * copied to parse->arena. A handler never calls palloc itself with sizes from input.
 */
#ifndef HC_PARSE_H
#define HC_PARSE_H

#include "parser/pgnodes.h"

#include "engine/kinds/column.h"
#include "engine/kinds/constraint.h"
#include "engine/kinds/domain.h"
#include "engine/kinds/function.h"
#include "engine/kinds/table.h"
#include "parser/canon.h"
#include "parser/parser.h"
#include "parser/statement.h"

/* Two definitions of one object. */
typedef struct Repeat
{
    Object *first, *second;
} Repeat;

typedef struct Parse
{
    Arena *arena;                                  /* the model's */
    Arena *source;                                 /* statements and what is known of them: freed when all of them were read */
    Arena *reading;                                /* what else the model does not keep (names, Pendings): freed when it is finished */
    Model *model;
    Names names;
    const ParseOptions *options;
    Findings *findings;
    Vec pending;                                   /* Pending *: for canon_all() at the end */
    Map taken, constraint_names;                   /* parser/autoname.c's own; all zero to start with */
    Vec repeats;                                   /* Repeat *: see parse_add() */
    Map statements;                                /* what a CREATE says: the first Statement that said it */
    Map creations;                                 /* what a CREATE makes: the Statement, as long as it is the only one */
    bool keeps_trees;                              /* from the first look to the first run: see declare.c */
    Map identities;                                /* parser/serial.c's own: qualified name of an identity's sequence: its object */
    Vec bonds;                                     /* parser/inheritance.c's own: Inheritance * ever made */
    Map values;                                    /* parser/default.c's own: Object.key: Pending * of its expression */
    Vec unnamed;                                   /* parser/constraint.c's own: constraints of the statement that is being read */
    Vec by_default;                                /* parser/default_privilege.c's own: Object * whose privileges default ones gave */
    Model *in_force;                               /* the same: default privileges that the session at hand has set so far; NULL: none */
    int in_force_session;                          /* the same: which one that is */
    bool waited;                                   /* a statement stands before what it needs: the order means nothing */
    bool quiet;                                    /* nothing else can go on: what copies a table as it is in the end may */
    bool last_call;
} Parse;

typedef enum Outcome { OUTCOME_DONE, OUTCOME_DEFER } Outcome;      /* after a finding: OUTCOME_DONE */

typedef Outcome (*Handler)(Parse *parse, const Statement *statement, Node *node);

#define HANDLER(tag, function) Outcome function(Parse *parse, const Statement *statement, Node *node);
#include "parser/handlers.def"
#undef HANDLER

/* ---- what handlers are made of (parser/help.c) ---- */

/* An error at a node. The statement is then done. */
Outcome parse_error(Parse *parse, const Statement *statement, int location, const char *hint, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
Outcome parse_warning(Parse *parse, const Statement *statement, int location, const char *hint, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* DEFER, or on the last call the error that `what` does not exist. */
Outcome parse_missing(Parse *parse, const Statement *statement, int location, const char *what, const char *schema, const char *name);

/*
 * Add a new object with origin and search path set; its identity must be complete. False: there is one already. Then the
 * first is kept, and at the end of all both are compared (their fields): equal ones are one, different ones an error that
 * names both places, IF NOT EXISTS or not, since which one would win depends on order. A whole statement that repeats an
 * earlier one never reaches its handler.
 */
bool parse_add(Parse *parse, const Statement *statement, int location, Object *object);

/* Names. Schema for something that a statement creates (first of the search path when unqualified; never NULL). */
const char *creation_schema(const Statement *statement, const char *schema);
/* Where a mentioned relation, type or routine is. */
const char *relation_schema(Parse *parse, const Statement *statement, const RangeVar *range);
void qualified_name(Parse *parse, const Statement *statement, Space space, List *names, const char **schema, const char **name);

/* An object that a statement refers to and changes; NULL when it is not in the model (yet). */
Object *find_relation(Parse *parse, const Statement *statement, const RangeVar *range);
Object *find_object(Parse *parse, const Statement *statement, Space space, const char *parent, List *names);
/* A routine by name and argument types (args_unspecified: the only overload; *ambiguous is set when there are more). */
Object *find_routine(Parse *parse, const Statement *statement, const ObjectWithArgs *name, bool *ambiguous);

/* A type as format_type() prints it with an empty search_path: "character varying(20)", "app.status[]". `object` gets the type as
 * a need (NULL: nobody does). An unknown type is a finding unless an extension of unknown contents may bring it.
 * serial types must be taken away by the caller before (is_serial()). */
const char *type_text(Parse *parse, const Statement *statement, const TypeName *type, Object *object);
const char *serial_type(const TypeName *type);     /* "integer" for serial ...; NULL: not one */
/* The same without its modifier, as function arguments have it: "character varying" for varchar(20), "character" for char(3). */
const char *type_text_bare(Parse *parse, const Statement *statement, const TypeName *type, Object *object);
/* False: "table.column%TYPE" of a column that is not in the model yet; the statement must wait. */
bool type_ready(Parse *parse, const Statement *statement, const TypeName *type);
const char *collation_text(Parse *parse, const Statement *statement, const CollateClause *clause);  /* qualified; NULL for "default" */

/* Text of a node: the deparsed SQL of an expression or query, on the model's arena. */
const char *node_sql(Parse *parse, Node *expression);
const char *query_sql(Parse *parse, Node *query);

/* A new Expression that canon_all() will finish. The Pending is returned so that the caller can fill the rest. */
Pending *parse_expression(Parse *parse, const Statement *statement, Node *node, Object *object, Expression **slot);
Pending *parse_query(Parse *parse, const Statement *statement, Node *query, Object *object, Expression **slot);
Pending *parse_pending_text(Parse *parse, const Statement *statement, PendingKind kind, const char *sql, Object *object, Expression **slot);
/* The search path of a statement, which outlives it. */
const Vec *statement_path(Arena *arena, const Statement *statement);
/* An expression that another one takes the place of. */
void pending_forget(Parse *parse, const Expression *expression);

/* Options. "name=value" of a list of DefElem, as pg_class.reloptions has them, sorted by the caller at the end. */
const char *def_text(Parse *parse, const DefElem *def);            /* value as text; "true" when there is none */
bool def_bool(const DefElem *def);
void reloptions_set(Parse *parse, Vec *options, List *defs);        /* adds or replaces; "toast." kept in the name */
void reloptions_reset(Parse *parse, Vec *options, List *defs);
const char *str_node(Parse *parse, Node *node);                     /* String node to arena text */
void str_list(Parse *parse, List *list, Vec *out);                  /* list of String nodes */
const char *role_name(Parse *parse, const Statement *statement, const RoleSpec *role);     /* NULL for PUBLIC */

/* ---- pieces that one kind asks of another ---- */

/*
 * parser/constraint.c: a constraint of CREATE TABLE, ALTER TABLE ADD or a domain. `column` is the column it is written at, or
 * NULL. CONSTR_PRIMARY, UNIQUE, FOREIGN, CHECK, EXCLUSION; the CONSTR_ATTR_* that follow in the list are applied to the
 * object returned (NULL after a finding: then they are skipped). The object is not in the model before
 * constraint_statement_end(), which is called after each statement (and by a handler that wants them earlier): it drops
 * repeats as PostgreSQL does, chooses names, makes a primary key's columns NOT NULL and adds the objects.
 * constraint_ready() must be asked before anything is changed: false when USING INDEX names an index that is not there yet.
 */
bool constraint_ready(Parse *parse, const Object *parent, const Constraint *node);
Object *constraint_add(Parse *parse, const Statement *statement, Object *parent, const Constraint *node, const char *column);
void constraint_attribute(Object *constraint, ConstrType attribute);
void constraint_statement_end(Parse *parse, const Statement *statement);
/* ALTER CONSTRAINT and VALIDATE CONSTRAINT of a constraint that is in the model. */
void constraint_alter(Parse *parse, const Statement *statement, Object *constraint, const Constraint *node);
void constraint_validate(Object *constraint);
/* CREATE TABLE (LIKE source INCLUDING CONSTRAINTS (checks), INDEXES, COMMENTS): copies on `table`, named as PostgreSQL does. */
void constraint_like(Parse *parse, const Statement *statement, Object *table, const Object *source, bool checks, bool indexes, bool comments);
/* Columns of foreign keys without a list, needs on the referenced key. Called once, after index_finish() and before canon_all(). */
void constraint_finish(Parse *parse);

/* parser/index.c: keys of an index or EXCLUDE constraint. */
void index_elements(Parse *parse, const Statement *statement, Object *object, const char *method, List *params, Vec *elements);
/* Where an index (of a constraint too) that is named without its schema is: index names are not among Parse.names. */
const char *index_schema(Parse *parse, const Statement *statement, const char *name);
/* ALTER INDEX (of constraints' indexes too): table_alter() hands over statements whose objtype is OBJECT_INDEX. */
Outcome index_alter(Parse *parse, const Statement *statement, const AlterTableStmt *node);
/* Columns of keys, defaults that are not to be written, what partitions have only as their parent's copy. Called once, after
 * table_finish(). */
void index_finish(Parse *parse);

/* parser/composite_alter.c: table_alter() hands over statements whose objtype is OBJECT_TYPE. */
Outcome composite_alter(Parse *parse, const Statement *statement, const AlterTableStmt *node);

/* parser/table.c: after all statements: inherited columns, LIKE, partitions. Called once, before constraint_finish(). */
void table_finish(Parse *parse);
Column *table_column(Parse *parse, const Object *table, const char *name);  /* NULL: no such */

/* parser/composite.c: COMMENT ON COLUMN type.attribute. False: the type has no such attribute. */
bool composite_comment(Parse *parse, Object *composite, const char *attribute, const char *comment);

/* parser/sequence.c: options of CREATE SEQUENCE and of identity columns; OWNED BY into the sequence when given. */
void sequence_options(Parse *parse, const Statement *statement, List *defs, const char **type, SequenceOptions *options, Object *sequence);

/*
 * What ALTER TABLE, ALTER VIEW and ALTER MATERIALIZED VIEW say to views and of triggers; table_alter() hands it over.
 * view_alter() and matview_alter() do a whole statement on a relation of their kind. trigger_known() tells whether the
 * trigger that ALTER TABLE ... ENABLE TRIGGER and its like name is in the model (of ... TRIGGER ALL, whether all can be there):
 * when not, the statement must wait. trigger_enable() does such a command.
 */
Outcome view_alter(Parse *parse, const Statement *statement, Object *view, const AlterTableStmt *node);
/* What pg_dump makes of NULLs first, to be replaced in the end. */
bool view_is_stand_in(const ViewStmt *view);
/* Annotations above the output columns of a view's query. */
void view_annotations(Parse *parse, const Statement *statement, Object *view, const Node *query);
Outcome matview_alter(Parse *parse, const Statement *statement, Object *view, const AlterTableStmt *node);
/* An output column of a view of which a comment, a privilege or a setting is declared; made when it is not there yet. */
Object *view_column(Parse *parse, const Statement *statement, const Object *view, const char *name);
bool view_column_alter(Parse *parse, const Statement *statement, const Object *view, const AlterTableCmd *command);  /* false: not of a column */
bool is_trigger_command(const AlterTableCmd *command);
bool trigger_known(Parse *parse, const Object *relation, const AlterTableCmd *command);
void trigger_enable(Parse *parse, const Statement *statement, const Object *relation, const AlterTableCmd *command);
/* parser/rule.c: the same for ALTER TABLE ... ENABLE RULE and its like. */
bool is_rule_command(const AlterTableCmd *command);
bool rule_known(Parse *parse, const Object *relation, const AlterTableCmd *command);
void rule_enable(Parse *parse, const Statement *statement, const Object *relation, const AlterTableCmd *command);

/* parser/default_privilege.c: the privileges that a new object starts with; and once all are made, before any GRANT is read. */
void default_privilege_start(Parse *parse, const Statement *statement, Object *object);
void default_privilege_settle(Parse *parse);

/* parser/drop.c: take an object away with all that hangs on it and what it wanted to be worked on at the end. */
void object_drop(Parse *parse, Object *object);

/* parser/owner.c: set the owner; from then on owners are managed. One that is not known (CURRENT_USER without a connection) stays open. */
void owner_change(Parse *parse, const Statement *statement, Object *object, const RoleSpec *role);

/* parser/schema.c, parser/do.c: the statements inside one, each with `inner` and its search path set. do_statements(): false
 * when there is more in the block than statements that declare. */
void schema_elements(Parse *parse, const Statement *statement, CreateSchemaStmt *node, Vec *inner);
bool do_statements(Parse *parse, const Statement *statement, DoStmt *node, Vec *inner);
/* parser/extension.c: where its members go. */
const char *extension_schema(const Statement *statement, const CreateExtensionStmt *node);

/* parser/role.c: what memberships leave open, settings without any. Called once. */
void role_finish(Parse *parse);

/* parser/statistics.c: by a name as written; NULL: not in the model (yet). */
Object *statistics_find(Parse *parse, const Statement *statement, List *names);

/* parser/default.c */
/* A bare NULL is no default at all, unless the type makes an expression of it: a modifier that must be applied (but an
 * interval's, which the constant takes at once), or a domain. */
bool default_says_nothing(Parse *parse, const Statement *statement, const char *type, const Node *expression);
void default_set(Parse *parse, const Statement *statement, Object *table, const char *column, Node *expression);
void default_drop(Parse *parse, Object *table, const char *column);

#endif
