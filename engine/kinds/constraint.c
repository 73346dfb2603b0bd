#include "engine/kinds/constraint.h"

#include "engine/kinds/online.h"
#include "engine/kinds/options.h"
#include "engine/kinds/table.h"
#include "engine/kinds/usertype.h"
#include "engine/model/moves.h"

static const Field fields[] = {
    FIELD(ConstraintDef, type, TEXT, RECREATE),
    FIELD(ConstraintDef, columns, NAMES, RECREATE),
    FIELD(ConstraintDef, check, EXPR, RECREATE),
    FIELD_NAMED(ConstraintDef, ref_schema, "referenced schema", TEXT, RECREATE),
    FIELD_NAMED(ConstraintDef, ref_table, "referenced table", TEXT, RECREATE),
    FIELD_NAMED(ConstraintDef, ref_columns, "referenced columns", NAMES, RECREATE),
    FIELD_NAMED(ConstraintDef, match, "match", TEXT, RECREATE),
    FIELD_NAMED(ConstraintDef, on_update, "on update", TEXT, RECREATE),
    FIELD_NAMED(ConstraintDef, on_delete, "on delete", TEXT, RECREATE),
    FIELD_NAMED(ConstraintDef, on_delete_columns, "on delete set columns", NAMES, RECREATE),
    FIELD(ConstraintDef, deferrable, BOOL, ALTER),
    FIELD_NAMED(ConstraintDef, initially_deferred, "initially deferred", BOOL, ALTER),
    FIELD_NAMED(ConstraintDef, not_valid, "not valid", BOOL, ALTER),
    FIELD_NAMED(ConstraintDef, not_enforced, "not enforced", BOOL, RECREATE),
    FIELD_NAMED(ConstraintDef, no_inherit, "no inherit", BOOL, RECREATE),
    FIELD(ConstraintDef, include, NAMES, RECREATE),
    FIELD_NAMED(ConstraintDef, nulls_not_distinct, "nulls not distinct", BOOL, RECREATE),
    FIELD_NAMED(ConstraintDef, without_overlaps, "without overlaps", BOOL, RECREATE),
    FIELD(ConstraintDef, method, TEXT, RECREATE),
    FIELD_ITEMS(ConstraintDef, elements, "keys", index_element_fields, RECREATE),
    FIELD(ConstraintDef, where, EXPR, RECREATE),
    FIELD(ConstraintDef, options, SET, ALTER),
    FIELD(ConstraintDef, tablespace, TEXT, ALTER),
    FIELD(ConstraintDef, invalid, BOOL, RECREATE),
    FIELD_NAMED(ConstraintDef, index_comment, "comment on the index", TEXT, ALTER),
    {0}
};

bool
constraint_is(const ConstraintDef *constraint, const char *type)
{
    return strcmp(constraint->type, type) == 0;
}

bool
constraint_has_index(const ConstraintDef *constraint)
{
    return !constraint_is(constraint, "CHECK") && !constraint_is(constraint, "FOREIGN KEY");
}

/* ---- SQL ---- */

/* "(a, b)", the last one decorated where it is a period. */
static const char *
columns_sql(Arena *arena, const Vec *columns, const char *before_last, const char *after_last)
{
    Vec parts = {0};

    VEC_EACH(const char *, column, columns)
    {
        bool last = column_at + 1 == columns->count;

        vec_add(arena, &parts, arena_printf(arena, "%s%s%s", last ? before_last : "", sql_ident(arena, column), last ? after_last : ""));
    }
    return arena_printf(arena, "(%s)", vec_join(arena, &parts, ", "));
}

/* What follows the keys of a constraint that has an index. */
static void
add_index_part(Text *sql, const ConstraintDef *constraint)
{
    text_add(sql, index_include_sql(sql->arena, &constraint->include));
    text_add(sql, options_with(sql->arena, &constraint->options));
    if (constraint->tablespace)
        text_addf(sql, " USING INDEX TABLESPACE %s", sql_ident(sql->arena, constraint->tablespace));
}

static void
add_key(Text *sql, const ConstraintDef *constraint)
{
    text_add(sql, constraint->type);
    if (constraint->nulls_not_distinct)
        text_add(sql, " NULLS NOT DISTINCT");
    text_addf(sql, " %s", columns_sql(sql->arena, &constraint->columns, "", constraint->without_overlaps ? " WITHOUT OVERLAPS" : ""));
    add_index_part(sql, constraint);
}

static void
add_exclude(Text *sql, const ConstraintDef *constraint)
{
    text_addf(sql, "EXCLUDE USING %s %s", sql_ident(sql->arena, constraint->method), index_elements_sql(sql->arena, &constraint->elements));
    add_index_part(sql, constraint);
    if (constraint->where)
        text_addf(sql, " WHERE (%s)", constraint->where->sql);
}

static void
add_foreign_key(Text *sql, const ConstraintDef *constraint)
{
    const char *period = constraint->without_overlaps ? "PERIOD " : "";

    text_addf(sql, "FOREIGN KEY %s REFERENCES %s %s", columns_sql(sql->arena, &constraint->columns, period, ""),
              sql_qname(sql->arena, constraint->ref_schema, constraint->ref_table),
              columns_sql(sql->arena, &constraint->ref_columns, period, ""));
    if (strcmp(constraint->match, "SIMPLE") != 0)
        text_addf(sql, " MATCH %s", constraint->match);
    if (strcmp(constraint->on_update, "NO ACTION") != 0)
        text_addf(sql, " ON UPDATE %s", constraint->on_update);
    if (strcmp(constraint->on_delete, "NO ACTION") != 0)
        text_addf(sql, " ON DELETE %s", constraint->on_delete);
    if (constraint->on_delete_columns.count)
        text_addf(sql, " %s", columns_sql(sql->arena, &constraint->on_delete_columns, "", ""));
}

const char *
constraint_definition(Arena *arena, const ConstraintDef *constraint)
{
    Text sql;

    text_init(&sql, arena);
    if (constraint_is(constraint, "CHECK"))
        text_addf(&sql, "CHECK (%s)%s", constraint->check->sql, constraint->no_inherit ? " NO INHERIT" : "");
    else if (constraint_is(constraint, "FOREIGN KEY"))
        add_foreign_key(&sql, constraint);
    else if (constraint_is(constraint, "EXCLUDE"))
        add_exclude(&sql, constraint);
    else
        add_key(&sql, constraint);
    if (constraint->deferrable)
        text_add(&sql, " DEFERRABLE");
    if (constraint->initially_deferred)
        text_add(&sql, " INITIALLY DEFERRED");
    if (constraint->not_enforced)
        text_add(&sql, " NOT ENFORCED");
    else if (constraint->not_valid)
        text_add(&sql, " NOT VALID");
    return text_str(&sql);
}

static const char *
sql_name(Arena *arena, const Object *object)
{
    const ConstraintDef *constraint = (const ConstraintDef *) object;

    return arena_printf(arena, "%s ON %s%s", sql_ident(arena, object->name), constraint->on_domain ? "DOMAIN " : "",
                        object_relation(arena, object));
}

static const char *
second_key(Arena *arena, const Object *object)
{
    if (!constraint_has_index((const ConstraintDef *) object))
        return NULL;
    return object_key(arena, SPACE_RELATION, object->schema, NULL, object->name);
}

/* ---- what happens to it together with others ---- */

/* What tells indexes apart when a CREATE TABLE has two: transformIndexConstraints() makes equal ones one. */
static uint64_t
index_fields(void)
{
    static const char *const names[] = {"columns", "include", "keys", "where", "method", "nulls not distinct", "deferrable", "initially deferred"};
    uint64_t bits = 0;

    for (size_t i = 0; i < COUNT_OF(names); i++)
        bits |= field_bit(fields, names[i]);
    return bits;
}

static bool
would_be_merged(const Object *object, const Object *table)
{
    VEC_EACH(const Object *, other, &table->children)
        if (other->kind == KIND_CONSTRAINT && object_compare(other, object) < 0 && constraint_has_index((const ConstraintDef *) other) &&
            !(fields_compare(fields, other, object, other, object, NULL) & index_fields()))
            return true;
    return false;
}

/* A foreign key never, so that tables may refer to each other; NOT VALID means nothing in a CREATE. */
static const Object *
folds_into(const Object *object, const Model *model)
{
    const ConstraintDef *constraint = (const ConstraintDef *) object;

    const Object *parent = model_parent(model, object);

    if (constraint_is(constraint, "FOREIGN KEY") || constraint->not_valid || constraint->index_comment)
        return NULL;
    return parent && constraint_has_index(constraint) && would_be_merged(object, parent) ? NULL : parent;
}

static const Object *
dropped_with(const Object *object, const Model *model)
{
    const ConstraintDef *constraint = (const ConstraintDef *) object;
    const Object *whole = constraint->part_of ? model_find(model, SPACE_RELATION, constraint->part_of_schema, NULL, constraint->part_of) : NULL;

    return whole ? whole : model_parent(model, object);
}

/* ---- statements ---- */

static const char *
alter_what(Emit *emit, const ConstraintDef *constraint)
{
    return arena_printf(emit->arena, "ALTER %s %s", constraint->on_domain ? "DOMAIN" : "TABLE", object_relation(emit->arena, &constraint->object));
}

/* The check of a domain reads every table that has a column of it, each under SHARE. */
static StepCost
domain_cost(Emit *emit, const ConstraintDef *constraint, bool reads)
{
    const Object *domain = model_parent(emit->diff->old, &constraint->object);
    Vec relations = {0};

    if (domain && reads)
        usertype_relations(emit, domain, &relations);
    return relations.count ? COST(.on = vec_at(&relations, 0), .lock = LOCK_SHARE, .scans = true) : COST(0);
}

/* What ADD CONSTRAINT takes: pg-facts of PostgreSQL 13 to 18, proved by tests. */
static StepCost
add_cost(Emit *emit, const ConstraintDef *constraint, bool used)
{
    bool reads = used && !constraint->not_valid && !constraint->not_enforced;

    if (constraint->on_domain)
        return domain_cost(emit, constraint, reads);
    return COST(.on = object_relation(emit->arena, &constraint->object),
                .lock = constraint_is(constraint, "FOREIGN KEY") ? LOCK_SHARE_ROW_EXCLUSIVE : LOCK_ACCESS_EXCLUSIVE, .scans = reads);
}

static const char *
failing_rows(const ConstraintDef *constraint)
{
    if (constraint_is(constraint, "CHECK"))
        return constraint->on_domain ? "values that break the check" : "rows that break the check";
    if (constraint_is(constraint, "FOREIGN KEY"))
        return "rows that refer to nothing";
    return constraint_is(constraint, "EXCLUDE") ? "rows that exclude each other" : "rows with equal keys";
}

static void
set_index_comment(Emit *emit, const Object *object, const char *old, const char *new)
{
    const char *name = sql_qname(emit->arena, object->schema, object->name);
    Step *step = emit_step(emit, COST(.on = name, .lock = LOCK_SHARE_UPDATE_EXCLUSIVE), "COMMENT ON INDEX %s IS %s", name,
                           sql_literal(emit->arena, new));

    emit_undo(emit, step, false, "COMMENT ON INDEX %s IS %s", name, sql_literal(emit->arena, old));
}

static Step *
add(Emit *emit, const ConstraintDef *constraint, StepCost cost, const char *definition)
{
    const char *name = sql_ident(emit->arena, constraint->object.name);
    Step *step = emit_step(emit, cost, "%s ADD CONSTRAINT %s %s", alter_what(emit, constraint), name, definition);

    emit_undo(emit, step, false, "%s DROP CONSTRAINT %s", alter_what(emit, constraint), name);
    return step;
}

/* New rows are held to it at once; those that are there are looked at afterwards. A partitioned table's FOREIGN KEY can't
 * be NOT VALID before PostgreSQL 18. */
static bool
is_validated_later(const Emit *emit, const ConstraintDef *constraint)
{
    if (constraint->on_domain || constraint->not_valid || constraint->not_enforced)
        return false;
    if (constraint_is(constraint, "FOREIGN KEY"))
        return !table_is_partitioned(emit_new_parent(emit, &constraint->object)) || emit->options->server_version >= 180000;
    return constraint_is(constraint, "CHECK");
}

static Step *
add_and_validate(Emit *emit, const ConstraintDef *constraint, StepCost cost)
{
    ConstraintDef unchecked = *constraint;

    unchecked.not_valid = true;
    cost.scans = false;
    cost.commit_after = true;
    add(emit, constraint, cost, constraint_definition(emit->arena, &unchecked));
    return online_validate(emit, cost.on, sql_ident(emit->arena, constraint->object.name));
}

/* Made again for another's sake, a key is not to be missing while its index is built. */
static bool
is_built_online(const Emit *emit, const ConstraintDef *constraint)
{
    return (constraint_is(constraint, "PRIMARY KEY") || constraint_is(constraint, "UNIQUE")) && !constraint->without_overlaps &&
           emit->change->action == ACTION_CREATE && !table_is_partitioned(emit_new_parent(emit, &constraint->object));
}

static Step *
build_and_add(Emit *emit, const ConstraintDef *constraint, StepCost cost)
{
    Arena *arena = emit->arena;
    const char *name = sql_ident(arena, constraint->object.name);
    Text build;
    Step *step;

    text_init(&build, arena);
    text_addf(&build, "CREATE UNIQUE INDEX CONCURRENTLY %s ON %s %s", name, cost.on, columns_sql(arena, &constraint->columns, "", ""));
    text_add(&build, index_include_sql(arena, &constraint->include));
    if (constraint->nulls_not_distinct)
        text_add(&build, " NULLS NOT DISTINCT");
    text_add(&build, options_with(arena, &constraint->options));
    if (constraint->tablespace)
        text_addf(&build, " TABLESPACE %s", sql_ident(arena, constraint->tablespace));
    step = online_build(emit, cost.on, sql_qname(arena, constraint->object.schema, constraint->object.name), text_str(&build));
    cost.scans = false;
    add(emit, constraint, cost, arena_printf(arena, "%s USING INDEX %s%s%s", constraint->type, name, constraint->deferrable ? " DEFERRABLE" : "",
                                             constraint->initially_deferred ? " INITIALLY DEFERRED" : ""));
    return step;
}

static void
create(Emit *emit, const Object *new)
{
    const ConstraintDef *constraint = (const ConstraintDef *) new;
    StepCost cost = add_cost(emit, constraint, !emit_relation_is_new(emit, new));
    bool reads = cost.scans, busy = cost.on && online_is_busy(emit, cost.on);
    Step *step;

    if (busy && is_validated_later(emit, constraint))
        step = add_and_validate(emit, constraint, cost);
    else if (busy && is_built_online(emit, constraint))
        step = build_and_add(emit, constraint, cost);
    else
        step = add(emit, constraint, cost, constraint_definition(emit->arena, constraint));
    if (reads)
        emit_hazard(emit, step, HAZARD_MAY_FAIL, "%s", failing_rows(constraint));
    if (constraint->index_comment)
        set_index_comment(emit, new, NULL, constraint->index_comment);
    if (constraint_has_index(constraint))
        table_mark_index(emit, new);
}

static void
validate(Emit *emit, const ConstraintDef *constraint)
{
    Step *step;
    StepCost cost = COST(.on = object_relation(emit->arena, &constraint->object), .lock = LOCK_SHARE_UPDATE_EXCLUSIVE, .scans = true);

    if (constraint->on_domain)
        cost = domain_cost(emit, constraint, true);
    else
        cost.commit_before = cost.commit_after = online_is_busy(emit, cost.on);
    step = emit_step(emit, cost, "%s VALIDATE CONSTRAINT %s", alter_what(emit, constraint), sql_ident(emit->arena, constraint->object.name));
    emit_hazard(emit, step, HAZARD_MAY_FAIL, "%s", failing_rows(constraint));
}

static const char *
alter_deferring(Emit *emit, const ConstraintDef *constraint)
{
    return arena_printf(emit->arena, "%s ALTER CONSTRAINT %s %s%s", alter_what(emit, constraint),
                        sql_ident(emit->arena, constraint->object.name), constraint->deferrable ? "DEFERRABLE" : "NOT DEFERRABLE",
                        constraint->initially_deferred ? " INITIALLY DEFERRED" : "");
}

static void
alter(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    const ConstraintDef *before = (const ConstraintDef *) old, *after = (const ConstraintDef *) new;

    if (changed & (field_bit(fields, "deferrable") | field_bit(fields, "initially deferred")))
        emit_undo(emit,
                  emit_step(emit, COST(.on = object_relation(emit->arena, new), .lock = LOCK_ACCESS_EXCLUSIVE), "%s",
                            alter_deferring(emit, after)),
                  false, "%s", alter_deferring(emit, before));
    if (changed & field_bit(fields, "not valid"))
        validate(emit, after);
    if (changed & field_bit(fields, "options"))
        index_alter_options(emit, new, &before->options, &after->options);
    if (changed & field_bit(fields, "tablespace"))
        index_alter_tablespace(emit, new, before->tablespace, after->tablespace);
    if (changed & field_bit(fields, "comment on the index"))
        set_index_comment(emit, new, before->index_comment, after->index_comment);
}

static bool
can_alter(const Object *old, const Object *new, uint64_t changed)
{
    const ConstraintDef *before = (const ConstraintDef *) old, *after = (const ConstraintDef *) new;
    uint64_t able = 0;

    for (size_t i = 0; fields[i].name; i++)
        if (fields[i].change == CHANGE_ALTER)
            able |= UINT64_C(1) << i;
    if (!constraint_is(after, "FOREIGN KEY"))      /* ALTER CONSTRAINT knows no other */
        able &= ~(field_bit(fields, "deferrable") | field_bit(fields, "initially deferred"));
    if (!before->not_valid)
        able &= ~field_bit(fields, "not valid");
    if (before->partitioned)
        able &= ~field_bit(fields, "options");
    return !(changed & ~able);
}

static void
drop(Emit *emit, const Object *old)
{
    const ConstraintDef *constraint = (const ConstraintDef *) old;
    StepCost cost = COST(.on = object_relation(emit->arena, old), .lock = LOCK_ACCESS_EXCLUSIVE);
    const char *name = sql_ident(emit->arena, old->name);
    Step *step;

    if (constraint->on_domain)
        cost = COST(0);
    step = emit_step(emit, cost, "%s DROP CONSTRAINT %s", alter_what(emit, constraint), name);
    if (constraint_has_index(constraint))
        emit_hazard(emit, step, HAZARD_DROPS_INDEX, NULL);
    emit_undo(emit, step, false, "%s ADD CONSTRAINT %s %s", alter_what(emit, constraint), name,
              constraint_definition(emit->arena, constraint));
}

static void
adopt(Object *wanted, const Object *live)
{
    index_elements_adopt(&((ConstraintDef *) wanted)->elements, &((const ConstraintDef *) live)->elements);
}

static void
follow(Object *object, const Moves *moves)
{
    ConstraintDef *constraint = (ConstraintDef *) object;

    moves_relation(moves, &constraint->part_of_schema, &constraint->part_of);
    moves_columns(moves, object->schema, object->parent, &constraint->columns);
    moves_columns(moves, object->schema, object->parent, &constraint->on_delete_columns);
    moves_columns(moves, object->schema, object->parent, &constraint->include);
    index_elements_follow(moves, object, &constraint->elements);
    if (!constraint->ref_table)
        return;
    moves_columns(moves, constraint->ref_schema, constraint->ref_table, &constraint->ref_columns);
    moves_relation(moves, &constraint->ref_schema, &constraint->ref_table);
}

static const Object *
named_after(const Object *object, const Model *model)
{
    return model_parent(model, object);
}

const KindOps kind_constraint = {
    .noun = "CONSTRAINT",
    .word = "constraint",
    .renames = "CONSTRAINT",
    .size = sizeof(ConstraintDef),
    .runs_code = true,
    .fields = fields,
    .sql_name = sql_name,
    .second_key = second_key,
    .folds_into = folds_into,
    .dropped_with = dropped_with,
    .can_alter = can_alter,
    .adopt = adopt,
    .follow = follow,
    .named_after = named_after,
    .create = create,
    .alter = alter,
    .drop = drop,
};
