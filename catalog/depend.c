/*
 * Needs of live objects, from pg_depend: https://www.postgresql.org/docs/current/catalog-pg-depend.html
 */
#include "catalog/read.h"

#include "catalog_sql.h"

/* The fixed OIDs of the catalogs (each header's CATALOG line in src/include/catalog). */
static const struct { uint32_t oid; const char *name; } classes[] = {
    {1247, "pg_type"},      {1255, "pg_proc"},    {1259, "pg_class"},      {2604, "pg_attrdef"},   {2606, "pg_constraint"},
    {2615, "pg_namespace"}, {2618, "pg_rewrite"}, {2620, "pg_trigger"},    {3079, "pg_extension"}, {3256, "pg_policy"},
    {3456, "pg_collation"}, {3381, "pg_statistic_ext"}, {2617, "pg_operator"}, {2616, "pg_opclass"}, {2753, "pg_opfamily"},
    {2605, "pg_cast"},      {2607, "pg_conversion"}, {2612, "pg_language"}, {3576, "pg_transform"}, {2601, "pg_am"},
    {2602, "pg_amop"},      {2603, "pg_amproc"},
    {3602, "pg_ts_config"}, {3600, "pg_ts_dict"},  {3601, "pg_ts_parser"}, {3764, "pg_ts_template"},
    {2328, "pg_foreign_data_wrapper"}, {1417, "pg_foreign_server"}, {1418, "pg_user_mapping"}, {6104, "pg_publication"}, {3466, "pg_event_trigger"},
    {6106, "pg_publication_rel"}, {6237, "pg_publication_namespace"},
};

static const char *
class_name(uint32_t oid)
{
    for (size_t i = 0; i < COUNT_OF(classes); i++)
        if (classes[i].oid == oid)
            return classes[i].name;
    return NULL;
}

static Object *
find(const Reader *reader, uint32_t class_oid, uint32_t oid, int sub)
{
    const char *name = class_name(class_oid);
    Object *found = name ? reader_find(reader, name, oid, sub) : NULL;

    /* A column that is no object of its own (a view's) stands for its relation. */
    return !found && name && sub ? reader_find(reader, name, oid, 0) : found;
}

/* Parts of indexes are looked up as what is needed, never as what needs: those are the table's needs. */
static const char part_of_index[] = "part of an index";

static bool
take_stand_in(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Object *object = find(reader, row_oid(row, "for_class"), row_oid(row, "for_oid"), 0);
    const char *name = row_oid(row, "class") ? class_name(row_oid(row, "class")) : part_of_index;

    (void) err;
    if (object && !reader_find(reader, name, row_oid(row, "oid"), 0))
        reader_register(reader, object, name, row_oid(row, "oid"), 0);
    return true;
}

static bool
take_dependency(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Object *from = find(reader, row_oid(row, "classid"), row_oid(row, "objid"), (int) row_int(row, "objsubid"));
    Object *on;

    (void) err;
    if (!from)
        return true;
    on = find(reader, row_oid(row, "refclassid"), row_oid(row, "refobjid"), (int) row_int(row, "refobjsubid"));
    if (!on)
        on = reader_find(reader, part_of_index, row_oid(row, "refobjid"), 0);
    if (!on || on == from)
        return true;
    /* Exactly this object: a dependency on a relation as a whole is shallow, since columns have rows of their own. */
    object_need(reader->arena, from, (Ref) {.space = kind_space[on->kind], .schema = on->schema,
                                            .parent = kind_space[on->kind] == SPACE_RELATION ? NULL : on->parent,
                                            .name = on->name, .shallow = true});
    return true;
}

bool
catalog_read_needs(Reader *reader, Error *err)
{
    TRY(catalog_begin(reader->conn, err));
    TRY(conn_each(reader->conn, sql_stand_in, NULL, take_stand_in, reader, err));
    TRY(conn_each(reader->conn, sql_depend, NULL, take_dependency, reader, err));
    return catalog_end(reader->conn, err);
}
