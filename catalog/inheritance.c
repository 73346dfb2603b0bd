#include "engine/kinds/inheritance.h"

#include "catalog/read.h"
#include "catalog_sql.h"

static bool
take(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Table *child = (Table *) model_find_kind(reader->model, KIND_TABLE, row_text(row, "schema"), NULL, row_text(row, "parent"));
    Inheritance *made;
    Pending *pending;

    if (!child)
        return error_set(err, reader->arena, ERR_TORN, "table %s.%s appeared meanwhile", row_text(row, "schema"), row_text(row, "parent"));
    made = inheritance_make(reader->arena, &child->object, row_text(row, "from_schema"), row_text(row, "from_table"));
    made->position = row_int(row, "position");
    made->detach_pending = row_bool(row, "detach_pending");
    if (row_bool(row, "partition"))
    {
        pending = reader_expression(reader, PENDING_BOUND, row_text(row, "bound"), &made->object, &made->bound);
        if (!pending)
            return error_set(err, reader->arena, ERR_TORN, "the bound of partition %s.%s can't be read", made->object.schema, made->object.parent);
        pending->relation_schema = made->from_schema;
        pending->relation = made->from_table;
        child->bound = made->bound;
    }
    vec_add(reader->arena, &child->inherits, made->object.name);
    reader_add(reader, &made->object, "pg_inherits", row);
    return true;
}

/* ---- copies of the parents' constraints and indexes ---- */

typedef struct Copy
{
    const char *class_name, *name;
    uint32_t oid, origin, relation;
} Copy;

typedef struct Copies
{
    Reader *reader;
    Vec items;                                     /* Copy * */
    OidMap by_oid;                                 /* Copy * */
} Copies;

static bool
take_copy(void *context, const Row *row, Error *err)
{
    Copies *copies = context;
    Arena *arena = copies->reader->arena;
    Copy *copy = arena_make(arena, Copy);

    (void) err;
    *copy = (Copy) {row_copy(row, arena, "class"), row_copy(row, arena, "name"), row_oid(row, "oid"), row_oid(row, "origin"),
                    row_oid(row, "relation")};
    vec_add(arena, &copies->items, copy);
    oid_map_put(&copies->by_oid, copy->class_name, copy->oid, 0, copy);
    return true;
}

/* A CHECK that several tables pass on has one name in all of them. */
static const Object *
check_above(const Model *model, const Object *table, const char *name)
{
    VEC_EACH(const Inheritance *, bond, &table->children)
    {
        const Table *from = bond->object.kind == KIND_INHERITANCE ? inheritance_from(model, bond) : NULL;
        const Object *found = from ? model_find(model, SPACE_CONSTRAINT, from->object.schema, from->object.name, name) : NULL;

        if (from && (found || (found = check_above(model, &from->object, name))))
            return found;
    }
    return NULL;
}

/* The object that the copy of a copy ... was made from. */
static const Object *
original_of(const Copies *copies, const Copy *copy, const Object *table)
{
    while (copy && copy->origin)
    {
        const Object *found = reader_find(copies->reader, copy->class_name, copy->origin, 0);

        if (found)
            return found;
        copy = oid_map_get(&copies->by_oid, copy->class_name, copy->origin, 0);
    }
    return copy ? check_above(copies->reader->model, table, copy->name) : NULL;
}

/* Shares everything with the original but its identity, and the table whose columns it needs. */
static Object *
copy_make(Arena *arena, const Object *original, const Object *table, const char *name)
{
    size_t size = object_ops(original)->size;
    Object *copy = arena_alloc(arena, size);

    memcpy(copy, original, size);
    copy->schema = table->schema;
    copy->parent = table->name;
    copy->name = name;
    copy->comment = NULL;
    copy->needs = copy->children = copy->acl = (Vec) {0};
    copy->rare = NULL;
    VEC_EACH(const Ref *, need, &original->needs)
    {
        Ref own = *need;

        if (str_eq(need->schema, original->schema) && str_eq(need->parent, original->parent))
            own.schema = table->schema, own.parent = table->name;
        object_need(arena, copy, own);
    }
    return copy;
}

static bool
read_copies(Reader *reader, Error *err)
{
    Copies copies = {.reader = reader};

    oid_map_init(&copies.by_oid, reader->arena);
    TRY(conn_each(reader->conn, sql_derived, NULL, take_copy, &copies, err));
    VEC_EACH(const Copy *, copy, &copies.items)
    {
        Object *table = reader_find(reader, "pg_class", copy->relation, 0);
        const Object *original = table && table->kind == KIND_TABLE ? original_of(&copies, copy, table) : NULL;
        Object *made;

        if (!original)
            continue;
        made = copy_make(reader->arena, original, table, copy->name);
        vec_add(reader->arena, &((Table *) table)->derived, made);
    }
    return true;
}

bool
read_inheritance(Reader *reader, Error *err)
{
    TRY(conn_each(reader->conn, sql_inheritance, NULL, take, reader, err));
    inheritance_link(reader->model);
    return read_copies(reader, err);
}
