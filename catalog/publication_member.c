#include "catalog/read.h"

#include "catalog_sql.h"
#include "engine/kinds/publication_member.h"

static bool
set_filter(Reader *reader, PublicationMember *member, const Row *row, Error *err)
{
    Pending *pending;

    if (!row_bool(row, "has_filter"))
        return true;
    pending = reader_expression(reader, PENDING_EXPRESSION, row_text(row, "filter"), &member->object, &member->where);
    if (!pending)
        return reader_torn(reader, &member->object, err);
    pending->relation_schema = member->object.schema;
    pending->relation = member->object.parent;
    pending->target_type = "boolean";
    return true;
}

static bool
take_table(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    PublicationMember *member = publication_member_make(reader->arena, row_text(row, "name"), row_text(row, "schema"), row_text(row, "parent"));

    row_array(row, reader->arena, "columns", &member->columns);
    vec_sort_str(&member->columns);
    TRY(set_filter(reader, member, row, err));
    reader_add(reader, &member->object, "pg_publication_rel", row);
    return true;
}

static bool
take_schema(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    PublicationMember *member = publication_member_make(reader->arena, row_text(row, "name"), row_text(row, "schema"), NULL);

    (void) err;
    reader_add(reader, &member->object, "pg_publication_namespace", row);
    return true;
}

bool
read_publication_member(Reader *reader, Error *err)
{
    TRY(conn_each(reader->conn, sql_publication_member, NULL, take_table, reader, err));
    return reader->server_version < 150000 || conn_each(reader->conn, sql_publication_schema, NULL, take_schema, reader, err);
}
