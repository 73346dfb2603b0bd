/*
 * scope.h -- what a name in a query can mean: the FROM items of each level, their columns, and WITH queries.
 *
 * A Scope is one level of a query. Inner levels see outer ones, except where PostgreSQL hides them: a sub-select in FROM
 * that is not LATERAL does not see the items beside it (`hides_outer`), though it must not take their names, see
 * scope_name_items(). A look-up that can't be certain, because an item's columns are not known, says so.
 */
#ifndef HC_SCOPE_H
#define HC_SCOPE_H

#include "engine/base/map.h"
#include "engine/base/vec.h"
#include "parser/canon_type.h"

typedef struct ScopeItem ScopeItem;

typedef struct ScopeColumn
{
    const char *name;                              /* as the query calls it */
    const PgType *type;                            /* NULL: not known */
    const ScopeItem *item;                         /* whose column it is; NULL: a column merged by FULL JOIN USING */
    const char *renamed;                           /* what it is going to be called; NULL: the same */
} ScopeColumn;

struct ScopeItem
{
    const char *alias;                             /* how the text names it; NULL: it has no name */
    const char *schema, *relation;                 /* of a relation without alias: schema.relation.column works too */
    const char *name;                              /* how the canonical text names it */
    const char *written;                           /* how the text is going to name it; NULL: by its alias */
    bool known;                                    /* columns are all that it has */
    bool is_relation;                              /* has system columns */
    bool open;                                     /* FROM items are opened from left to right, for LATERAL */
    bool bare;                                     /* its columns stand without a qualifier: the relation of a CHECK, a policy ... */
    const PgType *row;                             /* type of the whole row; NULL: not known */
    Vec columns;                                   /* ScopeColumn * */
};

typedef struct ScopeWith
{
    const char *name;
    bool known;
    Vec columns;                                   /* ScopeColumn *, without item */
} ScopeWith;

typedef struct Scope
{
    struct Scope *outer;
    bool hides_outer;                              /* the items of `outer` itself are out of sight */
    Vec items;                                     /* ScopeItem * */
    Vec visible;                                   /* ScopeColumn *: what bare names and * mean, in order */
    bool complete;                                 /* `visible` has all there are */
    Vec withs;                                     /* ScopeWith * */
} Scope;

typedef enum Found { FOUND_NOTHING, FOUND_COLUMN, FOUND_ITEM, FOUND_PERHAPS } Found;

ScopeItem *scope_add_item(Arena *arena, Scope *scope, const char *alias);
void scope_add_column(Arena *arena, Vec *columns, const char *name, const PgType *type, const ScopeItem *item);

/*
 * Give each item of the level the name by which ruleutils.c would print it (set_rtable_names()): its alias, with _1, _2 ...
 * after it where the alias is taken at this level or at an outer one.
 */
void scope_name_items(Arena *arena, Scope *scope);

/* A bare name: a column of the nearest level that has it, or else an item (the whole row). Outer levels too unless local. */
Found scope_find(const Scope *scope, const char *name, bool local, const ScopeColumn **column, const ScopeItem **item);

/* The item that a qualifier means; *perhaps: an item of unknown name could be meant. schema NULL: only a name. */
const ScopeItem *scope_find_item(const Scope *scope, const char *schema, const char *name);

const ScopeColumn *scope_item_column(const ScopeItem *item, const char *name);
const ScopeWith *scope_find_with(const Scope *scope, const char *name);

bool scope_is_system_column(const char *name);

#endif
