#include "catalog/sizes.h"

#include "catalog/oid_map.h"
#include "catalog_sql.h"
#include "engine/base/text.h"
#include "engine/kinds/matview.h"
#include "engine/kinds/table.h"

static void
set_size(Object *object, int64_t rows, int64_t bytes)
{
    if (object->kind == KIND_TABLE)
    {
        ((Table *) object)->rows = rows;
        ((Table *) object)->bytes = bytes;
    }
    else
    {
        ((MatView *) object)->rows = rows;
        ((MatView *) object)->bytes = bytes;
    }
}

static bool
take(void *context, const Row *row, Error *err)
{
    const OidMap *weighed = context;
    Object *object = oid_map_get(weighed, "pg_class", row_oid(row, "oid"), 0);

    (void) err;
    if (object)
        set_size(object, row_int(row, "rows"), row_int(row, "bytes"));
    return true;
}

bool
read_sizes(Conn *conn, Model *live, const Vec *relations, Error *err)
{
    OidMap weighed;                                /* Object * */
    Vec oids = {0}, params = {0};

    oid_map_init(&weighed, live->arena);
    VEC_EACH(Object *, object, relations)
        if (object->oid && (object->kind == KIND_TABLE || object->kind == KIND_MATVIEW))
        {
            if (oid_map_get(&weighed, "pg_class", object->oid, 0))
                continue;
            oid_map_put(&weighed, "pg_class", object->oid, 0, object);
            vec_add(live->arena, &oids, arena_printf(live->arena, "%" PRIu32, object->oid));
            /* A partitioned table without partitions has no row in the answer. */
            set_size(object, 0, 0);
        }
    if (!oids.count)
        return true;
    vec_add(live->arena, &params, arena_printf(live->arena, "{%s}", vec_join(live->arena, &oids, ",")));
    return conn_each(conn, sql_sizes, &params, take, &weighed, err);
}
