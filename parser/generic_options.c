#include "parser/generic_options.h"

#include "engine/base/text.h"
#include "engine/model/secret.h"

enum { NOWHERE = -1 };

static int
place_of(const Vec *options, const char *name)
{
    size_t length = strlen(name);

    for (size_t i = 0; i < options->count; i++)
        if (strncmp(vec_at(options, i), name, length) == 0 && ((const char *) vec_at(options, i))[length] == '=')
            return (int) i;
    return NOWHERE;
}

static void
read_one(Parse *parse, const Statement *statement, const DefElem *def, Vec *options)
{
    const char *name = sql_ident(parse->arena, def->defname);
    bool drops = def->defaction == DEFELEM_DROP, needs = drops || def->defaction == DEFELEM_SET;
    int at = place_of(options, def->defname);

    if (strchr(def->defname, '='))
    {
        parse_error(parse, statement, def->location, NULL, "option %s: a name can't have a \"=\" in it", name);
        return;
    }
    if (needs != (at != NOWHERE))
    {
        parse_error(parse, statement, def->location, NULL, needs ? "there is no option %s" : "option %s is given twice", name);
        return;
    }
    if (at != NOWHERE)
        vec_remove_at(options, (size_t) at);
    if (drops)
        return;
    vec_add(parse->arena, options, arena_printf(parse->arena, "%s=%s", def->defname, def_text(parse, def)));
    if (secret_is(def->defname))
        parse_warning(parse, statement, def->location, "have the server find it (a password file, a certificate), or leave the user mapping to be made by hand",
                      "option %s is a secret in clear text: it is masked in what is shown, but stands in saved plans, scripts and the server's log", name);
}

void
generic_options_read(Parse *parse, const Statement *statement, List *defs, Vec *options)
{
    const ListCell *cell;

    foreach(cell, defs)
        read_one(parse, statement, lfirst_node(DefElem, cell), options);
    vec_sort_str(options);
}
