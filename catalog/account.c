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

static AccountSort
sort_of(const Accounting *accounting, const char *class, const Row *row)
{
    const char *word = row_text(row, "sort");
    const Object *object;

    for (int sort = 0; word && sort < ACCOUNT_SORTS; sort++)
        if (strcmp(words[sort], word) == 0)
            return (AccountSort) sort;
    object = reader_find(accounting->reader, class, row_oid(row, "oid"), 0);
    if (!object)
        return ACCOUNT_UNKNOWN;
    return object_ops(object)->claim && !(accounting->claims & object_ops(object)->claim) ? ACCOUNT_UNCLAIMED : ACCOUNT_MANAGED;
}

static bool
take(void *context, const Row *row, Error *err)
{
    Accounting *accounting = context;
    const char *class = row_text(row, "class");
    AccountSort sort = sort_of(accounting, class, row);
    size_t count = (size_t) row_int(row, "count");

    (void) err;
    class_of(accounting, class)->counts[sort] += count;
    accounting->account->counts[sort] += count;
    if (sort == ACCOUNT_UNKNOWN)
    {
        vec_add(accounting->arena, &accounting->classes, arena_copy(accounting->arena, class));
        vec_add(accounting->arena, &accounting->oids, row_copy(row, accounting->arena, "oid"));
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

    if (!accounting->oids.count)
        return true;
    vec_add(accounting->arena, &params, arena_printf(accounting->arena, "{%s}", vec_join(accounting->arena, &accounting->classes, ",")));
    vec_add(accounting->arena, &params, arena_printf(accounting->arena, "{%s}", vec_join(accounting->arena, &accounting->oids, ",")));
    return conn_each(accounting->reader->conn, query, &params, take_description, accounting, err);
}

bool
catalog_account(const Reader *reader, unsigned claims, Arena *arena, Account *account, Error *err)
{
    Accounting accounting = {.reader = reader, .claims = claims, .arena = arena, .account = account};

    *account = (Account) {0};
    TRY(catalog_begin(reader->conn, err));
    TRY(conn_each(reader->conn, sql_account, NULL, take, &accounting, err));
    TRY(describe(&accounting, err));
    return catalog_end(reader->conn, err);
}
