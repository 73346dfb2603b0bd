/*
 * column_type.h -- what ALTER COLUMN ... TYPE does to the rows, by the two types' names.
 *
 * Types are texts as format_type() prints them with an empty search_path. What isn't in the tables here is taken to
 * rewrite the table and to be able to fail. The tables hold what was measured on PostgreSQL 15 (and, for locks and
 * rewrites, 13 to 18): ATColumnChangeRequiresRewrite() in commands/tablecmds.c is the rule behind them.
 */
#ifndef HC_COLUMN_TYPE_H
#define HC_COLUMN_TYPE_H

#include "engine/model/model.h"

/* A type's name taken apart: "numeric(10,2)[]" is base "numeric", mods 10 and 2, array. */
typedef struct TypeParts
{
    const char *base;                              /* "timestamp without time zone" for timestamp(3) too */
    int64_t mods[2];                               /* -1: not given */
    const char *fields;                            /* of an interval: "day to second"; NULL: all */
    bool array;
} TypeParts;

typedef struct TypeChange
{
    bool rewrites;                                 /* the table and its indexes are written anew */
    bool narrows;                                  /* some value may not fit */
    bool by_time_zone;                             /* the session's TimeZone decides what the values become */
    const char *cast;                              /* "::integer", "::text::app.status" for USING; NULL: none needed */
} TypeChange;

TypeParts type_parts(Arena *arena, const char *type);
bool type_is_string(const char *base);             /* text, character varying, character, name */

/* The models tell domains and enums apart from other named types. */
TypeChange type_change(Arena *arena, const Model *old_model, const char *old, const Model *new_model, const char *new);

/* The storage that a type's columns have when nothing is said: "PLAIN", "MAIN", "EXTENDED". */
const char *type_storage(Arena *arena, const Model *model, const char *type);

/* The domain or enum ... that a type text names, or NULL; arrays give their element's. */
const Object *type_object(Arena *arena, const Model *model, const char *type);

#endif
