#include "engine/kinds/online.h"

#include "engine/base/hash.h"
#include "engine/base/text.h"
#include "engine/kinds/matview.h"
#include "engine/kinds/table.h"

#define NEW_PREFIX "hcmigrate_new_"
#define OLD_PREFIX "hcmigrate_old_"
#define CHECK_PREFIX "hcmigrate_check_"

static const char *
name_beside(Arena *arena, const char *prefix, const char *name)
{
    return arena_printf(arena, "%s%.16s", prefix, hash_hex(arena, name, strlen(name)));
}

/* Without statistics: no more rows than fit, each with its header and line pointer. */
enum { LEAST_ROW_BYTES = 28 };

static bool
is_large(const PlanOptions *options, int64_t rows, int64_t bytes)
{
    if (rows < 0)
        rows = bytes / LEAST_ROW_BYTES;
    return (options->online_rows && rows >= options->online_rows) || (options->online_bytes && rows && bytes >= options->online_bytes);
}

bool
online_is_busy(const Emit *emit, const char *relation)
{
    const Object *object = map_get(emit->relations, relation);
    Action action;

    if (!object || table_is_foreign(object))
        return false;
    action = diff_change_of(emit->diff, object)->action;
    if (action == ACTION_RECREATE || action == ACTION_DROP)
        return false;
    if (object->kind == KIND_TABLE)
        return is_large(emit->options, ((const Table *) object)->rows, ((const Table *) object)->bytes);
    return is_large(emit->options, ((const MatView *) object)->rows, ((const MatView *) object)->bytes);
}

Step *
online_build(Emit *emit, const char *relation, const char *index, const char *sql)
{
    Step *step = emit_step(emit, COST(.on = relation, .lock = LOCK_SHARE_UPDATE_EXCLUSIVE, .scans = true, .alone = true), "%s", sql);

    step->builds = index;
    emit_undo(emit, step, false, "DROP INDEX CONCURRENTLY %s", index);
    return step;
}

Step *
online_drop_index(Emit *emit, const char *relation, const char *index)
{
    Step *step = emit_step(emit, COST(.on = relation, .lock = LOCK_SHARE_UPDATE_EXCLUSIVE, .alone = true), "DROP INDEX CONCURRENTLY %s", index);

    step->removes = index;
    return step;
}

Step *
online_validate(Emit *emit, const char *relation, const char *constraint)
{
    return emit_step(emit, COST(.on = relation, .lock = LOCK_SHARE_UPDATE_EXCLUSIVE, .scans = true, .commit_before = true, .commit_after = true),
                     "ALTER TABLE %s VALIDATE CONSTRAINT %s", relation, constraint);
}

/* SET NOT NULL doesn't read the rows where a valid CHECK says it already: NotNullImpliedByRelConstraints() in commands/tablecmds.c. */
Step *
online_set_not_null(Emit *emit, const char *relation, const char *column, const char *name, bool only)
{
    const char *start = arena_printf(emit->arena, "ALTER TABLE %s%s ALTER COLUMN %s", only ? "ONLY " : "", relation, column);
    const char *sets = name ? arena_printf(emit->arena, "ALTER TABLE %s%s ADD CONSTRAINT %s NOT NULL %s", only ? "ONLY " : "", relation,
                                           sql_ident(emit->arena, name), column) : arena_printf(emit->arena, "%s SET NOT NULL", start);
    const char *check = name_beside(emit->arena, CHECK_PREFIX, column);
    Step *step, *validates;

    if (!online_is_busy(emit, relation))
    {
        step = emit_step(emit, COST(.on = relation, .lock = LOCK_ACCESS_EXCLUSIVE, .scans = true), "%s", sets);
        emit_undo(emit, step, false, "%s DROP NOT NULL", start);
        return step;
    }
    step = emit_step(emit, COST(.on = relation, .lock = LOCK_ACCESS_EXCLUSIVE, .commit_after = true),
                     "ALTER TABLE %s ADD CONSTRAINT %s CHECK (%s IS NOT NULL)%s NOT VALID", relation, check, column,
                     only ? " NO INHERIT" : "");
    emit_undo(emit, step, false, "ALTER TABLE %s DROP CONSTRAINT %s", relation, check);
    validates = online_validate(emit, relation, check);
    step = emit_step(emit, COST(.on = relation, .lock = LOCK_ACCESS_EXCLUSIVE), "%s", sets);
    emit_undo(emit, step, false, "%s DROP NOT NULL", start);
    emit_step(emit, COST(.on = relation, .lock = LOCK_ACCESS_EXCLUSIVE), "ALTER TABLE %s DROP CONSTRAINT %s", relation, check);
    return validates;
}

const char *
online_new_name(Arena *arena, const char *name)
{
    return name_beside(arena, NEW_PREFIX, name);
}

const char *
online_old_name(Arena *arena, const char *name)
{
    return name_beside(arena, OLD_PREFIX, name);
}

bool
online_is_left_over(const char *name)
{
    static const char *const prefixes[] = {NEW_PREFIX, OLD_PREFIX, CHECK_PREFIX};

    for (size_t i = 0; i < COUNT_OF(prefixes); i++)
    {
        size_t length = strlen(prefixes[i]);

        if (strncmp(name, prefixes[i], length) == 0 && strlen(name) == length + 16 && strspn(name + length, "0123456789abcdef") == 16)
            return true;
    }
    return false;
}
