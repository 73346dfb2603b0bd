#include "catalog/account.h"

#include "catalog_sql.h"
#include "engine/base/text.h"

static const char *const words[] = {"managed", "unclaimed", "unknown", "ignored", "extension", "internal", "temporary", "journal", "system"};

const char *
account_word(AccountSort sort)
{
    return words[sort];
}

const char *
account_property_line(Arena *arena, const AccountProperty *property)
{
    char *line = arena_printf(arena, "%s: %s: %s", property->object, property->property, property->value);

    for (char *c = line; *c; c++)
        if (*c == '\n' || *c == '\r')
            *c = ' ';
    return line;
}

size_t
account_nobodys(const Account *account)
{
    return account->counts[ACCOUNT_UNCLAIMED] + account->counts[ACCOUNT_UNKNOWN] + account->properties.count;
}

typedef struct Accounting
{
    const Reader *reader;
    const Model *blueprint;
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
    if (object->ignored)
        return ACCOUNT_IGNORED;
    return object_ops(object)->claim && !(accounting->blueprint->claims & object_ops(object)->claim) ? ACCOUNT_UNCLAIMED : ACCOUNT_MANAGED;
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

/* ---- properties ---- */

static void
add_property(Accounting *accounting, const char *object, const char *property, const char *value)
{
    AccountProperty *found = arena_make(accounting->arena, AccountProperty);

    *found = (AccountProperty) {object, property, value};
    vec_add(accounting->arena, &accounting->account->properties, found);
}

/* What hangs on an ignored object is ignored with it. */
static bool
take_property(void *context, const Row *row, Error *err)
{
    Accounting *accounting = context;
    Arena *arena = accounting->arena;
    const Object *object = reader_find(accounting->reader, row_text(row, "class"), row_oid(row, "oid"), (int) row_int(row, "sub"));
    const Object *of = reader_find(accounting->reader, "pg_class", row_oid(row, "of"), 0);

    (void) err;
    if ((object && (object->ignored || row_bool(row, "label"))) || (of && of->ignored) || !row_text(row, "object"))
        return true;
    add_property(accounting, row_copy(row, arena, "object"), row_copy(row, arena, "property"), row_copy(row, arena, "value"));
    return true;
}

/* Labels of providers that the blueprint does not mention. */
static void
add_labels(Accounting *accounting)
{
    const Model *blueprint = accounting->blueprint;
    Arena *arena = accounting->arena;

    VEC_EACH(const Object *, object, &accounting->reader->model->objects)
        VEC_EACH(const SecurityLabel *, label, &object_rare(object)->labels)
            if (!object->ignored && !(blueprint->claims & CLAIM_LABELS) && !vec_has_str(&blueprint->label_providers, label->provider))
                add_property(accounting, object_title(arena, object), arena_printf(arena, "label of %s", label->provider), label->label);
}

bool
account_send(Conn *conn, Arena *arena, Error *err)
{
    Vec queries = {0};

    vec_add(arena, &queries, sql_account);
    vec_add(arena, &queries, sql_property);
    return conn_send(conn, &queries, err);
}

bool
catalog_account(const Reader *reader, const Model *blueprint, Arena *arena, Account *account, Error *err)
{
    Accounting accounting = {.reader = reader, .blueprint = blueprint, .arena = arena, .account = account};

    *account = (Account) {0};
    if (!conn_has_sent(reader->conn))
        TRY(account_send(reader->conn, arena, err));
    TRY(conn_receive(reader->conn, take, &accounting, err));
    TRY(conn_receive(reader->conn, take_property, &accounting, err));
    add_labels(&accounting);
    if (!accounting.oids.count)
        return true;
    TRY(catalog_begin(reader->conn, err));
    TRY(describe(&accounting, err));
    return catalog_end(reader->conn, err);
}
