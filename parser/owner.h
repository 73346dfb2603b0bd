/* owner.h -- who owns what: ALTER ... OWNER TO in all its forms. */
#ifndef HC_OWNER_H
#define HC_OWNER_H

#include "parser/parse.h"

/* After all statements but grants: sequences that a column owns follow their table. */
void owner_finish(Parse *parse);

/* The owner as far as it is known: as said, else the role that reads the blueprint; NULL: unknown. */
const char *owner_of(const Parse *parse, const Object *object);

#endif
