#include "parser/annotation.h"

/* Every word that there is, with what it must stand above. */
static const struct { const char *word, *place; } words[] = {
    {"run-once", "a statement that is no declaration"},
};

const Annotation *
annotation_at(const Statement *statement, int location, const char *word)
{
    VEC_EACH(Annotation *, annotation, &statement->annotations)
        if (annotation->location == location && strcmp(annotation->word, word) == 0)
        {
            annotation->taken = true;
            return annotation;
        }
    return NULL;
}

void
annotation_take(Parse *parse, const Statement *statement, int location, Object *object)
{
    (void) parse, (void) statement, (void) location, (void) object;
}

static void
complain(Parse *parse, const Annotation *annotation)
{
    Vec known = {0};

    for (size_t i = 0; i < COUNT_OF(words); i++)
    {
        if (strcmp(words[i].word, annotation->word) == 0)
        {
            findings_add(parse->findings, SEVERITY_ERROR, annotation->at,
                         arena_printf(parse->arena, "put it on a line of its own, right above %s", words[i].place),
                         "nothing that hc:%s can be for stands below it", annotation->word);
            return;
        }
        vec_add(parse->arena, &known, arena_printf(parse->arena, "hc:%s", words[i].word));
    }
    findings_add(parse->findings, SEVERITY_ERROR, annotation->at, arena_printf(parse->arena, "there is %s", vec_join(parse->arena, &known, ", ")),
                 "there is no annotation hc:%s", annotation->word);
}

void
annotation_finish(Parse *parse, const Vec *statements)
{
    VEC_EACH(const Statement *, statement, statements)
        VEC_EACH(Annotation *, annotation, &statement->annotations)
        {
            if (!annotation->taken)
                complain(parse, annotation);
            annotation->taken = true;              /* statements taken out of one share it */
        }
}
