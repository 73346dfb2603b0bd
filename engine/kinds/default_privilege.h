/*
 * default_privilege.h -- ALTER DEFAULT PRIVILEGES: what objects that a role makes later are granted by themselves.
 *
 * One object for each (role, schema or all, sort of objects), as pg_default_acl has it. For all schemas it stands for the
 * whole set that replaces PostgreSQL's own (PUBLIC's EXECUTE on functions among it); for one schema for what is added.
 * Where it says nothing that PostgreSQL does not say by itself it does not exist.
 */
#ifndef HC_DEFAULT_PRIVILEGE_H
#define HC_DEFAULT_PRIVILEGE_H

#include "engine/model/field.h"
#include "engine/model/model.h"

typedef struct DefaultPrivilege
{
    Object object;                                 /* name: "role TABLES", with schema: "role TABLES IN schema" */
    const char *role;                              /* who makes the objects */
    const char *in_schema;                         /* NULL: any */
    const char *objects;                           /* "TABLES", "SEQUENCES", "FUNCTIONS", "TYPES", "SCHEMAS" */
    Vec grants;                                    /* "SELECT to PUBLIC", "SELECT to reader with grant option"; sorted */
    Vec items;                                     /* AclItem *: the same as data, sorted */
} DefaultPrivilege;

DefaultPrivilege *default_privilege_make(Arena *arena, const char *role, const char *schema, const char *objects);

/* What PostgreSQL grants by itself: what a set for all schemas starts from. For one schema: nothing. */
void default_privilege_builtin(Arena *arena, const char *schema, const char *objects, Vec *items);

/* Fill grants from items; false when the object says nothing and so is none. */
bool default_privilege_finish(Arena *arena, DefaultPrivilege *privilege);

/* What an object of this kind is granted when `role` makes it in `schema`, in a database with these default privileges. */
void default_privilege_apply(Arena *arena, const Model *live, const char *role, const Object *object, Vec *acl);

/* "SELECT,INSERT,...": everything that GRANT ALL means here. */
const char *default_privilege_all(const char *objects);

#endif
