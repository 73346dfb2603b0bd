/*
 * server.h -- CREATE SERVER: a foreign server. Its wrapper and its type can't be altered; what stands on it (foreign tables,
 * user mappings) holds no rows here and is made anew with it.
 */
#ifndef HC_SERVER_H
#define HC_SERVER_H

#include "engine/model/field.h"

typedef struct Server
{
    Object object;
    const char *wrapper;                           /* name of the foreign-data wrapper */
    const char *type, *version;                    /* NULL: none */
    Vec options;                                   /* "name=value", sorted */
} Server;

#endif
