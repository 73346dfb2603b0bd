/*
 * field.h -- one table a kind, from which equality, hash, JSON and the drift sentence all come.
 *
 *     static const Field fields[] = {
 *         FIELD(Sequence, increment, INT, ALTER),
 *         FIELD(Sequence, type, TEXT, ALTER),
 *         {0}
 *     };
 *
 * "changed" masks have bit i for row i. The rows that every object has (comment, owner, privileges) are in
 * object_fields[]; their bits are CHANGED_COMMENT, CHANGED_OWNER, CHANGED_ACL, CHANGED_LABELS and stand apart in ChangeSet.common.
 */
#ifndef HC_FIELD_H
#define HC_FIELD_H

#include "engine/base/hash.h"
#include "engine/base/text.h"
#include "engine/model/object.h"

/*
 * An expression or a query. `sql` can be run as it is under the object's search_path. `canon` is its canonical text
 * (parser/canon.h): equal canon means equal meaning; different canon is a doubt that may be settled by asking the server.
 */
typedef struct Expression
{
    const char *sql, *canon;
    bool compound;                                 /* operators and the like: see expression_tight() */
} Expression;

/* The sql where PostgreSQL's grammar has b_expr (DEFAULT of a column definition): NOT and IN, among others, need parentheses there. */
const char *expression_tight(Arena *arena, const Expression *expression);

typedef enum FieldType
{
    FIELD_BOOL,                                    /* bool */
    FIELD_INT,                                     /* int64_t */
    FIELD_TEXT,                                    /* const char *, NULL allowed and unlike "" */
    FIELD_LOOSE,                                   /* const char *; NULL means any, and equals everything */
    FIELD_NAMES,                                   /* Vec of const char *; order counts */
    FIELD_SET,                                     /* Vec of const char *; in the order they were written, which does not count */
    FIELD_OPTIONS,                                 /* Vec of "name=value", sorted; secrets (secret.h) are compared, but neither shown nor hashed */
    FIELD_LOOSE_OPTIONS,                           /* the same behind a Vec *; NULL means not known, and equals everything */
    FIELD_EXPR,                                    /* Expression *, or NULL */
    FIELD_QUERY,                                   /* Expression * of a whole query */
    FIELD_BODY,                                    /* const char *: long opaque text (a function's source) */
    FIELD_LIST                                     /* Vec of pointers to structs that `item_fields` tells; order counts */
} FieldType;

typedef enum FieldChange
{
    CHANGE_ALTER,                                  /* the kind's alter() does it */
    CHANGE_RECREATE,                               /* drop and create */
    CHANGE_IGNORE                                  /* told, never compared */
} FieldChange;

struct Field
{
    const char *name;                              /* in JSON and in drift sentences: words with spaces */
    FieldType type;
    size_t offset;
    FieldChange change;
    const struct Field *item_fields;               /* FIELD_LIST only */
};

#define FIELD_NAMED(Struct, member, label, TYPE, CHANGE) {label, FIELD_##TYPE, offsetof(Struct, member), CHANGE_##CHANGE, NULL}
#define FIELD(Struct, member, TYPE, CHANGE) FIELD_NAMED(Struct, member, #member, TYPE, CHANGE)
#define FIELD_ITEMS(Struct, member, label, items, CHANGE) {label, FIELD_LIST, offsetof(Struct, member), CHANGE_##CHANGE, items}

/* The bit of a field, by name; BUG when there is no such field. For alter(): `if (changed & field_bit(fields, "type"))`. */
uint64_t field_bit(const Field *fields, const char *name);

/*
 * Says of two expressions that differ in canon whether they mean the same: the proofs found so far. Returns true when
 * proved equal. `where` names object and field ("column app.t.a/default"). NULL as judge: never equal.
 */
typedef struct Judge
{
    bool (*same)(void *context, const Object *old, const Object *new, const Field *field, const Expression *a, const Expression *b);
    void *context;
} Judge;

/* Fields in which two structs differ, as a mask. */
uint64_t fields_compare(const Field *fields, const void *old, const void *new, const Object *old_object, const Object *new_object, const Judge *judge);

void fields_hash(const Field *fields, const void *item, Hasher *hasher);

/* A field's value for people, one line, cut at about 60 characters: `varchar(80)`, `none`, `yes`. */
const char *field_show(Arena *arena, const Field *field, const void *item);
/* The same, whole. */
const char *field_show_whole(Arena *arena, const Field *field, const void *item);

/* The rows of every object. */
enum
{
    CHANGED_COMMENT = 1, CHANGED_OWNER = 2, CHANGED_ACL = 4, CHANGED_NAME = 16 /* ObjectRare.moved */, CHANGED_LABELS = 32,
    CHANGED_WHEN_MADE = CHANGED_COMMENT | CHANGED_OWNER | CHANGED_ACL | CHANGED_LABELS
};
/* Bits in which they differ, without those that Object.any of either leaves open. */
unsigned object_compare_common(const Object *old, const Object *new);

const char *object_hash(Arena *arena, const Object *object);       /* identity, fields and common rows; 32 digits */

#endif
