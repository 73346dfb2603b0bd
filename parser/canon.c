#include "parser/canon.h"

/* For the time being nothing is rewritten. */
void
canon_all(Model *model, const Names *names, const Vec *pending, bool collect_needs, Findings *findings)
{
    (void) model, (void) names, (void) collect_needs, (void) findings;
    VEC_EACH(Pending *, one, pending)
        one->expression->canon = one->expression->sql;
}
