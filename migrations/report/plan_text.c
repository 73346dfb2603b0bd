/*
 * A plan for people: one line for each object or property that changes, what it locks and costs at the end of the line.
 * What hangs on a table is shown below it; what comes or goes with a whole table is only counted.
 */
#include "engine/plan/renames.h"
#include "migrations/report/report.h"

#include <stdio.h>

typedef enum Paint { PAINT_NONE, PAINT_GREEN, PAINT_RED, PAINT_YELLOW, PAINT_BOLD } Paint;

typedef struct Print
{
    Arena *arena;
    const PlanView *view;
    Map steps;                                     /* Object.key: Vec * of Step * */
    Text text;
} Print;

typedef struct Group
{
    const Object *head;
    const Change *own;                             /* NULL: the head itself does not change */
    Vec children;                                  /* const Change * */
} Group;

static const char *
paint(const Print *print, Paint colour, const char *text)
{
    static const char *const codes[] = {"", "\033[32m", "\033[31m", "\033[33m", "\033[1m"};

    if (!print->view->colour || colour == PAINT_NONE)
        return text;
    return arena_printf(print->arena, "%s%s\033[0m", codes[colour], text);
}

/* ---- what a change costs ---- */

static void
collect_steps(Print *print)
{
    map_init(&print->steps, print->arena);
    VEC_EACH(const Step *, step, &print->view->plan->steps)
    {
        Vec *list = map_get(&print->steps, step->key);

        if (!list)
            map_put(&print->steps, step->key, list = arena_make(print->arena, Vec));
        vec_add(print->arena, list, step);
    }
}

static const Vec *
steps_of(const Print *print, const Change *change)
{
    static const Vec none;
    const Vec *list = map_get(&print->steps, (change->new ? change->new : change->old)->key);

    return list ? list : &none;
}

static const char *
cost_of_step(Arena *arena, const Step *step)
{
    const char *size = step->bytes > 0 ? arena_printf(arena, " %s", report_size(arena, step->bytes)) : "";

    if (step->lock == LOCK_NONE)
        return "";
    if (step->rewrites && step->rows)
        return arena_printf(arena, "%s, rewrites%s", lock_text(step->lock), step->bytes > 0 ? size : " the table");
    if (step->scans && step->rows)
        return arena_printf(arena, "%s, reads%s", lock_text(step->lock), step->bytes > 0 ? size : " the table");
    return arena_printf(arena, "%s, instant", lock_text(step->lock));
}

/* The step that costs most stands for all, after a stronger lock that another one takes for a moment. */
static const char *
cost_of(const Print *print, const Change *change)
{
    const Step *worst = NULL, *strongest = NULL;
    int most = -1;

    VEC_EACH(const Step *, step, steps_of(print, change))
    {
        int weight = (step->rows ? step->rewrites * 200 + step->scans * 100 : 0) + (int) step->lock;

        if (weight > most)
        {
            most = weight;
            worst = step;
        }
        if (!strongest || step->lock > strongest->lock)
            strongest = step;
    }
    if (worst && strongest->lock > worst->lock)
        return arena_printf(print->arena, "%s; %s", cost_of_step(print->arena, strongest), cost_of_step(print->arena, worst));
    return worst ? cost_of_step(print->arena, worst) : "";
}

/* ---- lines ---- */

/* Columns of a UTF-8 text, near enough. */
static int
width(const char *text)
{
    int columns = 0;

    for (; *text; text++)
        columns += (*text & 0xC0) != 0x80;
    return columns;
}

static void
add_line(Print *print, int indent, Paint colour, const char *mark, const char *left, const char *right)
{
    enum { COLUMN = 72 };
    int gap = COLUMN - indent - 3 - width(left);

    text_addf(&print->text, "%*s%s %s", indent, "", paint(print, colour, mark), report_safe(print->arena, left));
    if (*right)
        text_addf(&print->text, "%*s%s", gap > 2 ? gap : 2, "", report_safe(print->arena, right));
    text_add(&print->text, "\n");
}

static const char *
mark_of(Action action, Paint *colour)
{
    switch (action)
    {
        case ACTION_CREATE:
            *colour = PAINT_GREEN;
            return "+ ";
        case ACTION_DROP:
            *colour = PAINT_RED;
            return "- ";
        case ACTION_ALTER:
            *colour = PAINT_YELLOW;
            return "~ ";
        case ACTION_RECREATE:
            *colour = PAINT_RED;
            return "-+";
        case ACTION_KEEP:
            break;
    }
    *colour = PAINT_NONE;
    return "  ";
}

static void
add_hazards(Print *print, int indent, const Change *change)
{
    unsigned told = 0;

    VEC_EACH(const Step *, step, steps_of(print, change))
        VEC_EACH(const Hazard *, hazard, &step->hazards)
        {
            if (told & 1u << hazard->code || !(hazard_asks(hazard->code) || hazard->code == HAZARD_MAY_FAIL || hazard->code == HAZARD_RUNS_CODE))
                continue;
            told |= 1u << hazard->code;
            add_line(print, indent, PAINT_RED, "! ",
                     arena_printf(print->arena, "%s: %s%s%s%s%s%s", hazard_word(hazard->code), hazard_sentence(hazard->code),
                                  hazard->detail ? " (" : "", hazard->detail ? hazard->detail : "", hazard->detail ? ")" : "",
                                  hazard->allowed ? "; allowed: " : "", hazard->allowed ? hazard->allowed : ""), "");
        }
}

/* "column note" below its table, "column app.orders.note" elsewhere. */
static const char *
name_of(Arena *arena, const Object *object, bool below)
{
    return below ? arena_printf(arena, "%s %s", object_ops(object)->word, object->name) : object_title(arena, object);
}

static const char *
type_of(Arena *arena, const Object *object)
{
    for (const Field *field = object_ops(object)->fields; field->name; field++)
        if (strcmp(field->name, "type") == 0 && field->type == FIELD_TEXT)
            return arena_printf(arena, " %s", field_show(arena, field, object));
    return "";
}

static void
add_change(Print *print, int indent, const Change *change, const char *name, bool with_origin)
{
    Arena *arena = print->arena;
    const Object *object = change->new ? change->new : change->old;
    /* Nobody waits for what is not there yet. */
    const char *cost = change->action == ACTION_CREATE && !object->parent ? "" : cost_of(print, change), *place = with_origin && change->new ? origin_text(arena, change->new->origin) : "";
    Vec sentences = {0};
    Paint colour;
    const char *mark = mark_of(change->action, &colour);

    if (change->action == ACTION_ALTER || change->action == ACTION_RECREATE)
        change_sentences(arena, change, &sentences);
    else if (change->action == ACTION_CREATE && object->parent)
        name = arena_printf(arena, "%s%s", name, type_of(arena, object));
    if (sentences.count == 1)
        name = arena_printf(arena, "%s: %s", name, (const char *) vec_at(&sentences, 0));
    add_line(print, indent, colour, mark, name, *cost && *place ? arena_printf(arena, "%s  %s", cost, place) : *cost ? cost : place);
    if (sentences.count > 1)
        VEC_EACH(const char *, sentence, &sentences)
            add_line(print, indent + 4, PAINT_NONE, "  ", sentence, "");
    if (change->because)
        add_line(print, indent + 4, PAINT_NONE, "  ", arena_printf(arena, "made anew because of %s", change->because), "");
    if (change->unproved)
        add_line(print, indent + 4, PAINT_YELLOW, "? ", arena_printf(arena, "unproved: %s", change->unproved), "");
    add_hazards(print, indent + 4, change);
}

/* "(5 columns, 2 constraints)": what comes or goes with its head. */
static const char *
count_children(Arena *arena, const Object *head)
{
    size_t counts[KIND_COUNT] = {0};
    Vec words = {0};

    VEC_EACH(const Object *, child, &head->children)
        counts[child->kind]++;
    for (int kind = 0; kind < KIND_COUNT; kind++)
        if (counts[kind])
            vec_add(arena, &words, report_count(arena, counts[kind], kind_ops[kind]->word));
    return words.count ? arena_printf(arena, " (%s)", vec_join(arena, &words, ", ")) : "";
}

/* A default, or an identity's sequence, that comes or goes with its column; a sequence has no statement of its own then at all. */
static bool
goes_with_column(const Diff *diff, const Change *change)
{
    const Object *object = change->new ? change->new : change->old, *column;

    if ((object->kind != KIND_DEFAULT && object->kind != KIND_IDENTITY_SEQUENCE) || (change->action != ACTION_CREATE && change->action != ACTION_DROP))
        return false;
    column = model_find(change->new ? diff->new : diff->old, SPACE_COLUMN, object->schema, object->parent, object->name);
    return column && diff_change_of(diff, column)->action == change->action;
}

static void
add_group(Print *print, const Group *group)
{
    const char *name = object_title(print->arena, group->head);
    bool whole = group->own && (group->own->action == ACTION_CREATE || group->own->action == ACTION_DROP);

    if (whole)
        name = arena_printf(print->arena, "%s%s", name, count_children(print->arena, group->head));
    if (group->own)
        add_change(print, 2, group->own, name, true);
    else
        add_line(print, 2, PAINT_YELLOW, "~ ", name, origin_text(print->arena, group->head->origin));
    VEC_EACH(const Change *, child, &group->children)
    {
        /* What goes with a whole table is counted; what costs something of its own is not silent. */
        if ((whole && child->action == group->own->action) || goes_with_column(print->view->plan->diff, child))
            add_hazards(print, 6, child);
        else
            add_change(print, 6, child, name_of(print->arena, child->new ? child->new : child->old, true), false);
    }
}

/* ---- groups ---- */

static const Object *
head_of(const Diff *diff, const Change *change)
{
    const Object *parent = change->new ? model_parent(diff->new, change->new) : model_parent(diff->old, change->old);

    return parent ? parent : change->new ? change->new : change->old;
}

static int
compare_groups(const void *a, const void *b)
{
    return object_compare(((const Group *) a)->head, ((const Group *) b)->head);
}

static void
collect_groups(Print *print, Vec *groups)
{
    const Diff *diff = print->view->plan->diff;
    Map by_key;

    map_init(&by_key, print->arena);
    VEC_EACH(const Change *, change, &diff->changes)
    {
        const Object *head;
        Group *group;

        if (change->action == ACTION_KEEP)
            continue;
        head = head_of(diff, change);
        if (!(group = map_get(&by_key, head->key)))
        {
            map_put(&by_key, head->key, group = arena_make(print->arena, Group));
            group->head = head;
            vec_add(print->arena, groups, group);
        }
        if (strcmp(head->key, (change->new ? change->new : change->old)->key) == 0)
            group->own = change;
        else
            vec_add(print->arena, &group->children, change);
    }
    vec_sort(groups, compare_groups);
}

/* ---- head and foot ---- */

/* Those that ask; without what the blueprint allows itself: those that somebody must allow. */
static unsigned
hazards_of(const Plan *plan, bool open_only)
{
    unsigned found = 0;

    VEC_EACH(const Step *, step, &plan->steps)
        VEC_EACH(const Hazard *, hazard, &step->hazards)
            if (hazard_asks(hazard->code) && !(open_only && hazard->allowed))
                found |= 1u << hazard->code;
    return found;
}

static void
add_head(Print *print, unsigned hazards)
{
    Arena *arena = print->arena;
    const ReportHead *head = print->view->head;
    const Plan *plan = print->view->plan;
    const char *where = report_safe(arena, head->from ? head->from : arena_printf(arena, "%s on %s (PostgreSQL %s)", head->database, head->host,
                                                                                  report_server(arena, head->server_version)));
    const char *what = report_safe(arena, arena_printf(arena, "%s (%s)", head->blueprint, report_count(arena, head->counts->declared, "object")));

    if (!plan->steps.count)
        text_addf(&print->text, "%s is as %s wants it: nothing to do\n", where, what);
    else
        text_addf(&print->text, "%s against %s: %s in %s%s\n", paint(print, PAINT_BOLD, where), what, report_count(arena, plan->changes, "change"),
                  report_count(arena, plan->steps.count, "step"),
                  hazards ? arena_printf(arena, ", %s", report_count(arena, (size_t) __builtin_popcount(hazards), "hazard")) : "");
}

/* A drop and a create that look like a rename are what they are; but that is told. */
static void
add_likely_renames(Print *print)
{
    Arena *arena = print->arena;
    Vec pairs = {0};

    renames_likely(arena, print->view->plan->diff, &pairs);
    VEC_EACH(const LikelyRename *, pair, &pairs)
        text_addf(&print->text, "%s: %s is dropped and %s is made, alike but for their names; to rename it instead, put -- hc:renamed from %s above the latter\n",
                  paint(print, PAINT_YELLOW, "note"), report_safe(arena, object_title(arena, pair->old)), report_safe(arena, object_title(arena, pair->new)),
                  report_safe(arena, sql_ident(arena, pair->old->base ? pair->old->base : pair->old->name)));
}

static void
add_foot(Print *print, unsigned hazards)
{
    const WorkCounts *counts = print->view->head->counts;
    Vec refused = {0};

    text_addf(&print->text, "managed %s", report_count(print->arena, counts->managed, "object"));
    if (counts->owners || counts->privileges)
        text_addf(&print->text, ", but not the owners of %zu and the privileges of %zu (--manage owners,privileges)", counts->owners, counts->privileges);
    if (report_unclaimed(print->arena, counts))
        text_addf(&print->text, "; nobody manages %s (--manage all)", report_unclaimed(print->arena, counts));
    text_add(&print->text, "\n");
    if (print->view->verbose)
        text_addf(&print->text, "%s\n", report_rungs(print->arena, counts));
    text_add(&print->text, report_account(print->arena, print->view->head->account));
    for (int code = 0; code < HAZARD_COUNT; code++)
        if (hazards & ~print->view->allowed & 1u << code)
            vec_add(print->arena, &refused, hazard_word((HazardCode) code));
    if (refused.count && !print->view->head->from)
        text_addf(&print->text, "%s: apply wants --allow %s\n", paint(print, PAINT_RED, "not allowed"), vec_join(print->arena, &refused, ","));
}

static void
add_sql(Print *print)
{
    text_add(&print->text, "\n");
    VEC_EACH(const Step *, step, &print->view->plan->steps)
        text_addf(&print->text, "%3d. %s;%s\n", step->number, report_safe(print->arena, step->shown ? step->shown : step->sql),
                  step->in_batches ? "  -- in batches" : "");
}

const char *
report_plan_text(Arena *arena, const PlanView *view)
{
    Print print = {.arena = arena, .view = view};
    Vec groups = {0};

    text_init(&print.text, arena);
    collect_steps(&print);
    collect_groups(&print, &groups);
    add_head(&print, hazards_of(view->plan, false));
    if (view->plan->steps.count)
        VEC_EACH(const Group *, group, &groups)
            add_group(&print, group);
    add_likely_renames(&print);
    add_foot(&print, hazards_of(view->plan, true));
    if (view->verbose)
        add_sql(&print);
    return text_str(&print.text);
}

const char *
report_plan_file_text(Arena *arena, const PlanFile *file, bool verbose)
{
    Text text;

    text_init(&text, arena);
    text_addf(&text, "%s for %s\n", report_count(arena, file->steps.count, "step"),
              file->database.name ? arena_printf(arena, "%s (PostgreSQL %s)", file->database.name, report_server(arena, (int) file->database.server))
                                  : "no database");
    VEC_EACH(const PlanStep *, step, &file->steps)
    {
        text_addf(&text, "%3" PRId64 ". %s %s  %s%s%s\n", step->number, step->operation, step->object, step->relation ? step->lock : "",
                  step->origin.file ? "  " : "",
                  step->origin.file ? origin_text(arena, (Origin) {step->origin.file, (int) step->origin.line, (int) step->origin.column}) : "");
        VEC_EACH(const PlanHazard *, hazard, &step->hazards)
            if (hazard_asks(hazard_by_word(hazard->hazard)))
                text_addf(&text, "     ! %s%s%s%s%s\n", hazard->hazard, hazard->detail ? ": " : "", hazard->detail ? hazard->detail : "",
                          hazard->allowed ? "; allowed: " : "", hazard->allowed ? hazard->allowed : "");
        if (verbose)
            text_addf(&text, "%s;\n", step->shown ? step->shown : step->sql);
    }
    return report_safe(arena, text_str(&text));
}
