/*
 * opclass.h -- operator classes as blueprints write them.
 */
#ifndef HC_OPCLASS_H
#define HC_OPCLASS_H

#include "parser/parse.h"

/* How an operator class is to be written: bare in pg_catalog, else qualified. `object` gets it, or the extension that brings it, as a need. */
const char *opclass_text(Parse *parse, const Statement *statement, Object *object, const char *method, List *name);

/* Whether that is what the server takes by itself for a key of this type; type NULL: an expression's, not known. */
bool opclass_is_default(Arena *arena, const Model *model, const char *method, const char *opclass, const char *type);

/*
 * The schema of a type that is no type of PostgreSQL's own, of its text ("public.cube(3)"); NULL: it is one, or an array.
 * On the arena, unquoted; *name is the bare name.
 */
const char *opclass_type_schema(Arena *arena, const char *type, const char **name);

#endif
