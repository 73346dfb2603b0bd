/*
 * account.h -- closed accounting: every object of the database is managed, left alone by rule, or named as unknown.
 *
 * catalog/account.sql counts all rows of the catalogs that hold objects; what is not the system's, an extension's, temporary, hcmigrate's own or a part of
 * another object must be in the model. What is not is listed by name: no kind of object is ever passed over in silence. The sums add up.
 */
#ifndef HC_CATALOG_ACCOUNT_H
#define HC_CATALOG_ACCOUNT_H

#include "catalog/read.h"

typedef enum AccountSort
{
    ACCOUNT_MANAGED,
    ACCOUNT_UNCLAIMED,                             /* hcmigrate knows the kind, and nobody manages it (--manage) */
    ACCOUNT_UNKNOWN,                               /* hcmigrate does not know it */
    ACCOUNT_EXTENSION, ACCOUNT_INTERNAL, ACCOUNT_TEMPORARY, ACCOUNT_JOURNAL, ACCOUNT_SYSTEM,
    ACCOUNT_SORTS
} AccountSort;

typedef struct AccountClass
{
    const char *name;                              /* "pg_class" */
    size_t counts[ACCOUNT_SORTS];
} AccountClass;

typedef struct Account
{
    Vec classes;                                   /* AccountClass *, by name */
    size_t counts[ACCOUNT_SORTS];                  /* the sums over all classes */
    Vec unknown;                                   /* const char *: as pg_describe_object() tells it */
} Account;

const char *account_word(AccountSort sort);        /* "managed", "unclaimed", "unknown", "extension", ... */

/* How many nobody manages: unclaimed and unknown ones. */
size_t account_nobodys(const Account *account);

/* `claims`: what is managed besides the kinds that always are. Call it outside a transaction. */
bool catalog_account(const Reader *reader, unsigned claims, Arena *arena, Account *account, Error *err);

#endif
