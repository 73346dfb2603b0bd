#include "tests/support/parsed.h"

#include <setjmp.h>
#include <cmocka.h>

static const ParseOptions options = {.role = "me"};

Model *
parsed(Arena *arena, const char *sql)
{
    Findings findings;
    Model *model;
    bool good;

    findings_init(&findings, arena);
    good = parse_text(arena, "t.sql", sql, &options, &model, &findings);
    for (size_t i = 0; !good && i < findings.count; i++)
        print_error("%s: %s\n", origin_text(arena, findings.items[i]->at), findings.items[i]->message);
    assert_true(good);
    return model;
}

const char *
parsed_complaint(Arena *arena, const char *sql)
{
    Findings findings;
    Model *model;

    findings_init(&findings, arena);
    parse_text(arena, "t.sql", sql, &options, &model, &findings);
    assert_int_not_equal(findings.count, 0);
    return findings.items[0]->message;
}

void *
parsed_object(const Model *model, Kind kind, const char *schema, const char *parent, const char *name)
{
    Object *object = model_find_kind(model, kind, schema, parent, name);

    assert_non_null(object);
    return object;
}
