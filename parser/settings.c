#include "parser/settings.h"

#include "engine/base/text.h"
#include "engine/kinds/settings.h"
#include "parser/database.h"

static bool
same_setting(const char *setting, const char *name)
{
    size_t length = strlen(name);

    return strncmp(setting, name, length) == 0 && setting[length] == '=';
}

/* One value as flatten_set_variable_args() in utils/misc/guc_funcs.c writes it; NULL: not a plain one. */
static const char *
setting_value(Parse *parse, Node *node, bool quote)
{
    const A_Const *constant = (A_Const *) node;

    if (!IsA(node, A_Const) || constant->isnull)
        return NULL;
    switch (nodeTag(&constant->val))
    {
        case T_Integer:
            return arena_printf(parse->arena, "%d", constant->val.ival.ival);
        case T_Float:
            return arena_copy(parse->arena, constant->val.fval.fval);
        case T_String:
            return quote ? sql_ident(parse->arena, constant->val.sval.sval) : arena_copy(parse->arena, constant->val.sval.sval);
        default:
            return NULL;
    }
}

Outcome
setting_take(Parse *parse, const Statement *statement, Vec *config, const VariableSetStmt *set, int location)
{
    char *name = arena_copy_own(parse->arena, set->name);
    Vec values = {0};
    const char *setting;
    ListCell *cell;
    size_t at = 0;

    if (set->kind == VAR_RESET_ALL)
        config->count = 0;
    if (set->kind == VAR_RESET_ALL)
        return OUTCOME_DONE;
    if (set->kind == VAR_SET_CURRENT || set->kind == VAR_SET_MULTI || !name)
        return parse_error(parse, statement, location, "write the value itself",
                           "a setting FROM CURRENT depends on the session that runs the statement");
    for (char *c = name; *c; c++)
        *c = *c >= 'A' && *c <= 'Z' ? (char) (*c + ('a' - 'A')) : *c;
    while (at < config->count && !same_setting(vec_at(config, at), name))
        at++;
    if (set->kind != VAR_SET_VALUE)
    {
        if (at < config->count)
            vec_remove_at(config, at);
        return OUTCOME_DONE;
    }
    foreach(cell, set->args)
    {
        const char *value = setting_value(parse, lfirst(cell), setting_is_list(name));

        if (!value)
            return parse_error(parse, statement, location, NULL, "the value of \"%s\" must be a plain text or number", name);
        vec_add(parse->arena, &values, value);
    }
    setting = arena_printf(parse->arena, "%s=%s", name, vec_join(parse->arena, &values, ", "));
    if (at < config->count)
        config->items[at] = (void *) setting;
    else
        vec_add(parse->arena, config, setting);
    return OUTCOME_DONE;
}

Outcome
settings_change(Parse *parse, const Statement *statement, const char *role, const char *database, const VariableSetStmt *set)
{
    const char *known = parse->options ? parse->options->database : NULL;
    Settings *settings = settings_make(parse->arena, role, database ? known ? known : database : NULL), *have;

    have = (Settings *) model_find(parse->model, SPACE_SETTINGS, NULL, NULL, settings->object.name);
    if (!have)
    {
        parse_add(parse, statement, -1, &settings->object);
        have = settings;
    }
    setting_take(parse, statement, &have->values, set, -1);
    vec_sort_str(&have->values);
    return OUTCOME_DONE;
}
