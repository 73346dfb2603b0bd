/*
 * definition.h -- kinds that are a name, a list of options and perhaps a list of items: aggregate, operator, cast, collation,
 * conversion, access method, language, transform, operator family and class, text search parser, template, dictionary and
 * configuration.
 *
 * Both roads write options and items the same way ("SFUNC = app.add"), sorted; PostgreSQL's defaults are left out. What can't be
 * altered is made anew. https://www.postgresql.org/docs/current/sql-createaggregate.html and its likes.
 *
 * Items are what ALTER adds and takes away one by one, each under its key:
 *
 *     operator family, class     OPERATOR 1 (integer, bigint)    OPERATOR 1 < (integer, bigint)
 *     text search configuration  asciiword                       app.thesaurus, english_stem
 *     text search dictionary     stopwords                       'english'
 */
#ifndef HC_DEFINITION_H
#define HC_DEFINITION_H

#include "engine/model/emit.h"

typedef struct DefinitionItem
{
    const char *key, *value;                       /* as SQL */
} DefinitionItem;

typedef struct Definition
{
    Object object;
    const char *bare;                              /* the name without what `rest` says, unquoted; NULL: object.name is just that */
    const char *rest;                              /* what DROP, COMMENT ON and OWNER TO want behind it: " (integer, integer)"; NULL: nothing */
    Vec options;                                   /* "STYPE = integer"; sorted */
    Vec items;                                     /* DefinitionItem *; sorted by key */
    Vec written;                                   /* the same in the order in which the server keeps them; empty: none is kept */
} Definition;

extern const Field definition_item_fields[];

/* object.name of an operator: "+ (integer, integer)", NONE for the argument that a prefix operator lacks; of an operator class
 * or family: "app_ops USING btree". */
const char *operator_signature(Arena *arena, const char *name, const char *left, const char *right);
const char *definition_using(Arena *arena, const char *name, const char *method);

/* The value of an option; NULL: it is not there. */
const char *definition_option(const Definition *definition, const char *name);

const DefinitionItem *definition_item(const Vec *items, const char *key);   /* NULL: none */
void definition_add_item(Arena *arena, Vec *items, const char *key, const char *value);
void definition_sort_items(Vec *items);

/* The qualified name alone, and with `rest`: KindOps.sql_name. */
const char *definition_called(Arena *arena, const Object *object);
const char *definition_sql_name(Arena *arena, const Object *object);

/* A CREATE with its undo; KindOps.create of "CREATE noun name (OPTION = value, ...)"; KindOps.drop. */
void definition_emit_create(Emit *emit, const Object *new, const char *sql);
void definition_create(Emit *emit, const Object *new);
void definition_drop(Emit *emit, const Object *old);

/*
 * What becomes stale, unseen, when the object starts to give other results: "index app.i, column app.t.c"; NULL: nothing. Stored
 * generated columns and indexes that need it, or what is made of it, by the live catalog.
 */
const char *definition_stale(Emit *emit, const Object *object);

/* KindOps.follow of them all. */
void definition_follow(Object *object, const struct Moves *moves);

#endif
