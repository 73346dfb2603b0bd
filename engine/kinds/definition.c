#include "engine/kinds/definition.h"

#include "engine/model/emit.h"

static const Field fields[] = {
    FIELD(Definition, options, SET, RECREATE),
    {0}
};

const char *
operator_signature(Arena *arena, const char *name, const char *left, const char *right)
{
    return arena_printf(arena, "%s (%s, %s)", name, left ? left : "NONE", right ? right : "NONE");
}

static const char *
sql_name(Arena *arena, const Object *object)
{
    return arena_copy(arena, ((const Definition *) object)->named);
}

static void
emit_create(Emit *emit, const Object *new, const char *rest)
{
    Step *step = emit_step(emit, COST(0), "CREATE %s %s%s", object_ops(new)->noun, ((const Definition *) new)->called, rest);

    emit_undo(emit, step, false, "DROP %s %s", object_ops(new)->noun, object_sql_name(emit->arena, new));
}

/* CREATE noun name (OPTION = value, ...) */
static void
create_with_list(Emit *emit, const Object *new)
{
    emit_create(emit, new, arena_printf(emit->arena, " (%s)", vec_join(emit->arena, &((const Definition *) new)->options, ", ")));
}

/* CREATE CAST (a AS b) WITH ... AS ...: the options follow as words, "METHOD" before "WHEN". */
static void
create_with_words(Emit *emit, const Object *new)
{
    Text words;

    text_init(&words, emit->arena);
    VEC_EACH(const char *, option, &((const Definition *) new)->options)
        text_addf(&words, " %s", strstr(option, " = ") + strlen(" = "));
    emit_create(emit, new, text_str(&words));
}

/* ALTER FUNCTION and GRANT ON FUNCTION do for aggregates what ALTER AGGREGATE does not. */
const KindOps kind_aggregate = {
    .noun = "AGGREGATE",
    .word = "aggregate",
    .acl_privileges = "EXECUTE",
    .acl_noun = "FUNCTION",
    .has_owner = true,
    .size = sizeof(Definition),
    .fields = fields,
    .sql_name = sql_name,
    .create = create_with_list,
};

const KindOps kind_operator = {
    .noun = "OPERATOR",
    .word = "operator",
    .has_owner = true,
    .size = sizeof(Definition),
    .fields = fields,
    .sql_name = sql_name,
    .create = create_with_list,
};

const KindOps kind_collation = {
    .noun = "COLLATION",
    .word = "collation",
    .has_owner = true,
    .size = sizeof(Definition),
    .fields = fields,
    .sql_name = sql_name,
    .create = create_with_list,
};

const KindOps kind_cast = {
    .noun = "CAST",
    .word = "cast",
    .size = sizeof(Definition),
    .fields = fields,
    .sql_name = sql_name,
    .create = create_with_words,
};
