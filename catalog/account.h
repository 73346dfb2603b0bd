/*
 * account.h -- closed accounting: every object of the database is managed, left alone by rule, or named as unknown.
 *
 * catalog/account.sql counts all rows of the catalogs that hold objects; what is not the system's, an extension's, temporary, hcmigrate's own or a part of
 * another object must be in the model. What is not is listed by name: no kind of object is ever passed over in silence. The sums add up.
 *
 * catalog/property.sql finds what is set to another value than the server's own and has no place in the model: a comment on what only
 * stands for another object, privileges on the system's functions ... tests/pg/catalog_columns.txt tells of each column of the catalogs whether it
 * is read, and if not, why.
 */
#ifndef HC_CATALOG_ACCOUNT_H
#define HC_CATALOG_ACCOUNT_H

#include "catalog/read.h"

typedef enum AccountSort
{
    ACCOUNT_MANAGED,
    ACCOUNT_UNCLAIMED,                             /* hcmigrate knows the kind, and nobody manages it (--manage) */
    ACCOUNT_UNKNOWN,                               /* hcmigrate does not know it */
    ACCOUNT_IGNORED,                               /* by a rule of the user's (Object.ignored) */
    ACCOUNT_EXTENSION, ACCOUNT_INTERNAL, ACCOUNT_TEMPORARY, ACCOUNT_JOURNAL, ACCOUNT_SYSTEM,
    ACCOUNT_SORTS
} AccountSort;

typedef struct AccountClass
{
    const char *name;                              /* "pg_class" */
    size_t counts[ACCOUNT_SORTS];
} AccountClass;

/* One that is not modelled and has another value than the default. */
typedef struct AccountProperty
{
    const char *object, *property, *value;
} AccountProperty;

typedef struct Account
{
    Vec classes;                                   /* AccountClass *, by name */
    size_t counts[ACCOUNT_SORTS];                  /* the sums over all classes */
    Vec unknown;                                   /* const char *: as pg_describe_object() tells it */
    Vec properties;                                /* AccountProperty *, by object */
} Account;

const char *account_word(AccountSort sort);        /* "managed", "unclaimed", "unknown", "extension", ... */

const char *account_property_line(Arena *arena, const AccountProperty *property);  /* "function f(): comment: text" */

/* How many nobody manages: unclaimed and unknown ones, and properties. */
size_t account_nobodys(const Account *account);

/* Have the server count already, while something else is done (conn_send()). */
bool account_send(Conn *conn, Arena *arena, Error *err);

/* Held against the blueprint's claims, for what is managed besides the kinds that always are. Call it outside a transaction. */
bool catalog_account(const Reader *reader, const Model *blueprint, Arena *arena, Account *account, Error *err);

#endif
