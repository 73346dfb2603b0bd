#include "catalog/read.h"

bool
read_default(Reader *reader, Error *err)
{
    (void) reader, (void) err;
    return true;
}
