/*
 * target.h -- the object that COMMENT ON, ALTER ... OWNER TO, RENAME, SET SCHEMA, DROP and GRANT name.
 */
#ifndef HC_TARGET_H
#define HC_TARGET_H

#include "parser/parse.h"

typedef struct Target
{
    Object *object;                                /* NULL: see the rest */
    const char *what, *schema, *parent, *name;     /* for messages: "view", "app", NULL, "v" */
    bool supported;                                /* false: objects of this kind are in no model */
    bool ambiguous;                                /* several overloads, and no argument list */
    bool wrong_kind;                               /* object is there, but not what the statement calls it */
} Target;

/* `node` as the statements of PostgreSQL have it: a List of names, a TypeName, an ObjectWithArgs or a String. */
Target target_find(Parse *parse, const Statement *statement, ObjectType type, Node *node);
Target target_relation(Parse *parse, const Statement *statement, ObjectType type, const RangeVar *relation);

/* True when the object is there and can be worked on; else *outcome tells what the handler returns (a finding was made, or DEFER). */
bool target_ready(Parse *parse, const Statement *statement, const Target *target, const char *verb, Outcome *outcome);

const char *target_word(ObjectType type);          /* "view" */

#endif
