#include "catalog/read.h"

#include "catalog_sql.h"
#include "engine/base/text.h"
#include "engine/kinds/policy.h"

static const char *
command_word(char command)
{
    switch (command)
    {
        case 'r':
            return "SELECT";
        case 'a':
            return "INSERT";
        case 'w':
            return "UPDATE";
        case 'd':
            return "DELETE";
        default:
            return "ALL";
    }
}

static void
set_roles(Arena *arena, Policy *policy, const Row *row)
{
    Vec names = {0};

    if (row_bool(row, "for_public"))
    {
        vec_add(arena, &policy->roles, "PUBLIC");
        return;
    }
    row_array(row, arena, "roles", &names);
    VEC_EACH(const char *, name, &names)
        vec_add(arena, &policy->roles, sql_ident(arena, name));
    vec_sort_str(&policy->roles);
}

static bool
set_expression(Reader *reader, Policy *policy, const char *text, Expression **slot, Error *err)
{
    Pending *pending = reader_expression(reader, PENDING_EXPRESSION, text, &policy->object, slot);

    if (!pending)
        return reader_torn(reader, &policy->object, err);
    pending->relation_schema = policy->object.schema;
    pending->relation = policy->object.parent;
    pending->target_type = "boolean";
    return true;
}

static bool
take(void *context, const Row *row, Error *err)
{
    Reader *reader = context;
    Policy *policy = object_make(reader->arena, KIND_POLICY, row_text(row, "schema"), row_text(row, "parent"), row_text(row, "name"));

    policy->permissive = row_bool(row, "permissive");
    policy->command = command_word(*row_text(row, "command"));
    set_roles(reader->arena, policy, row);
    if (row_bool(row, "has_using"))
        TRY(set_expression(reader, policy, row_text(row, "using_expr"), &policy->using_expr, err));
    if (row_bool(row, "has_check"))
        TRY(set_expression(reader, policy, row_text(row, "check_expr"), &policy->check_expr, err));
    reader_add(reader, &policy->object, "pg_policy", row);
    return true;
}

bool
read_policy(Reader *reader, Error *err)
{
    return conn_each(reader->conn, sql_policy, NULL, take, reader, err);
}
