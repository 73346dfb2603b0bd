#include "catalog/read.h"

bool
read_table(Reader *reader, Error *err)
{
    (void) reader, (void) err;
    return true;
}
