#include "engine/kinds/column.h"

#include "engine/base/text.h"
#include "engine/kinds/column_type.h"
#include "engine/kinds/constraint.h"
#include "engine/kinds/domain.h"
#include "engine/kinds/generic_options.h"
#include "engine/kinds/inheritance.h"
#include "engine/kinds/online.h"
#include "engine/kinds/options.h"
#include "engine/model/moves.h"

static const Field fields[] = {
    FIELD(Column, type, TEXT, ALTER),
    FIELD(Column, collation, TEXT, ALTER),
    FIELD_NAMED(Column, not_null, "not null", BOOL, ALTER),
    FIELD_NAMED(Column, not_null_name, "name of not null", LOOSE, ALTER),
    FIELD(Column, identity, TEXT, ALTER),
    FIELD_NAMED(Column, identity_options.start, "identity start", INT, ALTER),
    FIELD_NAMED(Column, identity_options.increment, "identity increment", INT, ALTER),
    FIELD_NAMED(Column, identity_options.min, "identity minvalue", INT, ALTER),
    FIELD_NAMED(Column, identity_options.max, "identity maxvalue", INT, ALTER),
    FIELD_NAMED(Column, identity_options.cache, "identity cache", INT, ALTER),
    FIELD_NAMED(Column, identity_options.cycle, "identity cycle", BOOL, ALTER),
    FIELD(Column, generated, EXPR, ALTER),
    FIELD_NAMED(Column, generated_virtual, "virtual", BOOL, ALTER),
    FIELD(Column, storage, TEXT, ALTER),
    FIELD(Column, compression, TEXT, ALTER),
    FIELD(Column, statistics, INT, ALTER),
    FIELD(Column, options, SET, ALTER),
    FIELD_NAMED(Column, foreign_options, "foreign options", SET, ALTER),
    FIELD(Column, inherited, BOOL, IGNORE),
    FIELD(Column, position, INT, IGNORE),
    {0}
};

uint64_t
column_bit(const char *field)
{
    return field_bit(fields, field);
}

/* ---- the definition ---- */

const char *
column_identity_options(Arena *arena, const Column *column)
{
    return sequence_identity_sql(arena, column->type, &column->identity_options,
                                 column->identity_called ? sql_qname(arena, column->object.schema, column->identity_called) : NULL);
}

const char *
column_definition(Arena *arena, const Column *column, const ColumnDefault *value)
{
    Text sql;

    text_init(&sql, arena);
    text_addf(&sql, "%s %s", sql_ident(arena, column->object.name), column->type);
    if (column->compression)
        text_addf(&sql, " COMPRESSION %s", column->compression);
    text_add(&sql, generic_options_sql(arena, &column->foreign_options, SECRETS_SAID));
    if (column->collation)
        text_addf(&sql, " COLLATE %s", column->collation);
    if (column->generated)
        text_addf(&sql, " GENERATED ALWAYS AS (%s) %s", column->generated->sql, column->generated_virtual ? "VIRTUAL" : "STORED");
    else if (column->identity)
        text_addf(&sql, " GENERATED %s AS IDENTITY%s", column->identity, column_identity_options(arena, column));
    else if (value)
        text_addf(&sql, " DEFAULT %s", expression_tight(arena, value->value));
    if (column->not_null && column->not_null_name)
        text_addf(&sql, " CONSTRAINT %s", sql_ident(arena, column->not_null_name));
    if (column->not_null)
        text_add(&sql, " NOT NULL");
    return text_str(&sql);
}

void
column_emit_foreign_options(Emit *emit, const Column *column)
{
    static const Vec none;
    const char *relation = object_relation(emit->arena, &column->object);

    if (column->foreign_options.count)
        emit_step(emit, COST(.on = relation, .lock = LOCK_ACCESS_EXCLUSIVE), "ALTER FOREIGN TABLE %s ALTER COLUMN %s%s", relation,
                  sql_ident(emit->arena, column->object.name),
                  generic_options_change(emit->arena, &none, &column->foreign_options, SECRETS_SAID));
}

void
column_emit_rest(Emit *emit, const Column *column)
{
    const char *relation = object_relation(emit->arena, &column->object);
    const char *start = arena_printf(emit->arena, "ALTER TABLE ONLY %s ALTER COLUMN %s", relation, sql_ident(emit->arena, column->object.name));

    if (column->storage)
        emit_step(emit, COST(.on = relation, .lock = LOCK_ACCESS_EXCLUSIVE), "%s SET STORAGE %s", start, column->storage);
    if (column->statistics >= 0)
        emit_step(emit, COST(.on = relation, .lock = LOCK_SHARE_UPDATE_EXCLUSIVE), "%s SET STATISTICS %" PRId64, start, column->statistics);
    if (column->options.count)
        emit_step(emit, COST(.on = relation, .lock = LOCK_SHARE_UPDATE_EXCLUSIVE), "%s SET (%s)", start,
                  options_sql(emit->arena, &column->options));
}

/* ---- columns of children ---- */

static bool
is_gone(Action action)
{
    return action == ACTION_DROP || action == ACTION_RECREATE;
}

/* A column that is made anew is dropped and created. */
static bool
does(const Change *change, Action action, uint64_t changed)
{
    if (action == ACTION_ALTER)
        return change->action == ACTION_ALTER && (change->changed & changed) == changed;
    return change->action == action || change->action == ACTION_RECREATE;
}

const Column *
column_reached_from(const Emit *emit, const Object *column, Action action, uint64_t changed)
{
    const Model *model = action == ACTION_DROP ? emit->diff->old : emit->diff->new;
    const Object *table = model_parent(model, column);

    if (table)
        VEC_EACH(const Object *, bond, &table->children)
        {
            const Inheritance *inheritance = (const Inheritance *) bond;
            const Object *above;

            if (bond->kind != KIND_INHERITANCE || !inheritance_stands(emit->diff, bond))
                continue;
            above = model_find(model, SPACE_COLUMN, inheritance->from_schema, inheritance->from_table, column->name);
            if (above && does(diff_change_of(emit->diff, above), action, changed))
                return (const Column *) above;
        }
    return NULL;
}

/* ---- ADD COLUMN ---- */

static bool
type_has_check(const Emit *emit, const char *type)
{
    const Object *domain = type_object(emit->arena, emit->diff->new, type);

    if (!domain || domain->kind != KIND_DOMAIN)
        return false;
    VEC_EACH(const Object *, child, &domain->children)
        if (child->kind == KIND_CONSTRAINT)
            return true;
    return ((const Domain *) domain)->not_null || type_has_check(emit, ((const Domain *) domain)->type);
}

static const ColumnDefault *
folded_default(const Emit *emit, const Object *column)
{
    EMIT_FOLDED(emit, change)
        if (change->new->kind == KIND_DEFAULT && strcmp(change->new->name, column->name) == 0)
            return (const ColumnDefault *) change->new;
    return NULL;
}

/* What the parent's statement left to be said of a child's own column. */
static void
create_reached(Emit *emit, const Column *new, const Column *above)
{
    const char *relation = object_relation(emit->arena, &new->object);

    if (new->not_null && !above->not_null)
        emit_step(emit, COST(.on = relation, .lock = LOCK_ACCESS_EXCLUSIVE, .scans = true), "ALTER TABLE %s ALTER COLUMN %s SET NOT NULL",
                  relation, sql_ident(emit->arena, new->object.name));
    column_emit_foreign_options(emit, new);
    column_emit_rest(emit, new);
}

bool
column_has_rows(const Emit *emit, const Object *column)
{
    const Object *table = map_get(emit->relations, object_relation(emit->arena, column));

    return table && table->kind == KIND_TABLE && ((const Table *) table)->rows && diff_change_of(emit->diff, table)->action != ACTION_RECREATE;
}

void
column_emit_backfill(Emit *emit, const Column *column)
{
    const char *relation = object_relation(emit->arena, &column->object), *name = sql_ident(emit->arena, column->object.name);
    bool busy = online_is_busy(emit, relation);
    Step *step;

    /* By itself, so that nobody waits for more than rows. Rows that come meanwhile get the default, or are seen to by SET NOT NULL. */
    step = emit_step(emit, COST(.on = relation, .lock = LOCK_ROW_EXCLUSIVE, .scans = true, .alone = busy, .commit_before = true, .commit_after = true),
                     "UPDATE %s SET %s = (%s) WHERE %s IS NULL", relation, name, column->backfill->sql, name);
    step->search_path = column->written_path;
    step->in_batches = busy;
}

/*
 * Nothing is filled by ADD COLUMN itself: first the column, then its default for rows to come, then those that are there. It gets its
 * name when all is in it: what an interrupted plan leaves is known by its name, dropped, and begun anew.
 */
static void
create_filled(Emit *emit, const Column *new, const ColumnDefault *value)
{
    const char *relation = object_relation(emit->arena, &new->object), *name = sql_ident(emit->arena, new->object.name), *beside;
    Column bare = *new;
    Step *step;

    bare.not_null = false;
    bare.object.name = beside = online_new_name(emit->arena, new->object.name);
    step = emit_step(emit, COST(.on = relation, .lock = LOCK_ACCESS_EXCLUSIVE), "ALTER TABLE %s ADD COLUMN %s", relation,
                     column_definition(emit->arena, &bare, NULL));
    emit_undo(emit, step, false, "ALTER TABLE %s DROP COLUMN %s", relation, beside);
    if (value)
        emit_step(emit, COST(.on = relation, .lock = LOCK_ACCESS_EXCLUSIVE), "ALTER TABLE %s ALTER COLUMN %s SET DEFAULT %s", relation, beside,
                  expression_tight(emit->arena, value->value));
    column_emit_rest(emit, &bare);
    column_emit_backfill(emit, &bare);
    step = emit_step(emit, COST(.on = relation, .lock = LOCK_ACCESS_EXCLUSIVE), "ALTER TABLE %s RENAME COLUMN %s TO %s", relation, beside, name);
    emit_undo(emit, step, false, "ALTER TABLE %s RENAME COLUMN %s TO %s", relation, name, beside);
    if (!new->not_null)
        return;
    step = online_set_not_null(emit, relation, name, new->not_null_name, false);
    emit_hazard(emit, step, HAZARD_MAY_FAIL, "rows for which the backfill gives no value");
}

/* Rows that are there get their computed default in batches, and not while nobody can read or write them. */
static void
create_staged(Emit *emit, const Column *new, const ColumnDefault *value)
{
    Column staged = *new;

    staged.backfill = value->value;
    staged.written_path = value->object.search_path;
    create_filled(emit, &staged, value);
}

/* Where the statistics don't know of any rows there may be none. */
static void
lacks_values(Emit *emit, const Column *new, Step *step)
{
    if (step->rows > 0)
        emit_refuse(emit, "%s is NOT NULL and has no default, but %s has about %" PRId64 " rows, which would have no value: give the column a "
                    "default, say what they are to get (-- hc:backfill EXPRESSION above the column), or let it be NULL",
                    object_title(emit->arena, &new->object), object_relation(emit->arena, &new->object), step->rows);
    else
        emit_hazard(emit, step, HAZARD_MAY_FAIL, "rows that are there would have no value: give the column a default, or -- hc:backfill EXPRESSION");
}

static bool
type_has_default(const Emit *emit, const char *type)
{
    const Object *domain = type_object(emit->arena, emit->diff->new, type);

    return domain && domain->kind == KIND_DOMAIN && (((const Domain *) domain)->value || type_has_default(emit, ((const Domain *) domain)->type));
}

static void
create(Emit *emit, const Object *object)
{
    const Column *new = (const Column *) object, *above = column_reached_from(emit, object, ACTION_CREATE, 0);
    const ColumnDefault *value = folded_default(emit, object);
    const char *relation = object_relation(emit->arena, object);
    bool fills = new->backfill && !above && column_has_rows(emit, object);
    bool rewrites = new->identity || (new->generated && !new->generated_virtual) || (value && !default_is_constant(emit->diff->new, value)) || type_has_check(emit, new->type);
    Step *step;

    if (above)
    {
        create_reached(emit, new, above);
        return;
    }
    if (fills && !new->identity && !new->generated)
    {
        create_filled(emit, new, value);
        return;
    }
    if (value && !default_is_constant(emit->diff->new, value) && online_is_busy(emit, relation))
    {
        create_staged(emit, new, value);
        return;
    }
    step = emit_step(emit, COST(.on = relation, .lock = LOCK_ACCESS_EXCLUSIVE, .rewrites = rewrites, .scans = rewrites),
                     "ALTER TABLE %s ADD COLUMN %s", relation, column_definition(emit->arena, new, value));
    if (step->rows && new->not_null && !value && !new->identity && !new->generated && !type_has_default(emit, new->type))
        lacks_values(emit, new, step);
    emit_undo(emit, step, false, "ALTER TABLE %s DROP COLUMN %s", relation, sql_ident(emit->arena, object->name));
    column_emit_rest(emit, new);
}

/* ---- DROP COLUMN ---- */

/* Whether a child is to keep as its own what it has only from here: ONLY leaves it there, with its rows. */
static bool
a_child_keeps_it(const Emit *emit, const Column *old)
{
    const Object *table = emit_old_parent(emit, &old->object);

    if (table)
        VEC_EACH(const Object *, heir, &((const Table *) table)->heirs)
        {
            const Object *column = model_find(emit->diff->old, SPACE_COLUMN, heir->schema, heir->name, old->object.name);
            const Object *wanted = column ? diff_change_of(emit->diff, column)->new : NULL;

            if (wanted && ((const Column *) column)->inherited && !((const Column *) wanted)->inherited)
                return true;
        }
    return false;
}

static bool
drop_one(Emit *emit, const Column *old)
{
    bool only = a_child_keeps_it(emit, old);
    const char *relation = arena_printf(emit->arena, "%s%s", only ? "ONLY " : "", object_relation(emit->arena, &old->object));
    const Change *change = diff_change_of(emit->diff, &old->object);
    bool derived = old->generated && change->new && ((const Column *) change->new)->generated;
    Step *step = emit_step(emit, COST(.on = object_relation(emit->arena, &old->object), .lock = LOCK_ACCESS_EXCLUSIVE),
                           "ALTER TABLE %s DROP COLUMN %s", relation, sql_ident(emit->arena, old->object.name));

    if (step->rows && !derived && !online_is_left_over(old->object.name))
    {
        if (step->rows > 0)
            emit_hazard(emit, step, HAZARD_DELETES_DATA, "%s of %" PRId64 " rows", sql_ident(emit->arena, old->object.name), step->rows);
        else
            emit_hazard(emit, step, HAZARD_DELETES_DATA, "%s", sql_ident(emit->arena, old->object.name));
    }
    emit_undo(emit, step, !old->generated, "ALTER TABLE %s ADD COLUMN %s", relation,
              column_definition(emit->arena, old, default_of(emit->diff->old, &old->object)));
    return only;
}

/* A child's column that was declared there too outlives the parent's, and can only be dropped after it. After ONLY, all do. */
static void
drop_heirs(Emit *emit, const Column *old, bool only)
{
    const Object *table = emit_old_parent(emit, &old->object);

    if (!table)
        return;
    VEC_EACH(const Object *, heir, &((const Table *) table)->heirs)
    {
        const Column *column = (const Column *) model_find(emit->diff->old, SPACE_COLUMN, heir->schema, heir->name, old->object.name);

        if (!column || !is_gone(diff_change_of(emit->diff, &column->object)->action) ||
            !column_reached_from(emit, &column->object, ACTION_DROP, 0))
            continue;
        drop_heirs(emit, column, (only || !column->inherited) && drop_one(emit, column));
    }
}

static void
drop(Emit *emit, const Object *object)
{
    const Column *old = (const Column *) object;

    if (column_reached_from(emit, object, ACTION_DROP, 0))
        return;
    drop_heirs(emit, old, drop_one(emit, old));
}

/* ---- what happens to it together with others ---- */

static const Object *
folds_into(const Object *object, const Model *model)
{
    return model_parent(model, object);
}

static bool
holds_data(const Object *object)
{
    return !((const Column *) object)->generated && !online_is_left_over(object->name);
}

static bool
can_alter(const Object *old_object, const Object *new_object, uint64_t changed)
{
    const Column *old = (const Column *) old_object, *new = (const Column *) new_object;

    if (changed & column_bit("virtual"))
        return false;
    if (changed & column_bit("generated"))
        return old->generated && (new->generated ? old->can_set_expression : !old->generated_virtual);
    return !(new->generated && changed & (column_bit("type") | column_bit("collation")));
}

static bool
only_modifier_changes(const Column *old, const Column *new)
{
    Arena *scratch = arena_new();
    TypeParts a = type_parts(scratch, old->type), b = type_parts(scratch, new->type);
    bool same = strcmp(a.base, b.base) == 0 && a.array == b.array && str_eq(old->collation, new->collation);

    arena_free(scratch);
    return same;
}

/*
 * PostgreSQL refuses to change the type under a view, a rule, a policy, a trigger's condition, a publication's row filter, a generated
 * column or a SQL-standard function body. Defaults and CHECKs it would rewrite itself, but with casts from the old type that stay in the catalog for
 * good: they are made anew. Foreign keys may stand between two types that agree again only when both columns have changed.
 */
static bool
alter_disturbs(const Object *old_object, const Object *new_object, uint64_t changed, const Object *dependent)
{
    const Column *old = (const Column *) old_object, *new = (const Column *) new_object;
    const ConstraintDef *constraint = (const ConstraintDef *) dependent;

    if (!(changed & (column_bit("type") | column_bit("collation"))))
        return false;
    switch (dependent->kind)
    {
        case KIND_VIEW:
        case KIND_MATVIEW:
        case KIND_POLICY:
        case KIND_TRIGGER:
        case KIND_RULE:
        case KIND_PUBLICATION_MEMBER:
        case KIND_FUNCTION:
        case KIND_DEFAULT:
            return true;
        case KIND_COLUMN:
            return ((const Column *) dependent)->generated != NULL;
        case KIND_CONSTRAINT:
            return strcmp(constraint->type, "FOREIGN KEY") == 0 ||
                   (strcmp(constraint->type, "CHECK") == 0 && !only_modifier_changes(old, new));
        default:
            return false;
    }
}

static const char *
sql_name(Arena *arena, const Object *object)
{
    return arena_printf(arena, "%s.%s", object_relation(arena, object), sql_ident(arena, object->name));
}

static int64_t
position(const Object *object)
{
    return ((const Column *) object)->position;
}

static void
follow(Object *object, const Moves *moves)
{
    Column *column = (Column *) object;

    column->type = moves_text(moves, SPACE_TYPE, column->type);
    column->collation = moves_text(moves, SPACE_COLLATION, column->collation);
    column->identity_sequence = moves_text(moves, SPACE_RELATION, column->identity_sequence);
}

const KindOps kind_column = {
    .noun = "COLUMN",
    .word = "column",
    .acl_privileges = "SELECT,INSERT,UPDATE,REFERENCES",
    .renames = "COLUMN",
    .size = sizeof(Column),
    .runs_code = true,
    .fields = fields,
    .position = position,
    .sql_name = sql_name,
    .folds_into = folds_into,
    .holds_data = holds_data,
    .can_alter = can_alter,
    .alter_disturbs = alter_disturbs,
    .follow = follow,
    .create = create,
    .alter = column_alter,
    .drop = drop,
};
