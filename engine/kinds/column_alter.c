#include "engine/kinds/column.h"

#include "engine/base/text.h"
#include "engine/kinds/column_counter.h"
#include "engine/kinds/column_type.h"
#include "engine/kinds/generic_options.h"
#include "engine/kinds/usertype.h"
#include "engine/kinds/inheritance.h"
#include "engine/kinds/online.h"
#include "engine/kinds/options.h"
#include "engine/kinds/table.h"

/* One change of a column: what its statements have in common. */
typedef struct Alter
{
    Emit *emit;
    const Column *old, *new;
    uint64_t changed;
    const char *relation, *name;
    const char *one, *all;                         /* "ALTER TABLE ONLY t ALTER COLUMN c", and with the children */
} Alter;

/* What the statement on a parent's column does to this one too is not said again. */
static bool
must(const Alter *alter, const char *field)
{
    uint64_t bit = column_bit(field);

    return alter->changed & bit && !column_reached_from(alter->emit, &alter->new->object, ACTION_ALTER, bit);
}

static bool
in_partition_key(const Alter *alter)
{
    const Object *table = emit_old_parent(alter->emit, &alter->old->object);

    return table && vec_has_str(&((const Table *) table)->partition_columns, alter->old->object.name);
}

/* ---- type ---- */

/* It has no values to convert, and PostgreSQL refuses a USING there. */
static bool
is_foreign(const Alter *alter)
{
    return table_is_foreign(emit_new_parent(alter->emit, &alter->new->object));
}

static const char *
using_clause(const Alter *alter, const TypeChange *change, bool *loses)
{
    if (is_foreign(alter))
        return "";
    if (alter->new->convert)
        return arena_printf(alter->emit->arena, " USING (%s)", alter->new->convert->sql);
    if (alter->emit->change->retype)
        return arena_printf(alter->emit->arena, " USING %s",
                            usertype_recast(alter->emit, alter->name, alter->old->type, alter->new->type, loses));
    return change->cast ? arena_printf(alter->emit->arena, " USING %s%s", alter->name, change->cast) : "";
}

static const char *
collate_clause(const Alter *alter)
{
    return alter->new->collation ? arena_printf(alter->emit->arena, " COLLATE %s", alter->new->collation) : "";
}

/* A foreign table below, which a USING would reach: PostgreSQL then refuses the whole. NULL: none. */
static const Object *
foreign_below(const Emit *emit, const Object *table)
{
    const Object *found = NULL;

    if (table)
        VEC_EACH(const Object *, heir, &((const Table *) table)->heirs)
            if (!found && diff_change_of(emit->diff, heir)->action != ACTION_CREATE)
                found = table_is_foreign(heir) ? heir : foreign_below(emit, heir);
    return found;
}

static bool
loses_nothing_back(const Alter *alter)
{
    return !type_change(alter->emit->arena, alter->emit->diff->new, alter->new->type, alter->emit->diff->old, alter->old->type).narrows;
}

static void
alter_type(Alter *alter)
{
    Arena *arena = alter->emit->arena;
    TypeChange change = type_change(arena, alter->emit->diff->old, alter->old->type, alter->emit->diff->new, alter->new->type), back;
    bool rewrites = change.rewrites || alter->emit->change->retype || alter->new->convert, loses = false;
    const Object *foreign = foreign_below(alter->emit, emit_new_parent(alter->emit, &alter->new->object));
    const char *using = using_clause(alter, &change, &loses);
    Step *step;

    if (in_partition_key(alter))
    {
        emit_refuse(alter->emit, "%s is part of the partition key of %s, and PostgreSQL can't change the type of such a column: make a "
                    "new table, copy the rows, and drop the old one", alter->name, alter->relation);
        return;
    }
    if (*using && foreign)
    {
        emit_refuse(alter->emit, "%s of %s can't become %s while %s hangs on it, since PostgreSQL converts no column of a foreign table: take that out "
                    "of the blueprint, plan and apply, and put it back", alter->name, alter->relation, alter->new->type,
                    object_title(arena, foreign));
        return;
    }
    step = emit_step(alter->emit, COST(.on = alter->relation, .lock = LOCK_ACCESS_EXCLUSIVE, .rewrites = rewrites, .scans = rewrites),
                     "%s TYPE %s%s%s", alter->all, alter->new->type, collate_clause(alter), using);
    if (alter->new->convert)
        step->search_path = alter->new->written_path;
    if (step->rows && loses)
        emit_hazard(alter->emit, step, HAZARD_DELETES_DATA, "values of attributes that %s has no more", alter->new->type);
    if (step->rows && change.narrows)
        emit_hazard(alter->emit, step, HAZARD_NARROWS_TYPE, "%s -> %s", alter->old->type, alter->new->type);
    if (step->rows && change.by_time_zone)
        emit_hazard(alter->emit, step, HAZARD_MAY_FAIL, "the session's TimeZone decides what %s becomes", alter->name);
    if (alter->emit->change->retype || alter->new->convert)
        return;
    back = type_change(arena, alter->emit->diff->new, alter->new->type, alter->emit->diff->old, alter->old->type);
    emit_undo(alter->emit, step, !loses_nothing_back(alter) && change.narrows, "%s TYPE %s%s%s%s", alter->all, alter->old->type,
              alter->old->collation ? " COLLATE " : "", alter->old->collation ? alter->old->collation : "",
              back.cast && !is_foreign(alter) ? arena_printf(arena, " USING %s%s", alter->name, back.cast) : "");
}

/* ---- NOT NULL ---- */

/* Whether a child's column differs: then the parent's statement must spare the children. */
static bool
differs_below(const Emit *emit, const Column *column)
{
    const Object *table = emit_new_parent(emit, &column->object);

    if (table)
        VEC_EACH(const Object *, heir, &((const Table *) table)->heirs)
        {
            const Column *below = (const Column *) model_find(emit->diff->new, SPACE_COLUMN, heir->schema, heir->name, column->object.name);

            if (below && (below->not_null != column->not_null || differs_below(emit, below)))
                return true;
        }
    return false;
}

/* A partitioned table can't be altered without its partitions. */
static bool
spares_children(const Emit *emit, const Column *column)
{
    return !table_is_partitioned(emit_new_parent(emit, &column->object)) && differs_below(emit, column);
}

static void
set_not_null(Alter *alter)
{
    Step *step;

    if (alter->new->backfill && column_has_rows(alter->emit, &alter->new->object))
        column_emit_backfill(alter->emit, alter->new);
    step = online_set_not_null(alter->emit, alter->relation, alter->name, alter->new->not_null_name, spares_children(alter->emit, alter->new));
    if (step->rows)
        emit_hazard(alter->emit, step, HAZARD_MAY_FAIL, "a row may hold no value in %s", alter->name);
}

/* Partitions that stay NOT NULL get theirs back. */
static void
restore_below(Alter *alter, const Object *table)
{
    VEC_EACH(const Object *, heir, &((const Table *) table)->heirs)
    {
        const Column *column = (const Column *) model_find(alter->emit->diff->new, SPACE_COLUMN, heir->schema, heir->name, alter->new->object.name);
        const char *relation = object_sql_name(alter->emit->arena, heir);

        if (column && !column->not_null)
            restore_below(alter, heir);
        else if (column && diff_change_of(alter->emit->diff, &column->object)->old)
            emit_step(alter->emit, COST(.on = relation, .lock = LOCK_ACCESS_EXCLUSIVE, .scans = true),
                      "ALTER TABLE %s ALTER COLUMN %s SET NOT NULL", relation, alter->name);
    }
}

static void
drop_not_null(Alter *alter)
{
    const char *start = spares_children(alter->emit, alter->new) ? alter->one : alter->all;
    Step *step = emit_step(alter->emit, COST(.on = alter->relation, .lock = LOCK_ACCESS_EXCLUSIVE), "%s DROP NOT NULL", start);

    emit_undo(alter->emit, step, false, "%s SET NOT NULL", start);
    if (table_is_partitioned(emit_new_parent(alter->emit, &alter->new->object)))
        restore_below(alter, emit_new_parent(alter->emit, &alter->new->object));
}

static void
alter_not_null(Alter *alter)
{
    const Column *above = column_reached_from(alter->emit, &alter->new->object, ACTION_ALTER, column_bit("not null"));

    if (above && !spares_children(alter->emit, above))
        return;
    if (alter->new->not_null)
        set_not_null(alter);
    else
        drop_not_null(alter);
}

static void
rename_not_null(Alter *alter)
{
    const char *start = arena_printf(alter->emit->arena, "ALTER TABLE %s RENAME CONSTRAINT", alter->relation);
    const char *from = sql_ident(alter->emit->arena, alter->old->not_null_name), *to = sql_ident(alter->emit->arena, alter->new->not_null_name);
    Step *step;

    if (column_reached_from(alter->emit, &alter->new->object, ACTION_ALTER, column_bit("name of not null")))
        return;
    step = emit_step(alter->emit, COST(.on = alter->relation, .lock = LOCK_ACCESS_EXCLUSIVE), "%s %s TO %s", start, from, to);
    emit_undo(alter->emit, step, false, "%s %s TO %s", start, to, from);
}

/* ---- identity ---- */

static uint64_t
identity_option_bits(void)
{
    return column_bit("identity start") | column_bit("identity increment") | column_bit("identity minvalue") |
           column_bit("identity maxvalue") | column_bit("identity cache") | column_bit("identity cycle");
}

/* ALTER COLUMN ... TYPE moves limits that are the old type's own to those of the new type. */
static SequenceOptions
options_after_type(const Column *old, const Column *new)
{
    SequenceOptions options = old->identity_options;
    SequenceOptions before = sequence_defaults(old->type, options.increment), after = sequence_defaults(new->type, options.increment);

    if (strcmp(old->type, new->type) != 0)
    {
        if (options.max == before.max)
            options.max = after.max;
        if (options.min == before.min)
            options.min = after.min;
    }
    return options;
}

static const char *
identity_changes(Alter *alter)
{
    SequenceOptions from = options_after_type(alter->old, alter->new), to = alter->new->identity_options;
    Text sql;

    text_init(&sql, alter->emit->arena);
    if (strcmp(alter->old->identity, alter->new->identity) != 0)
        text_addf(&sql, " SET GENERATED %s", alter->new->identity);
    if (from.increment != to.increment)
        text_addf(&sql, " SET INCREMENT BY %" PRId64, to.increment);
    if (from.min != to.min)
        text_addf(&sql, " SET MINVALUE %" PRId64, to.min);
    if (from.max != to.max)
        text_addf(&sql, " SET MAXVALUE %" PRId64, to.max);
    if (from.start != to.start)
        text_addf(&sql, " SET START WITH %" PRId64, to.start);
    if (from.cache != to.cache)
        text_addf(&sql, " SET CACHE %" PRId64, to.cache);
    if (from.cycle != to.cycle)
        text_addf(&sql, " SET %s", to.cycle ? "CYCLE" : "NO CYCLE");
    return text_str(&sql);
}

static void
alter_identity(Alter *alter)
{
    const char *changes;

    if (!alter->new->identity)
        return;
    if (!alter->old->identity)
    {
        column_add_identity(alter->emit, alter->old, alter->new);
        return;
    }
    changes = identity_changes(alter);
    if (*changes)
        emit_step(alter->emit, COST(.on = alter->relation, .lock = LOCK_ACCESS_EXCLUSIVE), "%s%s", alter->all, changes);
}

static void
drop_identity(Alter *alter)
{
    const char *options = sequence_options_sql(alter->emit->arena, alter->old->type, &alter->old->identity_options, false);
    Step *step = emit_step(alter->emit, COST(.on = alter->relation, .lock = LOCK_ACCESS_EXCLUSIVE), "%s DROP IDENTITY", alter->all);

    if (!column_gives_counter(alter->emit, &alter->old->object))
        emit_hazard(alter->emit, step, HAZARD_DELETES_DATA, "the counter of %s", alter->name);
    emit_undo(alter->emit, step, true, "%s ADD GENERATED %s AS IDENTITY%s", alter->all, alter->old->identity,
              *options ? arena_printf(alter->emit->arena, " (%s)", options + 1) : "");
}

/* ---- generated ---- */

static void
alter_generated(Alter *alter)
{
    Step *step;

    if (alter->new->generated)
    {
        bool rewrites = !alter->new->generated_virtual;

        step = emit_step(alter->emit, COST(.on = alter->relation, .lock = LOCK_ACCESS_EXCLUSIVE, .rewrites = rewrites, .scans = rewrites),
                         "%s SET EXPRESSION AS (%s)", alter->all, alter->new->generated->sql);
        emit_undo(alter->emit, step, false, "%s SET EXPRESSION AS (%s)", alter->all, alter->old->generated->sql);
        return;
    }
    step = emit_step(alter->emit, COST(.on = alter->relation, .lock = LOCK_ACCESS_EXCLUSIVE), "%s DROP EXPRESSION", alter->all);
    emit_undo(alter->emit, step, true, "ALTER TABLE %s DROP COLUMN %s, ADD COLUMN %s", alter->relation, alter->name,
              column_definition(alter->emit->arena, alter->old, NULL));
}

/* ---- how it is stored ---- */

static const char *
storage_sql(Alter *alter, const Column *column)
{
    if (column->storage)
        return column->storage;
    return type_storage(alter->emit->arena, alter->emit->diff->new, column->type);
}

static void
alter_storage(Alter *alter)
{
    Step *step = emit_step(alter->emit, COST(.on = alter->relation, .lock = LOCK_ACCESS_EXCLUSIVE), "%s SET STORAGE %s", alter->one,
                           storage_sql(alter, alter->new));

    emit_undo(alter->emit, step, false, "%s SET STORAGE %s", alter->one, storage_sql(alter, alter->old));
}

static void
alter_compression(Alter *alter)
{
    Step *step = emit_step(alter->emit, COST(.on = alter->relation, .lock = LOCK_ACCESS_EXCLUSIVE), "%s SET COMPRESSION %s", alter->one,
                           alter->new->compression ? alter->new->compression : "default");

    emit_undo(alter->emit, step, false, "%s SET COMPRESSION %s", alter->one, alter->old->compression ? alter->old->compression : "default");
}

static void
alter_statistics(Alter *alter)
{
    Step *step = emit_step(alter->emit, COST(.on = alter->relation, .lock = LOCK_SHARE_UPDATE_EXCLUSIVE), "%s SET STATISTICS %" PRId64,
                           alter->one, alter->new->statistics);

    emit_undo(alter->emit, step, false, "%s SET STATISTICS %" PRId64, alter->one, alter->old->statistics);
}

static void
alter_options(Alter *alter)
{
    const char *set = options_to_set(alter->emit->arena, &alter->old->options, &alter->new->options);
    const char *reset = options_to_reset(alter->emit->arena, &alter->old->options, &alter->new->options);

    if (reset)
        emit_step(alter->emit, COST(.on = alter->relation, .lock = LOCK_SHARE_UPDATE_EXCLUSIVE), "%s RESET (%s)", alter->one, reset);
    if (set)
        emit_step(alter->emit, COST(.on = alter->relation, .lock = LOCK_SHARE_UPDATE_EXCLUSIVE), "%s SET (%s)", alter->one, set);
}

static void
alter_foreign_options(Alter *alter)
{
    const char *start = arena_printf(alter->emit->arena, "ALTER FOREIGN TABLE %s ALTER COLUMN %s", alter->relation, alter->name);

    generic_options_alter(alter->emit, COST(.on = alter->relation, .lock = LOCK_ACCESS_EXCLUSIVE), start, start, &alter->old->foreign_options,
                          &alter->new->foreign_options);
}

/*
 * The order is PostgreSQL's: an identity must be gone before its column may be NULL or of another sort of type, and can
 * only be added to a column that is NOT NULL.
 */
void
column_alter(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    Alter alter = {.emit = emit, .old = (const Column *) old, .new = (const Column *) new, .changed = changed};

    alter.relation = object_relation(emit->arena, new);
    alter.name = sql_ident(emit->arena, new->name);
    alter.one = arena_printf(emit->arena, "ALTER TABLE ONLY %s ALTER COLUMN %s", alter.relation, alter.name);
    alter.all = arena_printf(emit->arena, "ALTER TABLE %s ALTER COLUMN %s", alter.relation, alter.name);
    if (must(&alter, "identity") && alter.old->identity && !alter.new->identity)
        drop_identity(&alter);
    if (must(&alter, "generated"))
        alter_generated(&alter);
    if (must(&alter, "type") || must(&alter, "collation"))
        alter_type(&alter);
    if (changed & column_bit("not null"))
        alter_not_null(&alter);
    else if (changed & column_bit("name of not null"))
        rename_not_null(&alter);
    if (changed & (column_bit("identity") | identity_option_bits()))
        alter_identity(&alter);
    if (changed & column_bit("storage"))
        alter_storage(&alter);
    if (changed & column_bit("compression"))
        alter_compression(&alter);
    if (changed & column_bit("statistics"))
        alter_statistics(&alter);
    if (changed & column_bit("options"))
        alter_options(&alter);
    if (changed & column_bit("foreign options"))
        alter_foreign_options(&alter);
}
