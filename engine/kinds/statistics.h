/*
 * statistics.h -- CREATE STATISTICS: https://www.postgresql.org/docs/current/sql-createstatistics.html
 *
 * Names are unique in their schema, and the table may be in another one: so the table is a property, not the parent.
 */
#ifndef HC_STATISTICS_H
#define HC_STATISTICS_H

#include "engine/model/field.h"

typedef struct StatisticsElement
{
    Expression *expression;
} StatisticsElement;

typedef struct StatisticsDef
{
    Object object;
    const char *table_schema, *table;
    Vec kinds;                                     /* "dependencies", "mcv", "ndistinct", sorted; empty for a single expression */
    Vec columns;                                   /* names, sorted: the server does not keep their order */
    Vec expressions;                               /* StatisticsElement * */
    int64_t target;                                /* -1: default */
} StatisticsDef;

#endif
