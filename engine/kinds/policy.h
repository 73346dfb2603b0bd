/* policy.h -- CREATE POLICY. Whether row security is on is the table's. */
#ifndef HC_POLICY_H
#define HC_POLICY_H

#include "engine/model/field.h"

typedef struct Policy
{
    Object object;
    bool permissive;
    const char *command;                           /* "ALL", "SELECT", ... */
    Vec roles;                                     /* quoted names, sorted; "PUBLIC" for all */
    Expression *using_expr, *check_expr;           /* NULL: none */
} Policy;

#endif
