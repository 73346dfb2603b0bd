#include "parser/parse.h"

#include "parser/target.h"

/* SecLabelSupportsObjectType() in commands/seclabel.c. */
static bool
can_have_one(ObjectType type)
{
    switch (type)
    {
        case OBJECT_AGGREGATE:
        case OBJECT_COLUMN:
        case OBJECT_DOMAIN:
        case OBJECT_EVENT_TRIGGER:
        case OBJECT_FOREIGN_TABLE:
        case OBJECT_FUNCTION:
        case OBJECT_LANGUAGE:
        case OBJECT_MATVIEW:
        case OBJECT_PROCEDURE:
        case OBJECT_PUBLICATION:
        case OBJECT_ROUTINE:
        case OBJECT_SCHEMA:
        case OBJECT_SEQUENCE:
        case OBJECT_SUBSCRIPTION:
        case OBJECT_TABLE:
        case OBJECT_TYPE:
        case OBJECT_VIEW:
            return true;
        default:
            return false;
    }
}

Outcome
security_label(Parse *parse, const Statement *statement, Node *node)
{
    const SecLabelStmt *label = castNode(SecLabelStmt, node);
    Target target;
    Outcome outcome;

    if (!can_have_one(label->objtype))
        return parse_error(parse, statement, -1, NULL, "a %s of this database has no security label", target_word(label->objtype));
    if (!label->provider)
        return parse_error(parse, statement, -1, "SECURITY LABEL FOR provider ON ...", "which provider the label is for is not known");
    target = target_find(parse, statement, label->objtype, label->object);
    if (!target_ready(parse, statement, &target, "SECURITY LABEL ON", &outcome))
        return outcome;
    vec_add_str_once(parse->arena, &parse->model->label_providers, arena_copy(parse->arena, label->provider));
    object_set_label(parse->arena, target.object, label->provider, label->label);
    return OUTCOME_DONE;
}
