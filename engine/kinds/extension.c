#include "engine/kinds/extension.h"

#include "engine/model/emit.h"

static const Field fields[] = {
    FIELD_NAMED(Extension, in_schema, "schema", LOOSE, ALTER),
    FIELD(Extension, version, LOOSE, ALTER),
    {0}
};

static const char *
version_literal(Emit *emit, const char *version)
{
    return sql_literal(emit->arena, version);
}

static void
extension_create(Emit *emit, const Object *new)
{
    const Extension *extension = (const Extension *) new;
    const char *name = object_sql_name(emit->arena, new);
    Text sql;
    Step *step;

    text_init(&sql, emit->arena);
    text_addf(&sql, "CREATE EXTENSION %s", name);
    if (extension->in_schema)
        text_addf(&sql, " SCHEMA %s", sql_ident(emit->arena, extension->in_schema));
    if (extension->version)
        text_addf(&sql, " VERSION %s", version_literal(emit, extension->version));
    step = emit_step(emit, COST(0), "%s", text_str(&sql));
    /* No SCHEMA clause where none is wished: the control file may name another one, and then the clause would be an error. */
    if (!extension->in_schema)
        step->search_path = new->search_path ? new->search_path : "public";
    emit_undo(emit, step, false, "DROP EXTENSION %s", name);
}

static void
extension_alter(Emit *emit, const Object *old, const Object *new, uint64_t changed)
{
    const Extension *was = (const Extension *) old, *is = (const Extension *) new;
    const char *name = object_sql_name(emit->arena, new);
    Step *step;

    if (changed & field_bit(fields, "schema"))
    {
        step = emit_step(emit, COST(0), "ALTER EXTENSION %s SET SCHEMA %s", name, sql_ident(emit->arena, is->in_schema));
        emit_undo(emit, step, false, "ALTER EXTENSION %s SET SCHEMA %s", name, sql_ident(emit->arena, was->in_schema));
    }
    if (changed & field_bit(fields, "version"))
        emit_step(emit, COST(0), "ALTER EXTENSION %s UPDATE TO %s", name, version_literal(emit, is->version));
}

static void
extension_drop(Emit *emit, const Object *old)
{
    Step *step = emit_step(emit, COST(0), "DROP EXTENSION %s", object_sql_name(emit->arena, old));

    emit_hazard(emit, step, HAZARD_DROPS_OBJECT, "with every type, function and operator of the extension");
}

const KindOps kind_extension = {
    .noun = "EXTENSION",
    .word = "extension",
    .size = sizeof(Extension),
    .fields = fields,
    .create = extension_create,
    .alter = extension_alter,
    .drop = extension_drop,
};
