#include "migrations/between.h"

#include "catalog/oracle.h"
#include "engine/kinds/database.h"
#include "engine/kinds/row.h"
#include "engine/kinds/settings.h"
#include "engine/model/field.h"

#include <sys/stat.h>

/* ---- what the command line names ---- */

static bool
is_database(const char *side)
{
    struct stat info;

    if (strncmp(side, "postgresql://", strlen("postgresql://")) == 0 || strncmp(side, "postgres://", strlen("postgres://")) == 0)
        return true;
    return strchr(side, '=') && stat(side, &info) != 0;
}

bool
between_sides(Arena *arena, const char *from, const char *to, const char *db, WorkOptions *options, Error *err)
{
    bool from_database = is_database(from), to_database = is_database(to);

    if (db && (from_database || to_database))
    {
        error_set(err, arena, ERR_USAGE, "--db is for two blueprints: of a database and another side, the database is asked");
        return error_hint(err, arena, "leave --db out");
    }
    if (from_database)
        options->db = from;
    else
        vec_add(arena, &options->from, from);
    if (to_database)
        options->to = to;
    else
        vec_add(arena, &options->paths, to);
    options->alone = !from_database && !to_database && !db;
    if (db)
        options->db = db;
    return true;
}

/* ---- reading ---- */

void
between_parse_options(const Work *work, const Names *names, ParseOptions *options)
{
    if (!work->conn)
        return;
    options->live = names;
    options->server_version = conn_server_version(work->conn);
    /* Of two blueprints neither is that database's. */
    if (!work->options->from.count || work->target)
        options->database = conn_database(work->conn);
}

bool
between_read_from(Work *work, Error *err)
{
    Names *names = arena_make(work->models, Names);
    ParseOptions options = {.role = work->role, .texts = true};
    Findings *findings = arena_make(work->models, Findings);
    ParseJob *job;
    bool ok;

    findings_init(findings, work->models);
    if (work->conn && !catalog_read_names(work->models, work->conn, names, err))
        return work_keep_error(work, err);
    between_parse_options(work, names, &options);
    job = parse_begin(work->models, &work->options->from, &options, findings);
    ok = parse_end(job, &work->texts.model);
    parse_texts(job, &work->texts.names, &work->texts.pending);
    findings_add_all(&work->findings, findings);
    findings_sort(&work->findings);
    work->texts.model->role = work->role;
    return ok || error_set(err, work->arena, ERR_FAILED, "%s has %zu error%s", vec_join(work->arena, &work->options->from, " "), findings->errors,
                           findings->errors == 1 ? "" : "s");
}

bool
between_read_to(Work *work, Error *err)
{
    if (!catalog_read(work->models, work->target, false, NULL, &work->wanted, &work->findings, err))
        return work_keep_error(work, err);
    work->blueprint = work->wanted->model;
    return true;
}

/* ---- equal terms: two blueprints ---- */

static bool
is_in_no_catalog(const Object *object)
{
    return object->kind == KIND_ROW || object->kind == KIND_ONCE;
}

/* A new object is the role's who makes it; what nobody says of one that is there may be anybody's. */
static void
level_owners(Work *work)
{
    VEC_EACH(Object *, object, &work->texts.model->objects)
        if (object_ops(object)->has_owner && !object->owner)
            object->owner = work->role;
    if (!work->role)
        VEC_EACH(Object *, object, &work->blueprint->objects)
            if (object_ops(object)->has_owner && !object->owner)
                object->any |= CHANGED_OWNER;
}

/* As initdb and CREATE DATABASE leave them. */
static void
fill_defaults(Model *model)
{
    Object *schema = model_find(model, SPACE_SCHEMA, NULL, NULL, "public");

    if (schema && schema->any & CHANGED_COMMENT)
        schema->comment = "standard public schema";
    VEC_EACH(Object *, object, &model->objects)
        if (object->kind == KIND_DATABASE && !((const Database *) object)->connection_limit)
            ((Database *) object)->connection_limit = "-1";
}

/* Whether the row that the old side inserts has the values that the new side would set. */
static bool
is_as_declared(const ReferenceRow *old, const ReferenceRow *new)
{
    VEC_EACH(const char *, column, &new->compared)
        if (!str_eq(row_value(old, column), row_value(new, column)))
            return false;
    return true;
}

/* The rows of the old side as catalog/row.h would read them. */
static void
level_row(Model *old, const Model *new, Object *object)
{
    const Object *wanted = map_get(&new->by_key, object->key);
    ReferenceRow *copy;

    model_remove(old, object);
    if (!wanted || wanted->kind != KIND_ROW)
        return;
    copy = arena_make(old->arena, ReferenceRow);
    *copy = *(const ReferenceRow *) wanted;
    copy->object.needs = copy->object.children = (Vec) {0};
    copy->object.rare = NULL;
    copy->object.origin = (Origin) {0};
    copy->current = is_as_declared((const ReferenceRow *) object, copy);
    model_add(old, &copy->object);
}

static void
level_blueprints(Work *work)
{
    Model *old = work->texts.model;
    Vec untold = {0};

    fill_defaults(old);
    VEC_EACH(Object *, object, &old->objects)
    {
        object->any = 0;
        object->search_path = NULL;                /* names are resolved in its texts */
        if (is_in_no_catalog(object))
            vec_add(work->models, &untold, object);
    }
    VEC_EACH(Object *, object, &untold)
        if (object->kind == KIND_ROW)
            level_row(old, work->blueprint, object);
        else if (!map_has(&work->blueprint->by_key, object->key))
            model_remove(old, object);
    model_finish(old);
}

/* ---- equal terms: the new side is a database ---- */

/* Named after the database that it is of. */
static bool
is_of_database(const Object *object)
{
    return object->kind == KIND_DATABASE || (object->kind == KIND_SETTINGS && ((const Settings *) object)->database);
}

static void
remove_if(Model *model, bool (*gone)(const Work *work, const Object *object), const Work *work)
{
    for (size_t i = model->objects.count; i-- > 0;)
        if (i < model->objects.count && gone(work, vec_at(&model->objects, i)))
            model_remove(model, vec_at(&model->objects, i));
}

/* Of the old side: what a database does not tell, or need not have. */
static bool
old_is_beside(const Work *work, const Object *object)
{
    if (is_in_no_catalog(object) || (work->reader && is_of_database(object)))
        return true;
    return object->any & ANY_PRESENCE && !map_has(&work->blueprint->by_key, object->key);
}

/* Of the new side: what the old one does not claim. */
static bool
new_is_beside(const Work *work, const Object *object)
{
    const KindOps *ops = object_ops(object);

    if (work->reader && is_of_database(object))
        return true;
    if (map_has(&work->texts.model->by_key, object->key))
        return false;
    if (ops->claimed)
        return !ops->claimed(object, work->texts.model, work->options->manage);
    return ops->claim && !(work->blueprint->claims & ops->claim);
}

/* An extension brings its comment along. */
static void
leave_comments(Work *work)
{
    VEC_EACH(Object *, object, &work->blueprint->objects)
        if (object->kind == KIND_EXTENSION && !map_has(&work->texts.model->by_key, object->key))
            object->comment = NULL;
}

static void
level_database(Work *work)
{
    const Model *old = work->texts.model;

    work->blueprint->claims = work->options->manage | (work->reader ? CLAIM_ALL : old->claims);
    work->blueprint->label_providers = old->label_providers;
    leave_comments(work);
    remove_if(work->texts.model, old_is_beside, work);
    remove_if(work->blueprint, new_is_beside, work);
    model_finish(work->texts.model);
    model_finish(work->blueprint);
}

/* ---- what the old side leaves open ---- */

static const void *
loose_value(const Field *field, const Object *object)
{
    return field->type == FIELD_LOOSE || field->type == FIELD_LOOSE_OPTIONS ? *(void *const *) ((const char *) object + field->offset) : NULL;
}

static void
tell_silence(Work *work)
{
    VEC_EACH(const Object *, old, &work->texts.model->objects)
    {
        const Object *new = map_get(&work->blueprint->by_key, old->key);

        if (!new || new->kind != old->kind)
            continue;
        for (const Field *field = object_ops(new)->fields; field->name; field++)
            if (field->change != CHANGE_IGNORE && loose_value(field, new) && !loose_value(field, old))
                findings_add(&work->findings, SEVERITY_WARNING, new->origin, NULL, "%s: %s: %s: %s says nothing of it, and is taken to have the same",
                             object_title(work->models, new), field->name, field_show(work->models, field, new),
                             vec_join(work->models, &work->options->from, " "));
    }
}

void
between_level(Work *work)
{
    bool old_blueprint = work->options->from.count > 0;

    if (work->wanted)
        level_database(work);
    else if (old_blueprint)
        level_blueprints(work);
    if (!old_blueprint)
        return;
    level_owners(work);
    between_copies(work);
    tell_silence(work);
    findings_sort(&work->findings);
}

/* ---- doubts ---- */

static void
leave(Work *work, Doubt *doubt, const char *reason)
{
    doubt->verdict = VERDICT_UNPROVED;
    doubt->reason = reason;
    proofs_put(&work->proofs, doubt);
}

/* The oracle knows one live side and one that is wanted: which is which does not matter to the answer. */
static bool
settle_turned(Work *work, Error *err)
{
    Vec turned = {0};
    Proofs proofs;
    bool ok;

    proofs_init(&proofs, work->models);
    VEC_EACH(const Doubt *, doubt, &work->diff->doubts)
    {
        Doubt *copy = arena_make(work->models, Doubt);

        *copy = (Doubt) {.old = doubt->new, .new = doubt->old, .field = doubt->field, .old_expr = doubt->new_expr, .new_expr = doubt->old_expr,
                         .key = doubt->key};
        vec_add(work->models, &turned, copy);
    }
    ok = oracle_settle(work->models, work->conn, work->blueprint, work->texts.model, &turned, &proofs, err);
    VEC_EACH(Doubt *, doubt, &work->diff->doubts)
    {
        const Doubt *copy = vec_at(&turned, doubt_at);

        doubt->verdict = copy->verdict;
        doubt->rung = copy->rung;
        doubt->reason = copy->reason;
        proofs_put(&work->proofs, doubt);
    }
    return ok;
}

/* Whether the database has all that an object of the old side rests upon, as that side has it. */
static bool
stands(Work *work, const Model *there, const Object *object, Map *seen, const char **lacks)
{
    const Model *old = work->texts.model;
    Vec found = {0};

    VEC_EACH(const Ref *, need, &object->needs)
        model_find_ref(old, need, work->models, &found);
    VEC_EACH(const Object *, need, &found)
    {
        const Object *real = map_get(&there->by_key, need->key);

        if (map_has(seen, need->key))
            continue;
        map_put(seen, need->key, need);
        if (!real || real->kind != need->kind || fields_compare(object_ops(need)->fields, need, real, need, real, NULL))
        {
            *lacks = arena_printf(work->models, "the database that is asked does not have %s as %s has it", object_title(work->models, need),
                                  vec_join(work->models, &work->options->from, " "));
            return false;
        }
        if (!stands(work, there, need, seen, lacks))
            return false;
    }
    return true;
}

/* The columns that an expression may use are asked about as NULLs of their types: the table itself need not be there. */
static bool
types_stand(Work *work, const Model *there, const Object *object, Map *seen, const char **lacks)
{
    const Object *relation = model_parent(work->texts.model, object);

    if (relation)
        VEC_EACH(const Object *, column, &relation->children)
            if (column->kind == KIND_COLUMN && !stands(work, there, column, seen, lacks))
                return false;
    return true;
}

static bool
settle_elsewhere(Work *work, Error *err)
{
    Vec askable = {0};

    if (!work->asked && !catalog_read(work->models, work->conn, false, NULL, &work->asked, &work->findings, err))
        return work_keep_error(work, err);
    VEC_EACH(Doubt *, doubt, &work->diff->doubts)
    {
        const char *lacks = NULL;
        Map seen;

        map_init(&seen, work->models);
        if (!stands(work, work->asked->model, doubt->old, &seen, &lacks) ||
            !types_stand(work, work->asked->model, doubt->old, &seen, &lacks))
            leave(work, doubt, lacks);
        else
            vec_add(work->models, &askable, doubt);
    }
    return oracle_settle(work->models, work->conn, work->asked->model, work->blueprint, &askable, &work->proofs, err);
}

bool
between_settle(Work *work, Error *err)
{
    if (work->conn && work->wanted && !work->reader)
        return settle_turned(work, err);
    if (work->reader)
        return oracle_settle(work->models, work->conn, work->renamed, work->blueprint, &work->diff->doubts, &work->proofs, err);
    if (work->conn)
        return settle_elsewhere(work, err);
    VEC_EACH(Doubt *, doubt, &work->diff->doubts)
        leave(work, doubt, "there is no server to ask whether they mean the same");
    return true;
}
