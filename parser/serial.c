#include "parser/autoname.h"
#include "parser/owner.h"
#include "parser/table.h"

#include "engine/kinds/identity_sequence.h"

#include "engine/base/text.h"

/* Since version 15 the sequence of a column is logged as its table is. */
static bool
follows_table(const Parse *parse)
{
    return !parse->options || !parse->options->server_version || parse->options->server_version >= 150000;
}

/* transformColumnDefinition() of parser/parse_utilcmd.c: serial is a sequence of its own, NOT NULL, and a default. */
void
serial_make(Parse *parse, const Statement *statement, int location, const Table *table, Column *column, const char *type)
{
    const Object *object = &table->object;
    const char *name = autoname_relation(parse, object->schema, object->name, column->object.name, "seq", false);
    Sequence *sequence = object_make(parse->arena, KIND_SEQUENCE, object->schema, NULL, name);

    sequence->type = type;
    sequence->options = sequence_defaults(type, 1);
    sequence->unlogged = table->unlogged && follows_table(parse);
    sequence->owned_schema = object->schema;
    sequence->owned_table = object->name;
    sequence->owned_column = column->object.name;
    object_need_late(parse->arena, &sequence->object,
                     (Ref) {.space = SPACE_COLUMN, .schema = object->schema, .parent = object->name, .name = column->object.name});
    parse_add(parse, statement, location, &sequence->object);
    column->not_null = true;
    default_sql(parse, statement, &column->object,
                arena_printf(parse->arena, "nextval(%s::regclass)", sql_literal(parse->arena, sql_qname(parse->arena, object->schema, name))));
}

static const char *
identity_take_name(Parse *parse, const Column *column)
{
    const char *name = autoname_relation(parse, column->object.schema, column->object.parent, column->object.name, "seq", false);

    autoname_take(parse, column->object.schema, name);
    return name;
}

/* The object of an identity's sequence, once its name is known. */
static void
make_identity_sequence(Parse *parse, const Statement *statement, int location, const Column *column, const char *name)
{
    IdentitySequence *sequence = object_make(parse->arena, KIND_IDENTITY_SEQUENCE, column->object.schema, column->object.parent, column->object.name);

    sequence->sequence = name;
    sequence->called = column->identity_called;
    object_need(parse->arena, &sequence->object, (Ref) {.space = SPACE_COLUMN, .schema = column->object.schema,
                                                        .parent = column->object.parent, .name = column->object.name});
    parse_add(parse, statement, location, &sequence->object);
    map_put(&parse->identities, sql_qname(parse->arena, column->object.schema, name), sequence);
}

Object *
identity_sequence_find(const Parse *parse, const char *schema, const char *name)
{
    const IdentitySequence *known = map_get(&parse->identities, sql_qname(parse->arena, schema, name));
    Object *object = known ? model_find(parse->model, SPACE_IDENTITY_SEQUENCE, known->object.schema, known->object.parent, known->object.name) : NULL;

    return object && str_eq(((const IdentitySequence *) object)->sequence, name) ? object : NULL;
}

void
identity_finish(Parse *parse)
{
    for (size_t i = parse->model->objects.count; i-- > 0;)
    {
        Object *object = vec_at(&parse->model->objects, i);
        const Column *column;

        if (object->kind != KIND_IDENTITY_SEQUENCE)
            continue;
        column = (const Column *) model_find(parse->model, SPACE_COLUMN, object->schema, object->parent, object->name);
        if (!column || !column->identity)
            model_remove(parse->model, object);
    }
}

static const char *
take_name(Parse *parse, Column *column, const List *options)
{
    const ListCell *cell;

    foreach(cell, options)
    {
        const DefElem *def = lfirst_node(DefElem, cell);
        const List *names = strcmp(def->defname, "sequence_name") == 0 ? (const List *) def->arg : NIL;

        if (names && IsA(names, List))
        {
            const char *schema = list_length(names) > 1 ? strVal(list_nth(names, list_length(names) - 2)) : column->object.schema;

            column->identity_called = arena_copy(parse->arena, strVal(llast(names)));
            autoname_take(parse, arena_copy(parse->arena, schema), column->identity_called);
            return column->identity_called;
        }
    }
    return identity_take_name(parse, column);
}

void
identity_set(Parse *parse, const Statement *statement, Column *column, const Constraint *node)
{
    const char *type = column->type;

    if (strcmp(type, "smallint") != 0 && strcmp(type, "integer") != 0 && strcmp(type, "bigint") != 0)
    {
        parse_error(parse, statement, node->location, NULL, "an identity column must be smallint, integer or bigint, not %s", type);
        return;
    }
    column->identity = node->generated_when == 'a' ? "ALWAYS" : "BY DEFAULT";
    column->not_null = true;
    column->identity_options = (SequenceOptions) {0};
    sequence_options(parse, statement, node->options, &type, &column->identity_options, NULL);
    make_identity_sequence(parse, statement, node->location, column, take_name(parse, column, node->options));
}

void
identity_copy(Parse *parse, const Statement *statement, Column *column, const Column *from)
{
    column->identity = from->identity;
    column->identity_options = from->identity_options;
    make_identity_sequence(parse, statement, -1, column, identity_take_name(parse, column));
}
