/*
 * foreign_data_wrapper.h -- CREATE FOREIGN DATA WRAPPER. Those that an extension brings are in no model.
 */
#ifndef HC_FOREIGN_DATA_WRAPPER_H
#define HC_FOREIGN_DATA_WRAPPER_H

#include "engine/model/field.h"

typedef struct ForeignDataWrapper
{
    Object object;
    const char *handler, *validator;               /* functions, qualified and quoted; NULL: none */
    Vec options;                                   /* "name=value", sorted */
} ForeignDataWrapper;

#endif
