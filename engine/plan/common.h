/*
 * common.h -- what every kind has, written once: DROP, COMMENT ON, OWNER TO, GRANT and REVOKE.
 */
#ifndef HC_COMMON_H
#define HC_COMMON_H

#include "engine/model/emit.h"

void common_drop(Emit *emit, const Object *old);                    /* DROP noun name, for kinds without drop() */

/* Bring comment, owner and privileges from what they are to what they shall be. old NULL: the object was just made, by
 * the connected role and with PostgreSQL's built-in privileges. `changed`: CHANGED_COMMENT ... */
void common_emit(Emit *emit, const Object *old, const Object *new, unsigned changed);

#endif
