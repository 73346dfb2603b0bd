#include "engine/kinds/table.h"

#include "engine/base/text.h"
#include "engine/kinds/column.h"
#include "engine/kinds/generic_options.h"
#include "engine/kinds/options.h"
#include "engine/model/moves.h"

static const Field fields[] = {
    FIELD(Table, unlogged, BOOL, ALTER),
    FIELD(Table, options, SET, ALTER),
    FIELD_NAMED(Table, partition_key, "partition key", EXPR, ALTER),
    FIELD_NAMED(Table, of_type, "of type", TEXT, ALTER),
    FIELD_NAMED(Table, access_method, "access method", TEXT, ALTER),
    FIELD(Table, tablespace, TEXT, ALTER),
    FIELD(Table, server, TEXT, RECREATE),
    FIELD_NAMED(Table, foreign_options, "foreign options", OPTIONS, ALTER),
    FIELD_NAMED(Table, row_security, "row security", BOOL, ALTER),
    FIELD_NAMED(Table, force_row_security, "forced row security", BOOL, ALTER),
    FIELD_NAMED(Table, replica_identity, "replica identity", TEXT, ALTER),
    FIELD_NAMED(Table, cluster_on, "cluster on", TEXT, ALTER),
    FIELD(Table, rows, INT, IGNORE),
    FIELD(Table, bytes, INT, IGNORE),
    {0}
};

static uint64_t
bit(const char *field)
{
    return field_bit(fields, field);
}

bool
table_is_foreign(const Object *object)
{
    return object && object->kind == KIND_TABLE && ((const Table *) object)->server;
}

bool
table_is_partitioned(const Object *object)
{
    return object && object->kind == KIND_TABLE && ((const Table *) object)->partition_key;
}

static int
compare_positions(const void *a, const void *b)
{
    const Column *x = a, *y = b;

    return (x->position > y->position) - (x->position < y->position);
}

void
table_columns(Arena *arena, const Object *table, Vec *columns)
{
    VEC_EACH(const Object *, child, &table->children)
        if (child->kind == KIND_COLUMN)
            vec_add(arena, columns, child);
    vec_sort(columns, compare_positions);
}

void
table_need_indexes(Arena *arena, Table *table)
{
    const char *names[] = {table->replica_index, table->cluster_on};

    for (size_t i = 0; i < COUNT_OF(names); i++)
    {
        if (!names[i])
            continue;
        object_need_late(arena, &table->object, (Ref) {.space = SPACE_RELATION, .schema = table->object.schema, .name = names[i]});
        object_need_late(arena, &table->object, (Ref) {.space = SPACE_CONSTRAINT, .schema = table->object.schema, .parent = table->object.name,
                                                       .name = names[i]});
    }
}

/* ---- ALTER ---- */

typedef struct Alter
{
    Emit *emit;
    const Table *old, *new;
    const char *relation, *start;                  /* "ALTER TABLE ONLY t" */
} Alter;

/* One sub-command and the one that takes it back. */
static Step *
say(const Alter *alter, StepCost cost, const char *command, const char *undo)
{
    Step *step;

    cost.on = alter->relation;
    step = emit_step(alter->emit, cost, "%s %s", alter->start, command);
    if (undo)
        emit_undo(alter->emit, step, false, "%s %s", alter->start, undo);
    return step;
}

static void
alter_options(const Alter *alter)
{
    Arena *arena = alter->emit->arena;
    const char *set = options_to_set(arena, &alter->old->options, &alter->new->options);
    const char *reset = options_to_reset(arena, &alter->old->options, &alter->new->options);

    if (reset)
        say(alter, COST(.lock = LOCK_SHARE_UPDATE_EXCLUSIVE), arena_printf(arena, "RESET (%s)", reset), NULL);
    if (set)
        say(alter, COST(.lock = LOCK_SHARE_UPDATE_EXCLUSIVE), arena_printf(arena, "SET (%s)", set), NULL);
}

static const char *
or_else(const char *value, const char *other)
{
    return value ? value : other;
}

static void
alter_place(const Alter *alter, uint64_t changed)
{
    Arena *arena = alter->emit->arena;
    StepCost copy = COST(.lock = LOCK_ACCESS_EXCLUSIVE, .rewrites = !alter->new->partition_key, .scans = !alter->new->partition_key);

    if (changed & bit("unlogged"))
        say(alter, copy, alter->new->unlogged ? "SET UNLOGGED" : "SET LOGGED", alter->new->unlogged ? "SET LOGGED" : "SET UNLOGGED");
    if (changed & bit("access method"))
    {
        if (alter->emit->options->server_version && alter->emit->options->server_version < 150000)
            emit_refuse(alter->emit, "the access method of %s can't be changed before PostgreSQL 15: make a new table and copy the rows", alter->relation);
        say(alter, copy, arena_printf(arena, "SET ACCESS METHOD %s", sql_ident(arena, or_else(alter->new->access_method, "heap"))),
            arena_printf(arena, "SET ACCESS METHOD %s", sql_ident(arena, or_else(alter->old->access_method, "heap"))));
    }
    if (changed & bit("tablespace"))
        say(alter, copy, arena_printf(arena, "SET TABLESPACE %s", sql_ident(arena, or_else(alter->new->tablespace, "pg_default"))),
            arena_printf(arena, "SET TABLESPACE %s", sql_ident(arena, or_else(alter->old->tablespace, "pg_default"))));
}

static void
alter_row_security(const Alter *alter, uint64_t changed)
{
    Step *step;

    if (changed & bit("row security"))
    {
        step = say(alter, COST(.lock = LOCK_ACCESS_EXCLUSIVE), alter->new->row_security ? "ENABLE ROW LEVEL SECURITY" : "DISABLE ROW LEVEL SECURITY",
                   alter->new->row_security ? "DISABLE ROW LEVEL SECURITY" : "ENABLE ROW LEVEL SECURITY");
        emit_hazard(alter->emit, step, HAZARD_CHANGES_PRIVILEGES, "row security of %s", alter->relation);
    }
    if (changed & bit("forced row security"))
    {
        step = say(alter, COST(.lock = LOCK_ACCESS_EXCLUSIVE), alter->new->force_row_security ? "FORCE ROW LEVEL SECURITY" : "NO FORCE ROW LEVEL SECURITY",
                   alter->new->force_row_security ? "NO FORCE ROW LEVEL SECURITY" : "FORCE ROW LEVEL SECURITY");
        emit_hazard(alter->emit, step, HAZARD_CHANGES_PRIVILEGES, "row security of %s's owner", alter->relation);
    }
}

static const char *
type_command(const Alter *alter, const Table *table)
{
    return table->of_type ? arena_printf(alter->emit->arena, "OF %s", table->of_type) : "NOT OF";
}

static void
alter(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    Alter alter = {.emit = emit, .old = (const Table *) old, .new = (const Table *) new, .relation = object_sql_name(emit->arena, new)};

    alter.start = arena_printf(emit->arena, "ALTER TABLE ONLY %s", alter.relation);
    if (changed & bit("partition key"))
        emit_refuse(emit, "PostgreSQL can't change how a table is partitioned (%s: %s -> %s): make a new table under another name, copy the "
                    "rows, and drop the old one", alter.relation, alter.old->partition_key ? alter.old->partition_key->sql : "not partitioned",
                    alter.new->partition_key ? alter.new->partition_key->sql : "not partitioned");
    alter_place(&alter, changed);
    if (changed & bit("foreign options"))
        generic_options_alter(emit, COST(.on = alter.relation, .lock = LOCK_ACCESS_EXCLUSIVE),
                              arena_printf(emit->arena, "ALTER FOREIGN TABLE %s", alter.relation),
                              arena_printf(emit->arena, "ALTER FOREIGN TABLE %s", alter.relation), &alter.old->foreign_options,
                              &alter.new->foreign_options);
    if (changed & bit("options"))
        alter_options(&alter);
    if (changed & bit("of type"))
        say(&alter, COST(.lock = LOCK_ACCESS_EXCLUSIVE), type_command(&alter, alter.new), type_command(&alter, alter.old));
    alter_row_security(&alter, changed);
    if (changed & bit("replica identity") && !alter.new->replica_index)
        say(&alter, COST(.lock = LOCK_ACCESS_EXCLUSIVE), arena_printf(emit->arena, "REPLICA IDENTITY %s", alter.new->replica_identity),
            alter.old->replica_index ? NULL : arena_printf(emit->arena, "REPLICA IDENTITY %s", alter.old->replica_identity));
    if (changed & bit("cluster on") && !alter.new->cluster_on)
        say(&alter, COST(.lock = LOCK_SHARE_UPDATE_EXCLUSIVE), "SET WITHOUT CLUSTER", NULL);
}

/* ---- what names an index of the table, and so comes after it ---- */

static void
mark(Emit *emit, const Table *table, bool replica_identity, bool cluster_on)
{
    const char *relation = object_sql_name(emit->arena, &table->object);

    if (replica_identity)
        emit_step(emit, COST(.on = relation, .lock = LOCK_ACCESS_EXCLUSIVE), "ALTER TABLE ONLY %s REPLICA IDENTITY %s", relation,
                  table->replica_identity);
    if (cluster_on)
        emit_step(emit, COST(.on = relation, .lock = LOCK_SHARE_UPDATE_EXCLUSIVE), "ALTER TABLE %s CLUSTER ON %s", relation,
                  sql_ident(emit->arena, table->cluster_on));
}

static void
finish(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    const Table *table = (const Table *) new;

    (void) old;
    mark(emit, table, table->replica_index && changed & bit("replica identity"), table->cluster_on && changed & bit("cluster on"));
}

void
table_mark_index(Emit *emit, const Object *index)
{
    const Object *object = emit_new_parent(emit, index);
    const Table *table = (const Table *) object;
    const Change *change;

    if (!object || object->kind != KIND_TABLE)
        return;
    change = diff_change_of(emit->diff, object);
    if (change->action != ACTION_KEEP && change->action != ACTION_ALTER)
        return;
    mark(emit, table, str_eq(table->replica_index, index->name) && !(change->changed & bit("replica identity")),
         str_eq(table->cluster_on, index->name) && !(change->changed & bit("cluster on")));
}

/* ---- CREATE and DROP ---- */

static void
create(Emit *emit, const Object *new)
{
    const Table *table = (const Table *) new;
    Alter after = {.emit = emit, .new = table, .relation = object_sql_name(emit->arena, new)};

    after.start = arena_printf(emit->arena, "ALTER TABLE ONLY %s", after.relation);
    table_create_sql(emit, new);
    if (emit->change->action == ACTION_RECREATE)
        sequence_take_back(emit, new);
    if (table->row_security)
        say(&after, COST(.lock = LOCK_ACCESS_EXCLUSIVE), "ENABLE ROW LEVEL SECURITY", NULL);
    if (table->force_row_security)
        say(&after, COST(.lock = LOCK_ACCESS_EXCLUSIVE), "FORCE ROW LEVEL SECURITY", NULL);
    if (!table->replica_index && strcmp(table->replica_identity, "DEFAULT") != 0)
        say(&after, COST(.lock = LOCK_ACCESS_EXCLUSIVE), arena_printf(emit->arena, "REPLICA IDENTITY %s", table->replica_identity), NULL);
}

static void
drop(Emit *emit, const Object *old)
{
    const Table *table = (const Table *) old;
    const char *relation = object_sql_name(emit->arena, old);
    Step *step;

    if (emit->change->action == ACTION_RECREATE)
        sequence_let_go(emit, old);
    step = emit_step(emit, COST(.on = relation, .lock = LOCK_ACCESS_EXCLUSIVE), "DROP %s %s", object_noun(old), relation);

    if (table->server && emit->change->action == ACTION_DROP)
        emit_hazard(emit, step, HAZARD_DROPS_OBJECT, NULL);
    else if (table->rows > 0)
        emit_hazard(emit, step, HAZARD_DELETES_DATA, "%" PRId64 " rows of %s", table->rows, relation);
    else if (table->rows < 0)
        emit_hazard(emit, step, HAZARD_DELETES_DATA, "all rows of %s", relation);
}

static bool
holds_data(const Object *object)
{
    return !table_is_foreign(object);
}

static const char *
noun_of(const Object *object)
{
    return table_is_foreign(object) ? "FOREIGN TABLE" : object_ops(object)->noun;
}

/* An index, or the constraint that it belongs to. */
static const char *
index_name(const Moves *moves, const Object *table, const char *name)
{
    const char *renamed = moves_child(moves, SPACE_RELATION, table->schema, NULL, name);

    return str_eq(renamed, name) ? moves_child(moves, SPACE_CONSTRAINT, table->schema, table->name, name) : renamed;
}

static void
follow(Object *object, const Moves *moves)
{
    Table *table = (Table *) object;

    table->of_type = moves_text(moves, SPACE_TYPE, table->of_type);
    table->server = moves_child(moves, SPACE_SERVER, NULL, NULL, table->server);
    moves_texts(moves, SPACE_RELATION, &table->inherits);
    moves_columns(moves, object->schema, object->name, &table->partition_columns);
    table->cluster_on = index_name(moves, object, table->cluster_on);
    VEC_EACH(Object *, copy, &table->derived)
        moves_object(moves, copy);
    if (table->replica_index)
    {
        table->replica_index = index_name(moves, object, table->replica_index);
        table->replica_identity = arena_printf(moves->arena, "USING INDEX %s", sql_ident(moves->arena, table->replica_index));
    }
}

const KindOps kind_table = {
    .noun = "TABLE",
    .word = "table",
    .noun_of = noun_of,
    .acl_noun = "TABLE",
    .acl_privileges = "SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER",
    .has_owner = true,
    .renames = "",
    .size = sizeof(Table),
    .fields = fields,
    .holds_data = holds_data,
    .follow = follow,
    .create = create,
    .alter = alter,
    .drop = drop,
    .finish = finish,
};
