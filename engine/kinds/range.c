#include "engine/kinds/range.h"

#include "engine/kinds/usertype.h"
#include "engine/model/moves.h"

static const Field fields[] = {
    FIELD(RangeType, subtype, TEXT, RECREATE),
    FIELD_NAMED(RangeType, opclass, "operator class", TEXT, RECREATE),
    FIELD(RangeType, collation, TEXT, RECREATE),
    FIELD_NAMED(RangeType, canonical, "canonical function", TEXT, RECREATE),
    FIELD_NAMED(RangeType, subtype_diff, "subtype difference function", TEXT, RECREATE),
    FIELD_NAMED(RangeType, multirange_schema, "multirange schema", TEXT, RECREATE),
    FIELD_NAMED(RangeType, multirange, "multirange name", TEXT, ALTER),
    {0}
};

/* makeMultirangeTypeName() in commands/typecmds.c: "range" becomes "multirange", else "_multirange" is added; 63 bytes at most. */
const char *
range_multirange_name(Arena *arena, const char *range)
{
    enum { ROOM = 63, SUFFIX = sizeof "_multirange" };
    const char *found = strstr(range, "range"), *name;
    size_t stem = strlen(range), length;

    if (found)
        name = arena_printf(arena, "%.*smulti%s", (int) (found - range), range, found);
    else
    {
        if (stem > ROOM + 1 - SUFFIX)
            stem = ROOM + 1 - SUFFIX;
        name = arena_printf(arena, "%.*s_multirange", (int) stem, range);
    }
    length = strlen(name) > ROOM ? ROOM : strlen(name);
    while (length && ((unsigned char) name[length] & 0xC0) == 0x80)
        length--;
    return arena_copy_len(arena, name, length);
}

static const char *
multirange_name(Emit *emit, const Object *range)
{
    return sql_qname(emit->arena, ((const RangeType *) range)->multirange_schema, ((const RangeType *) range)->multirange);
}

static void
range_create(Emit *emit, const Object *new)
{
    const RangeType *range = (const RangeType *) new;
    const char *name = object_sql_name(emit->arena, new);
    Text sql;

    text_init(&sql, emit->arena);
    text_addf(&sql, "CREATE TYPE %s AS RANGE (\n    subtype = %s", name, range->subtype);
    if (range->opclass)
        text_addf(&sql, ",\n    subtype_opclass = %s", range->opclass);
    if (range->collation)
        text_addf(&sql, ",\n    collation = %s", range->collation);
    if (range->canonical)
        text_addf(&sql, ",\n    canonical = %s", range->canonical);
    if (range->subtype_diff)
        text_addf(&sql, ",\n    subtype_diff = %s", range->subtype_diff);
    if (!str_eq(range->multirange, range_multirange_name(emit->arena, new->name)) || !str_eq(range->multirange_schema, new->schema))
        text_addf(&sql, ",\n    multirange_type_name = %s", multirange_name(emit, new));
    text_add(&sql, "\n)");
    emit_undo(emit, emit_step(emit, COST(0), "%s", text_str(&sql)), false, "DROP TYPE %s", name);
}

static void
range_alter(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    const char *is = ((const RangeType *) new)->multirange, *was = ((const RangeType *) old)->multirange;
    Step *step;

    (void) changed;
    step = emit_step(emit, COST(0), "ALTER TYPE %s RENAME TO %s", multirange_name(emit, old), sql_ident(emit->arena, is));
    emit_undo(emit, step, false, "ALTER TYPE %s RENAME TO %s", multirange_name(emit, new), sql_ident(emit->arena, was));
}

/* A range type that is renamed leaves its constructor functions behind, under names that the new one wants
 * (makeRangeConstructors() and makeMultirangeConstructors() in commands/typecmds.c). */
static void
range_step_aside(Emit *emit, const Object *old, const char *aside, const char *(*aside_name)(Arena *arena, const char *name))
{
    const RangeType *range = (const RangeType *) old;
    const char *name = object_sql_name(emit->arena, old), *multirange = multirange_name(emit, old);
    const char *aside_type = sql_qname(emit->arena, old->schema, aside), *multi_aside = aside_name(emit->arena, range->multirange);

    emit_step(emit, COST(0), "ALTER FUNCTION %s(%s, %s) RENAME TO %s", name, range->subtype, range->subtype, aside);
    emit_step(emit, COST(0), "ALTER FUNCTION %s(%s, %s, text) RENAME TO %s", name, range->subtype, range->subtype, aside);
    emit_step(emit, COST(0), "ALTER FUNCTION %s() RENAME TO %s", multirange, multi_aside);
    emit_step(emit, COST(0), "ALTER FUNCTION %s(%s) RENAME TO %s", multirange, aside_type, multi_aside);
    emit_step(emit, COST(0), "ALTER FUNCTION %s(%s[]) RENAME TO %s", multirange, aside_type, multi_aside);
    emit_step(emit, COST(0), "ALTER TYPE %s RENAME TO %s", multirange, multi_aside);
}

static void
follow(Object *object, const Moves *moves)
{
    RangeType *range = (RangeType *) object;

    range->subtype = moves_text(moves, SPACE_TYPE, range->subtype);
    range->collation = moves_text(moves, SPACE_COLLATION, range->collation);
    range->canonical = moves_text(moves, SPACE_ROUTINE, range->canonical);
    range->subtype_diff = moves_text(moves, SPACE_ROUTINE, range->subtype_diff);
    moves_schema(moves, &range->multirange_schema);
}

const KindOps kind_range = {
    .noun = "TYPE",
    .word = "range",
    .acl_privileges = "USAGE",
    .has_owner = true,
    .renames = "",
    .size = sizeof(RangeType),
    .fields = fields,
    .follow = follow,
    .create = range_create,
    .alter = range_alter,
    .drop = usertype_drop,
    .step_aside = range_step_aside,
};
