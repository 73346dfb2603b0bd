#include "parser/annotation.h"
#include "parser/creation.h"

#include "engine/kinds/enum.h"

Outcome
enum_create(Parse *parse, const Statement *statement, Node *node)
{
    const CreateEnumStmt *create = castNode(CreateEnumStmt, node);
    const char *schema, *name;
    Vec locations = {0};
    EnumType *type;
    ListCell *cell;
    Map seen;

    creation_name(parse, statement, create->typeName, &schema, &name);
    type = object_make(parse->arena, KIND_ENUM, schema, NULL, name);
    map_init(&seen, parse->arena);
    foreach(cell, create->vals)
    {
        const char *label = str_node(parse, lfirst(cell));

        if (map_has(&seen, label))
            return parse_error(parse, statement, -1, NULL, "label %s is there twice", sql_literal(parse->arena, label));
        map_put(&seen, label, label);
        vec_add(parse->arena, &type->labels, label);
    }
    if (!parse_add(parse, statement, -1, &type->object) || !statement->annotations.count)
        return OUTCOME_DONE;
    annotation_labels(parse, statement, &locations);
    for (size_t i = 0; i < locations.count && i < type->labels.count; i++)
        annotation_part(parse, statement, *(int *) vec_at(&locations, i), &type->object, vec_at(&type->labels, i));
    return OUTCOME_DONE;
}

static size_t
label_at(const EnumType *type, const char *label)
{
    size_t at = 0;

    while (at < type->labels.count && strcmp(vec_at(&type->labels, at), label) != 0)
        at++;
    return at;
}

static Outcome
add_label(Parse *parse, const Statement *statement, EnumType *type, const AlterEnumStmt *alter)
{
    size_t at = type->labels.count;

    if (label_at(type, alter->newVal) < type->labels.count)
        return alter->skipIfNewValExists ? OUTCOME_DONE
                                         : parse_error(parse, statement, -1, NULL, "%s has label %s already",
                                                       object_title(parse->arena, &type->object), sql_literal(parse->arena, alter->newVal));
    if (alter->newValNeighbor)
    {
        at = label_at(type, alter->newValNeighbor);
        if (at == type->labels.count)
            return parse_missing(parse, statement, -1, "label", NULL, alter->newValNeighbor);
        at += alter->newValIsAfter;
    }
    vec_add(parse->arena, &type->labels, NULL);
    memmove(type->labels.items + at + 1, type->labels.items + at, (type->labels.count - 1 - at) * sizeof(void *));
    type->labels.items[at] = arena_copy_own(parse->arena, alter->newVal);
    return OUTCOME_DONE;
}

Outcome
enum_alter(Parse *parse, const Statement *statement, Node *node)
{
    const AlterEnumStmt *alter = castNode(AlterEnumStmt, node);
    Outcome outcome;
    EnumType *type = (EnumType *) type_to_alter(parse, statement, KIND_ENUM, alter->typeName, &outcome);
    size_t at;

    if (!type)
        return outcome;
    if (!alter->oldVal)
        return add_label(parse, statement, type, alter);
    at = label_at(type, alter->oldVal);
    if (at == type->labels.count)
        return parse_missing(parse, statement, -1, "label", NULL, alter->oldVal);
    type->labels.items[at] = arena_copy_own(parse->arena, alter->newVal);
    return OUTCOME_DONE;
}
