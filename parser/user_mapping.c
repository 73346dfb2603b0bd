#include "engine/kinds/user_mapping.h"

#include "parser/generic_options.h"
#include "parser/parse.h"

/* False: who the current user is is not known, which is a finding. */
static bool
read_role(Parse *parse, const Statement *statement, const RoleSpec *role, const char **name)
{
    *name = role_name(parse, statement, role);
    return !*name || **name;
}

static UserMapping *
find(Parse *parse, const char *role, const char *server)
{
    return (UserMapping *) model_find(parse->model, SPACE_USER_MAPPING, NULL, NULL, user_mapping_make(parse->arena, role, server)->object.name);
}

Outcome
user_mapping_create(Parse *parse, const Statement *statement, Node *node)
{
    const CreateUserMappingStmt *create = castNode(CreateUserMappingStmt, node);
    UserMapping *mapping;
    const char *role;
    Outcome outcome;

    parse->model->claims |= CLAIM_USER_MAPPINGS;
    if (!server_need(parse, statement, create->servername, NULL, &outcome))
        return outcome;
    if (!read_role(parse, statement, create->user, &role))
        return OUTCOME_DONE;
    mapping = user_mapping_make(parse->arena, role, create->servername);
    mapping->options = arena_make(parse->arena, Vec);
    generic_options_read(parse, statement, create->options, mapping->options);
    parse_add(parse, statement, -1, &mapping->object);
    return OUTCOME_DONE;
}

Outcome
user_mapping_alter(Parse *parse, const Statement *statement, Node *node)
{
    const AlterUserMappingStmt *alter = castNode(AlterUserMappingStmt, node);
    UserMapping *mapping;
    const char *role;

    if (!read_role(parse, statement, alter->user, &role))
        return OUTCOME_DONE;
    mapping = find(parse, role, alter->servername);
    if (!mapping)
        return parse_missing(parse, statement, -1, "user mapping", NULL, arena_printf(parse->arena, "FOR %s SERVER %s", role ? role : "PUBLIC", alter->servername));
    generic_options_read(parse, statement, alter->options, mapping->options);
    return OUTCOME_DONE;
}

/* As any other DROP: see parser/drop.c. */
Outcome
user_mapping_drop(Parse *parse, const Statement *statement, Node *node)
{
    const DropUserMappingStmt *drop = castNode(DropUserMappingStmt, node);
    UserMapping *mapping;
    const char *role;

    parse->model->claims |= CLAIM_USER_MAPPINGS;
    if (drop->missing_ok || !read_role(parse, statement, drop->user, &role))
        return OUTCOME_DONE;
    mapping = find(parse, role, drop->servername);
    if (mapping)
        model_remove(parse->model, &mapping->object);
    return OUTCOME_DONE;
}
