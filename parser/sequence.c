#include "parser/creation.h"

#include <errno.h>
#include <stdlib.h>

#include "catalog/pg_class.h"

/* What the options say; what they don't say is `given` false or NULL. */
typedef struct Wish
{
    const char *type;
    const DefElem *start, *increment, *min, *max, *cache, *cycle, *owned_by;
    const char *logged;                            /* "logged", "unlogged" */
    bool restart;
} Wish;

static bool
take_wish(Parse *parse, const Statement *statement, Wish *wish, const DefElem *def)
{
    const struct { const char *name; const DefElem **slot; } slots[] = {
        {"start", &wish->start}, {"increment", &wish->increment}, {"minvalue", &wish->min}, {"maxvalue", &wish->max},
        {"cache", &wish->cache}, {"cycle", &wish->cycle}, {"owned_by", &wish->owned_by},
    };

    for (size_t i = 0; i < COUNT_OF(slots); i++)
        if (strcmp(slots[i].name, def->defname) == 0)
        {
            *slots[i].slot = def;
            return true;
        }
    if (strcmp(def->defname, "as") == 0)
        wish->type = type_text(parse, statement, castNode(TypeName, def->arg), NULL);
    else if (strcmp(def->defname, "logged") == 0 || strcmp(def->defname, "unlogged") == 0)
        wish->logged = def->defname;
    else if (strcmp(def->defname, "restart") == 0)
        wish->restart = true;
    else
        return strcmp(def->defname, "sequence_name") == 0;     /* of an identity column: the name of its sequence */
    return true;
}

/* False: not a number, or too large for bigint. */
static bool
def_number(Parse *parse, const DefElem *def, int64_t *number)
{
    const char *text = def_text(parse, def);
    char *end;

    errno = 0;
    *number = strtoll(text, &end, 10);
    return end != text && !*end && errno == 0;
}

static bool
set_number(Parse *parse, const Statement *statement, const DefElem *def, int64_t *number)
{
    if (def_number(parse, def, number))
        return true;
    parse_error(parse, statement, def->location, NULL, "%s must be a whole number of at most 64 bits", def->defname);
    return false;
}

/* Once PostgreSQL's init_params() in commands/sequence.c: limits that were the old type's follow the type. */
static bool
apply_wish(Parse *parse, const Statement *statement, const Wish *wish, const char **type, SequenceOptions *options, bool fresh)
{
    bool reset_max = false, reset_min = false;
    SequenceOptions up, down;

    if (wish->type && !fresh)
    {
        up = sequence_defaults(*type, 1);
        down = sequence_defaults(*type, -1);
        reset_max = options->max == up.max;
        reset_min = options->min == down.min;
    }
    if (wish->type)
        *type = wish->type;
    if (wish->increment)
        TRY(set_number(parse, statement, wish->increment, &options->increment));
    if (options->increment == 0)
    {
        parse_error(parse, statement, wish->increment ? wish->increment->location : -1, NULL, "increment must not be 0");
        return false;
    }
    up = sequence_defaults(*type, 1);
    down = sequence_defaults(*type, -1);
    if (wish->max && wish->max->arg)
        TRY(set_number(parse, statement, wish->max, &options->max));
    else if (fresh || wish->max || reset_max)
        options->max = options->increment > 0 || reset_max ? up.max : down.max;
    if (wish->min && wish->min->arg)
        TRY(set_number(parse, statement, wish->min, &options->min));
    else if (fresh || wish->min || reset_min)
        options->min = options->increment < 0 || reset_min ? down.min : up.min;
    if (wish->start)
        TRY(set_number(parse, statement, wish->start, &options->start));
    else if (fresh)
        options->start = options->increment > 0 ? options->min : options->max;
    if (wish->cache)
        TRY(set_number(parse, statement, wish->cache, &options->cache));
    if (wish->cycle)
        options->cycle = def_bool(wish->cycle);
    return true;
}

static void
set_owner(Parse *parse, const Statement *statement, Sequence *sequence, const DefElem *def)
{
    List *names = def_names(def);
    int count = list_length(names);
    RangeVar table = {.type = T_RangeVar, .location = def->location};

    sequence->object.rare = NULL;
    sequence->owned_schema = sequence->owned_table = sequence->owned_column = NULL;
    if (count == 1 && strcmp(strVal(linitial(names)), "none") == 0)
        return;
    if (count < 2)
    {
        parse_error(parse, statement, def->location, "write OWNED BY table.column or OWNED BY NONE", "OWNED BY names no column");
        return;
    }
    table.relname = strVal(list_nth(names, count - 2));
    table.schemaname = count > 2 ? strVal(list_nth(names, count - 3)) : NULL;
    sequence->owned_schema = relation_schema(parse, statement, &table);
    sequence->owned_table = arena_copy(parse->arena, table.relname);
    sequence->owned_column = str_node(parse, llast(names));
    object_need_late(parse->arena, &sequence->object,
                     (Ref) {.space = SPACE_COLUMN, .schema = sequence->owned_schema, .parent = sequence->owned_table,
                            .name = sequence->owned_column});
}

void
sequence_options(Parse *parse, const Statement *statement, List *defs, const char **type, SequenceOptions *options, Object *sequence)
{
    Wish wish = {0};
    bool fresh = options->increment == 0;
    SequenceOptions result = *options;
    ListCell *cell;

    foreach(cell, defs)
    {
        const DefElem *def = lfirst_node(DefElem, cell);

        if (!take_wish(parse, statement, &wish, def))
        {
            parse_error(parse, statement, def->location, NULL, "a sequence has no option \"%s\"", def->defname);
            return;
        }
    }
    if (!*type)
        *type = "bigint";
    if (fresh)
        result = sequence_defaults(*type, 1);
    if (apply_wish(parse, statement, &wish, type, &result, fresh))
        *options = result;
    if (wish.restart)
        parse_warning(parse, statement, -1, NULL, "RESTART says where a sequence stands, which is data: it is not looked at");
    if (!sequence)
        return;
    if (wish.owned_by)
        set_owner(parse, statement, (Sequence *) sequence, wish.owned_by);
    if (wish.logged)
        ((Sequence *) sequence)->unlogged = strcmp(wish.logged, "unlogged") == 0;
}

Outcome
sequence_create(Parse *parse, const Statement *statement, Node *node)
{
    const CreateSeqStmt *create = castNode(CreateSeqStmt, node);
    const RangeVar *name = create->sequence;
    Sequence *sequence;

    if (name->relpersistence == RELPERSISTENCE_TEMP)
        return parse_error(parse, statement, name->location, "take the statement out of the blueprint",
                           "a temporary sequence is no part of a blueprint");
    sequence = object_make(parse->arena, KIND_SEQUENCE, creation_schema(statement, arena_copy(parse->arena, name->schemaname)), NULL,
                           name->relname);
    sequence->unlogged = name->relpersistence == RELPERSISTENCE_UNLOGGED;
    sequence_options(parse, statement, create->options, &sequence->type, &sequence->options, &sequence->object);
    parse_add(parse, statement, name->location, &sequence->object);
    return OUTCOME_DONE;
}

Outcome
sequence_alter(Parse *parse, const Statement *statement, Node *node)
{
    const AlterSeqStmt *alter = castNode(AlterSeqStmt, node);
    Object *object = find_relation(parse, statement, alter->sequence);
    Sequence *sequence = (Sequence *) object;

    if (!object && alter->missing_ok && parse->last_call)
        return OUTCOME_DONE;
    if (!object)
        return parse_missing(parse, statement, alter->sequence->location, "sequence", relation_schema(parse, statement, alter->sequence),
                             alter->sequence->relname);
    if (object->kind != KIND_SEQUENCE)
        return parse_error(parse, statement, alter->sequence->location, NULL, "%s is no sequence", object_title(parse->arena, object));
    sequence_options(parse, statement, alter->options, &sequence->type, &sequence->options, object);
    return OUTCOME_DONE;
}
