#include "engine/plan/renames.h"

#include "engine/base/text.h"
#include "engine/kinds/table.h"

typedef struct Finder
{
    Arena *arena;
    const Model *live, *blueprint;
    Moves *moves;
    Findings *findings;
} Finder;

/* ---- old names of what has new ones ---- */

static const char *
old_schema(const Finder *finder, const char *schema)
{
    VEC_EACH(const Move *, move, &finder->moves->all)
        if (schema && kind_space[move->object->kind] == SPACE_SCHEMA && str_eq(move->new_name, schema))
            return move->name;
    return schema;
}

static void
old_parent(const Finder *finder, const Object *object, const char **schema, const char **parent)
{
    VEC_EACH(const Move *, move, &finder->moves->all)
        if (object->parent && !move->part && !move->parent && str_eq(move->new_schema, object->schema) && str_eq(move->new_name, object->parent))
        {
            *schema = move->schema;
            *parent = move->name;
            return;
        }
    *schema = old_schema(finder, object->schema);
    *parent = object->parent;
}

/* The live overload whose arguments will be those of the wish's object. */
static Object *
find_routine(const Finder *finder, const Rename *wish, const char *schema)
{
    const Vec *overloads = map_get(&finder->live->routines, sql_qname(finder->arena, schema, wish->name));

    if (overloads)
        VEC_EACH(Object *, object, overloads)
            if (strcmp(moves_text(finder->moves, SPACE_TYPE, object->name + strlen(object->base)), wish->object->name + strlen(wish->object->base)) == 0)
                return object;
    return NULL;
}

static bool
is_moved(const Finder *finder, const Object *object)
{
    VEC_EACH(const Move *, move, &finder->moves->all)
        if (move->object == object && !move->part)
            return true;
    return false;
}

/* ---- one wish ---- */

typedef enum Answer { ANSWER_NO, ANSWER_YES, ANSWER_PERHAPS } Answer;       /* perhaps: its new name may become free */

static void
add_move(const Finder *finder, const Rename *wish, Object *old, const char *part)
{
    Move *move = arena_make(finder->arena, Move);
    const Object *new = wish->object;

    *move = (Move) {.object = old, .schema = old->schema, .parent = old->parent, .name = old->name, .base = old->base,
                    .now_schema = old->schema, .now_parent = old->parent, .now_name = old->name,
                    .new_schema = new->schema, .new_name = new->name, .new_base = new->base};
    if (part)
    {
        move->part = part;
        move->new_part = wish->part;
    }
    if (part || !old->parent)
        moves_schema(finder->moves, &move->now_schema);
    else
        moves_relation(finder->moves, &move->now_schema, &move->now_parent);
    if (part)
    {
        move->now_schema = new->schema;
        move->now_name = new->name;
    }
    else if (old->base)
        move->now_name = moves_text(finder->moves, SPACE_TYPE, old->name);
    moves_add(finder->moves, move);
}

static void
add_by_itself(const Finder *finder, Object *object, const char *schema, const char *name)
{
    Move *move = arena_make(finder->arena, Move);

    *move = (Move) {.object = object, .schema = object->schema, .parent = object->parent, .name = object->name, .new_schema = schema,
                    .new_name = name, .by_itself = true};
    moves_add(finder->moves, move);
}

/* Columns and checks of a table's children that are the table's own. */
static void
follow_below(const Finder *finder, const Object *old, const char *name)
{
    const Object *table = model_parent(finder->live, old);

    if (!table || table->kind != KIND_TABLE || (kind_space[old->kind] != SPACE_COLUMN && kind_space[old->kind] != SPACE_CONSTRAINT))
        return;
    VEC_EACH(const Object *, heir, &((const Table *) table)->heirs)
    {
        Object *below = model_find_kind(finder->live, old->kind, heir->schema, heir->name, old->name);

        if (!below || is_moved(finder, below))
            continue;
        add_by_itself(finder, below, below->schema, name);
        follow_below(finder, below, name);
    }
}

/* Sequences that go along when their table moves to another schema. */
static void
follow_table(const Finder *finder, const Object *table, const char *schema)
{
    VEC_EACH(Object *, object, &finder->live->objects)
        if (!object->parent && object_ops(object)->named_after && object_ops(object)->named_after(object, finder->live) == table &&
            str_eq(object->schema, table->schema) && !is_moved(finder, object))
            add_by_itself(finder, object, schema, object->name);
}

static void
both_are_there(const Finder *finder, const Rename *wish, const char *old, const char *new)
{
    findings_add(finder->findings, SEVERITY_ERROR, wish->at,
                 "drop the one that is not wanted; or, when they are two things, take the annotation away",
                 "both %s and %s are in the database, and the blueprint declares only the latter", old, new);
}

static Answer
answer_object(const Finder *finder, const Rename *wish, bool last)
{
    const Object *new = wish->object, *taken;
    Space space = kind_space[new->kind];
    const char *schema, *parent;
    Object *old;

    old_parent(finder, new, &schema, &parent);
    taken = model_find_taken(finder->live, space, schema, space == SPACE_RELATION ? NULL : parent,
                             new->name);
    if (wish->schema)
        schema = wish->schema;
    old = new->base ? find_routine(finder, wish, schema) : model_find(finder->live, space, schema, space == SPACE_RELATION ? NULL : parent, wish->name);
    if (!old || is_moved(finder, old))
        return ANSWER_NO;
    if (taken == old || (taken && is_moved(finder, taken)))
        taken = NULL;
    if (taken && model_find(finder->blueprint, space, wish->schema ? wish->schema : new->schema, space == SPACE_RELATION ? NULL : new->parent,
                            new->base ? arena_printf(finder->arena, "%s%s", wish->name, new->name + strlen(new->base)) : wish->name))
        return last ? ANSWER_NO : ANSWER_PERHAPS;
    if (taken)
    {
        if (last)
            both_are_there(finder, wish, object_title(finder->arena, old), object_title(finder->arena, taken));
        return ANSWER_PERHAPS;
    }
    if (old->kind != new->kind)
    {
        findings_add(finder->findings, SEVERITY_ERROR, wish->at, "only objects of the same kind can be renamed to one another",
                     "the database has %s, and a rename can't make it %s", object_title(finder->arena, old), object_title(finder->arena, new));
        return ANSWER_NO;
    }
    add_move(finder, wish, old, NULL);
    follow_below(finder, old, new->name);
    if (!old->parent && !str_eq(old->schema, old_schema(finder, new->schema)))
        follow_table(finder, old, new->schema);
    return ANSWER_YES;
}

static bool
has_part(const Object *object, const char *part)
{
    return object_ops(object)->has_part(object, part);
}

static Answer
answer_part(const Finder *finder, const Rename *wish)
{
    const Object *new = wish->object;
    Object *old = NULL;

    VEC_EACH(const Move *, move, &finder->moves->all)
        if (!move->part && str_eq(move->new_schema, new->schema) && str_eq(move->new_name, new->name) && move->object->kind == new->kind)
            old = move->object;
    if (!old)
        old = model_find_kind(finder->live, new->kind, old_schema(finder, new->schema), NULL, new->name);
    if (!old || !has_part(old, wish->name))
        return ANSWER_NO;
    if (!has_part(old, wish->part))
    {
        add_move(finder, wish, old, wish->name);
        return ANSWER_YES;
    }
    if (!has_part(new, wish->name))
        both_are_there(finder, wish, arena_printf(finder->arena, "%s of %s", wish->name, object_title(finder->arena, old)), wish->part);
    return ANSWER_NO;
}

/* ---- all of them ---- */

/* What others are found by comes first: schemas, types and relations, routines, what hangs on relations. */
static int
pass_of(const Rename *wish)
{
    const Object *object = wish->object;

    if (wish->part)
        return 4;
    if (kind_space[object->kind] == SPACE_SCHEMA)
        return 0;
    return object->parent ? 3 : object->base ? 2 : 1;
}

static void
run_pass(const Finder *finder, int pass)
{
    Vec open = {0};
    bool progress;

    VEC_EACH(const Rename *, wish, &finder->blueprint->wishes)
        if (pass_of(wish) == pass)
            vec_add(finder->arena, &open, wish);
    do
    {
        progress = false;
        for (size_t i = 0; i < open.count; i++)
        {
            const Rename *wish = vec_at(&open, i);
            Answer answer = wish->part ? answer_part(finder, wish) : answer_object(finder, wish, false);

            if (answer == ANSWER_PERHAPS)
                continue;
            progress = true;
            vec_remove_at(&open, i--);
        }
    }
    while (progress);
    VEC_EACH(const Rename *, wish, &open)
        answer_object(finder, wish, true);
}

void
renames_find(const Model *live, const Model *blueprint, Moves *moves, Findings *findings)
{
    Finder finder = {moves->arena, live, blueprint, moves, findings};

    for (int pass = 0; pass <= 4; pass++)
        run_pass(&finder, pass);
}

/* ---- names that follow ---- */

static bool
was_renamed(const Object *object)
{
    if (object_rare(object)->moved.count)
        return true;
    VEC_EACH(const Object *, child, &object->children)
        if (object_rare(child)->moved.count)
            return true;
    return false;
}

/* What has a name that the server makes of its relation's and columns': the relation it is made of. */
static const Object *
named_after(const Model *model, const Object *object)
{
    return object_ops(object)->named_after ? object_ops(object)->named_after(object, model) : NULL;
}

static bool
is_the_same(const Object *old, const Object *new)
{
    return old->kind == new->kind && str_eq(old->schema, new->schema) && str_eq(old->parent, new->parent) &&
           !fields_compare(object_ops(new)->fields, old, new, old, new, NULL);
}

void
renames_implied(const Model *live, const Model *blueprint, Moves *moves)
{
    Map used;

    map_init(&used, moves->arena);
    VEC_EACH(Object *, old, &live->objects)
    {
        const Object *relation = map_has(&blueprint->by_key, old->key) ? NULL : named_after(live, old);

        if (!relation || !was_renamed(relation))
            continue;
        VEC_EACH(const Object *, new, &blueprint->objects)
        {
            Move *move;

            if (!is_the_same(old, new) || map_has(&live->by_key, new->key) || map_has(&used, new->key))
                continue;
            if (new->second_key && map_has(&live->by_key, new->second_key))
                continue;
            move = arena_make(moves->arena, Move);
            *move = (Move) {.object = old, .schema = old->schema, .parent = old->parent, .name = old->name, .now_schema = old->schema,
                            .now_parent = old->parent, .now_name = old->name, .new_schema = new->schema, .new_name = new->name};
            map_put(&used, new->key, move);
            moves_add(moves, move);
            break;
        }
    }
}

void
renames_note(Model *live, const Moves *moves)
{
    vec_add_all(moves->arena, &live->moves, &moves->all);
}

/* ---- steps ---- */

/* The object as it is called at some moment, for its SQL name. */
static Object *
called(const Emit *emit, const Move *move, const char *schema, const char *name)
{
    Object *copy = arena_alloc(emit->arena, object_ops(move->object)->size);

    memcpy(copy, move->object, object_ops(move->object)->size);
    copy->schema = schema;
    copy->parent = move->now_parent;
    copy->name = name;
    if (move->base)
        copy->base = str_eq(name, move->new_name) ? move->new_base : move->base;
    return copy;
}

static const char *
part_name(const Emit *emit, const Move *move, const char *part)
{
    return strcmp(object_ops(move->object)->part_renames, "VALUE") == 0 ? sql_literal(emit->arena, part) : sql_ident(emit->arena, part);
}

static const char *
rename_sql(const Emit *emit, const Move *move, const char *schema, const char *name, const char *to)
{
    const KindOps *ops = object_ops(move->object);
    const Object *parent, *object = called(emit, move, schema, name);

    if (move->part)
        return arena_printf(emit->arena, "ALTER %s %s RENAME %s %s TO %s", object_noun(object), object_sql_name(emit->arena, object), ops->part_renames,
                            part_name(emit, move, strcmp(to, move->new_part) == 0 ? move->part : move->new_part), part_name(emit, move, to));
    if (!*ops->renames)
        return arena_printf(emit->arena, "ALTER %s %s RENAME TO %s", object_noun(object), object_sql_name(emit->arena, object), sql_ident(emit->arena, to));
    parent = model_parent(emit->diff->old, move->object);
    return arena_printf(emit->arena, "ALTER %s %s RENAME %s %s TO %s", object_ops(parent)->noun, object_relation(emit->arena, object), ops->renames,
                        sql_ident(emit->arena, name), sql_ident(emit->arena, to));
}

/* The relation that is locked, as the diff's old model calls it, and as it is called now. */
static StepCost
cost_of(const Emit *emit, const Move *move, const char **locked)
{
    const Object *object = move->object, *relation = object->parent ? model_parent(emit->diff->old, object) : object;

    *locked = NULL;
    if (kind_space[object->kind] == SPACE_RELATION && object->parent)
    {
        *locked = sql_qname(emit->arena, move->now_schema, move->now_name);
        return COST(.on = *locked, .lock = LOCK_SHARE_UPDATE_EXCLUSIVE);
    }
    if (!relation || kind_space[relation->kind] != SPACE_RELATION)
        return COST(0);
    *locked = sql_qname(emit->arena, move->now_schema, object->parent ? move->now_parent : move->now_name);
    return COST(.on = sql_qname(emit->arena, relation->schema, relation->name), .lock = LOCK_ACCESS_EXCLUSIVE);
}

static void
emit_one(Emit *emit, const Move *move, const char *sql, const char *undo)
{
    const char *locked;
    StepCost cost = cost_of(emit, move, &locked);
    Step *step = emit_step(emit, cost, "%s", sql);

    step->relation = locked;
    emit_undo(emit, step, false, "%s", undo);
}

static void
emit_move(Emit *emit, const Move *move)
{
    const char *schema = move->now_schema;

    emit->change = diff_change_of(emit->diff, move->object);
    emit->operation = OPERATION_ALTER;
    if (move->part)
    {
        emit_one(emit, move, rename_sql(emit, move, schema, move->now_name, move->new_part), rename_sql(emit, move, schema, move->now_name, move->part));
        return;
    }
    if (!move->object->parent && !str_eq(schema, move->new_schema))
    {
        emit_one(emit, move,
                 arena_printf(emit->arena, "ALTER %s %s SET SCHEMA %s", object_noun(move->object),
                              object_sql_name(emit->arena, called(emit, move, schema, move->now_name)), sql_ident(emit->arena, move->new_schema)),
                 arena_printf(emit->arena, "ALTER %s %s SET SCHEMA %s", object_noun(move->object),
                              object_sql_name(emit->arena, called(emit, move, move->new_schema, move->now_name)), sql_ident(emit->arena, schema)));
        schema = move->new_schema;
    }
    /* A routine's name has its arguments in it; only what stands before them changes. */
    if (!str_eq(move->base ? move->base : move->name, move->new_base ? move->new_base : move->new_name))
        emit_one(emit, move, rename_sql(emit, move, schema, move->now_name, move->new_base ? move->new_base : move->new_name),
                 rename_sql(emit, move, schema, move->new_name, move->base ? move->base : move->name));
}

void
renames_emit(Emit *emit)
{
    VEC_EACH(const Move *, move, &emit->diff->old->moves)
        if (!move->by_itself)
            emit_move(emit, move);
}
