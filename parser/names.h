/*
 * names.h -- which names exist, for resolving an unqualified one.
 *
 * Filled from three sides: what the blueprint declares (a first pass over all its statements), what PostgreSQL itself
 * has in pg_catalog (builtin.def, and the list of functions), and what the live database knows of extension members
 * (catalog/read fills it). An unqualified name means what the search path makes it mean: pg_catalog first unless the
 * path names it elsewhere, then each schema in order; a name that nobody declares is taken to be in the first schema.
 */
#ifndef HC_NAMES_H
#define HC_NAMES_H

#include "engine/base/map.h"
#include "engine/base/vec.h"
#include "engine/model/object.h"

typedef struct Names
{
    Arena *arena;
    Map declared[SPACE_OTHER];                     /* for each space; keys are names.c's own; wrappers have the schema "" */
    Vec extensions;                                /* names of extensions that are declared or live */
    bool open;                                     /* one of the extensions may bring names that nobody here knows */
    const struct Names *live;                      /* what counts where nobody declares a name; NULL: nothing */
} Names;

void names_init(Names *names, Arena *arena);
void names_add(Names *names, Space space, const char *schema, const char *name);    /* SPACE_RELATION adds its row type too */
bool names_has(const Names *names, Space space, const char *schema, const char *name);

/* Types, functions, relations, operators and text search objects of pg_catalog, by bare name. */
bool names_is_builtin(Space space, const char *name);

/* The schema that an unqualified name is in; "pg_catalog" for what is built in. *known tells whether anybody declares it. */
const char *names_schema_of(const Names *names, const Vec *search_path, Space space, const char *name, bool *known);

/* The same where what is built in is not known here (collations, operators, operator classes); NULL: nobody declares it. */
const char *names_declared_schema(const Names *names, const Vec *search_path, Space space, const char *name);

/* A declared extension. What those of PostgreSQL's own distribution bring is known (extension.def). */
void names_add_extension(Names *names, const char *schema, const char *extension);
/* The declared extension that brings a name; NULL: none, or not known. */
const char *names_extension_of(const Names *names, Space space, const char *schema, const char *name);
/* An extension that would bring it, declared or not; NULL: none that is known. */
const char *names_known_extension(Space space, const char *name);

#endif
