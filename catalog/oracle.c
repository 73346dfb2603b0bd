#include "catalog/oracle_part.h"

#include "catalog/read.h"

/*
 * Plans are to show as much of the queries as they can, and to be the same for equal ones: no index or merge join that
 * brings rows sorted by chance, joins in the order of the text, no search by chance. What is not in an older server is left
 * alone. lock_timeout: a view's tables are locked, ACCESS SHARE, and whoever holds them must not hold us.
 */
static const char plain_plans[] =
    "SELECT set_config(s.name, v.value, true) FROM (VALUES"
    " ('constraint_exclusion', 'off'), ('enable_partition_pruning', 'off'), ('enable_indexscan', 'off'), ('enable_indexonlyscan', 'off'),"
    " ('enable_bitmapscan', 'off'), ('enable_tidscan', 'off'), ('enable_mergejoin', 'off'), ('enable_memoize', 'off'),"
    " ('enable_material', 'off'), ('enable_incremental_sort', 'off'), ('enable_group_by_reordering', 'off'),"
    " ('enable_presorted_aggregate', 'off'), ('enable_distinct_reordering', 'off'), ('enable_self_join_elimination', 'off'),"
    " ('enable_partitionwise_join', 'off'), ('enable_partitionwise_aggregate', 'off'), ('enable_gathermerge', 'off'),"
    " ('max_parallel_workers_per_gather', '0'), ('force_parallel_mode', 'off'), ('debug_parallel_query', 'off'), ('geqo', 'off'),"
    " ('from_collapse_limit', '1'), ('join_collapse_limit', '1'), ('jit', 'off'), ('row_security', 'on'), ('lock_timeout', '3s'),"
    " ('statement_timeout', '30s')) AS v (name, value) JOIN pg_settings s ON s.name = v.name";

enum { BATCH_MAX = 100 };                          /* questions in a statement */

typedef struct Batch
{
    Vec questions;
    ConnAsk ask;
} Batch;

static void
settle(Question *question, Verdict verdict, const char *reason)
{
    question->doubt->verdict = verdict;
    question->doubt->reason = reason;
}

/* Equal answers: a proof, unless something could have made them so. */
static void
settle_equal(Question *question, const char *caveat)
{
    if (caveat)
        settle(question, VERDICT_UNPROVED, caveat);
    else
        settle(question, VERDICT_EQUAL, NULL);
}

/* ---- many in one statement ---- */

/* The texts that the server printed must be exactly as many as were asked for: twice an item. */
static const Vec *
outputs(Arena *arena, const Batch *batch)
{
    const Json *plan = plan_of(arena, batch->ask.value), *output = plan ? json_member(plan, "Output") : NULL;
    size_t wanted = 0;

    VEC_EACH(const Question *, question, &batch->questions)
        wanted += SIDES * question->items.count;
    if (!output || output->type != JSON_IS_ARRAY || output->items.count != wanted)
        return NULL;
    VEC_EACH(const Json *, text, &output->items)
        if (text->type != JSON_IS_TEXT)
            return NULL;
    return &output->items;
}

static bool
take_batch(Oracle *oracle, const Batch *batch)
{
    const Vec *texts = batch->ask.ok ? outputs(oracle->arena, batch) : NULL;
    size_t at = 0;

    if (!texts)
        return false;
    VEC_EACH(Question *, question, &batch->questions)
    {
        bool equal = true;

        for (size_t i = 0; i < question->items.count; i++, at += SIDES)
            equal &= strcmp(((const Json *) vec_at(texts, at))->text, ((const Json *) vec_at(texts, at + 1))->text) == 0;
        if (equal)
            settle_equal(question, question->caveat);
        else
            settle(question, VERDICT_DIFFERENT, NULL);
    }
    return true;
}

static Batch *
batch_new(Oracle *oracle, Vec *batches)
{
    Batch *batch = arena_make(oracle->arena, Batch);

    vec_add(oracle->arena, batches, batch);
    return batch;
}

static void
halve(Oracle *oracle, const Batch *batch, Vec *batches, Vec *alone)
{
    Batch *half;

    if (batch->questions.count == 1)
    {
        vec_add(oracle->arena, alone, vec_at(&batch->questions, 0));
        return;
    }
    half = batch_new(oracle, batches);
    VEC_EACH(Question *, question, &batch->questions)
    {
        if (question_at == batch->questions.count / 2)
            half = batch_new(oracle, batches);
        vec_add(oracle->arena, &half->questions, question);
    }
}

/* ---- each for itself ---- */

/* Something that the text names is not there: then it can't mean what the live one does. */
static bool
names_nothing(const Error *error)
{
    static const char *const states[] = {"42P01", "42703", "42883", "42704", "3F000"};

    for (size_t i = 0; i < COUNT_OF(states); i++)
        if (strcmp(error->sqlstate, states[i]) == 0)
            return true;
    return false;
}

static void
settle_failed(Oracle *oracle, Question *question)
{
    const ConnAsk *old = &question->plans[SIDE_OLD], *new = &question->plans[SIDE_NEW];

    if (old->ok && names_nothing(&new->error))
        settle(question, VERDICT_DIFFERENT, new->error.message);
    else
        settle(question, VERDICT_UNPROVED,
               old->ok ? arena_printf(oracle->arena, "the server says of the blueprint's text: %s", new->error.message)
                       : arena_printf(oracle->arena, "the server says of the live text: %s", old->error.message));
}

/* A plan tells neither what the columns are called nor of what types they are. */
static bool
wants_types(const Question *question)
{
    return question->is_query || question->typed;
}

static bool
plan_text(Oracle *oracle, const Json *plan, const char **text)
{
    Error ignored;

    return plan && json_write(oracle->arena, plan, false, text, &ignored);
}

static void
settle_plans(Oracle *oracle, Question *question)
{
    const Json *old = plan_of(oracle->arena, question->plans[SIDE_OLD].value);
    const Json *new = plan_of(oracle->arena, question->plans[SIDE_NEW].value);
    const char *old_text, *new_text;

    if (!plan_text(oracle, old, &old_text) || !plan_text(oracle, new, &new_text))
        settle(question, VERDICT_UNPROVED, "the server's plan can't be read");
    else if (strcmp(old_text, new_text) != 0 ||
             (wants_types(question) && !vec_eq_str(&question->columns[SIDE_OLD].columns, &question->columns[SIDE_NEW].columns)))
        settle(question, VERDICT_DIFFERENT, NULL);
    else
        settle_equal(question, question->caveat ? question->caveat : plan_caveat(oracle, question, new));
}

/* Whether to ask once more with other settings. */
static bool
try_settings(Oracle *oracle, Question *question)
{
    enum { TRIES = 20 };                           /* a few settings, a few values */

    for (Side side = SIDE_OLD; side < SIDES; side++)
        if (!question->plans[side].ok)
            return question->tries++ < TRIES && setting_may_help(oracle, &question->plans[side].error);
    return false;
}

static void
take_alone(Oracle *oracle, Question *question, Vec *again)
{
    bool ok = true;

    for (Side side = SIDE_OLD; side < SIDES; side++)
        ok &= question->plans[side].ok && (!wants_types(question) || question->columns[side].ok);
    if (ok)
        settle_plans(oracle, question);
    else if (try_settings(oracle, question))
        vec_add(oracle->arena, again, question);
    else if (question->doubt->verdict == VERDICT_UNKNOWN)
    {
        settle_failed(oracle, question);
        if (question->doubt->verdict == VERDICT_UNPROVED && !question->is_query && question_can_be_real(oracle, question))
        {
            question->real = true;                 /* a whole row as an argument needs the relation's own type */
            vec_add(oracle->arena, again, question);
        }
    }
}

static void
add_asks_alone(Oracle *oracle, Question *question, Vec *asks)
{
    for (Side side = SIDE_OLD; side < SIDES; side++)
    {
        question->plans[side] = (ConnAsk) {.sql = question_sql(oracle, question, side, true), .search_path = question->path};
        vec_add(oracle->arena, asks, &question->plans[side]);
        if (!wants_types(question))
            continue;
        question->columns[side] = (ConnAsk) {.sql = question_sql(oracle, question, side, false), .search_path = question->path, .describe = true};
        vec_add(oracle->arena, asks, &question->columns[side]);
    }
}

/* ---- rounds ---- */

static bool
goes_alone(const Question *question)
{
    if (question->typed)
        return true;
    VEC_EACH(const Item *, item, &question->items)
        if (item->shape[SIDE_OLD].subquery || item->shape[SIDE_NEW].subquery)
            return true;
    return false;
}

/* Not one expression or query by our own parser: never to be put into a statement. */
static bool
is_unreadable(const Question *question)
{
    VEC_EACH(const Item *, item, &question->items)
        if (item->shape[SIDE_OLD].unreadable || item->shape[SIDE_NEW].unreadable)
            return true;
    return false;
}

static int
compare_questions(const void *a, const void *b)
{
    const Question *x = a, *y = b;
    int order = str_cmp(x->schema, y->schema);

    if (!order)
        order = str_cmp(x->relation, y->relation);
    if (!order)
        order = x->old_and_new - y->old_and_new;
    if (!order)
        order = str_cmp(x->value_type, y->value_type);
    return order ? order : str_cmp(x->path, y->path);
}

static void
sort_out(Oracle *oracle, const Vec *questions, Vec *batches, Vec *alone)
{
    Batch *batch = NULL;
    Vec sorted = {0};
    const char *elsewhere;

    vec_add_all(oracle->arena, &sorted, questions);
    vec_sort(&sorted, compare_questions);
    VEC_EACH(Question *, question, &sorted)
    {
        if (is_unreadable(question))
        {
            settle(question, VERDICT_UNPROVED, question->caveat);
            continue;
        }
        if ((elsewhere = guard_elsewhere(oracle, question)))
        {
            settle(question, VERDICT_UNPROVED,
                   arena_printf(oracle->arena, "it reads the foreign table %s: the server may have to ask another one only to plan that", elsewhere));
            continue;
        }
        if (goes_alone(question))
        {
            vec_add(oracle->arena, alone, question);
            continue;
        }
        if (!batch || batch->questions.count == BATCH_MAX || !question_fits(vec_at(&batch->questions, 0), question))
            batch = batch_new(oracle, batches);
        vec_add(oracle->arena, &batch->questions, question);
    }
}

static bool
ask_round(Oracle *oracle, Vec *batches, Vec *alone, Error *err)
{
    Vec asks = {0}, next_batches = {0}, next_alone = {0};

    VEC_EACH(Batch *, batch, batches)
    {
        batch->ask = (ConnAsk) {.sql = question_batch_sql(oracle, &batch->questions),
                                .search_path = ((const Question *) vec_at(&batch->questions, 0))->path};
        vec_add(oracle->arena, &asks, &batch->ask);
    }
    VEC_EACH(Question *, question, alone)
        add_asks_alone(oracle, question, &asks);
    TRY(conn_ask_all(oracle->conn, oracle->arena, &asks, err));
    VEC_EACH(const Batch *, batch, batches)
        if (!take_batch(oracle, batch))
            halve(oracle, batch, &next_batches, &next_alone);
    VEC_EACH(Question *, question, alone)
        take_alone(oracle, question, &next_alone);
    *batches = next_batches;
    *alone = next_alone;
    return !oracle->settings.count || !alone->count || setting_next(oracle, err);
}

static bool
ask_server(Oracle *oracle, const Vec *doubts, Error *err)
{
    Vec questions = {0}, batches = {0}, alone = {0};

    VEC_EACH(Doubt *, doubt, doubts)
    {
        Question *question = question_make(oracle, doubt);

        if (question)
            vec_add(oracle->arena, &questions, question);
    }
    if (!questions.count)
        return true;
    TRY(conn_run(oracle->conn, plain_plans, err));
    TRY(facts_read(oracle, err));
    TRY(guard_shapes(oracle, &questions, err));
    sort_out(oracle, &questions, &batches, &alone);
    while (batches.count || alone.count)
        TRY(ask_round(oracle, &batches, &alone, err));

    /* Those about VALUES stand behind the questions that they are part of. */
    for (size_t i = questions.count; i-- > 0;)
    {
        Question *question = vec_at(&questions, i);

        if (question->doubt->verdict == VERDICT_EQUAL && question->values && question->values->doubt->verdict != VERDICT_EQUAL)
            settle(question, VERDICT_UNPROVED,
                   arena_printf(oracle->arena, "their VALUES could not be proved equal%s%s", question->values->doubt->reason ? ": " : "",
                                question->values->doubt->reason ? question->values->doubt->reason : ""));
    }
    return true;
}

/*
 * What was read was printed with a zone and in ISO style, and means the same anywhere. What the blueprint says means what it would in
 * a session that loads it, with the settings of the role and the database.
 */
static bool
begin(Conn *conn, Error *err)
{
    return catalog_begin(conn, err) &&
           conn_run(conn, "SELECT pg_catalog.set_config(name, reset_val, true) FROM pg_catalog.pg_settings WHERE name IN ('TimeZone', 'DateStyle')", err);
}

bool
oracle_settle(Arena *arena, Conn *conn, const Model *live, const Model *blueprint, const Vec *doubts, Proofs *proofs, Error *err)
{
    Oracle oracle = {.arena = arena, .conn = conn, .live = live, .blueprint = blueprint};
    Error ignored;
    bool ok = true;

    if (doubts->count)
    {
        ok = begin(conn, err) && ask_server(&oracle, doubts, err);
        if (!conn_is_broken(conn))
            ok = conn_run(conn, ok ? "COMMIT" : "ROLLBACK", ok ? err : &ignored) && ok;
    }
    VEC_EACH(Doubt *, doubt, doubts)
    {
        if (doubt->verdict == VERDICT_UNKNOWN)
        {
            doubt->verdict = VERDICT_UNPROVED;
            doubt->reason = arena_printf(arena, "the server could not be asked: %s", ok ? "no answer" : err->message);
        }
        doubt->rung = RUNG_SERVER;
        proofs_put(proofs, doubt);
    }
    return ok;
}
