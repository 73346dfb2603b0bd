/*
 * canon_type.h -- types, as the first rung of the proof ladder sees them.
 *
 * A type is a pointer: two types are the same exactly when their pointers are. What pg_catalog has is a table
 * (canon_types.def); what a model has is made on demand. NULL stands for a type that is not known, TYPE(unknown) for
 * that of a bare string literal or NULL, before it is coerced.
 *
 *     const PgType *type = types_of_text(types, "app.status[]");
 *     if (type && type->element && type->element->kind == 'e') ...
 */
#ifndef HC_CANON_TYPE_H
#define HC_CANON_TYPE_H

#include "parser/pgnodes.h"

#include "engine/model/model.h"
#include "parser/names.h"

typedef struct PgType PgType;
struct PgType
{
    const char *schema, *name;                     /* as pg_type has them: "pg_catalog", "int4"; an array's name starts with "_" */
    char kind;                                     /* typtype: b base, p pseudo, r range, m multirange, e enum, d domain, c composite; x: not known */
    char category;                                 /* typcategory; 'U' for user-defined ones */
    bool preferred;
    const PgType *element;                         /* of an array */
    const PgType *array;                           /* the array of it; NULL: none, or types_array() must make it */
    const PgType *of;                              /* a domain's base, a range's subtype, a multirange's range */
};

enum
{
    TY_none,
#define PG_TYPE(id, name, category, preferred, kind, element, array, of) id,
#include "parser/canon_types.def"
#undef PG_TYPE
    TY_COUNT
};

extern const PgType pg_types[TY_COUNT];

#define TYPE(name) (&pg_types[TY_##name])

typedef struct TypeTable TypeTable;

/* The model may still grow: types are looked up when they are asked for. The table lives on the arena. */
TypeTable *types_new(Arena *arena, const Model *model);

/* Where canon_lookup.c keeps what it found for types of this table. */
Arena *types_arena(const TypeTable *types);
void **types_remembered(TypeTable *types);

const PgType *types_find(TypeTable *types, const char *schema, const char *name);   /* never NULL: kind 'x' when nobody knows it */
const PgType *types_array(TypeTable *types, const PgType *element);
const PgType *types_of_text(TypeTable *types, const char *text);                    /* as format_type() prints it; NULL: can't be read */

/* A type name whose user-defined names are qualified already. NULL when it is not (nobody declares it). */
const PgType *types_of_node(TypeTable *types, const TypeName *node);

/* The one way in which canonical texts write a type, without modifiers. In the current memory context. */
TypeName *types_node(const PgType *type);

/* Through all domains to what is below them. */
const PgType *type_base(const PgType *type);

#endif
