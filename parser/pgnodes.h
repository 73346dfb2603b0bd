/*
 * pgnodes.h -- PostgreSQL's own raw parse tree, from the headers of libpg_query. Only parser/ .c files (and parse.h) include it.
 * Include it first: these headers redefine printf and more.
 */
#ifndef HC_PGNODES_H
#define HC_PGNODES_H

#include "pg_query.h"
#include "postgres.h"
#include "pg_query_internal.h"
#include "nodes/nodeFuncs.h"
#include "nodes/parsenodes.h"
#include "nodes/pg_list.h"
#include "nodes/value.h"

#undef printf
#undef fprintf
#undef sprintf
#undef snprintf
#undef vprintf
#undef vfprintf
#undef vsprintf
#undef vsnprintf
#undef strerror
#undef strerror_r

#endif
