#include "parser/triggerdef.h"

#include "parser/pgq.h"

typedef struct Work
{
    Arena *arena;
    const char *definition, *when;
} Work;

static void
find_when(void *context)
{
    Work *work = context;
    PgqScope scope = pgq_enter();
    PgqError error;
    List *statements = pgq_parse(work->arena, work->definition, &error);
    Node *statement = list_length(statements) == 1 ? linitial_node(RawStmt, statements)->stmt : NULL;

    if (statement && IsA(statement, CreateTrigStmt) && castNode(CreateTrigStmt, statement)->whenClause)
        work->when = pgq_deparse_expression(work->arena, castNode(CreateTrigStmt, statement)->whenClause);
    pgq_leave(scope);
}

const char *
triggerdef_when(Arena *arena, const char *definition)
{
    Work work = {arena, definition, NULL};

    pgq_run(find_when, &work);
    return work.when;
}
