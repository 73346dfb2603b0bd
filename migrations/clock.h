/* clock.h -- how long something takes: milliseconds since some moment, which no change of the time of day touches. */
#ifndef HC_CLOCK_H
#define HC_CLOCK_H

#include <stdint.h>

int64_t clock_now(void);

#endif
