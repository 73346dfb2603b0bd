/* enum.h -- CREATE TYPE ... AS ENUM. */
#ifndef HC_ENUM_H
#define HC_ENUM_H

#include "engine/model/field.h"

typedef struct EnumType
{
    Object object;
    Vec labels;                                    /* const char *, in sort order */
} EnumType;

#endif
