#include "engine/kinds/publication_member.h"

#include "engine/model/emit.h"
#include "engine/model/moves.h"

static const Field fields[] = {
    FIELD(PublicationMember, columns, SET, RECREATE),
    FIELD(PublicationMember, where, EXPR, RECREATE),
    {0}
};

PublicationMember *
publication_member_make(Arena *arena, const char *publication, const char *schema, const char *table)
{
    PublicationMember *member = object_make(arena, KIND_PUBLICATION_MEMBER, schema, table, publication);

    object_need(arena, &member->object, (Ref) {.space = SPACE_PUBLICATION, .name = publication});
    if (table)
        object_need(arena, &member->object, (Ref) {.space = SPACE_RELATION, .schema = schema, .name = table, .shallow = true});
    else
        object_need(arena, &member->object, (Ref) {.space = SPACE_SCHEMA, .name = schema});
    return member;
}

static const Object *
publication_of(const Object *member, const Model *model)
{
    return model_find(model, SPACE_PUBLICATION, NULL, NULL, member->name);
}

static const char *
what_sql(Arena *arena, const Object *member)
{
    return member->parent ? arena_printf(arena, "TABLE ONLY %s", object_relation(arena, member))
                          : arena_printf(arena, "TABLES IN SCHEMA %s", sql_ident(arena, member->schema));
}

static const char *
add_sql(Arena *arena, const PublicationMember *member)
{
    Text sql;

    text_init(&sql, arena);
    text_addf(&sql, "ALTER PUBLICATION %s ADD %s", sql_ident(arena, member->object.name), what_sql(arena, &member->object));
    VEC_EACH(const char *, column, &member->columns)
        text_addf(&sql, "%s%s", column_at ? ", " : " (", sql_ident(arena, column));
    text_add(&sql, member->columns.count ? ")" : "");
    if (member->where)
        text_addf(&sql, " WHERE (%s)", member->where->sql);
    return text_str(&sql);
}

static const char *
drop_sql(Arena *arena, const Object *member)
{
    return arena_printf(arena, "ALTER PUBLICATION %s DROP %s", sql_ident(arena, member->name), what_sql(arena, member));
}

static StepCost
cost_on(Emit *emit, const Object *member)
{
    return COST(.on = member->parent ? object_relation(emit->arena, member) : NULL, .lock = LOCK_SHARE_UPDATE_EXCLUSIVE);
}

/* A publication that nobody manages may list a column that goes. */
static bool
lacks_columns(Emit *emit, const Object *new)
{
    VEC_EACH(const char *, column, &((const PublicationMember *) new)->columns)
        if (!model_find(emit->diff->new, SPACE_COLUMN, new->schema, new->parent, column))
        {
            emit_refuse(emit, "publication %s has column %s of %s, which goes: change the publication, or manage it (--manage publications)",
                        sql_ident(emit->arena, new->name), sql_ident(emit->arena, column), object_relation(emit->arena, new));
            return true;
        }
    return false;
}

static void
create(Emit *emit, const Object *new)
{
    Step *step;

    if (lacks_columns(emit, new))
        return;
    step = emit_step(emit, cost_on(emit, new), "%s", add_sql(emit->arena, (const PublicationMember *) new));
    emit_undo(emit, step, false, "%s", drop_sql(emit->arena, new));
}

/* What is dropped leaves its publications by itself. */
static bool
goes_with_what_it_has(const Emit *emit, const Object *old)
{
    const Object *what = old->parent ? emit_old_parent(emit, old) : model_find(emit->diff->old, SPACE_SCHEMA, NULL, NULL, old->schema);
    Action action = what ? diff_change_of(emit->diff, what)->action : ACTION_KEEP;

    return action == ACTION_DROP || action == ACTION_RECREATE;
}

static void
drop(Emit *emit, const Object *old)
{
    Step *step;

    if (goes_with_what_it_has(emit, old))
        return;
    step = emit_step(emit, cost_on(emit, old), "%s", drop_sql(emit->arena, old));
    if (emit->change->action == ACTION_DROP)
        emit_hazard(emit, step, HAZARD_DROPS_OBJECT, "subscribers get no more of its rows");
    emit_undo(emit, step, false, "%s", add_sql(emit->arena, (const PublicationMember *) old));
}

static const char *
sql_name(Arena *arena, const Object *object)
{
    return arena_printf(arena, "%s%s in %s", object->parent ? "" : "schema ",
                        object->parent ? object_relation(arena, object) : sql_ident(arena, object->schema), sql_ident(arena, object->name));
}

static void
follow(Object *object, const Moves *moves)
{
    moves_columns(moves, object->schema, object->parent, &((PublicationMember *) object)->columns);
    vec_sort_str(&((PublicationMember *) object)->columns);
    object->name = moves_child(moves, SPACE_PUBLICATION, NULL, NULL, object->name);
}

const KindOps kind_publication_member = {
    .noun = "PUBLICATION MEMBER",
    .word = "publication member",
    .claim = CLAIM_PUBLICATIONS,
    .size = sizeof(PublicationMember),
    .fields = fields,
    .sql_name = sql_name,
    .dropped_with = publication_of,
    .follow = follow,
    .create = create,
    .drop = drop,
};
