#include "migrations/cli/commands.h"

#include "parser/parser.h"

/* "35 tables, 214 columns ...". */
static const char *
count_kinds(Arena *arena, const Model *model)
{
    size_t counts[KIND_COUNT] = {0};
    Vec words = {0};

    VEC_EACH(const Object *, object, &model->objects)
        counts[object->kind]++;
    for (int kind = 0; kind < KIND_COUNT; kind++)
        if (counts[kind])
            vec_add(arena, &words, report_count(arena, counts[kind], kind_ops[kind]->word));
    return vec_join(arena, &words, ", ");
}

bool
command_check(Arena *arena, const Options *options, ErrorCode *outcome, Error *err)
{
    Vec paths = command_paths(arena, options);
    ParseOptions parse_options = {0};
    Findings findings;
    Model *model;
    bool ok;

    findings_init(&findings, arena);
    ok = parse_blueprint(arena, &paths, &parse_options, &model, &findings);
    findings_sort(&findings);
    talk_findings(&findings);
    if (!ok)
        return error_set(err, arena, ERR_FAILED, "%s has %s", vec_join(arena, &paths, " "), report_count(arena, findings.errors, "error"));
    *outcome = ERR_OK;
    return talk_result(arena, arena_printf(arena, "%s: %s%s%s\n", report_safe(arena, vec_join(arena, &paths, " ")),
                                           model->objects.count ? count_kinds(arena, model) : "nothing",
                                           findings.count ? ", " : "", findings.count ? report_count(arena, findings.count, "warning") : ""), err);
}
