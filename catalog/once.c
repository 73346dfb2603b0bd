#include "catalog/once.h"

#include "catalog/read.h"
#include "engine/kinds/once.h"

/* Nothing of it is in the catalog. */
bool
read_once(Reader *reader, Error *err)
{
    (void) reader, (void) err;
    return true;
}

static bool
take(void *context, const Row *row, Error *err)
{
    Map *done = context;

    (void) err;
    map_put(done, row_copy(row, done->arena, "object"), done);
    return true;
}

bool
read_onces(Arena *arena, Conn *conn, const Model *blueprint, Model *live, Error *err)
{
    const char *readable = NULL;
    Map done;

    map_init(&done, arena);
    VEC_EACH(const Object *, object, &blueprint->objects)
    {
        if (object->kind != KIND_ONCE)
            continue;
        if (!readable)
        {
            TRY(conn_value(conn, "SELECT pg_catalog.to_regclass('hcmigrate.once') IS NOT NULL", NULL, arena, &readable, err));
            if (*readable == 't')
                TRY(conn_each(conn, "SELECT object FROM hcmigrate.once", NULL, take, &done, err));
        }
        if (map_has(&done, object_title(arena, object)))
        {
            Once *copy = arena_make(arena, Once);

            *copy = *(const Once *) object;
            model_add(live, &copy->object);
        }
    }
    if (done.count)
        model_finish(live);
    return true;
}
