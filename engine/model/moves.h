/*
 * moves.h -- objects that keep what they hold under another name.
 *
 * A blueprint wishes renames ("-- hc:renamed from x": Model.wishes). Held against the live model (engine/plan/renames.h) they
 * become Moves: what is called how, and what it will be called. Then the live model is rewritten as it will be once they are
 * done: moves_apply() gives every object its new identity and lets all that refers to it follow, by the kinds' own follow();
 * texts of expressions follow before, as trees (canon_follow() of parser/canon.h). The diff compares with that model, and so
 * sees only other changes; the plan begins with the renames themselves.
 */
#ifndef HC_MOVES_H
#define HC_MOVES_H

#include "engine/model/model.h"

/* A rename that the blueprint wishes. */
typedef struct Rename
{
    const Object *object;                          /* of the blueprint */
    const char *part;                              /* a label, attribute or output column of it, by its new name; NULL: the object itself */
    const char *schema, *name;                     /* the old ones; schema NULL: the same */
    Origin at;
} Rename;

typedef struct Move
{
    Object *object;                                /* of the live model */
    const char *part, *new_part;                   /* a label, attribute or output column of it; NULL: the object itself */
    const char *schema, *parent, *name, *base;     /* of the object before any of the moves */
    const char *now_schema, *now_parent, *now_name;        /* when this one's turn comes */
    const char *new_schema, *new_name, *new_base;
    bool by_itself;                                /* the server does it together with another one: no step */
} Move;

typedef struct Moves
{
    Arena *arena;
    Vec all;                                       /* Move *, in the order in which to do them */
    Map by_key;                                    /* old Object.key: Move * */
    Map parts;                                     /* old Object.key, a line end, old label or attribute: Move * */
    Map routines;                                  /* old "schema.name" of routines: Move *, or a Move that is all zero when they part ways */
} Moves;

void moves_init(Moves *moves, Arena *arena);
void moves_add(Moves *moves, Move *move);

/* New names for old ones, in place; what stays is left alone. Everything is given with its old names. */
void moves_schema(const Moves *moves, const char **schema);
void moves_relation(const Moves *moves, const char **schema, const char **name);
/* A name within a relation or type: SPACE_COLUMN, SPACE_CONSTRAINT ... */
const char *moves_child(const Moves *moves, Space space, const char *schema, const char *parent, const char *name);
void moves_columns(const Moves *moves, const char *schema, const char *parent, Vec *names);
const char *moves_part(const Moves *moves, Space space, const char *schema, const char *name, const char *part);
/* False: routines of that name don't all go the same way. */
bool moves_routine(const Moves *moves, const char **schema, const char **base);
/* Every "schema.name" in a server's text (a type, a signature, a qualified name): SPACE_TYPE, SPACE_RELATION, SPACE_ROUTINE, SPACE_COLLATION. */
const char *moves_text(const Moves *moves, Space space, const char *text);
void moves_texts(const Moves *moves, Space space, Vec *texts);

/* Let one object follow; for those that are in no model. */
void moves_object(const Moves *moves, Object *object);

/* Give the objects of a model their new names. Their ObjectRare.was must be set before; ObjectRare.moved tells what happened. */
void moves_apply(Model *model, const Moves *moves);

#endif
