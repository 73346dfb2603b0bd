/* range.h -- CREATE TYPE ... AS RANGE. */
#ifndef HC_RANGE_H
#define HC_RANGE_H

#include "engine/model/field.h"

typedef struct RangeType
{
    Object object;
    const char *subtype;                           /* as format_type() with an empty search_path */
    const char *opclass, *collation;               /* NULL: the subtype's default */
    const char *canonical, *subtype_diff;          /* functions, qualified; NULL: none */
    const char *multirange_schema, *multirange;    /* never NULL */
} RangeType;

/* The name that PostgreSQL gives to the multirange type of a range when none is asked for. */
const char *range_multirange_name(Arena *arena, const char *range);

#endif
