#include "catalog/sizes.h"

#include "catalog_sql.h"
#include "engine/base/text.h"
#include "engine/kinds/matview.h"
#include "engine/kinds/table.h"

typedef struct Weighed
{
    Map by_oid;                                    /* oid as text: Object * */
} Weighed;

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
    const Weighed *weighed = context;
    Object *object = map_get(&weighed->by_oid, row_text(row, "oid"));

    (void) err;
    if (object)
        set_size(object, row_int(row, "rows"), row_int(row, "bytes"));
    return true;
}

bool
read_sizes(Conn *conn, Model *live, const Vec *relations, Error *err)
{
    Weighed weighed;
    Vec oids = {0}, params = {0};

    map_init(&weighed.by_oid, live->arena);
    VEC_EACH(Object *, object, relations)
        if (object->oid && (object->kind == KIND_TABLE || object->kind == KIND_MATVIEW))
        {
            const char *oid = arena_printf(live->arena, "%" PRIu32, object->oid);

            if (map_has(&weighed.by_oid, oid))
                continue;
            map_put(&weighed.by_oid, oid, object);
            vec_add(live->arena, &oids, oid);
            /* A partitioned table without partitions has no row in the answer. */
            set_size(object, 0, 0);
        }
    if (!oids.count)
        return true;
    vec_add(live->arena, &params, arena_printf(live->arena, "{%s}", vec_join(live->arena, &oids, ",")));
    return conn_each(conn, sql_sizes, &params, take, &weighed, err);
}
