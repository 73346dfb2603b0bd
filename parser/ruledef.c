#include "parser/ruledef.h"

#include "parser/pgq.h"

typedef struct Work
{
    Arena *arena;
    const char *definition, *where;
    Vec *actions;
    bool ok;
} Work;

static void
read_rule(void *context)
{
    Work *work = context;
    PgqScope scope = pgq_enter();
    PgqError error;
    List *statements = pgq_parse(work->arena, work->definition, &error);
    Node *statement = list_length(statements) == 1 ? linitial_node(RawStmt, statements)->stmt : NULL;

    if (statement && IsA(statement, RuleStmt))
    {
        const RuleStmt *rule = (const RuleStmt *) statement;
        const ListCell *cell;

        work->where = rule->whereClause ? pgq_deparse_expression(work->arena, rule->whereClause) : NULL;
        work->ok = !rule->whereClause || work->where;
        foreach(cell, rule->actions)
        {
            const char *action = pgq_deparse(work->arena, lfirst(cell));

            work->ok &= action != NULL;
            vec_add(work->arena, work->actions, action);
        }
    }
    pgq_leave(scope);
}

bool
ruledef_read(Arena *arena, const char *definition, const char **where, Vec *actions)
{
    Work work = {.arena = arena, .definition = definition, .actions = actions};

    pgq_run(read_rule, &work);
    *where = work.where;
    return work.ok;
}
