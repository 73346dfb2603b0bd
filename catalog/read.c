#include "catalog/read.h"

#include <stdlib.h>

#include "catalog/account.h"
#include "catalog_sql.h"
#include "engine/base/text.h"
#include "engine/kinds/constraint.h"

/*
 * Everything that changes how the server prints an expression or a value (ruleutils.c, the output functions of types).
 * lock_timeout: nearly every pg_get_*def waits behind ACCESS EXCLUSIVE.
 */
static const char pin_settings[] =
    "SELECT set_config(name, value, true) FROM (VALUES"
    " ('search_path', ''), ('DateStyle', 'ISO, YMD'), ('IntervalStyle', 'postgres'), ('TimeZone', 'UTC'),"
    " ('extra_float_digits', '1'), ('bytea_output', 'hex'), ('standard_conforming_strings', 'on'),"
    " ('quote_all_identifiers', 'off'), ('escape_string_warning', 'off'), ('row_security', 'off'), ('lock_timeout', '10s'),"
    " ('statement_timeout', '0'), ('jit', 'off'), ('enable_seqscan', 'on')) AS pinned (name, value)";

bool
catalog_begin(Conn *conn, Error *err)
{
    TRY(conn_run(conn, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", err));
    return conn_run(conn, pin_settings, err);
}

bool
catalog_end(Conn *conn, Error *err)
{
    return conn_run(conn, "COMMIT", err);
}

void
reader_register(Reader *reader, Object *object, const char *class_name, uint32_t oid, int sub)
{
    oid_map_put(&reader->by_oid, class_name, oid, sub, object);
}

Object *
reader_find(const Reader *reader, const char *class_name, uint32_t oid, int sub)
{
    return oid_map_get(&reader->by_oid, class_name, oid, sub);
}

const ColumnFacts *
reader_attribute(const Reader *reader, uint32_t relation, int number)
{
    return oid_map_get(&reader->attributes, "pg_attribute", relation, number);
}

bool
list_next(const char **at, int64_t *number)
{
    char *end;

    while (*at && (**at == '{' || **at == ',' || **at == ' '))
        (*at)++;
    if (!*at || !**at || **at == '}')
        return false;
    *number = strtoll(*at, &end, 10);
    if (end == *at)
        return false;
    *at = end;
    return true;
}

bool
reader_attribute_names(const Reader *reader, uint32_t relation, const char *numbers, Vec *names)
{
    int64_t number;

    while (list_next(&numbers, &number))
    {
        const ColumnFacts *attribute = reader_attribute(reader, relation, (int) number);

        if (!attribute)
            return false;
        vec_add(reader->arena, names, attribute->name);
    }
    return true;
}

/* ---- privileges: the text form of aclitem, "grantee=privileges/grantor" (aclitemout() in utils/adt/acl.c) ---- */

static const struct { char letter; const char *privilege; } acl_letters[] = {
    {'r', "SELECT"}, {'a', "INSERT"}, {'w', "UPDATE"}, {'d', "DELETE"}, {'D', "TRUNCATE"}, {'x', "REFERENCES"},
    {'t', "TRIGGER"}, {'X', "EXECUTE"}, {'U', "USAGE"}, {'C', "CREATE"}, {'c', "CONNECT"}, {'T', "TEMPORARY"},
    {'m', "MAINTAIN"}, {'s', "SET"}, {'A', "ALTER SYSTEM"},
};

static const char *
privilege_of(char letter)
{
    for (size_t i = 0; i < COUNT_OF(acl_letters); i++)
        if (acl_letters[i].letter == letter)
            return acl_letters[i].privilege;
    return NULL;
}

/* The grantee, unquoted; *rest is what follows the "=". NULL for PUBLIC. */
static const char *
acl_grantee(Arena *arena, const char *item, const char **rest)
{
    char *name = arena_alloc(arena, strlen(item) + 1), *to = name;
    bool quoted = false;

    for (; *item && (quoted || *item != '='); item++)
    {
        if (*item != '"')
            *to++ = *item;
        else if (quoted && item[1] == '"')
            *to++ = *item++;
        else
            quoted = !quoted;
    }
    *rest = *item ? item + 1 : item;
    return *name ? name : NULL;
}

/* What the owner has is not listed; what the owner lacks of the full set is. */
static void
add_owner_gaps(Arena *arena, const char *owner, const char *privilege, const char *held, Vec *acl)
{
    while (*privilege)
    {
        size_t length = strcspn(privilege, ",");
        const char *name = arena_copy_len(arena, privilege, length);
        bool has = false;

        for (const char *letter = held; *letter; letter++)
            has |= str_eq(privilege_of(*letter), name);
        if (!has)
            acl_add(arena, acl, owner, name, false, true);
        privilege += length + (privilege[length] == ',');
    }
}

void
acl_read_items(Arena *arena, const Vec *texts, const char *owner, const char *owner_privileges, Vec *acl)
{
    const char *held_by_owner = "";

    VEC_EACH(const char *, item, texts)
    {
        const char *letters, *grantee;

        if (!item)                                 /* no server has such, but the text may */
            continue;
        grantee = acl_grantee(arena, item, &letters);
        if (owner && grantee && str_eq(grantee, owner))
        {
            held_by_owner = arena_printf(arena, "%s%.*s", held_by_owner, (int) strcspn(letters, "/"), letters);
            continue;
        }
        for (; *letters && *letters != '/'; letters++)
            if (privilege_of(*letters))
                acl_add(arena, acl, grantee, privilege_of(*letters), letters[1] == '*', false);
    }
    if (owner)
        add_owner_gaps(arena, owner, owner_privileges, held_by_owner, acl);
}

static void
read_acl(Arena *arena, Object *object, const Row *row)
{
    Vec items = {0};

    if (!object_ops(object)->acl_privileges)
        return;
    if (!row_text(row, "acl"))
    {
        acl_builtin(arena, object->kind, &object->acl);
        return;
    }
    row_array(row, arena, "acl", &items);
    acl_read_items(arena, &items, object->owner, object_ops(object)->acl_privileges, &object->acl);
}

void
reader_add(Reader *reader, Object *object, const char *class_name, const Row *row)
{
    if (row_has(row, "comment"))
        object->comment = row_copy(row, reader->arena, "comment");
    if (row_has(row, "owner"))
        object->owner = row_copy(row, reader->arena, "owner");
    if (row_has(row, "acl"))
        read_acl(reader->arena, object, row);
    if (row_has(row, "oid"))
    {
        object->oid = row_oid(row, "oid");
        reader_register(reader, object, class_name, object->oid, 0);
    }
    model_add(reader->model, object);
}

const char *
row_type(const Row *row, Arena *arena, const char *column)
{
    return sql_requote(arena, row_text(row, column));
}

void
row_types(const Row *row, Arena *arena, const char *column, Vec *types)
{
    size_t first = types->count;

    row_array(row, arena, column, types);
    for (size_t i = first; i < types->count; i++)
        types->items[i] = (void *) (uintptr_t) sql_requote(arena, types->items[i]);
}

Pending *
reader_expression(Reader *reader, PendingKind kind, const char *text, Object *object, Expression **slot)
{
    static const Vec no_path;
    Pending *pending;

    if (!text)
    {
        *slot = NULL;
        return NULL;
    }
    *slot = arena_make(reader->arena, Expression);
    (*slot)->sql = (*slot)->canon = arena_copy(reader->arena, text);
    pending = arena_make(reader->arena, Pending);
    *pending = (Pending) {.kind = kind, .expression = *slot, .object = object, .search_path = &no_path};
    vec_add(reader->arena, &reader->pending, pending);
    return pending;
}

Pending *
reader_query(Reader *reader, const char *text, Object *object, Expression **slot)
{
    size_t length = text ? strlen(text) : 0;

    if (length && text[length - 1] == ';')
        text = arena_copy_len(reader->arena, text, length - 1);
    return reader_expression(reader, PENDING_QUERY, text, object, slot);
}

void
reader_options(Reader *reader, const Row *row, Vec *options)
{
    Vec toast = {0};

    row_array(row, reader->arena, "options", options);
    if (row_has(row, "toast_options"))
        row_array(row, reader->arena, "toast_options", &toast);
    VEC_EACH(const char *, option, &toast)
        vec_add(reader->arena, options, arena_printf(reader->arena, "toast.%s", option));
}

bool
reader_torn(Reader *reader, const Object *object, Error *err)
{
    return error_set(err, reader->arena, ERR_TORN, "%s changed while it was read", object_title(reader->arena, object));
}

/* ---- names that the blueprint may use without declaring them: members of extensions ---- */

static bool
take_name(void *context, const Row *row, Error *err)
{
    Names *names = context;
    static const struct { const char *word; Space space; } spaces[] = {
        {"type", SPACE_TYPE}, {"routine", SPACE_ROUTINE}, {"relation", SPACE_RELATION}, {"operator", SPACE_OPERATOR},
        {"operator class", SPACE_OPERATOR_CLASS}, {"template", SPACE_TS_TEMPLATE}, {"dictionary", SPACE_TS_DICTIONARY},
        {"parser", SPACE_TS_PARSER}, {"configuration", SPACE_TS_CONFIGURATION}, {"wrapper", SPACE_WRAPPER},
    };
    const char *word = row_text(row, "space");

    (void) err;
    if (strcmp(word, "extension") == 0)
        vec_add_str_once(names->arena, &names->extensions, row_copy(row, names->arena, "name"));
    for (size_t i = 0; i < COUNT_OF(spaces); i++)
        if (strcmp(spaces[i].word, word) == 0)
            names_add(names, spaces[i].space, row_copy(row, names->arena, "schema"), row_copy(row, names->arena, "name"));
    return true;
}

bool
catalog_read_names(Arena *arena, Conn *conn, Names *names, Error *err)
{
    names_init(names, arena);
    TRY(catalog_begin(conn, err));
    TRY(conn_each(conn, sql_names, NULL, take_name, names, err));
    return catalog_end(conn, err);
}

static bool
take_names(void *context, const Row *row, Error *err)
{
    Reader *reader = context;

    if (reader->wanted && !reader->wanted->begun)
        TRY(take_name(&reader->wanted->names, row, err));
    return take_name(&reader->names, row, err);
}

static bool
read_names(Reader *reader, Error *err)
{
    NamesWanted *wanted = reader->wanted;

    TRY(conn_each(reader->conn, sql_names, NULL, take_names, reader, err));
    if (!wanted || wanted->begun)
        return true;
    wanted->begun = true;
    wanted->begin(wanted->context);
    return true;
}

/* ---- comments of what there are many of; the queries of other kinds bring theirs along ---- */

static bool
take_comment(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    bool of_relation = row_bool(row, "of_relation");
    Object *object = reader_find(reader, of_relation ? "pg_class" : "pg_constraint", row_oid(row, "oid"), (int) row_int(row, "sub"));

    (void) err;
    if (object && object->kind == KIND_CONSTRAINT && of_relation)
        ((ConstraintDef *) object)->index_comment = row_copy(row, reader->arena, "comment");
    else if (object)
        object->comment = row_copy(row, reader->arena, "comment");
    return true;
}

static bool
take_label(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Object *object = reader_find(reader, row_text(row, "class"), row_oid(row, "oid"), (int) row_int(row, "sub"));

    (void) err;
    if (object)
        object_set_label(reader->arena, object, row_text(row, "provider"), row_text(row, "label"));
    return true;
}

/* Of a large database only the beginning is read beside the blueprint, which needs most memory at its end. */
static void
make_room(const Reader *reader)
{
    enum { MANY = 75000 };
    NamesWanted *wanted = reader->wanted;

    if (!wanted || !wanted->begun || wanted->ended || reader->by_oid.count < MANY)
        return;
    wanted->ended = true;
    wanted->end(wanted->context);
}

static bool
read_kinds(Reader *reader, Error *err)
{
    TRY(read_names(reader, err));
#define KIND(NAME, name, SPACE) TRY(read_##name(reader, err)); make_room(reader);
#include "engine/model/kinds.def"
#undef KIND
    TRY(conn_each(reader->conn, sql_comment, NULL, take_comment, reader, err));
    return conn_each(reader->conn, sql_security_label, NULL, take_label, reader, err);
}

static Reader *
reader_new(Arena *arena, Conn *conn, Findings *findings)
{
    Reader *reader = arena_make(arena, Reader);

    reader->arena = arena;
    reader->conn = conn;
    reader->model = model_new(arena);
    reader->model->server_version = reader->server_version = conn_server_version(conn);
    reader->findings = findings;
    names_init(&reader->names, arena);
    oid_map_init(&reader->by_oid, arena);
    oid_map_init(&reader->attributes, arena);
    return reader;
}

/* A reader that sees no rows asks for all there is to ask. */
static bool
foresee(Arena *arena, Conn *conn, Findings *findings, Error *err)
{
    Vec *queries = arena_make(arena, Vec);
    bool ok;

    conn_note(conn, queries);
    ok = read_kinds(reader_new(arena, conn, findings), err);
    conn_note(conn, NULL);
    conn_foresee(conn, queries);
    return ok;
}

/*
 * The queries are written in the order in which they are best done, so that the planner need not look for another one: it would
 * take longer than most of them.
 */
static const char keep_order[] = "SET LOCAL join_collapse_limit = 1";

static bool
read_all(Reader *reader, Error *err)
{
    TRY(catalog_begin(reader->conn, err));
    TRY(conn_run(reader->conn, keep_order, err));
    TRY(foresee(reader->arena, reader->conn, reader->findings, err));
    TRY(read_kinds(reader, err));
    return catalog_end(reader->conn, err);
}

bool
catalog_read(Arena *arena, Conn *conn, bool account, NamesWanted *wanted, Reader **result, Findings *findings, Error *err)
{
    enum { TRIES = 3 };
    Reader *reader;

    for (int tries = 1;; tries++)
    {
        Error ignored;

        reader = reader_new(arena, conn, findings);
        reader->wanted = wanted;
        if (read_all(reader, err))
            break;
        if (conn_is_broken(conn))
            return false;
        conn_run(conn, "ROLLBACK", &ignored);
        if (err->code != ERR_TORN || tries == TRIES)
            return false;
    }
    if (account)
        TRY(account_send(conn, arena, err));
    canon_all(reader->model, &reader->names, &reader->pending, false, findings);
    model_finish(reader->model);
    *result = reader;
    return true;
}
