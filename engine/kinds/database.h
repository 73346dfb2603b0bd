/*
 * database.h -- ALTER DATABASE: https://www.postgresql.org/docs/current/sql-alterdatabase.html
 *
 * There is one such object, the database itself, and only what the blueprint says of it is managed: owner, privileges, comment, connection
 * limit. Its settings are a Settings.
 */
#ifndef HC_DATABASE_H
#define HC_DATABASE_H

#include "engine/model/field.h"

typedef struct Database
{
    Object object;
    const char *connection_limit;                  /* "-1": none; NULL: any */
} Database;

#endif
