#include "catalog/read.h"

#include "catalog_sql.h"
#include "engine/kinds/constraint.h"
#include "parser/keys.h"
#include "parser/scan.h"

/* What an index, of a constraint or not, has to be filled. */
typedef struct Parts
{
    Object *object;
    Vec *elements, *include, *options;
    Expression **where;
    const char **tablespace;
    bool *nulls_not_distinct, *partitioned;
} Parts;

static Parts
parts_of(Object *object)
{
    IndexDef *index = (IndexDef *) object;
    ConstraintDef *key = (ConstraintDef *) object;

    if (object->kind == KIND_INDEX)
        return (Parts) {object, &index->elements, &index->include, &index->options, &index->where, &index->tablespace, &index->nulls_not_distinct, &index->partitioned};
    return (Parts) {object, &key->elements, &key->include, &key->options, &key->where, &key->tablespace, &key->nulls_not_distinct, &key->partitioned};
}

/* ---- operator classes and collations ---- */

typedef struct OperatorClass
{
    const char *name;
    uint32_t oid, method, type;
    bool is_default;
} OperatorClass;

typedef struct IndexNames
{
    Reader *reader;
    OidMap by_oid;                                 /* OperatorClass * "pg_opclass"; const char * "pg_collation" */
    OidMap defaults;                               /* OperatorClass *: "pg_am", method, type */
} IndexNames;

static bool
take_names(void *context, const Row *row, Error *err)
{
    IndexNames *names = context;
    Arena *arena = names->reader->arena;
    OperatorClass *class;

    (void) err;
    if (*row_text(row, "sort") == 'c')
    {
        oid_map_put(&names->by_oid, "pg_collation", row_oid(row, "oid"), 0, row_copy(row, arena, "name"));
        return true;
    }
    class = arena_make(arena, OperatorClass);
    *class = (OperatorClass) {.oid = row_oid(row, "oid"), .name = row_copy(row, arena, "name"), .method = row_oid(row, "method"),
                              .type = row_oid(row, "type"), .is_default = row_bool(row, "is_default")};
    oid_map_put(&names->by_oid, "pg_opclass", class->oid, 0, class);
    if (class->is_default)
        oid_map_put(&names->defaults, "pg_am", class->method, (int) class->type, class);
    return true;
}

static const char *
written_opclass(const IndexNames *names, uint32_t oid)
{
    const OperatorClass *class = oid_map_get(&names->by_oid, "pg_opclass", oid, 0);

    return class ? class->name : NULL;
}

/* The name to write; NULL: it is what one gets without. A default of a type that the column's type only can be cast to is written
 * when the column's own type has a default too. */
static const char *
opclass_name(const IndexNames *names, uint32_t oid, const ColumnFacts *attribute)
{
    const OperatorClass *class = oid_map_get(&names->by_oid, "pg_opclass", oid, 0), *own;

    if (!class)
        return NULL;
    own = attribute ? oid_map_get(&names->defaults, "pg_am", class->method, (int) attribute->type) : NULL;
    return class->is_default && (!own || own == class) ? NULL : class->name;
}

/* That of an expression may be its own: take_expression() tells. DEFAULT_COLLATION_OID (pg_collation.dat) is 100. */
static const char *
collation_name(const IndexNames *names, uint32_t oid, const ColumnFacts *attribute)
{
    if (!oid || (attribute ? oid == attribute->collation : oid == 100))
        return NULL;
    return oid_map_get(&names->by_oid, "pg_collation", oid, 0);
}

/* ---- one row an index ---- */

/* Where the first of a list of expressions ends: at a comma outside of all brackets. */
static size_t
first_length(const char *list)
{
    Scanner scanner;
    Token token;
    int depth = 0;

    scan_init(&scanner, list, strlen(list));
    while ((token = scan_next(&scanner)).kind != TOKEN_END && (depth || !token_is_mark(&token, ',')))
    {
        depth += token_is_mark(&token, '(') || token_is_mark(&token, '[');
        depth -= token_is_mark(&token, ')') || token_is_mark(&token, ']');
    }
    return (size_t) (token.text - list);
}

/* The next of the expressions at *list, for key number n. */
static bool
take_expression(Reader *reader, const Parts *parts, const Row *row, int n, IndexElement *element, const char **list, Error *err)
{
    const char *definition = row_text(row, "definition");
    size_t length = *list ? first_length(*list) : 0;
    Pending *pending;

    if (!length || (element->collation && !definition))
        return reader_torn(reader, parts->object, err);
    pending = reader_expression(reader, PENDING_EXPRESSION, arena_copy_len(reader->arena, *list, length), parts->object, &element->expression);
    pending->relation_schema = parts->object->schema;
    pending->relation = parts->object->parent;
    *list += length + strspn(*list + length, ", ");
    /* The catalog does not tell whether a collation was written or is the expression's own: the definition does. */
    if (element->collation && !index_has_collation(definition, n))
    {
        element->own_collation = element->collation;
        element->collation = NULL;
    }
    return true;
}

static bool
take_columns(const IndexNames *names, const Parts *parts, const Row *row, bool keys_too, Error *err)
{
    static const char again[] = "SELECT pg_get_expr(indexprs, indrelid) FROM pg_index WHERE indexrelid = $1";
    Reader *reader = names->reader;
    const char *columns = row_text(row, "columns"), *opclasses = row_text(row, "opclasses"), *collations = row_text(row, "collations");
    const char *options = row_text(row, "element_options"), *expressions;
    int64_t column, opclass, collation, option, keys = row_int(row, "keys");

    TRY(reader_by_number(reader, row, "expressions", row_oid(row, "relation"), again, &expressions, err));
    for (int64_t n = 1; list_next(&columns, &column); n++)
    {
        const ColumnFacts *attribute = column ? reader_attribute(reader, row_oid(row, "relation"), (int) column) : NULL;
        IndexElement *element;

        if (column && !attribute)
            return reader_torn(reader, parts->object, err);
        if (n > keys)
        {
            vec_add(reader->arena, parts->include, attribute->name);
            continue;
        }
        if (!list_next(&opclasses, &opclass) || !list_next(&collations, &collation) || !list_next(&options, &option))
            return reader_torn(reader, parts->object, err);
        if (!keys_too)
            continue;
        element = arena_make(reader->arena, IndexElement);
        element->column = attribute ? attribute->name : NULL;
        element->collation = collation_name(names, (uint32_t) collation, attribute);
        element->opclass = opclass_name(names, (uint32_t) opclass, attribute);
        element->default_opclass = written_opclass(names, (uint32_t) opclass);
        element->descending = option & 1;          /* INDOPTION_DESC, INDOPTION_NULLS_FIRST: pg_index.h */
        element->nulls_first = option & 2;
        if (!column)
            TRY(take_expression(reader, parts, row, (int) n, element, &expressions, err));
        vec_add(reader->arena, parts->elements, element);
    }
    return true;
}

static bool
take_where(Reader *reader, const Parts *parts, const Row *row, Error *err)
{
    static const char again[] = "SELECT pg_get_expr(indpred, indrelid) FROM pg_index WHERE indexrelid = $1";
    const char *text;
    Pending *pending;

    TRY(reader_by_number(reader, row, "where", row_oid(row, "relation"), again, &text, err));
    pending = reader_expression(reader, PENDING_EXPRESSION, text, parts->object, parts->where);
    if (!pending)
        return !row_bool(row, "has_where") || reader_torn(reader, parts->object, err);
    pending->relation_schema = parts->object->schema;
    pending->relation = parts->object->parent;
    pending->target_type = "boolean";
    return true;
}

/* Index and keys hold on to each other: who drops one drops the other. */
static void
take_keys_of_partitions(Reader *reader, IndexDef *index, const char *oids)
{
    int64_t oid;

    while (list_next(&oids, &oid))
    {
        Object *key = reader_find(reader, "pg_constraint", (uint32_t) oid, 0);

        if (!key)
            continue;
        index->has_keys = true;
        ((ConstraintDef *) key)->part_of_schema = index->object.schema;
        ((ConstraintDef *) key)->part_of = index->object.name;
        object_need(reader->arena, key, (Ref) {.space = SPACE_RELATION, .schema = index->object.schema, .name = index->object.name});
        object_need(reader->arena, &index->object, (Ref) {.space = SPACE_CONSTRAINT, .schema = key->schema, .parent = key->parent, .name = key->name});
    }
}

static bool
take_index(void *context, const Row *row, Error *err)
{
    const IndexNames *names = context;
    Reader *reader = names->reader;
    Object *object = NULL;
    Parts parts;

    if (row_bool(row, "of_constraint"))
    {
        object = reader_find(reader, "pg_class", row_oid(row, "oid"), 0);
        if (!object || object->kind != KIND_CONSTRAINT)
            return true;
        if (constraint_is((ConstraintDef *) object, "EXCLUDE"))
            ((ConstraintDef *) object)->method = row_copy(row, reader->arena, "method");
    }
    else
    {
        IndexDef *index = object_make(reader->arena, KIND_INDEX, row_text(row, "schema"), row_text(row, "parent"), row_text(row, "name"));

        object = &index->object;
        index->method = row_copy(row, reader->arena, "method");
        index->unique = row_bool(row, "unique");
        index->invalid = row_bool(row, "invalid");
        reader_add(reader, object, "pg_class", row);
        if (row_text(row, "keys_of_partitions"))
            take_keys_of_partitions(reader, index, row_text(row, "keys_of_partitions"));
    }
    if (object->kind == KIND_CONSTRAINT)
        ((ConstraintDef *) object)->invalid = row_bool(row, "invalid");
    parts = parts_of(object);
    *parts.nulls_not_distinct = row_bool(row, "nulls_not_distinct");
    *parts.partitioned = row_bool(row, "partitioned");
    row_array(row, reader->arena, "options", parts.options);
    *parts.tablespace = row_copy(row, reader->arena, "tablespace");
    TRY(take_where(reader, &parts, row, err));
    return take_columns(names, &parts, row, object->kind == KIND_INDEX || constraint_is((ConstraintDef *) object, "EXCLUDE"), err);
}

/* ---- what few elements have ---- */

/* The element that a row with oid and n is about; NULL: none of ours. */
static IndexElement *
element_of(const Reader *reader, const Row *row, Object **object)
{
    const Vec *elements;
    size_t n = (size_t) row_int(row, "n");

    *object = reader_find(reader, "pg_class", row_oid(row, "oid"), 0);
    if (!*object || ((*object)->kind != KIND_INDEX && (*object)->kind != KIND_CONSTRAINT))
        return NULL;
    elements = parts_of(*object).elements;
    return n >= 1 && n <= elements->count ? vec_at(elements, n - 1) : NULL;
}

static bool
take_attribute(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Object *object;
    IndexElement *element = element_of(reader, row, &object);

    (void) err;
    if (!element)
        return true;
    row_array(row, reader->arena, "opclass_options", &element->opclass_options);
    if (element->opclass_options.count && !element->opclass)
        element->opclass = element->default_opclass;
    if (object->kind == KIND_INDEX && row_text(row, "statistics"))
        vec_add(reader->arena, &((IndexDef *) object)->statistics,
                arena_printf(reader->arena, "%s=%s", row_text(row, "n"), row_text(row, "statistics")));
    return true;
}

static bool
take_operator(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Object *object;
    IndexElement *element = element_of(reader, row, &object);

    (void) err;
    if (element && object->kind == KIND_CONSTRAINT)
        element->with_operator = row_copy(row, reader->arena, "with_operator");
    return true;
}

bool
read_index(Reader *reader, Error *err)
{
    IndexNames names = {.reader = reader};

    oid_map_init(&names.by_oid, reader->arena);
    oid_map_init(&names.defaults, reader->arena);
    TRY(conn_each(reader->conn, sql_index_names, NULL, take_names, &names, err));
    TRY(conn_each(reader->conn, sql_index, NULL, take_index, &names, err));
    TRY(conn_each(reader->conn, sql_index_operator, NULL, take_operator, reader, err));
    return conn_each(reader->conn, sql_index_attribute, NULL, take_attribute, reader, err);
}
