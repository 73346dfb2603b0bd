#include "catalog/oracle_part.h"

#include "catalog_sql.h"
#include "engine/base/text.h"

static bool
take_fact(void *context, const Row *row, Error *err)
{
    Oracle *oracle = context;
    const char *sort = row_text(row, "sort"), *schema = row_copy(row, oracle->arena, "schema"), *name = row_copy(row, oracle->arena, "name");
    Map *known = *sort == 'r' ? &oracle->facts.routines : &oracle->facts.operators;
    ShapeRoutine *routine;

    (void) err;
    if (*sort == 'c')
    {
        const char *context_of_cast = row_copy(row, oracle->arena, "context");

        oracle->implicit_casts |= *context_of_cast == 'i';
        map_put(&oracle->casts, name, context_of_cast);
        return true;
    }
    routine = map_get(known, name);
    if (!routine)
    {
        map_put(known, name, routine = arena_make(oracle->arena, ShapeRoutine));
        routine->only_schema = row_bool(row, "builtin") ? NULL : schema;
    }
    else
        routine->only_schema = NULL;
    routine->alone = routine->only_schema && row_bool(row, "alone");
    routine->inlinable |= row_bool(row, "inlinable");
    routine->foldable |= row_bool(row, "foldable");
    routine->changeable |= row_bool(row, "changeable");
    routine->variadic = row_bool(row, "takes_more");
    if (routine->alone && row_text(row, "types"))
        row_array(row, oracle->arena, "types", &routine->arguments);
    if (row_bool(row, "takes_over"))
        map_put(&oracle->takeovers, arena_printf(oracle->arena, "%c %s", *sort, sql_qname(oracle->arena, schema, name)), oracle);
    return true;
}

static bool
take_leaf(void *context, const Row *row, Error *err)
{
    Oracle *oracle = context;
    const char *key = sql_qname(oracle->arena, row_text(row, "schema"), row_text(row, "name"));
    Vec *leaves = map_get(&oracle->leaves, key);

    (void) err;
    if (!leaves)
        map_put(&oracle->leaves, key, leaves = arena_make(oracle->arena, Vec));
    if (row_text(row, "leaf_name"))
        vec_add(oracle->arena, leaves, sql_qname(oracle->arena, row_text(row, "leaf_schema"), row_text(row, "leaf_name")));
    return true;
}

static bool
take_foreign(void *context, const Row *row, Error *err)
{
    Oracle *oracle = context;

    (void) err;
    map_put(&oracle->elsewhere, sql_qname(oracle->arena, row_text(row, "schema"), row_text(row, "name")), oracle);
    map_put(&oracle->elsewhere, sql_qname(oracle->arena, NULL, row_text(row, "name")), oracle);     /* unqualified, it may be this one */
    return true;
}

bool
facts_read(Oracle *oracle, Error *err)
{
    map_init(&oracle->facts.routines, oracle->arena);
    map_init(&oracle->facts.operators, oracle->arena);
    map_init(&oracle->takeovers, oracle->arena);
    map_init(&oracle->casts, oracle->arena);
    map_init(&oracle->leaves, oracle->arena);
    map_init(&oracle->elsewhere, oracle->arena);
    TRY(conn_each(oracle->conn, sql_oracle_facts, NULL, take_fact, oracle, err));
    TRY(conn_each(oracle->conn, sql_oracle_foreign, NULL, take_foreign, oracle, err));
    return conn_each(oracle->conn, sql_oracle_leaves, NULL, take_leaf, oracle, err);
}
