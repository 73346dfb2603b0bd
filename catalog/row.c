#include "catalog/row.h"

#include <stdlib.h>

#include "catalog/read.h"
#include "engine/base/text.h"
#include "engine/kinds/column.h"
#include "engine/kinds/row.h"

enum { BATCH = 200 };

/* Nothing is read by oid here: see catalog/row.h. */
bool
read_row(Reader *reader, Error *err)
{
    (void) reader, (void) err;
    return true;
}

typedef struct Asking
{
    Arena *arena;
    Conn *conn;
    Model *live;
    const Vec *rows;                               /* of the batch */
} Asking;

/* ---- one row's question ---- */

static const char *
type_of(const Asking *asking, const ReferenceRow *row, const char *column)
{
    const Object *found = model_find_kind(asking->live, KIND_COLUMN, row->object.schema, row->object.parent, column);

    return found ? ((const Column *) found)->type : NULL;
}

/* Whether the live table has every column that the question is about. */
static bool
can_ask(const Asking *asking, const ReferenceRow *row)
{
    VEC_EACH(const char *, column, &row->fixed)
        if (!type_of(asking, row, column))
            return false;
    VEC_EACH(const char *, column, &row->compared)
        if (!type_of(asking, row, column))
            return false;
    return row->keys.count > 0;
}

/* The declared row as the sub-select "excluded": as far as its values are fixed, in the table's types. */
static void
add_declared(const Asking *asking, Text *sql, const ReferenceRow *row)
{
    text_add(sql, "(SELECT");
    for (size_t i = 0; i < row->fixed.count; i++)
    {
        const char *column = vec_at(&row->fixed, i);

        text_addf(sql, "%s CAST((%s) AS %s) AS %s", i ? "," : "", row_value(row, column), type_of(asking, row, column),
                  sql_ident(asking->arena, column));
    }
    text_add(sql, ") AS excluded");
}

static void
add_key_test(const Asking *asking, Text *sql, const ReferenceRow *row, const char *table)
{
    for (size_t i = 0; i < row->keys.count; i++)
    {
        const Vec *key = vec_at(&row->keys, i);

        text_add(sql, i ? " OR (" : "(");
        for (size_t j = 0; j < key->count; j++)
        {
            const char *column = sql_ident(asking->arena, vec_at(key, j));

            text_addf(sql, "%s%s.%s = excluded.%s", j ? " AND " : "", table, column, column);
        }
        text_add_char(sql, ')');
    }
}

static const char *
update_value(const ReferenceRow *row, const char *column)
{
    for (size_t i = 0; i < row->update_columns.count; i++)
        if (strcmp(vec_at(&row->update_columns, i), column) == 0)
            return vec_at(&row->update_values, i);
    BUG("no value for \"%s\"", column);
}

/* As texts, since not every type has an equality (json). */
static void
add_current_test(const Asking *asking, Text *sql, const ReferenceRow *row, const char *table)
{
    if (!row->compared.count)
    {
        text_add(sql, "true");
        return;
    }
    text_add(sql, "(");
    for (size_t i = 0; i < row->compared.count; i++)
    {
        const char *column = vec_at(&row->compared, i);

        text_addf(sql, "%sCAST(%s.%s AS text) IS NOT DISTINCT FROM CAST(CAST((%s) AS %s) AS text)", i ? " AND " : "", table,
                  sql_ident(asking->arena, column), update_value(row, column), type_of(asking, row, column));
    }
    text_add_char(sql, ')');
    if (row->update_where)
        text_addf(sql, " OR (%s) IS NOT TRUE", row->update_where);
}

/* One row of the answer, or none: its number in the batch, and whether it is as declared. */
static void
add_question(const Asking *asking, Text *sql, size_t number, const ReferenceRow *row)
{
    const char *table = sql_ident(asking->arena, row->object.parent);

    text_addf(sql, "(SELECT %zu AS number, ", number);
    add_current_test(asking, sql, row, table);
    text_addf(sql, " AS current FROM %s, ", object_relation(asking->arena, &row->object));
    add_declared(asking, sql, row);
    text_add(sql, " WHERE ");
    add_key_test(asking, sql, row, table);
    text_add(sql, " LIMIT 1)");
}

/* ---- batches ---- */

static bool
take_answer(void *context, const Row *answer, Error *err)
{
    Asking *asking = context;
    const ReferenceRow *declared = vec_at(asking->rows, (size_t) row_int(answer, "number"));
    ReferenceRow *live = arena_make(asking->live->arena, ReferenceRow);

    (void) err;
    *live = *declared;
    live->object.needs = live->object.children = (Vec) {0};
    live->object.rare = NULL;
    live->object.origin = (Origin) {0};
    live->current = row_bool(answer, "current");
    model_add(asking->live, &live->object);
    return true;
}

/* False: the server can't tell. A broken connection is the caller's to see. */
static bool
ask(Asking *asking, const Vec *rows, const char *search_path)
{
    Error ignored = {0};
    Text sql;
    bool well;

    text_init(&sql, asking->arena);
    for (size_t i = 0; i < rows->count; i++)
    {
        if (i)
            text_add(&sql, " UNION ALL ");
        add_question(asking, &sql, i, vec_at(rows, i));
    }
    asking->rows = rows;
    well = conn_run(asking->conn, "BEGIN TRANSACTION READ ONLY", &ignored) &&
           conn_runf(asking->conn, &ignored, "SET LOCAL search_path = %s", search_path && *search_path ? search_path : "''") &&
           conn_each(asking->conn, text_str(&sql), NULL, take_answer, asking, &ignored);
    conn_run(asking->conn, well ? "COMMIT" : "ROLLBACK", &ignored);
    return well;
}

/* What can't be asked together is asked one by one. */
static void
ask_all(Asking *asking, const Vec *rows)
{
    const char *path = ((const Object *) vec_at(rows, 0))->search_path;

    if (ask(asking, rows, path) || rows->count == 1)
        return;
    VEC_EACH(Object *, row, rows)
    {
        Vec single = {0};

        vec_add(asking->arena, &single, row);
        ask(asking, &single, path);
    }
}

bool
read_rows(Arena *arena, Conn *conn, const Model *blueprint, Model *live, Error *err)
{
    Asking asking = {.arena = arena, .conn = conn, .live = live};
    Vec batch = {0};
    size_t before = live->objects.count;

    VEC_EACH(const Object *, object, &blueprint->objects)
    {
        const Object *first = batch.count ? vec_at(&batch, 0) : NULL;

        if (object->kind != KIND_ROW || !can_ask(&asking, (const ReferenceRow *) object))
            continue;
        if (first && (batch.count == BATCH || !str_eq(first->search_path, object->search_path)))
        {
            ask_all(&asking, &batch);
            batch = (Vec) {0};
        }
        vec_add(arena, &batch, object);
    }
    if (batch.count)
        ask_all(&asking, &batch);
    if (conn_is_broken(conn))
        return conn_run(conn, "SELECT 1", err);
    if (live->objects.count != before)
        model_finish(live);
    return true;
}
