#include "migrations/plan_file.h"

#include "engine/base/json.h"
#include "migrations/version.h"
#include "parser/parser.h"

static const JsonField hazard_fields[] = {
    JSON_FIELD(PlanHazard, hazard, TEXT),
    JSON_FIELD(PlanHazard, detail, TEXT_OR_NULL),
    JSON_FIELD(PlanHazard, allowed, TEXT_OR_NULL),
    {0}
};

static const JsonField origin_fields[] = {
    JSON_FIELD(PlanOrigin, file, TEXT_OR_NULL),
    JSON_FIELD(PlanOrigin, line, INT),
    JSON_FIELD(PlanOrigin, column, INT),
    {0}
};

static const JsonField step_fields[] = {
    JSON_FIELD(PlanStep, number, INT),
    JSON_FIELD(PlanStep, object, TEXT),
    JSON_FIELD(PlanStep, key, TEXT),
    JSON_FIELD(PlanStep, operation, TEXT),
    JSON_FIELD(PlanStep, was, TEXT_OR_NULL),
    JSON_FIELD_INSIDE(PlanStep, origin, origin_fields),
    JSON_FIELD(PlanStep, sql, TEXT),
    JSON_FIELD(PlanStep, shown, TEXT_OR_NULL),
    JSON_FIELD(PlanStep, search_path, TEXT_OR_NULL),
    JSON_FIELD(PlanStep, alone, BOOL),
    JSON_FIELD(PlanStep, commit_before, BOOL),
    JSON_FIELD(PlanStep, commit_after, BOOL),
    JSON_FIELD(PlanStep, in_batches, BOOL),
    JSON_FIELD(PlanStep, builds, TEXT_OR_NULL),
    JSON_FIELD(PlanStep, removes, TEXT_OR_NULL),
    JSON_FIELD(PlanStep, relation, TEXT_OR_NULL),
    JSON_FIELD(PlanStep, lock, TEXT),
    JSON_FIELD(PlanStep, rewrites, BOOL),
    JSON_FIELD(PlanStep, scans, BOOL),
    JSON_FIELD(PlanStep, rows, INT),
    JSON_FIELD(PlanStep, bytes, INT),
    JSON_FIELD_ITEMS(PlanStep, hazards, hazard_fields, PlanHazard, "hazard"),
    JSON_FIELD(PlanStep, undo, TEXT_OR_NULL),
    JSON_FIELD(PlanStep, undo_lossy, BOOL),
    JSON_FIELD(PlanStep, unproved, TEXT_OR_NULL),
    JSON_FIELD(PlanStep, before, TEXT),
    JSON_FIELD(PlanStep, after, TEXT),
    JSON_FIELD(PlanStep, checksum, TEXT),
    {0}
};

static const JsonField database_fields[] = {
    JSON_FIELD(PlanDatabase, system, TEXT_OR_NULL),
    JSON_FIELD(PlanDatabase, name, TEXT_OR_NULL),
    JSON_FIELD(PlanDatabase, oid, INT),
    JSON_FIELD(PlanDatabase, server, INT),
    {0}
};

static const JsonField expressions_fields[] = {
    JSON_FIELD(PlanExpressions, key, TEXT),
    JSON_FIELD(PlanExpressions, hashes, TEXTS),
    {0}
};

static const JsonField account_fields[] = {
    JSON_FIELD(PlanAccount, catalog, TEXT),
    JSON_FIELD(PlanAccount, managed, INT),
    JSON_FIELD(PlanAccount, unclaimed, INT),
    JSON_FIELD(PlanAccount, unknown, INT),
    JSON_FIELD(PlanAccount, ignored, INT),
    JSON_FIELD(PlanAccount, extension, INT),
    JSON_FIELD(PlanAccount, internal, INT),
    JSON_FIELD(PlanAccount, temporary, INT),
    JSON_FIELD(PlanAccount, journal, INT),
    JSON_FIELD(PlanAccount, system, INT),
    {0}
};

static const JsonField file_fields[] = {
    JSON_FIELD(PlanFile, format, INT),
    JSON_FIELD(PlanFile, tool, TEXT),
    JSON_FIELD(PlanFile, parser, TEXT),
    JSON_FIELD_INSIDE(PlanFile, database, database_fields),
    JSON_FIELD(PlanFile, live, TEXT),
    JSON_FIELD(PlanFile, blueprint, TEXT),
    JSON_FIELD_ITEMS(PlanFile, expressions, expressions_fields, PlanExpressions, "expressions"),
    JSON_FIELD_ITEMS(PlanFile, accounting, account_fields, PlanAccount, "catalog"),
    JSON_FIELD(PlanFile, unmanaged, TEXTS),
    JSON_FIELD_ITEMS(PlanFile, steps, step_fields, PlanStep, "step"),
    JSON_FIELD(PlanFile, checksum, TEXT),
    {0}
};

/* ---- states ---- */

static void
hash_tree(Arena *arena, const Object *object, Hasher *hasher)
{
    hasher_add_str(hasher, object_hash(arena, object));
    VEC_EACH(const Object *, child, &object->children)
        hash_tree(arena, child, hasher);
}

/* What goes with an object when it is dropped is touched as well. */
static const char *
state_of(Arena *arena, const Object *object, bool with_children)
{
    Arena *scratch;
    Hasher *hasher;
    const char *state;

    if (!object)
        return STATE_ABSENT;
    scratch = arena_new();
    hasher = hasher_new(scratch);
    if (with_children)
        hash_tree(scratch, object, hasher);
    else
        hasher_add_str(hasher, object_hash(scratch, object));
    state = hasher_hex(hasher, arena);
    arena_free(scratch);
    return state;
}

const char *
plan_state(Arena *arena, const Model *model, const PlanStep *step)
{
    return state_of(arena, map_get(&model->by_key, step->was ? step->was : step->key), strcmp(step->operation, operation_word(OPERATION_DROP)) == 0);
}

/* Whether the catalog will show the object exactly as the blueprint's model has it: no text that the server rewrites, nothing
 * that the blueprint leaves open. */
static bool
fields_are_exact(const Field *fields, const void *item)
{
    for (const Field *field = fields; field->name; field++)
    {
        const void *slot = (const char *) item + field->offset;

        if (field->change == CHANGE_IGNORE)
            continue;
        if (field->type == FIELD_LOOSE || field->type == FIELD_LOOSE_OPTIONS ||
            ((field->type == FIELD_EXPR || field->type == FIELD_QUERY) && *(Expression *const *) slot))
            return false;
        if (field->type == FIELD_LIST)
            VEC_EACH(const void *, part, (const Vec *) slot)
                if (!fields_are_exact(field->item_fields, part))
                    return false;
    }
    return true;
}

/* Without owner and privileges: the server has its own mind about those of a new object (default privileges). */
static const char *
shape_of(Arena *arena, const Object *object)
{
    Arena *scratch;
    Hasher *hasher;
    const char *shape;

    if (!object)
        return STATE_ABSENT;
    if (object->any || !fields_are_exact(object_ops(object)->fields, object))
        return STATE_PRESENT;
    scratch = arena_new();
    hasher = hasher_new(scratch);
    hasher_add_str(hasher, object->key);
    hasher_add_str(hasher, object->comment);
    fields_hash(object_ops(object)->fields, object, hasher);
    shape = hasher_hex(hasher, arena);
    arena_free(scratch);
    return shape;
}

bool
plan_step_holds(const PlanStep *step, const Model *live)
{
    const Object *object = map_get(&live->by_key, step->key);
    Arena *scratch;
    bool holds;

    if (strcmp(step->after, STATE_UNTOLD) == 0)
        return true;
    if (!object || strcmp(step->after, STATE_ABSENT) == 0)
        return !object && strcmp(step->after, STATE_ABSENT) == 0;
    if (strcmp(step->after, STATE_PRESENT) == 0)
        return true;
    scratch = arena_new();
    holds = strcmp(step->after, shape_of(scratch, object)) == 0;
    arena_free(scratch);
    return holds;
}

/* ---- from a plan ---- */

/* Kinds that are not in the catalog. */
static bool
is_untold(const Object *object)
{
    return object->kind == KIND_ROW || object->kind == KIND_ONCE;
}

/* A recreated object passes through absence: its drop leaves nothing, its create finds nothing. */
static void
set_states(Arena *arena, PlanStep *to, const Step *step)
{
    bool recreated = step->old && step->new && step->operation != OPERATION_ALTER;
    const Object *before = recreated && step->operation == OPERATION_CREATE ? NULL : step->old;
    const Object *after = recreated && step->operation == OPERATION_DROP ? NULL : step->new;

    if (is_untold(step->new ? step->new : step->old))
    {
        to->before = to->after = STATE_UNTOLD;
        return;
    }
    if (before && object_rare(before)->was)
    {
        before = object_rare(before)->was;
        to->was = strcmp(before->key, step->key) != 0 ? arena_copy(arena, before->key) : NULL;
    }
    to->before = state_of(arena, before, step->operation == OPERATION_DROP);
    to->after = arena_copy(arena, shape_of(arena, after));
}

static PlanStep *
step_make(Arena *arena, const Step *step)
{
    PlanStep *to = arena_make(arena, PlanStep);

    *to = (PlanStep) {
        .number = step->number,
        .object = arena_copy(arena, step->object),
        .key = arena_copy(arena, step->key),
        .operation = operation_word(step->operation),
        .origin = {arena_copy(arena, step->origin.file), step->origin.line, step->origin.column},
        .sql = arena_copy(arena, step->sql),
        .shown = arena_copy(arena, step->shown),
        .search_path = arena_copy(arena, step->search_path),
        .alone = step->alone,
        .commit_before = step->commit_before,
        .commit_after = step->commit_after,
        .in_batches = step->in_batches,
        .builds = arena_copy(arena, step->builds),
        .removes = arena_copy(arena, step->removes),
        .relation = arena_copy(arena, step->relation),
        .lock = lock_text(step->lock),
        .rewrites = step->rewrites,
        .scans = step->scans,
        .rows = step->rows,
        .bytes = step->bytes,
        .undo = arena_copy(arena, step->undo),
        .undo_lossy = step->undo_lossy,
        .unproved = arena_copy(arena, step->unproved),
    };
    VEC_EACH(const Hazard *, hazard, &step->hazards)
    {
        PlanHazard *copy = arena_make(arena, PlanHazard);

        *copy = (PlanHazard) {hazard_word(hazard->code), arena_copy(arena, hazard->detail), arena_copy(arena, hazard->allowed)};
        vec_add(arena, &to->hazards, copy);
    }
    set_states(arena, to, step);
    return to;
}

PlanFile *
plan_file_make(Arena *arena, const Plan *plan)
{
    PlanFile *file = arena_make(arena, PlanFile);

    file->arena = arena;
    file->format = PLAN_FORMAT;
    file->tool = HCMIGRATE_VERSION;
    file->parser = arena_copy(arena, parser_version());
    file->live = model_fingerprint(arena, plan->diff->old);
    file->blueprint = model_fingerprint(arena, plan->diff->new);
    if (plan->steps.count)
        remember_collect(arena, plan->diff, &file->expressions);
    VEC_EACH(const Step *, step, &plan->steps)
        vec_add(arena, &file->steps, step_make(arena, step));
    return file;
}

void
plan_file_account(PlanFile *file, const Account *account)
{
    Arena *arena = file->arena;

    if (!account)
        return;
    VEC_EACH(const AccountClass *, class, &account->classes)
    {
        PlanAccount *to = arena_make(arena, PlanAccount);

        to->catalog = arena_copy(arena, class->name);
        for (int sort = 0; sort < ACCOUNT_SORTS; sort++)
            for (const JsonField *field = account_fields; field->name; field++)
                if (strcmp(field->name, account_word((AccountSort) sort)) == 0)
                    *(int64_t *) ((char *) to + field->offset) = (int64_t) class->counts[sort];
        vec_add(arena, &file->accounting, to);
    }
    VEC_EACH(const char *, unknown, &account->unknown)
        vec_add(arena, &file->unmanaged, arena_copy(arena, unknown));
    VEC_EACH(const AccountProperty *, property, &account->properties)
        vec_add(arena, &file->unmanaged, account_property_line(arena, property));
}

/* ---- checksums ---- */

/* Over the canonical form of `fields` without "steps" and "checksum", going on from the one before. */
static bool
checksum_of(Arena *arena, const JsonField *fields, const void *item, const char *before, const char **checksum, Error *err)
{
    Json *all = json_of_struct(arena, fields, item), *json = json_new(arena, JSON_IS_OBJECT);
    Hasher *hasher = hasher_new(arena);
    const char *text;

    VEC_EACH(const JsonMember *, member, &all->items)
        if (strcmp(member->name, "steps") != 0 && strcmp(member->name, "checksum") != 0)
            json_put(arena, json, member->name, member->value);
    TRY(json_write(arena, json, false, &text, err));
    hasher_add_str(hasher, before);
    hasher_add_str(hasher, text);
    *checksum = hasher_hex(hasher, arena);
    return true;
}

static const char *
closing_checksum(Arena *arena, const char *last, size_t count)
{
    Hasher *hasher = hasher_new(arena);

    hasher_add_str(hasher, last);
    hasher_add_int(hasher, (int64_t) count);
    return hasher_hex(hasher, arena);
}

bool
plan_file_seal(PlanFile *file, Error *err)
{
    const char *last;

    TRY(checksum_of(file->arena, file_fields, file, "", &last, err));
    VEC_EACH(PlanStep *, step, &file->steps)
    {
        TRY(checksum_of(file->arena, step_fields, step, last, &step->checksum, err));
        last = step->checksum;
    }
    file->checksum = closing_checksum(file->arena, last, file->steps.count);
    return true;
}

static bool
altered(const PlanFile *file, const char *name, const char *what, Error *err)
{
    error_set(err, file->arena, ERR_REFUSED, "%s: %s was altered: its checksum doesn't fit", name, what);
    return error_hint(err, file->arena, "make the plan anew with hcmigrate plan -o FILE");
}

/* What libFuzzer makes up has no checksum that fits, and yet what comes after them is to be fuzzed too. */
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
static const bool any_seal = true;
#else
static const bool any_seal = false;
#endif

static bool
check_seal(const PlanFile *file, const char *name, Error *err)
{
    const char *sum, *last;

    TRY(checksum_of(file->arena, file_fields, file, "", &last, err));
    VEC_EACH(const PlanStep *, step, &file->steps)
    {
        TRY(checksum_of(file->arena, step_fields, step, last, &sum, err));
        if (strcmp(sum, step->checksum) != 0 && !any_seal)
            /* The first one also stands for the head, which it goes on from. */
            return altered(file, name, step->number == 1 ? "step 1, or what stands before the steps,"
                                                         : arena_printf(file->arena, "step %" PRId64, step->number), err);
        last = sum;
    }
    if (strcmp(file->checksum, closing_checksum(file->arena, last, file->steps.count)) != 0 && !any_seal)
        return altered(file, name, "the list of steps", err);
    return true;
}

/* ---- the file ---- */

bool
plan_file_write(const PlanFile *file, Arena *arena, const char **text, Error *err)
{
    return json_write(arena, json_of_struct(arena, file_fields, file), true, text, err);
}

static bool
is_hash(const char *text)
{
    return strlen(text) == HASH_HEX_SIZE - 1 && strspn(text, "0123456789abcdef") == HASH_HEX_SIZE - 1;
}

static bool
bad_word(Arena *arena, const char *name, const PlanStep *step, const char *field, const char *word, Error *err)
{
    return error_set(err, arena, ERR_FAILED, "%s: step %" PRId64 ": \"%s\" can't be \"%s\"", name, step->number, field, word);
}

static bool
check_step(Arena *arena, const char *name, const PlanStep *step, size_t number, Error *err)
{
    bool known = false;

    if (step->number != (int64_t) number)
        return error_set(err, arena, ERR_FAILED, "%s: step %zu: its number is %" PRId64, name, number, step->number);
    for (int operation = OPERATION_CREATE; operation <= OPERATION_DROP; operation++)
        known |= strcmp(step->operation, operation_word((Operation) operation)) == 0;
    if (!known)
        return bad_word(arena, name, step, "operation", step->operation, err);
    if (lock_by_text(step->lock) == LOCK_COUNT)
        return bad_word(arena, name, step, "lock", step->lock, err);
    if (!is_hash(step->before) && strcmp(step->before, STATE_ABSENT) != 0 && strcmp(step->before, STATE_UNTOLD) != 0)
        return bad_word(arena, name, step, "before", step->before, err);
    if (!is_hash(step->after) && strcmp(step->after, STATE_ABSENT) != 0 && strcmp(step->after, STATE_PRESENT) != 0 &&
        strcmp(step->after, STATE_UNTOLD) != 0)
        return bad_word(arena, name, step, "after", step->after, err);
    if (!*step->sql)
        return bad_word(arena, name, step, "sql", step->sql, err);
    VEC_EACH(const PlanHazard *, hazard, &step->hazards)
        if (hazard_by_word(hazard->hazard) == HAZARD_COUNT)
            return bad_word(arena, name, step, "hazard", hazard->hazard, err);
    return true;
}

static bool
check_format(Arena *arena, const char *name, const Json *json, Error *err)
{
    const Json *format = json_member(json, "format");

    if (!format || format->type != JSON_IS_INT)
    {
        error_set(err, arena, ERR_FAILED, "%s is not a plan: there is no \"format\" in it", name);
        return error_hint(err, arena, "a plan is what hcmigrate plan -o FILE writes");
    }
    if (format->number == PLAN_FORMAT)
        return true;
    error_set(err, arena, ERR_FAILED, "%s has the plan format %" PRId64 ", but this is hcmigrate " HCMIGRATE_VERSION
              " and knows only format %d", name, format->number, PLAN_FORMAT);
    return error_hint(err, arena, "apply it with the version of hcmigrate that made it, or make the plan anew");
}

bool
plan_file_read(Arena *arena, const char *name, const char *text, size_t length, PlanFile **result, Error *err)
{
    PlanFile *file = arena_make(arena, PlanFile);
    size_t number = 0;
    Json *json;

    TRY(json_read(arena, name, text, length, &json, err));
    TRY(check_format(arena, name, json, err));
    TRY(json_to_struct(arena, file_fields, json, name, file, err));
    file->arena = arena;
    VEC_EACH(const PlanStep *, step, &file->steps)
        TRY(check_step(arena, name, step, ++number, err));
    VEC_EACH(const PlanExpressions *, written, &file->expressions)
        VEC_EACH(const char *, hash, &written->hashes)
            if (!is_hash(hash))
                return error_set(err, arena, ERR_FAILED, "%s: \"%s\" is no hash of an expression", name, hash);
    TRY(check_seal(file, name, err));
    *result = file;
    return true;
}

size_t
plan_file_group_end(const PlanFile *file, size_t first)
{
    const PlanStep *step = vec_at(&file->steps, first);
    size_t at = first;

    if (step->alone)
        return first + 1;
    for (;;)
    {
        step = vec_at(&file->steps, at++);
        if (at == file->steps.count || step->commit_after)
            return at;
        step = vec_at(&file->steps, at);
        if (step->alone || step->commit_before)
            return at;
    }
}

const char *
model_fingerprint(Arena *arena, const Model *model)
{
    Hasher *hasher = hasher_new(arena);

    hasher_add_int(hasher, (int64_t) model->objects.count);
    VEC_EACH(const Object *, object, &model->objects)
    {
        Arena *scratch = arena_new();

        hasher_add_str(hasher, object_hash(scratch, object));
        arena_free(scratch);
    }
    return hasher_hex(hasher, arena);
}
