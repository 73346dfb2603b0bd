#include "engine/kinds/publication.h"

#include "engine/model/emit.h"

static const Field fields[] = {
    FIELD_NAMED(Publication, all_tables, "for all tables", BOOL, RECREATE),
    FIELD(Publication, publish, SET, ALTER),
    FIELD_NAMED(Publication, via_root, "publish via partition root", BOOL, ALTER),
    FIELD_NAMED(Publication, generated_columns, "publish generated columns", TEXT, ALTER),
    {0}
};

enum { DEFAULT_OPERATIONS = 4 };                   /* all that there are */

static const char *
options_sql(Arena *arena, const Publication *publication, uint64_t options)
{
    Vec parts = {0};

    if (options & field_bit(fields, "publish"))
        vec_add(arena, &parts, arena_printf(arena, "publish = %s", sql_literal(arena, vec_join(arena, &publication->publish, ", "))));
    if (options & field_bit(fields, "publish via partition root"))
        vec_add(arena, &parts, arena_printf(arena, "publish_via_partition_root = %s", publication->via_root ? "true" : "false"));
    if (options & field_bit(fields, "publish generated columns"))
        vec_add(arena, &parts, arena_printf(arena, "publish_generated_columns = %s", publication->generated_columns));
    return vec_join(arena, &parts, ", ");
}

static const char *
create_sql(Arena *arena, const Publication *publication)
{
    uint64_t options = 0;
    const char *start = arena_printf(arena, "CREATE PUBLICATION %s%s", object_sql_name(arena, &publication->object),
                                     publication->all_tables ? " FOR ALL TABLES" : "");

    if (publication->publish.count != DEFAULT_OPERATIONS)
        options |= field_bit(fields, "publish");
    if (publication->via_root)
        options |= field_bit(fields, "publish via partition root");
    if (strcmp(publication->generated_columns, "none") != 0)
        options |= field_bit(fields, "publish generated columns");
    return options ? arena_printf(arena, "%s WITH (%s)", start, options_sql(arena, publication, options)) : start;
}

static void
create(Emit *emit, const Object *new)
{
    Step *step = emit_step(emit, COST(0), "%s", create_sql(emit->arena, (const Publication *) new));

    emit_undo(emit, step, false, "DROP PUBLICATION %s", object_sql_name(emit->arena, new));
}

static void
alter(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    const char *name = object_sql_name(emit->arena, new);
    Step *step = emit_step(emit, COST(0), "ALTER PUBLICATION %s SET (%s)", name, options_sql(emit->arena, (const Publication *) new, changed));

    emit_undo(emit, step, false, "ALTER PUBLICATION %s SET (%s)", name, options_sql(emit->arena, (const Publication *) old, changed));
}

static void
drop(Emit *emit, const Object *old)
{
    Step *step = emit_step(emit, COST(0), "DROP PUBLICATION %s", object_sql_name(emit->arena, old));

    emit_hazard(emit, step, HAZARD_DROPS_OBJECT, "subscribers to it stop");
    emit_undo(emit, step, true, "%s", create_sql(emit->arena, (const Publication *) old));
}

const KindOps kind_publication = {
    .noun = "PUBLICATION",
    .word = "publication",
    .has_owner = true,
    .claim = CLAIM_PUBLICATIONS,
    .renames = "",
    .size = sizeof(Publication),
    .fields = fields,
    .create = create,
    .alter = alter,
    .drop = drop,
};
