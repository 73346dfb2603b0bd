#include "catalog/account.h"

#include "catalog_sql.h"
#include "engine/base/text.h"

static const char *const words[] = {"managed", "unclaimed", "unknown", "extension", "internal", "temporary", "journal", "system"};

const char *
account_word(AccountSort sort)
{
    return words[sort];
}

size_t
account_nobodys(const Account *account)
{
    return account->counts[ACCOUNT_UNCLAIMED] + account->counts[ACCOUNT_UNKNOWN];
}

typedef struct Accounting
{
    const Reader *reader;
    unsigned claims;
    Arena *arena;
    Account *account;
    Vec classes, oids;                             /* of what is unknown: const char * */
} Accounting;

/* Rows come sorted by class. */
static AccountClass *
class_of(Accounting *accounting, const char *name)
{
    Vec *classes = &accounting->account->classes;
    AccountClass *last = classes->count ? vec_at(classes, classes->count - 1) : NULL;

    if (last && strcmp(last->name, name) == 0)
        return last;
    last = arena_make(accounting->arena, AccountClass);
    last->name = arena_copy(accounting->arena, name);
    vec_add(accounting->arena, classes, last);
    return last;
}

/* What no reason keeps from being managed: by its OID. */
static AccountSort
sort_of(const Accounting *accounting, const char *class, int64_t oid)
{
    const Object *object = reader_find(accounting->reader, class, (uint32_t) oid, 0);

    if (!object)
        return ACCOUNT_UNKNOWN;
    return object_ops(object)->claim && !(accounting->claims & object_ops(object)->claim) ? ACCOUNT_UNCLAIMED : ACCOUNT_MANAGED;
}

static void
count(Accounting *accounting, AccountClass *class, AccountSort sort, size_t number)
{
    class->counts[sort] += number;
    accounting->account->counts[sort] += number;
}

static bool
take(void *context, const Row *row, Error *err)
{
    Accounting *accounting = context;
    AccountClass *class = class_of(accounting, row_text(row, "class"));
    const char *word = row_text(row, "sort"), *oids = row_text(row, "oids");
    int64_t oid;

    (void) err;
    for (int sort = 0; word && sort < ACCOUNT_SORTS; sort++)
        if (strcmp(words[sort], word) == 0)
            count(accounting, class, (AccountSort) sort, (size_t) row_int(row, "count"));
    while (!word && list_next(&oids, &oid))
    {
        AccountSort sort = sort_of(accounting, class->name, oid);

        count(accounting, class, sort, 1);
        if (sort != ACCOUNT_UNKNOWN)
            continue;
        vec_add(accounting->arena, &accounting->classes, class->name);
        vec_add(accounting->arena, &accounting->oids, arena_printf(accounting->arena, "%" PRId64, oid));
    }
    return true;
}

static bool
take_description(void *context, const Row *row, Error *err)
{
    Accounting *accounting = context;

    (void) err;
    vec_add(accounting->arena, &accounting->account->unknown, row_copy(row, accounting->arena, "description"));
    return true;
}

/* What was dropped meanwhile has no description. */
static bool
describe(Accounting *accounting, Error *err)
{
    static const char query[] = "SELECT d AS description FROM ROWS FROM (unnest($1::text[]), unnest($2::oid[])) AS u (class, oid),"
                                " pg_describe_object(class::regclass, u.oid, 0) AS d WHERE d IS NOT NULL ORDER BY 1";
    Vec params = {0};

    vec_add(accounting->arena, &params, arena_printf(accounting->arena, "{%s}", vec_join(accounting->arena, &accounting->classes, ",")));
    vec_add(accounting->arena, &params, arena_printf(accounting->arena, "{%s}", vec_join(accounting->arena, &accounting->oids, ",")));
    return conn_each(accounting->reader->conn, query, &params, take_description, accounting, err);
}

bool
catalog_account(const Reader *reader, unsigned claims, Arena *arena, Account *account, Error *err)
{
    Accounting accounting = {.reader = reader, .claims = claims, .arena = arena, .account = account};

    *account = (Account) {0};
    if (!conn_has_sent(reader->conn))
        TRY(conn_send(reader->conn, sql_account, err));
    TRY(conn_receive(reader->conn, take, &accounting, err));
    if (!accounting.oids.count)
        return true;
    TRY(catalog_begin(reader->conn, err));
    TRY(describe(&accounting, err));
    return catalog_end(reader->conn, err);
}
