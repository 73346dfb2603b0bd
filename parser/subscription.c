#include "parser/parse.h"

#include "engine/kinds/subscription.h"

static bool
connection_set(Parse *parse, const Statement *statement, Subscription *subscription, const char *conninfo)
{
    Vec *options = arena_make(parse->arena, Vec);

    if (!subscription_connection(parse->arena, conninfo, options))
    {
        parse_error(parse, statement, -1, "write 'host=... dbname=...' or 'postgresql://...'", "the connection of subscription %s can't be read",
                    sql_ident(parse->arena, subscription->object.name));
        return false;
    }
    subscription->conninfo = arena_copy(parse->arena, conninfo);
    subscription->connection = options;
    return true;
}

/* ---- options ---- */

static const struct { const char *name; size_t offset; } switches[] = {
    {"binary", offsetof(Subscription, binary)},
    {"two_phase", offsetof(Subscription, two_phase)},
    {"disable_on_error", offsetof(Subscription, disable_on_error)},
    {"password_required", offsetof(Subscription, password_required)},
    {"run_as_owner", offsetof(Subscription, run_as_owner)},
    {"failover", offsetof(Subscription, failover)},
    {"connect", offsetof(Subscription, connect)},
    {"create_slot", offsetof(Subscription, create_slot)},
    {"copy_data", offsetof(Subscription, copy_data)},
};

static const char *
streaming_word(Parse *parse, const DefElem *def)
{
    const char *text = def_text(parse, def);

    return strcasecmp(text, "parallel") == 0 ? "parallel" : def_bool(def) ? "on" : "off";
}

static bool
set_switch(Subscription *subscription, const DefElem *def)
{
    for (size_t i = 0; i < COUNT_OF(switches); i++)
        if (strcmp(switches[i].name, def->defname) == 0)
        {
            *(bool *) ((char *) subscription + switches[i].offset) = def_bool(def);
            return true;
        }
    return false;
}

static bool
set_option(Parse *parse, const Statement *statement, Subscription *subscription, const DefElem *def)
{
    const char *text = def_text(parse, def);

    if (set_switch(subscription, def))
        return true;
    if (strcmp(def->defname, "slot_name") == 0)
        subscription->slot_name = strcmp(text, "none") == 0 ? NULL : text;
    else if (strcmp(def->defname, "enabled") == 0)
        subscription->enabled = def_bool(def) ? "yes" : "no";
    else if (strcmp(def->defname, "streaming") == 0)
        subscription->streaming = streaming_word(parse, def);
    else if (strcmp(def->defname, "synchronous_commit") == 0)
        subscription->synchronous_commit = text;
    else if (strcmp(def->defname, "origin") == 0)
        subscription->origin = strcasecmp(text, "none") == 0 ? "none" : strcasecmp(text, "any") == 0 ? "any" : text;
    else if (strcmp(def->defname, "refresh") != 0)
    {
        parse_error(parse, statement, def->location, NULL, "subscriptions have no option \"%s\"", def->defname);
        return false;
    }
    return true;
}

static bool
set_options(Parse *parse, const Statement *statement, Subscription *subscription, List *options)
{
    ListCell *cell;

    foreach(cell, options)
        if (!set_option(parse, statement, subscription, lfirst_node(DefElem, cell)))
            return false;
    return true;
}

/* ---- publications ---- */

static void
drop_publications(Subscription *subscription, const Vec *names)
{
    for (size_t i = subscription->publications.count; i-- > 0;)
        if (vec_has_str(names, vec_at(&subscription->publications, i)))
            vec_remove_at(&subscription->publications, i);
}

static void
change_publications(Parse *parse, Subscription *subscription, AlterSubscriptionType how, List *list)
{
    Vec names = {0};

    str_list(parse, list, &names);
    if (how == ALTER_SUBSCRIPTION_DROP_PUBLICATION)
    {
        drop_publications(subscription, &names);
        return;
    }
    if (how == ALTER_SUBSCRIPTION_SET_PUBLICATION)
        subscription->publications = (Vec) {0};
    VEC_EACH(const char *, name, &names)
        vec_add_str_once(parse->arena, &subscription->publications, name);
}

/* ---- statements ---- */

/* CREATE enables, unless it does not connect: then pg_dump wrote it, and whether it is enabled one day is left open. */
Outcome
subscription_create(Parse *parse, const Statement *statement, Node *node)
{
    const CreateSubscriptionStmt *create = castNode(CreateSubscriptionStmt, node);
    Subscription *subscription = object_make(parse->arena, KIND_SUBSCRIPTION, NULL, NULL, create->subname);

    parse->model->claims |= CLAIM_SUBSCRIPTIONS;
    subscription_defaults(subscription, parse->options ? parse->options->server_version : 0);
    subscription->slot_name = subscription->object.name;
    if (!connection_set(parse, statement, subscription, create->conninfo) || !set_options(parse, statement, subscription, create->options))
        return OUTCOME_DONE;
    if (!subscription->enabled && subscription->connect)
        subscription->enabled = "yes";
    change_publications(parse, subscription, ALTER_SUBSCRIPTION_SET_PUBLICATION, create->publication);
    parse_add(parse, statement, -1, &subscription->object);
    return OUTCOME_DONE;
}

Outcome
subscription_alter(Parse *parse, const Statement *statement, Node *node)
{
    const AlterSubscriptionStmt *alter = castNode(AlterSubscriptionStmt, node);
    Subscription *subscription = (Subscription *) model_find(parse->model, SPACE_SUBSCRIPTION, NULL, NULL, alter->subname);

    if (!subscription)
        return parse_missing(parse, statement, -1, "subscription", NULL, alter->subname);
    switch (alter->kind)
    {
        case ALTER_SUBSCRIPTION_OPTIONS:
        case ALTER_SUBSCRIPTION_ENABLED:
            set_options(parse, statement, subscription, alter->options);
            break;
        case ALTER_SUBSCRIPTION_CONNECTION:
            connection_set(parse, statement, subscription, alter->conninfo);
            break;
        case ALTER_SUBSCRIPTION_SET_PUBLICATION:
        case ALTER_SUBSCRIPTION_ADD_PUBLICATION:
        case ALTER_SUBSCRIPTION_DROP_PUBLICATION:
            change_publications(parse, subscription, alter->kind, alter->publication);
            break;
        case ALTER_SUBSCRIPTION_REFRESH:
            break;                                 /* it asks the publisher, and changes nothing that is declared */
        case ALTER_SUBSCRIPTION_SKIP:
            return parse_error(parse, statement, -1, "run it by hand", "ALTER SUBSCRIPTION ... SKIP is no declaration");
    }
    return OUTCOME_DONE;
}

/* As drop_read() does. */
Outcome
subscription_drop(Parse *parse, const Statement *statement, Node *node)
{
    const DropSubscriptionStmt *drop = castNode(DropSubscriptionStmt, node);
    Object *subscription = model_find(parse->model, SPACE_SUBSCRIPTION, NULL, NULL, drop->subname);

    (void) statement;
    if (subscription && !drop->missing_ok)
        object_drop(parse, subscription);
    return OUTCOME_DONE;
}
