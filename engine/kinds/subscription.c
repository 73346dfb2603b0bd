#include "engine/kinds/subscription.h"

#include "engine/model/emit.h"
#include "engine/model/secret.h"

static const Field fields[] = {
    FIELD(Subscription, connection, LOOSE_OPTIONS, ALTER),
    FIELD(Subscription, publications, NAMES, ALTER),
    FIELD_NAMED(Subscription, slot_name, "slot name", TEXT, ALTER),
    FIELD(Subscription, enabled, LOOSE, ALTER),
    FIELD(Subscription, binary, BOOL, ALTER),
    FIELD(Subscription, streaming, TEXT, ALTER),
    FIELD_NAMED(Subscription, synchronous_commit, "synchronous commit", TEXT, ALTER),
    FIELD_NAMED(Subscription, two_phase, "two phase", BOOL, ALTER),
    FIELD_NAMED(Subscription, disable_on_error, "disable on error", BOOL, ALTER),
    FIELD_NAMED(Subscription, password_required, "password required", BOOL, ALTER),
    FIELD_NAMED(Subscription, run_as_owner, "run as owner", BOOL, ALTER),
    FIELD(Subscription, failover, BOOL, ALTER),
    FIELD(Subscription, origin, TEXT, ALTER),
    {0}
};

void
subscription_defaults(Subscription *subscription, int server_version)
{
    subscription->streaming = server_version >= 180000 ? "parallel" : "off";
    subscription->synchronous_commit = "off";
    subscription->password_required = true;
    subscription->origin = "any";
    subscription->connect = subscription->create_slot = subscription->copy_data = true;
}

/* ---- options ---- */

/* Those that SET knows and that CREATE takes, too. */
static const struct { const char *option, *field; size_t offset; bool is_bool; } options[] = {
    {"binary", "binary", offsetof(Subscription, binary), true},
    {"streaming", "streaming", offsetof(Subscription, streaming), false},
    {"synchronous_commit", "synchronous commit", offsetof(Subscription, synchronous_commit), false},
    {"two_phase", "two phase", offsetof(Subscription, two_phase), true},
    {"disable_on_error", "disable on error", offsetof(Subscription, disable_on_error), true},
    {"password_required", "password required", offsetof(Subscription, password_required), true},
    {"run_as_owner", "run as owner", offsetof(Subscription, run_as_owner), true},
    {"failover", "failover", offsetof(Subscription, failover), true},
    {"origin", "origin", offsetof(Subscription, origin), false},
};

static const char *
slot_sql(Arena *arena, const Subscription *subscription)
{
    return subscription->slot_name ? sql_literal(arena, subscription->slot_name) : "NONE";
}

static void
add_options(Arena *arena, const Subscription *subscription, uint64_t changed, Vec *parts)
{
    const char *base = (const char *) subscription;

    for (size_t i = 0; i < COUNT_OF(options); i++)
        if (changed & field_bit(fields, options[i].field))
            vec_add(arena, parts, options[i].is_bool
                    ? arena_printf(arena, "%s = %s", options[i].option, *(const bool *) (base + options[i].offset) ? "true" : "false")
                    : arena_printf(arena, "%s = %s", options[i].option, sql_literal(arena, *(const char *const *) (base + options[i].offset))));
}

static const char *
publications_sql(Arena *arena, const Subscription *subscription)
{
    Vec names = {0};

    VEC_EACH(const char *, name, &subscription->publications)
        vec_add(arena, &names, sql_ident(arena, name));
    return vec_join(arena, &names, ", ");
}

static bool
is_enabled(const Subscription *subscription)
{
    return subscription->enabled && strcmp(subscription->enabled, "yes") == 0;
}

static bool
is_disabled(const Subscription *subscription)
{
    return subscription->enabled && !is_enabled(subscription);
}

/* ---- statements ---- */

/* The conninfo to show; NULL: it may be shown as it is. */
static const char *
masked(Arena *arena, const Subscription *subscription)
{
    return secret_in(subscription->connection) ? subscription_connection_shown(arena, subscription->connection) : NULL;
}

/* Without a connection it is made disabled, and with no slot at the publisher. */
static const char *
create_sql(Arena *arena, const Subscription *subscription, const char *conninfo, int server_version)
{
    Subscription plain = {0};
    Vec parts = {0};

    if (!subscription->connect)
        vec_add(arena, &parts, "connect = false");
    else if (is_disabled(subscription))
        vec_add(arena, &parts, "enabled = false");
    if (subscription->connect && !subscription->create_slot)
        vec_add(arena, &parts, "create_slot = false");
    if (subscription->connect && !subscription->copy_data)
        vec_add(arena, &parts, "copy_data = false");
    if (!str_eq(subscription->slot_name, subscription->object.name))
        vec_add(arena, &parts, arena_printf(arena, "slot_name = %s", slot_sql(arena, subscription)));
    subscription_defaults(&plain, server_version);
    add_options(arena, subscription, fields_compare(fields, &plain, subscription, NULL, NULL, NULL), &parts);
    return arena_printf(arena, "CREATE SUBSCRIPTION %s CONNECTION %s PUBLICATION %s%s%s%s", object_sql_name(arena, &subscription->object),
                        sql_literal(arena, conninfo), publications_sql(arena, subscription), parts.count ? " WITH (" : "",
                        vec_join(arena, &parts, ", "), parts.count ? ")" : "");
}

static void
enable(Emit *emit, const Subscription *subscription, bool enabled)
{
    const char *name = object_sql_name(emit->arena, &subscription->object);
    Step *step = emit_step(emit, COST(0), "ALTER SUBSCRIPTION %s %s", name, enabled ? "ENABLE" : "DISABLE");

    emit_undo(emit, step, false, "ALTER SUBSCRIPTION %s %s", name, enabled ? "DISABLE" : "ENABLE");
}

static void
create(Emit *emit, const Object *new)
{
    const Subscription *subscription = (const Subscription *) new;
    bool makes_slot = subscription->connect && subscription->create_slot;
    const char *shown;
    Step *step;

    if (!subscription->conninfo)
    {
        emit_refuse(emit, "%s can't be made anew, as its connection can't be read: plan as a superuser", object_title(emit->arena, new));
        return;
    }
    step = emit_step(emit, COST(.alone = makes_slot), "%s",
                     create_sql(emit->arena, subscription, subscription->conninfo, emit->options->server_version));
    if ((shown = masked(emit->arena, subscription)))
        emit_shown(emit, step, "%s", create_sql(emit->arena, subscription, shown, emit->options->server_version));
    if (!makes_slot)
        emit_undo(emit, step, false, "DROP SUBSCRIPTION %s", object_sql_name(emit->arena, new));
    if (!subscription->connect && is_enabled(subscription))
        enable(emit, subscription, true);
}

static void
alter_connection(Emit *emit, const Subscription *old, const Subscription *new)
{
    const char *start = arena_printf(emit->arena, "ALTER SUBSCRIPTION %s CONNECTION", object_sql_name(emit->arena, &new->object));
    Step *step = emit_step(emit, COST(0), "%s %s", start, sql_literal(emit->arena, new->conninfo));

    if (masked(emit->arena, new))
        emit_shown(emit, step, "%s %s", start, sql_literal(emit->arena, masked(emit->arena, new)));
    if (!masked(emit->arena, old))
        emit_undo(emit, step, false, "%s %s", start, sql_literal(emit->arena, old->conninfo));
}

/* One that works learns at once what the new publications have, for which it asks the publisher: not in a transaction. */
static void
alter_publications(Emit *emit, const Subscription *old, const Subscription *new, bool works)
{
    const char *name = object_sql_name(emit->arena, &new->object), *with = works ? "" : " WITH (refresh = false)";
    Step *step = emit_step(emit, COST(.alone = works), "ALTER SUBSCRIPTION %s SET PUBLICATION %s%s", name, publications_sql(emit->arena, new), with);

    emit_undo(emit, step, false, "ALTER SUBSCRIPTION %s SET PUBLICATION %s%s", name, publications_sql(emit->arena, old), with);
}

static const char *
set_sql(Arena *arena, const Subscription *subscription, uint64_t changed)
{
    Vec parts = {0};

    if (changed & field_bit(fields, "slot name"))
        vec_add(arena, &parts, arena_printf(arena, "slot_name = %s", slot_sql(arena, subscription)));
    add_options(arena, subscription, changed, &parts);
    return parts.count ? arena_printf(arena, "ALTER SUBSCRIPTION %s SET (%s)", object_sql_name(arena, &subscription->object),
                                      vec_join(arena, &parts, ", ")) : NULL;
}

static void
alter(Emit *emit, const Object *old_object, const Object *new_object, uint64_t changed)
{
    const Subscription *old = (const Subscription *) old_object, *new = (const Subscription *) new_object;
    bool turns = changed & field_bit(fields, "enabled"), works = is_enabled(old) && !turns;
    const char *set = set_sql(emit->arena, new, changed);

    if (changed & field_bit(fields, "two phase"))
    {
        emit_refuse(emit, "two_phase of subscription %s can't be changed: drop it and make it anew by hand", object_sql_name(emit->arena, new_object));
        return;
    }
    if (turns && is_disabled(new))
        enable(emit, new, false);
    if (changed & field_bit(fields, "connection"))
        alter_connection(emit, old, new);
    if (set)
    {
        /* The slot at the publisher takes failover on: ALTER SUBSCRIPTION goes there. */
        Step *step = emit_step(emit, COST(.alone = changed & field_bit(fields, "failover")), "%s", set);

        emit_undo(emit, step, false, "%s", set_sql(emit->arena, old, changed));
    }
    if (changed & field_bit(fields, "publications"))
        alter_publications(emit, old, new, works);
    if (turns && is_enabled(new))
        enable(emit, new, true);
}

/* With a slot the server goes to the publisher and drops it there, which no ROLLBACK could undo. */
static void
drop(Emit *emit, const Object *old)
{
    const Subscription *subscription = (const Subscription *) old;
    Step *step = emit_step(emit, COST(.alone = subscription->slot_name != NULL), "DROP SUBSCRIPTION %s", object_sql_name(emit->arena, old));

    emit_hazard(emit, step, HAZARD_DROPS_OBJECT, subscription->slot_name ? "its replication slot at the publisher goes, too" : NULL);
}

const KindOps kind_subscription = {
    .noun = "SUBSCRIPTION",
    .word = "subscription",
    .has_owner = true,
    .claim = CLAIM_SUBSCRIPTIONS,
    .renames = "",
    .size = sizeof(Subscription),
    .fields = fields,
    .create = create,
    .alter = alter,
    .drop = drop,
};
