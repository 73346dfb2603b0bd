/* composite.h -- CREATE TYPE ... AS (attributes). */
#ifndef HC_COMPOSITE_H
#define HC_COMPOSITE_H

#include "engine/model/field.h"

typedef struct Attribute
{
    const char *name, *type;
    const char *collation;                         /* NULL: the type's default */
    const char *comment;                           /* NULL: none */
} Attribute;

typedef struct CompositeType
{
    Object object;
    Vec attributes;                                /* Attribute * */
} CompositeType;

#endif
