#include "engine/kinds/server.h"

#include "engine/base/text.h"
#include "parser/generic_options.h"

/* A wrapper that an extension brings is in no model: then the extension must be there first. */
static void
need_wrapper(Parse *parse, const Statement *statement, Server *server)
{
    const char *name = server->wrapper, *extension = names_extension_of(&parse->names, SPACE_WRAPPER, "", name);

    if (extension)
        object_need(parse->arena, &server->object, (Ref) {.space = SPACE_EXTENSION, .name = extension});
    else
        object_need(parse->arena, &server->object, (Ref) {.space = SPACE_WRAPPER, .name = name});
    if (names_has(&parse->names, SPACE_WRAPPER, "", name) || parse->names.open)
        return;
    extension = names_known_extension(SPACE_WRAPPER, name);
    parse_error(parse, statement, -1,
                extension ? arena_printf(parse->arena, "declare the extension that brings it: CREATE EXTENSION %s", sql_ident(parse->arena, extension))
                          : "declare it (CREATE FOREIGN DATA WRAPPER), or the extension that brings it",
                "foreign-data wrapper %s does not exist", sql_ident(parse->arena, name));
}

Outcome
server_create(Parse *parse, const Statement *statement, Node *node)
{
    const CreateForeignServerStmt *create = castNode(CreateForeignServerStmt, node);
    Server *server = object_make(parse->arena, KIND_SERVER, NULL, NULL, create->servername);

    server->wrapper = arena_copy(parse->arena, create->fdwname);
    server->type = arena_copy(parse->arena, create->servertype);
    server->version = arena_copy(parse->arena, create->version);
    need_wrapper(parse, statement, server);
    generic_options_read(parse, statement, create->options, &server->options);
    parse_add(parse, statement, -1, &server->object);
    return OUTCOME_DONE;
}

Outcome
server_alter(Parse *parse, const Statement *statement, Node *node)
{
    const AlterForeignServerStmt *alter = castNode(AlterForeignServerStmt, node);
    Server *server = (Server *) model_find(parse->model, SPACE_SERVER, NULL, NULL, alter->servername);

    if (!server)
        return parse_missing(parse, statement, -1, "server", NULL, alter->servername);
    if (alter->has_version)
        server->version = arena_copy(parse->arena, alter->version);
    generic_options_read(parse, statement, alter->options, &server->options);
    return OUTCOME_DONE;
}

bool
server_need(Parse *parse, const Statement *statement, const char *name, Object *user, Outcome *outcome)
{
    *outcome = OUTCOME_DONE;
    if (!model_find(parse->model, SPACE_SERVER, NULL, NULL, name))
    {
        *outcome = parse_missing(parse, statement, -1, "server", NULL, name);
        return false;
    }
    if (user)
        object_need(parse->arena, user, (Ref) {.space = SPACE_SERVER, .name = name});
    return true;
}
