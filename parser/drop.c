#include "parser/parse.h"

#include "engine/kinds/sequence.h"
#include "parser/annotation.h"
#include "parser/publication.h"
#include "parser/target.h"

/* The expressions of what is gone are nobody's. */
static void
drop_pending(Parse *parse, const Object *object)
{
    for (size_t i = parse->pending.count; i-- > 0;)
        if (((const Pending *) vec_at(&parse->pending, i))->object == object)
            vec_remove_at(&parse->pending, i);
}

static bool
is_owned_by(const Object *object, const Object *table)
{
    const Sequence *sequence = (const Sequence *) object;

    return object->kind == KIND_SEQUENCE && str_eq(sequence->owned_table, table->name) && str_eq(sequence->owned_schema, table->schema);
}

void
object_drop(Parse *parse, Object *object)
{
    VEC_EACH(const Object *, child, &object->children)
        drop_pending(parse, child);
    drop_pending(parse, object);
    model_remove(parse->model, object);
    if (object->kind == KIND_PUBLICATION)
        publication_drop_members(parse, object);
    if (object->kind == KIND_TABLE)
        for (size_t i = parse->model->objects.count; i-- > 0;)
            if (is_owned_by(vec_at(&parse->model->objects, i), object))
                model_remove(parse->model, vec_at(&parse->model->objects, i));
}

static Space
dropped_space(ObjectType type)
{
    switch (type)
    {
        case OBJECT_TABLE:
        case OBJECT_VIEW:
        case OBJECT_MATVIEW:
        case OBJECT_SEQUENCE:
        case OBJECT_INDEX:
        case OBJECT_FOREIGN_TABLE:
            return SPACE_RELATION;
        case OBJECT_TYPE:
        case OBJECT_DOMAIN:
            return SPACE_TYPE;
        case OBJECT_SCHEMA:
            return SPACE_SCHEMA;
        default:
            return SPACE_OTHER;
    }
}

/* -- hc:allow above DROP: for what the database still has. */
static void
allow_drops(Parse *parse, const Statement *statement, const DropStmt *drop)
{
    Space space = dropped_space(drop->removeType);
    const ListCell *cell;

    if (space == SPACE_OTHER || !statement->annotations.count)
        return;
    foreach(cell, drop->objects)
    {
        Target target = target_find(parse, statement, drop->removeType, lfirst(cell));
        const char *schema = space == SPACE_SCHEMA ? NULL : target.schema;

        if (!schema && space != SPACE_SCHEMA && statement->search_path.count)
            schema = vec_at(&statement->search_path, 0);
        annotation_allow_drop(parse, statement, object_key(parse->arena, space, schema, NULL, target.name));
    }
}

/*
 * A blueprint says what should be there. IF EXISTS clears the ground for a CREATE, wherever it stands; a name that nothing
 * creates is absent anyway. Only a plain DROP of what was created before it takes that away, as psql would.
 */
Outcome
drop_read(Parse *parse, const Statement *statement, Node *node)
{
    const DropStmt *drop = (const DropStmt *) node;
    const ListCell *cell;

    allow_drops(parse, statement, drop);
    if (drop->missing_ok)
        return OUTCOME_DONE;
    foreach(cell, drop->objects)
    {
        Target target = target_find(parse, statement, drop->removeType, lfirst(cell));

        if (target.ambiguous)
            return parse_error(parse, statement, -1, "write its argument types", "%s %s is not unique", target.what, target.name);
        if (target.wrong_kind)
            return parse_error(parse, statement, -1, NULL, "%s is not a %s", object_title(parse->arena, target.object), target.what);
        if (target.object)
            object_drop(parse, target.object);
    }
    return OUTCOME_DONE;
}
