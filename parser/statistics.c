#include "parser/parse.h"

#include "engine/kinds/statistics.h"
#include "parser/autoname.h"
#include "parser/creation.h"

static const char *const all_kinds[] = {"dependencies", "mcv", "ndistinct"};

static bool
set_kinds(Parse *parse, const Statement *statement, StatisticsDef *statistics, List *types)
{
    ListCell *cell;

    foreach(cell, types)
    {
        const char *type = str_node(parse, lfirst(cell));
        bool known = false;

        for (size_t i = 0; i < COUNT_OF(all_kinds); i++)
            known |= strcmp(type, all_kinds[i]) == 0;
        if (!known)
        {
            parse_error(parse, statement, -1, "ndistinct, dependencies or mcv", "there is no statistics kind \"%s\"", type);
            return false;
        }
        vec_add_str_once(parse->arena, &statistics->kinds, type);
    }
    /* A single expression has no kinds to choose; all else has all of them unless some are named. */
    if (!types && (statistics->columns.count || statistics->expressions.count > 1))
        for (size_t i = 0; i < COUNT_OF(all_kinds); i++)
            vec_add(parse->arena, &statistics->kinds, all_kinds[i]);
    vec_sort_str(&statistics->kinds);
    return true;
}

static void
add_expression(Parse *parse, const Statement *statement, StatisticsDef *statistics, Node *node)
{
    StatisticsElement *element = arena_make(parse->arena, StatisticsElement);
    Pending *pending = parse_expression(parse, statement, node, &statistics->object, &element->expression);

    pending->relation_schema = statistics->table_schema;
    pending->relation = statistics->table;
    vec_add(parse->arena, &statistics->expressions, element);
}

static void
set_elements(Parse *parse, const Statement *statement, StatisticsDef *statistics, List *elements)
{
    ListCell *cell;

    foreach(cell, elements)
    {
        const StatsElem *element = lfirst_node(StatsElem, cell);
        const char *column = element->name;

        /* (a) is the column a. */
        if (!column && IsA(element->expr, ColumnRef) && list_length(castNode(ColumnRef, element->expr)->fields) == 1 &&
            IsA(linitial(castNode(ColumnRef, element->expr)->fields), String))
            column = strVal(linitial(castNode(ColumnRef, element->expr)->fields));
        if (!column)
        {
            add_expression(parse, statement, statistics, element->expr);
            continue;
        }
        vec_add_str_once(parse->arena, &statistics->columns, arena_copy(parse->arena, column));
        object_need(parse->arena, &statistics->object, (Ref) {.space = SPACE_COLUMN, .schema = statistics->table_schema,
                                                              .parent = statistics->table, .name = column});
    }
    vec_sort_str(&statistics->columns);
}

/* ChooseExtendedStatisticName() in commands/statscmds.c: "t_a_expr_stat", in the schema of the table. */
static const char *
choose_name(Parse *parse, const Object *table, List *elements)
{
    Vec names = {0};
    ListCell *cell;

    foreach(cell, elements)
        vec_add(parse->arena, &names, lfirst_node(StatsElem, cell)->name ? lfirst_node(StatsElem, cell)->name : "expr");
    for (int pass = 0;; pass++)
    {
        const char *label = pass ? arena_printf(parse->arena, "stat%d", pass) : "stat";
        const char *name = autoname_make(parse->arena, table->name, autoname_columns(parse->arena, &names), label);

        if (!model_find(parse->model, SPACE_STATISTICS, table->schema, NULL, name))
            return name;
    }
}

Outcome
statistics_create(Parse *parse, const Statement *statement, Node *node)
{
    const CreateStatsStmt *create = castNode(CreateStatsStmt, node);
    const RangeVar *range = list_length(create->relations) == 1 ? linitial(create->relations) : NULL;
    const Object *table;
    const char *schema, *name;
    StatisticsDef *statistics;

    if (!range || !IsA(range, RangeVar))
        return parse_error(parse, statement, -1, NULL, "statistics are on one table");
    table = find_relation(parse, statement, range);
    if (!table)
        return parse_missing(parse, statement, range->location, "table", range->schemaname, range->relname);
    if (create->defnames)
        creation_name(parse, statement, create->defnames, &schema, &name);
    else
        schema = table->schema, name = choose_name(parse, table, create->exprs);
    statistics = object_make(parse->arena, KIND_STATISTICS, schema, NULL, name);
    statistics->table_schema = table->schema;
    statistics->table = table->name;
    statistics->target = -1;
    object_need(parse->arena, &statistics->object,
                (Ref) {.space = SPACE_RELATION, .schema = table->schema, .name = table->name, .shallow = true});
    set_elements(parse, statement, statistics, create->exprs);
    if (set_kinds(parse, statement, statistics, create->stat_types))
        parse_add(parse, statement, -1, &statistics->object);
    return OUTCOME_DONE;
}

Object *
statistics_find(Parse *parse, const Statement *statement, List *names)
{
    const char *name = strVal(llast(names));
    Object *found = NULL;

    if (list_length(names) > 1)
        return model_find(parse->model, SPACE_STATISTICS, strVal(list_nth(names, list_length(names) - 2)), NULL, name);
    for (size_t i = 0; !found && i < statement->search_path.count; i++)
        found = model_find(parse->model, SPACE_STATISTICS, vec_at(&statement->search_path, i), NULL, name);
    return found;
}

Outcome
statistics_alter(Parse *parse, const Statement *statement, Node *node)
{
    const AlterStatsStmt *alter = castNode(AlterStatsStmt, node);
    StatisticsDef *statistics = (StatisticsDef *) statistics_find(parse, statement, alter->defnames);

    if (!statistics)
        return parse_missing(parse, statement, -1, "statistics object", NULL, strVal(llast(alter->defnames)));
    statistics->target = alter->stxstattarget ? intVal(alter->stxstattarget) : -1;
    return OUTCOME_DONE;
}
