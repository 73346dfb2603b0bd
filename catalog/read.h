/*
 * read.h -- the live catalog becomes a Model.
 *
 * One query a kind, in catalog/NAME.sql, run inside one REPEATABLE READ READ ONLY transaction with an empty search_path
 * and every setting pinned that changes how the server prints things. System schemas, extension members (pg_depend
 * deptype 'e'), temporary objects and the schema hcmigrate are left out by the queries themselves.
 *
 * DDL that runs meanwhile can tear the read (REPEATABLE READ does not cover pg_get_*def): a NULL or an internal error
 * from such a function is ERR_TORN, and catalog_read() then reads again, three times at most.
 */
#ifndef HC_READ_H
#define HC_READ_H

#include "catalog/conn.h"
#include "catalog/oid_map.h"
#include "engine/model/model.h"
#include "parser/canon.h"

typedef struct Reader
{
    Arena *arena;                                  /* the model's */
    Conn *conn;
    Model *model;
    int server_version;
    Names names;                                   /* as catalog_read_names() gives them */
    Vec pending;                                   /* Pending * */
    OidMap by_oid;                                 /* Object *; see reader_register() */
    OidMap attributes;                             /* ColumnFacts *, "pg_attribute" */
    Vec stand_ins;                                 /* const char *: see reader_by_number() */
    Findings *findings;                            /* warnings: what can't be read */
    struct NamesWanted *wanted;                    /* NULL: by nobody */
} Reader;

/* Whoever can begin as soon as the names are known that catalog_read_names() gives: these are read first. */
typedef struct NamesWanted
{
    Names names;                                   /* initialised, on an arena of its own */
    void (*begin)(void *context);                  /* called once, while the rest is still to be read */
    void (*end)(void *context);                    /* called when so much was read that both at once would take too much memory: it is ended first */
    void *context;
    bool ended;
    bool begun;                                    /* false after a failure that came before */
} NamesWanted;

/*
 * Read everything but dependencies. (*reader)->model is finished and canonical; The reader lives on the arena. `wanted` may be NULL.
 * With `account`, the query of catalog_account() is sent as soon as everything is read.
 */
bool catalog_read(Arena *arena, Conn *conn, bool account, NamesWanted *wanted, Reader **reader, Findings *findings, Error *err);

/* Only the names that a blueprint may use without declaring them, those of extensions and of what they bring. */
bool catalog_read_names(Arena *arena, Conn *conn, Names *names, Error *err);

/* Needs of all objects from pg_depend: only wanted when there is something to change, so asked for apart. */
bool catalog_read_needs(Reader *reader, Error *err);

/* BEGIN a read-only transaction with an empty search_path and all settings pinned; COMMIT it. For the oracle too. */
bool catalog_begin(Conn *conn, Error *err);
bool catalog_end(Conn *conn, Error *err);

/* ---- for the readers of the kinds: catalog/NAME.c exports bool read_NAME(Reader *, Error *) ---- */
#define KIND(NAME, name, SPACE) bool read_##name(Reader *reader, Error *err);
#include "engine/model/kinds.def"
#undef KIND

/*
 * Add an object that a row tells. Where the query has them, the columns oid, comment, owner (the role's name) and acl (the
 * raw aclitem[] cast to text[]: c.relacl::text[]; NULL is PostgreSQL's default) are taken from the row; the object is
 * registered as (class_name, oid, 0) and added to the model.
 */
void reader_add(Reader *reader, Object *object, const char *class_name, const Row *row);

/* Types as format_type() prints them, quoted as the parser quotes; an array of them. NULL stays NULL. */
const char *row_type(const Row *row, Arena *arena, const char *column);
void row_types(const Row *row, Arena *arena, const char *column, Vec *types);

/* Raw aclitem texts as AclItems: what `owner` has is not listed, what it lacks of `owner_privileges` is, as missing. owner NULL: nobody's
 * entries are left out. */
void acl_read_items(Arena *arena, const Vec *texts, const char *owner, const char *owner_privileges, Vec *acl);

/* Let pg_depend find an object: class_name is "pg_class" ..., sub the column number or 0. */
void reader_register(Reader *reader, Object *object, const char *class_name, uint32_t oid, int sub);
Object *reader_find(const Reader *reader, const char *class_name, uint32_t oid, int sub);   /* NULL: not ours */

/*
 * What other rows say of a column by its number only: of all tables and materialized views, those of extensions too. NULL: there
 * is none. The text of a list of numbers ("{1,2}", or "1 2" of an int2vector) becomes the names; false when one is not there.
 */
typedef struct ColumnFacts
{
    const char *name;
    uint32_t type, collation;
} ColumnFacts;
const ColumnFacts *reader_attribute(const Reader *reader, uint32_t relation, int number);
bool reader_attribute_names(const Reader *reader, uint32_t relation, const char *numbers, Vec *names);

/* The next number of such a list, or of an oidvector; *at moves behind it. False: there are no more. */
bool list_next(const char **at, int64_t *number);

/* An expression as pg_get_expr() printed it; NULL gives NULL. The Pending is returned for the rest to be filled (NULL then too). */
Pending *reader_expression(Reader *reader, PendingKind kind, const char *text, Object *object, Expression **slot);
/* The same for a query as pg_get_viewdef() printed it, with its semicolon. */
Pending *reader_query(Reader *reader, const char *text, Object *object, Expression **slot);

/*
 * An expression in which columns go by other names. pg_get_expr() opens the relation that it is given, and all it learns there is what the
 * columns are called; a server that does so for each table spends most of its time on it, and waits where somebody has locked one. So
 * queries give it pg_attribute, which is always at hand, where the columns have numbers up to 24, as many as that one has in every
 * version. Then "by_number" is true, and each name is put in here for the one that stands for it (get_variable() in ruleutils.c). What
 * could mean something else is asked again, with the query `again` about the row's oid. NULL stays NULL.
 */
bool reader_by_number(Reader *reader, const Row *row, const char *column, uint32_t relation, const char *again, const char **text, Error *err);

/* The columns options (pg_class.reloptions) and, where the query has it, toast_options; sorted. */
void reader_options(Reader *reader, const Row *row, Vec *options);

/* The names in "name=value" to lower case: the server keeps some as "TimeZone", and takes any. */
void read_setting_names(Vec *settings);

/* Fail with ERR_TORN: the server knew a part of an object no more that it must have. */
bool reader_torn(Reader *reader, const Object *object, Error *err);

#endif
