/* CREATE OR REPLACE RULE does any change in place; it leaves alone whether the rule is enabled (InsertRule() in rewrite/rewriteDefine.c). */
#include "engine/kinds/rule.h"

#include "engine/model/emit.h"

static const Field action_fields[] = {
    FIELD(RuleAction, statement, EXPR, ALTER),
    {0}
};

static const Field fields[] = {
    FIELD(Rule, event, TEXT, ALTER),
    FIELD(Rule, instead, BOOL, ALTER),
    FIELD(Rule, where, EXPR, ALTER),
    FIELD_ITEMS(Rule, actions, "actions", action_fields, ALTER),
    FIELD(Rule, enabled, TEXT, ALTER),
    {0}
};

static void
add_actions(Text *sql, const Rule *rule)
{
    bool many = rule->actions.count > 1;

    if (!rule->actions.count)
        text_add(sql, "NOTHING");
    text_add(sql, many ? "(" : "");
    VEC_EACH(const RuleAction *, action, &rule->actions)
        text_addf(sql, "%s%s", action_at ? ";\n  " : "", action->statement->sql);
    text_add(sql, many ? ")" : "");
}

static const char *
create_sql(Arena *arena, const Rule *rule, bool replace)
{
    Text sql;

    text_init(&sql, arena);
    text_addf(&sql, "CREATE %sRULE %s AS ON %s TO %s", replace ? "OR REPLACE " : "", sql_ident(arena, rule->object.name), rule->event,
              object_relation(arena, &rule->object));
    if (rule->where)
        text_addf(&sql, " WHERE (%s)", rule->where->sql);
    text_addf(&sql, " DO %s ", rule->instead ? "INSTEAD" : "ALSO");
    add_actions(&sql, rule);
    return text_str(&sql);
}

static const char *
enable_sql(Arena *arena, const Rule *rule, const char *state)
{
    return arena_printf(arena, "ALTER TABLE %s %s RULE %s", object_relation(arena, &rule->object), state, sql_ident(arena, rule->object.name));
}

static StepCost
cost_on(Emit *emit, const Rule *rule)
{
    return COST(.on = object_relation(emit->arena, &rule->object), .lock = LOCK_ACCESS_EXCLUSIVE);
}

static void
enable(Emit *emit, const Rule *rule, const char *was)
{
    Step *step;

    if (str_eq(rule->enabled, was))
        return;
    step = emit_step(emit, cost_on(emit, rule), "%s", enable_sql(emit->arena, rule, rule->enabled));
    emit_undo(emit, step, false, "%s", enable_sql(emit->arena, rule, was));
}

static void
create(Emit *emit, const Object *new)
{
    const Rule *rule = (const Rule *) new;
    Step *step = emit_step(emit, cost_on(emit, rule), "%s", create_sql(emit->arena, rule, false));

    emit_undo(emit, step, false, "DROP RULE %s", object_sql_name(emit->arena, new));
    enable(emit, rule, "ENABLE");
}

static void
alter(Emit *emit, const Object *old_object, const Object *new_object, uint64_t changed)
{
    const Rule *old = (const Rule *) old_object, *new = (const Rule *) new_object;

    if (changed & ~field_bit(fields, "enabled"))
    {
        Step *step = emit_step(emit, cost_on(emit, new), "%s", create_sql(emit->arena, new, true));

        emit_undo(emit, step, false, "%s", create_sql(emit->arena, old, true));
    }
    enable(emit, new, old->enabled);
}

static void
drop(Emit *emit, const Object *old)
{
    const Rule *rule = (const Rule *) old;
    Step *step = emit_step(emit, cost_on(emit, rule), "DROP RULE %s", object_sql_name(emit->arena, old));

    emit_undo(emit, step, old->comment || strcmp(rule->enabled, "ENABLE") != 0, "%s", create_sql(emit->arena, rule, false));
}

const KindOps kind_rule = {
    .noun = "RULE",
    .word = "rule",
    .renames = "",
    .size = sizeof(Rule),
    .fields = fields,
    .create = create,
    .alter = alter,
    .drop = drop,
};
