/*
 * interrupt.h -- Ctrl-C while a plan is applied: the running statement is cancelled, and whoever applies rolls back, says so
 * and ends. SIGINT, SIGTERM and SIGHUP alike. SIGPIPE is ignored meanwhile: a reader of our output that goes away must not
 * end us half-way.
 *
 * One connection at a time. A second signal ends the program at once, as it would without us.
 */
#ifndef HC_INTERRUPT_H
#define HC_INTERRUPT_H

#include "catalog/conn.h"

void interrupt_begin(const Conn *conn);
void interrupt_end(void);                          /* signals do again what they did before */
bool interrupt_seen(void);                         /* one came since interrupt_begin() */
void interrupt_pause(int milliseconds);            /* sleep, but not after a signal came */

#endif
