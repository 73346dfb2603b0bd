/*
 * publication_member.h -- that a publication has a table (FOR TABLE), or all tables of a schema (FOR TABLES IN SCHEMA).
 *
 * An object of its own, as another kind's row in the catalog is (pg_publication_rel, pg_publication_namespace). Its name is the
 * publication's. A table's is the table's child: it goes and comes back with it. A schema's has no parent, and Object.schema is
 * what is published.
 */
#ifndef HC_PUBLICATION_MEMBER_H
#define HC_PUBLICATION_MEMBER_H

#include "engine/model/field.h"

typedef struct PublicationMember
{
    Object object;
    Vec columns;                                   /* names, sorted; empty: all */
    Expression *where;                             /* NULL: every row */
    bool with_heirs;                               /* blueprint: tables that inherit from it are meant, too */
} PublicationMember;

/* A new one with its needs, not yet in the model. table NULL: all tables of the schema. */
PublicationMember *publication_member_make(Arena *arena, const char *publication, const char *schema, const char *table);

#endif
