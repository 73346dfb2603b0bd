/*
 * model.h -- all objects of one blueprint or one database.
 */
#ifndef HC_MODEL_H
#define HC_MODEL_H

#include "engine/base/map.h"
#include "engine/model/object.h"

/* What is managed only when the blueprint mentions it, or --manage asks for it. */
typedef enum Claim
{
    CLAIM_PRIVILEGES = 1, CLAIM_OWNERS = 2, CLAIM_ROLES = 4, CLAIM_DEFAULT_PRIVILEGES = 8, CLAIM_PUBLICATIONS = 16,
    CLAIM_SUBSCRIPTIONS = 32, CLAIM_USER_MAPPINGS = 64, CLAIM_EVENT_TRIGGERS = 128, CLAIM_LABELS = 256, CLAIM_SETTINGS = 512,
    CLAIM_ALL = 1023
} Claim;

/* "-- hc:allow HAZARD reason": what may happen to one object, and to what hangs on it. */
typedef struct Allow
{
    const Object *object;                          /* of the blueprint; NULL: one that it drops */
    const char *key, *hazard, *reason;             /* hazard_word() */
} Allow;

typedef struct Model
{
    Arena *arena;
    Vec objects;                                   /* Object *, sorted by key once model_finish() was called */
    Map by_key;
    Map by_second_key;                             /* those that have one */
    Map routines;                                  /* "schema.name" quoted: Vec * of every overload */
    Vec wishes;                                    /* Rename *: that a blueprint wishes, sorted (engine/model/moves.h) */
    Vec moves;                                     /* Move *: renames that must be done before a live database is as the model has it */
    Vec allows;                                    /* Allow *: of a blueprint */
    unsigned claims;                               /* Claim bits that the blueprint mentions */
    Vec label_providers;                           /* whose security labels the blueprint mentions, and so manages */
    Vec absent;                                    /* keys of what a blueprint says must not be there, of kinds that are left alone otherwise */
    Vec left_alone;                                /* Object *: live ones that were taken out again, as they are nobody's business */
    int server_version;                            /* 150008; 0: a blueprint */
    const char *role;                              /* who is connected, and so owns what is made; NULL: not known */
} Model;

Model *model_new(Arena *arena);

/* Add an object; when one with the same key is there, returns that and adds nothing, else returns NULL. */
Object *model_add(Model *model, Object *object);
void model_remove(Model *model, Object *object);   /* with its children; for a blueprint that drops what it made */

Object *model_find(const Model *model, Space space, const char *schema, const char *parent, const char *name);
Object *model_find_kind(const Model *model, Kind kind, const char *schema, const char *parent, const char *name);   /* NULL when another kind has the name */
void model_find_ref(const Model *model, const Ref *ref, Arena *arena, Vec *found);     /* adds every Object that the reference names */
/* Who takes the name up, by its identity or by its second one: a relation, or a constraint whose index has that name. */
Object *model_find_taken(const Model *model, Space space, const char *schema, const char *parent, const char *name);
Object *model_parent(const Model *model, const Object *object);     /* the relation or domain that a child hangs on; NULL: none, or not in the model */

/* Why a hazard may happen to an object of this or another model (`of`), or to its parent; NULL: nobody allowed it. */
const char *model_allows(const Model *blueprint, const Model *of, const Object *object, const char *hazard);

/* Sort objects and each object's children; call once after the last model_add(). */
void model_finish(Model *model);

/* Order of objects wherever they are listed: rank of the kind, schema, parent, position, name. */
int object_compare(const void *a, const void *b);

#endif
