#include "parser/replace.h"

enum { SORT_VIEW, SORT_ROUTINE, SORT_TRIGGER, SORT_RULE, SORT_NONE };

typedef struct Made
{
    Statement *plain, *replacing;
} Made;

void
replace_init(Replacements *replacements, Arena *arena)
{
    for (size_t i = 0; i < COUNT_OF(replacements->sorts); i++)
        map_init(&replacements->sorts[i], arena);
}

static int
sort_of(ObjectType type)
{
    switch (type)
    {
        case OBJECT_VIEW:
            return SORT_VIEW;
        case OBJECT_FUNCTION:
        case OBJECT_PROCEDURE:
        case OBJECT_ROUTINE:
            return SORT_ROUTINE;
        case OBJECT_TRIGGER:
            return SORT_TRIGGER;
        case OBJECT_RULE:
            return SORT_RULE;
        default:
            return SORT_NONE;
    }
}

/* What was made under a name is not what will be made under it. */
static void
forget(Parse *parse, Replacements *replacements, ObjectType type)
{
    if (type == OBJECT_SCHEMA)
        replace_init(replacements, parse->source);
    else if (sort_of(type) != SORT_NONE)
        map_init(&replacements->sorts[sort_of(type)], parse->source);
}

/* Types in two spellings make two keys: then both stay. */
static const char *
type_key(Arena *arena, const TypeName *type)
{
    const List *names = type->names;
    const char *key = "";
    const ListCell *cell;

    foreach(cell, names)
        if (strcmp(strVal(lfirst(cell)), "pg_catalog") != 0)
            key = arena_printf(arena, "%s.%s", key, strVal(lfirst(cell)));
    return arena_printf(arena, "%s%s", key, type->arrayBounds ? "[]" : "");
}

static const char *
routine_key(Arena *arena, const CreateFunctionStmt *routine)
{
    const char *key = strVal(llast(routine->funcname));
    const ListCell *cell;

    foreach(cell, routine->parameters)
    {
        const FunctionParameter *parameter = lfirst_node(FunctionParameter, cell);

        if (parameter->mode != FUNC_PARAM_OUT && parameter->mode != FUNC_PARAM_TABLE)
            key = arena_printf(arena, "%s,%s", key, type_key(arena, parameter->argType));
    }
    return key;
}

static const char *
schema_of_list(const Statement *statement, const List *names)
{
    return creation_schema(statement, list_length(names) > 1 ? strVal(list_nth(names, list_length(names) - 2)) : NULL);
}

static const char *
part_key(Arena *arena, const Statement *statement, const RangeVar *relation, const char *name)
{
    return arena_printf(arena, "%s.%s.%s", creation_schema(statement, relation->schemaname), relation->relname, name);
}

/* Told, since it may be a slip: the same words again are none. */
static void
give_way(Parse *parse, Statement *statement, const Statement *to)
{
    if (statement->done)
        return;
    statement->done = true;
    if (strcmp(statement->sql, to->sql) != 0)
        parse_warning(parse, statement, -1, NULL, "what this makes is replaced by the OR REPLACE at %s",
                      origin_text(parse->source, statement_origin(to, -1)));
}

static void
note(Parse *parse, Map *sort, Statement *statement, const char *key, bool replaces)
{
    Made *made = map_get(sort, key);

    if (!made)
        map_put(sort, key, made = arena_make(parse->source, Made));
    if (!replaces)
    {
        made->plain = made->plain ? made->plain : statement;
        if (made->replacing)
            give_way(parse, statement, made->replacing);
        return;
    }
    if (made->plain)
        give_way(parse, made->plain, statement);
    if (made->replacing && made->replacing->session == statement->session)
        give_way(parse, made->replacing, statement);
    made->replacing = statement;
}

void
replace_note(Parse *parse, Replacements *replacements, Statement *statement, const Node *node)
{
    Arena *arena = parse->source;

    switch (nodeTag(node))
    {
        case T_ViewStmt:
        {
            const ViewStmt *view = (const ViewStmt *) node;

            if (!view_is_stand_in(view))
                note(parse, &replacements->sorts[SORT_VIEW], statement, part_key(arena, statement, view->view, ""), view->replace);
            break;
        }
        case T_CreateFunctionStmt:
        {
            const CreateFunctionStmt *routine = (const CreateFunctionStmt *) node;

            note(parse, &replacements->sorts[SORT_ROUTINE], statement,
                 arena_printf(arena, "%s.%s", schema_of_list(statement, routine->funcname), routine_key(arena, routine)), routine->replace);
            break;
        }
        case T_CreateTrigStmt:
        {
            const CreateTrigStmt *trigger = (const CreateTrigStmt *) node;

            note(parse, &replacements->sorts[SORT_TRIGGER], statement,
                 part_key(arena, statement, trigger->relation, trigger->trigname), trigger->replace);
            break;
        }
        case T_RuleStmt:
        {
            const RuleStmt *rule = (const RuleStmt *) node;

            note(parse, &replacements->sorts[SORT_RULE], statement, part_key(arena, statement, rule->relation, rule->rulename), rule->replace);
            break;
        }
        case T_DropStmt:
            forget(parse, replacements, ((const DropStmt *) node)->removeType);
            break;
        case T_RenameStmt:
            forget(parse, replacements, ((const RenameStmt *) node)->renameType);
            break;
        case T_AlterObjectSchemaStmt:
            forget(parse, replacements, ((const AlterObjectSchemaStmt *) node)->objectType);
            break;
        default:
            break;
    }
}
