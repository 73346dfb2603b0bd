/*
 * output.c -- has every test program write its lines as they come, so that what cmocka says on stdout and on stderr keeps
 * its order when both go to one file.
 */
#include "engine/base/base.h"

#include <stdio.h>

__attribute__((constructor)) static void
output_by_line(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
}
