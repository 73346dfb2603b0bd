/* CREATE TABLE with its columns, defaults, constraints and parents: whatever the plan folded into it. */
#include "engine/kinds/table.h"

#include "engine/base/text.h"
#include "engine/kinds/column.h"
#include "engine/kinds/constraint.h"
#include "engine/kinds/generic_options.h"
#include "engine/kinds/inheritance.h"
#include "engine/kinds/options.h"

typedef struct Create
{
    Emit *emit;
    const Table *table;
    const char *relation;
    Vec lines;                                     /* elements, each a line */
    Vec parents;                                   /* Inheritance *, folded, by position */
    bool partition;
} Create;

static int
compare_positions(const void *a, const void *b)
{
    const Inheritance *x = a, *y = b;

    return (x->position > y->position) - (x->position < y->position);
}

static void
collect_parents(Create *create)
{
    EMIT_FOLDED(create->emit, change)
        if (change->new->kind == KIND_INHERITANCE)
            vec_add(create->emit->arena, &create->parents, change->new);
    vec_sort(&create->parents, compare_positions);
    create->partition = create->parents.count && ((const Inheritance *) create->parents.items[0])->bound;
}

static const Object *
folded(const Create *create, Kind kind, const char *name)
{
    EMIT_FOLDED(create->emit, change)
        if (change->new->kind == kind && strcmp(change->new->name, name) == 0)
            return change->new;
    return NULL;
}

/* The column that the first parent to have it passes down, and whether any parent says NOT NULL. */
static const Column *
column_above(const Create *create, const char *name, bool *not_null)
{
    const Column *first = NULL;

    *not_null = false;
    VEC_EACH(const Inheritance *, bond, &create->parents)
    {
        const Column *column = (const Column *) model_find(create->emit->diff->new, SPACE_COLUMN, bond->from_schema, bond->from_table, name);

        if (!column)
            continue;
        *not_null |= column->not_null;
        if (!first)
            first = column;
    }
    return first;
}

static bool
same_value(const ColumnDefault *a, const ColumnDefault *b)
{
    return a == b || (a && b && strcmp(a->value->canon, b->value->canon) == 0);
}

/* What a partition or typed table says of a column that it gets from elsewhere. */
static void
add_override(Create *create, const Column *column, const Column *above, const ColumnDefault *value)
{
    Arena *arena = create->emit->arena;
    const ColumnDefault *value_above = above ? default_of(create->emit->diff->new, &above->object) : NULL;
    Text sql;

    text_init(&sql, arena);
    if (column->generated && (!above || !above->generated || strcmp(above->generated->canon, column->generated->canon) != 0))
        text_addf(&sql, " GENERATED ALWAYS AS (%s) %s", column->generated->sql, column->generated_virtual ? "VIRTUAL" : "STORED");
    else if (column->identity && !(above && above->identity))
        text_addf(&sql, " GENERATED %s AS IDENTITY", column->identity);
    else if (value && !same_value(value, value_above))
        text_addf(&sql, " DEFAULT %s", value->value->sql);
    if (column->not_null && !(above && above->not_null))
        text_add(&sql, " NOT NULL");
    if (sql.length)
        vec_add(arena, &create->lines, arena_printf(arena, "%s%s", sql_ident(arena, column->object.name), text_str(&sql)));
}

/* Whether the CREATE says all of a column, or leaves it to come from a parent or a type. */
static bool
in_definition(const Create *create, const Column *column)
{
    bool not_null;

    return !create->partition && !create->table->of_type && (!column->inherited || !column_above(create, column->object.name, &not_null));
}

static void
add_columns(Create *create)
{
    Vec columns = {0};

    table_columns(create->emit->arena, &create->table->object, &columns);
    VEC_EACH(const Column *, column, &columns)
    {
        const ColumnDefault *value = (const ColumnDefault *) folded(create, KIND_DEFAULT, column->object.name);
        bool not_null;
        const Column *above = column_above(create, column->object.name, &not_null);

        if (!folded(create, KIND_COLUMN, column->object.name))
            continue;
        if (create->partition || create->table->of_type)
            add_override(create, column, above, value);
        else if (in_definition(create, column))
            vec_add(create->emit->arena, &create->lines, column_definition(create->emit->arena, column, value));
    }
}

static void
add_constraints(Create *create)
{
    EMIT_FOLDED(create->emit, change)
        if (change->new->kind == KIND_CONSTRAINT)
            vec_add(create->emit->arena, &create->lines,
                    arena_printf(create->emit->arena, "CONSTRAINT %s %s", sql_ident(create->emit->arena, change->new->name),
                                 constraint_definition(create->emit->arena, (const ConstraintDef *) change->new)));
}

static const char *
parent_names(const Create *create)
{
    Vec names = {0};

    VEC_EACH(const Object *, bond, &create->parents)
        vec_add(create->emit->arena, &names, bond->name);
    return vec_join(create->emit->arena, &names, ", ");
}

static const char *
create_text(Create *create)
{
    Arena *arena = create->emit->arena;
    const Table *table = create->table;
    Text sql;

    text_init(&sql, arena);
    text_addf(&sql, "CREATE %s%s %s", table->unlogged ? "UNLOGGED " : "", object_noun(&table->object), create->relation);
    if (create->partition)
        text_addf(&sql, " PARTITION OF %s", parent_names(create));
    else if (table->of_type)
        text_addf(&sql, " OF %s", table->of_type);
    if (create->lines.count)
        text_addf(&sql, " (\n    %s\n)", vec_join(arena, &create->lines, ",\n    "));
    else if (!create->partition && !table->of_type)
        text_add(&sql, " ()");
    if (create->partition)
        text_addf(&sql, " %s", ((const Inheritance *) create->parents.items[0])->bound->sql);
    else if (create->parents.count)
        text_addf(&sql, " INHERITS (%s)", parent_names(create));
    if (table->partition_key)
        text_addf(&sql, " PARTITION BY %s", table->partition_key->sql);
    if (table->access_method)
        text_addf(&sql, " USING %s", sql_ident(arena, table->access_method));
    text_add(&sql, options_with(arena, &table->options));
    if (table->tablespace)
        text_addf(&sql, " TABLESPACE %s", sql_ident(arena, table->tablespace));
    if (table->server)
        text_addf(&sql, " SERVER %s", sql_ident(arena, table->server));
    return text_str(&sql);
}

static bool
has_default_partition(const Emit *emit, const Inheritance *bond)
{
    const Table *from = (const Table *) model_find_kind(emit->diff->old, KIND_TABLE, bond->from_schema, NULL, bond->from_table);

    if (from)
        VEC_EACH(const Table *, heir, &from->heirs)
            if (heir->bound && strcmp(heir->bound->sql, "DEFAULT") == 0)
                return true;
    return false;
}

/* PARTITION OF takes the strongest lock there is on the partitioned table, and reads its default partition. */
static StepCost
cost_of(const Create *create)
{
    const Inheritance *bond = create->parents.count ? create->parents.items[0] : NULL;

    if (!bond)
        return COST(.on = create->relation, .lock = LOCK_ACCESS_EXCLUSIVE);
    if (!create->partition)
        return COST(.on = bond->object.name, .lock = LOCK_SHARE_UPDATE_EXCLUSIVE);
    return COST(.on = bond->object.name, .lock = LOCK_ACCESS_EXCLUSIVE, .scans = has_default_partition(create->emit, bond));
}

/* Where a child that inherits is not what its parents make of it. */
static void
emit_differences(const Create *create, const Column *column)
{
    Emit *emit = create->emit;
    bool not_null;
    const Column *above = column_above(create, column->object.name, &not_null);
    const ColumnDefault *value = (const ColumnDefault *) folded(create, KIND_DEFAULT, column->object.name);
    const char *start = arena_printf(emit->arena, "ALTER TABLE ONLY %s ALTER COLUMN %s", create->relation, sql_ident(emit->arena, column->object.name));
    const ColumnDefault *value_above;
    StepCost cost = COST(.on = create->relation, .lock = LOCK_ACCESS_EXCLUSIVE);

    if (!above)
        return;
    value_above = default_of(emit->diff->new, &above->object);
    if (value_above && !default_of(emit->diff->new, &column->object))
        emit_step(emit, cost, "%s DROP DEFAULT", start);
    if (create->partition || !column->inherited)
        return;
    if (value && !same_value(value, value_above))
        emit_step(emit, cost, "%s SET DEFAULT %s", start, value->value->sql);
    if (column->not_null && !not_null)
        emit_step(emit, cost, "%s SET NOT NULL", start);
    if (!column->not_null && not_null)
        emit_step(emit, cost, "%s DROP NOT NULL", start);
}

void
table_create_sql(Emit *emit, const Object *new)
{
    Create create = {.emit = emit, .table = (const Table *) new, .relation = object_sql_name(emit->arena, new)};
    Vec columns = {0};
    Step *step;

    collect_parents(&create);
    add_columns(&create);
    add_constraints(&create);
    step = generic_options_step(emit, cost_of(&create), create_text(&create), &create.table->foreign_options);
    emit_undo(emit, step, false, "DROP %s %s", object_noun(new), create.relation);
    table_columns(emit->arena, new, &columns);
    VEC_EACH(const Column *, column, &columns)
        if (folded(&create, KIND_COLUMN, column->object.name))
        {
            emit_differences(&create, column);
            if (!in_definition(&create, column))
                column_emit_foreign_options(emit, column);
            column_emit_rest(emit, column);
        }
}
