#include "engine/kinds/column_counter.h"

#include "engine/base/hash.h"
#include "engine/base/text.h"

static bool
owns(const Object *column, const Sequence *sequence)
{
    return str_eq(sequence->owned_schema, column->schema) && str_eq(sequence->owned_table, column->parent) &&
           str_eq(sequence->owned_column, column->name);
}

const Sequence *
column_old_counter(const Emit *emit, const Object *column)
{
    VEC_EACH(const Object *, object, &emit->diff->old->objects)
        if (object->kind == KIND_SEQUENCE && owns(column, (const Sequence *) object) &&
            diff_change_of(emit->diff, object)->action == ACTION_DROP)
            return (const Sequence *) object;
    return NULL;
}

static const Column *
owner_of(const Model *model, const Sequence *sequence)
{
    return sequence->owned_table ? (const Column *) model_find(model, SPACE_COLUMN, sequence->owned_schema, sequence->owned_table, sequence->owned_column) : NULL;
}

bool
column_takes_counter(const Emit *emit, const Sequence *old)
{
    const Column *before = owner_of(emit->diff->old, old), *after = owner_of(emit->diff->new, old);

    return before && after && !before->identity && after->identity && diff_change_of(emit->diff, &after->object)->action == ACTION_ALTER;
}

/* A name that nobody else has, of a fixed length. */
static const char *
aside(Arena *arena, const char *name)
{
    return arena_printf(arena, "hcmigrate_old_%.16s", hash_hex(arena, name, strlen(name)));
}

/* Where the rows are without a counter, the next value must lie beyond them. */
static void
start_beyond_rows(Emit *emit, const Column *new)
{
    const char *relation = object_relation(emit->arena, &new->object), *column = sql_ident(emit->arena, new->object.name);
    bool down = new->identity_options.increment < 0;
    const char *edge = arena_printf(emit->arena, "%s(%s)", down ? "min" : "max", column);

    emit_step(emit, COST(.on = relation, .lock = LOCK_ACCESS_SHARE, .scans = true),
              "SELECT setval(pg_get_serial_sequence(%s, %s), %s) FROM %s HAVING %s %s %" PRId64, sql_literal(emit->arena, relation),
              sql_literal(emit->arena, new->object.name), edge, relation, edge, down ? "<=" : ">=", new->identity_options.start);
}

void
column_add_identity(Emit *emit, const Column *old, const Column *new)
{
    const char *relation = object_relation(emit->arena, &new->object), *column = sql_ident(emit->arena, new->object.name);
    const char *put_aside = NULL;
    const Sequence *counter = column_old_counter(emit, &old->object);
    Step *step;

    if (counter)
    {
        put_aside = aside(emit->arena, counter->object.name);
        emit_step(emit, COST(0), "ALTER SEQUENCE %s RENAME TO %s", object_sql_name(emit->arena, &counter->object), put_aside);
        /* While the column owns it, pg_get_serial_sequence() means this one. */
        put_aside = sql_qname(emit->arena, counter->object.schema, put_aside);
        emit_step(emit, COST(.on = relation, .lock = LOCK_ACCESS_SHARE), "ALTER SEQUENCE %s OWNED BY NONE", put_aside);
    }
    step = emit_step(emit, COST(.on = relation, .lock = LOCK_ACCESS_EXCLUSIVE), "ALTER TABLE %s ALTER COLUMN %s ADD GENERATED %s AS IDENTITY%s",
                     relation, column, new->identity, column_identity_options(emit->arena, new));
    if (!counter)
    {
        emit_undo(emit, step, false, "ALTER TABLE %s ALTER COLUMN %s DROP IDENTITY", relation, column);
        if (step->rows)
            start_beyond_rows(emit, new);
        return;
    }
    emit_step(emit, COST(0), "SELECT setval(pg_get_serial_sequence(%s, %s), last_value, is_called) FROM %s", sql_literal(emit->arena, relation),
              sql_literal(emit->arena, new->object.name), put_aside);
    emit_step(emit, COST(0), "DROP SEQUENCE %s", put_aside);
}

/* The identity column whose counter a new sequence carries on. */
static const Column *
identity_before(const Emit *emit, const Sequence *new)
{
    const Column *before = owner_of(emit->diff->old, new), *after = owner_of(emit->diff->new, new);

    return before && after && before->identity && !after->identity && before->identity_sequence ? before : NULL;
}

bool
column_gives_counter(const Emit *emit, const Object *column)
{
    VEC_EACH(const Object *, object, &emit->diff->new->objects)
        if (object->kind == KIND_SEQUENCE && owns(column, (const Sequence *) object) && identity_before(emit, (const Sequence *) object))
            return true;
    return false;
}

static const char *
aside_sequence(Emit *emit, const Column *identity)
{
    return sql_qname(emit->arena, identity->object.schema, aside(emit->arena, identity->identity_sequence));
}

void
column_before_sequence(Emit *emit, const Sequence *new)
{
    const Column *identity = identity_before(emit, new);

    if (identity)
        emit_step(emit, COST(0), "ALTER SEQUENCE %s RENAME TO %s", identity->identity_sequence,
                  aside(emit->arena, identity->identity_sequence));
}

void
column_after_sequence(Emit *emit, const Sequence *new)
{
    const Column *identity = identity_before(emit, new);

    if (identity)
        emit_step(emit, COST(0), "SELECT setval(%s, last_value, is_called) FROM %s",
                  sql_literal(emit->arena, object_sql_name(emit->arena, &new->object)), aside_sequence(emit, identity));
}
