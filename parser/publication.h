/* publication.h -- parser/publication.c, as others see it. */
#ifndef HC_PARSER_PUBLICATION_H
#define HC_PARSER_PUBLICATION_H

#include "parser/parse.h"

/* What a publication has goes with it, and goes by its new name. */
void publication_drop_members(Parse *parse, const Object *publication);
void publication_rename_members(Parse *parse, const char *old, const char *new);

/* FOR TABLE t means the tables that inherit from t, too. Called once, when all inheritance is known, before canon_all(). */
void publication_finish(Parse *parse);

#endif
