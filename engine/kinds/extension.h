/* extension.h -- CREATE EXTENSION. Its members are never in a model. https://www.postgresql.org/docs/current/extend-extensions.html */
#ifndef HC_EXTENSION_H
#define HC_EXTENSION_H

#include "engine/model/field.h"

typedef struct Extension
{
    Object object;
    const char *in_schema;                         /* NULL in a blueprint that does not say: any */
    const char *version;                           /* NULL in a blueprint that does not pin one: any */
} Extension;

#endif
