/* schema.h -- CREATE SCHEMA. The schema "public" is in every model: a blueprint need not declare it. */
#ifndef HC_SCHEMA_H
#define HC_SCHEMA_H

#include "engine/model/field.h"

typedef struct Schema
{
    Object object;
} Schema;

#endif
