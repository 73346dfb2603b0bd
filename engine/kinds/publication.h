/*
 * publication.h -- CREATE PUBLICATION: https://www.postgresql.org/docs/current/sql-createpublication.html
 *
 * What is published is made of objects of its own: engine/kinds/publication_member.h.
 */
#ifndef HC_PUBLICATION_H
#define HC_PUBLICATION_H

#include "engine/model/field.h"

typedef struct Publication
{
    Object object;
    bool all_tables;
    Vec publish;                                   /* "delete", "insert", "truncate", "update", sorted */
    bool via_root;                                 /* publish_via_partition_root */
    const char *generated_columns;                 /* "none", "stored" (PostgreSQL 18) */
} Publication;

#endif
