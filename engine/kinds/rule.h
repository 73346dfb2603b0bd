/*
 * rule.h -- CREATE RULE on tables and views: https://www.postgresql.org/docs/current/sql-createrule.html
 *
 * A view's own rule, _RETURN, is the view (engine/kinds/view.h).
 */
#ifndef HC_RULE_H
#define HC_RULE_H

#include "engine/model/field.h"

typedef struct RuleAction
{
    Expression *statement;                         /* SELECT, INSERT, UPDATE, DELETE or NOTIFY */
} RuleAction;

typedef struct Rule
{
    Object object;
    const char *event;                             /* "INSERT", "UPDATE", "DELETE" */
    bool instead;
    Expression *where;                             /* NULL: none */
    Vec actions;                                   /* RuleAction *; empty: NOTHING */
    const char *enabled;                           /* "ENABLE", "DISABLE", "ENABLE REPLICA", "ENABLE ALWAYS" */
} Rule;

#endif
