#include "catalog/read.h"

#include "catalog_sql.h"
#include "engine/kinds/subscription.h"

static const char *
streaming_word(char letter)
{
    return letter == 't' ? "on" : letter == 'p' ? "parallel" : "off";
}

static bool
take(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Arena *arena = reader->arena;
    Subscription *subscription = object_make(arena, KIND_SUBSCRIPTION, NULL, NULL, row_text(row, "name"));

    (void) err;
    row_array(row, arena, "publications", &subscription->publications);
    subscription->slot_name = row_copy(row, arena, "slot_name");
    subscription->enabled = row_bool(row, "enabled") ? "yes" : "no";
    subscription->binary = row_bool(row, "binary");
    subscription->streaming = streaming_word(*row_text(row, "streaming"));
    subscription->synchronous_commit = row_copy(row, arena, "synchronous_commit");
    subscription->two_phase = row_bool(row, "two_phase");
    subscription->disable_on_error = row_bool(row, "disable_on_error");
    subscription->password_required = row_bool(row, "password_required");
    subscription->run_as_owner = row_bool(row, "run_as_owner");
    subscription->failover = row_bool(row, "failover");
    subscription->origin = row_copy(row, arena, "origin");
    reader_add(reader, &subscription->object, "pg_subscription", row);
    return true;
}

static bool
take_connection(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Subscription *subscription = (Subscription *) reader_find(reader, "pg_subscription", row_oid(row, "oid"), 0);

    (void) err;
    if (!subscription)
        return true;
    subscription->conninfo = row_copy(row, reader->arena, "connection");
    subscription->connection = arena_make(reader->arena, Vec);
    subscription_connection(reader->arena, subscription->conninfo, subscription->connection);
    return true;
}

bool
read_subscription(Reader *reader, Error *err)
{
    static const char may_read[] = "SELECT pg_catalog.has_column_privilege('pg_catalog.pg_subscription', 'subconninfo', 'SELECT')";
    const char *may;

    TRY(conn_each(reader->conn, sql_subscription, NULL, take, reader, err));
    TRY(conn_value(reader->conn, may_read, NULL, reader->arena, &may, err));
    return !may || *may != 't' || conn_each(reader->conn, sql_subscription_connection, NULL, take_connection, reader, err);
}
