#include "engine/plan/diff.h"

void
proofs_init(Proofs *proofs, Arena *arena)
{
    proofs->arena = arena;
    map_init(&proofs->settled, arena);
    proofs->all = (Vec) {0};
}

void
proofs_put(Proofs *proofs, const Doubt *doubt)
{
    if (!map_has(&proofs->settled, doubt->key))
        vec_add(proofs->arena, &proofs->all, doubt);
    map_put(&proofs->settled, doubt->key, doubt);
}

/* What the judge of one pair of objects remembers. */
typedef struct Bench
{
    Diff *diff;
    const Proofs *proofs;
    const char *unproved;                          /* a reason, when something could not be proved */
    bool different;                                /* something was proved different, or is still in doubt */
} Bench;

static bool
judge_same(void *context, const Object *old, const Object *new, const Field *field, const Expression *a, const Expression *b)
{
    Bench *bench = context;
    const char *key = arena_printf(bench->diff->arena, "%s/%s/%s/%s", new->key, field->name, a->canon, b->canon);
    const Doubt *settled = bench->proofs ? map_get(&bench->proofs->settled, key) : NULL;
    Doubt *doubt;

    if (settled && settled->verdict == VERDICT_UNPROVED)
        bench->unproved = settled->reason;
    else if (!settled || settled->verdict != VERDICT_EQUAL)
        bench->different = true;
    if (settled)
        return settled->verdict == VERDICT_EQUAL;
    doubt = arena_make(bench->diff->arena, Doubt);
    *doubt = (Doubt) {.old = old, .new = new, .field = field, .old_expr = a, .new_expr = b, .key = key};
    vec_add(bench->diff->arena, &bench->diff->doubts, doubt);
    return false;
}

static bool
is_expression_field(const Field *field)
{
    return field->type == FIELD_EXPR || field->type == FIELD_QUERY || field->type == FIELD_LIST;
}

static Action
action_for(const Object *old, const Object *new, uint64_t changed, unsigned common)
{
    const KindOps *ops = object_ops(new);

    if (!changed)
        return common ? ACTION_ALTER : ACTION_KEEP;
    if (!ops->alter)
        return ACTION_RECREATE;
    if (ops->can_alter)
        return ops->can_alter(old, new, changed) ? ACTION_ALTER : ACTION_RECREATE;
    for (size_t i = 0; ops->fields[i].name; i++)
        if (ops->fields[i].change == CHANGE_RECREATE && changed & UINT64_C(1) << i)
            return ACTION_RECREATE;
    return ACTION_ALTER;
}

static void
compare_pair(Diff *diff, const Proofs *proofs, Change *change)
{
    const Object *old = change->old, *new = change->new;
    Bench bench = {.diff = diff, .proofs = proofs};
    Judge judge = {judge_same, &bench};
    const Field *fields = object_ops(new)->fields;
    bool only_expressions = true;

    if (old->kind != new->kind || !str_eq(old->parent, new->parent))
    {
        change->action = ACTION_RECREATE;
        return;
    }
    change->changed = fields_compare(fields, old, new, old, new, &judge);
    change->common = object_compare_common(old, new);
    change->action = action_for(old, new, change->changed, change->common);
    for (size_t i = 0; fields[i].name; i++)
        if (change->changed & UINT64_C(1) << i)
            only_expressions &= is_expression_field(&fields[i]);
    if (change->changed && !change->common && only_expressions && bench.unproved && !bench.different)
        change->unproved = bench.unproved;
}

static Change *
change_add(Diff *diff, const Object *old, const Object *new)
{
    Change *change = arena_make(diff->arena, Change);

    change->old = old;
    change->new = new;
    change->action = !old ? ACTION_CREATE : !new ? ACTION_DROP : ACTION_KEEP;
    if (!old && new->any & ANY_PRESENCE)
        change->action = ACTION_KEEP;
    vec_add(diff->arena, &diff->changes, change);
    return change;
}

static int
compare_changes(const void *a, const void *b)
{
    const Change *x = a, *y = b;

    return object_compare(x->new ? x->new : x->old, y->new ? y->new : y->old);
}

Diff *
diff_make(Arena *arena, const Model *old, const Model *new, const Proofs *proofs)
{
    Diff *diff = arena_make(arena, Diff);
    size_t i = 0, j = 0;

    diff->arena = arena;
    diff->old = old;
    diff->new = new;
    map_init(&diff->by_key, arena);
    while (i < old->objects.count || j < new->objects.count)
    {
        const Object *left = i < old->objects.count ? vec_at(&old->objects, i) : NULL;
        const Object *right = j < new->objects.count ? vec_at(&new->objects, j) : NULL;
        int order = !left ? 1 : !right ? -1 : strcmp(left->key, right->key);

        if (order < 0)
            change_add(diff, left, NULL);
        else if (order > 0)
            change_add(diff, NULL, right);
        else
            compare_pair(diff, proofs, change_add(diff, left, right));
        i += order <= 0;
        j += order >= 0;
    }
    if (!diff_is_empty(diff))                      /* where nothing is to be done no order matters */
        vec_sort(&diff->changes, compare_changes);
    return diff;
}

/* Only made when somebody asks, which nobody does where nothing is to be done. */
static const Map *
map_of(const Diff *diff)
{
    Diff *own = (Diff *) (uintptr_t) diff;

    if (!own->by_key.count)
        VEC_EACH(const Change *, change, &diff->changes)
            map_put(&own->by_key, (change->new ? change->new : change->old)->key, change);
    return &own->by_key;
}

Change *
diff_change_of(const Diff *diff, const Object *object)
{
    Change *change = map_get(map_of(diff), object->key);

    if (!change)
        BUG("no change for \"%s\"", object->key);
    return change;
}

bool
diff_is_empty(const Diff *diff)
{
    VEC_EACH(const Change *, change, &diff->changes)
        if (change->action != ACTION_KEEP)
            return false;
    return true;
}

/* ---- sentences ---- */

static const AclItem *
acl_find(const Vec *acl, const AclItem *wanted)
{
    VEC_EACH(const AclItem *, item, acl)
        if (str_eq(item->grantee, wanted->grantee) && strcmp(item->privilege, wanted->privilege) == 0 &&
            item->missing == wanted->missing && item->grantable == wanted->grantable)
            return item;
    return NULL;
}

static void
acl_sentences(Arena *arena, const Vec *from, const Vec *to, const char *granted, const char *lacking, Vec *sentences)
{
    VEC_EACH(const AclItem *, item, to)
        if (!acl_find(from, item))
            vec_add(arena, sentences,
                    arena_printf(arena, "privileges: %s %s %s %s%s", item->missing ? lacking : granted, item->privilege,
                                 strcmp(item->missing ? lacking : granted, "grant") == 0 ? "to" : "from",
                                 item->grantee ? sql_ident(arena, item->grantee) : "PUBLIC",
                                 item->grantable ? " with grant option" : ""));
}

static void
label_sentences(Arena *arena, const Object *old, const Object *new, const Vec *labels, Vec *sentences)
{
    VEC_EACH(const SecurityLabel *, label, labels)
    {
        const char *before = object_label(old, label->provider), *after = object_label(new, label->provider);

        if (!str_eq(before, after))
            vec_add_str_once(arena, sentences, arena_printf(arena, "security label %s: %s -> %s", sql_ident(arena, label->provider),
                                                            before ? before : "none", after ? after : "none"));
    }
}

void
change_sentences(Arena *arena, const Change *change, Vec *sentences)
{
    const Object *old = change->old, *new = change->new;
    const Field *fields;

    if (!old || !new)
        return;
    if (old->kind != new->kind)
    {
        vec_add(arena, sentences, arena_printf(arena, "kind: %s -> %s", object_ops(old)->word, object_ops(new)->word));
        return;
    }
    if (!str_eq(old->parent, new->parent))
        vec_add(arena, sentences, arena_printf(arena, "on: %s -> %s", old->parent ? old->parent : "none", new->parent ? new->parent : "none"));
    fields = object_ops(new)->fields;
    for (size_t i = 0; fields[i].name; i++)
        if (change->changed & UINT64_C(1) << i)
        {
            const char *before = field_show(arena, &fields[i], old), *after = field_show(arena, &fields[i], new);

            vec_add(arena, sentences,
                    strcmp(before, after) == 0 ? arena_printf(arena, "%s: changed", fields[i].name)
                                               : arena_printf(arena, "%s: %s -> %s", fields[i].name, before, after));
        }
    if (change->common & CHANGED_NAME)
        vec_add_all(arena, sentences, &object_rare(old)->moved);
    if (change->common & CHANGED_COMMENT)
    {
        const Field comment = {"comment", FIELD_TEXT, offsetof(Object, comment), CHANGE_ALTER, NULL};

        vec_add(arena, sentences, arena_printf(arena, "comment: %s -> %s", field_show(arena, &comment, old), field_show(arena, &comment, new)));
    }
    if (change->common & CHANGED_OWNER)
        vec_add(arena, sentences, arena_printf(arena, "owner: %s -> %s", old->owner ? old->owner : "none", new->owner ? new->owner : "none"));
    if (change->common & CHANGED_LABELS)
    {
        label_sentences(arena, old, new, &object_rare(old)->labels, sentences);
        label_sentences(arena, old, new, &object_rare(new)->labels, sentences);
    }
    if (change->common & CHANGED_ACL)
    {
        acl_sentences(arena, &new->acl, &old->acl, "revoke", "grant", sentences);
        acl_sentences(arena, &old->acl, &new->acl, "grant", "revoke", sentences);
    }
}
