#include "parser/constraint.h"

#include "engine/base/text.h"
#include "parser/autoname.h"
#include "parser/keys.h"
#include "parser/opclass.h"
#include "parser/pgq.h"

/* ---- keys ---- */

/* (a COLLATE x) is the column a: DefineIndex() strips collations and takes a bare column for what it is. */
static const char *
plain_column(Parse *parse, const Object *relation, const Node *expression)
{
    const ColumnRef *ref = (const ColumnRef *) expression;
    const char *name;

    if (!IsA(expression, ColumnRef) || !IsA(llast(ref->fields), String))
        return NULL;
    name = strVal(llast(ref->fields));
    if (!relation || relation->kind != KIND_TABLE || table_column(parse, relation, name) || strcmp(name, relation->name) != 0)
        return str_node(parse, llast(ref->fields));
    return NULL;                                   /* the whole row */
}

/* COLLATE "default" is kept here: index_finish() knows whether the column has a collation that it overrides. */
static const char *
written_collation(Parse *parse, const Statement *statement, List *name)
{
    CollateClause clause = {.type = T_CollateClause, .collname = name, .location = -1};
    const char *text = collation_text(parse, statement, &clause);

    return text ? text : "\"default\"";
}

static void
read_expression(Parse *parse, const Statement *statement, Object *object, IndexElement *element, Node *expression)
{
    const Object *relation = model_find(parse->model, SPACE_RELATION, object->schema, NULL, object->parent);
    Pending *pending;

    while (IsA(expression, CollateClause))
    {
        CollateClause *clause = castNode(CollateClause, expression);

        if (!element->collation)
            element->collation = written_collation(parse, statement, clause->collname);
        expression = clause->arg;
    }
    if ((element->column = plain_column(parse, relation, expression)))
        return;
    pending = parse_expression(parse, statement, expression, object, &element->expression);
    pending->relation_schema = object->schema;
    pending->relation = object->parent;
}

void
index_elements(Parse *parse, const Statement *statement, Object *object, const char *method, List *params, Vec *elements)
{
    const ListCell *cell;

    foreach(cell, params)
    {
        const IndexElem *param = lfirst_node(IndexElem, cell);
        IndexElement *element = arena_make(parse->arena, IndexElement);

        if (param->collation)
            element->collation = written_collation(parse, statement, param->collation);
        element->label = param->expr ? arena_copy(parse->arena, autoname_expression(param->expr)) : NULL;
        if (param->name)
            element->column = arena_copy(parse->arena, param->name);
        else
            read_expression(parse, statement, object, element, param->expr);
        if (param->opclass)
            element->opclass = opclass_text(parse, statement, object, method, param->opclass);
        reloptions_set(parse, &element->opclass_options, param->opclassopts);
        element->descending = param->ordering == SORTBY_DESC;
        element->nulls_first = param->nulls_ordering == SORTBY_NULLS_DEFAULT ? element->descending
                                                                              : param->nulls_ordering == SORTBY_NULLS_FIRST;
        vec_add(parse->arena, elements, element);
    }
}

void
index_include(Parse *parse, List *params, Vec *include)
{
    const ListCell *cell;

    foreach(cell, params)
        if (lfirst_node(IndexElem, cell)->name)
            vec_add(parse->arena, include, arena_copy(parse->arena, lfirst_node(IndexElem, cell)->name));
}

void
index_suggest_names(Parse *parse, List *params, Vec *names)
{
    const ListCell *cell;

    foreach(cell, params)
    {
        const IndexElem *param = lfirst_node(IndexElem, cell);

        vec_add(parse->arena, names, arena_copy(parse->arena, param->name ? param->name : autoname_expression(param->expr)));
    }
}

const char *
index_autoname(Parse *parse, const Object *table, const Vec *suggested, const char *label)
{
    Vec columns = {0};

    partition_take_names(parse, table);
    autoname_index_columns(parse->arena, suggested, &columns);
    return autoname_relation(parse, table->schema, table->name, strcmp(label, "pkey") == 0 ? NULL : autoname_columns(parse->arena, &columns),
                             label, strcmp(label, "idx") != 0);
}

/* ---- CREATE INDEX ---- */

static const char *
default_name(Parse *parse, const IndexStmt *create, const Object *relation)
{
    Vec names = {0};

    index_suggest_names(parse, create->indexParams, &names);
    index_suggest_names(parse, create->indexIncludingParams, &names);
    return index_autoname(parse, relation, &names, "idx");
}

const char *
index_tablespace(Parse *parse, const char *name)
{
    return name && strcmp(name, "pg_default") != 0 ? arena_copy(parse->arena, name) : NULL;
}

Outcome
index_create(Parse *parse, const Statement *statement, Node *node)
{
    const IndexStmt *create = castNode(IndexStmt, node);
    const Object *relation = find_relation(parse, statement, create->relation);
    IndexDef *index;
    Pending *pending;

    if (!relation)
        return parse_missing(parse, statement, create->relation->location, "relation",
                             relation_schema(parse, statement, create->relation), create->relation->relname);
    if (relation->kind != KIND_TABLE && relation->kind != KIND_MATVIEW)
        return parse_error(parse, statement, create->relation->location, NULL, "%s can't have an index", object_title(parse->arena, relation));
    index = object_make(parse->arena, KIND_INDEX, relation->schema, relation->name,
                        create->idxname ? create->idxname : default_name(parse, create, relation));
    index->unique = create->unique;
    index->nulls_not_distinct = create->nulls_not_distinct;
    index->method = create->accessMethod ? arena_copy(parse->arena, create->accessMethod) : "btree";
    index_elements(parse, statement, &index->object, index->method, create->indexParams, &index->elements);
    index_include(parse, create->indexIncludingParams, &index->include);
    reloptions_set(parse, &index->options, create->options);
    index->tablespace = index_tablespace(parse, create->tableSpace);
    index->invalid = !create->relation->inh && relation->kind == KIND_TABLE && ((const Table *) relation)->partition_key;
    if (create->whereClause)
    {
        pending = parse_expression(parse, statement, create->whereClause, &index->object, &index->where);
        pending->relation_schema = relation->schema;
        pending->relation = relation->name;
        pending->target_type = "boolean";
    }
    parse_add(parse, statement, create->relation->location, &index->object);
    return OUTCOME_DONE;
}

/* ---- ALTER INDEX ---- */

const char *
index_schema(Parse *parse, const Statement *statement, const char *name)
{
    VEC_EACH(const char *, schema, &statement->search_path)
        if (model_find_taken(parse->model, SPACE_RELATION, schema, NULL, name))
            return schema;
    return creation_schema(statement, NULL);
}

/* An index, or the constraint whose index it is. */
static Object *
find_index(Parse *parse, const Statement *statement, const RangeVar *range, const char **schema)
{
    *schema = range->schemaname ? range->schemaname : index_schema(parse, statement, range->relname);
    return model_find_taken(parse->model, SPACE_RELATION, *schema, NULL, range->relname);
}

static Vec *
options_of(Object *object)
{
    return object->kind == KIND_INDEX ? &((IndexDef *) object)->options : &((ConstraintDef *) object)->options;
}

static void
set_statistics(Parse *parse, IndexDef *index, const AlterTableCmd *command)
{
    const char *number = arena_printf(parse->arena, "%d", command->num), *target = NULL;
    size_t length = strlen(number);

    if (command->def && IsA(command->def, Integer) && intVal(command->def) >= 0)
        target = arena_printf(parse->arena, "%s=%d", number, intVal(command->def));
    for (size_t i = 0; i < index->statistics.count; i++)
        if (strncmp(vec_at(&index->statistics, i), number, length) == 0 && ((const char *) vec_at(&index->statistics, i))[length] == '=')
            vec_remove_at(&index->statistics, i--);
    if (target)
        vec_add(parse->arena, &index->statistics, target);
    vec_sort_str(&index->statistics);
}

/* The child's index hangs on its parent's from now on and is no object of its own; a key is one all the same when the parent's is none. */
static Outcome
attach(Parse *parse, const Statement *statement, const char *parent_schema, const char *parent, const Object *whole, const RangeVar *range)
{
    const char *schema;
    Object *child = find_index(parse, statement, range, &schema);

    if (!child)
        return parse_missing(parse, statement, range->location, "index", schema, range->relname);
    partition_attach(parse, parent_schema, parent, child, whole && whole->kind == KIND_INDEX && child->kind == KIND_CONSTRAINT);
    return OUTCOME_DONE;
}

static void
alter_command(Parse *parse, const Statement *statement, Object *object, const AlterTableCmd *command)
{
    const char **tablespace = object->kind == KIND_INDEX ? &((IndexDef *) object)->tablespace : &((ConstraintDef *) object)->tablespace;

    switch (command->subtype)
    {
        case AT_SetRelOptions:
            reloptions_set(parse, options_of(object), (List *) command->def);
            break;
        case AT_ResetRelOptions:
            reloptions_reset(parse, options_of(object), (List *) command->def);
            break;
        case AT_SetTableSpace:
            *tablespace = index_tablespace(parse, command->name);
            break;
        case AT_SetStatistics:
            if (object->kind != KIND_INDEX || !command->num)
                parse_error(parse, statement, -1, "only expressions of an index have targets of their own, by their number",
                            "this column of %s can't have a statistics target", object_title(parse->arena, object));
            else
                set_statistics(parse, (IndexDef *) object, command);
            break;
        default:
            parse_error(parse, statement, -1, NULL, "an index can't be altered like this");
            break;
    }
}

Outcome
index_alter(Parse *parse, const Statement *statement, const AlterTableStmt *node)
{
    const AlterTableCmd *first = linitial_node(AlterTableCmd, node->cmds);
    const char *schema, *name = node->relation->relname;
    Object *object = find_index(parse, statement, node->relation, &schema);
    const ListCell *cell;

    if (!object && !(first->subtype == AT_AttachPartition && partition_is_attached(parse, schema, name)))
        return parse_missing(parse, statement, node->relation->location, "index", schema, name);
    if (first->subtype == AT_AttachPartition)
        return attach(parse, statement, schema, name, object, castNode(PartitionCmd, first->def)->name);
    if (object->kind != KIND_INDEX && object->kind != KIND_CONSTRAINT)
        return parse_error(parse, statement, node->relation->location, NULL, "%s is no index", object_title(parse->arena, object));
    foreach(cell, node->cmds)
        alter_command(parse, statement, object, lfirst_node(AlterTableCmd, cell));
    return OUTCOME_DONE;
}

/* ---- definitions that the server printed ---- */

typedef struct Question
{
    const char *definition;
    int key;
    bool answer;
} Question;

static void
look(void *context)
{
    Question *question = context;
    Arena *scratch = arena_new();
    PgqScope scope = pgq_enter();
    PgqError error;
    List *tree = pgq_parse(scratch, question->definition, &error);
    const IndexStmt *index = tree ? (const IndexStmt *) linitial_node(RawStmt, tree)->stmt : NULL;

    if (index && IsA(index, IndexStmt) && list_length(index->indexParams) >= question->key)
        question->answer = list_nth_node(IndexElem, index->indexParams, question->key - 1)->collation != NIL;
    pgq_leave(scope);
    arena_free(scratch);
}

bool
index_has_collation(const char *definition, int key)
{
    Question question = {.definition = definition, .key = key};

    pgq_run(look, &question);
    return question.answer;
}
