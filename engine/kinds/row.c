#include "engine/kinds/row.h"

#include "engine/model/emit.h"

/* The live row is a copy of the declared one, but for `current`. */
static const Field fields[] = {
    FIELD(ReferenceRow, columns, NAMES, ALTER),
    FIELD(ReferenceRow, values, NAMES, ALTER),
    FIELD(ReferenceRow, overriding, TEXT, ALTER),
    FIELD_NAMED(ReferenceRow, key_columns, "key", NAMES, ALTER),
    FIELD_NAMED(ReferenceRow, update_columns, "updated columns", NAMES, ALTER),
    FIELD_NAMED(ReferenceRow, update_values, "updated values", NAMES, ALTER),
    FIELD_NAMED(ReferenceRow, update_where, "updated where", TEXT, ALTER),
    FIELD_NAMED(ReferenceRow, current, "values as declared", BOOL, ALTER),
    {0}
};

const char *
row_value(const ReferenceRow *row, const char *column)
{
    for (size_t i = 0; i < row->columns.count; i++)
        if (strcmp(vec_at(&row->columns, i), column) == 0)
            return vec_at(&row->values, i);
    return NULL;
}

/* For people; no statement has a name for a row. */
static const char *
row_sql_name(Arena *arena, const Object *object)
{
    return arena_printf(arena, "(%s) of %s", object->name, object_relation(arena, object));
}

static const char *
quoted(Arena *arena, const Vec *columns)
{
    Vec names = {0};

    VEC_EACH(const char *, column, columns)
        vec_add(arena, &names, sql_ident(arena, column));
    return vec_join(arena, &names, ", ");
}

static const char *
conflict_clause(Arena *arena, const ReferenceRow *row)
{
    Text sql;

    text_init(&sql, arena);
    if (row->key_columns.count)
        text_addf(&sql, " (%s)", quoted(arena, &row->key_columns));
    if (!row->update_columns.count)
    {
        text_add(&sql, " DO NOTHING");
        return text_str(&sql);
    }
    text_add(&sql, " DO UPDATE SET ");
    for (size_t i = 0; i < row->update_columns.count; i++)
        text_addf(&sql, "%s%s = %s", i ? ", " : "", sql_ident(arena, vec_at(&row->update_columns, i)),
                  (const char *) vec_at(&row->update_values, i));
    if (row->update_where)
        text_addf(&sql, " WHERE %s", row->update_where);
    return text_str(&sql);
}

static Step *
write_row(Emit *emit, const ReferenceRow *row)
{
    const char *table = object_relation(emit->arena, &row->object);

    return emit_step(emit, COST(.on = table, .lock = LOCK_ROW_EXCLUSIVE), "INSERT INTO %s (%s)%s VALUES (%s) ON CONFLICT%s", table,
                     quoted(emit->arena, &row->columns),
                     row->overriding ? arena_printf(emit->arena, " OVERRIDING %s VALUE", row->overriding) : "",
                     vec_join(emit->arena, &row->values, ", "), conflict_clause(emit->arena, row));
}

static void
row_create(Emit *emit, const Object *new)
{
    const ReferenceRow *row = (const ReferenceRow *) new;
    Step *step = write_row(emit, row);
    Text where;

    if (!row->keys.count)
        return;
    text_init(&where, emit->arena);
    VEC_EACH(const char *, column, (const Vec *) vec_at(&row->keys, 0))
        text_addf(&where, "%s%s = %s", where.length ? " AND " : "", sql_ident(emit->arena, column), row_value(row, column));
    emit_undo(emit, step, false, "DELETE FROM %s WHERE %s", object_relation(emit->arena, new), text_str(&where));
}

/* The same statement again: what is to be updated is what the blueprint says there. */
static void
row_alter(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    (void) old, (void) changed;
    write_row(emit, (const ReferenceRow *) new);
}

/* A blueprint that declares a row no more says nothing of it. */
static void
row_drop(Emit *emit, const Object *old)
{
    (void) emit, (void) old;
}

const KindOps kind_row = {
    .noun = "ROW",
    .word = "row",
    .size = sizeof(ReferenceRow),
    .fields = fields,
    .sql_name = row_sql_name,
    .create = row_create,
    .alter = row_alter,
    .drop = row_drop,
};
