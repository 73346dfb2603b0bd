/* domain.h -- CREATE DOMAIN. Its CHECKs are constraint objects whose parent is the domain. */
#ifndef HC_DOMAIN_H
#define HC_DOMAIN_H

#include "engine/model/field.h"

typedef struct Domain
{
    Object object;
    const char *type;                              /* base type with typmod */
    const char *collation;                         /* NULL: the base type's default */
    bool not_null;
    Expression *value;                             /* DEFAULT; NULL: none */
} Domain;

#endif
