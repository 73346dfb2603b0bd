#include "engine/kinds/sequence.h"

#include "engine/kinds/column_counter.h"
#include "engine/model/emit.h"
#include "engine/model/moves.h"

static const Field fields[] = {
    FIELD(Sequence, type, TEXT, ALTER),
    FIELD_NAMED(Sequence, options.start, "start", INT, ALTER),
    FIELD_NAMED(Sequence, options.increment, "increment", INT, ALTER),
    FIELD_NAMED(Sequence, options.min, "minvalue", INT, ALTER),
    FIELD_NAMED(Sequence, options.max, "maxvalue", INT, ALTER),
    FIELD_NAMED(Sequence, options.cache, "cache", INT, ALTER),
    FIELD_NAMED(Sequence, options.cycle, "cycle", BOOL, ALTER),
    FIELD(Sequence, unlogged, BOOL, ALTER),
    FIELD_NAMED(Sequence, owned_schema, "owned by schema", TEXT, ALTER),
    FIELD_NAMED(Sequence, owned_table, "owned by table", TEXT, ALTER),
    FIELD_NAMED(Sequence, owned_column, "owned by column", TEXT, ALTER),
    {0}
};

static void
type_limits(const char *type, int64_t *lowest, int64_t *highest)
{
    if (strcmp(type, "smallint") == 0)
        *lowest = INT16_MIN, *highest = INT16_MAX;
    else if (strcmp(type, "integer") == 0)
        *lowest = INT32_MIN, *highest = INT32_MAX;
    else
        *lowest = INT64_MIN, *highest = INT64_MAX;
}

SequenceOptions
sequence_defaults(const char *type, int64_t increment)
{
    SequenceOptions options = {.increment = increment, .cache = 1};
    int64_t lowest, highest;

    type_limits(type, &lowest, &highest);
    options.min = increment < 0 ? lowest : 1;
    options.max = increment < 0 ? -1 : highest;
    options.start = increment < 0 ? options.max : options.min;
    return options;
}

static const char *
options_between(Arena *arena, const SequenceOptions *from, const SequenceOptions *to, bool all)
{
    Text sql;

    text_init(&sql, arena);
    if (all || to->increment != from->increment)
        text_addf(&sql, " INCREMENT BY %" PRId64, to->increment);
    if (all || to->min != from->min)
        text_addf(&sql, " MINVALUE %" PRId64, to->min);
    if (all || to->max != from->max)
        text_addf(&sql, " MAXVALUE %" PRId64, to->max);
    if (all || to->start != from->start)
        text_addf(&sql, " START WITH %" PRId64, to->start);
    if (all || to->cache != from->cache)
        text_addf(&sql, " CACHE %" PRId64, to->cache);
    if (all || to->cycle != from->cycle)
        text_add(&sql, to->cycle ? " CYCLE" : " NO CYCLE");
    return text_str(&sql);
}

/* START defaults to the MINVALUE or MAXVALUE that was given, not to that of the type. */
const char *
sequence_options_sql(Arena *arena, const char *type, const SequenceOptions *options, bool all)
{
    SequenceOptions defaults = sequence_defaults(type, options->increment);

    defaults.increment = 1;
    defaults.start = options->increment < 0 ? options->max : options->min;
    return options_between(arena, &defaults, options, all);
}

const char *
sequence_identity_sql(Arena *arena, const char *type, const SequenceOptions *options, const char *name)
{
    const char *rest = sequence_options_sql(arena, type, options, false);

    if (!name)
        return *rest ? arena_printf(arena, " (%s)", rest + 1) : "";
    return arena_printf(arena, " (SEQUENCE NAME %s%s)", name, rest);
}

static const char *
alter_sql(Emit *emit, const Sequence *from, const Sequence *to)
{
    Text sql;

    text_init(&sql, emit->arena);
    text_addf(&sql, "ALTER SEQUENCE %s", object_sql_name(emit->arena, &to->object));
    if (!str_eq(from->type, to->type))
        text_addf(&sql, " AS %s", to->type);
    /* A change of type moves limits that were the type's own: say all that is wanted. */
    text_add(&sql, options_between(emit->arena, &from->options, &to->options, !str_eq(from->type, to->type)));
    return text_str(&sql);
}

/* ---- OWNED BY: when the column is there ---- */

static bool
same_owner(const Sequence *a, const Sequence *b)
{
    return str_eq(a->owned_schema, b->owned_schema) && str_eq(a->owned_table, b->owned_table) && str_eq(a->owned_column, b->owned_column);
}

static const Object *
owner_column(const Model *model, const Sequence *sequence)
{
    return sequence->owned_column ? model_find(model, SPACE_COLUMN, sequence->owned_schema, sequence->owned_table, sequence->owned_column)
                                  : NULL;
}

static const char *
owned_by(Arena *arena, const Sequence *sequence)
{
    if (!sequence->owned_column)
        return "NONE";
    return arena_printf(arena, "%s.%s", sql_qname(arena, sequence->owned_schema, sequence->owned_table),
                        sql_ident(arena, sequence->owned_column));
}

static bool
same_table(const Sequence *a, const Sequence *b)
{
    return str_eq(a->owned_schema, b->owned_schema) && str_eq(a->owned_table, b->owned_table);
}

/* Where the old column goes: the sequence would go with it unless it is let go first. Nor can a sequence that a table
 * owns have another owner than the table (ATExecChangeOwner() of commands/tablecmds.c). */
static bool
must_let_go(const Diff *diff, const Sequence *old, const Sequence *new)
{
    const Object *column = owner_column(diff->old, old);
    Action action;

    if (!old->owned_column || same_owner(old, new))
        return false;
    if (!new->owned_column || !column || (diff_change_of(diff, &new->object)->common & CHANGED_OWNER && !same_table(old, new)))
        return true;
    action = diff_change_of(diff, column)->action;
    return action == ACTION_DROP || action == ACTION_RECREATE;
}

static const Object *
sequence_owner_follows(const Diff *diff, const Object *old, const Object *new)
{
    const Sequence *was = (const Sequence *) old, *is = (const Sequence *) new;

    if (!was->owned_column || !is->owned_column || !same_table(was, is) || must_let_go(diff, was, is))
        return NULL;
    return model_find(diff->new, SPACE_RELATION, is->owned_schema, NULL, is->owned_table);
}

static void
sequence_finish(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    const Sequence *was = (const Sequence *) old, *is = (const Sequence *) new;
    const char *name = object_sql_name(emit->arena, new);
    Step *step;

    (void) changed;
    if (!is->owned_column || (was && emit->change->action == ACTION_ALTER && same_owner(was, is)))
        return;
    step = emit_step(emit, COST(.on = sql_qname(emit->arena, is->owned_schema, is->owned_table), .lock = LOCK_ACCESS_EXCLUSIVE),
                     "ALTER SEQUENCE %s OWNED BY %s", name, owned_by(emit->arena, is));
    emit_undo(emit, step, false, "ALTER SEQUENCE %s OWNED BY %s", name, was ? owned_by(emit->arena, was) : "NONE");
}

static void
own_again(Emit *emit, const Object *table, bool let_go)
{
    VEC_EACH(const Object *, object, &emit->diff->old->objects)
    {
        const Sequence *sequence = (const Sequence *) object;
        const Change *change = object->kind == KIND_SEQUENCE ? diff_change_of(emit->diff, object) : NULL;
        const char *name;

        if (!change || !str_eq(sequence->owned_schema, table->schema) || !str_eq(sequence->owned_table, table->name) ||
            (change->action != ACTION_KEEP && change->action != ACTION_ALTER) || !same_owner(sequence, (const Sequence *) change->new))
            continue;
        name = object_sql_name(emit->arena, object);
        emit_step(emit, COST(.on = name, .lock = LOCK_SHARE_ROW_EXCLUSIVE), "ALTER SEQUENCE %s OWNED BY %s", name,
                  let_go ? "NONE" : owned_by(emit->arena, sequence));
    }
}

void
sequence_let_go(Emit *emit, const Object *table)
{
    own_again(emit, table, true);
}

void
sequence_take_back(Emit *emit, const Object *table)
{
    own_again(emit, table, false);
}

/* ---- the rest ---- */

static void
sequence_create(Emit *emit, const Object *new)
{
    const Sequence *sequence = (const Sequence *) new;
    const char *name = object_sql_name(emit->arena, new);
    bool bigint = strcmp(sequence->type, "bigint") == 0;
    Step *step;

    column_before_sequence(emit, sequence);
    step = emit_step(emit, COST(.on = name, .lock = LOCK_ACCESS_EXCLUSIVE), "CREATE %sSEQUENCE %s%s%s%s",
                           sequence->unlogged ? "UNLOGGED " : "", name, bigint ? "" : " AS ", bigint ? "" : sequence->type,
                           sequence_options_sql(emit->arena, sequence->type, &sequence->options, false));

    emit_undo(emit, step, false, "DROP SEQUENCE %s", name);
    column_after_sequence(emit, sequence);
}

static void
sequence_alter(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    const Sequence *was = (const Sequence *) old, *is = (const Sequence *) new;
    const uint64_t owner = field_bit(fields, "owned by schema") | field_bit(fields, "owned by table") | field_bit(fields, "owned by column");
    const uint64_t unlogged = field_bit(fields, "unlogged");
    const char *name = object_sql_name(emit->arena, new);
    Step *step;

    if (changed & ~owner & ~unlogged)
    {
        step = emit_step(emit, COST(.on = name, .lock = LOCK_SHARE_ROW_EXCLUSIVE), "%s", alter_sql(emit, was, is));
        if (is->options.min > was->options.min || is->options.max < was->options.max)
            emit_hazard(emit, step, HAZARD_MAY_FAIL, "when the last value is out of the new range");
        emit_undo(emit, step, false, "%s", alter_sql(emit, is, was));
    }
    if (changed & unlogged)
    {
        step = emit_step(emit, COST(.on = name, .lock = LOCK_ACCESS_EXCLUSIVE), "ALTER SEQUENCE %s SET %s", name,
                         is->unlogged ? "UNLOGGED" : "LOGGED");
        emit_undo(emit, step, false, "ALTER SEQUENCE %s SET %s", name, was->unlogged ? "UNLOGGED" : "LOGGED");
    }
    if (must_let_go(emit->diff, was, is))
    {
        step = emit_step(emit, COST(.on = name, .lock = LOCK_SHARE_ROW_EXCLUSIVE), "ALTER SEQUENCE %s OWNED BY NONE", name);
        emit_undo(emit, step, false, "ALTER SEQUENCE %s OWNED BY %s", name, owned_by(emit->arena, was));
    }
}

static void
sequence_drop(Emit *emit, const Object *old)
{
    const char *name = object_sql_name(emit->arena, old);
    Step *step;

    if (column_takes_counter(emit, (const Sequence *) old))
        return;
    step = emit_step(emit, COST(.on = name, .lock = LOCK_ACCESS_EXCLUSIVE), "DROP SEQUENCE %s", name);
    emit_hazard(emit, step, HAZARD_DELETES_DATA, "the last value");
}

static bool
sequence_holds_data(const Object *sequence)
{
    (void) sequence;
    return true;
}

static const Object *
sequence_dropped_with(const Object *object, const Model *model)
{
    return owner_column(model, (const Sequence *) object);
}

static void
follow(Object *object, const Moves *moves)
{
    Sequence *sequence = (Sequence *) object;

    sequence->owned_column = moves_child(moves, SPACE_COLUMN, sequence->owned_schema, sequence->owned_table, sequence->owned_column);
    moves_relation(moves, &sequence->owned_schema, &sequence->owned_table);
}

static const Object *
named_after(const Object *object, const Model *model)
{
    const Sequence *sequence = (const Sequence *) object;

    return sequence->owned_table ? model_find(model, SPACE_RELATION, sequence->owned_schema, NULL, sequence->owned_table) : NULL;
}

const KindOps kind_sequence = {
    .noun = "SEQUENCE",
    .word = "sequence",
    .acl_privileges = "SELECT,UPDATE,USAGE",
    .has_owner = true,
    .renames = "",
    .size = sizeof(Sequence),
    .fields = fields,
    .dropped_with = sequence_dropped_with,
    .owner_follows = sequence_owner_follows,
    .holds_data = sequence_holds_data,
    .follow = follow,
    .named_after = named_after,
    .create = sequence_create,
    .alter = sequence_alter,
    .drop = sequence_drop,
    .finish = sequence_finish,
};
