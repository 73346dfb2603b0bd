#include "parser/owner.h"

#include "engine/kinds/sequence.h"
#include "parser/target.h"

void
owner_change(Parse *parse, const Statement *statement, Object *object, const RoleSpec *role)
{
    bool named = role->roletype == ROLESPEC_CSTRING || (parse->options && parse->options->role);

    parse->model->claims |= CLAIM_OWNERS;
    object->any &= ~(unsigned) CHANGED_OWNER;
    object->owner = named ? role_name(parse, statement, role) : NULL;
}

const char *
owner_of(const Parse *parse, const Object *object)
{
    const Object *table = object->parent ? model_parent(parse->model, object) : NULL;

    if (table)
        object = table;
    return object->owner ? object->owner : parse->options ? parse->options->role : NULL;
}

Outcome
owner_set(Parse *parse, const Statement *statement, Node *node)
{
    const AlterOwnerStmt *owner = (const AlterOwnerStmt *) node;
    Target target = owner->relation ? target_relation(parse, statement, owner->objectType, owner->relation)
                                    : target_find(parse, statement, owner->objectType, owner->object);
    Outcome outcome;

    if (owner->objectType == OBJECT_LANGUAGE && strcmp(strVal(owner->object), "plpgsql") == 0)
        return OUTCOME_DONE;                       /* as every database has it */
    if (!target_ready(parse, statement, &target, "the owner of", &outcome))
        return outcome;
    owner_change(parse, statement, target.object, owner->newowner);
    return OUTCOME_DONE;
}

/* A sequence that a column owns has the owner of the table, whatever else was said before. */
void
owner_finish(Parse *parse)
{
    VEC_EACH(Object *, object, &parse->model->objects)
    {
        const Sequence *sequence = (const Sequence *) object;
        const Object *table;

        if (object->kind != KIND_SEQUENCE || !sequence->owned_table)
            continue;
        table = model_find(parse->model, SPACE_RELATION, sequence->owned_schema, NULL, sequence->owned_table);
        if (table && table->owner)
            object->owner = table->owner;
    }
}
