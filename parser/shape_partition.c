#include "parser/pgq.h"

#include "parser/shape.h"

typedef struct Job
{
    Arena *arena;
    const char *sql;
    Vec *out;
    char kind;
    bool ok;
} Job;

static CreateStmt *
parse_table(Arena *arena, const char *sql)
{
    PgqError error;
    List *statements = pgq_parse(arena, sql, &error);
    Node *node = list_length(statements) == 1 ? linitial_node(RawStmt, statements)->stmt : NULL;

    return node && IsA(node, CreateStmt) ? (CreateStmt *) node : NULL;
}

static bool
add_values(Job *job, List *values)
{
    ListCell *cell;

    foreach(cell, values)
    {
        Node *node = lfirst(cell);
        const char *sql = pgq_deparse_expression(job->arena, node);

        if (!sql)
            return false;
        /* MINVALUE and MAXVALUE are parsed as columns of these names. */
        vec_add(job->arena, job->out, IsA(node, ColumnRef) && strcasecmp(sql, "minvalue") == 0   ? "MINVALUE"
                                      : IsA(node, ColumnRef) && strcasecmp(sql, "maxvalue") == 0 ? "MAXVALUE"
                                                                                                 : arena_copy(job->arena, sql));
    }
    return true;
}

static void
split_bound(void *context)
{
    Job *job = context;
    PgqScope scope = pgq_enter();
    CreateStmt *create = parse_table(job->arena, arena_printf(job->arena, "CREATE TABLE p PARTITION OF q %s", job->sql));
    const PartitionBoundSpec *bound = create ? create->partbound : NULL;

    if (bound)
    {
        job->kind = bound->is_default ? 'd' : bound->strategy;
        if (!bound->is_default && bound->strategy == PARTITION_STRATEGY_HASH)
        {
            vec_add(job->arena, job->out, arena_printf(job->arena, "%d", bound->modulus));
            vec_add(job->arena, job->out, arena_printf(job->arena, "%d", bound->remainder));
        }
        job->ok = add_values(job, bound->listdatums) && add_values(job, bound->lowerdatums) && add_values(job, bound->upperdatums);
    }
    pgq_leave(scope);
}

bool
shape_bound(Arena *arena, const char *sql, char *kind, Vec *values)
{
    Job job = {.arena = arena, .sql = sql, .out = values};

    pgq_run(split_bound, &job);
    *kind = job.kind;
    return job.ok;
}

static void
split_key(void *context)
{
    Job *job = context;
    PgqScope scope = pgq_enter();
    CreateStmt *create = parse_table(job->arena, arena_printf(job->arena, "CREATE TABLE p () PARTITION BY %s", job->sql));
    ListCell *cell;

    if (create && create->partspec)
    {
        foreach(cell, create->partspec->partParams)
            vec_add(job->arena, job->out, arena_copy(job->arena, lfirst_node(PartitionElem, cell)->name));
        job->ok = true;
    }
    pgq_leave(scope);
}

bool
shape_partition_key(Arena *arena, const char *sql, Vec *columns)
{
    Job job = {.arena = arena, .sql = sql, .out = columns};

    pgq_run(split_key, &job);
    return job.ok;
}
