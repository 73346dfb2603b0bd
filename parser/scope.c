#include "parser/scope.h"

ScopeItem *
scope_add_item(Arena *arena, Scope *scope, const char *alias)
{
    ScopeItem *item = arena_make(arena, ScopeItem);

    item->alias = item->name = alias;
    vec_add(arena, &scope->items, item);
    return item;
}

void
scope_add_column(Arena *arena, Vec *columns, const char *name, const PgType *type, const ScopeItem *item)
{
    ScopeColumn *column = arena_make(arena, ScopeColumn);

    *column = (ScopeColumn) {name, type, item, NULL};
    vec_add(arena, columns, column);
}

static bool
is_taken(const Scope *scope, const char *name)
{
    for (const Scope *level = scope; level; level = level->outer)
        VEC_EACH(const ScopeItem *, item, &level->items)
            if (str_eq(item->name, name))
                return true;
    return false;
}

/* As there, the search for a number goes on where it ended for the same alias: there may be thousands. */
void
scope_name_items(Arena *arena, Scope *scope)
{
    Map own, numbers;

    map_init(&own, arena);
    map_init(&numbers, arena);
    VEC_EACH(ScopeItem *, item, &scope->items)
    {
        int *number;

        if (item->alias)
        {
            number = map_get(&numbers, item->alias);
            if (!number)
                map_put(&numbers, item->alias, number = arena_make(arena, int));
            item->name = item->alias;
            while (map_has(&own, item->name) || is_taken(scope->outer, item->name))
                item->name = arena_printf(arena, "%s_%d", item->alias, ++*number);
        }
        if (item->name)
            map_put(&own, item->name, item);
    }
}

bool
scope_is_system_column(const char *name)
{
    static const char *const names[] = {"cmax", "cmin", "ctid", "tableoid", "xmax", "xmin"};

    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* The level that is searched after this one. */
static const Scope *
next_level(const Scope *scope)
{
    return scope->hides_outer && scope->outer ? next_level(scope->outer) : scope->outer;
}

Found
scope_find(const Scope *scope, const char *name, bool local, const ScopeColumn **column, const ScopeItem **item)
{
    for (const Scope *level = scope; level; level = local ? NULL : next_level(level))
    {
        VEC_EACH(const ScopeColumn *, candidate, &level->visible)
            if (strcmp(candidate->name, name) == 0)
            {
                *column = candidate;
                *item = candidate->item;
                return FOUND_COLUMN;
            }
        if (!level->complete)
            return FOUND_PERHAPS;
        if (scope_is_system_column(name) && level->items.count)
            return FOUND_PERHAPS;
    }
    *item = scope_find_item(scope, NULL, name);
    return *item ? FOUND_ITEM : FOUND_NOTHING;
}

const ScopeItem *
scope_find_item(const Scope *scope, const char *schema, const char *name)
{
    for (const Scope *level = scope; level; level = next_level(level))
        VEC_EACH(const ScopeItem *, item, &level->items)
            if (item->open && (schema ? str_eq(item->schema, schema) && str_eq(item->relation, name) : str_eq(item->alias, name)))
                return item;
    return NULL;
}

const ScopeColumn *
scope_item_column(const ScopeItem *item, const char *name)
{
    VEC_EACH(const ScopeColumn *, column, &item->columns)
        if (strcmp(column->name, name) == 0)
            return column;
    return NULL;
}

const ScopeWith *
scope_find_with(const Scope *scope, const char *name)
{
    for (; scope; scope = scope->outer)
        VEC_EACH(const ScopeWith *, with, &scope->withs)
            if (strcmp(with->name, name) == 0)
                return with;
    return NULL;
}
