/*
 * CREATE CAST: https://www.postgresql.org/docs/current/sql-createcast.html
 */
#include "parser/definition.h"

static const char *
cast_method(Parse *parse, const Statement *statement, const CreateCastStmt *create, Object *object)
{
    Vec types = {0};
    const char *function;

    if (create->inout)
        return "WITH INOUT";
    if (!create->func)
        return "WITHOUT FUNCTION";
    function = mentioned_procedure(parse, statement, create->func, object, &types);
    return function ? arena_printf(parse->arena, "WITH FUNCTION %s", function) : NULL;
}

Outcome
cast_create(Parse *parse, const Statement *statement, Node *node)
{
    const CreateCastStmt *create = castNode(CreateCastStmt, node);
    Definition *cast = object_make(parse->arena, KIND_CAST, NULL, NULL, "");
    const char *method = cast_method(parse, statement, create, &cast->object);

    if (!method)
        return parse_missing(parse, statement, -1, "function", NULL, strVal(llast(create->func->objname)));
    cast->object.name = arena_printf(parse->arena, "(%s AS %s)", type_text_bare(parse, statement, create->sourcetype, &cast->object),
                                     type_text_bare(parse, statement, create->targettype, &cast->object));
    definition_set_option(parse, cast, "METHOD", method);
    if (create->context != COERCION_EXPLICIT)
        definition_set_option(parse, cast, "WHEN", create->context == COERCION_ASSIGNMENT ? "AS ASSIGNMENT" : "AS IMPLICIT");
    parse_add(parse, statement, -1, &cast->object);
    return OUTCOME_DONE;
}
