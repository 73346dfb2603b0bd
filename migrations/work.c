#include "migrations/work.h"

#include "catalog/once.h"
#include "catalog/oracle.h"
#include "catalog/row.h"
#include "catalog/sizes.h"
#include "engine/kinds/constraint.h"
#include "engine/kinds/inheritance.h"
#include "engine/kinds/user_mapping.h"
#include "engine/plan/renames.h"
#include "migrations/between.h"
#include "migrations/claim.h"
#include "migrations/ignore.h"
#include "migrations/remember.h"
#include "parser/parser.h"

#include <stdlib.h>

bool
work_open(Arena *arena, const WorkOptions *options, Work **result, Error *err)
{
    Work *work = arena_make(arena, Work);

    work->arena = arena;
    work->options = options;
    findings_init(&work->findings, arena);
    *result = work;
    work->role = options->role;
    if (options->alone)
        return true;
    TRY(conn_open(arena, options->from.count && options->to ? options->to : options->db, &work->conn, err));
    if (options->to && options->from.count)
        work->target = work->conn;
    else if (options->to)
        TRY(conn_open(arena, options->to, &work->target, err));
    return conn_value(work->conn, "SELECT current_user", NULL, arena, &work->role, err);
}

int
work_server_version(const Work *work)
{
    return work->conn ? conn_server_version(work->conn) : parser_version_number();
}

void
work_close(Work *work)
{
    if (!work)
        return;
    if (work->target != work->conn)
        conn_close(work->target);
    conn_close(work->conn);
    arena_free(work->models);
    arena_free(work->declared);
    work->models = work->declared = NULL;
}

static void
begin_anew(Work *work)
{
    arena_free(work->models);
    arena_free(work->declared);
    work->models = arena_new();
    work->declared = arena_new();
    work->reader = work->wanted = work->asked = NULL;
    work->texts = (WorkTexts) {0};
    work->state = NULL;
    work->live = work->renamed = work->blueprint = NULL;
    work->diff = NULL;
    work->plan = NULL;
    work->account = NULL;
    findings_init(&work->findings, work->models);
    proofs_init(&work->proofs, work->models);
}

bool
work_keep_error(Work *work, Error *err)
{
    err->message = arena_copy(work->arena, err->message);
    err->hint = arena_copy(work->arena, err->hint);
    err->at.file = arena_copy(work->arena, err->at.file);
    return false;
}

static bool
read_texts(Work *work, NamesWanted *wanted, Error *err)
{
    if (work->options->from.count)
        return between_read_from(work, err);
    if (!catalog_read(work->models, work->conn, work->options->account, wanted, &work->reader, &work->findings, err))
        return work_keep_error(work, err);
    work->texts = (WorkTexts) {work->reader->model, &work->reader->names, &work->reader->pending};
    work->texts.model->role = work->role;
    return true;
}

static bool
read_live(Work *work, NamesWanted *wanted, Error *err)
{
    TRY(read_texts(work, wanted, err));
    work->live = work->renamed = work->texts.model;
    return true;
}

/* ---- renames ---- */

/* What the model will be once they are done. */
static void
rename_model(Work *work, const Moves *moves)
{
    const WorkTexts *texts = &work->texts;

    canon_follow(texts->model, texts->names, texts->pending, moves);
    moves_apply(texts->model, moves);
    VEC_EACH(const Object *, object, &texts->model->objects)
    {
        Space space = kind_space[object->kind];

        if (space == SPACE_RELATION || space == SPACE_TYPE || space == SPACE_ROUTINE)
            names_add(texts->names, space, object->schema, object->base ? object->base : object->name);
    }
    canon_all(texts->model, texts->names, texts->pending, false, &work->findings);
    renames_note(texts->model, moves);
}

/* The old side is read once more, for a model that can be changed while the other one still tells what is there. */
static bool
apply_renames(Work *work, Error *err)
{
    const Model *live = work->live;
    Moves moves, implied;

    moves_init(&moves, work->models);
    renames_find(live, work->blueprint, &moves, &work->findings);
    findings_sort(&work->findings);
    if (work->findings.errors)
        return error_set(err, work->arena, ERR_FAILED, "the blueprint's renames don't fit the database");
    if (!moves.all.count)
        return true;
    TRY(read_texts(work, NULL, err));
    VEC_EACH(Object *, object, &work->texts.model->objects)
        object_rare_make(work->models, object)->was = map_get(&live->by_key, object->key);
    moves_init(&moves, work->models);
    renames_find(work->texts.model, work->blueprint, &moves, &work->findings);
    rename_model(work, &moves);
    moves_init(&implied, work->models);
    renames_implied(work->texts.model, work->blueprint, &implied);
    if (implied.all.count)
        rename_model(work, &implied);
    work->renamed = work->texts.model;
    return true;
}

bool
work_read_live(Work *work, Error *err)
{
    begin_anew(work);
    return read_live(work, NULL, err);
}

/* Not a blueprint against the database: diff. */
static bool
is_between(const Work *work)
{
    return work->options->from.count || work->options->to;
}

/* Begun as soon as the live database's names are known, and ended after its catalog is read. */
typedef struct Reading
{
    Work *work;
    NamesWanted wanted;
    Findings findings;
    ParseJob *job;
} Reading;

static void
blueprint_begin(void *context)
{
    Reading *reading = context;
    Work *work = reading->work;
    ParseOptions options = {.role = work->role};

    between_parse_options(work, &reading->wanted.names, &options);
    reading->job = parse_begin(work->declared, &work->options->paths, &options, &reading->findings);
}

static void
blueprint_wait(void *context)
{
    parse_wait(((Reading *) context)->job);
}

static Reading *
reading_new(Work *work)
{
    Reading *reading = arena_make(work->declared, Reading);

    reading->work = work;
    reading->wanted = (NamesWanted) {.begin = blueprint_begin, .end = blueprint_wait, .context = reading};
    names_init(&reading->wanted.names, work->declared);
    findings_init(&reading->findings, work->declared);
    return reading;
}

static bool
blueprint_end(Work *work, Reading *reading, Error *err)
{
    bool ok = parse_end(reading->job, &work->blueprint);

    findings_add_all(&work->findings, &reading->findings);
    findings_sort(&work->findings);
    if (ok)
        return true;
    return error_set(err, work->arena, ERR_FAILED, "the blueprint has %zu error%s", work->findings.errors, work->findings.errors == 1 ? "" : "s");
}

/* A list with a doubt in one item hides those in the items behind it until that one is settled. */
enum { ROUNDS_MAX = 1000 };

static bool
settle(Work *work, Error *err)
{
    Vec open = {0};

    /* Of a database whose objects are about to be renamed the texts are not those that it has. */
    if (work->renamed != work->live)
        vec_add_all(work->models, &open, &work->diff->doubts);
    else
        TRY(remember_asked(work->models, work->conn, work->live, work->blueprint, &work->diff->doubts, &work->state, &work->proofs, &open, err));
    TRY(oracle_settle(work->models, work->conn, work->renamed, work->blueprint, &open, &work->proofs, err));
    /* The verdicts are the doubts' own, which the proofs point to. */
    return remember_recall(work->models, work->conn, work->blueprint, &open, err);
}

/* Ask the server about what the texts leave open, until nothing is. */
static bool
compare(Work *work, Error *err)
{
    inheritance_align(work->texts.model, work->blueprint);
    work->diff = diff_make(work->models, work->renamed, work->blueprint, &work->proofs);
    for (int rounds = 0; work->diff->doubts.count; rounds++)
    {
        if (rounds == ROUNDS_MAX)
            BUG("%u doubts stay open", work->diff->doubts.count);
        TRY(is_between(work) ? between_settle(work, err) : settle(work, err));
        work->diff = diff_make(work->models, work->renamed, work->blueprint, &work->proofs);
    }
    return true;
}

static size_t
count_equal(const Field *fields, const void *old, const void *new)
{
    size_t count = 0;

    for (const Field *field = fields; field->name; field++)
    {
        const void *a = (const char *) old + field->offset, *b = (const char *) new + field->offset;

        if (field->type == FIELD_EXPR || field->type == FIELD_QUERY)
        {
            const Expression *x = *(Expression *const *) a, *y = *(Expression *const *) b;

            count += field->change != CHANGE_IGNORE && x && y && strcmp(x->canon, y->canon) == 0;
        }
        else if (field->type == FIELD_LIST)
            for (size_t i = 0; i < ((const Vec *) a)->count && i < ((const Vec *) b)->count; i++)
                count += count_equal(field->item_fields, vec_at(a, i), vec_at(b, i));
    }
    return count;
}

void
work_count_trees(Work *work)
{
    size_t *equal = &work->counts.rungs[RUNG_TREES];

    *equal = 0;
    VEC_EACH(const Change *, change, &work->diff->changes)
        if (change->old && change->new && change->old->kind == change->new->kind)
            *equal += count_equal(object_ops(change->new)->fields, change->old, change->new);
}

static void
count(Work *work)
{
    WorkCounts *counts = &work->counts;

    *counts = (WorkCounts) {.declared = work->blueprint->objects.count, .managed = work->diff->changes.count};
    VEC_EACH(const Doubt *, doubt, &work->proofs.all)
        counts->rungs[doubt->verdict == VERDICT_UNPROVED ? RUNG_NONE : doubt->rung]++;
    VEC_EACH(const Object *, object, &work->renamed->objects)
    {
        const Object *wanted = map_get(&work->blueprint->by_key, object->key);

        unsigned any = wanted ? wanted->any : 0;   /* the schema "public" as the server made it */

        if (object->ignored)
        {
            counts->ignored++;
            counts->declared--;
            counts->managed--;
            continue;
        }
        if (wanted && object_ops(object)->claim && !(work->blueprint->claims & object_ops(object)->claim))
        {
            counts->unclaimed[object->kind]++;
            counts->declared--;
            counts->managed--;
            continue;
        }
        if (!work->reader)
            continue;
        if (!(any & CHANGED_OWNER) && object_ops(object)->has_owner && !(work->blueprint->claims & CLAIM_OWNERS) && !str_eq(object->owner, work->role))
            counts->owners++;
        if (!(any & CHANGED_ACL) && object_ops(object)->acl_privileges && !(work->blueprint->claims & CLAIM_PRIVILEGES))
        {
            Object bare = {.kind = object->kind};

            acl_builtin(work->models, object->kind, &bare.acl);
            acl_sort(&bare.acl);
            bare.comment = object->comment;
            bare.owner = object->owner;
            counts->privileges += (object_compare_common(object, &bare) & CHANGED_ACL) != 0;
        }
    }
}

/* What could not be compared is told: silence would read as "the same". */
static void
tell_unknown(Work *work)
{
    size_t unknown = 0;

    VEC_EACH(const Object *, object, &work->live->objects)
        unknown += object->kind == KIND_USER_MAPPING && !((const UserMapping *) object)->options && map_has(&work->blueprint->by_key, object->key);
    if (unknown && work->blueprint->claims & CLAIM_USER_MAPPINGS)
        findings_add(&work->findings, SEVERITY_WARNING, (Origin) {0}, "compare as a superuser",
                     "the options of %zu user mapping%s can't be read by this role, and are taken to be right", unknown, unknown == 1 ? "" : "s");
}

static bool
ignore(Work *work, Error *err)
{
    ignore_apply(work->renamed, work->blueprint, &work->options->ignore, &work->findings);
    findings_sort(&work->findings);
    return !work->findings.errors || error_set(err, work->arena, ERR_FAILED, "the blueprint needs what is ignored and not there");
}

static bool
compare_both(Work *work, Error *err)
{
    ignore_wishes(work->live, work->blueprint, &work->options->ignore);
    TRY(apply_renames(work, err));
    if (is_between(work))
        between_level(work);
    TRY(ignore(work, err));
    if (work->reader && !work->wanted &&
        (!read_rows(work->models, work->conn, work->blueprint, work->texts.model, err) ||
         !read_onces(work->models, work->conn, work->blueprint, work->texts.model, err)))
        return work_keep_error(work, err);
    claim_apply(work->renamed, work->blueprint, work->options->manage, work->role);
    if (!compare(work, err))
        return work_keep_error(work, err);
    tell_unknown(work);
    count(work);
    return true;
}

static bool
read_blueprint(Work *work, Reading *reading, Error *err)
{
    if (work->conn && !catalog_read_names(work->declared, work->conn, &reading->wanted.names, err))
        return work_keep_error(work, err);
    blueprint_begin(reading);
    return blueprint_end(work, reading, err);
}

bool
work_compare(Work *work, Error *err)
{
    Reading *reading;
    Error unread;
    bool live, declared;

    begin_anew(work);
    reading = reading_new(work);
    if (is_between(work))
        return read_live(work, NULL, err) && (work->target ? between_read_to(work, err) : read_blueprint(work, reading, err)) && compare_both(work, err);
    live = read_live(work, &reading->wanted, err);
    declared = reading->job && blueprint_end(work, reading, live ? err : &unread);
    return live && declared && compare_both(work, err);
}

bool
work_compare_live(Work *work, Error *err)
{
    Reading *reading = reading_new(work);

    return read_blueprint(work, reading, err) && compare_both(work, err);
}

/* The tables that the changes are about, as far as they are there. What the closure adds has the estimates of the statistics. */
static void
collect_relations(const Work *work, Vec *relations)
{
    VEC_EACH(const Change *, change, &work->diff->changes)
    {
        const Object *object = change->old ? change->old : change->new;
        const ConstraintDef *constraint = (const ConstraintDef *) change->new;
        const Object *found;

        if (change->action == ACTION_KEEP)
            continue;
        if ((found = object->parent ? model_parent(work->renamed, object) : change->old))
            vec_add(work->models, relations, found);
        if (object->kind != KIND_CONSTRAINT || !constraint || !constraint->ref_table)
            continue;
        if ((found = model_find(work->renamed, SPACE_RELATION, constraint->ref_schema, NULL, constraint->ref_table)))
            vec_add(work->models, relations, found);
    }
}

static bool
weigh(Work *work, Error *err)
{
    Vec relations = {0};

    collect_relations(work, &relations);
    return read_sizes(work->conn, work->reader->model, &relations, err);
}

bool
work_plan(Work *work, Error *err)
{
    PlanOptions options = {work_server_version(work), work->options->online_rows, work->options->online_bytes};

    if (diff_is_empty(work->diff))
    {
        work->plan = arena_make(work->models, Plan);
        work->plan->diff = work->diff;
        return true;
    }
    if (!work->reader)
        between_needs(work);
    if (work->wanted && !catalog_read_needs(work->wanted, err))
        return work_keep_error(work, err);
    if (work->wanted)
        between_needs_of_new(work);
    if ((work->reader && (!catalog_read_needs(work->reader, err) || !weigh(work, err))) ||
        !plan_make(work->models, work->diff, &options, &work->plan, err))
        return work_keep_error(work, err);
    return true;
}

bool
work_account(Work *work, Error *err)
{
    work->account = arena_make(work->models, Account);
    if (!catalog_account(work->reader, work->blueprint, work->models, work->account, err))
        return work_keep_error(work, err);
    return true;
}

size_t
work_nobodys(const Work *work)
{
    return account_nobodys(work->account) + work->counts.owners + work->counts.privileges;
}

bool
work_identify(const Work *work, Arena *arena, PlanDatabase *database, Error *err)
{
    const char *oid, *may_read;

    *database = (PlanDatabase) {0};
    if (work->options->from.count)                 /* the steps begin at no database */
        return true;
    *database = (PlanDatabase) {.name = arena_copy(arena, conn_database(work->conn)), .server = conn_server_version(work->conn)};
    TRY(conn_value(work->conn, "SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()", NULL, arena, &oid, err));
    database->oid = oid ? strtoll(oid, NULL, 10) : 0;
    /* A query of its own: privileges on functions are checked even in a branch that isn't taken. */
    TRY(conn_value(work->conn, "SELECT pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE')", NULL, arena, &may_read, err));
    if (may_read && *may_read == 't')
        TRY(conn_value(work->conn, "SELECT system_identifier FROM pg_catalog.pg_control_system()", NULL, arena, &database->system, err));
    return true;
}
